"""Whether two texts say the same: log odds from the model, for the rows of a bitext and for rows crossed with their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpora.arrays import Doubles, Longs, numbered
from corpora.memory import give_back_memory
from glossary.checks.base import Material
from glossary.checks.content.explained import MOST, cosines, means, pick
from glossary.checks.content.likeness import BLOCK, Likeness, likeness, longer
from glossary.rows import Key

WEIGHTS = {"one": -16.97, "close": 26.55, "best": 0.17, "worst": 0.65, "length": -4.52, "short": 27.78}
"""Fitted on UN pairs and pairs of other kinds, against the same sentences paired by chance and with their neighbours."""
REACH = 3  # rows from one to the other of two that were exchanged, at most
DOUBTFUL = 6.0  # log odds above which a row is not looked at any more
FITTING = 0.0  # least log odds of either row after the exchange
BETTER = 4.0  # what an exchange gains, in log odds, where the rows were exchanged


def scores(likeness: Likeness, zh: Longs, en: Longs) -> Doubles:
    """Log odds that Chinese side ``zh[k]`` and English side ``en[k]`` (places in ``likeness``) render each other, ``(k,)``."""
    left, right = pick(likeness.zh.rows(), zh), pick(likeness.en.rows(), en)
    given = means(likeness.said(left, right, "en"), right.offsets)
    taken = means(likeness.said(right, left, "zh"), left.offsets)
    close = cosines(likeness.vectors(left), likeness.vectors(right))
    return rendered(close, given, taken, *_measures(likeness, zh, en))


def _measures(likeness: Likeness, zh: Longs, en: Longs) -> tuple[Doubles, Longs]:
    """How much longer the English sides are, and the pieces of the shorter sides."""
    length = longer(likeness.en.lengths[en], likeness.zh.lengths[zh], "en")
    sizes = np.diff(likeness.zh.rows().offsets)[zh], np.diff(likeness.en.rows().offsets)[en]
    return length, np.minimum(*sizes)


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
    places = np.arange(len(zh))
    values = rendered(found.closeness(), given, taken, *_measures(found, places, places))
    crossed = exchanged(found, values)
    give_back_memory()  # the vectors of all rows, block by block
    return Judged(found, values, taken, given, crossed)


def exchanged(likeness: Likeness, values: Doubles) -> list[tuple[int, int]]:
    """Places of two rows near each other whose sides fit better crosswise, the clearest first, no row twice."""
    left, right = _possible(likeness, values, *_near(likeness, np.flatnonzero(values < DOUBTFUL)))
    one, other = scores(likeness, left, right), scores(likeness, right, left)
    gains = one + other - values[left] - values[right]
    worse = np.maximum(np.maximum(values[left], values[right]), FITTING)
    clear = np.flatnonzero((gains > BETTER) & (np.minimum(one, other) > worse))
    result: list[tuple[int, int]] = []
    taken: set[int] = set()
    for k in clear[np.argsort(-gains[clear], kind="stable")].tolist():
        pair = int(left[k]), int(right[k])
        if not taken & set(pair):
            taken |= set(pair)
            result.append(pair)
    return result


def _near(likeness: Likeness, places: Longs) -> tuple[Longs, Longs]:
    """Pairs of these places whose rows are at most :data:`REACH` apart."""
    rows = np.array(likeness.rows, np.int64)[places]
    steps = [np.flatnonzero(rows[step:] - rows[: max(len(rows) - step, 0)] <= REACH) for step in range(1, REACH + 1)]
    left, right = (
        np.concatenate([places[at + shift * step] for step, at in enumerate(steps, start=1)]) for shift in (0, 1)
    )
    order = np.lexsort((right, left))
    return left[order], right[order]


def _possible(likeness: Likeness, values: Doubles, left: Longs, right: Longs) -> tuple[Longs, Longs]:
    """Of these pairs those that can have been exchanged whatever the dictionary says: it is asked about few."""
    zh, en = likeness.zh.rows(), likeness.en.rows()
    kept = np.zeros(len(left), np.bool_)
    for base in range(0, len(left), BLOCK):
        part = slice(base, base + BLOCK)
        places, back = numbered(np.concatenate([left[part], right[part]]))
        one, other = np.split(back, 2)
        vectors = likeness.vectors(pick(zh, places)), likeness.vectors(pick(en, places))
        least = np.maximum(np.maximum(values[left[part]], values[right[part]]), FITTING)
        good = np.ones(len(one), np.bool_)
        for mine, theirs in ((one, other), (other, one)):
            most = np.full(len(mine), MOST)
            close = cosines(vectors[0][mine], vectors[1][theirs])
            good &= rendered(close, most, most, *_measures(likeness, places[mine], places[theirs])) > least
        kept[part] = good
    return left[kept], right[kept]
