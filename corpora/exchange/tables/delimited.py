"""Tables of text, as rows: separators, quotation marks, line ends inside a cell, each row with its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from corpora.errors import InputError, short
from corpora.files import MAX_UNIT_TEXT, decode, read_bytes
from corpora.sheets import encoding_name, quoted_tabs, separator_of
from corpora.text import late

MAX_COLUMNS = 1000
"""Thousands of columns cost minutes and gigabytes, and no bitext has them."""
ROWS_AT_ONCE = 1 << 15
HEAD = 1 << 18
"""Bytes from which the columns of a table are known."""
# encodings in which a Chinese and an English text can stand together
BILINGUAL = late(r"utf[-_]?(?:8|16).*|gb\w+|big5\w*|cp9(?:36|50)|hz", re.I)
QUOTED_CELL = re.compile(r'"(?:[^"]|"")*+"')
DECLARED = re.compile(r"sep=([,;\t|])\r?\n")
"""What Excel takes as an order, and leaves in."""

GUARDED = r"^'('*[=+\-@\t\r\n＝＋－＠])"
"""A cell that was made safe from being run as a formula (:func:`corpora.sheets.guarded`)."""

Numbered = Iterator[tuple[int, list[str]]]
"""Rows with the number of the line, from 1, on which each begins."""


@dataclass(slots=True)
class Delimited:
    """A table of text, in UTF-8: how its cells are parted, and what was guessed of it, a line each.

    ``skipped``: lines of the file that stand before ``data``.
    """

    path: Path
    data: bytes
    separator: str
    quoted: bool
    skipped: int = 0
    said: list[str] = field(default_factory=list)
    lenient: bool = False
    at: int = 1

    def head(self, most: int) -> list[list[str]]:
        """The first rows, empty ones too."""
        cut = self.data[:HEAD]
        if len(cut) < len(self.data):
            cut = cut[: cut.rfind(b"\n") + 1]
        rows: list[list[str]] = []
        try:
            for _line, row in islice(self._by_lines(cut) if self.lenient else self._rows(cut), most):
                rows.append(row)
        except csv.Error:  # a cell goes on behind the head
            pass
        return rows

    def rows(self) -> Numbered:
        """All rows, empty ones too."""
        return self._by_lines(self.data) if self.lenient else self._rows(self.data)

    def check(self) -> None:
        """Go through a table with quotation marks once: whether it is CSV; else they are read as text, and that is said.

        Raises :class:`InputError` where one is never closed, or where the rows have no common width then.
        """
        if not self.quoted:
            return
        try:
            for _row in self._rows(self.data):
                pass
        except csv.Error as error:
            closed = "unexpected end" not in str(error) and "limit" not in str(error)
            rows = list(self._by_lines(self.data)) if closed else []
            if len({len(row) for _line, row in rows if row}) != 1:
                raise self._broken(error) from error
            self.lenient = True
            self.said.append(f"line {self.at} is not proper CSV: its quotation marks are read as text")

    def _broken(self, error: csv.Error) -> InputError:
        at = f":{self.at}"
        if "unexpected end" in str(error):
            return InputError(
                f"{self.path}{at}: a quotation mark is never closed", "close it; inside a cell, write it twice"
            )
        if "limit" in str(error):
            return InputError(f"{self.path}{at}: a cell of more than {MAX_UNIT_TEXT:,} characters", "split it")
        return InputError(
            f"{self.path}{at}: cannot be read as CSV ({short(str(error), 80)})",
            "inside a cell, write a quotation mark twice",
        )

    def _rows(self, data: bytes) -> Numbered:
        stream = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="" if self.quoted else None)
        if not self.quoted:
            for line, text in enumerate(stream, start=1 + self.skipped):
                bare = text.rstrip("\n")
                yield line, bare.split(self.separator) if bare.strip() else []
            return
        csv.field_size_limit(MAX_UNIT_TEXT)
        reader = csv.reader(stream, delimiter=self.separator, strict=True)
        self.at = 1 + self.skipped
        for row in reader:
            yield self.at, row if any(row) else []
            self.at = reader.line_num + 1 + self.skipped

    def _by_lines(self, data: bytes) -> Numbered:
        for line, text in enumerate(io.TextIOWrapper(io.BytesIO(data), "utf-8"), start=1 + self.skipped):
            yield line, cells_of(text.rstrip("\n"), self.separator) if text.strip() else []


def open_delimited(path: Path) -> Delimited:
    """A CSV or TSV, by whatever its cells are parted; UTF-8, UTF-16, GB18030 and Big5 are recognised.

    Cells are quoted in CSV, and in TSV where quotation marks are as Excel writes them.
    Raises :class:`InputError` for anything else.
    """
    data = read_bytes(path)
    text, encoding = decode(data, path)
    if not BILINGUAL.fullmatch(encoding):
        raise InputError(f"{path}: not UTF-8, nor an encoding that has Chinese ({encoding})", "save it as UTF-8")
    said = [] if encoding.startswith("utf") else [f"read as {encoding_name(encoding)}"]
    text = text.removeprefix("\ufeff")
    head = text[: 1 << 16]
    if "\n" not in head and "\r" in head:
        text = text.replace("\r", "\n")
    declared = DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    tabs = path.suffix.lower() != ".csv" and ("\t" in head or not re.search("[,;|]", head))
    separator = declared[1] if declared else "\t" if tabs else separator_of(head)
    quoted = quoted_tabs(text, encoding) if tabs else '"' in text
    if text.partition("\n")[0].count(separator) >= MAX_COLUMNS:
        raise too_wide(path)
    data = text.encode("utf-8", "replace")
    found = Delimited(path, data, separator, quoted, int(bool(declared)), said)
    found.check()
    return found


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of one line; a cell is quoted only if it is so from its beginning to its end.

    >>> cells_of('a "b",5" pipe,"x, y"', ",")
    ['a "b"', '5" pipe', 'x, y']
    """
    cells, at = [], 0
    while True:
        quoted = QUOTED_CELL.match(line, at) if line.startswith('"', at) else None
        if quoted and (quoted.end() == len(line) or line[quoted.end()] == separator):
            end = quoted.end()
            cells.append(quoted[0][1:-1].replace('""', '"'))
        else:
            end = line.find(separator, at)
            end = len(line) if end < 0 else end
            cells.append(line[at:end])
        if end == len(line):
            return cells
        at = end + 1


@dataclass(slots=True)
class Extra:
    """Cells beyond the last column of a table: how many rows have such, and the first of them."""

    rows: int = 0
    first: str = ""

    def line(self) -> str:
        """What is said of it; empty where there is none."""
        if not self.rows:
            return ""
        return f"{self.rows:,} row{'s have' if self.rows > 1 else ' has'} more cells than the header ({self.first}): left out"


def frame_of(rows: Iterable[tuple[int, Sequence[str]]], width: int, extra: Extra, what: str = "line") -> pl.DataFrame:
    """Rows as a frame with the columns ``0``, ``1``, ... of texts, and ``line``; empty rows are left out."""
    parts: list[pl.DataFrame] = []
    schema = {str(place): pl.String for place in range(width)} | {"line": pl.UInt32}
    some: list[tuple[str | int | None, ...]] = []
    for line, row in rows:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            cell = next(cell.strip() for cell in row[width:] if cell.strip())
            extra.first = extra.first or f"{what} {line}: {short(cell, 40)!r}"
            extra.rows += 1
        if any(row[:width]):
            some.append((*row[:width], *[None] * (width - len(row)), line))
        if len(some) >= ROWS_AT_ONCE:
            parts.append(pl.DataFrame(some, schema, orient="row"))
            some = []
    parts.append(pl.DataFrame(some, schema, orient="row"))
    return pl.concat(parts)


def body_of(table: Delimited, first: int, width: int, extra: Extra) -> pl.DataFrame:
    """The rows of a table from one on (from 0), as :func:`frame_of` gives them, in the fastest way that is right."""
    found = None if table.quoted else _fast(table, first, width)
    if found is None:
        found = frame_of(islice(table.rows(), first, None), width, extra)
    return found.with_columns(pl.col(pl.String).str.replace(GUARDED, "$1"))


def _fast(table: Delimited, first: int, width: int) -> pl.DataFrame | None:
    """All lines as they are; ``None`` where a row has more cells than the header."""
    at = 0
    for _ in range(first):
        at = table.data.find(b"\n", at) + 1
        if not at:
            return None
    if b"\r" in table.data.replace(b"\r\n", b""):
        return None  # a line end of old files, which only the slow way sees
    try:
        frame = pl.read_csv(
            table.data[at:],
            separator=table.separator,
            quote_char=None,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
        )
    except pl.exceptions.PolarsError:
        return None
    frame = frame.with_row_index("line", offset=first + table.skipped + 1)
    texts = pl.all_horizontal(pl.exclude("line").is_null())
    return frame.filter(~texts).select([str(place) for place in range(width)] + ["line"])


def too_wide(path: Path) -> InputError:
    """What is said of a table with thousands of columns."""
    return InputError(f"{path}: more than {MAX_COLUMNS:,} columns", "export the columns zh and en alone")
