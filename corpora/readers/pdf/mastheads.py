"""The masthead of page one where the name of a body runs over several lines beside the block of ``Distr.``"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row, main_size
from corpora.readers.pdf.tables import Region

DISTRIBUTED = re.compile(r"(?:Distr\.|DISTR|分发|分發)")
TOP_ROWS = 20
"""Rows of the page among which its masthead stands."""
APART = 4.0
"""Em: a larger gap between two rows of the block on the right ends it."""


def masthead_columns(rows: Sequence[Row]) -> tuple[list[Region], list[Row]]:
    """The two columns of such a masthead, and the rows below it; all rows where there is none."""
    whole: tuple[list[Region], list[Row]] = ([], list(rows))
    at = _distribution(rows)
    if at is None:
        return whole
    row, edge = at
    last = _last(rows, row, edge)
    top, below = rows[: last + 1], list(rows[last + 1 :])
    left = [[piece for piece in one.pieces if piece.x1 < edge] for one in top]
    right = [[piece for piece in one.pieces if piece.x0 > edge - 2] for one in top]
    if any(len(a) + len(b) < len(one.pieces) for a, b, one in zip(left, right, top, strict=True)):
        return whole
    if not _runs_on(left[max(row - 1, 0) :]):
        return whole
    columns = (
        [Row(one.y, main_size(pieces), pieces) for one, pieces in zip(top, side, strict=True) if pieces]
        for side in (left, right)
    )
    return [Region(column, column=True, short=True) for column in columns], below


def _distribution(rows: Sequence[Row]) -> tuple[int, float] | None:
    """The row of ``Distr.`` behind other text, or beside it, and its left edge."""
    for k, row in enumerate(rows[:TOP_ROWS]):
        for piece in row.pieces:
            if DISTRIBUTED.match(piece.text) and piece.x0 > 2 * min(one.x0 for one in rows[:TOP_ROWS]):
                return k, piece.x0
    return None


def _last(rows: Sequence[Row], first: int, edge: float) -> int:
    """The last row of the block on the right."""
    last = first
    for k in range(first + 1, min(len(rows), TOP_ROWS)):
        if rows[k].pieces[-1].x0 > edge - 2:
            if rows[k].y - rows[last].y > APART * rows[k].size:
                break
            last = k
    return _name_end(rows, last, edge)


def _name_end(rows: Sequence[Row], last: int, edge: float) -> int:
    """The last row of a name on the left that runs on below the block on the right."""
    name = next((piece for row in reversed(rows[: last + 1]) for piece in row.pieces if piece.x1 < edge), None)
    for k in range(last + 1, min(len(rows), TOP_ROWS)):
        piece = rows[k].pieces[0]
        if name is None or len(rows[k].pieces) > 1 or piece.x1 > edge or abs(piece.x0 - name.x0) > 2:
            break
        if not _one_below(name, piece):
            break
        name, last = piece, k
    return last


def _one_below(a: Piece, b: Piece) -> bool:
    """Whether two pieces are lines of one name: of one style, bold, one below the other."""
    return abs(a.size - b.size) < 0.05 * a.size and a.bold and b.bold and 0 < b.y - a.y < 1.7 * a.size


def _runs_on(left: Sequence[Sequence[Piece]]) -> bool:
    """Whether a name on the left runs over two rows: of one style, one below the other."""
    pieces = [side[0] for side in left if side]
    return any(_one_below(a, b) for a, b in itertools.pairwise(pieces))
