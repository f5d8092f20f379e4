"""Cells of Word tables: plain texts, texts with marks, cells in which a person chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from corpora.files import xml_text

MARK = '<w:b/><w:color w:val="B3261E"/><w:u w:val="single"/>'
LOOKS = {
    "": "",
    "head": "<w:b/>",
    "strong": "<w:b/>",
    "zh": '<w:rFonts w:hint="eastAsia"/>',
    "dim": '<w:color w:val="767676"/><w:sz w:val="15"/>',
}
"""Properties of runs, in the order that the schema wants: fonts, bold, colour, size, underline."""
ROOM = "\u00a0" * 6
"""What stands in a cell where nothing was chosen, so that there is something to click on; it reads as nothing."""


class WordCell(NamedTuple):
    """A cell of more than a plain text.

    ``marks``: spans of the text that are marked. ``choices``: words that a click offers, others can be typed. ``look``: of
    :data:`LOOKS`; ``fill``: the colour behind it. ``joined``: ``first`` of several rows that one cell goes over, or ``next``.
    ``lead``: so many lines at the start are bold.
    """

    text: str
    marks: Sequence[tuple[int, int]] = ()
    choices: Sequence[str] = ()
    look: str = ""
    fill: str = ""
    joined: str = ""
    lead: int = 0


def cell_xml(cell: str | WordCell, width: int, look: str = "") -> str:
    """A cell of a table, ``width`` in twentieths of a point."""
    one = cell if isinstance(cell, WordCell) else WordCell(cell, look=look)
    merged = {"first": '<w:vMerge w:val="restart"/>', "next": "<w:vMerge/>"}.get(one.joined, "")
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{one.fill}"/>' if one.fill else ""
    inside = "<w:p/>" if one.joined == "next" else _choice(one) if one.choices else _paragraph(one)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{fill}</w:tcPr>{inside}</w:tc>'


def paragraph_xml(text: str, properties: str = "", look: str = "") -> str:
    """A paragraph; line ends and tabs in it are those of Word."""
    return f"<w:p>{properties}{''.join(_runs(text, look))}</w:p>"


def _paragraph(cell: WordCell) -> str:
    text = xml_text(cell.text)
    if cell.lead:
        lines = text.split("\n")
        first, rest = "\n".join(lines[: cell.lead]), lines[cell.lead :]
        more = "\n" + "\n".join(rest) if rest else ""
        return f"<w:p>{''.join(_runs(first, LOOKS['strong']))}{''.join(_runs(more, LOOKS[cell.look]))}</w:p>"
    look = LOOKS[cell.look]
    return f"<w:p>{''.join(x for part, hit in _parts(text, cell.marks) for x in _runs(part, look + MARK if hit else look))}</w:p>"


def _parts(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, marked or not."""
    at = 0
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def _runs(text: str, look: str) -> Iterator[str]:
    if text:
        lines = "<w:br/>".join("<w:tab/>".join(map(_text, line.split("\t"))) for line in xml_text(text).split("\n"))
        yield f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{lines}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' if text else ""


def _choice(cell: WordCell) -> str:
    """A box with words to choose from."""
    items = "".join(
        f'<w:listItem w:displayText="{escape(one)}" w:value="{escape(one)}"/>' for one in map(xml_text, cell.choices)
    )
    return (
        f"<w:p><w:sdt><w:sdtPr><w:comboBox>{items}</w:comboBox></w:sdtPr><w:sdtContent>"
        f"{''.join(_runs(cell.text or ROOM, LOOKS[cell.look]))}</w:sdtContent></w:sdt></w:p>"
    )
