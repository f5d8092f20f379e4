"""Why a file cannot be written, in the words of people, with a hint that fits."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from corpora.errors import OutputError

FULL = (errno.ENOSPC, errno.EDQUOT)
_NUMBER = re.compile(r"os error (\d{1,6})\)")
_WINDOWS_FULL = (39, 112)  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


def reason(error: BaseException) -> str:
    """What went wrong, without the name of a temporary file that nobody knows.

    >>> reason(Exception("Permission denied (os error 13): .x.tsv.99.part")) if os.name == "posix" else "Permission denied"
    'Permission denied'
    >>> reason(OSError(errno.ENOSPC, "No space left on device", "/tmp/x")), reason(OSError("odd"))
    ('the disk is full', 'odd')
    """
    if is_full(error):
        return "the disk is full"
    if is_too_large(error):
        return "files may not be so large here"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    number = _number_of(error)
    return os.strerror(number) if number and os.name == "posix" else str(error)


def _number_of(error: BaseException) -> int | None:
    """The number of an error of the system, also where a library in Rust tells it in words, with a name that nobody knows."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = _NUMBER.search(str(error))
    return int(found[1]) if found else None


def is_full(error: BaseException) -> bool:
    """Whether an error says that the disk is full, whoever says it: the system, a library in Rust, SQLite.

    >>> is_full(Exception("I/O error: No space left on device (os error 28)"))
    True
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in FULL or getattr(error, "winerror", None) in _WINDOWS_FULL
    said = str(error)
    numbers = {int(number) for number in _NUMBER.findall(said)}
    return (
        bool(numbers & {*FULL, *(_WINDOWS_FULL if os.name == "nt" else ())})
        or "No space left on device" in said
        or "database or disk is full" in said
    )


def is_too_large(error: BaseException) -> bool:
    """Whether an error says that the system lets no file be so large, whoever says it.

    >>> is_too_large(Exception("underlying IO error: File too large (os error 27)"))
    True
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno == errno.EFBIG
    return os.name == "posix" and f"(os error {errno.EFBIG})" in str(error)


def unwritable(path: Path, error: BaseException) -> OutputError:
    """What an error of writing a file says to a person; ``path`` as the person named it."""
    return OutputError(f"{path}: cannot be written ({reason(error)})", write_hint(error, path))


def write_hint(error: BaseException, path: Path) -> str:
    """What to do about an error of writing ``path``, by its number.

    >>> write_hint(OSError(errno.ENOSPC, "No space left on device"), Path("x.tsv"))
    'free some space or choose another place with -o'
    """
    other = "choose another place with -o"
    number = _number_of(error)
    if is_full(error):
        return f"free some space or {other}"
    if is_too_large(error):
        return f"raise the limit (ulimit -f) or {other}"
    if os.path.isdir(path):  # noqa: PTH112 (unlike pathlib it raises nothing where a folder cannot be looked into)
        return "it is a folder: give the name of a file"
    file = next((folder for folder in path.parents if os.path.isfile(folder)), None)  # noqa: PTH113
    if file is not None:
        return f"{file} is a file, not a folder: {other}"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"it is write-protected, or open in another program: {other}"
    if number == errno.ENAMETOOLONG:
        return "choose a shorter name"
    return other
