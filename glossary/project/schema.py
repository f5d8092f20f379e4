"""The tables of a project's decisions, as a list of migrations; one that was released is never changed."""

from __future__ import annotations

from glossary.store import Form

# nothing is ever changed or removed in it: what holds is the last event of a key, and an undo is an event, too
_EVENTS = (
    """CREATE TABLE event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        grp INTEGER NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('finding', 'link')),
        key TEXT NOT NULL CHECK (key <> ''),
        after TEXT,
        undoes INTEGER
    ) STRICT""",
    "CREATE INDEX event_key ON event (kind, key, number)",
    "CREATE INDEX event_grp ON event (grp, undoes)",
)

MIGRATIONS = (_EVENTS,)
PROJECT = Form(
    "project",
    0x445A504A,  # DZPJ
    MIGRATIONS,
    "'duizhao run' makes one with the first decision",
    "give the folder that 'duizhao run' wrote",
)
