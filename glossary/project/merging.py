"""Decisions that go from one copy of a project to another: as JSON Lines, or as the other file itself; contradictions are named."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.files import read_bytes
from glossary.project.ledger import Event, Ledger, decided_of
from glossary.store import is_sqlite

HINT = "give what 'duizhao decisions export' wrote, or another duizhao-project.db"


@dataclass(frozen=True, slots=True)
class Merged:
    """How many decisions were taken over, and pairs (here, there) that say different things; here is what stays."""

    taken: int
    conflicts: tuple[tuple[Event, Event], ...]


def write_events(events: Iterable[Event]) -> str:
    """Events as JSON Lines, oldest first."""
    lines = []
    for event in events:
        after = json.loads(event.after.to_json()) if event.after else None
        record = {name: value for name, value in asdict(event).items() if name not in ("number", "group", "undoes")}
        lines.append(json.dumps(record | {"after": after}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def read_events(path: Path) -> list[Event]:
    """Events of JSON Lines or of another project. Raises :class:`InputError` with the line that cannot be read."""
    if is_sqlite(path):
        with Ledger.open(path) as other:
            return other.events()
    found = []
    for number, line in enumerate(
        read_bytes(path, empty=True, pipe=True).decode("utf-8-sig", "replace").splitlines(), start=1
    ):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            after = None if record["after"] is None else decided_of(json.dumps(record["after"]))
            texts = [record[name] for name in ("uid", "when", "who", "why", "kind", "key")]
            if not all(isinstance(text, str) for text in texts) or record["kind"] not in ("finding", "link"):
                raise ValueError("not the fields of a decision")
            uid, when, who, why, kind, key = texts
            found.append(Event(number, uid, 0, when, who, why, kind, key, after))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: is no decision ({error})", HINT) from error
    return found


def merge_events(ledger: Ledger, others: Sequence[Event]) -> Merged:
    """Take over what another copy decided where it went on from what is here, or where nothing is here.

    Where both went on differently, what is here stays and the pair is told.
    """
    with ledger.writing():
        ours, theirs = _by_key(ledger.events()), _by_key(others)
        taken: list[Event] = []
        count = 0
        conflicts = []
        for key, there in theirs.items():
            here = ours.get(key, [])
            known = {event.uid for event in here}
            new = [event for event in there if event.uid not in known]
            if not new:
                continue
            if here and _says(here[-1]) != _says(new[-1]) and here[-1].uid not in {event.uid for event in there}:
                conflicts.append((here[-1], new[-1]))
            elif not here or here[-1].uid in {event.uid for event in there}:
                taken += new
                count += 1
        if taken:
            ledger.take(taken)
    return Merged(count, tuple(conflicts))


def _by_key(events: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    found = defaultdict(list)
    for event in events:
        found[event.kind, event.key].append(event)
    return dict(found)


def _says(event: Event) -> tuple[str, str]:
    return event.after.says if event.after else ("", "")
