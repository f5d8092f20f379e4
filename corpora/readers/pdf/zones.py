"""Heads and feet of pages: what stands at the same place on several pages, and what its form tells at a page's edge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.page import is_symbol_line, own_form
from corpora.readers.pdf.grid import Down
from corpora.readers.pdf.heads import BOTTOM, TOP, page_numbers, places_of, repeated_heads
from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row, main_size

PRINT_DATE = re.compile(r"\d{6}(?:\s+\d{6})*")
"""The day on which a document was printed, or two: ``120643  130643`` beside the job number."""


@dataclass(slots=True)
class PageRows:
    """Rows of a page, apart: head, text, foot; ``reasons`` by the identity of a piece of head or foot."""

    head: list[Row] = field(default_factory=list)
    text: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)


def set_apart(
    pages: Sequence[list[Row]], edges: Sequence[tuple[float, float]] = (), down: Sequence[Sequence[Down]] = ()
) -> list[PageRows]:
    """Take heads and feet off the rows of all pages.

    Pieces that stand at the same place on many pages, and page numbers that count on, get a reason; a job
    number or a symbol at the edge is only set apart: the rules for all formats know it. ``edges``: the upper
    and the lower one of each page. ``down``: the lines drawn down each page, between which a table stands.
    """
    places = places_of(pages, edges or [(0.0, 0.0)] * len(pages))

    def in_table(number: int, piece: Piece) -> bool:
        return any(y0 <= piece.y and piece.y - piece.size <= y1 for y0, y1, _ in (down[number] if down else ()))

    reasons = repeated_heads(places, pages, in_table)
    for rows in pages:
        reasons |= _print_dates(rows)
    reasons |= page_numbers(places, reasons, _by_form)
    return [_apart(rows, reasons, number > 0) for number, rows in enumerate(pages)]


def _print_dates(rows: Sequence[Row]) -> dict[int, str]:
    """Dates in the row of the job number, and alone in the rows next to it, at the foot of a page."""
    foot = rows[max(len(rows) - BOTTOM, 0) :]
    found: dict[int, str] = {}
    for k, row in enumerate(foot):
        near = [other for other in foot[max(k - 1, 0) : k + 2] if abs(other.y - row.y) < 2.5 * row.size]
        beside = any(
            own_form(piece.text.strip()) in ("job number", "bar code") for other in near for piece in other.pieces
        )
        alone = all(PRINT_DATE.fullmatch(piece.text.strip()) or _by_form(piece.text) for piece in row.pieces)
        if beside and (alone or any(own_form(piece.text.strip()) == "job number" for piece in row.pieces)):
            found |= {id(p): "print date" for p in row.pieces if PRINT_DATE.fullmatch(p.text.strip())}
    return found


def _apart(rows: list[Row], reasons: dict[int, str], later: bool) -> PageRows:
    """Walk inwards from both edges as long as a row holds furniture; a symbol on top of page one is its masthead's."""
    page = PageRows()
    rows = list(rows)
    for top in (True, False):
        taken: list[Row] = []
        for _ in range(TOP if top else BOTTOM):
            if not rows:
                break
            row = rows[0 if top else -1]
            by_form = later or not top
            marked = [piece for piece in row.pieces if id(piece) in reasons or (by_form and _by_form(piece.text))]
            if not marked or (len(marked) < len(row.pieces) and not _stands_apart(rows, top)):
                break
            rest = [piece for piece in row.pieces if all(piece is not other for other in marked)]
            rows.pop(0 if top else -1)
            taken.append(Row(row.y, row.size, marked))
            page.reasons |= {id(piece): reasons[id(piece)] for piece in marked if id(piece) in reasons}
            if rest:
                rows.insert(0 if top else len(rows), Row(row.y, main_size(rest), rest))
                break
        if top:
            page.head = taken
        else:
            page.foot = taken[::-1]
    page.text = rows
    return page


def _stands_apart(rows: list[Row], top: bool) -> bool:
    """Whether the outermost row has few pieces and is well apart from the next: it is no row of a table."""
    row, following = (rows[0], rows[1:2]) if top else (rows[-1], rows[-2:-1])
    far = not following or abs(following[0].y - row.y) > 1.6 * max(row.size, following[0].size)
    return far and len(row.pieces) <= 3


def _by_form(text: str) -> bool:
    text = text.strip()
    reason = own_form(text)
    return bool(reason and reason != "link list") or is_symbol_line(text)
