"""Taking a group of changes back: itself a change, refused where somebody else went on from there."""

from __future__ import annotations

from corpora.errors import InputError
from glossary.store_codec import parse
from glossary.store_history import Change
from glossary.store_tables import Tables, dump_candidate, parse_candidate


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
    for item, change in last.items():
        if change.after != first[item].before:  # else it came and went within the group
            _restore(tables, change, first[item], group)
    made = tables.history.group
    return [change for change in tables.history.of_group(made) if change.undoes == group] if made else []


def _restore(tables: Tables, last: Change, first: Change, group: int) -> None:
    """Bring one item from the state after the group to the state before it."""
    id, why, since = last.id, f"undo of {group}", f"change {group}"
    if last.kind == "concept":
        present, left, wanted = tables.concept(id), parse(last.after), parse(first.before)
        if present != left:
            tables.changed_since(id, since)
        if present != wanted:
            tables.put(id, present, wanted, "undone", why, undoes=group, seq=first.seq)
        return
    now, then, before = tables.candidate(id), parse_candidate(id, last.after), parse_candidate(id, first.before)
    if dump_candidate(now) != dump_candidate(then):
        tables.changed_since(id, since)
    if dump_candidate(now) != dump_candidate(before):
        tables.put_candidate(id, now, before, "undone", why, undoes=group, seq=first.seq)
