"""Where two documents surely meet: a chain of anchors that the corridor of the search follows.

Anchors are mutual nearest neighbours on the heaviest chain that rises on both sides. In a long document all pairs
are too many to compare: a fixed number of sentences, evenly spread, is compared with all of the other side; their
chain cuts the document into rectangles, in which the same is done again until a rectangle is small. So the cost grows
with the length of the document, not with its square, and no diagonal is assumed: a missing annex shifts nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from align.search.path import heaviest_chain, mutual_candidates, nearest, supported
from corpora.arrays import Floats, Longs

SMALL = 1500 * 1500  # cells that are compared all with all
SAMPLES = 1000  # sentences of a large rectangle that are compared with all of the other side
OVERLAP = 40  # sentences by which neighbouring rectangles reach into each other
MARGIN = 0.05  # by which a pair must be nearer than the runners-up
Box = tuple[int, int, int, int]  # source from, to; target from, to


@dataclass(frozen=True, slots=True)
class Anchors:
    """The chain that the corridor follows: sentence ``rows[k]`` of the source renders ``columns[k]``."""

    rows: Longs
    columns: Longs


def find_anchors(source: Floats, target: Floats) -> Anchors:
    """The heaviest chain of mutual nearest neighbours, without those that stand alone; unit vectors in."""
    found = [_candidates(source, target, box) for box in boxes(source, target)]
    rows, columns, margins = (np.concatenate(part) for part in zip(*found, strict=True))
    # the same pair may come from two overlapping rectangles: the smaller margin, which saw more rivals, counts
    order = np.lexsort((margins, columns, rows))
    rows, columns, margins = rows[order], columns[order], margins[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    strong = first & (margins > MARGIN)
    rows, columns, margins = rows[strong], columns[strong], margins[strong]
    chain = heaviest_chain(rows, columns, margins, len(target))
    rows, columns = rows[chain], columns[chain]
    keep = supported(rows, columns)
    return Anchors(rows[keep], columns[keep])


def _candidates(source: Floats, target: Floats, box: Box) -> tuple[Longs, Longs, Floats]:
    i0, i1, j0, j1 = box
    rows, columns, margins = mutual_candidates(source[i0:i1], target[j0:j1])
    return rows + i0, columns + j0, margins


def boxes(source: Floats, target: Floats) -> list[Box]:
    """Rectangles, small and overlapping a little, in which sentences are compared all with all.

    >>> boxes(np.eye(3, dtype=np.float32), np.eye(4, dtype=np.float32))
    [(0, 3, 0, 4)]
    """
    n, m = len(source), len(target)
    result: list[Box] = []
    waiting: list[Box] = [(0, n, 0, m)]
    while waiting:
        i0, i1, j0, j1 = box = waiting.pop()
        if (i1 - i0) * (j1 - j0) <= SMALL:
            result.append(box)
            continue
        corners = _coarse(source[i0:i1], target[j0:j1])
        parts = [
            (max(i0 + a - OVERLAP, i0), min(i0 + b + OVERLAP, i1), max(j0 + c - OVERLAP, j0), min(j0 + d + OVERLAP, j1))
            for (a, c), (b, d) in itertools.pairwise(corners)
        ]
        size = (i1 - i0) * (j1 - j0)
        if any((b - a) * (d - c) > 0.9 * size for a, b, c, d in parts):
            parts = _slabs(box)  # nothing meets here: what is left is looked at in strips, without hope for much
        waiting += reversed(parts)
    return sorted(result)


def _coarse(source: Floats, target: Floats) -> list[tuple[int, int]]:
    """Corners of the rectangles between anchors among evenly spread sentences, from first to last."""
    n, m = len(source), len(target)
    step = max(n // SAMPLES, 1)
    picked = np.arange(0, n, step)
    forward, near = nearest(source[picked], target, 4)
    columns = forward[:, 0]
    backward, back_near = nearest(target[columns], source, 4)
    mutual = backward[:, 0] == picked
    margins = near[:, 0] - (near[:, 1:].mean(1) + back_near[:, 1:].mean(1)) / 2
    good = mutual & (margins > 2 * MARGIN)
    rows, columns, margins = picked[good], columns[good], margins[good]
    chain = heaviest_chain(rows, columns, margins.astype(np.float32), m)
    rows, columns = rows[chain], columns[chain]
    keep = supported(rows, columns, reach=12 * step, slack=4 * step)
    corners = [(0, 0)]
    for i, j in zip(rows[keep].tolist(), columns[keep].tolist(), strict=True):
        if (i - corners[-1][0]) * (j - corners[-1][1]) >= SMALL // 8:  # many small rectangles cost more than one
            corners.append((i, j))
    return [*corners, (n, m)]


def _slabs(box: Box) -> list[Box]:
    """A rectangle without anchors in pieces along its diagonal, so that nothing quadratic is left."""
    i0, i1, j0, j1 = box
    count = -(-max(i1 - i0, j1 - j0) // 1000)
    cuts_i = np.linspace(i0, i1, count + 1).astype(int).tolist()
    cuts_j = np.linspace(j0, j1, count + 1).astype(int).tolist()
    return [(cuts_i[k], cuts_i[k + 1], cuts_j[k], cuts_j[k + 1]) for k in range(count)]


def length_ratio(source: Floats, target: Floats, anchors: Anchors) -> float:
    """Target characters per source character.

    Taken between anchors that are close to each other, never from whole texts: where a page is missing, whole
    texts lie (measured: shared/reference/alignment.md, 3.2).
    """
    n, m = len(source), len(target)
    plain = float(target.sum() / max(source.sum(), 1.0))
    i = np.concatenate([[0], anchors.rows, [n]])
    j = np.concatenate([[0], anchors.columns, [m]])
    near = (np.diff(i) <= 8) & (np.diff(j) <= 8)
    source_sum, target_sum = np.concatenate([[0], np.cumsum(source)]), np.concatenate([[0], np.cumsum(target)])
    left, right = np.diff(source_sum[i])[near].sum(), np.diff(target_sum[j])[near].sum()
    ratio = right / left if left > 100 and right > 100 else plain
    return float(np.float32(np.clip(ratio, 1 / 8, 8.0)))
