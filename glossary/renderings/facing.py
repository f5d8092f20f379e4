"""How well the words of two texts render each other, for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.dictionary import Direction
from corpora.arrays import Doubles, Floats, Longs, Ragged
from glossary.renderings.spans import Atoms
from glossary.renderings.units import CLOSE, UnitTable

SURE = 0.08  # closeness from which on a word counts as explained
LOST = 0.15  # closeness of two words that nothing explains
BEND = 2.0  # how much two places at different heights of their texts lose
TOGETHER = 128  # rows whose words are looked up in the dictionary at a time
Tables = tuple[Longs, Floats, Floats]  # the columns of pieces, what units become, what their own pieces weigh


@dataclass(frozen=True, slots=True)
class Facing:
    """How well the units of a text ``(u,)`` and of the other ``(v,)`` render each other: ``close``, and its sums.

    ``cross``: products of their vectors; ``whole`` and ``across``: what the vectors of the first text, and their products with
    each unit of the other, add up to; ``units`` ``(u,)`` number those of the first text, ``weights`` are theirs.
    """

    units: Longs
    weights: Floats
    close: Floats
    by_own: Floats
    by_other: Floats
    cross: Floats
    across: Floats
    whole: Floats


class KnownUnits:
    """The units of one language that were met: ``vectors`` ``(n, d)`` with their ``norms``, ``weights``, ``pieces`` with ``shares``."""

    def __init__(self, table: UnitTable, language: str) -> None:
        self._table, self.language = table, language
        self._number: dict[str, int] = {}
        self.pieces = Ragged.from_counts(np.zeros(0, np.int32), np.zeros(0, np.int64))
        self.shares = np.zeros(0, np.float32)
        self.vectors = np.zeros((0, table.encoder.shape[1]), np.float32)
        self.norms = self.weights = np.zeros(0, np.float32)

    def learn(self, texts: Sequence[str]) -> None:
        """Look up words that were not met before."""
        new = [text for text in dict.fromkeys(texts) if text not in self._number]
        if not new:
            return
        made = self._table.many(new, self.language)
        self._number.update(zip(new, range(len(self._number), len(self._number) + len(new)), strict=True))
        counts = np.concatenate([np.diff(self.pieces.offsets), np.diff(made.pieces.offsets)])
        self.pieces = Ragged.from_counts(np.concatenate([self.pieces.ids, made.pieces.ids]), counts)
        self.shares = np.concatenate([self.shares, made.shares])
        vectors = made.vectors()
        self.vectors = np.concatenate([self.vectors, vectors])
        self.norms = np.concatenate([self.norms, np.linalg.norm(vectors, axis=1)])
        self.weights = np.concatenate([self.weights, made.weights.astype(np.float32)])

    def numbers(self, texts: Sequence[str]) -> Longs:
        """The numbers of words that were met."""
        return np.array([self._number[text] for text in texts], np.int64)


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a row: its atoms, the numbers of their units, where the middle of each unit stands (0 to 1)."""

    atoms: Atoms
    units: Longs
    heights: Floats

    @classmethod
    def of(cls, atoms: Atoms, known: KnownUnits) -> Text:
        """The units of a text are known already."""
        middles = (atoms.starts + atoms.ends) / 2
        middle = np.bincount(atoms.unit, middles) / np.maximum(np.bincount(atoms.unit), 1)
        height = middle.astype(np.float32) / np.float32(max(len(atoms.text), 1))
        return cls(atoms, known.numbers(atoms.units), height)


def face(table: UnitTable, known: tuple[KnownUnits, KnownUnits], rows: Sequence[tuple[Text, Text]]) -> list[Facing]:
    """Each row's own text against the other; ``known`` are the units of both languages, in this order."""
    found: list[Facing] = []
    for first in range(0, len(rows), TOGETHER):
        part = rows[first : first + TOGETHER]
        chances = _Chances(table, known, part)
        found += [_face(own, other, known, chances) for own, other in part]
    return found


def _face(own: Text, other: Text, known: tuple[KnownUnits, KnownUnits], chances: _Chances) -> Facing:
    mine, theirs = own.units, other.units
    vectors, beside = known[0].vectors[mine], known[1].vectors[theirs]
    cross = vectors @ beside.T
    lengths = np.outer(known[0].norms[mine], known[1].norms[theirs])
    cosine = np.divide(cross, lengths, out=np.zeros_like(cross), where=lengths > 1e-9)
    close = chances.between(mine, theirs)
    close += np.maximum(cosine - np.float32(CLOSE), np.float32(0)) * np.float32(0.8)
    _same(own.atoms, other.atoms, close)
    weights = known[0].weights[mine]
    # what is explained by nothing on either side may render each other: names, and words the model does not know
    lost = np.exp(-close.max(1) / SURE) * weights, np.exp(-close.max(0) / SURE) * known[1].weights[theirs]
    close += np.asarray(LOST * np.outer(*lost), np.float32)
    close *= np.exp(-BEND * np.abs(own.heights[:, None] - other.heights[None, :])).astype(np.float32)
    return Facing(mine, weights, close, close.sum(1), close.sum(0), cross, cross.sum(0), vectors.sum(0))


def _same(own: Atoms, other: Atoms, close: Floats) -> None:
    """Words in Latin letters and figures that stand on both sides render each other."""
    latin = {unit for unit in own.units if unit.isascii()} & set(other.units)
    if not latin:
        return
    places = [[k for k, unit in enumerate(side.units) if unit in latin] for side in (own, other)]
    same = [(a, b) for a in places[0] for b in places[1] if own.units[a] == other.units[b]]
    one, two = np.array(same, np.int64).T
    close[one, two] = np.maximum(close[one, two], np.float32(0.8))


class _Chances:
    """The dictionary between the units of some rows, both ways."""

    def __init__(
        self, table: UnitTable, known: tuple[KnownUnits, KnownUnits], rows: Sequence[tuple[Text, Text]]
    ) -> None:
        self._ways: tuple[_Way, _Way] | None = None
        if table.dictionary is None:
            return
        one, two = (np.unique(np.concatenate([row[side].units for row in rows])) for side in (0, 1))
        there, back = table.dictionary.directions if known[0].language == "zh" else table.dictionary.directions[::-1]
        self._ways = _Way(there, known[0], one, known[1], two), _Way(back, known[1], two, known[0], one)

    def between(self, own: Longs, other: Longs) -> Floats:
        """``(len(own), len(other))``."""
        if self._ways is None:
            return np.zeros((len(own), len(other)), np.float32)
        forward, backward = self._ways[0].chances(own, other), self._ways[1].chances(other, own).T
        return np.asarray(np.sqrt(forward * backward) + np.float32(0.25) * (forward + backward), np.float32)


class _Way:
    """What units of one language become in the other: ``become`` ``(givers, pieces)``, and the takers' own ``(takers, pieces)``."""

    def __init__(self, way: Direction, known: KnownUnits, givers: Longs, takers_of: KnownUnits, takers: Longs) -> None:
        self._giver, self._taker = _places(givers, len(known.norms)), _places(takers, len(takers_of.norms))
        owner, ids, shares = _entries(takers_of, takers)
        pieces, column = np.unique(ids, return_inverse=True)
        self._columns = Ragged.from_counts(column.astype(np.int32), np.bincount(owner, minlength=len(takers)))
        self._own = _table(owner, column, shares, (len(takers), len(pieces)))
        place = np.full(len(way.offsets) - 1, -1, np.int64)
        place[pieces] = np.arange(len(pieces))
        owner, ids, shares = _entries(known, givers)
        entry, renderings, chances = way.take(ids)
        column = place[renderings]
        here = column >= 0
        weights = shares[entry[here]] * chances[here]
        self._become = _table(owner[entry[here]], column[here], weights, (len(givers), len(pieces)))

    def chances(self, givers: Longs, takers: Longs) -> Floats:
        """``(len(givers), len(takers))``."""
        columns = np.unique(self._columns.take(self._taker[takers])[0])
        become = self._become[self._giver[givers][:, None], columns]
        found: Floats = become @ self._own[self._taker[takers][:, None], columns].T
        return found


def _places(numbers: Longs, count: int) -> Longs:
    found = np.full(count, -1, np.int64)
    found[numbers] = np.arange(len(numbers))
    return found


def _entries(known: KnownUnits, units: Longs) -> tuple[Longs, Longs, Floats]:
    """The pieces of some units end to end: whose each is (counted from 0), the piece, its share."""
    lengths = known.pieces.offsets[units + 1] - known.pieces.offsets[units]
    starts = np.cumsum(lengths) - lengths
    at = np.arange(int(lengths.sum())) + np.repeat(known.pieces.offsets[units] - starts, lengths)
    return np.repeat(np.arange(len(units)), lengths), known.pieces.ids[at].astype(np.int64), known.shares[at]


def _table(rows: Longs, columns: Longs, values: Floats | Doubles, shape: tuple[int, int]) -> Floats:
    flat = np.bincount(rows * shape[1] + columns, values, minlength=shape[0] * shape[1])
    return flat.astype(np.float32).reshape(shape)
