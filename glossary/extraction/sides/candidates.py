"""Phrases worth a look in each language, with what is known of each before the other language is asked.

English: runs of words with content words at their edges and at most light ones inside; names in capitals may be longer
and have more inside. Chinese: runs of characters that begin and end where words do. What stands all but always inside
one and the same slightly longer phrase is a part of that and no candidate (cf. C-value, Frantzi, Ananiadou and Mima 2000).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpora.arrays import Bools, Doubles, Longs, in_order
from glossary.extraction.sides.grams import Around, Grams, Level, around, average, levels, neighbours
from glossary.extraction.sides.side import SideAtoms

LONGEST = {"en": 14, "zh": 20}
PLAIN = 6  # words of an English phrase that is no name
PART = 0.9  # share of its occurrences inside one longer phrase from which on a phrase is a part of it
SURE_PART = 8  # occurrences from which on that is no accident
WIDER = {"en": 2, "zh": 4}  # atoms more that this longer phrase has at most


def candidates(side: SideAtoms, least: int) -> Grams:
    """Phrases that stand in ``least`` rows or more, in the order of their size and first occurrence."""
    found = levels(side, LONGEST[side.language], least)
    if not found:
        empty = np.zeros(0, np.int64)
        return Grams(empty, empty, empty, np.zeros(1, np.int64), empty, {})
    fits = _fits_en if side.language == "en" else _fits_zh
    sums = {name: _sums(values) for name, values in _marks(side).items()}
    good = [_rows(side, level, fits(side, level, sums)) >= least for level in found]
    longer = around(found, good, WIDER[side.language], len(side))
    kept, columns = [], []
    for level, fit, inside in zip(found, good, longer, strict=True):
        keep = fit & ((inside.close < PART * level.count) | (level.count < SURE_PART))
        few = level.only(keep)
        kept.append(few)
        columns.append(_stats(side, few, sums, inside, keep))
    return _collect(kept, columns)


def _stats(side: SideAtoms, level: Level, sums: dict[str, Longs], longer: Around, keep: Bools) -> dict[str, Doubles]:
    """What is known of the n-grams of a level; ``longer`` n-grams are those around all of the level, of which it ``keep``s some."""
    most, total, number = longer.most[keep], longer.total[keep], longer.number[keep]
    before, same_before = neighbours(side, level, -1)
    behind, same_behind = neighbours(side, level, 1)
    last = level.size - 1
    return {
        "covered": most / level.count,
        "c_value": np.log2(level.size + 1) * (level.count - total / np.maximum(number, 1)),
        "before": before,
        "behind": behind,
        "same neighbour": np.maximum(same_before, same_behind),
        "capital": _share(level, sums["small"], lambda n: n == 0),
        "inner": _share(level, sums["light"], lambda n: n > 0),
        "capital before": _beside(side, level, -1),
        "capital behind": _beside(side, level, 1),
        "comma": _share(level, sums["comma"], lambda n: n > 0, inner=True),
        "light first": average(side.light, level),
        "light last": average(side.light, level, last),
        "head": average(side.head, level),
        "tail": average(side.tail, level, last),
    }


def _marks(side: SideAtoms) -> dict[str, Bools]:
    return {
        "bad": side.bad,
        "wild": side.wild,
        "comma": side.comma,
        "light": side.light,
        "small": ~side.capital & ~side.light & ~side.figures(),
        "content": ~side.light & ~side.figures(),
    }


def _sums(values: Bools) -> Longs:
    return np.concatenate([[0], np.cumsum(values)])


def _beside(side: SideAtoms, level: Level, way: int) -> Doubles:
    """Share of the occurrences that a word in capitals touches, or stands behind ``of`` or ``and``: part of a longer name."""
    n, places = len(side), level.places
    found = np.zeros(len(places), np.bool_)
    first = places if way < 0 else np.clip(places + level.size, 0, n - 1)
    for reach in (1, 2):
        at = places - reach if way < 0 else places + level.size - 1 + reach
        inside = (at >= 0) & (at < n)
        at = np.clip(at, 0, n - 1)
        bound = inside & side.joined[first]
        if reach == 2:
            between = np.clip(places - 1 if way < 0 else places + level.size, 0, n - 1)
            bound &= side.light[between] & ~side.wild[between] & side.joined[between if way < 0 else at]
        found |= bound & side.capital[at]
    return np.asarray(level.of_each(found) / level.count)


def _share(level: Level, sums: Longs, test: Callable[[Longs], Bools], inner: bool = False) -> Doubles:
    """Share of the occurrences for whose atoms a count of marks passes a test."""
    places = level.places
    low, high = (places + 1, places + max(level.size - 1, 1)) if inner else (places, places + level.size)
    return np.asarray(level.of_each(test(sums[high] - sums[low])) / level.count)


def _edges(side: SideAtoms, level: Level) -> Bools:
    return np.asarray((average(side.first, level) > 0.5) & (average(side.last, level, level.size - 1) > 0.5))


def _among(fits: Bools, fit: Bools) -> Bools:
    """Of what fits by a first test, what fits by another that only these were asked."""
    result = fits.copy()
    result[fits] = fit
    return result


def _fits_en(side: SideAtoms, level: Level, sums: dict[str, Longs]) -> Bools:
    edges = _edges(side, level)
    few = level.only(edges)
    fit = _share(few, sums["small"], lambda n: n == 0) > 0.5
    fit &= _share(few, sums["wild"], lambda n: n == 0, inner=True) > 0.5
    if level.size <= PLAIN:
        fit |= _share(few, sums["bad"], lambda n: n == 0, inner=True) > 0.5
    return _among(edges, fit & (_share(few, sums["content"], lambda n: n > 0) > 0.5))


def _fits_zh(side: SideAtoms, level: Level, sums: dict[str, Longs]) -> Bools:
    edges, last = _edges(side, level), level.size - 1
    few = level.only(edges)
    fit = (average(side.head, few) > 0.5) & (average(side.tail, few, last) > 0.5)
    fit &= _share(few, sums["bad"], lambda n: n == 0, inner=True) > 0.5
    if level.size == 1:
        fit &= average(side.end - side.start > 1, few) > 0.5
    fit &= _share(few, sums["content"], lambda n: n > 0) > 0.5
    return _among(edges, fit)


def _rows(side: SideAtoms, level: Level, fit: Bools) -> Longs:
    """In how many rows each n-gram that fits stands; 0 for the others."""
    few = level.only(fit)
    order = in_order(few.codes)  # places ascend, so rows do within each n-gram
    codes, rows = few.codes[order], side.row[few.places[order]]
    new = np.ones(len(codes), bool)
    new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    result = np.zeros(len(fit), np.int64)
    result[fit] = np.bincount(codes[new], minlength=int(fit.sum()))
    return result


def _collect(kept: Sequence[Level], columns: Sequence[dict[str, Doubles]]) -> Grams:
    before = np.cumsum([0, *(len(level.count) for level in kept)]).tolist()
    place = np.concatenate([level.places for level in kept])
    owner = np.concatenate([level.codes + first for level, first in zip(kept, before, strict=False)])
    order = in_order(owner)
    return Grams(
        np.concatenate([np.full(len(level.count), level.size) for level in kept]),
        np.concatenate([level.count for level in kept]),
        np.concatenate([level.sample for level in kept]),
        np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=before[-1]))]),
        place[order],
        {name: np.concatenate([c[name] for c in columns]) for name in columns[0]},
    )
