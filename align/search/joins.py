"""Runs of sentences for models whose vectors do not add up.

A sentence encoder has no vector for two sentences together except by reading both. The first pass makes do with
weighted sums; then the runs near doubtful places are encoded as joined texts, and the second pass uses those. Where
the first path is a chain of good 1-1 links nothing is encoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpora.arrays import Floats, Step

Run = tuple[int, int]  # first sentence, number of sentences
LONGEST_RUN = 4
WEAK = 0.5  # a 1-1 link that is worth less than this share of the median is doubtful
EncodeRuns = Callable[[int, Sequence[Run]], Floats]  # (0 for source and 1 for target, runs) to unit vectors


def doubtful_runs(path: Sequence[Step]) -> tuple[list[Run], list[Run]]:
    """Runs of 2 to 4 sentences of both sides within doubtful stretches of a path.

    >>> doubtful_runs([(0, 1, 0, 1, 1.0), (1, 1, 1, 1, 1.0), (2, 1, 2, 1, 1.0), (3, 1, 3, 2, 1.0), (4, 1, 5, 1, 1.0)])
    ([(2, 2), (2, 3), (3, 2)], [(2, 2), (2, 3), (2, 4), (3, 2), (3, 3), (4, 2)])
    """
    single = [gain for _, a, _, b, gain in path if a == b == 1]
    floor = WEAK * float(np.median(single)) if single else np.inf
    weak = np.array([not (a == b == 1 and gain >= floor) for _, a, _, b, gain in path], bool)
    null = np.array([not (a and b) for _, a, _, b, _ in path], bool)
    if len(path) > 2:  # deep inside a missing block there is nothing to join
        weak[1:-1] &= ~(null[1:-1] & null[:-2] & null[2:])
    wide = weak.copy()
    wide[1:] |= weak[:-1]
    wide[:-1] |= weak[1:]
    runs: tuple[set[Run], set[Run]] = (set(), set())
    k = 0
    while k < len(path):
        if not wide[k]:
            k += 1
            continue
        first = path[k]
        while k < len(path) and wide[k]:
            last = path[k]
            k += 1
        for side, start, end in ((0, first[0], last[0] + last[1]), (1, first[2], last[2] + last[3])):
            for size in range(2, LONGEST_RUN + 1):
                runs[side].update((at, size) for at in range(start, end - size + 1))
    return sorted(runs[0]), sorted(runs[1])


def run_vectors(vectors: Floats, runs: Sequence[Run], encoded: Floats) -> list[Floats]:
    """Unit vectors of the runs that end before position p: entry ``a - 1`` is ``(n + 1, d)`` for runs of a.

    Sums of ``vectors`` ``(n, d)``, replaced by ``encoded`` where a run was encoded as a text.
    """
    n, d = vectors.shape
    total = np.concatenate([np.zeros((1, d), np.float64), np.cumsum(vectors, axis=0, dtype=np.float64)])
    result = []
    for size in range(1, min(LONGEST_RUN, n) + 1):
        rows = np.zeros((n + 1, d), np.float32)
        rows[size:] = total[size:] - total[:-size]
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        result.append(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-6))
    for (start, size), vector in zip(runs, encoded, strict=True):
        result[size - 1][start + size] = vector
    return result
