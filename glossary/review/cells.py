"""Cells of a sheet that came back: XLSX as any office program saves it, CSV in any encoding and with any separator."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.files import decode, read_bytes
from corpora.sheets import HEADER_WITHIN, csv_rows, own_cells, read_sheets, under_headings, unguarded
from glossary.review.sheet_columns import column_of

LARGEST = 64 * 2**20  # bytes of a file


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet, ``number`` as the spreadsheet counts, cells by column key; own columns are left out."""

    number: int
    cells: dict[str, str]

    def get(self, key: str) -> str | None:
        """The text of a cell; None where the sheet has no such column."""
        return self.cells.get(key)


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows below the headings that say something; raises :class:`InputError` for what is no review sheet."""
    data = _read(path)
    tables = read_sheets(path, numbered=True) if data[:2] == b"PK" else [_csv(path, data)]
    for table in tables:
        rows = under_headings(table, column_of)
        if rows is not None:
            return [SheetRow(number, cells) for number, cells in rows if any(cells.values())]
    raise InputError(
        f"{path}: no sheet with the columns id and decision", "fill in what 'duizhao glossary review export' wrote"
    )


def has_own_work(path: Path) -> bool:
    """Whether a person has put something into a review sheet that is never read back: columns, lines above the headings, sheets, comments.

    Raises :class:`InputError` for what is no review sheet.
    """
    data = _read(path)
    if data[:2] != b"PK":
        return own_cells(_csv(path, data), column_of)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(re.match(r"xl/(?:threaded)?comments", name, re.IGNORECASE) for name in archive.namelist()):
            return True
    tables = read_sheets(path, numbered=True)
    ours = [under_headings(table, column_of) is not None for table in tables]
    others = [table for table, one in zip(tables, ours, strict=True) if not one and any(map(any, table))]
    # our workbook has the sheet of candidates and a sheet of instructions
    return (
        sum(ours) > 1
        or len(others) > 1
        or any(own_cells(table, column_of) for table, one in zip(tables, ours, strict=True) if one)
    )


def _read(path: Path) -> bytes:
    data = read_bytes(path, largest=LARGEST, empty=True, pipe=True)
    if not data.strip():
        raise InputError(f"{path}: file is empty", "give a filled-in sheet of 'duizhao glossary review export'")
    return data


def _csv(path: Path, data: bytes) -> list[list[str]]:
    text, _ = decode(data, path)
    head, _, rest = text.partition("\n")
    separator = ""
    if head.lower().startswith("sep=") and len(head.strip()) == 5:
        # a hint to Excel; an empty line in its place keeps the row numbers
        separator, text = head[4], f"\n{rest}"
    if not separator:
        outside = re.sub(r'"[^"]*"', "", "\n".join(text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]))
        separator = max(",;\t", key=outside.count)
    return [[unguarded(cell) for cell in line] for line in csv_rows(text, separator, path, LARGEST)]
