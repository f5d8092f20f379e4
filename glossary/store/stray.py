"""Which entry of a termbase holds bytes that are no text: disks and editors leave such, and SQLite takes them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

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
