"""XLSX in and out, strings only: no formula, no link is ever made of a text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from corpora.errors import OutputError
from corpora.sheets.cells import MAX_COLUMNS
from corpora.sheets.workbook import FIXED_TIME, OPTIONS
from corpora.sheets.workbook_read import MAX_ROWS, read_workbook

NAMED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "terms") -> None:
    """One sheet: a bold header that stays in view, a filter, texts as texts.

    XlsxWriter makes the workbook; the cells, which are all strings, are written into it here, in a fifth of the time.
    Raises :class:`OutputError` past a million rows.
    """
    found = list(rows)
    if len(found) >= MAX_ROWS:
        raise OutputError(f"{path.name}: more than {MAX_ROWS:,} rows, which Excel cannot open", "export as CSV")
    with zipfile.ZipFile(_shell(header, len(found), title)) as shell, zipfile.ZipFile(path, "w") as archive:
        for entry in shell.infolist():
            content = shell.read(entry)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                if entry.filename == "xl/worksheets/sheet1.xml":
                    head, end, tail = content.partition(b"</sheetData>")
                    part.write(re.sub(rb"<dimension [^<>]*/>", b"", head))  # it would count the header only
                    for number, row in enumerate(found, start=2):
                        part.write(_row(number, row))
                    part.write(end + tail)
                else:
                    part.write(content)


def _shell(header: Sequence[str], rows: int, title: str) -> io.BytesIO:
    """A workbook with its header and no other row."""
    import xlsxwriter  # takes a while, and few commands write a workbook

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, OPTIONS)
    # a fixed time, so that the same termbase gives the same bytes
    book.set_properties({"created": FIXED_TIME, "comments": "written by duizhao"})
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.set_column(column, column, 28 if name in ("zh", "en", "definition") else 14)
        sheet.write_string(0, column, name, bold)
    sheet.autofilter(0, 0, max(rows, 1), len(header) - 1)
    book.close()
    data.seek(0)
    return data


def _row(number: int, row: Sequence[str]) -> bytes:
    cells = (
        f'<c r="{letters(column)}{number}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
        for column, text in enumerate(row)
        if text
    )
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _escaped(text: str) -> str:
    """Text of a cell; ``_x0041_`` would be read as the character that it names (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" in text:
        text = NAMED.sub("_x005F_", text)
    return escape(text, quote=False)


@lru_cache(MAX_COLUMNS)
def letters(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_sheets(path: Path, *, numbered: bool = False) -> list[list[list[str]]]:
    """The sheets of a workbook that have cells and are not hidden, as rows of texts. Raises :class:`InputError` for anything else.

    Empty rows are left out; ``numbered`` keeps them, so that places in the list are those of the spreadsheet.
    """
    sheets = read_workbook(path)
    shown = [sheet for sheet in sheets if not sheet.hidden] or sheets
    tables = [_even(sheet.rows) for sheet in shown]
    return tables if numbered else [[row for row in table if any(row)] for table in tables]


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one length."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
