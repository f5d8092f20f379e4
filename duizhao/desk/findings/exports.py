"""What the findings can be taken along as: a waiver list, a workbook, the Word file of a version with comments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpora.catalogue import pair_files, pair_folder
from corpora.errors import InputError
from duizhao.desk.findings.decided import State
from duizhao.desk.state import Project
from glossary.concept import Termbase
from glossary.finding import Checked
from glossary.quality import Waiver, write_waivers
from glossary.report import report_bytes, word_with_findings

if TYPE_CHECKING:
    from corpora.sheets import Commented

Side = tuple[str, str]
"""A document and one of its languages."""


def waiver_list(state: State) -> bytes:
    """What is accepted, as the file that silences it elsewhere."""
    found = {}
    for id, said in state.judged().items():
        if said.decision == "accepted":
            one = state.reported.findings[state.reported.by_id[id][0]]
            found[id] = Waiver(id, one.code, one.symbol, one.position, said.who, said.date, said.comment)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "waivers.txt"
        write_waivers(path, found)
        return path.read_bytes()


def workbook(state: State) -> bytes:
    """The report as a workbook, with what holds now."""
    return report_bytes("xlsx", _checked(state), state.reported.ui)


def word_files(project: Project, state: State) -> dict[Side, Path]:
    """The Word files among the documents of the last run."""
    found = project.documents
    if isinstance(found, Path):
        catalogue = pair_folder(found, project.options.recursive) if found.is_dir() else None
    else:
        catalogue = pair_files(*found)
    known = {one.symbol for one in state.reported.pairs}
    return {
        (entry.symbol, side): path
        for entry in (catalogue.entries if catalogue else ())
        if not entry.is_bitext and entry.symbol in known
        for side, path in (("zh", entry.zh_path), ("en", entry.en_path))
        if path.suffix.lower() == ".docx"
    }


def commented(project: Project, state: State, symbol: str, side: str) -> tuple[str, Commented]:
    """The Word file of a version with a comment for each finding that is not accepted or fixed, and its name.

    Raises :class:`InputError` where the version is no Word file.
    """
    path = word_files(project, state).get((symbol, side))
    if path is None:
        raise InputError(f"{symbol}: this version is not a Word file (.docx)", "save it in Word as .docx and run again")
    done = _checked(state)
    left = [one for one in done.report.findings if state.kind(one.id) != "fixed"]
    done = replace(done, report=replace(done.report, findings=left))
    return path.name, word_with_findings(done, path, symbol, side, state.reported.ui)


def _checked(state: State) -> Checked:
    return Checked(state.reported.pairs, Termbase(), state.reported.report(state.judged()))
