"""XLSX in: what its sheets show, with what cannot be shown: formulas that nobody has worked out, errors, merged cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files import AGAIN, Package, local_name, open_package, read_bytes
from corpora.sheets.shown import BUILT_IN, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ROWS = 1_048_576
"""Rows of a sheet (Excel)."""
MAX_CELLS = 40_000_000
"""Cells of the rectangle that a sheet covers: it is held in memory, empty cells included."""
MAX_EMPTY = 4_000_000
"""Cells of that rectangle where nearly all are empty: more only where at least one in eight is there."""
MAX_FAR = 32_768
"""Columns of a sheet, empty ones included; Excel has half as many."""
MAX_UNPACKED = 512_000_000
MAX_SHEETS = 100
MAX_MERGED = 100_000
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
NO_VALUE = "a formula without a value"


@dataclass(slots=True)
class Sheet:
    """A sheet that has cells: its rows as texts, empty ones too, as long as they are filled.

    ``broken``: cells, by row and column from 0, that show an error, or hold a formula that no program has worked out;
    they are empty in ``rows``. ``merged``: the first and last row and column of merged cells.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    hidden: bool = False
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def filled_down(self, leave: frozenset[int] = frozenset()) -> list[list[str]]:
        """The rows with the text of merged cells in all rows that these cover, but in the columns to ``leave``."""
        rows = [list(row) for row in self.rows]
        for top, left, bottom, _right in self.merged:
            if left in leave or bottom == top or top >= len(rows) or left >= len(rows[top]):
                continue
            for row in rows[top + 1 : bottom + 1]:
                row += [""] * (left + 1 - len(row))
                row[left] = row[left] or rows[top][left]
        return rows


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of a workbook that have cells, in their order; raises :class:`InputError` for anything else."""
    package = open_package(read_bytes(path), path)
    package.budget.bytes = MAX_UNPACKED
    main = package.main_part()
    if not main.lower().endswith(".xml") or not any(
        local_name(one) == "sheets" for one in _elements(package, main, "sheets")
    ):
        raise InputError(f"{path}: is no workbook", AGAIN)
    book = _Book(package, main)
    found = [sheet for sheet in book.sheets() if any(map(any, sheet.rows)) or sheet.broken]
    if not found:
        raise InputError(f"{path}: no sheet with cells in it", "check the export")
    return found


class _Book:
    """What the sheets of a workbook share: texts, number formats, the day from which days are counted."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.folder = posixpath.dirname(main)
        self.main = main
        related = package.related(main)
        texts = related.get("sharedStrings", "")
        styles = related.get("styles", "")
        self.texts = [_text(one) for one in _elements(package, texts, "si")] if texts in package else []
        self.formats = list(self._formats(styles)) if styles in package else []
        self.from_1904 = any(one.get("date1904") in ("1", "true") for one in _elements(package, main, "workbookPr"))

    def _formats(self, part: str) -> Iterator[str]:
        """The number format of each style of cells."""
        codes = dict(BUILT_IN)
        for one in _elements(self.package, part, "numFmt"):
            codes[_number(one.get("numFmtId"))] = one.get("formatCode") or ""
        for one in _elements(self.package, part, "cellXfs"):
            for style in one:
                yield codes.get(_number(style.get("numFmtId")), "")

    def sheets(self) -> Iterator[Sheet]:
        """The sheets, read one by one."""
        parts = {
            item.values.get("Id", ""): item.values.get("Target", "").replace("\\", "/")
            for item in self.package.collect(
                posixpath.join(self.folder, "_rels", f"{posixpath.basename(self.main)}.rels")
            )
            if item.values.get("Type", "").rpartition("/")[2] == "worksheet"
        }
        area = 0
        named = [
            {str(key): str(value) for key, value in one.attrib.items()}
            for one in _elements(self.package, self.main, "sheet")
        ]
        if len(named) > MAX_SHEETS:
            raise InputError(f"{self.package.path}: more than {MAX_SHEETS} sheets", "split it")
        for attributes in named:
            id = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            if id not in parts:
                continue
            part = posixpath.normpath(posixpath.join("/", self.folder, parts[id])).lstrip("/")
            if part not in self.package:
                raise self.package.damaged(part, " is missing")
            sheet = Sheet(attributes.get("name", ""), hidden=attributes.get("state") in ("hidden", "veryHidden"))
            _Reader(self, sheet, part).read()
            area += len(sheet.rows) * max(map(len, sheet.rows), default=0)
            if area > MAX_CELLS:
                raise InputError(f"{self.package.path}: sheets of {area:,} cells, empty ones included", "split it")
            yield sheet


_TEXTS = frozenset({"s", "inlineStr"})
"""Kinds of cells that hold a text, by its number or as it is."""


class _Reader:
    """Reads one sheet."""

    def __init__(self, book: _Book, sheet: Sheet, part: str) -> None:
        self.book, self.sheet, self.part = book, sheet, part
        self.path = book.package.path
        self.columns: dict[str, int] = {}
        self.cells = self.widest = 0

    def read(self) -> None:
        """All rows, and the merged cells."""
        rows = self.sheet.rows
        for element in _elements(self.book.package, self.part, "row", "mergeCell"):
            if local_name(element) == "mergeCell":
                self._merge(element.get("ref") or "")
                continue
            number = _row_number(element) or len(rows) + 1
            if number > MAX_ROWS:
                raise InputError(
                    f"{self.path}: a cell in row {number:,}; a sheet has {MAX_ROWS:,} rows", "delete cells far out"
                )
            row = self._row(element, number - 1)
            if not row:
                continue
            self.cells += len(element)
            self._check(max(number, len(rows)))
            rows.extend([] for _ in range(number - len(rows)))
            rows[number - 1] = row

    def _check(self, height: int) -> None:
        area = height * self.widest
        if area > MAX_CELLS or area > max(MAX_EMPTY, 8 * self.cells):
            what = f"a sheet of {height:,} rows and {self.widest:,} columns"
            raise InputError(f"{self.path}: {what}", "delete cells far out")

    def _row(self, element: _Element, number: int) -> list[str]:
        """The cells of a row, as far as they are filled."""
        row: list[str] = []
        for cell in element:
            place = len(row)
            if ref := cell.get("r"):
                letters = ref.rstrip("0123456789")
                known = self.columns.get(letters)
                if known is None:
                    known = self.columns[letters] = column_number(letters)
                place = place if known < 0 else known
                if place >= self.widest:
                    self.widest = max(self.widest, place + 1)
                    if place >= MAX_FAR:
                        what = f"a sheet of {number + 1:,} rows and {place + 1:,} columns"
                        raise InputError(f"{self.path}: {what}", "delete cells far out")
            text = self._cell(cell, number, place)
            if place == len(row):
                row.append(text)
            elif text:
                row += [""] * (place + 1 - len(row))
                row[place] = text
        while row and not row[-1]:
            row.pop()
        self.widest = max(self.widest, len(row))
        return row

    def _cell(self, cell: _Element, row: int, column: int) -> str:
        kind, value, formula = cell.get("t"), None, False
        if kind in _TEXTS and len(cell) == 1 and (text := self._plain(cell[0], kind == "s")) is not None:
            return text
        for child in cell:
            name = child.tag
            if name.endswith("}v"):
                value = child.text
            elif name.endswith("}f"):
                formula = True
            elif name.endswith("}is"):
                return _text(child)
        if value and kind != "e":
            return self._value(kind or "n", value, cell.get("s"))
        if value or (formula and kind != "str"):
            self.sheet.broken[row, column] = value.strip()[:20] if value else NO_VALUE
        return ""

    def _plain(self, only: _Element, shared: bool) -> str | None:
        """The text of a cell that is no more than a text, as nearly all of a bitext are; ``None`` for any other."""
        if shared:
            return self._shared(only.text) if only.text and only.tag[-2:] == "}v" else None
        return _unescaped(only[0].text or "") if len(only) == 1 and only[0].tag[-2:] == "}t" else None

    def _value(self, kind: str, value: str, style: str | None) -> str:
        """What a cell shows, by the kind of its value."""
        if kind == "s":
            return self._shared(value)
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind != "n":
            return _unescaped(value)
        formats, number = self.book.formats, _number(style)
        return shown(value.strip(), formats[number] if number < len(formats) else "", self.book.from_1904)

    def _shared(self, value: str) -> str:
        number = int(value) if value.strip().isdecimal() else -1
        if not 0 <= number < len(self.book.texts):
            raise self.book.package.damaged(self.part, f": a cell names text {value[:20]}")
        return self.book.texts[number]

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        ends = PLACE.fullmatch(first), PLACE.fullmatch(last)
        if ends[0] and ends[1] and len(self.sheet.merged) < MAX_MERGED:
            top, bottom = (int(end[2]) - 1 for end in ends if end)
            left, right = (column_number(end[1]) for end in ends if end)
            self.sheet.merged.append((top, left, bottom, right))


def _elements(package: Package, part: str, *names: str) -> Iterator[_Element]:
    """The elements of a part that are so called, one by one; what was given out before is forgotten."""
    parser = etree.XMLPullParser(
        ("end",), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for number, chunk in enumerate(package.stream(part)):
            if not number and re.search(rb"<!\s?D\s?O\s?C\s?T\s?Y\s?P\s?E", chunk[:4096].replace(b"\x00", b"")):
                what = f"{part} holds a document type declaration, which Office files never have"
                raise InputError(f"{package.path}: {what}", AGAIN)
            parser.feed(chunk)
            for _event, found in parser.read_events():
                element = cast("_Element", found)
                yield element
                parent = element.getparent()
                if parent is None:
                    element.clear()
                else:  # the parser goes on behind it: it stays until the next one is there
                    del element[:]
                    while parent[0] is not element:
                        del parent[0]
        parser.close()
    except etree.XMLSyntaxError as error:
        raise package.damaged(part, f", line {error.lineno}" if error.lineno else "") from error
    except (UnicodeError, LookupError) as error:
        raise package.damaged(part) from error


def _text(element: _Element) -> str:
    """A text with or without runs of formats; how it is pronounced is left out."""
    parts = []
    for child in element:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [inner.text or "" for inner in child if local_name(inner) == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    r"""Text of a cell: ``_x000D_`` is the character that it names (ECMA-376 part 1, 22.9.2.19); line ends are alike.

    >>> _unescaped("a_x000D_\nb_x005F_x0041_")
    'a\nb_x0041_'
    """
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _row_number(element: _Element) -> int:
    """The number of a row, from 1, as its first cell says it, else itself; 0 where neither does."""
    ref = (element[0].get("r") or "") if len(element) else ""
    return _number(ref[len(ref.rstrip("0123456789")) :]) or _number(element.get("r"))


def _number(text: str | None) -> int:
    """A number, its first digits where there are too many; 0 for what is none."""
    return int(text[:12]) if text and text.isascii() and text.isdecimal() else 0


def column_number(letters: str) -> int:
    """The number of a column, from 0; -1 for what is none.

    >>> column_number("A"), column_number("ab"), column_number("$A")
    (0, 27, -1)
    """
    if not (letters.isascii() and letters.isalpha()):
        return -1
    number = 0
    for letter in letters[:7].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
