"""What the dictionary of the model says of pairs of words: their pieces against each other, a few pieces at a time.

A dictionary is about pieces, and a word is some pieces with their shares. For the pieces of one language, one after the
other, what they become is written into a table by the words of the other language, and each word that has such a piece
takes what stands there for the words beside it. So nothing is ever held of pairs that share no row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from align.dictionary import Dictionary, Direction
from corpora.arrays import Floats, Ints, Longs, in_order
from glossary.extraction.together import Cells
from glossary.renderings import Units

LEAST_SHARE = 0.15  # of a piece in a word, below which it says nothing about the word
LEAST_CHANCE = 0.005
TABLE = 400_000  # cells of a table of pieces by words: what fits a cache
TAKEN = 4096  # pieces whose entries in the dictionary are looked at together


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Numbers with weights, of each piece: those of piece ``k`` at ``offsets[k]:offsets[k + 1]``."""

    ids: Ints
    weights: Floats
    offsets: Longs

    @classmethod
    def of(cls, pieces: Longs, ids: npt.NDArray[np.integer], weights: Floats, size: int) -> _Weighed:
        """From the piece that each number with its weight belongs to; ``size``: how many pieces there are."""
        order = in_order(pieces)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(pieces, minlength=size))])
        return cls(ids[order].astype(np.int32), weights[order], offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, pieces: Longs) -> tuple[Longs, Ints, Floats]:
        """Of some pieces: the position of each in ``pieces``, the number, its weight."""
        lengths = self.offsets[pieces + 1] - self.offsets[pieces]
        begins = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(self.offsets[pieces] - begins, lengths)
        return np.repeat(np.arange(len(pieces)), lengths), self.ids[index], self.weights[index]


class Said:
    """The dictionary about the words of a bitext, as ``zh`` and ``en`` number them."""

    def __init__(self, dictionary: Dictionary, zh: Units, en: Units) -> None:
        size = len(dictionary.shares[0])
        self.words, self.others = _words(zh, size), _words(en, size)
        used = [np.flatnonzero(np.diff(side.offsets)) for side in (self.words, self.others)]
        giver, taker, chance = _entries(dictionary.directions[0], used[0], used[1], size)
        there = _Weighed.of(giver, taker, chance, size)
        giver, taker, chance = _entries(dictionary.directions[1], used[1], used[0], size)
        self.ways = there, _Weighed.of(taker, giver, chance, size)
        self.width = len(en)
        self.most = max(TABLE // max(self.width, 1), 1)
        self.tables = np.zeros((2, self.most * self.width), np.float32)

    def of(self, words: Longs, cells: Cells) -> Floats:
        """Of each pair of words that share rows; ``cells`` counts its rows in ``words``."""
        number = np.full(len(self.words.ids) and int(self.words.ids.max()) + 1, -1, np.int64)
        number[words[words < len(number)]] = np.flatnonzero(words < len(number))
        edges = np.concatenate([[0], np.cumsum(np.bincount(cells.row, minlength=len(words)))])
        there, back = np.zeros(len(cells), np.float32), np.zeros(len(cells), np.float32)
        owner = np.repeat(np.arange(len(self.words)), np.diff(self.words.offsets))
        pieces = np.flatnonzero(np.bincount(owner[number[self.words.ids] >= 0], minlength=len(self.words)))
        for start in range(0, len(pieces), self.most):
            some = pieces[start : start + self.most]
            filled = [self._fill(table, way, some) for table, way in zip(self.tables, self.ways, strict=True)]
            row, word, share = self.words.take(some)
            place = number[word]
            row, place, share = row[place >= 0], place[place >= 0], share[place >= 0]
            lengths = edges[place + 1] - edges[place]
            begins = np.cumsum(lengths) - lengths
            index = np.arange(int(lengths.sum())) + np.repeat(edges[place] - begins, lengths)
            at = np.repeat(row * self.width, lengths) + cells.column[index]
            shares = np.repeat(share, lengths)
            for table, sums in zip(self.tables, (there, back), strict=True):
                value = table[at]
                told = np.flatnonzero(value)
                np.add.at(sums, index[told], shares[told] * value[told])
            for table, at in zip(self.tables, filled, strict=True):
                table[at] = 0
        return np.asarray(np.sqrt(there * back) + np.float32(0.25) * (there + back), np.float32)

    def _fill(self, table: Floats, way: _Weighed, pieces: Longs) -> Longs:
        """What some pieces become, by the words of the other language; the cells of the table that are written."""
        row, other, chance = way.take(pieces)
        place, word, share = self.others.take(other.astype(np.int64))
        at = row[place] * self.width + word
        np.add.at(table, at, chance[place] * share)
        return np.asarray(at)


def _words(units: Units, size: int) -> _Weighed:
    """The words that have each piece, with its share in them, where it is no trifle."""
    words = np.repeat(np.arange(len(units), dtype=np.int32), np.diff(units.pieces.offsets))
    much = units.shares >= LEAST_SHARE
    return _Weighed.of(units.pieces.ids[much].astype(np.int64), words[much], units.shares[much], size)


def _entries(way: Direction, givers: Longs, takers: Longs, size: int) -> tuple[Longs, Longs, Floats]:
    """What the dictionary says of some pieces of one language and of the other, where it is no trifle: both and the chance, in their order."""
    wanted = np.zeros(size, np.bool_)
    wanted[takers] = True
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))]
    for start in range(0, len(givers), TAKEN):
        some = givers[start : start + TAKEN]
        row, rendering, chance = way.take(some)
        here = np.flatnonzero(wanted[rendering] & (chance >= LEAST_CHANCE))
        here = here[in_order(row[here] * size + rendering[here])]
        found.append((some[row[here]], rendering[here], chance[here]))
    giver, taker, chance = (np.concatenate(column) for column in zip(*found, strict=True))
    return giver, taker, chance
