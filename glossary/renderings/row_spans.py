"""All spans of a text that could render something, and what is known of each whatever it renders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from corpora.arrays import Floats, Ints, Keys, Longs, Octets
from glossary.renderings.spans import Atoms, quotes, spans_of

FIXED = (
    "torn first",
    "bad first",
    "torn last",
    "bad last",
    "inner",
    "punctuation marks",
    "quoted",
    "half quoted",
    "weak last",
)
"""What is known of a span whatever it renders, in whole numbers."""
LEAST_NORM, LEAST_MASS = 1e-6, 1e-3
MOST_COUNTED = 255


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the spans of a text: these columns of :class:`RowSpans`."""

    i: Ints
    j: Ints
    kind: Ints
    fixed: Octets
    joined: Octets
    mass: Floats
    norms: Floats
    outer: Floats


@dataclass(frozen=True, slots=True)
class RowSpans:
    """Spans ``[i, j)`` of the atoms of a text, up to ``longest`` of them, with at most ``marks`` punctuation marks inside.

    ``kind`` numbers the strings of spans; string ``k`` has the hash ``hashes[k]`` and stands first in span ``first[k]``. ``mass``: what
    the words of a span weigh; ``norms`` and ``outer``: the length of the vector of its words, the squared one of all other
    words; ``joined`` ``(2, spans)``: whether no punctuation mark stands before, behind it. Of the atoms: ``shares`` ``(4, atoms)``, their part in
    the weight of a unit and three times in a unit; of the units: ``roots`` of their weights. ``parts``: what :meth:`up_to` gave.
    """

    atoms: Atoms
    longest: int
    marks: int
    i: Ints
    j: Ints
    kind: Ints
    hashes: Keys
    first: Ints
    fixed: Octets
    joined: Octets
    mass: Floats
    norms: Floats
    outer: Floats
    shares: Floats
    roots: Floats
    parts: dict[tuple[int, int], Part]

    @classmethod
    def of(cls, atoms: Atoms, vectors: Floats, weights: Floats, longest: int, marks: int) -> RowSpans:
        """``vectors`` ``(u, d)`` and ``weights`` ``(u,)`` of the units of the text."""
        i, j = spans_of(atoms, longest, marks)
        weight = weights[atoms.unit] * atoms.part
        weighed = _sums(weight)
        norms, outer = _norms(vectors, atoms, i, j)
        hashes, first, kind = np.unique(_hashes(atoms, i, j), return_index=True, return_inverse=True)
        seen = atoms.soft + atoms.hard
        joined = (i > 0) & (seen[i] == seen[np.maximum(i - 1, 0)]), (j < len(atoms)) & (seen[j] == seen[j - 1])
        return cls(
            atoms,
            longest,
            marks,
            i.astype(np.int32),
            j.astype(np.int32),
            kind.reshape(-1).astype(np.int32),
            hashes,
            first.astype(np.int32),
            _fixed(atoms, i, j),
            np.stack(joined).astype(np.uint8),
            np.maximum(weighed[j] - weighed[i], np.float32(LEAST_MASS)),
            norms,
            outer,
            np.stack([weight, atoms.part, atoms.part, atoms.part]),
            np.sqrt(weights),
            {},
        )

    def up_to(self, longest: int, marks: int) -> Part:
        """The spans of up to ``longest`` atoms and with at most ``marks`` punctuation marks."""
        found = self.parts.get((longest, marks))
        if found is None:
            found = self.parts[longest, marks] = self._part(longest, marks)
        return found

    def _part(self, longest: int, marks: int) -> Part:
        columns = self.i, self.j, self.kind, self.fixed, self.joined, self.mass, self.norms, self.outer
        if longest == self.longest and marks == self.marks:
            return Part(*columns)
        few = self.fixed[FIXED.index("punctuation marks")] <= marks
        chosen = np.flatnonzero((self.j - self.i <= longest) & few)
        return Part(*(column[..., chosen] for column in columns))

    def key(self, kind: int) -> str:
        """The string of spans of a kind."""
        span = self.first[kind]
        return self.atoms.key(int(self.i[span]), int(self.j[span]))


def _fixed(atoms: Atoms, i: Longs, j: Longs) -> Octets:
    filled, half = quotes(atoms, i, j)
    inner = np.minimum(atoms.inner[j] - atoms.inner[i], MOST_COUNTED)
    marks = atoms.soft[j - 1] - atoms.soft[i]
    first, last = atoms.first[i], atoms.last[j - 1]
    columns = [first[:, 0], first[:, 1], last[:, 0], last[:, 1], inner, marks, filled, half, last[:, 2]]
    return np.stack(columns).astype(np.uint8)


def _sums(values: Floats) -> Floats:
    return np.concatenate([np.zeros(1, np.float32), np.cumsum(values, dtype=np.float32)])


def _norms(vectors: Floats, atoms: Atoms, i: Longs, j: Longs) -> tuple[Floats, Floats]:
    gram = (vectors @ vectors.T)[np.ix_(atoms.unit, atoms.unit)] * np.outer(atoms.part, atoms.part)
    area = np.zeros((len(atoms) + 1, len(atoms) + 1))
    area[1:, 1:] = gram.cumsum(0).cumsum(1)
    squares = area[j, j] - area[i, j] - area[j, i] + area[i, i]
    outer = area[-1, -1] + squares - 2 * (area[j, -1] - area[i, -1])
    return np.sqrt(np.maximum(squares, LEAST_NORM)).astype(np.float32), outer.astype(np.float32)


def _hashes(atoms: Atoms, i: Longs, j: Longs) -> Keys:
    """``(spans,)``: a number of 64 bits for the string of each span, a polynomial of its characters."""
    behind = "" if atoms.language == "zh" else " "
    edges = np.cumsum([0, *(len(key) + len(behind) for key in atoms.keys)])
    codes = np.frombuffer("".join([key + behind for key in atoms.keys]).encode("utf-32-le", "surrogatepass"), np.uint32)
    mixed = (codes.astype(np.uint64) + np.uint64(1)) * MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= MIX
    mixed ^= mixed >> np.uint64(32)
    powers, inverses = _powers(len(codes).bit_length())
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed * powers[: len(mixed)])])
    found: Keys = (sums[edges[j]] - sums[edges[i]]) * inverses[edges[i]]
    return found


MIX = np.uint64(0x9E3779B97F4A7C15)
BASE = 0xD1342543DE82EF95


@cache
def _powers(bits: int) -> tuple[Keys, Keys]:
    """The first ``2 ** bits`` powers of the base of the hash, and of its inverse, modulo 2 ** 64."""
    found = []
    for base in (BASE, pow(BASE, -1, 1 << 64)):
        steps = np.full(1 << bits, base & ((1 << 64) - 1), np.uint64)
        steps[0] = 1
        found.append(np.multiply.accumulate(steps))
    return found[0], found[1]
