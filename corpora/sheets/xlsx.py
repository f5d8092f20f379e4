"""XLSX in and out, strings only: no formula, no link is ever made of a text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from corpora.errors import InputError, OutputError, short
from corpora.files import read_bytes
from corpora.sheets.cells import MAX_COLUMNS
from corpora.sheets.workbook import FIXED_TIME, OPTIONS

MAX_ROWS = 1_048_576
"""Rows of a sheet, the header included (Excel)."""
MAX_UNPACKED = 512_000_000
MAX_ENTRIES = 10_000
MAX_CELLS = 40_000_000
"""Cells of the rectangle that a sheet covers: it is held in memory, empty cells included."""
MAX_EMPTY = 4_000_000
"""Cells of that rectangle where nearly all are empty: more only where at least one in eight is there."""
MAX_FAR = 32_768
"""Columns of a sheet, empty ones included; Excel has half as many."""
MAX_SHEETS = 20
NAMED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
PLACE = re.compile(rb"""\br\s*+=\s*+["']\s*+([A-Za-z]*+)([0-9]*+)\s*+["']""")
AGAIN = "save it again as .xlsx"


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
    """The sheets of a workbook that have cells, as rows of texts. Raises :class:`InputError` for anything else.

    Empty rows are left out; ``numbered`` keeps them, so that places in the list are those of the spreadsheet.
    """
    import fastexcel

    _check(path)
    found = []
    try:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names[:MAX_SHEETS]:
            frame = book.load_sheet(
                name, header_row=None, skip_rows=0 if numbered else None, dtypes="string"
            ).to_polars()
            rows = [["" if cell is None else cell for cell in row] for row in frame.iter_rows()]
            filled = [row for row in rows if any(row)]
            rows = rows if numbered else filled
            if filled:
                found.append(rows)
    except (fastexcel.FastExcelError, ValueError, TypeError) as error:
        raise InputError(f"{path}: cannot be read as XLSX ({short(str(error), 100)})", AGAIN) from error
    except BaseException as error:  # a panic of Rust is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(f"{path}: cannot be read as XLSX ({short(str(error), 100)})", AGAIN) from error
    if not found:
        raise InputError(f"{path}: no sheet with cells in it", "check the export")
    return found


def _check(path: Path) -> None:
    """Unpack in a stream and count: what a file says of its own sizes is not believed."""
    if not path.is_file():
        read_bytes(path)  # missing, a folder: the same words as for other files
    total = area = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise InputError(f"{path}: more than {MAX_ENTRIES:,} parts", AGAIN)
            for entry in entries:
                extent = _Extent()
                with archive.open(entry) as stream:
                    while chunk := stream.read(1 << 20):
                        total += len(chunk)
                        if total > MAX_UNPACKED:
                            raise InputError(f"{path}: unpacks to more than {MAX_UNPACKED // 1_000_000} MB", "split it")
                        extent.add(chunk)
                        extent.check(path)
                area += extent.area
                if area > MAX_CELLS:
                    raise InputError(f"{path}: sheets of {area:,} cells, empty ones included", "split it")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{path}: cannot be read as XLSX ({short(str(error), 100)})", AGAIN) from error


class _Extent:
    """How far the cells of a part reach, as it is read; a part is a sheet by what is in it, not by its name."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0
        self.is_sheet = False
        self._tail = b""

    @property
    def area(self) -> int:
        """Cells of the rectangle, empty ones included."""
        return self.rows * self.columns

    def add(self, chunk: bytes) -> None:
        """Look at the next bytes, whatever their encoding makes of ASCII."""
        text = self._tail + chunk.replace(b"\x00", b"")
        self._tail = text[max(text.rfind(b"<"), len(text) - 4096) :]
        self.is_sheet = self.is_sheet or b"sheetData" in text
        if not self.is_sheet:
            return
        for letters, digits in PLACE.findall(text):
            self.cells += bool(letters)
            self.rows = max(self.rows, int(digits.lstrip(b"0")[:12] or b"0"))
            self.columns = max(self.columns, _column(letters[:12]))

    def check(self, path: Path) -> None:
        """Raises :class:`InputError` for a sheet that is too large, before it is unpacked into memory."""
        if self.rows > MAX_ROWS:
            raise InputError(
                f"{path}: a cell in row {self.rows:,}; a sheet has {MAX_ROWS:,} rows", "delete cells far out"
            )
        if self.columns > MAX_FAR or self.area > MAX_CELLS or self.area > max(MAX_EMPTY, 8 * self.cells):
            raise InputError(
                f"{path}: a sheet of {self.rows:,} rows and {self.columns:,} columns", "delete cells far out"
            )


def _column(letters: bytes) -> int:
    """The number of a column.

    >>> _column(b"A"), _column(b"AB"), _column(b"")
    (1, 28, 0)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
