"""Rows cut at their punctuation marks, and the pieces of the model that each clause has."""

from __future__ import annotations

import re
from array import array
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
        rows = wanted.nonzero()[0].tolist()
        chosen = [texts[row] for row in rows]
        spans = array("i")
        parts: list[str] = []
        counts = np.zeros(len(texts), np.int64)
        for row, text in zip(rows, chosen, strict=True):
            for start, end in clauses(text, language):
                spans.extend((start, end))
                parts.append(text[start:end])
                counts[row] += 1
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(np.array(spans, np.int32).reshape(-1, 2), first, encoder.pieces(parts))
