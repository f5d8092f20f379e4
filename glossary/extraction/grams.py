"""All frequent n-grams of a text at once, level by level, in numpy.

An n-gram can be frequent only if the two (n-1)-grams in it are (Agrawal and Srikant 1994), so each level is made from
the codes of the level below: a position whose two halves are frequent gets the code of the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.arrays import Bools, Doubles, Ints, Longs
from glossary.extraction.side import SideAtoms


@dataclass(frozen=True, slots=True)
class Level:
    """The n-grams of one length: ``codes`` ``(atoms,)`` int32 of the one that begins at each atom, -1 where none is frequent.

    Over the n-grams: ``count`` of occurrences, ``sample``: atom at which one of them begins.
    """

    size: int
    codes: Ints
    count: Longs
    sample: Longs

    def only(self, good: Bools) -> Level:
        """The same level with some of its n-grams, numbered anew."""
        number = np.full(len(good) + 1, -1, np.int32)
        number[:-1][good] = np.arange(int(good.sum()))
        return Level(self.size, number[self.codes], self.count[good], self.sample[good])


def levels(side: SideAtoms, longest: int, least: int) -> list[Level]:
    """N-grams of 1 to ``longest`` atoms that occur ``least`` times or more, within joined atoms."""
    n = len(side)
    if not n:
        return []
    result = [_level(1, side.ids, np.arange(n), n, least)]
    run = np.ones(n, bool)  # whether the atoms from here to size - 1 further are joined
    for size in range(2, longest + 1):
        below = result[-1]
        ahead = np.zeros(n, bool)
        ahead[: n - size + 1] = side.joined[size - 1 :]
        run = run & ahead
        upper = np.full(n, -1, np.int32)
        upper[:-1] = below.codes[1:]
        places = np.flatnonzero(run & (below.codes >= 0) & (upper >= 0))
        if not len(places):
            break
        keys = below.codes[places].astype(np.int64) * (len(below.count) + 1) + upper[places]
        level = _level(size, keys, places, n, least)
        if not len(level.count):
            break
        result.append(level)
    return result


def _level(size: int, keys: npt.NDArray[np.integer], places: Longs, atoms: int, least: int) -> Level:
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    first = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    count = np.diff(first, append=len(ranked))
    frequent = count >= least
    number = np.where(frequent, np.cumsum(frequent) - 1, -1).astype(np.int32)
    codes = np.full(atoms, -1, np.int32)
    codes[places[order]] = np.repeat(number, count)
    return Level(size, codes, count[frequent], places[order[first[frequent]]])


@dataclass(frozen=True, slots=True)
class Grams:
    """Phrases worth a look: ``size`` in atoms, ``count`` of occurrences, ``rows`` in which they stand, ``sample`` atom.

    Occurrences of phrase ``k`` begin at the atoms ``starts[offsets[k]:offsets[k + 1]]``.
    """

    size: Longs
    count: Longs
    sample: Longs
    offsets: Longs
    starts: Longs
    stats: dict[str, Doubles]

    def __len__(self) -> int:
        return len(self.size)

    def places(self, k: int) -> Longs:
        """The atoms at which occurrences of a phrase begin."""
        return self.starts[self.offsets[k] : self.offsets[k + 1]]


def average(values: Bools | Doubles, level: Level, shift: int = 0) -> Doubles:
    """The mean over all occurrences of each n-gram of a value at their atom ``shift``."""
    places = np.flatnonzero(level.codes >= 0)
    sums = np.bincount(level.codes[places], values[places + shift].astype(np.float64), minlength=len(level.count))
    return np.asarray(sums / level.count)


def entropy(side: SideAtoms, level: Level, way: int) -> Doubles:
    """Entropy in nats of what stands before (``way`` -1) or behind (1).

    The end of a run and a function word are something new each time: a term is no part of them. A negation or a suffix
    (不, 非, 者) that can begin or end a term is none of these.
    """
    places = np.flatnonzero(level.codes >= 0)
    beside = places - 1 if way < 0 else places + level.size
    inside = (beside >= 0) & (beside < len(side))
    at = np.clip(beside, 0, len(side) - 1)
    bound = inside & (side.joined[places] if way < 0 else side.joined[at])
    bound &= ~side.light[at] | (side.first[at] if way < 0 else side.last[at])
    keys = level.codes[places[bound]].astype(np.int64) * len(side.kinds) + side.ids[at[bound]]
    kinds, counts = np.unique(keys, return_counts=True)
    grams = kinds // len(side.kinds)
    total = level.count.astype(np.float64)
    share = counts / total[grams]
    result = np.bincount(grams, -share * np.log(share), minlength=len(total))
    open_ends = total - np.bincount(grams, counts, minlength=len(total))
    return np.asarray(result + open_ends / total * np.log(np.maximum(total, 1)))


def same_neighbour(side: SideAtoms, level: Level, way: int) -> Doubles:
    """Share of the occurrences of each n-gram beside which one and the same content word stands (``way`` as in entropy)."""
    places = np.flatnonzero(level.codes >= 0)
    beside = places - 1 if way < 0 else places + level.size
    inside = (beside >= 0) & (beside < len(side))
    at = np.clip(beside, 0, len(side) - 1)
    bound = inside & (side.joined[places] if way < 0 else side.joined[at])
    bound &= ~side.light[at] | (side.first[at] if way < 0 else side.last[at])
    keys, counts = np.unique(
        level.codes[places[bound]].astype(np.int64) * len(side.kinds) + side.ids[at[bound]], return_counts=True
    )
    result = np.zeros(len(level.count))
    np.maximum.at(result, keys // len(side.kinds), counts)
    return np.asarray(result / level.count)


def nested(found: Sequence[Level], good: Sequence[Bools]) -> list[tuple[Doubles, Doubles, Doubles]]:
    """For the n-grams of each level, by the ``good`` longer ones around them: the count of the most frequent, the sum of their counts, their number.

    The last two are what C-value needs (Frantzi, Ananiadou and Mima 2000).
    """
    result = [(np.zeros(len(v.count)), np.zeros(len(v.count)), np.zeros(len(v.count))) for v in found]
    for upper, kept in zip(found, good, strict=True):
        which = np.flatnonzero(kept)
        for lower, (most, total, number) in zip(found[: upper.size - 1], result, strict=False):
            for shift in range(upper.size - lower.size + 1):
                inner = lower.codes[upper.sample[which] + shift]
                np.maximum.at(most, inner, upper.count[which])
                np.add.at(total, inner, upper.count[which])
                np.add.at(number, inner, 1)
    return result
