"""Decisions of people about findings and links: one SQLite file in the folder of a run, to which events are only ever added.

A finding is known by its id, a link by its texts, so a decision holds for new versions of the documents as long as these are the
same. What holds is the last event of a key. Each event is named by a hash of itself and of the one before it of its key: two
copies of a project, on two machines, know which of them has gone on from where the other stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from corpora.errors import InputError
from corpora.text import no_surrogates
from glossary.project.schema import PROJECT
from glossary.store import Database, login, now

LEDGER = "duizhao-project.db"
DECISIONS = ("", "open", "accepted", "fixed", "discuss", "confirmed", "rejected")
"""About findings: open, accepted (right as it stands), fixed, to discuss; about links: confirmed, rejected. Empty: a comment alone."""
Kind = Literal["finding", "link"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided about a finding or a link, and of which one: code and place for people, texts where it is a link.

    ``zh`` and ``en`` are the sentences that a link joins; empty on one side: they have no counterpart. ``at``: which sentences
    of the two documents these began at, from 0; ``crossing``: it stands outside the order of the others.
    """

    decision: str = ""
    comment: str = ""
    code: str = ""
    symbol: str = ""
    position: int = 0
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    crossing: bool = False

    @property
    def says(self) -> tuple[str, str]:
        """What was decided, without which one."""
        return self.decision, self.comment

    def to_json(self) -> str:
        """One line of JSON; only what is there.

        >>> Decided("fixed", "see 3", "N101").to_json()
        '{"code": "N101", "comment": "see 3", "decision": "fixed"}'
        """
        record = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(record, ensure_ascii=False, sort_keys=True)


def decided_of(text: str) -> Decided:
    """What :meth:`Decided.to_json` wrote; raises :class:`ValueError` for anything else."""
    record = json.loads(text)
    if not isinstance(record, dict):
        raise ValueError(f"no decision: {text[:40]!r}")
    texts = {name: record.get(name, "") for name in ("decision", "comment", "code", "symbol")}
    sides = {name: record.get(name, []) for name in ("zh", "en")}
    position, at = record.get("position", 0), record.get("at", [])
    plain = [*texts.values(), *(text for side in sides.values() if isinstance(side, list) for text in side)]
    fits = all(isinstance(text, str) for text in plain) and all(
        isinstance(side, list) for side in (*sides.values(), at)
    )
    fits = fits and all(isinstance(number, int) for number in (position, *at)) and len(at) in (0, 2)
    if not fits or texts["decision"] not in DECISIONS:
        raise ValueError(f"no decision: {text[:40]!r}")
    more = {"position": position, "at": tuple(at), "crossing": record.get("crossing") is True}
    return Decided(**texts, **more, zh=tuple(sides["zh"]), en=tuple(sides["en"]))


@dataclass(frozen=True, slots=True)
class Event:
    """One decision as it was made. ``after``: ``None`` where one was taken back. ``when``: UTC, ``2026-11-30T08:00:00Z``.

    ``group``: what was decided in one go and is undone in one go; ``undoes``: the group that this one took back.
    """

    number: int
    uid: str
    group: int
    when: str
    who: str
    why: str
    kind: str
    key: str
    after: Decided | None
    undoes: int | None = None


FEW = 50
_COLUMNS = "number, uid, grp, at, who, why, kind, key, after, undoes"
_LAST = "SELECT max(number) FROM event GROUP BY kind, key"


class Ledger:
    """An open file of decisions. Use it in a ``with`` block, in the thread that opened it.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> with Ledger.open(Path(folder.name) / LEDGER, create=True, who="Li") as ledger:
    ...     _ = ledger.decide("finding", {"0123456789ab": Decided("fixed")}, "report.xlsx")
    ...     _ = ledger.decide("finding", {"0123456789ab": Decided("accepted", "a quotation")}, "report.xlsx")
    ...     _ = ledger.undo()
    ...     ledger.held("finding")["0123456789ab"].after.decision, len(ledger.events())
    ('fixed', 3)
    >>> folder.cleanup()
    """

    def __init__(self, database: Database, who: str) -> None:
        self._database, self._who = database, who

    @classmethod
    def open(cls, path: Path, *, create: bool = False, who: str = "") -> Ledger:
        """Open the decisions of a project; ``who`` signs new ones: by default the login name. Raises :class:`InputError`."""
        return cls(Database.open(path, create=create, form=PROJECT), no_surrogates(who) or login())

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def number(self) -> int:
        """The number of the last event: the state that somebody has seen."""
        row = self._database.first("SELECT max(number) FROM event")
        return int(row[0] or 0) if row else 0

    def held(self, kind: Kind, until: int | None = None) -> dict[str, Event]:
        """What holds, by key; ``until``: as it was at that number of an event. What was taken back is left out."""
        past = "" if until is None else f"WHERE number <= {int(until)}"
        last = f"SELECT max(number) FROM event {past} GROUP BY kind, key"
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM event WHERE number IN ({last}) AND kind = ?", (kind,))
        return {event.key: event for event in map(self._event, rows) if event.after is not None}

    def events(self, newest: int = 0) -> list[Event]:
        """All events in their order, or the ``newest`` ones, the last first."""
        end = f"ORDER BY number DESC LIMIT {int(newest)}" if newest else "ORDER BY number"
        return [self._event(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM event {end}")]

    def decide(self, kind: Kind, decided: Mapping[str, Decided | None], why: str = "") -> int:
        """Take decisions as one group, ``None`` takes one back; return how many say something new."""
        with self._database.writing():
            held = {event.key: event for event in self._last(kind, decided) if event.after is not None}
            new = {
                key: value
                for key, value in decided.items()
                if (value.says if value else None) != (before.says if (before := _after(held.get(key))) else None)
            }
            self._add(kind, new, why, self._next_group())
        return len(new)

    def of_group(self, group: int) -> list[Event]:
        """What was decided in one go."""
        sql = f"SELECT {_COLUMNS} FROM event WHERE grp = ? ORDER BY number"
        return [self._event(row) for row in self._database.rows(sql, (group,))]

    def last_group(self, kind: Kind) -> int | None:
        """The last group in force that decided something of a kind; ``None`` where there is none."""
        row = self._database.first(
            "SELECT max(grp) FROM event WHERE kind = ? AND undoes IS NULL AND grp NOT IN "
            "(SELECT undoes FROM event WHERE undoes IS NOT NULL)",
            (kind,),
        )
        return int(row[0]) if row and row[0] is not None else None

    def _last(self, kind: Kind, keys: Collection[str]) -> list[Event]:
        """The last event of each key that has one; a few keys are looked up, of many all are read."""
        if len(keys) > FEW:
            sql = f"SELECT {_COLUMNS} FROM event WHERE number IN ({_LAST}) AND kind = ?"
            return [event for row in self._database.rows(sql, (kind,)) if (event := self._event(row)).key in keys]
        sql = f"SELECT {_COLUMNS} FROM event WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1"
        rows = (self._database.first(sql, (kind, key)) for key in keys)
        return [self._event(row) for row in rows if row]

    def undo(self, group: int | None = None) -> int:
        """Take back a group, or the last one in force; return how many decisions are as they were before it.

        Raises :class:`InputError` where there is none, or where somebody has decided anew since.
        """
        with self._database.writing():
            if group is None:
                row = self._database.first(
                    "SELECT max(grp) FROM event WHERE undoes IS NULL AND grp NOT IN "
                    "(SELECT undoes FROM event WHERE undoes IS NOT NULL)"
                )
                group = int(row[0] or 0) if row else 0
            changed = self.of_group(group)
            if not changed:
                raise InputError(f"{self.path}: nothing to undo", "'duizhao decisions history' lists what was decided")
            made = self._next_group()
            first = {
                (event.kind, event.key): event for event in reversed(changed)
            }  # what came with a merge is several of one key
            last = {(event.kind, event.key): event for event in changed}
            before: dict[Kind, dict[str, Decided | None]] = {"finding": {}, "link": {}}
            for key, event in first.items():
                self._as_left_by(last[key])
                before[_kind(event.kind)][event.key] = self._before(event)
            for kind, states in before.items():
                self._add(kind, states, f"undo of {group}", made, undoes=group)
        return len(first)

    def _as_left_by(self, event: Event) -> None:
        """Raise :class:`InputError` where something else holds now."""
        row = self._database.first(
            f"SELECT {_COLUMNS} FROM event WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1",
            (event.kind, event.key),
        )
        now = self._event(row) if row else event
        if (now.after.says if now.after else None) != (event.after.says if event.after else None):
            what = f"{self.path}: {event.key} was decided anew since ({now.who}, {now.group}); nothing was undone"
            raise InputError(what, f"undo {now.group} first")

    def _before(self, event: Event) -> Decided | None:
        row = self._database.first(
            f"SELECT {_COLUMNS} FROM event WHERE kind = ? AND key = ? AND number < ? ORDER BY number DESC LIMIT 1",
            (event.kind, event.key, event.number),
        )
        return self._event(row).after if row else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written within, or nothing of it."""
        with self._database.writing():
            yield

    def take(self, events: Iterable[Event]) -> None:
        """Add events of another copy as they are, as one group. Within :meth:`writing`."""
        group = self._next_group()
        for one in events:
            self._insert(one.uid, group, one.when, one.who, one.why, one.kind, one.key, one.after, None)

    def _add(
        self, kind: Kind, decided: Mapping[str, Decided | None], why: str, group: int, undoes: int | None = None
    ) -> None:
        last = {event.key: event.uid for event in self._last(kind, decided)}
        at = now()
        for key, value in decided.items():
            uid = _uid(last.get(key, ""), at, self._who, kind, key, value)
            self._insert(uid, group, at, self._who, why, kind, key, value, undoes)

    def _insert(
        self,
        uid: str,
        group: int,
        at: str,
        who: str,
        why: str,
        kind: str,
        key: str,
        value: Decided | None,
        undoes: int | None,
    ) -> None:
        texts = [no_surrogates(text) for text in (uid, at, who, why, kind, key)]
        after = None if value is None else no_surrogates(value.to_json())
        self._database.run(
            "INSERT INTO event (uid, at, who, why, kind, key, grp, after, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*texts, group, after, undoes),
        )

    def _next_group(self) -> int:
        row = self._database.first("SELECT max(grp) FROM event")
        return int(row[0] or 0) + 1 if row else 1

    def _event(self, row: tuple[object, ...]) -> Event:
        number, uid, group, at, who, why, kind, key, after, undoes = row
        try:
            decided = None if after is None else decided_of(str(after))
        except (ValueError, TypeError, RecursionError) as error:
            raise InputError(
                f"{self.path}: decision {number} cannot be read ({error})", "take the last good copy"
            ) from error
        return Event(int(str(number)), str(uid), int(str(group)), str(at), str(who), str(why), str(kind), str(key), decided,
                     None if undoes is None else int(str(undoes)))  # fmt: skip


def _after(event: Event | None) -> Decided | None:
    return event.after if event else None


def _kind(text: str) -> Kind:
    return "link" if text == "link" else "finding"


def _uid(before: str, at: str, who: str, kind: str, key: str, value: Decided | None) -> str:
    what = "\x1f".join((before, at, who, kind, key, value.to_json() if value else ""))
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def find_ledger(place: Path) -> Path:
    """The file of decisions of a project: the file itself, or that of its folder."""
    return place / LEDGER if place.is_dir() else place
