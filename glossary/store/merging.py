"""Two concepts made one: what comes of it, what it gives up, and where the old id leads; a candidate merged into another one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpora.errors import InputError
from glossary.concept import Concept
from glossary.store.combine import combined, without
from glossary.store.history import now
from glossary.store.tables import Candidate, Tables, parse_candidate


@dataclass(frozen=True, slots=True)
class Merged:
    """The concept of two, a line for each thing that comes to it, and one for each that is given up.

    ``referring``: concepts whose references will lead to it.
    """

    concept: Concept
    changes: tuple[str, ...]
    given_up: tuple[str, ...]
    referring: tuple[str, ...]


def merged(tables: Tables, id: str, into: str) -> Merged:
    """What merging would make; nothing is written. Raises :class:`InputError` where there is no such concept."""
    if id == into:
        raise InputError(f"{id!r} cannot be merged into itself", "name two concepts")
    gone, kept = tables.existing(id), tables.existing(into)
    both = combined(kept, replace(gone, id=into), adding=True)
    references = tuple(one for one in both.concept.references if one.concept not in (id, into))
    return Merged(
        replace(both.concept, references=references),
        both.changes,
        both.conflicts,
        tuple(one for one in referring(tables, id) if one != into),
    )


def merge(tables: Tables, id: str, into: str, who: str, why: str) -> Merged:
    """Make them one: references to ``id`` point to ``into``, and so does the id from now on. Within ``database.writing``."""
    made = merged(tables, id, into)
    kept, gone = tables.existing(into), tables.existing(id)
    tables.put(into, kept, replace(made.concept, modified=now(), modified_by=who), "changed", why)
    tables.put(id, gone, None, "merged", why, into=into)
    for name in referring(tables, id):
        before = tables.existing(name)
        moved = [replace(one, concept=into) if one.concept == id else one for one in before.references]
        tables.put(name, before, replace(before, references=tuple(dict.fromkeys(moved))), "changed", why)
    for candidate in list(tables.candidates("WHERE into_concept = ?", (id,))):
        after = replace(candidate, decision="merged", into=into)
        tables.put_candidate(candidate.id, candidate, after, "merged", why)
    return replace(made, concept=tables.existing(into))


def referring(tables: Tables, id: str) -> list[str]:
    """The concepts that refer to one, in order of creation."""
    rows = tables.database.rows(
        "SELECT DISTINCT concept.seq, concept.id FROM reference JOIN concept ON concept.seq = reference.concept"
        " WHERE target = ? ORDER BY concept.seq",
        (id,),
    )
    return [row[1] for row in rows]


def target_of(tables: Tables, candidate: Candidate, into: str) -> Candidate | None:
    """The candidate that another one is to be merged into: none where ``into`` is a concept.

    Raises :class:`InputError` for one that was decided against, or went into something else itself.
    """
    if tables.version(into):
        return None
    target = tables.candidate(into)
    if target is None or target.id == candidate.id:
        return None
    if target.decision != "open":
        raise InputError(f"candidate {into} is {target.decision}", "reopen it, or name a concept")
    return target


def merge_drafts(tables: Tables, candidate: Candidate, draft: Concept, target: Candidate, why: str) -> None:
    """Add the terms of a draft to that of another candidate, which stays open. Within ``database.writing``."""
    same = set(target.draft.symbols) & set(draft.symbols)
    after = combined(target.draft, replace(draft, id=target.id), adding=not same).concept
    if after != target.draft:
        tables.put_candidate(target.id, target, replace(target, draft=after, edited=True), "changed", why)


def part_drafts(tables: Tables, candidate: Candidate, groups: set[int], why: str) -> None:
    """Take out of the other draft, or of the concept that it became since, what a merged candidate brought."""
    made = [change for change in tables.history.of_item(candidate.into, "candidate") if change.group in groups]
    target = tables.candidate(candidate.into)
    if not made or target is None:
        return
    before, after = parse_candidate(target.id, made[-1].before), parse_candidate(target.id, made[0].after)
    if before is None or after is None:
        return
    kept = without(target.draft, before.draft, after.draft)
    if kept != target.draft:
        tables.put_candidate(target.id, target, replace(target, draft=kept), "changed", why)
    concept = tables.concept(target.into) if target.decision == "accepted" else None
    if concept is not None and (parted := without(concept, before.draft, after.draft)) != concept:
        tables.put(concept.id, concept, parted, "changed", why)
