"""What people decided about an earlier run into the same folder: read back before anything is written there anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.exchange import read_pairs
from corpora.files import changed, is_ours, set_aside, taken_in
from corpora.notebook import counted
from glossary.finding import Checked, Judged
from glossary.project import LEDGER, Decided, Event, Ledger, by_document, decided_links
from glossary.quality.decisions import gather
from glossary.quality.returned import RETURNED, Returned, read_back

SHEETS = ("report.xlsx", "review.docx")
RECORD, MARK = "report.json", "run.json"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What people said of findings, by id, and of links, by document; the number of the last decision; what is to be said about it, a line each."""

    judged: Mapping[str, Judged] = field(default_factory=dict)
    number: int = 0
    said: tuple[str, ...] = ()
    links: Mapping[str, Sequence[Decided]] = field(default_factory=dict)


def remembered(
    out: Path, *, fresh: bool = False, who: str = "", links: Path | None = None, said: Sequence[str] = ()
) -> Remembered:
    """The decisions of a project, after those of its sheet, of its Word file and of a table of confirmed ``links`` were taken in.

    ``said``: lines that go before. ``fresh``: earlier ones are set aside first. Raises :class:`InputError` where the file of decisions is damaged, or the table cannot be read.
    """
    confirmed = {} if links is None else decided_links(read_pairs(links))
    path = out / LEDGER
    said = [*said]
    if fresh and path.is_file():
        said.append(_set_aside(path))
    sheets = [] if fresh else [(name, found) for name in SHEETS if (found := _sheet(out / name, said))]
    if not sheets and not confirmed and not path.is_file():
        return Remembered(said=tuple(said))
    with Ledger.open(path, create=True, who=who) as ledger:
        for name, sheet in sheets:
            said += _take(ledger, sheet, out, name)
        if count := ledger.decide("link", confirmed, links.name if links else ""):
            said.append(f"{links}: {counted(count, 'confirmed link')} taken over")
        judged = {key: judged_of(event) for key, event in ledger.held("finding").items()}
        return Remembered(judged, ledger.number, tuple(said), by_document(ledger.held("link")))


def judged_of(event: Event) -> Judged:
    """A decision as the report shows it."""
    after = event.after
    assert after is not None
    return Judged(after.decision, after.comment, event.who, event.when[:10])


def _set_aside(path: Path) -> str:
    """A file of decisions gets a dated name, with what SQLite keeps beside it in it."""
    with Ledger.open(path):  # folds the journal into the file
        pass
    aside = set_aside(path)
    path.unlink()
    return f"{path}: decisions of earlier runs stay as {aside.name}"


def _sheet(path: Path, said: list[str]) -> Returned | None:
    """The sheet of the last run where a person has worked in it; one that cannot be read stays beside, which is said."""
    if not changed(path.parent, MARK, [path.name]):
        return None
    try:
        found = read_back(path)
    except InputError as error:
        said.append(f"{error.message}; its decisions could not be read")
        return None
    said += found.problems
    if any(one.decision or one.comment for one in found.judged.values()) or (path.parent / MARK).is_file():
        return found
    return None


def _take(ledger: Ledger, sheet: Returned, out: Path, name: str) -> list[str]:
    """What a person changed in the sheet, as decisions; where somebody has decided otherwise meanwhile, a line."""
    shown = _shown(ledger, out)
    held = ledger.held("finding")
    new: dict[str, Decided | None] = {}
    said = []
    for id, one in sheet.judged.items():
        wrote, before = (one.decision, one.comment), shown.get(id, ("", ""))
        if wrote == before:
            continue
        now = held[id].after.says if id in held and held[id].after else ("", "")  # type: ignore[union-attr]
        if now not in (before, wrote):
            who = held[id].who if id in held else "somebody"
            said.append(
                f"{out / name}: {id} is {_words(wrote)} there, {who} decided meanwhile: {_words(now)}; the sheet's is taken"
            )
        code, symbol, position = sheet.about[id]
        withdrawn = not one.decision and before[0]
        new[id] = Decided("open" if withdrawn else one.decision, one.comment, code, symbol, position)
    count = ledger.decide("finding", new, name)
    if count:
        said.append(f"{out / name}: {counted(count, 'decision')} taken over")
    if not sheet.own_work and not sheet.problems:
        taken_in(out / name)
    return said


def _words(says: tuple[str, str]) -> str:
    return " ".join(filter(None, (says[0] or "open", f"({says[1]})" if says[1] else "")))


def _shown(ledger: Ledger, out: Path) -> dict[str, tuple[str, str]]:
    """What the sheet said when it was written: decisions up to then, and what waivers silenced."""
    run, report = _json(out / MARK), _json(out / RECORD)
    comments = _part(_part(report, "scores"), "waivers").get("comments", {})
    waived = report.get("waived")
    shown = {
        str(one.get("id")): ("accepted", str(_part(comments, str(one.get("id"))).get("comment", "")))
        for one in (waived if isinstance(waived, list) else ())
        if isinstance(one, dict)
    }
    number = run.get("decisions")
    if isinstance(number, int):
        for id, event in ledger.held("finding", until=number).items():
            if event.after:
                shown[id] = event.after.says
    return shown


def _part(record: object, name: str) -> dict[str, Any]:
    found = record.get(name) if isinstance(record, dict) else None
    return found if isinstance(found, dict) else {}


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class SheetWork:
    """What stands in a sheet that a check is about to replace: decisions by the id of their finding."""

    path: Path
    judged: Mapping[str, Judged]
    may_go: bool

    def let_go(self, done: Checked) -> None:
        """Let the new sheet take its place, where all that stands in it is in the new one or among the waivers."""
        here = {one.id for one in (*done.report.findings, *done.report.waived)}
        if self.may_go and all(id in here or one.decision == "accepted" for id, one in self.judged.items()):
            taken_in(self.path)


def work_in_sheets(paths: Sequence[Path], waivers: Path, who: str = "") -> tuple[list[SheetWork], list[str]]:
    """Read sheets back before a check writes them anew: what was accepted, and set back, goes into the list of waivers.

    Also lines about it: what was taken over, what could not be read and stays beside.
    """
    works: list[SheetWork] = []
    said: list[str] = []
    for path in paths:
        if path.suffix.lower() not in RETURNED or not path.is_file() or is_ours(path):
            continue
        try:
            found = read_back(path)
        except InputError:  # no report: it stays under a dated name
            continue
        said += found.problems
        filled = {id: one for id, one in found.judged.items() if one.decision or one.comment}
        if not found.problems and any(one.decision in ("accepted", "open") for one in filled.values()):
            added, total = gather([path], waivers, who)
            said.append(f"{waivers}: {added} added from {path}, {total} in all")
        works.append(SheetWork(path, filled, not found.own_work and not found.problems))
    return works, said
