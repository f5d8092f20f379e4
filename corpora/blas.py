"""One thread for BLAS while a function of ours computes in a process of somebody else, and then what there was before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

import numpy as np  # noqa: F401  so that its pool is there to be found
from threadpoolctl import ThreadpoolController

from corpora.threads import said

_lock = Lock()
_within: list[Any] = []  # what to restore, once for every function that is at work


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Around the computing of a function that others call: BLAS has one thread, unless the environment says how many.

    >>> with one_blas_thread():
    ...     pass
    """
    if said():
        yield
        return
    with _lock:  # of functions that are at work at once the first sets, the last restores
        _within.append(_within[0] if _within else _pools().limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            limit = _within.pop()
            if not _within:
                limit.restore_original_limits()


@cache
def _pools() -> ThreadpoolController:
    """The thread pools of this process, found once: numpy has loaded its own by now."""
    return ThreadpoolController()
