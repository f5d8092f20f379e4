"""What one look at the whole path mends: clauses that moved over a full stop, stretches and links that are no renderings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.search.cost import CostConfig, SideArrays
from corpora.arrays import Bools, Floats, Step

STRANGER_LENGTH = 6  # characters, in the geometric mean of both languages


def join_crossing(path: Sequence[Step], source: SideArrays, target: SideArrays, config: CostConfig) -> list[Step]:
    """Two neighbouring links become one where figures, dates or symbols of the one stand in the other.

    Translators move a clause over a full stop; sentence by sentence both pairs then look wrong.
    """
    result: list[Step] = []
    for step in path:
        if result and step[1] and step[3] and result[-1][1] and result[-1][3]:
            i, a, j, b, gain = result[-1]
            left = source.evidence[i : i + a].sum(0), source.evidence[step[0] : step[0] + step[1]].sum(0)
            right = target.evidence[j : j + b].sum(0), target.evidence[step[2] : step[2] + step[3]].sum(0)
            crossing = float(left[0] @ right[1] + left[1] @ right[0])
            straight = float(left[0] @ right[0] + left[1] @ right[1])
            if crossing - straight > config.crossing:
                result[-1] = (i, a + step[1], j, b + step[3], gain + step[4])
                continue
        result.append(step)
    return result


def unrelated_stretches(similarity: Floats, config: CostConfig) -> Bools:
    """Which links stand in a stretch where the texts do not correspond at all.

    A free rendering has a low cosine and good neighbours; a replaced page is low throughout. Two states, Viterbi:
    a link speaks for its stretch by ``(cosine - doubt) * trust``, at most 2 either way, and a change of state costs
    ``change``. Null links (cosine ``nan``) speak weakly against.
    """
    votes = np.clip((similarity - config.doubt) * config.trust, -2.0, 2.0)
    votes = np.where(np.isnan(votes), -0.1, votes)
    good, bad = 0.0, -config.change / 2
    came: list[tuple[bool, bool]] = []
    for vote in votes:
        came.append((bad - config.change > good, good - config.change > bad))
        good, bad = max(good, bad - config.change) + vote, max(bad, good - config.change) - vote
    state = bad > good
    result = []
    for from_bad, from_good in reversed(came):
        result.append(state)
        state = (not from_good) if state else from_bad
    return np.array(result[::-1], bool)


def strangers(
    path: Sequence[Step],
    similarity: Floats,
    source: SideArrays,
    target: SideArrays,
    ratio: float,
    level: float,
    floor: float,
) -> Bools:
    """Which 1-1 links are chance meetings: nearly no similarity, in a document whose renderings are close.

    Two sentences without counterpart that stand side by side look like a link to every search. Short texts are left
    alone: a heading may hold one word that the model does not know. ``floor``: share of the level, in a document of level 0.85.
    """
    least = floor * max(level - 0.6, 0.0) / 0.25 * level
    root = ratio**0.5
    long = [
        a == b == 1 and min(source.lengths[i] * root, target.lengths[j] / root) >= STRANGER_LENGTH
        for i, a, j, b, _ in path
    ]
    return np.asarray(long, bool) & (np.nan_to_num(similarity, nan=1.0) < least)


def taken_apart(step: Step) -> list[Step]:
    """A link as null links, one for each sentence."""
    i, a, j, b, _gain = step
    return [(k, 1, j, 0, 0.0) for k in range(i, i + a)] + [(i + a, 0, k, 1, 0.0) for k in range(j, j + b)]
