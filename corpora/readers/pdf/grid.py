"""Tables with drawn lines: where lines across and lines down meet, their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Across = tuple[float, float, float]
Down = tuple[float, float, float]
Box = tuple[float, float, float, float]
MEET = 3.0
"""Points by which two lines that meet may miss each other."""
MAX_CELLS = 20_000


@dataclass(slots=True)
class Grid:
    """A ruled table: edges of its columns and rows, and to which cell each field of that raster belongs."""

    xs: list[float]
    ys: list[float]
    cells: list[list[int]] = field(default_factory=list)
    boxes: dict[int, Box] = field(default_factory=dict)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.ys[-1]

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell in which a point lies, in reading order; ``None`` outside.

        >>> grid = find_grids([(0, 20, 0), (0, 20, 10), (0, 20, 20)], [(0, 20, 0), (0, 20, 10), (0, 20, 20)])[0]
        >>> grid.cell(15, 5), grid.cell(5, 15), grid.cell(50, 5)
        (1, 2, None)
        """
        column = _slot(self.xs, x)
        row = _slot(self.ys, y)
        return None if column is None or row is None else self.cells[row][column]

    def box(self, cell: int) -> Box:
        """Left, top, right and bottom edge of a cell."""
        if not self.boxes:
            for r, row in enumerate(self.cells):
                for c, number in enumerate(row):
                    self.places.setdefault(number, (r + 1, c + 1))
                    x0, y0, x1, y1 = self.boxes.get(number, (self.xs[c], self.ys[r], self.xs[c], self.ys[r]))
                    self.boxes[number] = min(x0, self.xs[c]), y0, max(x1, self.xs[c + 1]), max(y1, self.ys[r + 1])
        return self.boxes[cell]

    def place(self, cell: int) -> tuple[int, int]:
        """Row and column of a cell, from 1; of one that runs over several the first."""
        self.box(cell)
        return self.places[cell]


def _slot(edges: Sequence[float], value: float) -> int | None:
    if not edges[0] <= value <= edges[-1]:
        return None
    return next((k for k in range(len(edges) - 1) if value <= edges[k + 1]), None)


def find_grids(across: Sequence[Across], down: Sequence[Down]) -> list[Grid]:
    """Tables from top to bottom; boxes in boxes count once.

    A table has three cells and two columns at least: the first row can be all of it that is on a page.
    """
    across = _merge(across)
    down = _merge(down)
    if len(across) < 2 or not down:
        return []
    grids = []
    for lines, posts in _meeting(across, down):
        xs = _edges([x for *_, x in posts] + [x for x0, x1, _ in lines for x in (x0, x1)])
        ys = _edges([y for *_, y in lines] + [y for y0, y1, _ in posts for y in (y0, y1)])
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MAX_CELLS:
            continue
        grid = Grid(xs, ys)
        grid.cells = _cells(grid, lines, posts)
        if len({cell for row in grid.cells for cell in row}) >= 3:
            grids.append(grid)
    grids.sort(key=lambda grid: grid.top)
    kept: list[Grid] = []
    for grid in grids:
        inside = any(g.top - MEET <= grid.top and grid.bottom <= g.bottom + MEET and _beside(grid, g) for g in kept)
        if not inside:
            kept.append(grid)
    return kept


def free_rules(across: Sequence[Across], down: Sequence[Down]) -> list[Across]:
    """Lines across that no line down meets, pieces of one line put together: they are no border of a table.

    >>> free_rules([(0, 9, 5), (9, 20, 5), (0, 9, 50)], [(40, 60, 9)])
    [(0, 20, 5)]
    """
    posts = _merge(down)
    return [
        (x0, x1, y)
        for x0, x1, y in _merge(across)
        if not any(x0 - MEET <= x <= x1 + MEET and y0 - MEET <= y <= y1 + MEET for y0, y1, x in posts)
    ]


def _beside(a: Grid, b: Grid) -> bool:
    return a.xs[0] < b.xs[-1] and b.xs[0] < a.xs[-1]


def _merge(lines: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Lines that go on from each other as one: borders are often drawn cell by cell."""
    merged: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for start, end, at in sorted(lines, key=lambda line: line[2]):
        if level and at - level[0][2] > MEET / 2:
            merged += _join(level)
            level = []
        level.append((start, end, at))
    return merged + _join(level)


def _join(level: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    joined: list[tuple[float, float, float]] = []
    for start, end, at in sorted(level):
        if joined and start - joined[-1][1] <= MEET:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end), joined[-1][2])
        else:
            joined.append((start, end, at))
    return joined


def _meeting(across: Sequence[Across], down: Sequence[Down]) -> list[tuple[list[Across], list[Down]]]:
    """Lines in groups that hang together."""
    group = list(range(len(across) + len(down)))

    def root(k: int) -> int:
        while group[k] != k:
            group[k] = group[group[k]]
            k = group[k]
        return k

    for i, (x0, x1, y) in enumerate(across):
        for j, (y0, y1, x) in enumerate(down):
            if x0 - MEET <= x <= x1 + MEET and y0 - MEET <= y <= y1 + MEET:
                group[root(i)] = root(len(across) + j)
    found: dict[int, tuple[list[Across], list[Down]]] = {}
    for i, line in enumerate(across):
        found.setdefault(root(i), ([], []))[0].append(line)
    for j, post in enumerate(down):
        found.setdefault(root(len(across) + j), ([], []))[1].append(post)
    return [(lines, posts) for lines, posts in found.values() if len(lines) >= 2 and posts]


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > MEET:
            edges.append(value)
    return edges


def _cells(grid: Grid, across: Sequence[Across], down: Sequence[Down]) -> list[list[int]]:
    """Numbers of cells: neighbouring fields without a line between them are one cell."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    owner = list(range(columns * rows))

    def root(k: int) -> int:
        while owner[k] != k:
            owner[k] = owner[owner[k]]
            k = owner[k]
        return k

    for row in range(rows):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        posts = [x for y0, y1, x in down if y0 - MEET <= middle <= y1 + MEET]
        for column in range(columns - 1):
            if not any(abs(x - grid.xs[column + 1]) <= MEET for x in posts):
                owner[root(row * columns + column + 1)] = root(row * columns + column)
    for column in range(columns):
        middle = (grid.xs[column] + grid.xs[column + 1]) / 2
        lines = [y for x0, x1, y in across if x0 - MEET <= middle <= x1 + MEET]
        for row in range(rows - 1):
            if not any(abs(y - grid.ys[row + 1]) <= MEET for y in lines):
                owner[root((row + 1) * columns + column)] = root(row * columns + column)
    numbers: dict[int, int] = {}
    return [[numbers.setdefault(root(r * columns + c), len(numbers)) for c in range(columns)] for r in range(rows)]
