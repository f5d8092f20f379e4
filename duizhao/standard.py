"""Standard output and standard error as they may be: closed, full, gone. What cannot be printed is a line, never an internal error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from corpora.errors import OutputError, visible


def open_standard_streams() -> None:
    """Where 0, 1 or 2 are closed, nothing takes their numbers: a termbase that is opened as 1 would be printed into."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)


def print_bytes(data: bytes) -> None:
    """Bytes to standard output, at once; raises :class:`OutputError` where they do not get there (but not for ``| head``)."""
    if sys.stdout is None:
        raise unprintable(None)
    if sys.stdout.isatty():  # a program gets the bytes as they are; a person's terminal is not to be steered by them
        data = visible(data.decode("utf-8", "backslashreplace")).encode("utf-8", "backslashreplace")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unprintable(error) from error


def flush_stdout() -> None:
    """What was printed, on its way."""
    if sys.stdout is not None:
        sys.stdout.flush()


def unprintable(error: OSError | None) -> OutputError:
    """What is said where standard output takes nothing."""
    why = "is closed" if error is None else f"cannot be written ({reason_of(error)})"
    return OutputError(f"standard output {why}", "give -o FILE where the command has it, or another place after >")


def stdout_failed() -> bool:
    """Whether something is left that standard output does not take."""
    try:
        flush_stdout()
    except (OSError, ValueError):
        return True
    return False


def silence_stdout() -> None:
    """Let nothing more be printed: at its end Python would try again, and say so."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def reason_of(error: OSError) -> str:
    """Why, in the words that are used for files too."""
    from corpora.files import reason

    return reason(error)
