"""Rows cut at their punctuation marks, and the pieces of the model that each clause has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpora.arrays import Bools, Ints, Longs, Ragged

if TYPE_CHECKING:
    from align.encoders import StaticEncoder

_ENDS = {
    "zh": re.compile(r"(?:[，。；！？：、…]|[,;:!?](?!\d))+[”’」』》）)]*\s*"),
    "en": re.compile(r"[,;:!?][”’\"')]*\s+|\.[”’\"')]*\s+(?=[A-Z“\"‘(\d])|[。；，]+"),
}


def clauses(text: str, language: str) -> list[tuple[int, int]]:
    """A text cut at its punctuation marks, each clause with the mark and spaces that end it.

    >>> clauses("大会通过决议，决定休会。", "zh"), clauses("Yes, 2,300 did.", "en")
    ([(0, 7), (7, 12)], [(0, 5), (5, 15)])
    """
    ends = [match.end() for match in _ENDS[language].finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return list(zip([0, *ends[:-1]], ends, strict=True))


BLOCK = 4096  # texts a pass: bounds memory, never changes a clause
APART = "\0"  # between texts: no mark, no space


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses of texts end to end: places ``spans`` ``(c, 2)``, pieces ``units``; those of text ``k`` are ``first[k]:first[k + 1]``."""

    spans: Ints
    first: Longs
    units: Ragged

    def rows(self) -> Ragged:
        """The pieces by text: those of its clauses one after the other."""
        return Ragged(self.units.ids, self.units.offsets[self.first])

    @classmethod
    def of(cls, texts: Sequence[str], language: str, encoder: StaticEncoder, wanted: Bools) -> Clauses:
        """Cut and encode the texts that are wanted; the others have no clause."""
        rows = wanted.nonzero()[0]
        counts = np.zeros(len(texts), np.int64)
        spans = [np.zeros((0, 2), np.int32)]
        ids, sizes = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
        for first in range(0, len(rows), BLOCK):
            block = rows[first : first + BLOCK]
            places, counts[block], found = _cut([texts[row] for row in block.tolist()], language)
            spans.append(places)
            pieces = encoder.pieces(found)
            ids.append(pieces.ids)
            sizes.append(np.diff(pieces.offsets))
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(np.concatenate(spans), offsets, Ragged.from_counts(np.concatenate(ids), np.concatenate(sizes)))


def _cut(texts: Sequence[str], language: str) -> tuple[Ints, Longs, list[str]]:
    """What :func:`clauses` gives for each text: places end to end, how many, the clauses themselves."""
    whole = APART.join(texts)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    bases = np.cumsum(sizes + 1) - sizes - 1
    marks = np.fromiter((match.end() for match in _ENDS[language].finditer(whole)), np.int64)
    ends = np.union1d(marks, bases + sizes)
    row = np.searchsorted(bases + sizes, ends)
    starts = np.maximum(np.concatenate([[0], ends[:-1]]), bases[row])
    parts = [whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    places = np.stack([starts, ends], 1) - bases[row][:, None]
    return places.astype(np.int32), np.bincount(row, minlength=len(texts)), parts
