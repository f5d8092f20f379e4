"""Decisions that come back from a reviser: a report as a spreadsheet, a Word file, as JSON, or a waiver file saved from the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import file_lock, read_bytes
from corpora.sheets import read_sheets, under_headings
from glossary.quality.returned import word_rows
from glossary.quality.waivers import Waiver, merge_waivers, parse_waiver, read_waivers, write_waivers
from glossary.report import column_of, meaning


def gather(decided: Iterable[Path], output: Path, who: str = "", today: str = "") -> tuple[int, int]:
    """Take decisions (``.xlsx``, ``.docx``, ``.json``, waiver files) into ``output``; return how many were added, how many there are.

    A finding that a sheet has set back from accepted to open is asked about again. Raises :class:`InputError`.
    """
    found = [decisions_of(path) for path in decided]
    day = today or date.today().isoformat()
    with file_lock(output):  # two at once add to each other
        return _taken_into(output, found, who, day)


def _taken_into(output: Path, found: Iterable[Decisions], who: str, day: str) -> tuple[int, int]:
    """The list as it stands at this moment, and what was decided, written anew."""
    old = read_waivers(output) if output.is_file() else {}
    waivers, withdrawn = dict(old), set[str]()
    for accepted, back in found:
        waivers = merge_waivers(waivers, accepted)
        withdrawn = (withdrawn | back) - {waiver.id for waiver in accepted}
    for id, waiver in waivers.items():
        if id not in old:
            waivers[id] = replace(waiver, who=waiver.who or who, date=waiver.date or day)
    kept = {id: waiver for id, waiver in waivers.items() if id not in withdrawn}
    write_waivers(output, kept)
    return len(kept.keys() - old.keys()), len(kept)


HINT = "give a report that 'duizhao check -o report.xlsx' wrote, with decisions filled in"

Row = dict[str, str]
Decisions = tuple[list[Waiver], set[str]]
"""What was accepted, and the ids of what was set back to open."""


def decisions_of(path: Path) -> Decisions:
    """Decisions of a file: a workbook, a Word file, JSON, else a waiver file. Raises :class:`InputError` for what is none of these."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _decided(_workbook(path), path)
    if suffix == ".docx":
        return _decided((row for rows in word_rows(path) for _number, row in rows), path)
    if suffix == ".json":
        return waivers_from_json(path), set()
    return list(read_waivers(path).values()), set()


def waivers_from_json(path: Path) -> list[Waiver]:
    """Waivers of a JSON file: a report whose findings have ``"decision": "accepted"``, its ``waived``, or a list of such records."""
    try:
        record = json.loads(read_bytes(path, empty=True, pipe=True))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON ({error})", HINT) from error
    if isinstance(record, Mapping) and isinstance(record.get("findings"), list):
        waived = record.get("waived")
        rows = [*(_row(one) for one in record["findings"]), *(_row(one, "accepted") for one in waived or ())]
    elif isinstance(record, list):
        rows = [_row(one) for one in record]
    else:
        raise InputError(f"{path}: is not a report", HINT)
    return _decided(rows, path)[0]


def _row(record: Any, decision: str = "") -> Row:
    if not isinstance(record, Mapping):
        return {}
    row = {str(key): "" if value is None else str(value) for key, value in record.items()}
    return row | ({"decision": decision} if decision else {})


def _decided(rows: Iterable[Row], path: Path) -> Decisions:
    accepted: list[Waiver] = []
    back: set[str] = set()
    for row in rows:
        said = row.get("decision", "")
        decision = meaning(said)
        if decision is None:
            place = f" (segment {_at(row)})" if _at(row) else ""
            raise InputError(
                f"{path}{place}: decision {said[:40]!r} is not known", "choose one from the list of the cell"
            )
        waiver = parse_waiver(row.get("id", ""))
        if waiver is None:
            if decision:
                raise InputError(f"{path}: a decision stands in a row without an id", "leave the column id as it was")
        elif decision == "accepted":
            number = _at(row)
            who, day, comment = (row.get(key, "") for key in ("who", "date", "comment"))
            accepted.append(Waiver(waiver.id, row.get("code", ""), row.get("symbol", ""), number, who, day, comment))
        elif decision == "open":
            back.add(waiver.id)
    return accepted, back - {waiver.id for waiver in accepted}


def _at(row: Row) -> int:
    """The position of a finding in its document, 0 where none is there; 0.1 only counted the rows of the bitext."""
    said = (row.get("position") or row.get("segment", "")).removesuffix(".0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _workbook(path: Path) -> list[Row]:
    """The rows below the headings, from every sheet that has the columns id and decision."""
    found = [under_headings(table, column_of) for table in read_sheets(path)]
    if all(rows is None for rows in found):
        raise InputError(f"{path}: no sheet with the columns id and decision", HINT)
    return [cells for rows in found for _number, cells in rows or ()]
