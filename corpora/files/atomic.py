"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from corpora.errors import DuizhaoError, OutputError
from corpora.files.reasons import is_full, unwritable
from corpora.files.replacing import make_way, remember


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` when the block ends well, and is removed otherwise.

    What is replaced follows :mod:`corpora.files.replacing`. Raises :class:`OutputError` when the folder cannot be written or the
    disk is full, with a hint that fits; it names ``path`` and never the temporary file.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        sync(temporary)
        noted = make_way(path, temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except OutputError as error:
        _remove(temporary)
        raise OutputError(error.message.replace(str(temporary), str(path)), error.hint) from error
    except OSError as error:
        _remove(temporary)
        raise unwritable(path, error) from error
    except BaseException as error:
        _remove(temporary)
        if isinstance(error, Exception) and not isinstance(error, DuizhaoError) and is_full(error):
            raise unwritable(path, error) from error
        raise
    if noted:
        remember(path)


@contextmanager
def for_libraries(path: Path) -> Iterator[Path | BinaryIO]:
    """A place to write for polars, which knows no names that are not valid UTF-8: those are opened for it."""
    if is_utf8(path):
        yield path
    else:
        with path.open("wb") as stream:
            yield stream


def is_utf8(path: Path) -> bool:
    """Whether the bytes of a name are valid UTF-8; polars knows no others."""
    return not any("\ud800" <= letter <= "\udfff" for letter in str(path))


def sync(path: Path) -> None:
    """Have a file on the disk: what is renamed after this is whole after a power cut too."""
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (
            errno.EINVAL,
            errno.ENOTSUP,
            errno.ENOSYS,
            errno.EROFS,
        ):  # a disk that knows no such thing
            raise
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    if os.name == "posix":
        with suppress(OSError):
            sync(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
