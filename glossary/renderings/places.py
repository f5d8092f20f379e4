"""The places of terms, and the spans of the other text beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.text import OTHER_LANGUAGE
from glossary.renderings.facing import Facing, KnownUnits, Text, face
from glossary.renderings.row_spans import Asked, Part, RowSpans
from glossary.renderings.spans import Atoms, chinese_atoms, english_atoms
from glossary.renderings.units import UnitTable

KEPT_SPANS = 2_000_000  # of rows that were read, some hundred bytes each; then they are read anew
MANY_ROWS, KEPT_OF_MANY = 20_000, 400_000  # of which hardly any comes again
ROWS = 64  # whose spans are found at once
Cut = tuple[int, ...]
"""Where words of a row end for certain."""


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a term, of ``size`` atoms that belong to ``units`` of its row, and the spans of the other text in question.

    ``vector`` is that of the term; ``spans`` are a part of ``table``.
    """

    row: int
    start: int
    end: int
    size: int
    units: Longs
    vector: Floats
    facing: Facing
    table: RowSpans
    spans: Part


class Reader:
    """Rows as look-up studies them; what is known of a row serves all terms that stand in it.

    ``sources`` are the texts of the terms' ``language``.
    """

    def __init__(self, table: UnitTable, sources: Sequence[str], targets: Sequence[str], language: str) -> None:
        self.table, self.sources, self.targets = table, sources, targets
        self.language, self.other = language, OTHER_LANGUAGE[language]
        self._known = KnownUnits(table, self.language), KnownUnits(table, self.other)
        self._atoms: dict[tuple[int, str, Cut], Atoms] = {}
        self._spans: dict[int, RowSpans] = {}
        self._facing: dict[tuple[int, Cut], Facing] = {}
        self._kept = 0

    def prepare(self, wanted: Iterable[tuple[int, Sequence[tuple[int, int]]]]) -> None:
        """Rows that are read next, each with the places of a term: the words of all of them are looked up at once."""
        if self._kept > (KEPT_OF_MANY if len(self.targets) > MANY_ROWS else KEPT_SPANS):
            self._atoms.clear()
            self._spans.clear()
            self._facing.clear()
            self._kept = 0
        wanted = list(wanted)
        rows = list(dict.fromkeys((row, self._cuts(places)) for row, places in wanted))
        texts = dict.fromkeys(
            text
            for row, cuts in rows
            for text in ((row, self.language, cuts), (row, self.other, ()))
            if text not in self._atoms
        )
        self.table.cuts.learn(part for one in texts if one[1] == "zh" for part in self._parts(*one))
        for known in self._known:
            known.learn([u for one in texts if one[1] == known.language for u in self._read(*one).units])
        new = {at: one for at in rows if at not in self._facing and (one := self._both(*at)) is not None}
        self._facing.update(zip(new, face(self.table, self._known, list(new.values())), strict=True))
        self._lay_out(wanted)

    def _both(self, row: int, cuts: Cut) -> tuple[Text, Text] | None:
        own, other = self._read(row, self.language, cuts), self._read(row, self.other, ())
        return (Text.of(own, self._known[0]), Text.of(other, self._known[1])) if len(own) and len(other) else None

    def _cuts(self, places: Sequence[tuple[int, int]]) -> Cut:
        """Where words of the row of a Chinese term end for certain."""
        return tuple(sorted({edge for place in places for edge in place})) if self.language == "zh" else ()

    def _text(self, row: int, language: str) -> str:
        return (self.sources if language == self.language else self.targets)[row]

    def _parts(self, row: int, language: str, cuts: Cut) -> Iterator[str]:
        text = self._text(row, language)
        return (text[low:high] for low, high in pairwise((0, *cuts, len(text))))

    def _read(self, row: int, language: str, cuts: Cut) -> Atoms:
        found = self._atoms.get((row, language, cuts))
        if found is None:
            text = self._text(row, language)
            found = english_atoms(text) if language == "en" else chinese_atoms(text, cuts, self.table.cuts)
            self._atoms[row, language, cuts] = found
        return found

    def places(self, row: int, places: Sequence[tuple[int, int]]) -> list[Place]:
        """All occurrences of a term in a row that was prepared."""
        facing = self._facing.get((row, self._cuts(places)))
        table, known = self._spans.get(row), self._known[0]
        if facing is None or table is None:
            return []
        result = []
        for start, end, units, size in self._terms(row, places):
            spans = table.up_to(*self._bounds(row, start, end, size))
            if len(spans.i):
                vector = known.vectors[facing.units[units]].sum(0)
                result.append(Place(row, start, end, size, units, vector, facing, table, spans))
        return result

    def _terms(self, row: int, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Longs, int]]:
        """Of the places of a term: edges, units, how many atoms; what has no atom is none."""
        own = self._read(row, self.language, self._cuts(places))
        for start, end in places:
            first, last = np.searchsorted(own.ends, start, side="right"), np.searchsorted(own.starts, end)
            if first < last:
                yield start, end, np.unique(own.unit[first:last]), int(last - first)

    def _bounds(self, row: int, start: int, end: int, size: int) -> tuple[int, int]:
        """How many atoms, and punctuation marks among them, a rendering has at most."""
        longest = 8 + 3 * size if self.other == "zh" else 6 + size
        if self.other == "zh" and self.sources[row][start:end].isupper():
            longest = 8 + 3 * (end - start)
        return longest, 1 if size < (12 if self.language == "zh" else 6) else 3

    def _lay_out(self, wanted: Sequence[tuple[int, Sequence[tuple[int, int]]]]) -> None:
        """See to it that the spans of the rows are known, as long as the terms ask for them."""
        bounds: dict[int, tuple[int, int]] = {}
        for row, places in wanted:
            for start, end, _, size in self._terms(row, places):
                bound = self._bounds(row, start, end, size)
                before = bounds.get(row) or (
                    (known.longest, known.marks) if (known := self._spans.get(row)) else (0, 0)
                )
                bounds[row] = max(bound[0], before[0]), max(bound[1], before[1])
        asked = {}
        for row, (longest, marks) in bounds.items():
            known, atoms = self._spans.get(row), self._read(row, self.other, ())
            if len(atoms) and (known is None or (known.longest, known.marks) != (longest, marks)):
                units = self._known[1].numbers(atoms.units)
                asked[row] = Asked(atoms, self._known[1].vectors[units], self._known[1].weights[units], longest, marks)
        for first in range(0, len(asked), ROWS):
            rows = list(asked)[first : first + ROWS]
            made = RowSpans.of_rows([asked[row] for row in rows])
            self._spans.update(zip(rows, made, strict=True))
            self._kept += sum(len(one.spans.i) for one in made)
