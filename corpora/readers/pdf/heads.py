"""Running heads and feet: words that stand at the same place outside the text, on a good part of the pages of a side or section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpora.page import is_symbol_line, own_form
from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row
from corpora.text import MARK, roman_value

TOP, BOTTOM = 6, 4
"""Rows from the edges of a page that can be furniture."""
SAME_PLACE = 4.0
"""Points by which the same line may stand higher or lower on another page."""
MAX_HEAD = 120
"""Characters of a running head."""
SHARE = 1 / 3
"""Of the pages of its side (odd, even, both) on which a head stands, at least; and of its section."""
SECTION = 3
"""Pages on which the head of a section stands, at least: two pages can begin alike by chance."""
BESIDE = 0.2
"""Of the pages of that side, on which other words than heads stand there or further out: more, and the place is the text's."""
COUNTER = re.compile(r"\d{1,4}\s?/\s?\d{1,4}|\b[Pp]age\s+\d+(?:\s+of\s+\d+)?|第\s?\d+\s?页")
EDGE_NUMBER = re.compile(r"\A\d{1,4}\s++|(?<!\s)\s++\d{1,4}\Z")
NUMBER = re.compile(r"[-–—]?\s?(\d{1,4}|[ivxl]{1,7})\s?[-–—]?")
SENTENCE = re.compile(r"[。；;，,：:]$|\.$")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Box|Chart|Map|Rule|Article|Regulation|Recommendation|Decision|Resolution|Principle|Target|Goal)s?\s[\dIVXA-Z]"
    r"|[图表]\s?\d|第\S{1,4}[条章节]"
)
MARKED = re.compile(r"[(（]?(?:[a-z]|[ivx]{1,4}|\d{1,3})[)）.]")


@dataclass(slots=True)
class Place:
    """A piece near the edge of a page: which page, at the top or not, its row, how far it is from that edge."""

    page: int
    piece: Piece
    top: bool
    row: Row
    y: float


def edge_rows(rows: Sequence[Row], top: bool) -> Sequence[Row]:
    """The rows of a page that can be its head, or its foot."""
    return rows[:TOP] if top else rows[max(len(rows) - BOTTOM, min(1, len(rows))) :]


def clusters(places: Sequence[Place]) -> list[list[Place]]:
    """Places in order of height, those of about one height together."""
    found: list[list[Place]] = []
    for place in places:
        if not found or place.y - found[-1][0].y > SAME_PLACE:
            found.append([])
        found[-1].append(place)
    return found


def places_of(pages: Sequence[Sequence[Row]], edges: Sequence[tuple[float, float]]) -> list[Place]:
    """All pieces near the edges, measured from the upper or lower edge of their page."""
    return [
        Place(number, piece, top, row, piece.y - edges[number][0 if top else 1])
        for number, rows in enumerate(pages)
        for top in (True, False)
        for row in edge_rows(rows, top)
        for piece in row.pieces
    ]


def can_be_head(text: str) -> bool:
    """Whether words can be a running head: no sentence, no item of a list, no caption, not too long.

    >>> [can_be_head(text) for text in ("Report of the Council", "(b)", "Table 4", "The parties agree:", "A/99/1")]
    [True, False, False, False, True]
    """
    if not text or len(text) > MAX_HEAD or SENTENCE.search(text):
        return False
    return not (MARKED.fullmatch(text) or CAPTION.match(text) or (MARK.match(text) and not NUMBER.fullmatch(text)))


def repeated_heads(
    places: Sequence[Place], pages: Sequence[Sequence[Row]], in_table: Callable[[int, Piece], bool]
) -> dict[int, str]:
    """Reasons, by the identity of the piece, for what stands at one place of many pages."""
    found, doubtful = _sorted_out(places, in_table)
    filled = [number for number, rows in enumerate(pages) if rows]
    known = set(found) | {id(place.piece) for cluster in doubtful for place in cluster}
    others = {top: _others([p for p in places if p.top == top], known, top) for top in (True, False)}
    for cluster in doubtful:
        if _is_head(cluster, filled, others[cluster[0].top]):
            found |= {id(place.piece): "running head" for place in cluster}
    return found


def _sorted_out(
    places: Sequence[Place], in_table: Callable[[int, Piece], bool]
) -> tuple[dict[int, str], list[list[Place]]]:
    """Reasons for what is a head by its form on two pages, and what stands at one place of several and may be one."""
    groups: dict[tuple[bool, str], list[Place]] = {}
    for place in places:
        text = place.piece.text.strip()
        if can_be_head(text):
            groups.setdefault((place.top, head_key(text)), []).append(place)
    found: dict[int, str] = {}
    doubtful: list[list[Place]] = []
    for (_, key), group in groups.items():
        formed = is_symbol_line(key) or own_form(key) is not None
        for cluster in [group] if formed else clusters(sorted(group, key=lambda place: place.y)):
            if len({place.page for place in cluster}) < 2:
                continue
            if formed or not any(c.isalnum() for c in key):
                found |= {id(place.piece): "running head" if formed else "page number" for place in cluster}
            elif not any(in_table(place.page, place.piece) for place in cluster):
                doubtful.append(cluster)
    return found, doubtful


def _others(places: Sequence[Place], known: set[int], top: bool) -> dict[int, float]:
    """For each page the place of the outermost words that are no head by form or by being repeated."""
    outermost: dict[int, float] = {}
    for place in places:
        text = place.piece.text.strip()
        if id(place.piece) in known or NUMBER.fullmatch(text) or own_form(text) or is_symbol_line(text):
            continue
        here = outermost.get(place.page)
        if here is None or (place.y < here if top else place.y > here):
            outermost[place.page] = place.y
    return outermost


def _is_head(cluster: Sequence[Place], filled: Sequence[int], others: Mapping[int, float]) -> bool:
    """Whether a cluster stands on enough pages of its side or section, at a place that is not the text's."""
    mine = sorted({place.page for place in cluster})
    top, y = cluster[0].top, cluster[0].y
    pages = filled if mine[0] == 0 else [page for page in filled if page]
    sides = [pages, [page for page in pages if page % 2], [page for page in pages if page % 2 == 0]]
    for side in sides:
        if not set(mine) <= set(side):
            continue
        if len(mine) >= SHARE * len(side) and _outside(side, others, top, y):
            return True
        section = side[bisect_left(side, mine[0]) : bisect_left(side, mine[-1]) + 1]
        if len(mine) >= max(SECTION, 2 * SHARE * len(section)) and _outside(side, others, top, y):
            return True
    return False


def _outside(pages: Sequence[int], others: Mapping[int, float], top: bool, y: float) -> bool:
    """Whether other words stand at a height, or further out, on few of these pages."""
    beside = sum(
        page in others and (others[page] < y + SAME_PLACE if top else others[page] > y - SAME_PLACE) for page in pages
    )
    return beside <= BESIDE * len(pages)


def head_key(text: str) -> str:
    """A head without the page number in it: only forms that nothing but page numbers have.

    >>> head_key("2/5  44-21873"), head_key("Annex 1"), head_key("Decision 2043/11")
    ('44-21873', 'Annex 1', 'Decision 2043/11')
    """
    rest = COUNTER.sub("", text) if not re.search(r"[A-Za-z\u3400-\u9fff]\s?\d+\s?/\s?\d+$", text) else text
    if rest == text:
        inner = EDGE_NUMBER.sub("", text)
        if inner != text and is_symbol_line(inner):
            rest = inner
    return " ".join(rest.split())


def page_numbers(places: Sequence[Place], known: Mapping[int, str], by_form: Callable[[str], bool]) -> dict[int, str]:
    """Numbers at the edge of pages that grow by one from page to page, with nothing but furniture beside them."""
    groups: dict[tuple[bool, int], list[Place]] = {}
    for place in places:
        match = NUMBER.fullmatch(place.piece.text.strip())
        others = (piece for piece in place.row.pieces if piece is not place.piece)
        if match and all(id(piece) in known or by_form(piece.text) for piece in others):
            value = int(match[1]) if match[1].isdigit() else roman_value(match[1].upper())
            groups.setdefault((place.top, value - place.page), []).append(place)
    found: dict[int, str] = {}
    for group in groups.values():
        for cluster in clusters(sorted(group, key=lambda place: place.y)):
            if len({place.page for place in cluster}) >= 2:
                found |= {id(place.piece): "page number" for place in cluster}
    return found
