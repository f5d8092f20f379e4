"""Tables of Word files in: the texts of their cells, as they stand when all changes are accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files import Package, local_name, open_package, read_bytes
from corpora.sheets.workbook_read import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

AGAIN = "open it in Word or LibreOffice and save it again"
MAX_UNPACKED = 128_000_000
MAX_WIDTH = 63
"""Columns of a table (Word)."""
OWN_TITLE = "DuizhaoTitle"
"""The style of the headings that :func:`write_word_tables` puts above its tables."""
CODES = frozenset({"tag", "mqinternal", "tw4wininternal", "tw4winexternal"})
"""Styles in which translation tools put the codes of a text, in small letters."""
SKIPPED = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "Fallback", "rt", "tblPr", "tcPr", "sdtPr", "delText", "instrText"}
)
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
CHANGES = ("ins", "del", "moveFrom", "moveTo")


@dataclass(slots=True)
class WordTables:
    """The tables of a file, each called after the paragraph above it.

    ``own``: the names of those that have a heading of ours. ``outside``, ``inside``: characters beside and in the tables.
    ``counts``: what was left out or decided.
    """

    tables: list[Sheet] = field(default_factory=list)
    own: set[int] = field(default_factory=set)
    outside: int = 0
    inside: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def read_word_tables(path: Path) -> WordTables:
    """All tables of a Word file in their order; raises :class:`InputError` for what is none.

    Deleted and hidden text is left out, inserted text is text; codes in the styles of translation tools are left out.
    Line ends and tabs are kept; a cell that goes over several rows is merged, one over several columns stands in the first.
    """
    package = open_package(read_bytes(path), path)
    package.budget.bytes = MAX_UNPACKED
    part = package.main_part()
    found = WordTables()
    title, own, any_body = "", False, False
    for element in _blocks(package, part):
        any_body = True
        if local_name(element) == "p":
            text = _paragraph(element, Counter()).strip()
            found.outside += len(text)
            if text:
                title, own = text, _style(element).lower() == OWN_TITLE.lower()  # LibreOffice writes it small
            continue
        sheet = _table(element, title, found.counts)
        found.inside += sum(len(cell) for row in sheet.rows for cell in row)
        if own:
            found.own.add(len(found.tables))
            found.outside -= len(title)
        found.tables.append(sheet)
        title, own = "", False
    if not any_body:
        raise InputError(f"{path}: is no Word file, or has no text", AGAIN)
    return found


def _blocks(package: Package, part: str) -> Iterator[_Element]:
    """The paragraphs and tables of the body, those within them with them."""
    parser = etree.XMLPullParser(
        ("end",), tag=("{*}p", "{*}tbl"), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for number, chunk in enumerate(package.stream(part) if part else ()):
            if not number and re.search(rb"<!\s?D\s?O\s?C\s?T\s?Y\s?P\s?E", chunk[:4096].replace(b"\x00", b"")):
                what = f"{part} holds a document type declaration, which Office files never have"
                raise InputError(f"{package.path}: {what}", AGAIN)
            parser.feed(chunk)
            for _event, found in parser.read_events():
                element = cast("_Element", found)
                if next(element.iterancestors("{*}tbl", "{*}p", "{*}Fallback"), None) is None:
                    yield element
                    element.clear()
        parser.close()
    except etree.XMLSyntaxError as error:
        raise package.damaged(part, f", line {error.lineno}" if error.lineno else "") from error
    except (UnicodeError, LookupError) as error:
        raise package.damaged(part) from error


def _table(element: _Element, title: str, counts: Counter[str]) -> Sheet:
    """A table as rows of texts."""
    sheet = Sheet(title)
    open_cells: dict[int, int] = {}
    for row in _inner(element, "tr"):
        if any(local_name(one) == "del" for one in _inner(row, "trPr") for one in one):
            counts["changes"] += 1
            continue
        cells: list[str] = []
        number = len(sheet.rows)
        going_on: dict[int, int] = {}
        for name in ("gridBefore",):
            cells += [""] * min(_value(row, "trPr", name), MAX_WIDTH)
        for cell in _inner(row, "tc"):
            if len(cells) >= MAX_WIDTH:
                break
            place = len(cells)
            merge = _property(cell, "vMerge")
            if merge is not None:
                top = open_cells.get(place, number) if _attribute(merge, "val") != "restart" else number
                going_on[place] = top
            text = "" if merge is not None and going_on[place] < number else _cell(cell, counts)
            cells.append(text)
            cells += [""] * (min(_value(cell, "tcPr", "gridSpan"), MAX_WIDTH) - 1)
        for place, top in open_cells.items():
            if going_on.get(place, -1) != top and number - 1 > top:
                sheet.merged.append((top, place, number - 1, place))
        open_cells = going_on
        while cells and not cells[-1]:
            cells.pop()
        sheet.rows.append(cells)
    last = len(sheet.rows) - 1
    sheet.merged += [(top, place, last, place) for place, top in open_cells.items() if last > top]
    return sheet


def _inner(element: _Element, name: str) -> Iterator[_Element]:
    """Children of a name, those within content controls and custom markup too."""
    for child in element:
        found = local_name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _inner(child, name)


def _cell(cell: _Element, counts: Counter[str]) -> str:
    """The text of a cell: its paragraphs, and those of a table in it, a line each."""
    return "\n".join(_paragraph(one, counts) for one in cell.iter("{*}p") if not _in_paragraph(one, cell)).strip()


def _in_paragraph(paragraph: _Element, cell: _Element) -> bool:
    """Whether a paragraph stands in another one (a text box), or in what is left out."""
    for above in paragraph.iterancestors():
        if above is cell:
            return False
        if local_name(above) in ("p", "Fallback"):
            return True
    return False


def _paragraph(paragraph: _Element, counts: Counter[str]) -> str:
    """The text of a paragraph."""
    parts: list[str] = []
    stack: list[Iterator[_Element]] = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        name = local_name(child)
        if name in CHANGES:
            counts["changes"] += 1
        if name == "commentReference":
            counts["comments"] += 1
        if name == "t":
            parts.append((child.text or "").replace("\n", " "))
        elif name in SIGNS:
            parts.append(SIGNS[name])
        elif name == "br":
            parts.append("\n" if _attribute(child, "type") in ("", "textWrapping") else "")
        elif name == "r" and (why := _left_out(child)):
            counts[why] += 1
        elif name not in SKIPPED and len(stack) < 200:
            stack.append(iter(child))
    return "".join(parts)


def _left_out(run: _Element) -> str:
    """Why a run is no text: it is hidden, or a code."""
    for properties in run.iterchildren("{*}rPr"):
        for one in properties:
            name = local_name(one)
            if name == "rStyle" and _attribute(one, "val").lower() in CODES:
                return "codes"
            if name == "vanish" and _attribute(one, "val") not in ("0", "false", "off"):
                return "hidden"
    return ""


def _style(paragraph: _Element) -> str:
    found = next(paragraph.iterchildren("{*}pPr"), None)
    style = next(found.iterchildren("{*}pStyle"), None) if found is not None else None
    return _attribute(style, "val") if style is not None else ""


def _property(cell: _Element, name: str) -> _Element | None:
    found = next(cell.iterchildren("{*}tcPr"), None)
    return next(found.iterchildren(f"{{*}}{name}"), None) if found is not None else None


def _value(element: _Element, group: str, name: str) -> int:
    """A number among the properties of a row or cell; 0 where there is none."""
    found = next(element.iterchildren(f"{{*}}{group}"), None)
    one = next(found.iterchildren(f"{{*}}{name}"), None) if found is not None else None
    text = _attribute(one, "val") if one is not None else ""
    return int(text[:4]) if text.isascii() and text.isdecimal() else 0


def _attribute(element: _Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
