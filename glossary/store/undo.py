"""Taking a group of changes back: itself a change, refused where somebody else went on from there."""

from __future__ import annotations

from corpora.errors import InputError
from glossary.concept import Concept
from glossary.store.codec import BATCH, parse
from glossary.store.history import Change
from glossary.store.tables import Tables, dump_candidate, parse_candidate


def undo(tables: Tables, group: int | None) -> list[Change]:
    """Take back a group, or the last one in force; return the changes that were made. Within ``database.writing``.

    Raises :class:`ConflictError` when a concept or candidate of the group is not any more as the group left it.
    """
    if group is None:
        for newest in tables.history.in_force():
            if done := undo(tables, newest):
                return done
        raise InputError(f"{tables.database.path}: nothing to undo", "'duizhao glossary history' lists changes")
    changes = tables.history.of_group(group)
    if not changes:
        raise InputError(f"{tables.database.path}: no group {group}", "'duizhao glossary history' lists changes")
    last: dict[tuple[str, str], Change] = {}
    first: dict[tuple[str, str], Change] = {}
    for change in changes:
        last.setdefault((change.kind, change.id), change)
        first[change.kind, change.id] = change
    # what came and went within the group needs nothing
    spans = [(change, first[item]) for item, change in last.items() if change.after != first[item].before]
    for start in range(0, len(spans), BATCH):
        batch = spans[start : start + BATCH]
        present = tables.concepts(change.id for change, _first in batch if change.kind == "concept")
        for change, earliest in batch:
            if change.kind == "concept":
                _restore_concept(tables, present.get(change.id), change, earliest)
            else:
                _restore_candidate(tables, change, earliest)
    made = tables.history.group
    return [change for change in tables.history.of_group(made) if change.undoes == group] if made else []


def _restore_concept(tables: Tables, present: Concept | None, last: Change, first: Change) -> None:
    """Bring a concept from the state after the group to the state before it."""
    wanted = parse(first.before)
    if present != parse(last.after):
        tables.changed_since(last.id, f"change {last.group}")
    if present != wanted:
        why = f"undo of {last.group}"
        into = "" if wanted else tables.history.went_to(last.id, first.number)  # it was merged then, and is again
        tables.put(last.id, present, wanted, "undone", why, undoes=last.group, seq=first.seq, into=into)


def _restore_candidate(tables: Tables, last: Change, first: Change) -> None:
    present = tables.candidate(last.id)
    if dump_candidate(present) != dump_candidate(parse_candidate(last.id, last.after)):
        tables.changed_since(last.id, f"change {last.group}")
    wanted = parse_candidate(last.id, first.before)
    why = f"undo of {last.group}"
    tables.put_candidate(last.id, present, wanted, "undone", why, undoes=last.group, seq=first.seq)
