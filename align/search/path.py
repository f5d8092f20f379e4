"""The search for the best path: arrays in, arrays out; no text, no frames, no files.

1. *Anchors*: mutual nearest neighbours, and the heaviest strictly increasing chain among them (Fenwick tree).
2. *Corridor*: the rectangles between neighbouring anchors, widened a little; rows are cut into blocks.
3. *Gains*: what each n-m link is worth, from the cosines of run sums. The dot product of two runs is a sum over a
   rectangle of the Gram matrix, so a summed-area table gives every n-m candidate in constant time.
4. *Path*: dynamic programming over the corridor, one row at a time, all link types at once.

Sources: two passes as in Bertalign (Liu and Zhu 2023) and bleu-champ; the margin against neighbours from Bertalign;
the chain instead of a diagonal band because a missing page breaks every diagonal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.arrays import Bools, Floats, Longs

NEVER = np.float32(-1e9)
LARGE = 500_000  # cells between two anchors beyond which nothing is hoped for
ARM = 20  # sentences, the width of what is searched of such a rectangle


def nearest(source: Floats, target: Floats, k: int, rows: int = 512) -> tuple[Longs, Floats]:
    """The ``k`` best columns of ``source @ target.T`` for every row: indices and cosines, both ``(n, k)``.

    Exact, in slabs of ``rows``, so memory is linear in the number of sentences.
    """
    n, m = len(source), len(target)
    k = min(k, m)
    indices = np.zeros((n, k), np.int64)
    values = np.zeros((n, k), np.float32)
    for start in range(0, n, rows):
        scores = source[start : start + rows] @ target.T
        every = np.arange(len(scores))
        for rank in range(k):  # a few passes for the highest are several times as fast as one partition
            best = scores.argmax(axis=1)
            indices[start : start + rows, rank] = best
            values[start : start + rows, rank] = scores[every, best]
            scores[every, best] = -np.inf
    return indices, values


def mutual_candidates(source: Floats, target: Floats, k: int = 4) -> tuple[Longs, Longs, Floats]:
    """Pairs that are each other's nearest, with their margin over the runners-up (cosine minus their mean)."""
    if not len(source) or not len(target):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    forward, forward_cos = nearest(source, target, k)
    backward, backward_cos = nearest(target, source, k)
    best = forward[:, 0]
    rows = np.flatnonzero(backward[best, 0] == np.arange(len(source)))
    columns = best[rows]
    others = np.zeros(len(rows), np.float32)
    for cosines in (forward_cos[rows], backward_cos[columns]):
        if cosines.shape[1] > 1:
            others += cosines[:, 1:].mean(1) / 2
    return rows, columns, (forward_cos[rows, 0] - others).astype(np.float32)


def heaviest_chain(rows: Longs, columns: Longs, weights: Floats, width: int) -> Longs:
    """Indices of the heaviest subsequence that increases strictly in both; ``rows`` must be increasing.

    O(a log width) with a Fenwick tree of prefix maxima.

    >>> chain = heaviest_chain(np.arange(4), np.array([5, 1, 2, 3]), np.array([2.0, 1, 1, 1], dtype=np.float32), 6)
    >>> chain.tolist()
    [1, 2, 3]
    """
    tree = [(0.0, -1)] * (width + 2)
    previous = np.full(len(rows), -1, np.int64)
    best = (0.0, -1)
    for k in range(len(rows)):
        position, value = int(columns[k]), (0.0, -1)
        while position > 0:  # columns are 0-based and the tree is 1-based: this asks for columns before this one
            if tree[position][0] > value[0]:
                value = tree[position]
            position -= position & -position
        previous[k] = value[1]
        total = (value[0] + float(weights[k]), k)
        if total[0] > best[0]:
            best = total
        position = int(columns[k]) + 1
        while position <= width:
            if total[0] > tree[position][0]:
                tree[position] = total
            position += position & -position
    chain: list[int] = []
    at = best[1]
    while at >= 0:
        chain.append(at)
        at = int(previous[at])
    return np.asarray(chain[::-1], dtype=np.int64)


def supported(rows: Longs, columns: Longs, reach: int = 12, slack: int = 4) -> Bools:
    """Which anchors of a chain have a neighbour close by on about the same diagonal.

    A false pair in a stretch without any translation stands alone; a true one has company.
    """
    keep = np.zeros(len(rows), bool)
    for step in (1, 2):
        if len(rows) <= step:
            continue
        down, across = rows[step:] - rows[:-step], columns[step:] - columns[:-step]
        near = (np.maximum(down, across) <= reach) & (
            np.abs(down - across) <= np.maximum(slack, np.maximum(down, across) // 2)
        )
        keep[step:] |= near
        keep[:-step] |= near
    return keep


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that are searched together: end positions ``top..bottom`` of the source, ``left..right`` of the target.

    Positions count sentences consumed, so they run from 0 to n and 0 to m; both ends are included.
    """

    top: int
    bottom: int
    left: int
    right: int


def corridor(rows: Longs, columns: Longs, n: int, m: int, width: int, cells: int = 60_000) -> list[Block]:
    """Blocks that cover the rectangles between anchors, ``width`` cells wider on each side.

    An anchor ``(i, j)`` puts the path through the cells ``(i, j)`` and ``(i + 1, j + 1)``. A rectangle of more than
    ``LARGE`` cells without any anchor holds nothing that corresponds: there the path may only follow an L, down the first
    columns and along the last rows, so that cells are linear in the number of sentences whatever the documents are.
    """
    corners_i = np.concatenate([[0], rows, [n]])
    corners_j = np.concatenate([[0], columns, [m]])
    positions = np.arange(n + 1)
    before = np.searchsorted(corners_i, positions - width, side="right") - 1
    after = np.searchsorted(corners_i, positions + width, side="left")
    left = np.maximum(corners_j[np.maximum(before, 0)] - width, 0)
    right = np.minimum(corners_j[np.minimum(after, len(corners_j) - 1)] + width, m)
    left[positions - width <= 0] = 0
    right[positions + width >= n] = m
    for k in np.flatnonzero(np.diff(corners_i) * np.diff(corners_j) > LARGE).tolist():
        rows_inside = slice(max(int(corners_i[k]) - width, 0), max(int(corners_i[k + 1]) - ARM, 0))
        right[rows_inside] = np.minimum(right[rows_inside], corners_j[k] + ARM)
    left = np.minimum.accumulate(left[::-1])[::-1]
    right = np.maximum.accumulate(right)
    blocks: list[Block] = []
    top = 0
    while top <= n:
        bottom = top
        while bottom < n and bottom - top < 47 and (bottom + 2 - top) * (right[bottom + 1] - left[top] + 1) <= cells:
            bottom += 1
        blocks.append(Block(top, bottom, int(left[top]), int(right[bottom])))
        top = bottom + 1
    return blocks


def link_types(longest: int) -> list[tuple[int, int]]:
    """The n-m links that are tried: 1-1 first, then 1-n and n-1 up to ``longest`` sentences in all, then small n-m.

    >>> link_types(3)
    [(1, 1), (1, 2), (2, 1)]
    """
    types = [(a, b) for a in range(1, longest) for b in range(1, longest) if a + b <= longest]
    keep = [t for t in types if 1 in t or t in {(2, 2), (2, 3), (3, 2), (3, 3), (2, 4), (4, 2)}]
    return sorted(keep, key=lambda t: (t[0] + t[1], t))


Gains = Callable[[Block], Floats]


def best_path(
    blocks: list[Block],
    types: list[tuple[int, int]],
    gains: Gains,
    gap: Gap,
    n: int,
    m: int,
    start: tuple[int, int] = (0, 0),
) -> list[tuple[int, int, int, int, float]]:
    """The path of highest total gain from ``start`` to ``(n, m)``: ``(source start, length, target start, length, gain)`` in order.

    ``gains(block)`` gives ``(rows, types, columns)`` for the cells of a block. A run of skipped sentences costs
    ``gap.opening`` once and ``gap.skip`` a sentence (affine gaps, Gotoh 1982): what is missing, is missing in runs.
    """
    deepest, pad = max(a for a, _ in types), max(b for _, b in types)
    trace: list[Trace] = []
    history: list[tuple[int, Floats]] = []  # the last rows: (left, values)
    above = (0, np.full(1, NEVER, np.float32))  # the last row of values that end in a gap
    for block in blocks:
        gain = gains(block)
        width = block.right - block.left + 1
        window = np.full((block.bottom - block.top + 1 + deepest, width + pad), NEVER, np.float32)
        for back, (left, values) in enumerate(reversed(history[-deepest:]), start=1):
            _paste(window[deepest - back], values, left - block.left + pad)
        before = np.full(width, NEVER, np.float32)
        _paste(before, above[1], above[0] - block.left)
        found, last = _run_block(block, types, gain, window, before, gap, start)
        trace.append(found)
        above = (block.left, last)
        rows = window[deepest:, pad:]
        history = [*history, *((block.left, row.copy()) for row in rows)][-deepest:]
    return list(_walk_back(blocks, types, trace, gap, (n, m), start))[::-1]


@dataclass(frozen=True, slots=True)
class Gap:
    """What it costs to leave sentences without a counterpart."""

    opening: float
    skip: float


@dataclass(frozen=True, slots=True)
class Trace:
    """How the best path reaches the cells of a block: the link that ends there and its gain; how a gap got there.

    ``ends``: :data:`LINKED`, or a gap that came from :data:`ABOVE` or from the :data:`LEFT`; ``gaps``: the same for
    the best path that ends in a gap, where LINKED means that the gap begins here.
    """

    steps: npt.NDArray[np.int8]
    gains: Floats
    ends: npt.NDArray[np.int8]
    gaps: npt.NDArray[np.int8]


LINKED, ABOVE, LEFT = 0, 1, 2


def _paste(row: Floats, values: Floats, at: int) -> None:
    """Copy ``values`` into ``row`` from column ``at`` on, cutting what lies outside."""
    start, end = max(at, 0), min(at + len(values), len(row))
    if start < end:
        row[start:end] = values[start - at : end - at]


def _run_block(
    block: Block,
    types: list[tuple[int, int]],
    gain: Floats,
    window: Floats,
    before: Floats,
    gap: Gap,
    begin: tuple[int, int],
) -> tuple[Trace, Floats]:
    """Fill ``window`` for one block; ``before`` is the row of gap values above it. Gives the trace and the last row.

    Row by row only the values are found; how they came about is told for all rows at once.
    """
    height, width = block.bottom - block.top + 1, block.right - block.left + 1
    deepest, pad = len(window) - height, window.shape[1] - width
    stride = window.shape[1]
    flat = window.ravel()
    furthest = deepest * stride + pad
    index = np.array([[furthest - a * stride - b] for a, b in types]) + np.arange(width)
    reached, linked = np.empty((len(types), width), np.float32), np.empty((height, width), np.float32)
    gapped = np.empty((height + 1, width), np.float32)  # the best that ends in a gap, from the row above the block on
    walked = np.empty((height, width), np.float32)
    gapped[0] = before
    slope = (np.arange(width) * gap.skip).astype(np.float32)
    for r in range(height):
        flat[r * stride :].take(index, out=reached, mode="clip")
        reached += gain[r]
        value = reached.max(0, out=linked[r])
        if (block.top + r, block.left) == begin:
            value[0] = 0.0
        start = np.maximum(value - gap.opening, gapped[r] - gap.skip)
        # 0-1 links: a running maximum of the value plus the skips walked
        walk = np.subtract(np.maximum.accumulate(start + slope), slope, out=walked[r])
        gapped[r + 1] = np.where(walk > start + 1e-6, walk, start)
        np.maximum(value, gapped[r + 1], out=window[deepest + r, pad:])
    return _traced(types, gain, window, linked, gapped, walked, gap), gapped[height]


def _traced(
    types: list[tuple[int, int]], gain: Floats, window: Floats, linked: Floats, gapped: Floats, walked: Floats, gap: Gap
) -> Trace:
    """How the values of a block came about."""
    height, width = linked.shape
    deepest, pad = len(window) - height, window.shape[1] - width
    steps, best = np.zeros((height, width), np.int8), np.full((height, width), -np.inf, np.float32)
    for k, (a, b) in enumerate(types):
        reached = window[deepest - a : len(window) - a, pad - b : window.shape[1] - b] + gain[:, k]
        better = reached > best
        np.copyto(best, reached, where=better)
        steps[better] = k
    gains = np.take_along_axis(gain, steps[:, None].astype(np.int64), axis=1)[:, 0]
    opened, down = linked - gap.opening, gapped[:-1] - gap.skip
    gaps = np.where(down > opened, ABOVE, LINKED).astype(np.int8)
    gaps[walked > np.maximum(opened, down) + 1e-6] = LEFT
    return Trace(steps, gains, np.where(gapped[1:] > linked, gaps, np.int8(LINKED)), gaps)


def _walk_back(
    blocks: list[Block],
    types: list[tuple[int, int]],
    trace: list[Trace],
    gap: Gap,
    end: tuple[int, int],
    start: tuple[int, int],
) -> Iterator[tuple[int, int, int, int, float]]:
    (i, j), at = end, len(blocks) - 1
    inside = False  # a gap
    while i > start[0] or j > start[1]:
        while blocks[at].top > i:
            at -= 1
        here = (i - blocks[at].top, j - blocks[at].left)
        came = int((trace[at].gaps if inside else trace[at].ends)[here])
        if i == start[0] or j == start[1]:
            came = LEFT if i == start[0] else ABOVE
        if came == LINKED and inside:
            inside = False
            continue
        if came == LINKED:
            a, b = types[int(trace[at].steps[here])]
            gain = float(trace[at].gains[here])
        else:
            a, b = (1, 0) if came == ABOVE else (0, 1)
            gain, inside = -gap.skip, True
        yield i - a, a, j - b, b, gain
        i, j = i - a, j - b
