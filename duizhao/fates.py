"""What became of each file that a run was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpora.errors import InputError

if TYPE_CHECKING:
    from corpora.catalogue import Catalogue, Problem
    from duizhao.documents import DocumentStatus

Outcome = Literal["read", "refused", "unpaired", "spare", "ignored"]
CODES = {"duplicate": "copy", "other format": "copy", "other language": "language", "several": "several"}


@dataclass(frozen=True, slots=True)
class Fate:
    """One file: ``read`` for a document; ``refused``, ``unpaired``, ``spare`` (it is there already) or ``ignored``, and why.

    ``file`` is named from the folder of the run; ``code`` as logs have it.
    """

    file: str
    outcome: Outcome
    document: str = ""
    code: str = ""
    why: str = ""


def fates_of(catalogue: Catalogue, documents: Sequence[DocumentStatus], folder: Path) -> list[Fate]:
    """A line for each file of the folder, in order of names."""
    found: dict[Path, Fate] = {}
    for path in catalogue.ignored:
        found[path] = Fate(_name(path, folder), "ignored", code="ignored", why="no document in Chinese or English")
    for problem in catalogue.spare:
        found[problem.path] = _problem(problem, "spare", folder)
    for problem in catalogue.problems:
        outcome: Outcome = "unpaired" if problem.kind.startswith("no ") else "refused"
        for path in (problem.path, *problem.others):
            found[path] = replace(_problem(problem, outcome, folder), file=_name(path, folder))
    for entry, status in zip(catalogue.entries, documents, strict=True):
        failed = status.status == "failed"
        for path in (entry.zh_path, entry.en_path):
            name = _name(path, folder)
            found[path] = (
                Fate(name, "refused", entry.symbol, "input", status.message)
                if failed
                else Fate(name, "read", entry.symbol)
            )
    return sorted(found.values(), key=lambda fate: fate.file)


def _problem(problem: Problem, outcome: Outcome, folder: Path) -> Fate:
    code = "unpaired" if outcome == "unpaired" else CODES.get(problem.kind, "unusable")
    symbol = problem.facts.key if problem.facts else ""
    return Fate(_name(problem.path, folder), outcome, symbol, code, str(InputError(problem.message, problem.hint)))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
