"""Signature blocks whose lines stand in another order: Chinese puts the title first and the name below, English the name first.

No monotone path holds both. Where titles and names cross, the names are matched with each other beforehand, in their order, and
the search is left with the titles; so titles link, names cross, and one name that is missing shifts nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.dictionary import Dictionary, Explained
from align.search.cost import CostConfig, SideArrays
from align.search.crossing import SIGNED
from align.search.fixed import Fixed, Place
from corpora.arrays import Doubles, Floats, unit

CHAIN = 0.3  # what it is worth that the next name of both sides follows
BREAK = 1.5  # what it costs to pass over a name
COSINE = 2.0  # weight of the cosine beside what words say
CROSSES = 0.1  # by how much titles must be more alike across than straight
MOST = 400  # signatures of a document that are compared


def signed(
    source: SideArrays, target: SideArrays, config: CostConfig, dictionary: Dictionary | None, fixed: Fixed
) -> Fixed:
    """``fixed`` with the names of signature blocks that cross their titles; the same where there are none."""
    lines = [
        [k for k, text in enumerate(side.texts) if SIGNED.search(text) and k not in fixed.sides[s]]
        for s, side in enumerate((source, target))
    ]
    if min(map(len, lines)) < 2 or max(map(len, lines)) > MOST:
        return fixed
    pairs = _names(source, target, lines, _likeness(source, target, lines, config, dictionary))
    if not _across(source, target, pairs, lines):
        return fixed
    places: tuple[Place, ...] = tuple((i, 1, j, 1) for i, j in pairs)
    alone = [fixed.alone[s] | (set(lines[s]) - {pair[s] for pair in pairs}) for s in (0, 1)]
    crossing = tuple(sorted((*fixed.crossing, *places)))
    return Fixed(fixed.links, crossing, (frozenset(alone[0]), frozenset(alone[1])))


def _likeness(
    source: SideArrays,
    target: SideArrays,
    lines: Sequence[Sequence[int]],
    config: CostConfig,
    dictionary: Dictionary | None,
) -> Doubles:
    """How much more each two names are alike than any two of the document ``(n, m)``."""
    left, right = unit(source.vectors[lines[0]]), unit(target.vectors[lines[1]])
    cosine = (left @ right.T).astype(np.float64) * source.scale
    result = COSINE * (cosine - np.median(cosine))
    if dictionary is not None and source.pieces is not None and target.pieces is not None:
        explained = Explained(dictionary, source.pieces, target.pieces, config.blank, config.most)
        said = explained.ways([(i, 1, j, 1, 0.0) for i in lines[0] for j in lines[1]]).mean(1).reshape(result.shape)
        result += said - np.median(said)
    return result


def _names(
    source: SideArrays, target: SideArrays, lines: Sequence[Sequence[int]], likeness: Doubles
) -> list[tuple[int, int]]:
    """The names that belong together, in order: many are unreadable, but their neighbours say where they stand."""
    n, m = likeness.shape
    linked, apart = np.full((n + 1, m + 1), -np.inf), np.full((n + 1, m + 1), -np.inf)
    apart[0, :] = apart[:, 0] = 0.0
    for k in range(1, n + 1):
        for q in range(1, m + 1):
            linked[k, q] = likeness[k - 1, q - 1] + CHAIN + max(linked[k - 1, q - 1], apart[k - 1, q - 1])
            before = max(linked[k - 1, q], linked[k, q - 1]) - BREAK
            apart[k, q] = max(apart[k - 1, q], apart[k, q - 1], before)
    pairs: list[tuple[int, int]] = []
    ends = [(float(linked[k, m]), k, m) for k in range(n + 1)] + [(float(linked[n, q]), n, q) for q in range(m + 1)]
    k, q = max(ends)[1:] if max(ends)[0] >= float(apart[n, m]) else (n, m)
    inside = max(ends)[0] >= float(apart[n, m])
    while k > 0 and q > 0:
        if inside:
            pairs.append((lines[0][k - 1], lines[1][q - 1]))
            inside = linked[k - 1, q - 1] > apart[k - 1, q - 1]
            k, q = k - 1, q - 1
        elif apart[k, q] in (apart[k - 1, q], linked[k - 1, q] - BREAK):
            inside = apart[k, q] != apart[k - 1, q]
            k -= 1
        else:
            inside = apart[k, q] != apart[k, q - 1]
            q -= 1
    return pairs[::-1]


def _across(
    source: SideArrays, target: SideArrays, pairs: Sequence[tuple[int, int]], lines: Sequence[Sequence[int]]
) -> bool:
    """Whether titles stand before the names of one side and behind those of the other.

    Their likeness tells, across against straight; where it does not (countries that the model does not know), the block does: at
    which end of it a title is left over.
    """
    left, right = unit(source.vectors) * np.float32(source.scale), unit(target.vectors)
    names = set(lines[0]), set(lines[1])

    def alike(i: int, j: int) -> float:
        there = 0 <= i < len(left) and 0 <= j < len(right) and i not in names[0] and j not in names[1]
        return float(left[i] @ right[j]) if there else 0.0

    if len(pairs) < 2:
        return False
    straight = np.mean([max(alike(i - 1, j - 1), alike(i + 1, j + 1)) for i, j in pairs])
    across = max(np.mean([alike(i - 1, j + 1) for i, j in pairs]), np.mean([alike(i + 1, j - 1) for i, j in pairs]))
    if abs(across - straight) > CROSSES:
        return bool(across > straight)
    return _title_first(left, lines[0]) * _title_first(right, lines[1]) < 0


def _title_first(vectors: Floats, names: Sequence[int]) -> int:
    """1 where the line before the first name is like the lines between names and that behind the last is not, -1 the other way."""
    between = [k for k in range(names[0] + 1, names[-1]) if k not in set(names)]
    if len(between) > 2 * len(names) or not between:
        return 0
    middle = vectors[between].mean(0)
    first, last = names[0] - 1, names[-1] + 1
    before = float(vectors[first] @ middle) if first >= 0 else 0.0
    behind = float(vectors[last] @ middle) if last < len(vectors) else 0.0
    return int(np.sign(before - behind)) if abs(before - behind) > CROSSES else 0
