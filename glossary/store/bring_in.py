"""A termbase brought into another: matched by concept id and by term, combined, with all that was noticed named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from glossary.concept import Concept, Reference, Termbase
from glossary.store.codec import BATCH, check
from glossary.store.combine import combined, key, regional_key
from glossary.store.history import now
from glossary.store.synced import gone_from, named, of_body, says
from glossary.store.tables import Tables

NUMBERED = re.compile(r"c\d{1,18}")
"""Ids that duizhao gives where a file has none: in two files they say nothing about each other."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that an import noticed or does, about one concept of the termbase."""

    concept: str
    what: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What an import did (``dry_run``: would do). ``changes`` names each change, ``duplicates`` what was found to be the
    same or to stand in several concepts, ``conflicts`` what differs and was left (``replace``: was replaced), ``overlaps``
    which body says what of the concepts that both have, ``gone`` what the file has no more (asked for with ``sync``).
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: tuple[Note, ...] = ()
    duplicates: tuple[Note, ...] = ()
    conflicts: tuple[Note, ...] = ()
    dry_run: bool = False
    group: int | None = None
    overlaps: tuple[Note, ...] = ()
    gone: tuple[Note, ...] = ()
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How a termbase is brought in. ``replacing``: where both say something else, the other one is believed.

    ``sync``: what it has no more is named, and ``deleting``: goes. ``body``: whose its terms are, where they do not say it.
    """

    replacing: bool = False
    sync: bool = False
    deleting: bool = False
    body: str = ""


@dataclass(slots=True)
class _Plan:
    """What is to become of each concept: its state now, the one to come."""

    before: dict[str, Concept | None] = field(default_factory=dict)
    after: dict[str, Concept] = field(default_factory=dict)
    changes: list[Note] = field(default_factory=list)
    duplicates: list[Note] = field(default_factory=list)
    conflicts: list[Note] = field(default_factory=list)
    overlaps: list[Note] = field(default_factory=list)
    given: dict[str, list[Concept]] = field(default_factory=dict)


class _Index:
    """Which concepts hold a term, those included that the import adds."""

    def __init__(self, tables: Tables) -> None:
        self._holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._languages: dict[str, set[str]] = defaultdict(set)
        self._ids: set[str] = set()
        self._given: dict[str, Concept] = {}  # what concepts of this import became
        self._reserved: set[str] = set()
        self._incoming: set[str] = set()
        self._last = 0  # the greatest number of an id
        for (id,) in tables.database.rows("SELECT id FROM concept"):
            self.reserve(id)
        self._forwards = {id: where for id in tables.history.merged() if (where := tables.leads_to(id)) != id}
        for language, text, id in tables.database.rows(
            "SELECT language, folded, id FROM term JOIN concept ON concept.seq = term.concept ORDER BY concept, place"
        ):
            self._add((language, text), id)

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    def reserve(self, id: str, *, there: bool = True) -> None:
        """Give this number to no other concept; ``there``: a concept has it."""
        self._reserved.add(id)
        (self._ids if there else self._incoming).add(id)
        if NUMBERED.fullmatch(id):
            self._last = max(self._last, int(id[1:]))

    def forwarded(self, concept: Concept) -> str:
        """Where a concept went that was merged since the file was made; a bare number of ours must share a term with it."""
        where = self._forwards.get(concept.id, "")
        return where if where and (not NUMBERED.fullmatch(concept.id) or where in self.shared(concept)) else ""

    def is_homonym(self, id: str, concept: Concept) -> bool:
        """Whether another concept of this import became this one, and says something else: other terms, another definition."""
        other = self._given.get(id)
        if other is None:
            return False
        ours, theirs = set(map(key, other.terms)), set(map(key, concept.terms))
        told = other.definition and concept.definition and other.definition != concept.definition
        return bool(told) or not (ours <= theirs or theirs <= ours)

    def add(self, id: str, concept: Concept) -> None:
        self.reserve(id)
        self._given.setdefault(id, concept)
        for term in concept.terms:
            self._add(key(term), id)

    def _add(self, one: tuple[str, str], id: str) -> None:
        if one[1] and id not in self._holders[one]:
            self._holders[one].append(id)
            self._languages[id].add(one[0])

    def shared(self, concept: Concept) -> Counter[str]:
        """How many terms each concept shares with this one."""
        return Counter(id for one in dict.fromkeys(map(key, concept.terms)) for id in self._holders.get(one, ()))

    def in_both(self, concept: Concept) -> list[str]:
        """Concepts that share a Chinese and an English term with this one, those with most shared terms first."""
        sides = []
        for language in ("zh", "en"):
            keys = [key(term) for term in concept.terms if term.language == language]
            sides.append({id for one in keys for id in self._holders.get(one, ())})
        counts = self.shared(concept)
        return sorted((id for id, _count in counts.most_common() if id in sides[0] & sides[1]), key=self._claimed)

    def _claimed(self, id: str) -> bool:
        """Whether the import has a concept of its own for this id: where others fit as well, they come first."""
        return id in self._incoming and not NUMBERED.fullmatch(id)

    def is_same(self, id: str, concept: Concept) -> bool:
        """Whether there is a concept with this id that shares a term with the other, or the other has none."""
        return id in self and (id in self.shared(concept) or not any(key(term)[1] for term in concept.terms))

    def renumbered(self, concept: Concept) -> str:
        """The id of a concept whose number another one has: that of an earlier import of it, else the next free number.

        Concepts of one language are known again by having all of these terms and none of another language; what another
        concept of this import became is passed over.
        """
        keys = set(map(key, concept.terms))
        languages = {language for language, _text in keys}
        known = [
            id
            for id, count in self.shared(concept).items()
            if count == len(keys) and self._languages[id] == languages and id not in self._given
        ]
        if known:
            return min(known, key=self._claimed)
        while True:
            self._last += 1
            id = f"c{self._last:0{len(concept.id) - 1}d}"
            if id not in self._reserved:
                return id


def bring_in(tables: Tables, termbase: Termbase, way: Way, *, who: str, why: str, dry_run: bool) -> BroughtIn:
    """Combine a termbase with this one. Within ``database.writing``, or ``reading`` for a dry run."""
    for concept in termbase if dry_run else ():
        check(concept)
    if way.body:
        termbase = Termbase.of(of_body(termbase, way.body), termbase.signature)
    plan = _planned(tables, termbase, way.replacing)
    time = now()
    for id, after in list(plan.after.items()):
        before = plan.before[id]
        if before is not None and after != before:
            plan.after[id] = after = replace(after, modified=time, modified_by=who)
        if not dry_run and after != before:
            tables.put(id, before, after, "changed" if before else "created", why)
    gone, removed = _gone(tables, plan, way, who, why, time, dry_run)
    added = sum(before is None for before in plan.before.values())
    changed = sum(before is not None and plan.after[id] != before for id, before in plan.before.items())
    return BroughtIn(
        added,
        changed,
        len(plan.after) - added - changed,
        tuple(plan.changes),
        tuple(plan.duplicates),
        tuple(plan.conflicts),
        dry_run,
        None if dry_run else tables.history.group,
        tuple(plan.overlaps),
        gone,
        removed,
    )


def _gone(
    tables: Tables, plan: _Plan, way: Way, who: str, why: str, time: str, dry_run: bool
) -> tuple[tuple[Note, ...], int]:
    """Name what the file has no more, and take it out where that was asked for; return how many concepts went."""
    notes: list[Note] = []
    removed = 0
    for one in list(gone_from(tables, plan.given, way.body)) if way.sync else ():
        id = one.before.id
        notes += [Note(id, what) for what in one.what]
        if not way.deleting or dry_run:
            continue
        removed += one.after is None
        after = replace(one.after, modified=time, modified_by=who) if one.after else None
        tables.put(id, one.before, after, "changed" if after else "removed", why)
    return tuple(notes), removed


def _planned(tables: Tables, termbase: Termbase, replacing: bool) -> _Plan:
    index, plan = _Index(tables), _Plan()
    termbase = Termbase.of((_with_texts(concept, plan) for concept in termbase), termbase.signature)
    targets: dict[str, str] = {}
    for id in termbase.concepts:
        index.reserve(id, there=False)
    for concept in termbase:
        targets[concept.id] = id = _target(index, plan, concept)
        index.add(id, concept)
    for concepts in _batches(termbase):
        _read_targets(tables, plan, {targets[concept.id] for concept in concepts})
        for concept in concepts:
            id = targets[concept.id]
            _combine(plan, replace(concept, id=id, references=_moved(concept, targets)), replacing)
    return plan


def _with_texts(concept: Concept, plan: _Plan) -> Concept:
    """The concept without terms that have no text: they name nothing, and could be told neither apart nor again."""
    terms = tuple(term for term in concept.terms if key(term)[1])
    if len(terms) == len(concept.terms):
        return concept
    plan.duplicates.append(Note(concept.id, f"{named(concept)}: a term without text is left out"))
    return replace(concept, terms=terms)


def _batches(termbase: Termbase) -> Iterator[list[Concept]]:
    rest = iter(termbase)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _read_targets(tables: Tables, plan: _Plan, ids: set[str]) -> None:
    """The present state of the concepts that a batch goes to; None for those to come."""
    wanted = ids - plan.before.keys()
    plan.before.update(dict.fromkeys(wanted))
    plan.before.update(tables.concepts(wanted))


def _combine(plan: _Plan, concept: Concept, replacing: bool) -> None:
    id = concept.id
    present = plan.after.get(id) or plan.before[id]
    plan.given.setdefault(id, []).append(concept)
    if (there := plan.before[id]) is not None and says(there) != says(concept):
        plan.overlaps.append(Note(id, f"stands: {says(there)} | comes: {says(concept)}"))
    once = combined(replace(concept, terms=()), concept).concept if _repeats(concept) else concept
    if len(once.terms) < len(concept.terms):
        plan.duplicates.append(Note(id, f"{named(concept)}: the same term more than once in one concept"))
        concept = once
    if present is None or present == concept:
        plan.after[id] = concept
        if present is None:
            plan.changes.append(Note(id, f"added: {named(concept)}"))
        return
    both = combined(present, concept, replacing=replacing)
    plan.after[id] = both.concept
    plan.changes += [Note(id, line) for line in both.changes]
    plan.conflicts += [Note(id, line) for line in both.conflicts]


def _repeats(concept: Concept) -> bool:
    return len(set(map(regional_key, concept.terms))) < len(concept.terms)


def _target(index: _Index, plan: _Plan, concept: Concept) -> str:
    """The concept that an incoming one is: by its id, by its terms, or a new one.

    Two concepts of one file that have ids of their own and say different things are two, whatever terms they share.
    """
    same = index.in_both(concept)
    if index.is_same(concept.id, concept) or (concept.id in index and not NUMBERED.fullmatch(concept.id)):
        others = [id for id in same if id != concept.id]
        if others:
            plan.duplicates.append(Note(concept.id, f"{named(concept)} stands in {', '.join(others)} too"))
        return concept.id
    if not NUMBERED.fullmatch(concept.id):
        taken = [id for id in same if index.is_homonym(id, concept)]
        if taken:
            plan.duplicates.append(Note(concept.id, f"{named(concept)} stands in {', '.join(taken)} too"))
        same = [id for id in same if id not in taken]
    if same:
        origin = f" ({concept.id} of the file)" if concept.id != same[0] else ""
        more = f"; stands in {', '.join(same[1:])} too" if same[1:] else ""
        plan.duplicates.append(Note(same[0], f"{named(concept)}{origin} is this concept by its terms{more}"))
        return same[0]
    if where := index.forwarded(concept):
        plan.duplicates.append(Note(where, f"{named(concept)} ({concept.id} of the file) was merged into this concept"))
        return where
    if concept.id not in index:
        return concept.id
    return index.renumbered(concept)


def _moved(concept: Concept, targets: dict[str, str]) -> tuple[Reference, ...]:
    """References to where their concepts went; one to a concept that became this one goes."""
    moved = (replace(one, concept=targets.get(one.concept, one.concept)) for one in concept.references)
    return tuple(dict.fromkeys(one for one in moved if one.concept != targets[concept.id]))
