"""How sure a link is: a calibrated probability that a reviser would have made the very same link.

A logistic model over what is known after the search: the similarity of the link and of its neighbours, lengths, its
type, hard evidence, how close the renderings of this document are in general. Null links have a model of their own. The
weights are fitted by ``benchmarks/alignment/calibrate.py`` on development gold and live in ``confidence.json``; docs/alignment.md has the
reliability table. The figures hold for the built-in model; with another model they are a ranking.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from align.search.cost import SideArrays
from corpora.arrays import Bools, Doubles, Floats, Longs, Step

WEIGHTS = Path(__file__).parent / "confidence.json"
DOUBT = -2.0  # log odds from which a doubt weighs more
LINK_FEATURES = (
    "one", "similarity", "around", "gain", "length", "level", "short", "one to two", "one to more", "several",
    "evidence", "beside null", "ends", "words", "against", "firmly against", "rate",
)  # fmt: skip
NULL_FEATURES = (
    "one", "level", "run", "beside null", "around", "length", "other side", "against", "firmly against", "rate",
)  # fmt: skip


def cosines(path: Sequence[Step], source: SideArrays, target: SideArrays) -> Floats:
    """Cosine of the two runs of every step ``(k,)``, times the scale of the model; ``nan`` for a null link."""
    i, a, j, b = np.array([step[:4] for step in path], np.int64).reshape(-1, 4).T
    x, y = run_sums(source.vectors, i, a), run_sums(target.vectors, j, b)
    norms = np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)
    values = np.where(norms > 1e-9, (x * y).sum(1) / np.maximum(norms, 1e-9), 0.0) * source.scale
    return np.where((a > 0) & (b > 0), values, np.nan).astype(np.float32)


def run_sums(vectors: Floats, start: Longs, length: Longs) -> Floats:
    """Sums of the runs of rows that begin at ``start`` ``(k,)``; zeros for runs of none."""
    out = np.zeros((len(start), vectors.shape[1]), np.float32)
    for step in range(int(length.max(initial=0))):
        more = np.flatnonzero(length > step)
        out[more] += vectors[start[more] + step]
    return out


def features(
    path: Sequence[Step],
    source: SideArrays,
    target: SideArrays,
    usual: tuple[float, float, float],
    said: Floats,
    against: Doubles,
) -> tuple[Doubles, Bools]:
    """Features of every step ``(k, 17)``, null links in the first 10 columns, and which steps are null links.

    ``usual``: ratio of lengths, closeness and rate of null links of the document; ``said`` ``(k,)``: what an average word says of the
    link, 0 if unknown; ``against`` ``(k,)``: log odds against each step (:func:`align.search.nulls.doubts`).
    """
    ratio, level, rate = usual
    i, a, j, b = np.array([step[:4] for step in path], np.int64).reshape(-1, 4).T
    null = (a == 0) | (b == 0)
    cosine = cosines(path, source, target).astype(np.float64)
    around = _around(np.nan_to_num(cosine, nan=0.2))
    left, right = (np.concatenate([[0.0], np.cumsum(s.lengths, dtype=np.float64)]) for s in (source, target))
    size, other = left[i + a] - left[i], right[j + b] - right[j]
    log = np.log((other + 6.0) / (size * ratio + 6.0))
    out = np.zeros((len(path), len(LINK_FEATURES)))
    out[:, 0] = 1.0
    proof, both = _evidence(source, target, i, a, j, b)
    beside = np.zeros(len(path))
    beside[1:] += null[:-1]
    beside[:-1] += null[1:]
    gains = np.array([step[4] for step in path])
    spread = [np.nan_to_num(cosine), around, gains, np.minimum(log * log, 4.0), np.full(len(path), level)]
    spread += [
        1.0 / (1.0 + np.minimum(size * ratio, other) / 10.0),
        (a + b == 3),
        (a + b > 3) & (np.minimum(a, b) == 1),
    ]
    spread += [np.minimum(a, b) > 1, np.where(both, proof, 0.3), beside, _same_ends(source, target, i, a, j, b), said]
    doubt = [against, np.maximum(against, DOUBT), np.full(len(path), rate)]
    spread += doubt
    out[:, 1:] = np.stack(spread, axis=1)
    out[null] = 0.0
    lone = _null_features(null, a, b, size * ratio + other, around, beside, level)
    out[null, : len(NULL_FEATURES)] = np.concatenate([lone, np.stack(doubt, 1)], 1)[null]
    return out, null


def _around(values: Doubles) -> Doubles:
    """Mean of the two neighbours on each side."""
    padded = np.concatenate([[values[0]] * 2, values, [values[-1]] * 2])
    n = len(values)
    result: Doubles = (padded[:n] + padded[1 : n + 1] + padded[3 : n + 3] + padded[4 : n + 4]) / 4
    return result


def _evidence(source: SideArrays, target: SideArrays, *spans: Longs) -> tuple[Doubles, Bools]:
    i, a, j, b = spans
    sums = []
    for side, at, size in ((source, i, a), (target, j, b)):
        total = np.concatenate([np.zeros((1, side.evidence.shape[1])), np.cumsum(side.evidence, 0, np.float64)])
        sums.append(total[at + size] - total[at])
    norms = np.linalg.norm(sums[0], axis=1), np.linalg.norm(sums[1], axis=1)
    both = (norms[0] > 1e-6) & (norms[1] > 1e-6)
    agreement = (sums[0] * sums[1]).sum(1) / np.where(both, norms[0] * norms[1], 1.0)
    return agreement, both


def _same_ends(source: SideArrays, target: SideArrays, *spans: Longs) -> Doubles:
    i, a, j, b = spans
    last = np.minimum(np.maximum(i + a - 1, 0), len(source.lengths) - 1)
    final = np.minimum(np.maximum(j + b - 1, 0), len(target.lengths) - 1)
    result: Doubles = -np.abs(source.ends[last] - target.ends[final]).sum(1).astype(np.float64)
    return result


def _null_features(
    null: Bools,
    a: Longs,
    b: Longs,
    size: Doubles,
    around: Doubles,
    beside: Doubles,
    level: float,
) -> Doubles:
    """For a null link: the length of its run, whether the run leaves out sentences of both sides, its company."""
    run, both = np.zeros(len(null)), np.zeros(len(null))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], null, [False]]).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        run[start:end] = np.log(end - start)
        both[start:end] = bool(a[start:end].any() and b[start:end].any())
    columns = [np.ones(len(null)), np.full(len(null), level), run, beside, around, np.log1p(size / 20.0), both]
    return np.stack(columns, axis=1)


def probabilities(
    path: Sequence[Step],
    source: SideArrays,
    target: SideArrays,
    usual: tuple[float, float, float],
    said: Floats,
    against: Doubles,
) -> Doubles:
    """Probability that each step is a link that a reviser would make, ``(k,)`` in 0..1."""
    if not path:
        return np.zeros(0)
    rows, null = features(path, source, target, usual, said, against)
    weights = load_weights()
    score = np.where(null, rows[:, : len(NULL_FEATURES)] @ weights["null"], rows @ weights["link"])
    result: Doubles = 1.0 / (1.0 + np.exp(-np.clip(score, -12, 12)))
    return result


@lru_cache(maxsize=1)
def load_weights() -> dict[str, Doubles]:
    """The fitted weights by kind of link."""
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        "link": np.array([table["link"][name] for name in LINK_FEATURES]),
        "null": np.array([table["null"][name] for name in NULL_FEATURES]),
    }
