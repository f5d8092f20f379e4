"""Locks that die with their process, however it dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from corpora.errors import OutputError
from corpora.files.reasons import unwritable

OF_A_FOLDER = ".duizhao.lock"


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Keep a folder of outputs for one command; raises :class:`OutputError` while another one writes there."""
    with _held(folder / OF_A_FOLDER, folder, 0.0):
        yield


@contextmanager
def file_lock(path: Path, patience: float = 60.0) -> Iterator[None]:
    """Keep a file for reading it and writing it anew; waits for others, ``patience`` seconds at most."""
    with _held(path.with_name(f".{path.name}.lock"), path, patience):
        yield


@contextmanager
def _held(lock: Path, what: Path, patience: float) -> Iterator[None]:
    end = time.monotonic() + patience
    made = not lock.parent.exists()
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        while (file := _taken(lock)) is None:
            if time.monotonic() >= end:
                raise OutputError(
                    f"{what}: another duizhao{_who(lock)} is writing there",
                    "wait for it to end, or choose another place with -o",
                )
            time.sleep(0.02)
    except OSError as error:
        raise unwritable(what, error) from error
    try:
        yield
    finally:
        _released(file, lock)
        if made:
            with suppress(OSError):  # what the folder was made for is in it
                lock.parent.rmdir()


def _taken(lock: Path) -> BinaryIO | None:
    """The open lock file, or ``None`` while somebody else has it: also where it was removed while it was waited for."""
    file = lock.open("a+b")
    with suppress(OSError):
        if lock_file(file.fileno()) and (
            sys.platform == "win32" or os.fstat(file.fileno()).st_ino == lock.stat().st_ino
        ):
            file.truncate(0)
            file.write(b" %d" % os.getpid())
            file.flush()
            return file
    file.close()
    return None


def _released(file: BinaryIO, lock: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            file.close()  # an open file cannot be removed there
        lock.unlink(missing_ok=True)
    file.close()


def _who(lock: Path) -> str:
    """Who has a lock, where that can be read."""
    try:
        number = lock.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return f" (process {number})" if number.isdigit() else ""


def lock_file(descriptor: int) -> bool:
    """Lock an open file for this process, unless somebody else has; the system lets go of it when the process ends."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import errno
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # some network folders know no locks: working there is better than not working
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True
