"""Whether two texts say the same: log odds from the model, for the rows of a bitext and for rows crossed with their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Doubles, Longs
from glossary.checks.base import Material
from glossary.checks.content.likeness import Likeness, cosines, likeness, longer, means, pick
from glossary.rows import Key

WEIGHTS = {"one": -16.97, "close": 26.55, "best": 0.17, "worst": 0.65, "length": -4.52, "short": 27.78}
"""Fitted on UN pairs and pairs of other kinds, against the same sentences paired by chance and with their neighbours."""
REACH = 3  # rows from one to the other of two that were exchanged, at most
DOUBTFUL = 6.0  # log odds above which a row is not looked at any more
FITTING = 0.0  # least log odds of either row after the exchange
BETTER = 4.0  # what an exchange gains, in log odds, where the rows were exchanged


def scores(likeness: Likeness, zh: Sequence[int] | Longs, en: Sequence[int] | Longs) -> Doubles:
    """Log odds that Chinese side ``zh[k]`` and English side ``en[k]`` (places in ``likeness``) render each other, ``(k,)``."""
    left, right = pick(likeness.zh.rows(), zh), pick(likeness.en.rows(), en)
    given = means(likeness.said(left, right, "en"), right.offsets)
    taken = means(likeness.said(right, left, "zh"), left.offsets)
    length = longer(likeness.en.lengths[en], likeness.zh.lengths[zh], "en")
    count = np.minimum(np.diff(left.offsets), np.diff(right.offsets))
    return rendered(cosines(likeness.zh.sums[zh], likeness.en.sums[en]), given, taken, length, count)


def rendered(close: Doubles, given: Doubles, taken: Doubles, length: Doubles, count: Longs) -> Doubles:
    """The same from cosines, what a word of either side is worth, the logarithm of lengths and pieces of the shorter side."""
    columns = {
        "one": np.ones(len(close)),
        "close": close,
        "best": np.maximum(given, taken),
        "worst": np.minimum(given, taken),
        "length": np.minimum(length * length, 4.0),
        "short": 1.0 / (1.0 + count),
    }
    return sum((WEIGHTS[name] * column for name, column in columns.items()), np.zeros(len(close)))


@dataclass(frozen=True, slots=True)
class Judged:
    """Log odds of every row (``values``, by place in ``likeness``), and the pairs of places that were exchanged.

    ``zh_said``, ``en_said``: what an average word of a side is worth beside the other.
    """

    likeness: Likeness
    values: Doubles
    zh_said: Doubles
    en_said: Doubles
    exchanged: list[tuple[int, int]]


JUDGED: Key[Judged] = Key("judged")


def judged(material: Material) -> Judged | None:
    """How the rows of a material are judged, made once; ``None`` without a model."""
    found = likeness(material)
    return None if found is None else material.rows.derived(JUDGED, lambda _rows: _judged(found))


def _judged(found: Likeness) -> Judged:
    zh, en = found.zh.rows(), found.en.rows()
    taken, given = means(found.own("zh"), zh.offsets), means(found.own("en"), en.offsets)
    close = cosines(found.zh.sums, found.en.sums)
    length = longer(found.en.lengths, found.zh.lengths, "en")
    count = np.minimum(np.diff(zh.offsets), np.diff(en.offsets))
    values = rendered(close, given, taken, length, count)
    return Judged(found, values, taken, given, exchanged(found, values))


def exchanged(likeness: Likeness, values: Doubles) -> list[tuple[int, int]]:
    """Places of two rows near each other whose sides fit better crosswise, the clearest first, no row twice."""
    near = list(_near(likeness, np.flatnonzero(values < DOUBTFUL).tolist()))
    if not near:
        return []
    left, right = np.array(near, np.int64).T
    one, other = scores(likeness, left, right), scores(likeness, right, left)
    gains = one + other - values[left] - values[right]
    worse = np.maximum(np.maximum(values[left], values[right]), FITTING)
    clear = np.flatnonzero((gains > BETTER) & (np.minimum(one, other) > worse))
    result: list[tuple[int, int]] = []
    taken: set[int] = set()
    for k in clear[np.argsort(-gains[clear], kind="stable")].tolist():
        pair = near[k]
        if not taken & set(pair):
            taken |= set(pair)
            result.append(pair)
    return result


def _near(likeness: Likeness, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of these places whose rows are at most :data:`REACH` apart."""
    for k, one in enumerate(places):
        for other in places[k + 1 : k + 1 + REACH]:
            if likeness.rows[other] - likeness.rows[one] <= REACH:
                yield one, other
