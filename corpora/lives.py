"""Workers live as long as the process that started them, from their first moment on, and Ctrl-C is not for them.

This module loads hardly anything else: a worker comes here before anything that takes time.
"""

from __future__ import annotations

import ctypes
import logging
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import wait
from typing import Any

from corpora.errors import visible

PR_SET_PDEATHSIG = 1
LOOK_UP = 0.5
"""Seconds after which whoever waits for workers looks whether the command is to stop."""


def begin_worker(heard: bool, by_main_thread: bool = False, given: bytes = b"") -> None:
    """The first thing that a worker does; ``given`` is a pickled function with its arguments, the second.

    Ctrl-C is for the parent, which then lets its workers finish what they hold, or kills them. Without the parent they leave,
    whatever they are at. What they have to say is heard where that of the parent is (``heard``).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _live_with_parent(by_main_thread)
    if heard:
        handler = logging.StreamHandler()
        handler.setFormatter(_Visible("duizhao: %(message)s"))
        logging.basicConfig(handlers=[handler])
    if given:
        begin, arguments = pickle.loads(given)
        begin(*arguments)


class _Visible(logging.Formatter):
    """What a worker says; names and texts in it do not steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return visible(super().format(record))


def _live_with_parent(by_main_thread: bool) -> None:
    parent = parent_process()
    if parent is None:
        return
    if sys.platform == "linux" and by_main_thread:  # Linux means the thread that started us
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    # everywhere, and where the parent died before the line above
    threading.Thread(target=_leave_after, args=(parent.sentinel,), daemon=True).start()


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def first_words(
    heard: bool, begin: Callable[..., None] | None = None, given: tuple[Any, ...] = ()
) -> tuple[bool, bool, bytes]:
    """The arguments of :func:`begin_worker` for a pool that is filled from here."""
    second = pickle.dumps((begin, given)) if begin else b""
    return heard, threading.current_thread() is threading.main_thread(), second


def submit(pool: ProcessPoolExecutor, work: Callable[..., Any], piece: Any) -> Future[Any]:
    """Give a piece to a pool; a worker that is started for it never sees Ctrl-C, not even before its first line."""
    with _without_ctrl_c():
        return pool.submit(work, piece)


def result_of(future: Future[Any]) -> Any:
    """What a piece of work has given. Ctrl-C ends the waiting also where the system hands it to another thread than this one."""
    while True:
        try:
            return future.result(timeout=LOOK_UP)
        except TimeoutError:
            if future.done():  # it is the error of the work itself
                raise


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back: processes that are started meanwhile inherit that, and here it takes effect afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it sets the mask back where it has to start first
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
