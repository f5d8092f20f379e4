"""Figures, dates and symbols of rows: read once, kept flat."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from corpora.arrays import Bools, Ints, Longs, Octets
from corpora.figures import Anchor, AnchorKind, extract_anchors

KINDS: tuple[AnchorKind, ...] = get_args(AnchorKind)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of texts end to end; those of text ``k`` are ``offsets[k]:offsets[k + 1]``, in order of place.

    ``kind`` counts in :data:`KINDS`, ``value`` in :attr:`values`; ``start`` and ``end`` are offsets in the text.
    """

    texts: Sequence[str]
    values: tuple[str, ...]
    kind: Octets
    value: Ints
    start: Ints
    end: Ints
    strong: Bools
    offsets: Longs

    @classmethod
    def read(cls, texts: Sequence[str], languages: Iterable[str]) -> Anchors:
        """Read texts, each in its language.

        >>> found = Anchors.read(["2 300人", "on 1 May 2020"], ["zh", "en"])
        >>> [(a.kind, a.value, a.text) for a in found.of(0)], [a.value for a in found.of(1, "date")]
        ([('number', '2300', '2 300')], ['2020-05-01'])
        """
        number: dict[str, int] = {}
        kind, strong, offsets = array("B"), array("B"), array("q", [0])
        value, start, end = array("i"), array("i"), array("i")
        for text, language in zip(texts, languages, strict=True):
            for one in extract_anchors(text, language):
                kind.append(KINDS.index(one.kind))
                value.append(number.setdefault(one.value, len(number)))
                start.append(one.start)
                end.append(one.end)
                strong.append(one.strong)
            offsets.append(len(kind))
        return cls(
            texts,
            tuple(number),
            np.array(kind, np.uint8),
            np.array(value, np.int32),
            np.array(start, np.int32),
            np.array(end, np.int32),
            np.array(strong, np.bool_),
            np.array(offsets, np.int64),
        )

    def of(self, row: int, *kinds: AnchorKind) -> list[Anchor]:
        """The anchors of a text, of all kinds or of these."""
        part = slice(self.offsets[row], self.offsets[row + 1])
        text = self.texts[row]
        columns = (column[part].tolist() for column in (self.kind, self.value, self.start, self.end, self.strong))
        return [
            Anchor(KINDS[kind], self.values[value], start, end, text[start:end], strong)
            for kind, value, start, end, strong in zip(*columns, strict=True)
            if not kinds or KINDS[kind] in kinds
        ]
