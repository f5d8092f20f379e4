"""Which matches of the machine are occurrences of a term, and which of those are the longest: many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.arrays import Bools, Ints, Longs
from glossary.words.chance import cut_words
from glossary.words.streams import HEAD, HYPHEN_BEFORE, UPPER, Streams
from glossary.words.tokens import STOP_EN

SHORT_PART = 3  # letters; shorter words beside each other are not one word torn apart


@dataclass(frozen=True, slots=True)
class Asked:
    """How terms must be written, ``(t,)`` each: in capitals; as a name, with a capital; and which are one word."""

    capitals: Bools
    names: Bools
    single: Bools


@dataclass(frozen=True, slots=True)
class Hits:
    """Occurrences: of which term, in which row, where in its text, and whether they cut a Han word; ``(n,)`` each."""

    which: Longs
    row: Longs
    start: Longs
    end: Longs
    cut: Bools

    def some(self, wanted: Bools | Longs) -> Hits:
        """Those that are wanted."""
        return Hits(*(getattr(self, name)[wanted] for name in self.__slots__))

    @classmethod
    def together(cls, parts: list[Hits]) -> Hits:
        """Hits of one block of rows after the other."""
        blank = np.zeros(0, np.int64)
        none = cls(blank, blank, blank, blank, np.zeros(0, np.bool_))
        columns = [[getattr(part, name) for part in (none, *parts)] for name in cls.__slots__]
        which, row, start, end, cut = map(np.concatenate, columns)
        return cls(which, row, start, end, cut)

    def longest(self) -> Bools:
        """``(n,)``: those that stand in no longer one and overlap no earlier one of their row.

        >>> one, two, four = np.array([0, 0, 0]), np.array([0, 2, 3]), np.array([3, 5, 5])
        >>> Hits(one, one, two, four, one > 0).longest().tolist()
        [True, False, True]
        """
        chosen = np.zeros(len(self.row), np.bool_)
        order = np.lexsort((-self.end, self.start, self.row))
        order = order[~self.cut[order]]
        if not len(order):
            return chosen
        wide = int(self.end.max()) + 1
        base = self.row[order] * wide
        start, end = base + self.start[order], base + self.end[order]
        reached = np.concatenate([[-1], np.maximum.accumulate(end)[:-1]])
        heads = start >= reached  # a head touches nothing before it
        chosen[order[heads]] = True
        group = np.cumsum(heads) - 1
        open_ = np.flatnonzero(~heads & (start >= end[heads][group]))
        last, done = -1, 0
        for k, g, low, high in zip(
            open_.tolist(), group[open_].tolist(), start[open_].tolist(), end[open_].tolist(), strict=True
        ):
            if g != last or low >= done:
                chosen[order[k]] = True
                last, done = g, high
        return chosen


@dataclass(frozen=True, slots=True)
class Placed:
    """Where some things that were looked for stand: those of thing ``k`` are ``offsets[k]:offsets[k + 1]``, by row and place."""

    row: Ints
    start: Ints
    end: Ints
    offsets: Longs

    @classmethod
    def of(cls, which: Longs, row: Ints | Longs, start: Ints | Longs, end: Ints | Longs, count: int) -> Placed:
        """From things ``which`` that are in order, of ``count``."""
        row, start, end = (column.astype(np.int32) for column in (row, start, end))
        return cls(row, start, end, np.searchsorted(which, np.arange(count + 1)).astype(np.int64))

    def of_one(self, which: int) -> dict[int, list[tuple[int, int]]]:
        """The places of a thing by row."""
        part = slice(self.offsets[which], self.offsets[which + 1])
        found: dict[int, list[tuple[int, int]]] = {}
        for row, *place in zip(
            self.row[part].tolist(), self.start[part].tolist(), self.end[part].tolist(), strict=True
        ):
            found.setdefault(row, []).append((place[0], place[1]))
        return found


def english(
    streams: Streams, first: int, text: str, edges: Longs, found: tuple[Longs, Longs, Longs], asked: Asked
) -> Hits:
    """The matches ``found`` (term, edges in ``text``) that are written as their terms ask.

    ``text``: streams end to end from that of row ``first`` on, ``edges`` their places in it.
    """
    which, start, end = found
    row = np.searchsorted(edges, start, side="right") - 1
    low, high = streams.words[first], streams.words[first + len(edges) - 1]
    base = np.repeat(edges[:-1], np.diff(streams.words[first : first + len(edges)]))
    begins, ends = streams.starts[low:high, 0] + base, streams.ends[low:high, 0] + base
    word = np.full(len(text) + 2, -1, np.int64)
    word[begins] = np.arange(len(begins))
    one = word[start]
    word[:] = -1
    word[ends] = np.arange(len(ends))
    two = word[end]
    whole = np.flatnonzero((one >= 0) & (two >= one))
    which, start, end, row, one, two = (column[whole] for column in (which, start, end, row, one, two))
    marks = streams.marks[low:high]
    upper, hyphen = (np.concatenate([[0], np.cumsum(marks & mark > 0)]) for mark in (UPPER, HYPHEN_BEFORE))
    loud = streams.loud[first + row]
    shouted = upper[two + 1] - upper[one] == two + 1 - one
    torn = asked.single[which] & (hyphen[two + 1] - hyphen[one + 1] < two - one)
    named = ~asked.names[which] | (marks[one] & HEAD > 0)
    capitals = asked.capitals[which]
    kept = np.where(capitals, shouted, torn | named)
    for k in np.flatnonzero(kept & capitals & loud).tolist():
        kept[k] = text[start[k] : end[k]] not in STOP_EN
    for k in np.flatnonzero(~capitals & torn).tolist():
        inner = [int(start[k]), *begins[one[k] + 1 : two[k] + 1].tolist(), int(end[k])]
        kept[k] = all(b - a >= SHORT_PART and text[a:b] not in STOP_EN for a, b in pairwise(inner))
    places = streams.starts[low:high, 1].astype(np.int64)[one], streams.ends[low:high, 1].astype(np.int64)[two]
    return Hits(which, first + row, *places, np.zeros(len(which), np.bool_)).some(kept)


def chinese(streams: Streams, first: int, text: str, edges: Longs, found: tuple[Longs, Longs, Longs]) -> Hits:
    """The matches ``found`` with their places in the texts."""
    which, start, end = found
    row = np.searchsorted(edges, start, side="right") - 1
    inside = end < edges[row + 1]
    which, start, end, row = which[inside], start[inside], end[inside], row[inside]
    cut = cut_words(text, start, end)
    low, high = start - edges[row], end - edges[row]
    words = streams.words[first + row]
    spaced = np.flatnonzero(streams.words[first + row + 1] > words)
    low[spaced] = _place(streams.starts, words[spaced] + low[spaced])
    high[spaced] = _place(streams.ends, words[spaced] + high[spaced] - 1)
    return Hits(which, first + row, low, high, cut)


def _place(pairs: Ints, words: Longs) -> Longs:
    found: Longs = pairs[words, 1].astype(np.int64)
    return found
