"""The words of many Chinese texts at once, flat, and characters as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from corpora.arrays import Bools, Codes, Ints
from corpora.text import HAN, HAN_RUN
from glossary.words.boundaries import Cuts, words_of
from glossary.words.passes import Distinct, passes_over

LAST_CODE = 0x110000


def code_points(text: str) -> Codes:
    """The characters of a text as numbers ``(len(text),)``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@lru_cache(maxsize=1)
def _han_table() -> Bools:
    table = np.zeros(LAST_CODE, np.bool_)
    for first, last, alone in re.findall("(.)-(.)|(.)", HAN):
        table[ord(first or alone) : ord(last or alone) + 1] = True
    return table


def han_places(codes: Codes) -> Bools:
    """Which code points are Han characters.

    >>> han_places(code_points("A〇年。")).tolist()
    [False, True, True, False]
    """
    result: Bools = _han_table()[codes]
    return result


@dataclass(frozen=True, slots=True)
class HanWords:
    """Words of texts end to end: ``text`` says of which, ``start`` and ``end`` are offsets in it.

    ``kind`` counts in ``kinds``; ``joined``: whether a word goes on the run of the one before it.

    >>> found = HanWords.of(["大会重申，第3次会议", ""])
    >>> [found.kinds[k] for k in found.kind], found.joined.tolist(), found.start.tolist()
    (['大会', '重申', '第', '次', '会议'], [False, True, False, False, True], [0, 2, 5, 7, 8])
    """

    kinds: tuple[str, ...]
    text: Ints
    kind: Ints
    start: Ints
    end: Ints
    joined: Bools

    @classmethod
    def of(cls, texts: Sequence[str], cuts: Cuts | None = None) -> HanWords:
        """Cut texts; ``cuts``: the words of runs that are known."""
        numbers: Distinct[int] = Distinct(lambda _word: len(numbers))
        parts = [np.zeros((5, 0), np.int64)]
        first = 0
        for one in passes_over(texts, HAN_RUN):
            cut = words_of(one.words) if cuts is None else cuts.many(one.words)
            found = list(chain.from_iterable(cut))
            counts = np.fromiter(map(len, cut), np.int64, len(cut))
            sizes = np.fromiter(map(len, found), np.int64, len(found))
            heads = np.cumsum(counts) - counts
            joined = np.ones(len(found), np.int64)
            joined[heads] = 0
            begin = np.cumsum(sizes) - sizes
            start = begin + np.repeat(one.start - begin[heads], counts)
            text = np.repeat(np.repeat(np.arange(first, first + len(one.texts)), np.diff(one.offsets)), counts)
            parts.append(np.stack([text, numbers.longs(found), start, start + sizes, joined]))
            first += len(one.texts)
        text, kind, start, end, joined = (column.astype(np.int32) for column in np.concatenate(parts, axis=1))
        return cls(tuple(numbers), text, kind, start, end, joined > 0)
