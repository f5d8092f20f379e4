"""What SQLite says when it cannot do something, as one line for people; which entry holds bytes that are no text.

Disks and editors leave such bytes, and SQLite takes them.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from corpora.errors import DuizhaoError, InputError, OutputError, short

_SAID = {
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again when it is done"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "try again when it is done"),
    sqlite3.SQLITE_PROTOCOL: ("it cannot be locked", "copy it to a local disk"),
    sqlite3.SQLITE_READONLY: ("it cannot be written (read-only)", "copy it to a place where you may write"),
    sqlite3.SQLITE_PERM: ("it may not be opened", "ask its owner for the right to"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check that its folder exists and can be written"),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", "take the last good copy"),
    sqlite3.SQLITE_NOTADB: ("is no termbase (no SQLite file)", "give a .db file that duizhao has made"),
}
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
ELSEWHERE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY)
"""How SQLite says that the files beside a WAL file cannot be made here: read-only media, network drives."""
ROOM = 1 << 16  # bytes: the index of a log, and a page


def refused(path: Path, error: Exception) -> DuizhaoError:
    """What SQLite said, as one line that names the file and what to do."""
    if isinstance(error, UnicodeDecodeError):  # SQLite quotes what it cannot read, and Python cannot read that
        said = short(error.object.decode("utf-8", "backslashreplace"), 120)
        return InputError(f"{path}: the file is damaged ({said})", "take the last good copy")
    if isinstance(error, UnicodeEncodeError):
        return InputError(f"{path}: a text holds half a character (a lone surrogate)", "repair the text")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        is_full = code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _has_no_room(path.parent))
        why = "the disk is full" if is_full else str(error)
        return OutputError(f"{path}: cannot be read or written ({why})", "check the disk and its free space")
    if code in _SAID:
        said, hint = _SAID[code]
        return InputError(f"{path}: {said}", hint)
    return InputError(f"{path}: {error}", "check that it is a termbase of duizhao, and not damaged")


def _has_no_room(folder: Path) -> bool:
    """Whether a disk has no room for what SQLite needs beside a file; it calls that an error of the disk."""
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


OWN = {"concept": "concept", "candidate": "candidate", "change": "change of"}
"""Tables whose rows have ids of their own, as people call what is in them."""
PARTS = {"term": "a term", "context": "a context", "symbol": "a symbol", "link": "a link", "reference": "a reference"}
"""Tables whose rows belong to a concept."""


def find_stray(connection: sqlite3.Connection) -> str | None:
    """The first entry, as people call it, with its column: ``concept c12 (note)``; ``None`` where all is text."""
    before = connection.text_factory
    connection.text_factory = bytes
    try:
        for table, what in {**OWN, **PARTS}.items():
            key = "id" if table in OWN else "(SELECT id FROM concept WHERE seq = concept)"
            with suppress(sqlite3.Error):
                found = connection.execute(f"SELECT {key}, * FROM {table}")
                names = [column[0] for column in found.description][1:]
                for row in found:
                    if column := _stray(row[1:], names):
                        where = what if table in OWN else f"{what} of concept"
                        return f"{where} {_shown(row[0])} ({column})"
        return None
    finally:
        connection.text_factory = before


def _stray(row: tuple[object, ...], names: list[str]) -> str | None:
    for value, name in zip(row, names, strict=True):
        if isinstance(value, bytes):
            try:
                value.decode()
            except UnicodeDecodeError:
                return name
    return None


def _shown(id: object) -> str:
    return id.decode("utf-8", "backslashreplace") if isinstance(id, bytes) else str(id)
