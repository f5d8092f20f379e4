"""Heads and feet of pages: what stands at the same place on several pages, and what its form tells at a page's edge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.page import is_symbol_line, own_form
from corpora.readers.pdf.pieces import Piece, Row, main_size
from corpora.text import roman_value

TOP, BOTTOM = 3, 4
"""Rows from the edges of a page that can be furniture."""
SAME_PLACE = 4.0
"""Points by which the same line may stand higher or lower on another page."""
MAX_HEAD = 120
"""Characters of a running head."""
COUNTER = re.compile(r"\d{1,4}\s?/\s?\d{1,4}|\b[Pp]age\s+\d+(?:\s+of\s+\d+)?|第\s?\d+\s?页")
NUMBER = re.compile(r"[-–—]?\s?(\d{1,4}|[ivxl]{1,7})\s?[-–—]?")
SENTENCE = re.compile(r"[。；;，,：:]$|[^.\d]\.$")


@dataclass(slots=True)
class PageRows:
    """Rows of a page, apart: head, text, foot; ``reasons`` by the identity of a piece of head or foot."""

    head: list[Row] = field(default_factory=list)
    text: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    """A piece near the edge of a page: which page, how many rows from the edge, at the top or not."""

    page: int
    piece: Piece
    top: bool
    row: Row


def set_apart(pages: Sequence[list[Row]]) -> list[PageRows]:
    """Take heads and feet off the rows of all pages.

    Pieces that stand at the same place on at least two pages, and page numbers that count on, get a reason; a job
    number or a symbol at the edge is only set apart: the rules for all formats know it.
    """
    reasons = _repeated(pages)
    reasons |= _numbers(pages, reasons)
    return [_apart(rows, reasons, number > 0) for number, rows in enumerate(pages)]


def _edge(rows: list[Row], top: bool) -> list[Row]:
    return rows[:TOP] if top else rows[max(len(rows) - BOTTOM, min(1, len(rows))) :]


def _places(pages: Sequence[list[Row]]) -> list[_Place]:
    return [
        _Place(number, piece, top, row)
        for number, rows in enumerate(pages)
        for top in (True, False)
        for row in _edge(rows, top)
        for piece in row.pieces
    ]


def _repeated(pages: Sequence[list[Row]]) -> dict[int, str]:
    groups: dict[tuple[bool, str], list[_Place]] = {}
    for place in _places(pages):
        text = place.piece.text.strip()
        if text and len(text) <= MAX_HEAD and not SENTENCE.search(text):
            groups.setdefault((place.top, _key(text)), []).append(place)
    found: dict[int, str] = {}
    for (_, key), places in groups.items():
        places.sort(key=lambda place: place.piece.y)
        for cluster in _clusters(places):
            if len({place.page for place in cluster}) >= 2:
                reason = "running head" if any(c.isalpha() or c.isdigit() for c in key) else "page number"
                found |= {id(place.piece): reason for place in cluster}
    return found


def _clusters(places: Sequence[_Place]) -> list[list[_Place]]:
    clusters: list[list[_Place]] = []
    for place in places:
        if not clusters or place.piece.y - clusters[-1][0].piece.y > SAME_PLACE:
            clusters.append([])
        clusters[-1].append(place)
    return clusters


def _key(text: str) -> str:
    """A head without the page number in it: only forms that nothing but page numbers have.

    >>> _key("2/5  44-21873"), _key("Annex 1")
    ('44-21873', 'Annex 1')
    """
    rest = COUNTER.sub("", text)
    if rest == text:
        edge = re.fullmatch(r"(\d{1,4}\s+)?(.*?)(\s+\d{1,4})?", text)
        if edge and (edge[1] or edge[3]) and is_symbol_line(edge[2]):
            rest = edge[2]
    return " ".join(rest.split())


def _numbers(pages: Sequence[list[Row]], known: dict[int, str]) -> dict[int, str]:
    """Numbers at the edge of pages that grow by one from page to page, with nothing but furniture beside them."""
    groups: dict[tuple[bool, int], list[_Place]] = {}
    for place in _places(pages):
        match = NUMBER.fullmatch(place.piece.text.strip())
        others = (piece for piece in place.row.pieces if piece is not place.piece)
        if match and all(id(piece) in known or _by_form(piece.text) for piece in others):
            value = int(match[1]) if match[1].isdigit() else roman_value(match[1].upper())
            groups.setdefault((place.top, value - place.page), []).append(place)
    found: dict[int, str] = {}
    for places in groups.values():
        places.sort(key=lambda place: place.piece.y)
        for cluster in _clusters(places):
            if len({place.page for place in cluster}) >= 2:
                found |= {id(place.piece): "page number" for place in cluster}
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
