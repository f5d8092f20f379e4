"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpora.errors import OutputError


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` when the block ends well, and is removed otherwise.

    Raises :class:`OutputError` when the folder cannot be written or the disk is full, with a hint that fits.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise unwritable(path, error) from error
    except BaseException:
        _remove(temporary)
        raise


def unwritable(path: Path, error: OSError) -> OutputError:
    """What an error of writing a file says to a person."""
    return OutputError(f"{path}: cannot be written ({error.strerror or error})", write_hint(error, path))


def write_hint(error: OSError, path: Path) -> str:
    """What to do about an error of writing ``path``, by its number.

    >>> write_hint(OSError(errno.ENOSPC, "No space left on device"), Path("x.tsv"))
    'free some space or choose another place with -o'
    """
    other = "choose another place with -o"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"free some space or {other}"
    if os.path.isdir(path):  # noqa: PTH112 (unlike pathlib it raises nothing where a folder cannot be looked into)
        return "it is a folder: give the name of a file"
    file = next((folder for folder in path.parents if os.path.isfile(folder)), None)  # noqa: PTH113
    if file is not None:
        return f"{file} is a file, not a folder: {other}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"it is write-protected, or open in another program: {other}"
    if error.errno == errno.ENAMETOOLONG:
        return "choose a shorter name"
    return other


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
