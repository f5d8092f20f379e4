"""The links of documents as they are now: those of the last run, around which what people have decided since is aligned anew.

All of it follows from the files of the run and from the ledger. What is kept here spares the work of making it again.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from align.search import FixedLink, sides_of
from corpora.arrays import unit
from corpora.bitext import Bitext, Link
from corpora.text import matching_texts
from duizhao.desk.alignment.edits import Edit
from duizhao.desk.alignment.loading import load_bitext
from duizhao.desk.state import Project
from glossary.project import Decided, Event, Ledger, by_document, link_key, placed

KEPT = 100  # states, so that an undo brings back what was seen
NEAR = 12  # links around a decision that are aligned anew
AROUND = 100  # links around an edit in which its links are afterwards
TOGETHER = 40  # sentences within which decisions are aligned anew in one go
WHY = "desk"


@dataclass(frozen=True, slots=True)
class State:
    """The links of a document, and the version that an edit must name to change them."""

    symbol: str
    bitext: Bitext
    version: str


class StaleError(Exception):
    """The links are others than an edit was about; ``state``: how they are now."""

    def __init__(self, state: State) -> None:
        super().__init__(state.symbol)
        self.state = state


class Links:
    """The links of all documents of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._run = ""
        self._seen: tuple[int, Held] = (-1, Held({}))
        self._states: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._numbers = itertools.count(1)

    def state(self, symbol: str) -> State:
        """The links of a document now. Raises :class:`LookupError` for one that is not in the run."""
        with self._project.lock, self._project.ledger() as ledger:
            return self._state(symbol, ledger)

    def edit(self, symbol: str, version: str, make: Callable[[Bitext], Edit]) -> tuple[State, State, Edit]:
        """Take an edit of the links as decisions; the links before and after it, and what it was.

        They are on the disk when this returns. Raises :class:`StaleError` where the links are others than those of ``version``.
        """
        with self._project.lock, self._project.ledger() as ledger, ledger.writing():
            before = self._state(symbol, ledger)
            if before.version != version:
                raise StaleError(before)
            edit = make(before.bitext)
            touched = edit.touched(before.bitext.links)
            bitext = self._edited(before.bitext, edit, touched)
            said = decisions(before, bitext, edit, touched, self._held(ledger))
            ledger.decide("link", said, WHY)
            return before, self._keep(symbol, self._held(ledger), bitext), edit

    def undo(self) -> str:
        """Take back the last edit of links; the document that it was in, empty where there is nothing to undo."""
        with self._project.lock, self._project.ledger() as ledger:
            group = ledger.last_group("link")
            if group is None:
                return ""
            symbols = {event.after.symbol for event in ledger.of_group(group) if event.after}
            ledger.undo(group)
        return next(iter(sorted(symbols)), "")

    def _state(self, symbol: str, ledger: Ledger) -> State:
        project = self._project
        project.document(symbol)
        if self._run != project.version:
            self._run = project.version
            self._states.clear()
        held = self._held(ledger)
        key = held.about(symbol)
        if key in self._states:
            self._states.move_to_end(key)
            return self._states[key]
        bitext = load_bitext(project.out, symbol)
        return self._keep(symbol, held, self._settled(bitext, by_document(held.events).get(symbol, ())))

    def _held(self, ledger: Ledger) -> Held:
        """The decisions about links, read again where there are new ones."""
        number = ledger.number
        if self._seen[0] != number:
            self._seen = number, Held(ledger.held("link"))
        return self._seen[1]

    def _keep(self, symbol: str, held: Held, bitext: Bitext) -> State:
        state = State(symbol, bitext, f"{self._run}.{next(self._numbers)}")
        self._states[held.about(symbol)] = state
        while len(self._states) > KEPT:
            self._states.popitem(last=False)
        return state

    def _edited(self, bitext: Bitext, edit: Edit, rows: Sequence[int]) -> Bitext:
        if edit.loosened:
            return self._anew(_marked(bitext, rows, confirmed=False), rows[0])
        places = {_place(link.sides) for link in edit.links}
        if places == {_place(bitext.links[row].sides) for row in rows}:  # what is right already moves nothing
            return _marked(bitext, rows, score=1.0, confirmed=True)
        return self._around(bitext, [link if link.crossing else link.sides for link in edit.links])

    def _around(self, bitext: Bitext, fixed: Sequence[FixedLink]) -> Bitext:
        """Aligned anew around links; one outside the order only where its two sides are, however far these are apart."""
        aligner = self._project.aligner
        crossing = [one for one in fixed if isinstance(one, Link) and one.crossing]
        if plain := [one for one in fixed if one not in crossing]:
            bitext = aligner.realign(bitext, plain, reach=NEAR)
        for link in crossing:
            bitext = aligner.realign(bitext, [([k], []) for k in link.source], reach=NEAR)
            bitext = aligner.realign(bitext, [([], [k]) for k in link.target], reach=NEAR)
            bitext = _crossed(bitext, link)
        return bitext

    def _anew(self, bitext: Bitext, row: int) -> Bitext:
        """A link that nobody confirms any more, and those beside it, aligned anew."""
        stretch = range(max(row - 2, 0), min(row + 3, len(bitext.links)))
        return self._project.aligner.realign(bitext, (), stretch=stretch)

    def _settled(self, bitext: Bitext, decided: Sequence[Decided]) -> Bitext:
        """The links of a run with what was decided since: what is confirmed now, and nothing else."""
        fixed = placed(decided, bitext.source, bitext.target).links
        wanted = {_place(one): one for one in fixed}
        there = {_place(link.sides): link for link in bitext.links if link.confirmed}
        gone = [link for place, link in there.items() if not _has(wanted, place)]
        new = [one for place, one in wanted.items() if not _has(there, place)]
        rows = [bitext.links.index(link) for link in gone]
        bitext = _marked(bitext, rows, confirmed=False)
        for some in _clusters(new):
            bitext = self._around(bitext, some)
        if not new:
            for row in rows:
                bitext = self._anew(bitext, min(row, len(bitext.links) - 1))
        return bitext

    def alike(self, zh: Sequence[str], en: Sequence[str]) -> float:
        """How much alike two runs of sentences are."""
        encoder = self._project.aligner.encoder
        sides = [unit(encoder.sums(matching_texts(["".join(zh)]))), unit(encoder.sums([" ".join(en)]))]
        return float(np.sum(sides[0] * sides[1]))


def decisions(
    before: State, after: Bitext, edit: Edit, touched: Sequence[int], held: Held
) -> dict[str, Decided | None]:
    """An edit as decisions by their keys: what was confirmed is, what it was made of is rejected."""
    symbol, bitext = before.symbol, before.bitext
    around = range(max(min(touched) - AROUND, 0), min(max(touched) + AROUND, len(after.links)))
    rows = {_place(after.links[k].sides): k + 1 for k in around}
    stays = {_place(link.sides) for link in edit.links}
    found: dict[str, Decided | None] = {}
    for link in (bitext.links[row] for row in touched):
        if _place(link.sides) in stays:
            continue
        said = _said(link, bitext, symbol, 0, "rejected")
        event = held.confirmed(said)
        if link == edit.loosened:
            found |= {event.key: None} if event else {}
        elif event is not None or not link.is_null:
            found[event.key if event else held.free_key(said, found)] = said
    for link in edit.links:
        said = _said(link, bitext, symbol, rows.get(_place(link.sides), 0), "confirmed")
        event = held.confirmed(said)
        found[event.key if event else held.free_key(said, found)] = said
    return found


def _said(link: Link, bitext: Bitext, symbol: str, position: int, decision: str) -> Decided:
    zh, en = (
        tuple(one.text for one in document.segments[run.start : run.stop])
        for document, run in zip((bitext.source, bitext.target), link.sides, strict=True)
    )
    at = tuple(run.start if run else 0 for run in link.sides)
    return Decided(decision, "", "", symbol, position, zh, en, at, link.crossing)


class Held:
    """What holds about links: by key, and by the texts that they join."""

    def __init__(self, events: Mapping[str, Event]) -> None:
        self.events = events
        self._confirmed: dict[str, list[Event]] = defaultdict(list)
        for event in events.values():
            if event.after and event.after.decision == "confirmed":
                self._confirmed[_key_of(event.after)].append(event)

    def confirmed(self, said: Decided) -> Event | None:
        """The decision that confirmed a link at its place."""
        return next((one for one in self._confirmed[_key_of(said)] if one.after and one.after.at == said.at), None)

    def free_key(self, said: Decided, taken: Mapping[str, object]) -> str:
        """A key under which no other link of the same texts is confirmed."""
        keys = (_key_of(said, nth) for nth in itertools.count())
        used = {one.key for one in self._confirmed[_key_of(said)]}
        return next(key for key in keys if key not in taken and key not in used)

    def about(self, symbol: str) -> tuple[object, ...]:
        """What stands for all that was decided about a document."""
        return symbol, frozenset(
            (key, event.after.decision, event.after.at)
            for key, event in self.events.items()
            if event.after and event.after.symbol == symbol
        )


def _key_of(said: Decided, nth: int = 0) -> str:
    return link_key(said.symbol, "".join(said.zh), "".join(said.en), nth)


def _marked(bitext: Bitext, rows: Sequence[int], **marks: Any) -> Bitext:
    """The same with other marks of a few links."""
    links = list(bitext.links)
    for row in rows:
        links[row] = links[row]._replace(**marks)
    return replace(bitext, links=tuple(links)) if rows else bitext


def _crossed(bitext: Bitext, link: Link) -> Bitext:
    """The links with one outside the order in place of its sentences, which stood alone."""
    made = []
    crossing = link._replace(score=1.0, confirmed=True)
    for one in bitext.links:
        if one.source and not one.target and one.source.start in link.source:
            made += [crossing] if one.source.start == link.source.start else []
        elif one.source or one.target.start not in link.target:
            made.append(one)
    return replace(bitext, links=tuple(made))


def _place(one: FixedLink | tuple[range, range]) -> tuple[int, int, int, int]:
    """Where a link is; the place of an empty side says nothing."""
    source, target = (range(side[0], side[-1] + 1) if side else range(0) for side in sides_of(one))
    return source.start, len(source), target.start, len(target)


def _has(places: Mapping[tuple[int, int, int, int], Any], place: tuple[int, int, int, int]) -> bool:
    """Whether a link is among others, or each of its sentences is, where it has one side only."""
    i, a, j, b = place
    if place in places or (a and b):
        return place in places
    single = [(k, 1, 0, 0) for k in range(i, i + a)] + [(0, 0, k, 1) for k in range(j, j + b)]
    return all(one in places for one in single)


def _clusters(fixed: Sequence[FixedLink]) -> list[list[FixedLink]]:
    """Links that lie near each other in both versions together: what is aligned anew in one go."""
    made: list[list[FixedLink]] = []
    last: tuple[int, int, int, int] | None = None
    for one in sorted(fixed, key=_order):
        place = _place(one)
        near = last is not None and all(abs(place[k] - last[k]) <= TOGETHER for k in (0, 2))
        if near:
            made[-1].append(one)
        else:
            made.append([one])
        last = place
    return made


def _order(one: FixedLink) -> tuple[int, int]:
    place = _place(one)
    return (place[0], place[2]) if place[1] else (place[2], place[2])
