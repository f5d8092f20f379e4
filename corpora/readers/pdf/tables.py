"""What stands side by side on a page: parallel columns of text, or the rows of a table; regions as the result.

A table that goes on over a page edge keeps counting its rows, and its repeated head does not count (:class:`Count`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpora.readers.pdf.grid import Across, Box
from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row, main_size
from corpora.text import MARK, display_width

NUMERIC = re.compile(r"[\d\s.,%$€£()（）–—…*+-]{1,20}[a-z]?")
"""For each strip and column the rows that stand there."""


@dataclass(slots=True)
class Region:
    """Rows that are read one after the other.

    ``cell``: they are one cell of a table. ``column``: one of several columns. ``short``: its lines are short and
    stand by themselves, as in a masthead. ``box``: the edges of a cell where lines are drawn. ``row`` and ``across``:
    the place of a cell in its table, from 1; ``width``: how many columns that has.
    """

    rows: list[Row]
    cell: bool = False
    column: bool = False
    short: bool = False
    box: Box | None = None
    row: int = 0
    across: int = 0
    width: int = 0

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(row.x0 for row in self.rows)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(row.x1 for row in self.rows)


@dataclass(slots=True)
class Strip:
    """Rows at about the same height that stand beside each other."""

    rows: list[Row]
    spans: list[tuple[float, float]]
    sorted: list[Piece] = field(default_factory=list)

    @property
    def y(self) -> float:
        """Height of its first row."""
        return self.rows[0].y

    @property
    def pieces(self) -> list[Piece]:
        """All pieces, from left to right."""
        if not self.sorted:
            self.sorted = sorted((piece for row in self.rows for piece in row.pieces), key=lambda piece: piece.x0)
        return self.sorted


def by_column(strip: Strip, edges: Sequence[float]) -> list[list[Row]]:
    """The rows of a strip in each column; ``edges``: the middles of the gaps between columns."""
    found: list[list[Row]] = [[] for _ in range(len(edges) + 1)]
    for row in strip.rows:
        parts: dict[int, list[Piece]] = {}
        for piece in row.pieces:
            parts.setdefault(bisect_right(edges, (piece.x0 + piece.x1) / 2), []).append(piece)
        for k, pieces in parts.items():
            found[k].append(Row(row.y, main_size(pieces), pieces))
    return found


def is_table(
    strips: Sequence[Strip],
    raster: Sequence[Sequence[list[Row]]],
    across: Sequence[Across],
    columns: Sequence[tuple[float, float]],
) -> bool:
    """Three columns and more unless they are prose; two where one holds numbers or lines are drawn between rows."""
    if len(strips) < 2:
        return False
    cells = [[" ".join(p.text for row in rows for p in row.pieces) for rows in line] for line in raster]
    filled = [text for line in cells for text in line if text]
    if len(columns) > 2:
        full = sum(all(line) for line in cells) > 0.7 * len(cells)
        return not (len(strips) >= 6 and full and sum(map(display_width, filled)) / len(filled) > 24)
    both = [line for line in cells if all(line)]
    if len(both) >= 2:
        for k in (0, 1):
            numbers = sum(bool(NUMERIC.fullmatch(line[k].strip())) for line in both)
            if numbers >= max(2, 0.6 * len(both)):
                return True
    return len(_between_rows(strips, across, columns)) >= 3  # a masthead has two


def _between_rows(
    strips: Sequence[Strip], across: Sequence[Across], columns: Sequence[tuple[float, float]]
) -> list[int]:
    """Strips above which a line is drawn over most of the table's width, but for the first."""
    width = columns[-1][1] - columns[0][0]
    found = []
    for k in range(1, len(strips)):
        covered = sum(
            min(x1, columns[-1][1]) - max(x0, columns[0][0])
            for x0, x1, y in across
            if strips[k - 1].y < y + 0.5 and y < strips[k].y and x1 > columns[0][0] and x0 < columns[-1][1]
        )
        if covered > 0.6 * width:
            found.append(k)
    return found


def table_rows(
    strips: Sequence[Strip],
    raster: Sequence[Sequence[list[Row]]],
    across: Sequence[Across],
    columns: Sequence[tuple[float, float]],
    body: float,
) -> list[list[int]]:
    """Strips in groups, one for each row of the table: a cell can hold several lines."""
    gaps = [b.y - a.y for a, b in itertools.pairwise(strips)]
    tight = max(min(gaps), 0.0)  # strips that overlap can stand above each other the wrong way round
    far = [gap for gap in gaps if gap > 1.3 * tight]
    two_kinds = len(far) >= 2 and tight < 1.4 * body and tight <= 1.15 * median([g for g in gaps if g <= 1.3 * tight])
    ruled = set(_between_rows(strips, across, columns))
    groups = [[0]]
    for k in range(1, len(strips)):
        several = sum(bool(rows) for rows in raster[k]) > 1
        if two_kinds:
            new = gaps[k - 1] > 1.3 * tight
        else:
            new = several and bool(raster[k][0]) and not _title_goes_on(raster, k, groups[-1])
        if k in ruled or new or gaps[k - 1] > 2.2 * body or _counted(raster, k, groups[-1]):
            groups.append([])
        groups[-1].append(k)
    return groups


def _counted(raster: Sequence[Sequence[list[Row]]], k: int, group: Sequence[int]) -> bool:
    """Whether a strip begins a row, as the one so far has its number: it has one too, in that column, or a list mark."""
    if not raster[k][0]:
        return False
    marked = _marked(raster[k][0])
    return any(
        (marked or _number(raster[k][column])) and any(_number(raster[n][column]) for n in group)
        for column in range(1, len(raster[k]))
    )


def _title_goes_on(raster: Sequence[Sequence[list[Row]]], k: int, group: Sequence[int]) -> bool:
    """Whether a strip is the rest of a title with a list mark, whose number stands beside its last line."""
    if len(raster[k]) != 2 or not _marked(raster[group[0]][0]) or _marked(raster[k][0]):
        return False
    return _number(raster[k][1]) and not any(raster[n][1] for n in group)


def _marked(rows: Sequence[Row]) -> bool:
    return bool(rows) and MARK.match(" ".join(piece.text for piece in rows[0].pieces)) is not None


def _number(rows: Sequence[Row]) -> bool:
    text = " ".join(piece.text for row in rows for piece in row.pieces).strip()
    return NUMERIC.fullmatch(text) is not None and any(c.isdigit() for c in text)


def is_prose(strips: Sequence[Strip], raster: Sequence[Sequence[list[Row]]]) -> bool:
    """Whether columns hold running text."""
    letters = [
        sum(display_width(p.text) for row in rows for p in row.pieces) for line in raster for rows in line if rows
    ]
    return len(strips) > 3 and sum(letters) / len(letters) > 30


def parts_of(
    strips: Sequence[Strip], across: Sequence[Across], columns: Sequence[tuple[float, float]], body: float
) -> list[list[int]]:
    """Columns of short lines (mastheads, signatures) in parts, at drawn lines and wide gaps."""
    gaps = [b.y - a.y for a, b in itertools.pairwise(strips)]
    usual = median(gaps) if gaps else 0.0
    ruled = set(_between_rows(strips, across, columns))
    parts = [[0]]
    for k in range(1, len(strips)):
        if k in ruled or gaps[k - 1] > max(1.7 * usual, 1.6 * body):
            parts.append([])
        parts[-1].append(k)
    return parts


HEAD_ROWS = 4
"""Rows of a table that can be its head, which stands again on the next page."""
SHIFT = 6.0
"""Points by which the edges of a table may stand elsewhere on the next page."""


@dataclass(slots=True)
class Count:
    """The table that was read last: its columns, left edge, last row, and the texts of its first rows.

    ``open``: nothing but notes came after it. ``shift``: what is added to the rows of the page that is being read, ``again``: how many of them are its head.
    """

    width: int = 0
    left: float = 0.0
    last: int = 0
    heads: dict[int, str] = field(default_factory=dict)
    shift: int = 0
    again: int = 0
    seen: int = 0
    open: bool = False

    def begin_page(self, regions: Sequence[Region], cut: bool) -> None:
        """A new page: does its first table go on with the one that the page before ended with?

        ``cut``: the first row is the rest of the last one there.
        """
        first = regions[0] if regions else None
        self.shift, self.again, self.seen = 0, 0, 0
        if first is None or first.row != 1 or not self.open:
            return
        if first.width != self.width or abs(first.x0 - self.left) > SHIFT:
            return
        rows: dict[int, str] = {}
        for region in regions:
            if not region.row or region.row > HEAD_ROWS or region.row < max(rows, default=1):
                break
            rows[region.row] = rows.get(region.row, "") + _text(region)
        while self.again < len(rows) and rows.get(self.again + 1) == self.heads.get(self.again + 1):
            self.again += 1
        self.shift = self.last - self.again - (cut and not self.again)

    def place(self, region: Region) -> tuple[int, int]:
        """Row and column of a cell."""
        if not region.row:
            return 0, 0
        if region.row < self.seen or (region.row == 1 == region.across and self.seen == 0 and not self.shift):
            self.width, self.left, self.shift, self.again, self.heads = region.width, region.x0, 0, 0, {}
        self.seen = region.row
        row = region.row if region.row <= self.again else region.row + self.shift
        if row <= HEAD_ROWS and not self.shift:
            self.heads[row] = self.heads.get(row, "") + _text(region)
        self.width, self.last, self.open = region.width, row, True
        return row, region.across

    def interrupt(self) -> None:
        """Text between two tables."""
        self.seen, self.shift, self.again, self.open = 0, 0, 0, False


def _text(region: Region) -> str:
    return "".join(piece.text for row in region.rows for piece in row.pieces)
