"""The only errors that users see: one line that says what, where, and what to do next."""

from __future__ import annotations

LONGEST = 600  # characters of a message: part of a broken file can be in it


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
        message = " ".join(self.message[: 4 * LONGEST].split())
        if len(message) > LONGEST:
            message = f"{message[:LONGEST]}…"
        return f"{message}; {' '.join(self.hint.split())}" if self.hint else message


class InputError(DuizhaoError):
    """A file or argument that cannot be used as it is."""


class OutputError(DuizhaoError):
    """A result that cannot be written."""


class MissingDependencyError(DuizhaoError):
    """A library of an extra that is not installed; the hint is the command that installs it."""


def unexpected(what: object, error: Exception) -> InputError:
    """A fault of this program while it worked on one file: named, so that the other files go through."""
    text = f"{what}: internal error: {type(error).__name__}: {error}"[:300]
    return InputError(text, "set DUIZHAO_DEBUG=1 for details and report it")
