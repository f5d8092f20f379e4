"""What the floors have to say while they work: to a program that listens, and to nobody else."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

FLOORS = ("corpora", "align", "glossary")
CODES = {
    "encoding": "the text was read in another encoding than UTF-8",
    "hidden": "a part of a web page is hidden by a comment that never ends",
    "site": "all text of a web page was in navigation or banners, and was kept",
    "left-out": "a part of the file is not read: drawings, hidden text, turned text",
    "changes": "tracked changes were taken as accepted",
    "numbers": "numbers of paragraphs are made by fields and are not in the file",
    "damaged": "a part of the file is damaged",
    "scan": "pages without text",
    "unreadable": "pages whose text cannot be read",
    "lost": "characters were lost before the program saw the file",
    "language": "the name says another language than the text",
    "disagree": "name, masthead or the two versions disagree",
    "alignment": "the two versions hardly agree",
    "unpaired": "a file without a partner",
    "several": "several files of one language for one document",
    "copy": "a file that is there already, or the same document in another format",
    "unusable": "a file that cannot be used",
    "ignored": "files that are no documents",
    "guessed": "what the columns of a table hold was guessed",
    "numbered": "rows of a document were numbered anew",
    "decisions": "what people decided earlier was read back, or could not be",
    "worker": "a worker process died",
    "cache": "the cache of vectors cannot be used",
    "model": "a model hardly sees that sentences render each other",
    "input": "a file or argument cannot be used as it is",
    "output": "a result cannot be written",
    "dependency": "a library is not installed",
    "usage": "the command line cannot be read",
    "interrupted": "stopped from outside",
    "internal": "a fault of this program",
    "other": "something else worth a line",
}
"""Of warnings and errors, as a log has them."""
P = ParamSpec("P")
T = TypeVar("T")


class Remark(str):
    """A line about something that was used all the same, with the code of its kind.

    >>> remark = Remark("encoding", "read as gb18030")
    >>> remark.about("letter.txt"), remark.about("letter.txt").code
    ('letter.txt: read as gb18030', 'encoding')
    """

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, line: str) -> Remark:
        """A line with a code of :data:`CODES`."""
        made = super().__new__(cls, line)
        made.code = code
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What makes it again: copied, or sent by a worker."""
        return self.code, str(self)

    def about(self, name: str) -> Remark:
        """The line with the name of a file before it."""
        return Remark(self.code, f"{name}: {self}")


def code_of(line: str) -> str:
    """The code of a line: its own, or ``other``."""
    return line.code if isinstance(line, Remark) else "other"


def logger(name: str) -> logging.Logger:
    """The logger of a module. Where nobody listens it is silent: Python itself would write warnings to standard error.

    >>> logger("align.encoders.example").name
    'align.encoders.example'
    """
    floor = logging.getLogger(name.partition(".")[0])
    if not any(isinstance(one, logging.NullHandler) for one in floor.handlers):
        floor.addHandler(logging.NullHandler())
    return logging.getLogger(name)


STAGES = logger("corpora.stages")
"""Hears how long each stage took, at the level INFO; ``facts`` of a record says it in figures."""


def tell_stage(name: str, document: str = "", **facts: Any) -> None:
    """Tell of a stage that is over. ``document``: a symbol or the name of a file; ``facts`` are numbers and names, never text."""
    if STAGES.isEnabledFor(logging.INFO):
        STAGES.info("%s", name, extra={"facts": {"stage": name, "document": document, **facts}})


@contextmanager
def stage(name: str, document: str = "") -> Iterator[None]:
    """Tell how long what stands inside took, and whether it failed."""
    if not STAGES.isEnabledFor(logging.INFO):
        yield
        return
    begun, failed = time.perf_counter(), {}
    try:
        yield
    except BaseException as error:
        failed = {"failed": type(error).__name__}
        raise
    finally:
        tell_stage(name, document, seconds=round(time.perf_counter() - begun, 4), **failed)


def staged(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function that is a stage; its document is its first argument that is a path or has a symbol.

    >>> staged("read")(len)([1, 2])
    2
    """

    def mark(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def told(*given: P.args, **named: P.kwargs) -> T:
            if not STAGES.isEnabledFor(logging.INFO):
                return function(*given, **named)
            with stage(name, _document(*given)):
                return function(*given, **named)

        return told

    return mark


def _document(*given: object) -> str:
    for one in given:
        name = one.name if isinstance(one, Path) else getattr(one, "symbol", "")
        if name and isinstance(name, str):
            return name
    return ""


def is_heard() -> bool:
    """Whether somebody listens, such as the door of the program."""
    loggers = [logging.getLogger(name) for name in ("", *FLOORS)]
    return any(not isinstance(one, logging.NullHandler) for each in loggers for one in each.handlers)
