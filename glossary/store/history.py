"""What was changed in a termbase: every change with its state before and after, in groups, so that it can be undone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpora.errors import InputError
from glossary.store.database import Database

Kind = Literal["concept", "candidate"]


class ConflictError(InputError):
    """Somebody else changed it since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one concept or candidate. ``before`` and ``after`` are JSON, None where it was not there.

    ``group``: what was done in one go and is undone in one go. ``when``: UTC, ``2026-11-25T08:00:00Z``.
    ``undoes``: the group that this change took back, else None. ``version``: of the concept after the change.
    ``into``: the concept that it was merged into.
    """

    number: int
    group: int
    when: str
    who: str
    why: str
    kind: str
    id: str
    action: str
    before: str | None
    after: str | None
    seq: int = 0
    version: int = 0
    undoes: int | None = None
    into: str = ""


def now() -> str:
    """The time in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


_BEFORE = """(SELECT after FROM change AS earlier WHERE earlier.id = change.id AND earlier.kind = change.kind
    AND earlier.number < change.number ORDER BY earlier.number DESC LIMIT 1)"""
_COLUMNS = f"number, grp, at, who, why, kind, id, action, {_BEFORE}, after, seq, version, undoes, into_id"


class History:
    """The table of changes; ``who`` signs them."""

    def __init__(self, database: Database, who: str) -> None:
        self._database = database
        self._who = who
        self._group = 0

    def new_group(self) -> None:
        """From now on changes are of a new group, which gets its number with the first of them."""
        self._group = 0

    @property
    def group(self) -> int | None:
        """The present group; None before its first change."""
        return self._group or None

    def record(
        self,
        kind: Kind,
        id: str,
        action: str,
        after: str | None,
        *,
        why: str,
        seq: int,
        version: int,
        undoes: int | None = None,
        into: str = "",
    ) -> None:
        """Add a change to the present group."""
        if not self._group:
            row = self._database.first("SELECT max(grp) FROM change")
            self._group = (row[0] if row and row[0] else 0) + 1
        self._database.run(
            "INSERT INTO change (grp, at, who, why, kind, id, action, after, seq, version, undoes, into_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._group, now(), self._who, why, kind, id, action, after, seq, version, undoes, into),
        )

    def next_version(self, kind: Kind, id: str) -> int:
        """One more than the last version that ever was, also of what was removed since."""
        row = self._database.first(
            "SELECT version FROM change WHERE id = ? AND kind = ? ORDER BY number DESC LIMIT 1", (id, kind)
        )
        return (row[0] if row else 0) + 1

    def changes(self, id: str | None, limit: int) -> list[Change]:
        """The last changes, newest first; of one concept or candidate with ``id``."""
        where, values = ("WHERE id = ? ", [id]) if id is not None else ("", [])
        sql = f"SELECT {_COLUMNS} FROM change {where}ORDER BY number DESC LIMIT ?"
        return [Change(*row) for row in self._database.rows(sql, [*values, max(limit, 0)])]

    def of_item(self, id: str, kind: Kind) -> list[Change]:
        """All changes of a concept or a candidate, newest first."""
        sql = f"SELECT {_COLUMNS} FROM change WHERE id = ? AND kind = ? ORDER BY number DESC"
        return [Change(*row) for row in self._database.rows(sql, (id, kind))]

    def went_to(self, id: str, before: int | None = None) -> str:
        """The concept that this one was merged into by its last change (``before``: the last before that number), or nothing."""
        row = self._database.first(
            "SELECT into_id FROM change WHERE id = ? AND kind = 'concept' AND number < ? ORDER BY number DESC LIMIT 1",
            (id, (1 << 62) if before is None else before),
        )
        return str(row[0]) if row else ""

    def merged(self) -> dict[str, str]:
        """Concepts that were merged at some time, each with the one that it went to last."""
        sql = "SELECT id, into_id FROM change WHERE into_id <> '' AND kind = 'concept' ORDER BY number"
        return dict(self._database.rows(sql))

    def of_group(self, group: int) -> list[Change]:
        """The changes of a group, newest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM change WHERE grp = ? ORDER BY number DESC", (group,))
        return [Change(*row) for row in rows]

    def in_force(self) -> Iterator[int]:
        """The groups that are no undoing themselves and were not undone (or whose undoing was), newest first."""
        rows = self._database.rows("SELECT grp, max(undoes) FROM change GROUP BY grp ORDER BY grp DESC")
        undone: set[int] = set()
        for group, undoes in rows:
            if group in undone:
                continue
            if undoes is None:
                yield int(group)
            else:
                undone.add(undoes)
