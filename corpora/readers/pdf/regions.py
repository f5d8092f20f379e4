"""Reading order of a page: bands from top to bottom, columns in a band one after the other, tables cell by cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpora.readers.pdf.grid import Across, Down, Grid, find_grids
from corpora.readers.pdf.labels import contents_rows, side_by_side
from corpora.readers.pdf.letters import HOLES
from corpora.readers.pdf.pieces import Piece
from corpora.readers.pdf.rows import Row, main_size
from corpora.readers.pdf.tables import Region, Strip, by_column, is_prose, is_table, parts_of, table_rows
from corpora.text import TO_TEN

GUTTER = 0.9
"""Em: the least width of the empty strip between columns; cells of tables stand 1 em apart and more."""
GUTTERS = {1: 3.0, 2: 1.8, 3: 1.2}
"""Em: the same where only so many rows have text on both sides of the strip, and only two columns are there."""
NARROW, LONG = 0.5, 6
"""Em: the same over as many rows as that: punctuation hangs over the edges of columns, on both sides of a gutter."""
MAX_DEPTH = 4
MAX_GAPS = 6
"""Gaps of one row that are tried, the widest first."""
HANGING = re.compile(
    rf"[(（\[]?(?:\d{{1,4}}(?:\.\d{{1,3}}){{0,4}}|[a-z]{{1,4}}|[A-Z]|[IVXLC]{{1,6}}|[{TO_TEN}]{{1,4}})[.．、)）\]]{{0,2}}/?|[•●▪■◦·–—*†‡§o-]{{1,3}}"
)


def find_regions(rows: Sequence[Row], across: Sequence[Across], down: Sequence[Down], body: float) -> list[Region]:
    """The regions of a page in reading order; ``body`` is the font size of ordinary text in points."""
    found: list[Region] = []
    left = contents_rows(rows)
    for grid in find_grids(across, down):
        cells, above, left = _in_grid(left, grid)
        if len(cells) < 2:
            left = above + [row for cell in cells for row in cell.rows] + left
            left.sort(key=lambda row: row.y)
            continue
        found += bands(above, across, body)
        found += cells
    return found + bands(left, across, body)


def _in_grid(rows: Sequence[Row], grid: Grid) -> tuple[list[Region], list[Row], list[Row]]:
    """Cells of a ruled table, the rows above it, and the others."""
    cells: dict[int, list[Row]] = {}
    above: list[Row] = []
    below: list[Row] = []
    for row in rows:
        loose: list[Piece] = []
        parts: dict[int, list[Piece]] = {}
        for piece in row.pieces:
            cell = grid.cell((piece.x0 + piece.x1) / 2, piece.y - 0.3 * piece.size)
            if cell is None:
                loose.append(piece)
            else:
                parts.setdefault(cell, []).append(piece)
        for cell, pieces in parts.items():
            cells.setdefault(cell, []).append(Row(row.y, main_size(pieces), pieces))
        if loose:
            (above if row.y <= grid.bottom else below).append(Row(row.y, main_size(loose), loose))
    width = len(grid.xs) - 1
    regions = [
        Region(cells[cell], True, False, False, grid.box(cell), *grid.place(cell), width) for cell in sorted(cells)
    ]
    return regions, above, below


def bands(rows: Sequence[Row], across: Sequence[Across], body: float, depth: int = 0) -> list[Region]:
    """Regions of rows without a drawn grid: columns where an empty strip runs down between them."""
    strips = _strips(rows, body)
    found: list[Region] = []
    plain: list[Row] = []
    k = 0
    while k < len(strips):
        band = _band(strips, k, k - len(plain), body) if depth < MAX_DEPTH and len(strips[k].spans) > 1 else None
        if band is None:
            plain.append(_one_row(strips[k]))
            k += 1
            continue
        first, last, columns = band
        back = k - first  # rows above that belong to a column of this band
        if back:
            plain = plain[:-back]
        if plain:
            found.append(Region(plain, column=depth > 0))
            plain = []
        found += _columns(strips[first:last], columns, across, body, depth)
        k = last
    if plain:
        found.append(Region(plain, column=depth > 0))
    return found


def _one_row(strip: Strip) -> Row:
    pieces = strip.pieces
    return strip.rows[0] if len(strip.rows) == 1 else Row(strip.rows[0].y, main_size(pieces), pieces)


def _strips(rows: Sequence[Row], body: float) -> list[Strip]:
    strips: list[Strip] = []
    for row in rows:
        spans = _spans([row], NARROW * body)
        if strips and row.y - strips[-1].y < 0.8 * min(row.size, strips[-1].rows[-1].size):
            last = strips[-1].spans
            if all(b0 - a1 >= 0.1 * body or a0 - b1 >= 0.1 * body for a0, a1 in last for b0, b1 in spans):
                strips[-1].rows.append(row)
                strips[-1].spans = _spans(strips[-1].rows, NARROW * body)
                strips[-1].sorted = []
                continue
        strips.append(Strip([row], spans))
    return strips


def _spans(rows: Sequence[Row], least: float) -> list[tuple[float, float]]:
    """What text covers, gaps narrower than ``least`` closed."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for row in rows for piece in row.pieces):
        if spans and x0 - spans[-1][1] < least:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _free(gap: tuple[float, float], spans: Sequence[tuple[float, float]], least: float) -> tuple[float, float] | None:
    """The widest part of a gap that spans leave, if it is wide enough."""
    parts, start = [], gap[0]
    for x0, x1 in spans:
        if x1 <= gap[0] or x0 >= gap[1]:
            continue
        parts.append((start, x0))
        start = max(start, x1)
    parts.append((start, gap[1]))
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[1] - best[0] >= least else None


def _band(
    strips: Sequence[Strip], seed: int, floor: int, body: float
) -> tuple[int, int, list[tuple[float, float]]] | None:
    """First and last (exclusive) strip of the band around a strip with gaps, and its columns (x0, x1).

    ``floor``: the first strip that no other band has taken.
    """
    best: tuple[int, int, int, int, list[tuple[float, float]]] | None = None
    spans = strips[seed].spans
    gaps = sorted(itertools.pairwise(spans), key=lambda gap: gap[0][1] - gap[1][0])
    for (a, b), least in itertools.product(gaps[:MAX_GAPS], (NARROW, GUTTER)):
        if b[0] - a[1] < GUTTER * body:
            continue
        first, last, both, width = _grow(strips, seed, floor, (a[1], b[0]), body, least)
        columns = _project(strips[first:last], body, NARROW if both >= LONG else GUTTER)
        enough = NARROW if both >= LONG else GUTTERS.get(both, GUTTER)
        if both >= 2 and len(columns) > 2:
            enough = min(enough, GUTTER)
        if width < enough * body or len(columns) < 2:
            continue
        if best is None or (both, len(columns)) > best[:2]:
            best = (both, len(columns), first, last, columns)
    return best[2:] if best else None


def _grow(
    strips: Sequence[Strip], seed: int, floor: int, gap: tuple[float, float], body: float, least: float
) -> tuple[int, int, int, float]:
    """How far up and down an empty strip of ``least`` em runs with text on both sides.

    First and last (exclusive) strip, rows with text on both sides, width of the empty strip.
    """
    free = gap
    reach = [seed, seed]
    for way, stop in ((-1, floor - 1), (1, len(strips))):
        k = seed + way
        while k != stop and abs(strips[k].y - strips[k - way].y) < 5 * body:
            narrower = _free(free, strips[k].spans, least * body)
            if narrower is None:
                break
            free = narrower
            reach[way > 0] = k
            k += way
    middle = (free[0] + free[1]) / 2
    both = [k for k in range(reach[0], reach[1] + 1) if strips[k].spans[0][0] < middle < strips[k].spans[-1][1]]
    first, last = both[0], both[-1]
    while first > reach[0] and _goes_on(strips, first - 1, first, middle, body):
        first -= 1
    if len(both) >= LONG and reach[1] == len(strips) - 1:
        last = reach[1]  # down to the foot of the page: the last columns of a text are seldom equally long
    while last < reach[1] and _goes_on(strips, last + 1, last, middle, body):
        last += 1
    return first, last + 1, len(both), free[1] - free[0]


def _goes_on(strips: Sequence[Strip], k: int, inner: int, middle: float, body: float) -> bool:
    """Whether a strip with text on one side only belongs to the column on that side of its neighbour ``inner``."""
    right = strips[k].spans[0][0] > middle
    near = [piece for piece in strips[inner].pieces if (piece.x0 > middle) == right]
    mine = strips[k].pieces
    if not near or abs(near[0].size - mine[0].size) > 0.05 * body or near[0].bold != mine[0].bold:
        return False
    return abs(near[0].y - mine[0].y) < 1.45 * max(near[0].size, body) and abs(near[0].x0 - mine[0].x0) < 2.1 * body


def _project(strips: Sequence[Strip], body: float, least: float) -> list[tuple[float, float]]:
    """Columns (x0, x1) that no text of these strips leaves; hanging numbers are no column of their own."""
    columns = _spans([row for strip in strips for row in strip.rows], least * body)
    while len(columns) > 1 and _hangs(strips, columns, body):
        columns = [(columns[0][0], columns[1][1]), *columns[2:]]
    return columns


def _hangs(strips: Sequence[Strip], columns: Sequence[tuple[float, float]], body: float) -> bool:
    """Whether the first column is only the numbers of the second one's paragraphs."""
    edge = (columns[0][1] + columns[1][0]) / 2
    both = [strip.pieces for strip in strips if strip.pieces[0].x0 < edge < strip.pieces[-1].x0]
    first = [piece for pieces in both for piece in pieces if piece.x0 < edge]
    if not first or max(piece.x1 - piece.x0 for piece in first) > 3.5 * body:
        return False
    if columns[1][0] - min(piece.x0 for piece in first) > 9 * body:
        return False
    if len(columns) > 2 and len(both) == len(strips):
        return False  # the first column of a table: it has a number in every row
    marks = ["".join(piece.text for piece in pieces if piece.x0 < edge) for pieces in both]
    return all(HANGING.fullmatch(re.sub(HOLES, "", mark).replace(" ", "")) for mark in marks)


def _columns(
    strips: Sequence[Strip],
    columns: Sequence[tuple[float, float]],
    across: Sequence[Across],
    body: float,
    depth: int,
) -> list[Region]:
    edges = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    raster = [by_column(strip, edges) for strip in strips]
    pairs = side_by_side(strips, raster, columns, body)
    if pairs:
        return pairs
    if is_table(strips, raster, across, columns):
        found = []
        for number, group in enumerate(table_rows(strips, raster, across, columns, body), 1):
            for k in range(len(columns)):
                rows = [row for n in group for row in raster[n][k]]
                if rows:
                    found.append(Region(rows, True, row=number, across=k + 1, width=len(columns)))
        return found
    found = []
    short = not is_prose(strips, raster)
    parts = parts_of(strips, across, columns, body) if short else [list(range(len(strips)))]
    for part in parts:
        for k in range(len(columns)):
            rows = [row for n in part for row in raster[n][k]]
            if rows:
                inner = bands(sorted(rows, key=lambda row: row.y), across, body, depth + 1)
                for region in inner:
                    region.short |= short
                found += inner
    return found
