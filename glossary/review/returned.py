"""A filled-in sheet back into the store: each row checked, each change named, conflicts left alone.

All rows that stand go in as one transaction. A row is a conflict when its candidate was changed since the export, when a
word or a merge target is not known, when a merge leads to another merge, or when the row contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpora.errors import InputError, short
from glossary.concept import Concept
from glossary.review.cells import SheetRow
from glossary.review.ruling import FIELDS, Ruling, checked_field, edits, fields_of, present, revise, stamp
from glossary.review.sheet_columns import BY_KEY, WORDS, meaning
from glossary.store import DECISIONS, Candidate, ConflictError, Decision, Store


@dataclass(frozen=True, slots=True)
class Step:
    """One row that changes something: the decision, the concept as edited (None: as drafted), the merge target."""

    row: int
    id: str
    decision: Decision
    zh: str
    en: str
    details: tuple[str, ...] = ()
    edited: Concept | None = None
    into: str = ""
    why: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """One row that is left alone, and why."""

    row: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: ``unchanged`` rows say what is so already or nothing at all."""

    steps: tuple[Step, ...]
    conflicts: tuple[Conflict, ...]
    unchanged: int
    applied: bool


Asked = dict[str, tuple[str, SheetRow]]
"""What the sheet says about each candidate: the decision, and the row."""


class _RefusedError(Exception):
    """A row that is a conflict."""


class _UndoneError(Exception):
    """Leaves a transaction without keeping it."""


def bring_back(
    store: Store, rows: Sequence[SheetRow], *, dry_run: bool = False, all_or_nothing: bool = False
) -> Outcome:
    """Apply the rows in one transaction; with ``dry_run``, or with a conflict and ``all_or_nothing``, nothing is kept."""
    outcome = Outcome((), (), 0, False)
    try:
        with store.transaction():
            outcome = _plan(store, rows)
            outcome = _applied(store, outcome)
            if dry_run or (all_or_nothing and outcome.conflicts) or not outcome.steps:
                raise _UndoneError
    except _UndoneError:
        return outcome
    return replace(outcome, applied=True)


def _plan(store: Store, rows: Sequence[SheetRow]) -> Outcome:
    conflicts: list[Conflict] = []
    single = list(_single(rows, conflicts))
    asked = {row.cells["id"]: (meaning("decision", row.cells["decision"]) or "", row) for row in reversed(rows)}
    steps: list[Step] = []
    unchanged = 0
    for row in single:
        try:
            step = _step(store, row, asked)
        except (_RefusedError, InputError) as error:
            conflicts.append(Conflict(row.number, row.cells["id"], str(error)))
            continue
        if step is None:
            unchanged += 1
        else:
            steps.append(step)
    return Outcome(tuple(steps), tuple(conflicts), unchanged, False)


def _single(rows: Sequence[SheetRow], conflicts: list[Conflict]) -> Iterator[SheetRow]:
    """Each candidate once. Rows that say the same count as one; rows that contradict each other are all refused."""
    by_id: dict[str, list[SheetRow]] = {}
    for row in rows:
        by_id.setdefault(row.get("id") or f"\0{row.number}", []).append(row)
    for same in by_id.values():
        if all(row.cells == same[0].cells for row in same):
            yield same[0]
            continue
        numbers = ", ".join(str(row.number) for row in same)
        conflicts += [Conflict(row.number, row.cells["id"], f"rows {numbers} contradict each other") for row in same]


def _step(store: Store, row: SheetRow, asked: Asked) -> Step | None:
    """What a row asks for; None where that is so already. Raises :class:`_RefusedError` or :class:`InputError`."""
    decision = _meant(row, "decision") or ""
    candidate = store.candidate(row.get("id") or "")
    if candidate is None:
        if not row.get("id") and not decision:
            return None
        raise _RefusedError("this id is no candidate of this termbase: was the sheet exported from another one?")
    if _seen(row) in ("", stamp(store, candidate)):
        _same_terms(row, candidate)
    shown = present(store, candidate)
    changed = edits(shown, _fields(row))
    if not decision:
        if changed and candidate.decision == "open":
            raise _RefusedError(f"{_names(changed)} edited, but no decision: choose one, or undo the edit")
        if not changed:
            return None
        raise _RefusedError(f"{_names(changed)} edited, but the decision was deleted: write it again")
    why = checked_field("why", row.get("why") if row.get("why") is not None else candidate.why)  # type: ignore[arg-type]
    into = _target(store, row, asked) if decision == "merged" else ""
    if _is_so(candidate, decision, changed, why, into):
        return None
    _not_overtaken(store, row, candidate)
    edited = revise(shown, Ruling(_fields(row))) if changed and decision != "rejected" else None
    names = fields_of(edited or shown)
    return Step(
        row.number,
        candidate.id,
        _decision(decision),
        names["zh_term"],
        names["en_term"],
        tuple(_told(shown, changed, why, into, candidate)),
        edited,
        into,
        why,
        candidate.version,
    )


def _is_so(candidate: Candidate, decision: str, changed: dict[str, str], why: str, into: str) -> bool:
    if candidate.decision != decision or why != candidate.why:
        return False
    if decision == "rejected":
        return True
    if decision == "merged":
        return into == candidate.into
    return not changed


def _seen(row: SheetRow) -> str:
    """The stamp that the row was exported with; empty where that is not known. Excel may have made 3.0 of 3."""
    return (row.get("version") or "").removesuffix(".0")


def _not_overtaken(store: Store, row: SheetRow, candidate: Candidate) -> None:
    seen = _seen(row)
    if seen == stamp(store, candidate) or (not seen and candidate.decision == "open"):
        return
    state = candidate.decision + (f" by {candidate.who}, {candidate.when}" if candidate.who else "")
    raise _RefusedError(f"changed since the export: now {state}; export again, or undo that")


def _same_terms(row: SheetRow, candidate: Candidate) -> None:
    """The grey terms must be those of the candidate: else columns were sorted apart, or the wrong cells were edited."""
    shown = fields_of(candidate.draft)
    for key in ("zh", "en"):
        text = row.get(key)
        drafted = checked_field("zh_term", shown[f"{key}_term"])
        if text and checked_field("zh_term", text) != drafted:
            raise _RefusedError(
                f"the column {BY_KEY[key].en} has {text[:40]!r}, the candidate {drafted[:40]!r}: "
                f"write corrections into {BY_KEY[f'{key}_term'].en}"
            )


def _meant(row: SheetRow, kind: str) -> str | None:
    """The value behind a word of a drop-down; None where there is no such column."""
    text = row.get(kind)
    if text is None:
        return None
    value = meaning(kind, text)
    if value is None:
        known = ", ".join("/".join(words) for words in WORDS[kind].values())
        raise _RefusedError(f"{BY_KEY[kind].en} {text[:40]!r} is not known: {known}")
    return value


def _fields(row: SheetRow) -> dict[str, str]:
    fields = {key: text for key in FIELDS if (text := row.get(key)) is not None}
    for kind in ("status", "pos"):
        value = _meant(row, kind)
        if value is not None:
            fields[kind] = value
    return fields


def _told(shown: Concept, changed: dict[str, str], why: str, into: str, candidate: Candidate) -> Iterator[str]:
    before = fields_of(shown)
    if into:
        yield f"into {into}"
    for key, value in changed.items():
        yield f"{BY_KEY[key].en}: {_shown(before[key])} → {_shown(value)}"
    if why != candidate.why:
        yield f"reason: {_shown(why)}"


def _shown(text: str) -> str:
    return f"“{short(text)}”" if text.strip() else "(empty)"


def _names(changed: Iterable[str]) -> str:
    return ", ".join(BY_KEY[key].en for key in changed)


def _decision(text: str) -> Decision:
    return next(known for known in DECISIONS if known == text)


def _target(store: Store, row: SheetRow, asked: Asked) -> str:
    """The id of what a merge leads to: a concept, or a candidate that is accepted or about to be.

    The cell may hold an id, an id followed by terms (as under *similar concepts*), or a term that one concept has.
    """
    text = " ".join((row.get("into") or "").split())
    if not text:
        raise _RefusedError("merge into is empty: write the id of a concept")
    for id in dict.fromkeys((text, text.split(" ")[0])):
        if id == row.cells["id"]:
            raise _RefusedError("merged into itself")
        if id in asked and asked[id][0] not in ("", "open"):
            return _of_row(store, row, id, *asked[id])
        if store.get(id) is not None:
            return id
        candidate = store.candidate(id)
        if candidate is not None:
            return _of_candidate(store, candidate)
    wanted = text.casefold()
    found = [c.id for c in store.search(text, limit=50) if any(t.text.casefold() == wanted for t in c.terms)]
    if len(found) == 1:
        return found[0]
    if found:
        raise _RefusedError(f"merge into {text[:40]!r}: several concepts have this term: {', '.join(found[:5])}")
    raise _RefusedError(f"merge into {text[:40]!r}: no such concept")


def _of_row(store: Store, row: SheetRow, id: str, decision: str, other: SheetRow) -> str:
    """The target of a merge into another row of the sheet, which must be accepted there."""
    if decision == "accepted":
        candidate = store.candidate(id)
        return candidate.into if candidate and candidate.decision == "accepted" and candidate.into else id
    back = (other.get("into") or "").split()
    if decision == "merged" and back and back[0] == row.cells["id"]:
        raise _RefusedError(f"{row.cells['id']} and {id} are merged into each other (row {other.number})")
    raise _RefusedError(f"{id} is itself {decision} in row {other.number}: merge into a concept that stays")


def _of_candidate(store: Store, candidate: Candidate) -> str:
    if candidate.decision == "accepted":
        return present(store, candidate).id
    if candidate.decision == "merged":
        raise _RefusedError(f"{candidate.id} is itself merged into {candidate.into}: name that one")
    raise _RefusedError(f"{candidate.id} is {candidate.decision}: accept it, or merge into a concept of the termbase")


def _blocked(step: Step, conflicts: Sequence[Conflict]) -> str:
    """Why a merge cannot stand when the row that it leads to does not; an empty string where that is not so."""
    other = next((conflict for conflict in conflicts if step.into and conflict.id == step.into), None)
    return f"it leads to {other.id}, which is left alone itself (row {other.row}): mend that row first" if other else ""


def _applied(store: Store, outcome: Outcome) -> Outcome:
    """Carry the steps out, merges last; what the store refuses after all becomes a conflict."""
    done: list[Step] = []
    conflicts = list(outcome.conflicts)
    for step in sorted(outcome.steps, key=lambda step: step.decision == "merged"):
        try:
            store.decide(step.id, step.decision, edited=step.edited, into=step.into, why=step.why, expect=step.version)
        except (ConflictError, InputError) as error:
            conflicts.append(Conflict(step.row, step.id, _blocked(step, conflicts) or str(error)))
            continue
        done.append(step)
    done.sort(key=lambda step: step.row)
    conflicts.sort(key=lambda conflict: conflict.row)
    return replace(outcome, steps=tuple(done), conflicts=tuple(conflicts))
