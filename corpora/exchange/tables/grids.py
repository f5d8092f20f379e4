"""Workbooks and Word tables as bitexts: every sheet or table in which both languages are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from corpora.errors import InputError, short
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.tables.begin import Begin, begin_of
from corpora.exchange.tables.columns import Columns
from corpora.exchange.tables.delimited import MAX_COLUMNS, Extra, frame_of, too_wide
from corpora.exchange.tables.frames import with_facts
from corpora.sheets import Sheet, read_word_tables
from corpora.symbol import from_file_stem, parse_symbol
from corpora.text import LANGUAGES

WORD = (".docx", ".docm")
JOINED = {"zh": "", "en": " "}
"""What stands between the texts of rows that are one."""


@dataclass(slots=True)
class Grid:
    """A sheet or a table, what it is called, and the symbol of the document that it is of, if its name says one."""

    sheet: Sheet
    what: str
    symbol: str = ""
    columns: Columns = field(default_factory=Columns)


def grids_of(sheets: Sequence[Sheet]) -> list[Grid]:
    """The sheets of a workbook."""
    return [Grid(sheet, f"sheet {short(sheet.name, 40)!r}", symbol_of_title(sheet.name)) for sheet in sheets]


def read_word(path: Path, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    """The rows of the bilingual tables of a Word file, with a column for each fact; raises :class:`InputError` without one."""
    found = read_word_tables(path)
    grids = [
        Grid(sheet, f"table {number}", sheet.name if number - 1 in found.own else symbol_of_title(sheet.name))
        for number, sheet in enumerate(found.tables, start=1)
    ]
    if not any(begin_of(grid.sheet.rows, wanted.zh).columns.whole for grid in grids):
        what = "no table with a column of Chinese and one of English in it"
        raise InputError(f"{path}: {what}", "'duizhao align' aligns two documents")
    if found.counts["changes"]:
        said.say("tracked changes are taken as accepted")
    said.count("comment", "left out", found.counts["comments"])
    said.count("inline code", "left out", found.counts["codes"])
    said.count("piece of hidden text", "left out", found.counts["hidden"])
    if found.outside:
        said.say(f"text outside the tables left out ({found.outside:,} characters)")
    return grids_with_facts(path, grids, said, wanted)


def is_bilingual_word(path: Path) -> bool:
    """Whether most of a Word file is tables with a column of Chinese and one of English; no for what cannot be read."""
    if path.suffix.lower() not in WORD or not path.is_file():
        return False
    try:
        found = read_word_tables(path)
    except InputError:
        return False
    whole = [sheet for sheet in found.tables if begin_of(sheet.rows).columns.whole]
    size = sum(len(cell) for sheet in whole for row in sheet.rows for cell in row)
    return size > 0 and size * 5 >= (found.inside + found.outside) * 3


def symbol_of_title(title: str) -> str:
    """The symbol that the name of a sheet or the heading of a table spells, else nothing.

    >>> symbol_of_title("A_RES_75_1"), symbol_of_title("A/75/379"), symbol_of_title("Sheet1")
    ('A/RES/75/1', 'A/75/379', '')
    """
    symbol = parse_symbol(title) or from_file_stem(title)
    return symbol.text if symbol else ""


def grids_with_facts(path: Path, grids: Sequence[Grid], said: Remarks, wanted: Wanted) -> pl.DataFrame:
    """The rows of all grids with both languages, one behind the other, with a column for each fact.

    Hidden sheets are read only where no other has both languages. What is left out is said; raises :class:`InputError`
    where nothing is left.
    """
    begins = [begin_of(grid.sheet.rows, wanted.zh) for grid in grids]
    whole = [begin.columns.whole for begin in begins]
    seen = any(ok and not grid.sheet.hidden for grid, ok in zip(grids, whole, strict=True))
    frames = []
    for grid, begin, ok in zip(grids, begins, whole, strict=True):
        if not ok:
            if any(whole):
                said.say(f"{grid.what} has no columns of Chinese and English: left out")
            continue
        if grid.sheet.hidden and seen:
            said.say(f"{grid.what} is hidden: left out")
            continue
        frames.append(_frame(path, grid, begin, said, wanted, several=sum(whole) > 1))
    if not frames:
        raise no_columns(path, begins[0].columns)
    found = pl.concat(frames, how="diagonal_relaxed")
    if len(frames) > 1 and "position" in found.columns:
        key = pl.struct([name for name in ("symbol", "position") if name in found.columns])
        if found.select(key.is_duplicated().any()).item():
            found = found.drop("position")
    return found


def no_columns(path: Path, columns: Columns) -> InputError:
    """What is said of a table in which nothing is in one of the languages."""
    missing = columns.unnamed()
    listing = ", ".join(short(name.strip(), 40) for name in columns.names[:8]) or "none"
    return InputError(
        f"{path}: no column {' and '.join(missing)} (columns: {listing})", "name the text columns zh and en"
    )


def _frame(path: Path, grid: Grid, begin: Begin, said: Remarks, wanted: Wanted, several: bool) -> pl.DataFrame:
    where = f"{grid.what}, " if several else ""
    for line in begin.said:
        said.guess(f"{where}{line}")
    texts = {begin.columns.texts[language][0] for language in LANGUAGES}
    rows = grid.sheet.filled_down(frozenset(texts))
    width = len(begin.names) or max(map(len, rows))
    if width > MAX_COLUMNS:
        raise too_wide(path)
    _join_merged(grid.sheet, begin.columns, rows, said)
    broken: dict[int, str] = {}
    for (row, column), what in sorted(grid.sheet.broken.items()):
        if row < begin.first or row >= len(rows):
            continue
        if column in texts:
            rows[row] = []
            broken.setdefault(row, what)
        else:
            said.count(f"cell that shows no value ({what})", "left empty")
    for row, what in broken.items():
        said.lose(f"{where}row {row + 1}: {what}: left out")
    extra = Extra()
    numbered = ((number, row) for number, row in enumerate(rows[begin.first :], start=begin.first + 1))
    frame = with_facts(frame_of(numbered, width, extra, "row"), begin.columns, said, wanted)
    if extra.rows:
        said.say(f"{where}{extra.line()}")
    if grid.symbol and "symbol" not in frame.columns:
        frame = frame.with_columns(pl.lit(grid.symbol).alias("symbol"))
    return frame


def _join_merged(sheet: Sheet, columns: Columns, rows: list[list[str]], said: Remarks) -> None:
    """Where a text stands in a merged cell beside several of the other language, these are one row."""
    places = {columns.texts[language][0]: language for language in LANGUAGES}
    for top, left, bottom, _right in sheet.merged:
        if left not in places or bottom <= top or bottom - top > len(rows) or top >= len(rows):
            continue
        other = next(place for place in places if place != left)
        below = rows[top + 1 : bottom + 1]
        found = [row[other].strip() for row in rows[top : bottom + 1] if other < len(row) and row[other].strip()]
        if len(found) < 2:
            continue
        rows[top] += [""] * (other + 1 - len(rows[top]))
        rows[top][other] = JOINED[places[other]].join(found)
        said.count("row beside a merged cell", "joined with the one above it", len(below))
        for number in range(top + 1, min(bottom + 1, len(rows))):
            rows[number] = []
