"""The only errors that users see: one line that says what, where, and what to do next."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 600  # characters of a message: part of a broken file can be in it
SHOWN = 60  # characters of a text in a message


def short(text: str, longest: int = SHOWN) -> str:
    r"""A text for a message: on one line, without control characters, cut where it is longer.

    >>> short("a\x1b[31m\tb\n"), short("a\nbc" * 9, 10)
    ('a [31m b', 'a bca bca …')
    """
    head = text[: 4 * longest]
    flat = " ".join((head if head.isprintable() else "".join(c if c.isprintable() else " " for c in head)).split())
    return flat if len(flat) <= longest and len(head) == len(text) else f"{flat[:longest]}…"


def visible(text: str) -> str:
    r"""A text for a terminal: what would steer it (escapes, turned directions, halves of characters) is written out.

    Line ends and tabs stay, and so does all that a terminal merely shows.

    >>> print(visible("a\x1b]0;b\x07 决议 \u202e"))
    a\x1b]0;b\x07 决议 \u202e
    """
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(lambda found: found[0].encode("ascii", "backslashreplace").decode() if found[0] > "\x7f"
                         else f"\\x{ord(found[0]):02x}", text)  # fmt: skip


def quoted(text: str) -> str:
    """A text for a message, in quotation marks.

    >>> quoted("buffer zone")
    "'buffer zone'"
    """
    return f"'{short(text)}'"


class DuizhaoError(Exception):
    """What went wrong (``message``) and what to do about it (``hint``).

    >>> str(DuizhaoError("letter.txt: file is empty", "check the export"))
    'letter.txt: file is empty; check the export'
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        message = short(self.message, LONGEST)
        return f"{message}; {' '.join(self.hint.split())}" if self.hint else message


class InputError(DuizhaoError):
    """A file or argument that cannot be used as it is."""


class OutputError(DuizhaoError):
    """A result that cannot be written."""


class MissingDependencyError(DuizhaoError):
    """A library of an extra that is not installed; the hint is the command that installs it."""


MODELS_EXTRA = "pip install 'duizhao[models]'"
"""What brings sentence-transformers, torch and scipy: for other models, and for training."""


def unexpected(what: object, error: Exception) -> InputError:
    """A fault of this program while it worked on one file: named, so that the other files go through."""
    text = short(f"{what}: internal error: {type(error).__name__}: {error}", 300)
    return InputError(text, "set DUIZHAO_DEBUG=1 for details and report it")
