"""What speaks for a span being the rendering of a term: the spans of many places end to end, and figures of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Doubles, Floats, Ints, Keys, Longs
from glossary.renderings.places import Place
from glossary.renderings.row_spans import FIXED

NULL = 0.03  # what a word that renders nothing is worth
EMPTY = 1e-3  # length of the vector of no words
ALIKE = 0.7  # a usual cosine of what is left of two texts that render each other
LOCAL = (
    "given",
    "taken",
    "held",
    "cosine",
    "torn first",
    "bad first",
    "torn last",
    "bad last",
    "inner",
    "punctuation marks",
    "quoted",
    "half quoted",
    "length",
    "long",
    "first given",
    "last given",
    "before given",
    "behind given",
    "rest",
    "free before",
    "free behind",
    "weak last",
    "least",
)
OF_PLACE = tuple(name for name in LOCAL if name not in FIXED)
"""What depends on the term; the rest of :data:`LOCAL` is known of a span whatever it renders."""
ROW_OF_FIXED = [LOCAL.index(name) for name in FIXED]
ROWS_OF_PLACE = [LOCAL.index(name) for name in OF_PLACE]
FOLLOWED = 4  # words of a term that must each be rendered: the heaviest
UNSEEN = np.float32(0.05)  # as much of a word is as good as rendered anywhere
LIGHT = 0.4  # of the weight of the heaviest, from which on a word counts
SOME = 100_000  # spans whose figures are worked out at a time


@dataclass(frozen=True, slots=True)
class _Words:
    """What speaks for each atom of the other text beside the places, end to end with one more for each place at its ends.

    ``sums`` ``(4, atoms)`` and ``each`` ``(FOLLOWED, atoms)``, what of each word of the term is rendered, are cumulative; those of ``edge``
    and ``free`` begin before the first atom.
    """

    sums: Floats
    each: Floats
    edge: Floats
    free: Floats

    @classmethod
    def of(cls, places: Sequence[Place], first: Longs, count: int) -> _Words:
        """Those of place ``k`` begin at ``first[k]``."""
        found = cls(*(np.zeros((*shape, count), np.float32) for shape in ((4,), (FOLLOWED,), (), ())))
        for at, place in zip(first.tolist(), places, strict=True):
            facing, table = place.facing, place.table
            units, unit = place.units, table.atoms.unit
            close, weights = facing.close[units], facing.weights[units]
            # of each word of the other text: how far it renders the term; of each word of the term: where it is rendered
            mine = close.sum(0)
            every = facing.by_other + NULL
            from_term = mine / every
            importance = weights / max(float(weights.sum()), 1e-6)
            rendered = close / (facing.by_own[units] + NULL)[:, None]
            to_words = importance @ rendered
            along = facing.cross[units].sum(0)
            end = at + len(unit) + 1
            of_words = np.array([from_term, to_words, along, facing.across - along])[:, unit]
            np.cumsum(of_words * table.shares, axis=1, out=found.sums[:, at + 1 : end])
            heaviest = np.argsort(-weights, kind="stable")[:FOLLOWED]
            heaviest = heaviest[weights[heaviest] >= LIGHT * weights[heaviest[0]]]
            followed = np.resize(heaviest, FOLLOWED)
            np.cumsum(rendered[followed][:, unit] * table.shares[1], axis=1, out=found.each[:, at + 1 : end])
            found.edge[at + 1 : end] = (table.roots * from_term)[unit]
            # a neighbour that nothing else in the row explains may belong to the rendering
            found.free[at + 1 : end] = (1.0 - (facing.by_other - mine) / every)[unit]
        return found


@dataclass(frozen=True, slots=True)
class _Whole:
    """Figures of each place ``(places,)``: what its spans are measured by.

    ``held``: what the other text renders of the term; ``beside``: the product of the vectors of all that is outside the term and of
    the other text; ``length`` and ``rest``: of the vectors of the term and of what is outside it; ``expected`` atoms of a rendering.
    """

    held: Floats
    beside: Floats
    length: Floats
    rest: Floats
    expected: Doubles


class Laid:
    """The spans of many places end to end: those of place ``k`` at ``offsets[k]:offsets[k + 1]``.

    ``i`` and ``j`` are the edges in atoms; ``kind`` numbers the strings, those of place ``k`` at ``kinds[k]:kinds[k + 1]``.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        spans = [place.spans for place in places]
        self.offsets: Longs = np.cumsum([0, *(len(one.i) for one in spans)])
        self.kinds: Longs = np.cumsum([0, *(len(place.table.hashes) for place in places)])
        self.i: Ints = np.concatenate([one.i for one in spans])
        self.j: Ints = np.concatenate([one.j for one in spans])
        self.place: Ints = np.repeat(np.arange(len(places), dtype=np.int32), np.diff(self.offsets))
        self.kind: Longs = np.concatenate([one.kind for one in spans]) + self.kinds[self.place]
        self._mass, self._norms, self._outer = (
            np.concatenate([getattr(one, name) for one in spans]) for name in ("mass", "norms", "outer")
        )
        self._fixed, self._joined = (
            np.concatenate([getattr(one, name) for one in spans], 1) for name in ("fixed", "joined")
        )
        sizes = np.array([len(place.table.atoms) + 2 for place in places])
        ends = np.cumsum(sizes)
        first: Longs = (ends - sizes).astype(np.int64)
        self._words = _Words.of(places, first, int(ends[-1]))
        self._first = first.astype(np.int32)
        self._whole = self._measured()

    def _measured(self) -> _Whole:
        last = self._first + np.array([len(place.table.atoms) for place in self.places])
        rest = [place.facing.whole - place.vector for place in self.places]
        ratio = 1.9 if self.places[0].table.atoms.language == "zh" else 1 / 1.9
        return _Whole(
            np.maximum(self._words.sums[0, last], np.float32(1e-3)),
            self._words.sums[3, last],
            np.maximum(np.linalg.norm(np.array([place.vector for place in self.places]), axis=1), np.float32(1e-6)),
            np.linalg.norm(np.array(rest), axis=1),
            np.array([place.size * ratio for place in self.places]),
        )

    def scores(self, weights: Doubles) -> Doubles:
        """The figures of every span, weighed ``(len(LOCAL),)``."""
        found = np.empty(len(self.i))
        for first in range(0, len(found), SOME):
            part = slice(first, first + SOME)
            found[part] = weights @ self.features(part)
        return found

    def features(self, spans: slice | Longs) -> Floats:
        """What speaks for some of the spans: ``(len(LOCAL), spans)``."""
        words, place = self._words, self.place[spans]
        first = self._first[place]
        i, j = (
            self.i[spans] + first,
            self.j[spans] + first,
        )  # edge[i] is of the atom before the span, edge[j] of its last
        before, behind = self._joined[:, spans]
        inside, taken, along, beyond = words.sums[:, j] - words.sums[:, i]
        sizes, expected = j - i, self._whole.expected[place]
        result = np.empty((len(LOCAL), len(i)), np.float32)
        result[ROW_OF_FIXED] = self._fixed[:, spans]
        columns = (
            inside / self._mass[spans],
            taken,
            inside / self._whole.held[place],
            along / self._norms[spans] / self._whole.length[place],
            np.log((sizes + 0.5) / (expected + 0.5)) ** 2,
            np.log(sizes),
            words.edge[i + 1],
            words.edge[j],
            words.edge[i] * before,
            words.edge[j + 1] * behind,
            self._rest(spans, place, beyond),
            words.free[i] * before,
            words.free[j + 1] * behind,
            np.log((words.each[:, j] - words.each[:, i]).min(0).clip(0) + UNSEEN),
        )
        for row, values in zip(ROWS_OF_PLACE, columns, strict=True):
            result[row] = values
        return result

    def _rest(self, spans: slice | Longs, place: Ints, beyond: Floats) -> Floats:
        """Cosine of all that is outside the term and all that is outside each span; a part of a word has its part of the vector."""
        outer, size = self._outer[spans], self._whole.rest[place]
        cosine = (self._whole.beside[place] - beyond) / np.sqrt(np.maximum(outer, EMPTY)) / np.maximum(size, EMPTY)
        # where the term is all there is, so should the rendering be
        alone = np.where(outer < EMPTY, np.float32(ALIKE), np.float32(0))
        return np.asarray(np.where(size < EMPTY, alone, cosine), np.float32)

    def shares(self, weights: Doubles) -> tuple[Doubles, Bools]:
        """Of the strings of all places: the share of its place that each has by the weighed figures, and whether it stands in a span."""
        score = self.scores(weights)
        first, sizes = self.offsets[:-1], np.diff(self.offsets)
        score -= np.repeat(np.maximum.reduceat(score, first), sizes)
        weight = np.exp(score, out=score)
        weight /= np.repeat(np.add.reduceat(weight, first), sizes)
        count = int(self.kinds[-1])
        there = np.zeros(count, np.bool_)
        there[self.kind] = True
        found: Doubles = np.bincount(self.kind, weight, count).astype(np.float64, copy=False)
        return found, there

    def hashes(self) -> Keys:
        """Numbers of the strings of all places, equal where the strings are."""
        return np.concatenate([place.table.hashes for place in self.places])
