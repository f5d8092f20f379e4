"""All spans of a text that could render something, and what is known of each whatever it renders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

import numpy as np

from corpora.arrays import Floats, Ints, Keys, Longs, Octets
from glossary.renderings.spans import Atoms, Joined, quotes, spans_of

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


class Asked(NamedTuple):
    """A text whose spans are wanted: ``vectors`` ``(u, d)`` and ``weights`` ``(u,)`` of its units, how many atoms and marks at most."""

    atoms: Atoms
    vectors: Floats
    weights: Floats
    longest: int
    marks: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the spans ``[i, j)`` of the atoms of a text.

    ``kind`` numbers their strings. ``mass``: what the words of a span weigh; ``norms`` and ``outer``: the length of the vector of
    its words, the squared one of all other words; ``joined`` ``(2, spans)``: whether no punctuation mark stands before, behind it.
    """

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
    """All spans of a text up to ``longest`` atoms, with at most ``marks`` punctuation marks inside.

    String ``k`` has the hash ``hashes[k]`` and stands first in span ``first[k]``. Of the atoms: ``shares`` ``(4, atoms)``, their part in
    the weight of a unit and three times in a unit; of the units: ``roots`` of their weights. ``parts``: what :meth:`up_to` gave.
    """

    atoms: Atoms
    longest: int
    marks: int
    spans: Part
    hashes: Keys
    first: Ints
    shares: Floats
    roots: Floats
    parts: dict[tuple[int, int], Part]

    @classmethod
    def of_rows(cls, asked: Sequence[Asked]) -> list[RowSpans]:
        """The spans of many texts at once."""
        text = Joined.of([one.atoms for one in asked])
        i, j, owner = spans_of(text, np.array([one.longest for one in asked]), np.array([one.marks for one in asked]))
        fixed, joined = _fixed(text, i, j), _joined(text, i, j)
        hashes = _hashes(text, i, j)
        first = text.first[owner]
        begin, end = (i - first).astype(np.int32), (j - first).astype(np.int32)
        edges = np.searchsorted(owner, np.arange(len(asked) + 1)).tolist()
        found = []
        for one, low, high in zip(asked, edges, edges[1:], strict=False):
            atoms, weights = one.atoms, one.weights
            weight = weights[atoms.unit] * atoms.part
            weighed = _sums(weight)
            one_i, one_j = begin[low:high], end[low:high]
            mass = np.maximum(weighed[one_j] - weighed[one_i], np.float32(LEAST_MASS))
            norms, outer = _norms(one.vectors, atoms, one_i, one_j)
            distinct, seen, kind = np.unique(hashes[low:high], return_index=True, return_inverse=True)
            about = fixed[:, low:high], joined[:, low:high], mass, norms, outer
            spans = Part(one_i, one_j, kind.astype(np.int32), *about)
            shares = np.array([weight, atoms.part, atoms.part, atoms.part])
            first_seen, roots = seen.astype(np.int32), np.sqrt(weights)
            found.append(cls(atoms, one.longest, one.marks, spans, distinct, first_seen, shares, roots, {}))
        return found

    def up_to(self, longest: int, marks: int) -> Part:
        """The spans of up to ``longest`` atoms and with at most ``marks`` punctuation marks."""
        found = self.parts.get((longest, marks))
        if found is None:
            found = self.parts[longest, marks] = self._part(longest, marks)
        return found

    def _part(self, longest: int, marks: int) -> Part:
        if longest == self.longest and marks == self.marks:
            return self.spans
        spans = self.spans
        few = spans.fixed[FIXED.index("punctuation marks")] <= marks
        chosen = np.flatnonzero((spans.j - spans.i <= longest) & few)
        return Part(*(getattr(spans, one.name)[..., chosen] for one in fields(Part)))

    def key(self, kind: int) -> str:
        """The string of spans of a kind."""
        span = self.first[kind]
        return self.atoms.key(int(self.spans.i[span]), int(self.spans.j[span]))


def _fixed(text: Joined, i: Longs, j: Longs) -> Octets:
    filled, half = quotes(text, i, j)
    inner = np.minimum(text.inner[j] - text.inner[i], MOST_COUNTED)
    marks = text.soft[j - 1] - text.soft[i]
    columns = [
        *text.worst_first[:, i],
        *text.worst_last[:2, j - 1],
        inner,
        marks,
        filled,
        half,
        text.worst_last[2, j - 1],
    ]
    return np.array(columns, np.uint8)


def _joined(text: Joined, i: Longs, j: Longs) -> Octets:
    seen = text.soft + text.hard
    linked = np.concatenate([[False], seen[1:] == seen[:-1], [False]])  # atom k with the one before it
    linked[text.first] = False
    return np.array([linked[i], linked[j]], np.uint8)


def _sums(values: Floats) -> Floats:
    return np.concatenate([np.zeros(1, np.float32), np.cumsum(values, dtype=np.float32)])


def _norms(vectors: Floats, atoms: Atoms, i: Ints, j: Ints) -> tuple[Floats, Floats]:
    gram = (vectors @ vectors.T)[np.ix_(atoms.unit, atoms.unit)] * np.outer(atoms.part, atoms.part)
    area = np.zeros((len(atoms) + 1, len(atoms) + 1))
    area[1:, 1:] = gram.cumsum(0).cumsum(1)
    squares = area[j, j] - area[i, j] - area[j, i] + area[i, i]
    outer = area[-1, -1] + squares - 2 * (area[j, -1] - area[i, -1])
    return np.sqrt(np.maximum(squares, LEAST_NORM)).astype(np.float32), outer.astype(np.float32)


def _hashes(text: Joined, i: Longs, j: Longs) -> Keys:
    """``(spans,)``: a number of 64 bits for the string of each span, a polynomial of its characters."""
    behind = "" if text.language == "zh" else " "
    edges = np.cumsum([0, *(len(key) + len(behind) for key in text.keys)])
    codes = np.frombuffer("".join([key + behind for key in text.keys]).encode("utf-32-le", "surrogatepass"), np.uint32)
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
