"""Cells in and out: CSV, TSV and XLSX as rows of texts.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which is taken away again
when the file is read; a cell that has apostrophes before such a beginning gets one more, so that nothing is lost.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.files import MAX_UNIT_TEXT, decode, one_line, read_bytes, tidy

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How cells begin that Excel and LibreOffice would run, in East Asian settings the wide signs too (OWASP, CSV
injection)."""
MAX_COLUMNS = 1000
OWN_HEADS = ("concept_id\t", "symbol\tposition\t", "id\tseverity\t")
"""How tables of ours begin, in which nothing is quoted."""
QUOTED_START = re.compile(r'(?:^|[\t\n\r])"')
QUOTED = re.compile(r'"(?:[^"]|"")*+"(?=[\t\r\n]|\Z)')
ENCODINGS = {"gb18030": "GBK (GB 18030)", "gbk": "GBK", "big5": "Big5", "big5hkscs": "Big5"}
SEPARATORS = (",", ";", "\t", "|")
END = "\ue0ffend of the file\ue0ff"
"""A line that no file has, behind the last: it shows whether a quotation mark is open there."""


def guarded(text: str) -> str:
    """A cell that is no formula anywhere.

    >>> guarded("=1+1"), guarded("'=1"), guarded("-ism"), guarded("plain")
    ("'=1+1", "''=1", "'-ism", 'plain')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The reverse of :func:`guarded`; other cells stay as they are.

    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("-ism"), unguarded("'tis")
    ('=1+1', "'=1", '-ism', "'tis")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


class Cells(NamedTuple):
    """The rows of a delimited table, empty ones too, and what was guessed of it, a line each."""

    rows: list[list[str]]
    said: list[str]


def read_cells(path: Path, tabs: bool) -> Cells:
    """Rows of a CSV (separated by whatever its first lines use) or a TSV, in UTF-8, UTF-16, GB18030 or Big5.

    Empty rows are in it, so that places in the list are those of the file. Raises :class:`InputError`.
    """
    text, encoding = decode(read_bytes(path), path)
    text = text.removeprefix("\ufeff")
    said = [] if encoding.startswith("utf") else [f"read as {encoding_name(encoding)}"]
    if tabs and not quoted_tabs(text, encoding):
        lines = re.split(r"\r\n|\r|\n", text)
        rows = [[unguarded(cell) for cell in line.split("\t")] if line.strip() else [] for line in lines]
        return Cells(_checked(rows, path), said)
    declared = re.match(r"sep=([,;\t|])\r?\n", text)  # what Excel takes as an order, and leaves in
    separator = "\t" if tabs else declared[1] if declared else separator_of(text)
    if declared:
        text = f"\n{text[declared.end() :]}"  # an empty line in its place keeps the line numbers
    found = [[unguarded(cell) for cell in row] for row in csv_rows(text, separator, path)]
    return Cells(_checked([row if any(row) else [] for row in found], path), said)


def encoding_name(encoding: str) -> str:
    """An encoding as people know it.

    >>> encoding_name("gb18030"), encoding_name("big5hkscs")
    ('GBK (GB 18030)', 'Big5')
    """
    return ENCODINGS.get(encoding.lower(), encoding)


def quoted_tabs(text: str, encoding: str = "utf-8") -> bool:
    r"""Whether the cells of a table with tabs are quoted where they must be, as Excel does in "Text (tab delimited)".

    What begins with a quotation mark must end with one, those inside must be doubled, and some must be there, or a line
    end: a cell that is a quotation in both languages is none. UTF-16 is Excel's "Unicode text", which is always so.

    >>> quoted_tabs('zh\ten\r\n甲\t"say ""x"" twice"\r\n'), quoted_tabs('甲\t"draft"\n'), quoted_tabs('"甲"乙\t"a ""b"" c"\n')
    (True, False, False)
    """
    if encoding.startswith("utf-16"):
        return True
    if text.startswith(OWN_HEADS) and "\r\n" not in text:
        return False
    certain = False
    for match in QUOTED_START.finditer(text):
        cell = QUOTED.match(text, match.end() - 1)
        if cell is None:
            return False
        certain = certain or '""' in cell[0][1:-1] or "\n" in cell[0] or "\t" in cell[0]
    return certain


def csv_rows(text: str, separator: str, path: Path, longest: int = MAX_UNIT_TEXT) -> Iterator[list[str]]:
    """The rows of a CSV, empty ones too; raises :class:`InputError` where a quotation mark is never closed.

    >>> list(csv_rows('a,"b,c"', ",", Path("t.csv")))
    [['a', 'b,c']]
    """
    csv.field_size_limit(longest)
    reader = csv.reader(chain(io.StringIO(text, newline=""), [END]), delimiter=separator)
    begins = 1
    try:
        for row in reader:
            if row == [END]:
                return
            if row and row[-1].endswith(END):
                # the module closes it at the end of the file and makes all that follows one cell
                raise InputError(
                    f"{path}:{begins}: a quotation mark is never closed", "close it; inside a cell, write it twice"
                )
            yield row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{path}:{reader.line_num}: cannot be read as CSV ({error})", "is a quotation mark never closed?"
        ) from error


def separator_of(text: str) -> str:
    r"""The separator of a CSV: what stands equally often in each of its first lines, outside quotation marks.

    Of several such, and where there is none, the one that the first line has most of.

    >>> separator_of("zh;en\na;b, c\n"), separator_of('"a;b",c\nd,e\n'), separator_of("one\n")
    (';', ',', ',')
    >>> separator_of("zh;en;note (a, b)\n甲;alpha;one, two\n"), separator_of("zh,en;x\n甲,a\n"), separator_of("A/1\nzh;en\n")
    (';', ',', ';')
    """
    lines = re.split(r"[\r\n]+", re.sub(r'"[^"]*"?', "", text[: 1 << 16]))[:20]
    lines = [line for line in lines if line.strip()] or [""]
    counts = {separator: [line.count(separator) for line in lines] for separator in SEPARATORS}
    even = [separator for separator, numbers in counts.items() if min(numbers) == max(numbers) > 0]
    if not even and not any(numbers[0] for numbers in counts.values()):  # a title stands above the table
        alike = {separator: _most_alike(numbers) for separator, numbers in counts.items()}
        return max(SEPARATORS, key=lambda separator: alike[separator])
    return max(even or SEPARATORS, key=lambda separator: counts[separator][0])


def _most_alike(numbers: Sequence[int]) -> int:
    """In how many lines a separator stands equally often."""
    return max((numbers.count(number) for number in set(numbers) if number), default=0)


def _checked(rows: list[list[str]], path: Path) -> list[list[str]]:
    if not any(rows):
        raise InputError(f"{path}: no row in it", "check the export")
    if max(map(len, rows)) > MAX_COLUMNS:
        raise InputError(f"{path}: more than {MAX_COLUMNS:,} columns", "export fewer columns")
    return rows


def write_delimited(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> None:
    """CSV with a byte order mark, as Excel wants it, and line ends of Windows; or, with tabs, TSV without either."""
    if separator == "\t":
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            for row in (header, *rows):
                stream.write("\t".join(guarded(tidy(one_line(cell))) for cell in row) + "\n")
        return
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([guarded(cell) for cell in row] for row in rows)


def as_rows(header: Sequence[str], records: Iterable[dict[str, str]]) -> Iterator[list[str]]:
    """Records as rows in the order of a header."""
    for record in records:
        yield [record.get(name, "") for name in header]
