"""What stops a command from outside: Ctrl-C, SIGTERM, SIGHUP. All three clean up alike and end with 128 and their number."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGTERM", "SIGHUP")


class StoppedFromOutside(KeyboardInterrupt):
    """A signal that asks a command to end; ``number`` says which."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class StoppedError(Exception):
    """A command that was stopped, on its way to the door; Typer would leave without a word. ``line`` is what is said."""

    def __init__(self, stop: BaseException | None = None, line: str = "") -> None:
        super().__init__()
        self.number = getattr(stop, "number", signal.SIGINT)
        name = signal.Signals(self.number).name
        self.line = line or ("interrupted" if self.number == signal.SIGINT else f"interrupted ({name})")

    @property
    def status(self) -> int:
        """The exit code, as shells give it: 130, 143 or 129."""
        return 128 + int(self.number)


@contextmanager
def stops_heard() -> Iterator[None]:
    """From now on Ctrl-C, and while this lasts SIGTERM and SIGHUP are raised like Ctrl-C; SIGHUP stays ignored where ``nohup`` asked for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # as it was while the program was loaded
        signal.signal(signal.SIGINT, signal.default_int_handler)
    before = {}
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, _raise)
    try:
        yield
    finally:
        for number in before:
            signal.signal(number, signal.SIG_DFL)


def _raise(number: int, _frame: FrameType | None) -> None:
    raise StoppedFromOutside(number)
