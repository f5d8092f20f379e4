"""The termbase of a project, ``OUT/terms.db``: what was decided about terms holds in the next run, whose candidates come in as drafts."""

from __future__ import annotations

import json
from pathlib import Path

from corpora.files import set_aside
from corpora.notebook import counted
from glossary.concept import DRAFT, Termbase
from glossary.store import Store
from glossary.termbases import read_termbase

TERMS = "terms.db"
DRAFTS = "termbase.tbx"
"""What a run writes of its terms, with all their evidence."""


def held_terms(out: Path) -> Path | None:
    """The termbase of the project where something in it was approved: what a run is held against. Raises :class:`InputError` for a damaged one."""
    path = out / TERMS
    return path if path.is_file() and _count(path) else None


def terms_of_run(out: Path, given: Path | None, *, fresh: bool = False) -> tuple[Path | None, list[str]]:
    """The termbase that a run is held against: the one that was ``given``, else that of the project; and what is to be said of it.

    ``fresh``: that of the project is set aside under a dated name, unless it is the one that was given.
    """
    own = out / TERMS
    is_own = given is not None and own.is_file() and given.is_file() and own.samefile(given)
    if fresh and own.is_file() and not is_own:
        return given, [_set_aside(own)]
    if given is not None and not is_own:
        return given, []
    found = held_terms(out)
    return found, [] if found is None else [f"{found}: {counted(_count(found), 'approved concept')}, held in this run"]


def take_candidates(out: Path, termbase: Termbase | None, beside: bool, who: str = "") -> list[str]:
    """Offer what a run extracted in the termbase of the project, where there is one; decisions stay. A line where something is new.

    ``beside``: the run was held against approved terms, which stand in ``termbase`` before its own.
    """
    path = out / TERMS
    if termbase is None or not path.is_file():
        return []
    with Store.open(path, who=who) as store:
        done = store.propose(_candidates(termbase, beside))
    fresh = done.new + done.returned
    return [f"{path}: {counted(fresh, 'candidate')} to decide on"] if fresh else []


def made_terms(out: Path, who: str = "") -> bool:
    """Make the termbase of a project of what its last run extracted, where there is none; whether there is one now.

    One that is empty was being made when the program was killed: it is filled.
    """
    path, drafts = out / TERMS, out / DRAFTS
    if not path.is_file() and not drafts.is_file():
        return False
    with Store.open(path, create=True, who=who) as store:
        if drafts.is_file() and not len(store) and not store.count_candidates() and not store.history(limit=1):
            store.propose(_candidates(read_termbase(drafts), _had_termbase(out)))
    return True


def _candidates(termbase: Termbase, beside: bool) -> Termbase:
    """What a run extracted; beside an approved termbase its own are known by their ids."""
    return Termbase.of((c for c in termbase if not beside or c.id.startswith(DRAFT)), termbase.signature)


def _had_termbase(out: Path) -> bool:
    """Whether the last run was held against approved terms."""
    try:
        record = json.loads((out / "run.json").read_text("utf-8"))
        return record["options"]["check"]["termbase"] is not None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _count(path: Path) -> int:
    with Store.open(path) as store:
        return len(store)


def _set_aside(path: Path) -> str:
    """The termbase gets a dated name, with what SQLite keeps beside it in it."""
    with Store.open(path):  # folds the journal into the file
        pass
    aside = set_aside(path)
    path.unlink()
    return f"{path}: decisions about terms of earlier runs stay as {aside.name}"
