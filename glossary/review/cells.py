"""Cells of a sheet that came back: XLSX as any office program saves it, CSV in any encoding and with any separator."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from glossary.formats.cells import csv_rows
from glossary.review.words import column_of

LARGEST = 64 * 2**20  # bytes of a file
UNPACKED = 512 * 2**20  # bytes of all parts of an XLSX
HEADER_WITHIN = 10  # rows in which the headings may stand: people put a title above
FORMULA = re.compile(r"'*[=+\-@\t\r]")
NEEDED = ("id", "decision")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet, ``number`` as the spreadsheet counts, cells by column key; own columns are left out."""

    number: int
    cells: dict[str, str]

    def get(self, key: str) -> str | None:
        """The text of a cell; None where the sheet has no such column."""
        return self.cells.get(key)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("1+1"), unguarded(guarded("'=x"))
    ("'=1+1", '1+1', "'=x")
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text behind :func:`guarded`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows below the headings that say something; raises :class:`InputError` for what is no review sheet."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})", "check the name") from error
    if data is None:
        raise InputError(f"{path}: larger than {LARGEST // 2**20} MB", "split the sheet")
    if not data.strip():
        raise InputError(f"{path}: file is empty", "give a filled-in sheet of 'duizhao glossary review export'")
    tables = _xlsx(path, data) if data[:2] == b"PK" else iter([_csv(path, data)])
    for table in tables:
        rows = _under_headings(table)
        if rows is not None:
            return rows
    raise InputError(
        f"{path}: no sheet with the columns id and decision", "fill in what 'duizhao glossary review export' wrote"
    )


def _under_headings(table: Sequence[Sequence[str]]) -> list[SheetRow] | None:
    for at, line in enumerate(table[:HEADER_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(line):
            key = column_of(cell)
            if key is not None:
                places.setdefault(key, place)
        if all(key in places for key in NEEDED):
            return list(_rows(table[at + 1 :], at + 2, places))
    return None


def _rows(lines: Sequence[Sequence[str]], first: int, places: dict[str, int]) -> Iterator[SheetRow]:
    for number, line in enumerate(lines, start=first):
        cells = {key: line[place].strip() if place < len(line) else "" for key, place in places.items()}
        if any(cells.values()):
            yield SheetRow(number, cells)


def _xlsx(path: Path, data: bytes) -> Iterator[list[list[str]]]:
    import fastexcel

    hint = "save it as .xlsx or .csv again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise InputError(f"{path}: unpacks to more than {UNPACKED // 2**20} MB", "split the sheet")
        book = fastexcel.read_excel(data)
        names = book.sheet_names
    except (zipfile.BadZipFile, fastexcel.FastExcelError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a workbook ({str(error)[:120]})", hint) from error
    for name in names:
        try:
            # whole rows from the first on, so that row numbers are those of the spreadsheet
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            frame = sheet.to_polars()
        except fastexcel.FastExcelError as error:
            raise InputError(f"{path}: sheet {name!r} cannot be read ({str(error)[:120]})", hint) from error
        yield [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]


def _csv(path: Path, data: bytes) -> list[list[str]]:
    text = _decoded(path, data)
    head, _, rest = text.partition("\n")
    separator = ""
    if head.lower().startswith("sep=") and len(head.strip()) == 5:
        # a hint to Excel; an empty line in its place keeps the row numbers
        separator, text = head[4], f"\n{rest}"
    if not separator:
        outside = re.sub(r'"[^"]*"', "", "\n".join(text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]))
        separator = max(",;\t", key=outside.count)
    return [[unguarded(cell) for cell in line] for line in csv_rows(text, separator, path, LARGEST)]


def _decoded(path: Path, data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}: neither UTF-8 nor GB18030 text", "save it as CSV UTF-8")
