"""Findings with what people decided about them: looked at, decided one by one or many at once, taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from duizhao.desk.findings.reported import Reported, read_reported
from duizhao.desk.state import Project
from glossary.finding import Judged
from glossary.project import LEDGER, Decided, Event, Ledger

WHY = "desk"
DECISIONS = ("open", "accepted", "fixed", "discuss")


@dataclass(frozen=True, slots=True)
class State:
    """The findings of a run, the last event of each that has one by its id, and the number of the last event of all."""

    reported: Reported
    events: Mapping[str, Event] = field(default_factory=dict)
    number: int = 0

    def version(self, id: str) -> int:
        """What stands for the decision about a finding: another one, another number."""
        event = self.events.get(id)
        return event.number if event else 0

    def said(self, id: str) -> Judged:
        """What holds of a finding; nothing where nobody has said anything."""
        event = self.events.get(id)
        if event and event.after:
            return Judged(event.after.decision, event.after.comment, event.who, event.when[:10])
        return self.reported.waived.get(id, Judged())

    def kind(self, id: str) -> str:
        """What holds of a finding in a word of :data:`DECISIONS`."""
        return self.said(id).decision or "open"

    def judged(self) -> dict[str, Judged]:
        """All that people said, by the id of the finding."""
        return {id: said for id in self.reported.by_id if (said := self.said(id)) != Judged()}


class StaleError(Exception):
    """Somebody else was quicker; ``state`` is how things are now."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state


class Findings:
    """The findings of a project; the report is read anew after a run, of the ledger only what has come since."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._reported = Reported(version="-")
        self._events: dict[str, Event] = {}
        self._seen = (0, 0)  # which file, up to which event

    def state(self) -> State:
        """How things are now."""
        with self._lock:
            path = self._project.out / LEDGER
            if not path.is_file():
                self._events, self._seen = {}, (0, 0)
                return State(self._report())
            with Ledger.open(path) as ledger:
                return self._state(ledger)

    def decide(self, id: str, decision: str | None, comment: str | None, version: int) -> State:
        """Decide about one finding; ``None`` leaves decision or comment as it is.

        Raises :class:`StaleError` where it is not at the ``version`` that was seen, :class:`LookupError` where it is gone.
        """
        with self._writing() as (ledger, state):
            if id not in state.reported.by_id:
                raise LookupError("this finding is not in the last run; update the page")
            if state.version(id) != version:
                raise StaleError(state)
            self._take(ledger, state, [id], decision, comment)
        return self.state()

    def decide_many(self, ids: Iterable[str], decision: str, comment: str | None, seen: int, version: str) -> State:
        """Decide about several in one go, which are undone in one go.

        ``seen``: the number of the last event that was seen, ``version``: the run. Raises :class:`StaleError` where one of them
        was decided since, or another run is there.
        """
        ids = list(ids)
        with self._writing() as (ledger, state):
            if state.reported.version != version or any(state.version(id) > seen for id in ids):
                raise StaleError(state)
            self._take(ledger, state, ids, decision, comment)
        return self.state()

    def undo(self) -> tuple[State, list[str]]:
        """Take back what was last decided about findings in one go, and the ids of these; none where there is nothing to take back."""
        ids: list[str] = []
        with self._writing() as (ledger, _state):
            group = ledger.last_group("finding")
            if group is not None:
                ids = [event.key for event in ledger.of_group(group)]
                ledger.undo(group)
        return self.state(), ids

    @contextmanager
    def _writing(self) -> Iterator[tuple[Ledger, State]]:
        """The ledger, which nobody else writes to meanwhile, and how things are."""
        with self._lock, self._project.ledger() as ledger, ledger.writing():
            yield ledger, self._state(ledger)

    def _take(
        self, ledger: Ledger, state: State, ids: Iterable[str], decision: str | None, comment: str | None
    ) -> None:
        new: dict[str, Decided | None] = {}
        for id in ids:
            said, one = state.said(id), state.reported.findings[state.reported.by_id[id][0]]
            what = said.decision if decision is None else decision
            text = said.comment if comment is None else comment.strip()
            if what in ("", "open") and id not in state.reported.waived:
                what = ""
            new[id] = Decided(what, text, one.code, one.symbol, one.position) if what or text else None
        ledger.decide("finding", new, WHY)

    def _report(self) -> Reported:
        if self._reported.version != self._project.version:
            self._reported = read_reported(self._project)
        return self._reported

    def _state(self, ledger: Ledger) -> State:
        file, number = ledger.path.stat().st_ino, ledger.number
        if self._seen[0] != file or number < self._seen[1]:
            self._events, self._seen = {}, (file, 0)
        before = self._seen[1]
        if number > before:
            fresh = [event for event in ledger.events(number - before) if event.number > before]
            known = {event.key: event for event in reversed(fresh) if event.kind == "finding"}
            self._events = {**self._events, **known}
            self._seen = file, number
        return State(self._report(), self._events, number)
