"""What stands side by side and belongs together row by row: labels and values, side headings, rows of contents."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from corpora.page import TERMINAL
from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row, main_size
from corpora.readers.pdf.tables import Region, Strip
from corpora.text import display_width

LABEL = re.compile(r"[:：]$")
LABELS = 0.6
"""Share of the rows of a table of labels and values whose first cell ends in a colon."""
SIDE_HEAD = 40
"""Columns of a side heading, at most."""
PROSE = 30
"""Columns of a line beside it, at least, on average."""
DOTS = re.compile(r"(?:[.．·…‥・]\s?){3}$")
LEADERS = frozenset(".．·…‥・")
PAGES = re.compile(r"[\divxlc\s–—-]{1,12}")
PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}")


def contents_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of a page, those of a table of contents as one piece each: number, title, dots, paragraphs, page.

    The page number of a title of two lines can stand between them.
    """
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and _is_page(last) and _dots(row) == len(row.pieces) - 1 and _beside(last, row):
            row = Row(row.y, row.size, [*row.pieces, *last.pieces])
            found.pop()
        elif last is not None and _is_page(row) and _ends_in_dots(last) and _beside(row, last):
            row = Row(last.y, last.size, [*last.pieces, *row.pieces])
            found.pop()
        found.append(_contents_row(row))
    return found


def _is_page(row: Row) -> bool:
    return len(row.pieces) == 1 and PAGE.fullmatch(row.pieces[0].text.strip()) is not None


def _ends_in_dots(row: Row) -> bool:
    return _leads(row.pieces[-1].text.rstrip())


def _beside(page: Row, row: Row) -> bool:
    return page.x0 > row.x1 and abs(page.y - row.y) < 0.8 * row.size


def _dots(row: Row) -> int | None:
    return next((k for k, piece in enumerate(row.pieces) if _leads(piece.text.rstrip())), None)


def _leads(text: str) -> bool:
    """Whether a text ends in dots; most need no search."""
    return text[-1:] in LEADERS and DOTS.search(text) is not None


def _contents_row(row: Row) -> Row:
    dots = _dots(row)
    if dots is None or not all(PAGES.fullmatch(piece.text.strip()) for piece in row.pieces[dots + 1 :]):
        return row
    first = row.pieces[0]
    text = " ".join(piece.text.strip() for piece in row.pieces)
    size = main_size(row.pieces[:dots] or row.pieces)  # the dots can be smaller
    return Row(row.y, size, [Piece(first.x0, row.x1, first.y, size, text, first.bold)])


def side_by_side(
    strips: Sequence[Strip],
    raster: Sequence[Sequence[list[Row]]],
    columns: Sequence[tuple[float, float]],
    body: float,
) -> list[Region]:
    """The regions of two columns that are read row by row; none where the columns are read one after the other."""
    if len(columns) != 2:
        return []
    groups = _groups(strips, raster, body)
    if len(groups) < 2:
        return []
    cells = [[[row for n in group for row in raster[n][k]] for k in (0, 1)] for group in groups]
    full = [pair for pair in cells if all(pair)]
    if len(full) < max(2, 0.7 * len(cells)):
        return []
    texts = [_text(left) for left, _ in cells]
    if sum(LABEL.search(text) is not None for text in texts) >= max(2, LABELS * len(texts)):
        return [Region([*left, *right], True, row=k, across=1, width=1) for k, (left, right) in enumerate(cells, 1)]
    if _side_heads(cells, texts, columns):
        return [Region(rows, column=True) for pair in cells for rows in pair if rows]
    return []


def _text(rows: Sequence[Row]) -> str:
    return " ".join(piece.text.strip() for row in rows for piece in row.pieces)


def _groups(strips: Sequence[Strip], raster: Sequence[Sequence[list[Row]]], body: float) -> list[list[int]]:
    """Strips in rows of the table: one begins where the first column begins anew, after a gap, a colon or nothing."""
    gaps = [below.y - above.y for above, below in itertools.pairwise(strips)]
    usual = median(gaps) if gaps else 0.0
    tight = min(gaps, default=usual)
    groups: list[list[int]] = []
    for k, (left, _) in enumerate(raster):
        above = raster[k - 1][0] if k else []
        wide = k > 0 and gaps[k - 1] > max(1.3 * tight, 1.45 * body)
        new = bool(left) and (not above or wide or LABEL.search(_text(above)) is not None)
        if not groups or new:
            groups.append([])
        groups[-1].append(k)
    return groups


def _side_heads(
    cells: Sequence[Sequence[Sequence[Row]]], texts: Sequence[str], columns: Sequence[tuple[float, float]]
) -> bool:
    """Whether the first column holds short headings, each beside the first line of its text."""
    if columns[0][1] - columns[0][0] > 0.6 * (columns[1][1] - columns[1][0]):
        return False
    if any(
        not left or display_width(text) > SIDE_HEAD or TERMINAL.search(text)
        for (left, _), text in zip(cells, texts, strict=True)
    ):
        return False
    if not all(piece.bold for left, _ in cells for row in left for piece in row.pieces):
        return False
    beside = [row for _, right in cells for row in right]
    level = sum(bool(right) and abs(right[0].y - left[0].y) < 0.5 * left[0].size for left, right in cells)
    width = sum(display_width(_text([row])) for row in beside) / max(len(beside), 1)
    return level == len(cells) and len(beside) > len(cells) and width > PROSE
