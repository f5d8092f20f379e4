"""What one look at the whole path mends: clauses that moved over a full stop, stretches and links that are no renderings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.search.confidence import run_sums
from align.search.cost import CostConfig, SideArrays
from corpora.arrays import Bools, Floats, Step

STRANGER_LENGTH = 6  # characters, in the geometric mean of both languages


def join_crossing(path: Sequence[Step], source: SideArrays, target: SideArrays, config: CostConfig) -> list[Step]:
    """Two neighbouring links become one where figures, dates or symbols of the one stand in the other.

    Translators move a clause over a full stop; sentence by sentence both pairs then look wrong.
    """
    i, a, j, b = np.array([step[:4] for step in path], np.int64).reshape(-1, 4).T
    left, right = run_sums(source.evidence, i, a), run_sums(target.evidence, j, b)
    linked = ((a > 0) & (b > 0)).tolist()
    # what crosses two neighbours, beyond what they share each
    worth = ((left[:-1] - left[1:]) * (right[1:] - right[:-1])).sum(1).tolist()
    result: list[Step] = []
    grown: tuple[Floats, Floats] | None = None  # evidence of a link that has been joined already
    for k, step in enumerate(path):
        if k and linked[k - 1] and linked[k]:
            value = worth[k - 1] if grown is None else float((grown[0] - left[k]) @ (right[k] - grown[1]))
            if value > config.crossing:
                before = result[-1]
                one, other = grown or (left[k - 1], right[k - 1])
                grown = one + left[k], other + right[k]
                result[-1] = (before[0], before[1] + step[1], before[2], before[3] + step[3], before[4] + step[4])
                continue
        grown = None
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
