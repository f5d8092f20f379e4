"""Phrases worth a look in each language, with what is known of each before the other language is asked.

English: runs of words with content words at their edges and at most light ones inside; names in capitals may be longer
and have more inside. Chinese: runs of characters that begin and end where words do. What stands all but always inside
one and the same slightly longer phrase is a part of that and no candidate (cf. C-value, Frantzi, Ananiadou and Mima 2000).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpora.arrays import Bools, Doubles, Longs
from glossary.extraction.grams import Grams, Level, average, entropy, levels, nested, same_neighbour
from glossary.extraction.side import SideAtoms

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
    shape = [fits(side, level, sums) for level in found]
    good = [fit & (_rows(side, level, fit) >= least) for level, fit in zip(found, shape, strict=True)]
    around = nested(found, good)
    kept, columns = [], []
    for level, fit, (most, total, number) in zip(found, good, around, strict=True):
        close = _covered(found, good, level, WIDER[side.language])
        keep = fit & ((close < PART * level.count) | (level.count < SURE_PART))
        few = level.only(keep)
        stats = {
            "covered": (most / level.count)[keep],
            "c_value": (np.log2(level.size + 1) * (level.count - total / np.maximum(number, 1)))[keep],
            "before": entropy(side, few, -1),
            "behind": entropy(side, few, 1),
            "same neighbour": np.maximum(same_neighbour(side, few, -1), same_neighbour(side, few, 1)),
            "capital": _share(few, sums["small"], lambda n: n == 0),
            "inner": _share(few, sums["light"], lambda n: n > 0),
            "capital before": _beside(side, few, -1),
            "capital behind": _beside(side, few, 1),
            "comma": _share(few, sums["comma"], lambda n: n > 0, inner=True),
            "light first": average(side.light, few),
            "light last": average(side.light, few, level.size - 1),
            "head": average(side.head, few),
            "tail": average(side.tail, few, level.size - 1),
        }
        kept.append(keep)
        columns.append(stats)
    return _collect(found, kept, columns)


def _marks(side: SideAtoms) -> dict[str, Bools]:
    return {
        "bad": side.bad,
        "wild": side.wild,
        "comma": side.comma,
        "light": side.light,
        "small": ~side.capital & ~side.light,
    }


def _sums(values: Bools) -> Longs:
    return np.concatenate([[0], np.cumsum(values)])


def _beside(side: SideAtoms, level: Level, way: int) -> Doubles:
    """Share of the occurrences that a word in capitals touches, or stands behind ``of`` or ``and``: part of a longer name."""
    n = len(side)
    values = np.zeros(n)
    places = np.flatnonzero(level.codes >= 0)
    for reach in (1, 2):
        at = places - reach if way < 0 else places + level.size - 1 + reach
        inside = (at >= 0) & (at < n)
        at = np.clip(at, 0, n - 1)
        first = places if way < 0 else np.clip(places + level.size, 0, n - 1)
        bound = inside & side.joined[first]
        if reach == 2:
            between = np.clip(places - 1 if way < 0 else places + level.size, 0, n - 1)
            bound &= side.light[between] & ~side.wild[between] & side.joined[between if way < 0 else at]
        values[places] = np.maximum(values[places], bound & side.capital[at])
    return average(values, level)


def _share(level: Level, sums: Longs, test: object, inner: bool = False) -> Doubles:
    """Share of the occurrences for whose atoms a count of marks passes a test."""
    places = np.flatnonzero(level.codes >= 0)
    low, high = (places + 1, places + max(level.size - 1, 1)) if inner else (places, places + level.size)
    passed = test(sums[high] - sums[low])  # type: ignore[operator]
    return np.asarray(np.bincount(level.codes[places], passed, minlength=len(level.count)) / level.count)


def _fits_en(side: SideAtoms, level: Level, sums: dict[str, Longs]) -> Bools:
    edges = (average(side.first, level) > 0.5) & (average(side.last, level, level.size - 1) > 0.5)
    plain = _share(level, sums["bad"], lambda n: n == 0, inner=True) > 0.5
    name = (_share(level, sums["small"], lambda n: n == 0) > 0.5) & (
        _share(level, sums["wild"], lambda n: n == 0, inner=True) > 0.5
    )
    return np.asarray(edges & (name | (plain & (level.size <= PLAIN))))


def _fits_zh(side: SideAtoms, level: Level, sums: dict[str, Longs]) -> Bools:
    last = level.size - 1
    edges = (average(side.first, level) > 0.5) & (average(side.last, level, last) > 0.5)
    words = (average(side.head, level) > 0.5) & (average(side.tail, level, last) > 0.5)
    inside = _share(level, sums["bad"], lambda n: n == 0, inner=True) > 0.5
    single = level.size > 1 or average(side.end - side.start > 1, level) > 0.5
    return np.asarray(edges & words & inside & single)


def _rows(side: SideAtoms, level: Level, fit: Bools) -> Longs:
    """In how many rows each n-gram that fits stands; 0 for the others."""
    few = level.only(fit)
    places = np.flatnonzero(few.codes >= 0)
    order = np.argsort(few.codes[places], kind="stable")  # places ascend, so rows do within each n-gram
    codes, rows = few.codes[places][order], side.row[places][order]
    new = np.ones(len(codes), bool)
    new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    result = np.zeros(len(fit), np.int64)
    result[fit] = np.bincount(codes[new], minlength=int(fit.sum()))
    return result


def _covered(found: Sequence[Level], good: Sequence[Bools], level: Level, wider: int) -> Doubles:
    """Count of the most frequent good phrase around each that is at most ``wider`` atoms longer."""
    most = np.zeros(len(level.count))
    for upper, kept in zip(found[level.size : level.size + wider], good[level.size : level.size + wider], strict=True):
        which = np.flatnonzero(kept)
        for shift in range(upper.size - level.size + 1):
            np.maximum.at(most, level.codes[upper.sample[which] + shift], upper.count[which])
    return most


def _collect(found: Sequence[Level], kept: Sequence[Bools], columns: Sequence[dict[str, Doubles]]) -> Grams:
    starts, owners, before = [], [], 0
    for level, keep in zip(found, kept, strict=True):
        number = np.full(len(keep) + 1, -1, np.int64)
        number[:-1][keep] = before + np.arange(int(keep.sum()))
        codes = number[level.codes]
        places = np.flatnonzero(codes >= 0)
        starts.append(places)
        owners.append(codes[places])
        before += int(keep.sum())
    place, owner = np.concatenate(starts), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return Grams(
        np.concatenate([np.full(int(keep.sum()), level.size) for level, keep in zip(found, kept, strict=True)]),
        np.concatenate([level.count[keep] for level, keep in zip(found, kept, strict=True)]),
        np.concatenate([level.sample[keep] for level, keep in zip(found, kept, strict=True)]),
        np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=before))]),
        place[order],
        {name: np.concatenate([c[name] for c in columns]) for name in columns[0]},
    )
