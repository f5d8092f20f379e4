"""How well the words of one text explain those of another, for many texts at once: what the dictionary of the model says of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corpora.arrays import Doubles, Floats, Longs, Ragged, numbered

if TYPE_CHECKING:
    from align.dictionary import Direction

BLANK, MOST, SAME, RAREST = 0.2, 4.0, 0.1, 1e-7  # as the aligner has them (CostConfig, align.dictionary)
LOWEST = float(np.log(BLANK))
BLOCK = 192  # rows looked at at a time: bounds memory, never changes a figure


def said(giver: Ragged, taker: Ragged, way: Direction, shares: Floats) -> Floats:
    """Log of how much likelier each piece of ``taker`` is beside the same row of ``giver`` than anywhere.

    ``giver`` and ``taker`` have the same number of rows; the result is as long as ``taker.ids``.
    """
    out = np.empty(len(taker.ids), np.float32)
    for start in range(0, len(giver), BLOCK):
        end = min(start + BLOCK, len(giver))
        given, taken = (side.ids[side.offsets[start] : side.offsets[end]].astype(np.int64) for side in (giver, taker))
        lengths, sizes = (np.diff(side.offsets[start : end + 1]) for side in (giver, taker))
        mine, theirs = (np.repeat(np.arange(end - start), counts) for counts in (lengths, sizes))
        out[taker.offsets[start] : taker.offsets[end]] = _said(given, mine, taken, theirs, lengths, way, shares)
    return out


def _said(
    given: Longs, mine: Longs, taken: Longs, theirs: Longs, lengths: Longs, way: Direction, shares: Floats
) -> Floats:
    """The same for one block; ``mine`` and ``theirs`` are the rows of the pieces."""
    givers, giver = numbered(given)
    takers, taker = numbered(taken)
    column = np.full(len(shares), -1, np.int64)
    column[takers] = np.arange(len(takers))
    which, renderings, chances = way.take(givers)
    known = np.zeros(len(givers), np.bool_)
    known[which[renderings == givers[which]]] = True
    renderings = column[renderings]
    here = renderings >= 0
    which, renderings, chances = which[here], renderings[here], chances[here]
    edges = np.searchsorted(which, np.arange(len(givers) + 1))
    at, counts = _runs(edges, giver)
    alike = ~known[giver] & (
        column[given] >= 0
    )  # a piece that stands unchanged is explained by itself, at least a little
    rows = np.concatenate([np.repeat(mine, counts), mine[alike]])
    columns = np.concatenate([renderings[at], column[given[alike]]])
    weights = np.concatenate([chances[at], np.full(int(alike.sum()), SAME, np.float32)])
    sums = np.bincount(rows * len(takers) + columns, weights, minlength=len(lengths) * len(takers))
    ratio = sums[theirs * len(takers) + taker] / (lengths[theirs] + 1) / np.maximum(shares[taken], RAREST)
    result: Floats = np.minimum(np.log(BLANK + (1 - BLANK) * ratio), MOST).astype(np.float32)
    return result


def _runs(edges: Longs, which: Longs) -> tuple[Longs, Longs]:
    """The places between the edges of each, end to end, and how many there are of each."""
    counts = edges[which + 1] - edges[which]
    return np.arange(int(counts.sum())) + np.repeat(edges[which] - np.cumsum(counts) + counts, counts), counts


def sums(values: Floats, offsets: Longs) -> Doubles:
    """Sums of runs of ``values``: ``[offsets[k]:offsets[k + 1]]``."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    result: Doubles = total[offsets[1:]] - total[offsets[:-1]]
    return result


def means(values: Floats, offsets: Longs) -> Doubles:
    """Means of the same runs; 0 of an empty one."""
    result: Doubles = sums(values, offsets) / np.maximum(np.diff(offsets), 1)
    return result


def cosines(left: Floats, right: Floats) -> Doubles:
    """Cosine of each row of ``left`` with the same row of ``right``; 0 where one is empty."""
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    result: Doubles = np.where(norms > 1e-9, (left * right).sum(1) / np.maximum(norms, 1e-9), 0.0).astype(np.float64)
    return result


def pick(rows: Ragged, which: Sequence[int] | Longs) -> Ragged:
    """Some rows, in the order asked for."""
    chosen = np.asarray(which, np.int64)
    ids, _starts = rows.take(chosen)
    return Ragged.from_counts(ids.astype(np.int32), np.diff(rows.offsets)[chosen])


def pick_values(values: Floats, offsets: Longs, which: Longs) -> Floats:
    """The values of some rows, end to end; those of row ``k`` are ``values[offsets[k]:offsets[k + 1]]``."""
    return values[_runs(offsets, which)[0]]
