"""All frequent n-grams of a text at once, level by level, in numpy.

An n-gram can be frequent only if the two (n-1)-grams in it are (Agrawal and Srikant 1994), so each level is made from
the codes of the level below: a position whose two halves are frequent gets the code of the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.arrays import Bools, Doubles, Ints, Longs, in_order
from glossary.extraction.sides.side import SideAtoms


@dataclass(frozen=True, slots=True)
class Level:
    """The n-grams of one length: they begin at the atoms ``places``, in order; ``codes`` says which begins at each.

    Over the n-grams: ``count`` of occurrences, ``sample``: atom at which the first of them begins.
    """

    size: int
    places: Longs
    codes: Ints
    count: Longs
    sample: Longs

    def only(self, good: Bools) -> Level:
        """The same level with some of its n-grams, numbered anew."""
        number = np.full(len(good), -1, np.int32)
        number[good] = np.arange(int(good.sum()), dtype=np.int32)
        codes = number[self.codes]
        here = np.flatnonzero(codes >= 0)
        return Level(self.size, self.places[here], codes[here], self.count[good], self.sample[good])

    def of_each(self, values: npt.NDArray[np.generic] | None = None) -> Doubles:
        """``(n-grams,)``: the sum of a value of each place, or how many places there are."""
        return np.asarray(np.bincount(self.codes, values, minlength=len(self.count)))


def levels(side: SideAtoms, longest: int, least: int) -> list[Level]:
    """N-grams of 1 to ``longest`` atoms that occur ``least`` times or more, within joined atoms."""
    if not len(side):
        return []
    result = [_level(1, side.ids, np.arange(len(side)), least)]
    for size in range(2, longest + 1):
        below = result[-1]
        # where the next atom begins one, too; both halves are within joined atoms, so all is, but of two single atoms
        both = np.flatnonzero(np.diff(below.places) == 1)
        if size == 2:
            both = both[side.joined[below.places[both + 1]]]
        if not len(both):
            break
        keys = below.codes[both].astype(np.int64) * (len(below.count) + 1) + below.codes[both + 1]
        level = _level(size, keys, below.places[both], least)
        if not len(level.count):
            break
        result.append(level)
    return result


def _level(size: int, keys: npt.NDArray[np.integer], places: Longs, least: int) -> Level:
    order = in_order(keys)
    ranked = keys[order]
    first = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    count = np.diff(first, append=len(ranked))
    frequent = count >= least
    number = np.where(frequent, np.cumsum(frequent) - 1, -1).astype(np.int32)
    codes = np.empty(len(keys), np.int32)
    codes[order] = np.repeat(number, count)
    here = np.flatnonzero(codes >= 0)
    return Level(size, places[here], codes[here], count[frequent], places[order[first[frequent]]])


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
    return np.asarray(level.of_each(values[level.places + shift]) / level.count)


def neighbours(side: SideAtoms, level: Level, way: int) -> tuple[Doubles, Doubles]:
    """What stands before (``way`` -1) or behind (1) the occurrences of each n-gram: its entropy in nats, and the share of the most frequent.

    The end of a run and a function word are something new each time: a term is no part of them. A negation or a suffix
    (不, 非, 者) that can begin or end a term is none of these.
    """
    beside = level.places - 1 if way < 0 else level.places + level.size
    inside = (beside >= 0) & (beside < len(side))
    at = np.clip(beside, 0, len(side) - 1)
    bound = inside & side.joined[level.places if way < 0 else at]
    bound &= ~side.light[at] | (side.first if way < 0 else side.last)[at]
    keys = level.codes[bound].astype(np.int64) * len(side.kinds) + side.ids[at[bound]]
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    kinds, counts = keys[first], np.diff(first, append=len(keys))
    grams = kinds // len(side.kinds)
    total = level.count.astype(np.float64)
    share = counts / total[grams]
    result = np.bincount(grams, -share * np.log(share), minlength=len(total))
    open_ends = total - np.bincount(grams, counts, minlength=len(total))
    most = np.zeros(len(total))
    np.maximum.at(most, grams, counts)
    return np.asarray(result + open_ends / total * np.log(np.maximum(total, 1))), most / total


@dataclass(frozen=True, slots=True)
class Around:
    """The longer n-grams around those of a level: the count of the most frequent one that is little longer, of the most
    frequent one at all, the sum of their counts, and their number. The last two are what C-value needs.
    """

    close: Doubles
    most: Doubles
    total: Doubles
    number: Doubles


def around(found: Sequence[Level], good: Sequence[Bools], wider: int, atoms: int) -> list[Around]:
    """For the n-grams of each level what the ``good`` longer ones around them are; little longer is by ``wider`` atoms at most."""
    some = [(level.size, level.sample[kept], level.count[kept]) for level, kept in zip(found, good, strict=True)]
    code = np.zeros(atoms, np.int32)  # of the n-gram of this level that begins at an atom
    result = []
    for level in found:
        code[level.places] = level.codes
        size = len(level.count)
        close = np.zeros(size)
        inner, counts = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
        for longer, sample, count in some[level.size :]:
            shifts = longer - level.size + 1
            inner.append(code[sample[:, None] + np.arange(shifts)].ravel())
            counts.append(np.repeat(count, shifts))
            if shifts - 1 <= wider:
                np.maximum.at(close, inner[-1], counts[-1])
        which, values = np.concatenate(inner), np.concatenate(counts)
        most = np.zeros(size)
        np.maximum.at(most, which, values)
        total = np.asarray(np.bincount(which, values, size), np.float64)
        number = np.asarray(np.bincount(which, minlength=size), np.float64)
        result.append(Around(close, most, total, number))
    return result
