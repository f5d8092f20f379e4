"""Links that cross the others: a footnote, a signature or a paragraph that stands elsewhere in the other version.

No monotone path can hold them, so the search leaves both sentences without a counterpart. Afterwards those are compared
with each other, whatever their place. The demands are high, since sentences without any counterpart are compared too:
each must be the other's nearest, close even for this document, of a fitting length, without figures that contradict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from align.search.cost import SideArrays
from align.search.path import mutual_candidates
from corpora.arrays import Floats, Longs, Step, unit

LEVEL = 0.85  # share of the usual cosine of this document that a crossing link needs
LEAST = 0.6  # and the least cosine, whatever is usual
MARGIN = 0.15  # over the runners-up among sentences that are alone
LENGTH = 0.7  # largest log ratio of lengths
SHORT = 8  # characters, in the geometric mean of both languages: shorter text needs figures, or a signature
PROOF = 0.6  # agreement of figures, dates and symbols, where both have some
NEAR = 6  # sentences within which signatures may change places
MOST = 25_000_000  # cells that are compared; beyond, whole annexes are missing and nothing is looked for
SIGNED = re.compile(r"[（(]\s*(?:签名|签字|署名|[Ss]igned)\s*[）)]")


def crossing_links(
    path: Sequence[Step], source: SideArrays, target: SideArrays, ratio: float, level: float
) -> list[tuple[int, int]]:
    """Pairs of sentences without counterpart that render each other, in order of the source."""
    rows = np.array([i for i, a, _, b, _ in path if a and not b], np.int64)
    columns = np.array([j for _, a, j, b, _ in path if b and not a], np.int64)
    if not len(rows) or not len(columns) or len(rows) * len(columns) > MOST:
        return []
    found = _signatures(path, source, target)
    taken = {i for i, _ in found}, {j for _, j in found}
    left, right = unit(source.vectors[rows]) * np.float32(source.scale), unit(target.vectors[columns])
    a, b, margins = mutual_candidates(left, right)
    cosines = (left[a] * right[b]).sum(1)
    i, j = rows[a], columns[b]
    size, other = source.lengths[i] * ratio**0.5, target.lengths[j] / ratio**0.5
    agreement, both = _proof(source, target, i, j)
    good = (cosines >= max(LEVEL * level, LEAST)) & (margins >= MARGIN)
    good &= np.abs(np.log((other + 3.0) / (size + 3.0))) <= LENGTH
    good &= np.where(both, agreement >= PROOF, np.minimum(size, other) >= SHORT) & ~_one_sided(source, target, i, j)
    found += [
        (p, q)
        for p, q in zip(i[good].tolist(), j[good].tolist(), strict=True)
        if p not in taken[0] and q not in taken[1]
    ]
    return sorted(found)


def _proof(
    source: SideArrays, target: SideArrays, i: Longs, j: Longs
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Cosine of the hard evidence of sentence pairs, and where both have some."""
    x, y = source.evidence[i], target.evidence[j]
    norms = np.linalg.norm(x, axis=1), np.linalg.norm(y, axis=1)
    both = (norms[0] > 1e-6) & (norms[1] > 1e-6)
    return (x * y).sum(1) / np.where(both, norms[0] * norms[1], 1.0), both


def _one_sided(
    source: SideArrays, target: SideArrays, i: Longs, j: Longs
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether only one of two sentences has hard evidence."""
    some = [np.abs(side.evidence[k]).max(1, initial=0.0) > 1e-6 for side, k in ((source, i), (target, j))]
    return np.asarray(some[0] != some[1])


def _signatures(path: Sequence[Step], source: SideArrays, target: SideArrays) -> list[tuple[int, int]]:
    """Lines that say 'signed', alone on both sides and close to each other along the path."""
    lines: list[tuple[int, int, int]] = []  # place on the path, side, sentence
    for place, (i, a, j, b, _gain) in enumerate(path):
        for side, (document, sentence, alone) in enumerate(((source, i, a and not b), (target, j, b and not a))):
            if alone and SIGNED.search(document.texts[sentence]):
                lines.append((place, side, sentence))
    found: list[tuple[int, int]] = []
    k = 0
    while k + 1 < len(lines):
        (place, side, sentence), (other_place, other_side, other) = lines[k : k + 2]
        if side != other_side and other_place - place <= NEAR:
            found.append((sentence, other) if side == 0 else (other, sentence))
            k += 1
        k += 1
    return found


def with_crossing(path: Sequence[Step], pairs: Sequence[tuple[int, int]]) -> list[Step]:
    """The path with null links that make pairs turned into links, in order of the source.

    >>> with_crossing([(0, 1, 0, 0, 0.0), (1, 1, 0, 1, 0.9), (2, 0, 1, 1, 0.0)], [(0, 1)])
    [(0, 1, 1, 1, 0.0), (1, 1, 0, 1, 0.9)]
    """
    partner = dict(pairs)
    gone = set(partner.values())
    result: list[Step] = []
    for i, a, j, b, gain in path:
        if a and not b and i in partner:
            result.append((i, 1, partner[i], 1, gain))
        elif a or j not in gone:
            result.append((i, a, j, b, gain))
    return result
