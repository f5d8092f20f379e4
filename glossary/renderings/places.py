"""What speaks for a span being the rendering of a term: figures of one place, and of a string over all places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.text import OTHER_LANGUAGE
from glossary.renderings.row_spans import FIXED, RowSpans
from glossary.renderings.spans import Atoms, chinese_atoms, english_atoms
from glossary.renderings.units import Unit, UnitTable

NULL = 0.03  # what a word that renders nothing is worth
SURE = 0.08  # closeness from which on a word counts as explained
LOST = 0.15  # closeness of two words that nothing explains
EMPTY = 1e-3  # length of the vector of no words
ALIKE = 0.7  # a usual cosine of what is left of two texts that render each other
BEND = 2.0  # how much two places at different heights of their texts lose
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
)
OF_PLACE = tuple(name for name in LOCAL if name not in FIXED)
"""What depends on the term; the rest of :data:`LOCAL` is known of a span whatever it renders."""
ROW_OF_FIXED = [LOCAL.index(name) for name in FIXED]
ROWS_OF_PLACE = [LOCAL.index(name) for name in OF_PLACE]
KEPT_SPANS = 2_000_000  # of rows that were read, some hundred bytes each; then they are read anew


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a term and the spans of the other text: ``features`` ``(len(LOCAL), spans)``.

    ``chosen`` are the spans in ``table``.
    """

    row: int
    start: int
    end: int
    table: RowSpans
    chosen: slice | Longs
    features: Floats


@dataclass(frozen=True, slots=True)
class Side:
    """The units of a text, their weights, and where their middles stand (0 to 1)."""

    units: Sequence[Unit]
    weights: Floats
    heights: Floats


@dataclass(frozen=True, slots=True)
class Facing:
    """How well the units of a text ``(u,)`` and of the other ``(v,)`` render each other: ``close``, and its sums.

    ``cross``: products of their vectors; ``whole``: what those of the first text add up to.
    """

    own: Side
    close: Floats
    by_own: Floats
    by_other: Floats
    cross: Floats
    whole: Floats


class Reader:
    """Rows as look-up studies them; what is known of a row serves all terms that stand in it.

    ``sources`` are the texts of the terms' ``language``.
    """

    def __init__(self, table: UnitTable, sources: Sequence[str], targets: Sequence[str], language: str) -> None:
        self.table, self.sources, self.targets = table, sources, targets
        self.language, self.other = language, OTHER_LANGUAGE[language]
        self._atoms: dict[tuple[int, str, tuple[int, ...]], Atoms] = {}
        self._spans: dict[int, RowSpans] = {}
        self._facing: dict[tuple[int, tuple[int, ...]], Facing] = {}
        self._kept = 0

    def prepare(self, wanted: Iterable[tuple[int, Sequence[tuple[int, int]]]]) -> None:
        """Rows that are read next, each with the places of a term: the words of all of them are looked up at once."""
        if self._kept > KEPT_SPANS:
            self._atoms.clear()
            self._spans.clear()
            self._facing.clear()
            self._kept = 0
        new = dict.fromkeys(
            text
            for row, places in wanted
            for text in ((row, self.language, self._cuts(places)), (row, self.other, ()))
            if text not in self._atoms
        )
        self.table.cuts.learn(part for one in new if one[1] == "zh" for part in self._parts(*one))
        words: dict[str, dict[str, None]] = {"zh": {}, "en": {}}
        for row, language, cuts in new:
            words[language].update(dict.fromkeys(self._read(row, language, cuts).units))
        for language, some in words.items():
            self.table.units(list(some), language)

    def _cuts(self, places: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """Where words of the row of a Chinese term end for certain."""
        return tuple(sorted({edge for place in places for edge in place})) if self.language == "zh" else ()

    def _text(self, row: int, language: str) -> str:
        return (self.sources if language == self.language else self.targets)[row]

    def _parts(self, row: int, language: str, cuts: tuple[int, ...]) -> Iterator[str]:
        text = self._text(row, language)
        return (text[low:high] for low, high in pairwise((0, *cuts, len(text))))

    def _read(self, row: int, language: str, cuts: tuple[int, ...]) -> Atoms:
        found = self._atoms.get((row, language, cuts))
        if found is None:
            text = self._text(row, language)
            found = english_atoms(text) if language == "en" else chinese_atoms(text, cuts, self.table.cuts)
            self._atoms[row, language, cuts] = found
        return found

    def places(self, row: int, places: Sequence[tuple[int, int]]) -> list[Place]:
        """All occurrences of a term in a row."""
        cuts = self._cuts(places)
        own, other = self._read(row, self.language, cuts), self._read(row, self.other, ())
        if not len(own) or not len(other):
            return []
        facing = self._facing.get((row, cuts))
        if facing is None:
            facing = self._facing[row, cuts] = self._face(own, other, self.sources[row], self.targets[row])
        result = []
        for start, end in places:
            inside = (own.starts < end) & (own.ends > start)
            units = np.unique(own.unit[inside])
            if not len(units):
                continue
            size = int(inside.sum())
            longest = 8 + 3 * size if self.other == "zh" else 6 + size
            if self.other == "zh" and self.sources[row][start:end].isupper():
                longest = 8 + 3 * (end - start)
            marks = 1 if size < (12 if self.language == "zh" else 6) else 3
            table = self._table(row, other, longest, marks)
            chosen = table.up_to(longest, marks)
            if len(table.i[chosen]):
                result.append(Place(row, start, end, table, chosen, _features(facing, units, table, chosen, size)))
        return result

    def _table(self, row: int, atoms: Atoms, longest: int, marks: int) -> RowSpans:
        known = self._spans.get(row)
        if known is None or known.longest < longest or known.marks < marks:
            if known is not None:
                longest, marks = max(longest, known.longest), max(marks, known.marks)
            units = self.table.units(atoms.units, self.other)
            weights = np.array([unit.weight for unit in units], np.float32)
            known = RowSpans.of(atoms, np.stack([unit.vector for unit in units]), weights, longest, marks)
            self._spans[row] = known
            self._kept += len(known.i)
        return known

    def _face(self, own: Atoms, other: Atoms, source: str, target: str) -> Facing:
        mine, theirs = self._side(own, source, self.language), self._side(other, target, self.other)
        if self.language == "zh":
            close = self.table.closeness(mine.units, theirs.units)
        else:
            close = self.table.closeness(theirs.units, mine.units).T
        close = _same(own, other, close)
        close = close + _leftover(close, (mine.weights, theirs.weights))
        bend = np.exp(-BEND * np.abs(mine.heights[:, None] - theirs.heights[None, :])).astype(np.float32)
        close = close * bend
        one, two = (np.stack([unit.vector for unit in side.units]) for side in (mine, theirs))
        return Facing(mine, close, close.sum(1), close.sum(0), one @ two.T, one.sum(0))

    def _side(self, atoms: Atoms, text: str, language: str) -> Side:
        units = self.table.units(atoms.units, language)
        weights = np.array([unit.weight for unit in units], np.float32)
        return Side(units, weights, _middle(atoms) / np.float32(max(len(text), 1)))


def _same(own: Atoms, other: Atoms, close: Floats) -> Floats:
    """Words in Latin letters and figures that stand on both sides render each other."""
    latin = {unit for unit in own.units if unit.isascii()} & set(other.units)
    if not latin:
        return close
    places = [[k for k, unit in enumerate(side.units) if unit in latin] for side in (own, other)]
    same = [(a, b) for a in places[0] for b in places[1] if own.units[a] == other.units[b]]
    one, two = np.array(same, np.int64).T
    close[one, two] = np.maximum(close[one, two], np.float32(0.8))
    return close


def _leftover(close: Floats, light: tuple[Floats, Floats]) -> Floats:
    """What is explained by nothing on either side may render each other: names, and words the model does not know."""
    lost = np.exp(-close.max(1) / SURE) * light[0], np.exp(-close.max(0) / SURE) * light[1]
    return np.asarray(LOST * np.outer(*lost), np.float32)


def _middle(atoms: Atoms) -> Floats:
    """The middle of each unit in its text, as an offset."""
    middles = (atoms.starts + atoms.ends) / 2
    count = np.bincount(atoms.unit)
    return np.asarray(np.bincount(atoms.unit, middles) / np.maximum(count, 1), np.float32)


def _features(facing: Facing, units: Longs, table: RowSpans, chosen: slice | Longs, size: int) -> Floats:
    """What speaks for spans to render the ``units`` of a term of ``size`` atoms: ``(len(LOCAL), spans)``."""
    atoms, i, j = table.atoms, table.i[chosen], table.j[chosen]
    close, weights = facing.close[units], facing.own.weights[units]
    # of each word of the other text: how far it renders the term; of each word of the term: where it is rendered
    mine = close.sum(0)
    every = facing.by_other + NULL
    from_term = mine / every
    to_words = close / (facing.by_own[units] + NULL)[:, None]
    importance = weights / max(float(weights.sum()), 1e-6)
    along, whole = facing.cross[units].sum(0), facing.cross.sum(0)
    of_words = np.stack([from_term, importance @ to_words, along, whole - along])[:, atoms.unit]
    sums = np.zeros((4, len(atoms) + 1), np.float32)
    np.cumsum(of_words * table.shares, axis=1, out=sums[:, 1:])
    inside, taken, along, aside = sums[:, j] - sums[:, i]
    cosine, rest = _cosines(facing, units, table, chosen, along, sums[3, -1] - aside)
    edge, free = np.zeros((2, len(atoms) + 2), np.float32)
    edge[1:-1] = (table.roots * from_term)[atoms.unit]
    # a neighbour that nothing else in the row explains may belong to the rendering
    free[1:-1] = (1.0 - (facing.by_other - mine) / every)[atoms.unit]
    sizes, expected = j - i, size * 1.9 if atoms.language == "zh" else size / 1.9
    before, behind = table.joined[:, chosen]
    result = np.empty((len(LOCAL), len(i)), np.float32)
    result[ROW_OF_FIXED] = table.fixed[:, chosen]
    for row, values in zip(
        ROWS_OF_PLACE,
        (
            inside / table.mass[chosen],
            taken,
            inside / max(float(sums[0, -1]), 1e-3),
            cosine,
            np.log((sizes + 0.5) / (expected + 0.5)) ** 2,
            np.log(sizes),
            edge[i + 1],
            edge[j],
            edge[i] * before,
            edge[j + 1] * behind,
            rest,
            free[i] * before,
            free[j + 1] * behind,
        ),
        strict=True,
    ):
        result[row] = values
    return result


def _cosines(
    facing: Facing, units: Longs, table: RowSpans, chosen: slice | Longs, along: Floats, beyond: Floats
) -> tuple[Floats, Floats]:
    """Cosine of the term and every span, and of all that is outside both; a part of a word has its part of the vector."""
    term = np.sum([facing.own.units[k].vector for k in units.tolist()], axis=0)
    cosine = np.asarray(along / table.norms[chosen] / max(float(np.linalg.norm(term)), 1e-6), np.float32)
    size = float(np.linalg.norm(facing.whole - term))
    outer = table.outer[chosen]
    if size < EMPTY:  # the term is all there is: so should the rendering be
        return cosine, np.where(outer < EMPTY, ALIKE, 0.0).astype(np.float32)
    return cosine, np.asarray(beyond / np.sqrt(np.maximum(outer, EMPTY)) / size, np.float32)
