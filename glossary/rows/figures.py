"""Figures, dates and symbols of rows: read once, kept flat."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from corpora.arrays import Bools, Ints, Longs, Octets, numbered
from corpora.figures import Anchor, AnchorKind, extract_anchors

KINDS: tuple[AnchorKind, ...] = get_args(AnchorKind)
_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}


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
        columns = (kind, value, start, end, strong)
        seen: dict[tuple[str, str], int] = {}
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            first = seen.setdefault((text, language), row)
            if first < row:
                part = slice(offsets[first], offsets[first + 1])
                for column in columns:
                    column.extend(column[part])
            else:
                for one in extract_anchors(text, language):
                    kind.append(_NUMBER_OF[one.kind])
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

    def cells(self, values: Mapping[str, int], kinds: Collection[AnchorKind]) -> tuple[Longs, Longs]:
        """Of the anchors of these kinds: the text ``(k,)``, and kind and value as one number ``(k,)``; ``values`` numbers the values."""
        known = np.array([values[value] for value in self.values], np.int64)
        chosen = np.isin(self.kind, [_NUMBER_OF[kind] for kind in kinds])
        rows = np.repeat(np.arange(len(self.texts)), np.diff(self.offsets))[chosen]
        return rows, known[self.value[chosen]] * len(KINDS) + self.kind[chosen]


def compared(one: Anchors, other: Anchors, kinds: Collection[AnchorKind]) -> tuple[Bools, Bools]:
    """``(n,)`` each: texts that have an anchor of these kinds which the other has less often, and those that share one.

    >>> zh, en = Anchors.read(["2人5岁", "2人", ""], ["zh"] * 3), Anchors.read(["2 and 5", "3 men", "4"], ["en"] * 3)
    >>> [found.tolist() for found in compared(zh, en, ["number"])]
    [[False, True, True], [True, False, False]]
    """
    values = {value: k for k, value in enumerate(dict.fromkeys((*one.values, *other.values)))}
    (rows, mine), (others, theirs) = one.cells(values, kinds), other.cells(values, kinds)
    width = len(values) * len(KINDS) + 1
    cells, which = numbered(np.concatenate([rows * width + mine, others * width + theirs]))
    count = [np.bincount(part, minlength=len(cells)) for part in np.split(which, [len(rows)])]
    differ, share = np.zeros(len(one.texts), bool), np.zeros(len(one.texts), bool)
    differ[cells[count[0] != count[1]] // width] = True
    share[cells[(count[0] > 0) & (count[1] > 0)] // width] = True
    return differ, share
