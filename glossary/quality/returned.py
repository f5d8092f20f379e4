"""A sheet or a Word file that a person has worked in, read back before a new one takes its place: what was decided, and whether anything else was written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from corpora.errors import InputError
from corpora.sheets import WordTables, own_cells, read_sheets, read_word_tables, under_headings
from glossary.finding import Judged
from glossary.quality.waivers import parse_waiver
from glossary.report import (
    PAIR_HEADINGS,
    READ,
    SHEET_TEXTS,
    SHEETS,
    TERM_HEADINGS,
    WORD_READ,
    column_of,
    digest_of,
    meaning,
    word_column_of,
)

Rows = list[tuple[int, dict[str, str]]]
RETURNED = (".xlsx", ".docx")
"""What comes back from people."""

_PROPERTY = re.compile(r'name="(\w{1,40})"[^<>]{0,200}>\s{0,9}<vt:lpwstr>([^<]{0,99})<')
_COMMENTS = re.compile(r"(?:xl|word)/(?:threaded)?comments\d*(?:/[\w.]+)?\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a sheet says: decisions by the id of their finding, lines about cells that could not be read.

    ``own_work``: there is more in it than decisions and comments (a text was edited, a column, a sheet, a remark was added, rows were taken out):
    the sheet is to stay as it is.
    """

    judged: dict[str, Judged] = field(default_factory=dict)
    about: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    own_work: bool = False


def read_back(sheet: Path) -> Returned:
    """Read a report in which a person may have worked, a sheet or a Word file.

    Raises :class:`InputError` where it is no report of ours.
    """
    if sheet.suffix.lower() == ".docx":
        return _read_word(sheet)
    tables = read_sheets(sheet, numbered=True)
    found = [under_headings(table, column_of) for table in tables]
    if all(rows is None for rows in found):
        raise InputError(
            f"{sheet}: no sheet with the columns id and decision", "'duizhao check -o report.xlsx' writes one"
        )
    rows = [row for part in found for row in part or ()]
    judged, about, problems = _judged(rows, sheet)
    return Returned(judged, about, tuple(problems), _own_work(sheet, tables, rows, found))


def _read_word(path: Path) -> Returned:
    tables = read_word_tables(path)
    found = word_rows(path, tables)
    judged, about, problems = _judged([row for rows in found for row in rows], path)
    known, remarks = _known_texts(path)
    texts = [[[row.get(key, "") for key in WORD_READ] for _number, row in rows] for rows in found]
    own = (
        bool(remarks or tables.outside or tables.counts["changes"])
        or len(found) < len(tables.tables)
        or any(own_cells(sheet.rows, word_column_of) for sheet in tables.tables)
        or digest_of(texts) != known
    )
    return Returned(judged, about, tuple(problems), own)


def word_rows(path: Path, tables: WordTables | None = None) -> list[Rows]:
    """The rows of the tables of a Word file that have an id and a decision, each with its document and its code.

    Raises :class:`InputError` where there are none.
    """
    found: list[Rows] = []
    unnamed = {names[2] for names in SHEETS.values()}
    for sheet in (tables or read_word_tables(path)).tables:
        rows = under_headings(sheet.rows, word_column_of)
        if rows is not None:
            symbol = "" if sheet.name in unnamed else sheet.name
            found.append(
                [(n, row | {"symbol": symbol, "code": row.get("finding", "").partition(" ")[0]}) for n, row in rows]
            )
    if not found:
        raise InputError(
            f"{path}: no table with the columns id and decision", "'duizhao check -o review.docx' writes one"
        )
    return found


def _judged(
    rows: Sequence[tuple[int, dict[str, str]]], sheet: Path
) -> tuple[dict[str, Judged], dict[str, tuple[str, str, int]], list[str]]:
    judged: dict[str, Judged] = {}
    about: dict[str, tuple[str, str, int]] = {}
    problems = []
    for number, row in rows:
        said, comment = row.get("decision", ""), row.get("comment", "")
        waiver = parse_waiver(row.get("id", ""))
        decision = meaning(said)
        if waiver is None:
            if said or comment:
                problems.append(f"{sheet}, row {number}: a decision stands in a row without an id")
        elif decision is None:
            problems.append(f"{sheet}, row {number}: decision {said[:40]!r} is not known")
        else:
            judged[waiver.id] = Judged(decision, comment, row.get("who", ""), row.get("date", ""))
            place = row.get("position", "").removesuffix(".0")
            about[waiver.id] = row.get("code", ""), row.get("symbol", ""), int(place) if place.isdecimal() else 0
    return judged, about, problems


def _own_work(
    sheet: Path,
    tables: Sequence[Sequence[Sequence[str]]],
    rows: Sequence[tuple[int, dict[str, str]]],
    found: Sequence[object],
) -> bool:
    known, remarks = _known_texts(sheet)
    if (
        not known
        or remarks > 1
        or any(own_cells(t, column_of) for t, one in zip(tables, found, strict=True) if one is not None)
    ):
        return True
    pairs, others = [], 0
    for table, one in zip(tables, found, strict=True):
        if one is not None:
            continue
        head = tuple(table[0]) if table else ()
        if any(head[: len(names)] == names for names in PAIR_HEADINGS.values()):
            if any(cell.strip() for line in table for cell in line[7:]):
                return True
            pairs.append([line[2:4] for line in table[1:] if any(line)])
        elif any(head[: len(names)] == names for names in TERM_HEADINGS.values()):
            if any(cell.strip() for line in table for cell in line[5:]):
                return True
            pairs.append([line[:2] for line in table[1:] if any(line)])
        else:
            others += any(map(any, table))
    findings = [[row.get(key, "") for key in READ] for _number, row in rows if any(row.values())]
    return others > 1 or digest_of([findings, *pairs]) != known  # one other sheet is that of the scores


def _known_texts(sheet: Path) -> tuple[str, int]:
    """The digest of the texts as they were written, empty where it is not there, and how many remarks are on cells."""
    try:
        with zipfile.ZipFile(sheet) as archive:
            names = archive.namelist()
            custom = (
                archive.read("docProps/custom.xml").decode("utf-8", "replace") if "docProps/custom.xml" in names else ""
            )
            remarks = sum(
                len(re.findall(rb"<(?:\w+:)?(?:comment|threadedComment) ", archive.read(name)))
                for name in names
                if _COMMENTS.fullmatch(name)
            )
    except (OSError, ValueError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return "", 0
    known = {name: unescape(value) for name, value in _PROPERTY.findall(custom)}
    return known.get(SHEET_TEXTS, ""), remarks
