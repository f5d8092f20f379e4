"""The English words of rows, flat: what phrases are looked for in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpora.arrays import Bools, Ints, Longs
from glossary.rows import Key, Rows
from glossary.words import STOP_EN, TokenTable, code_points, fold

BLOCK = 4096  # texts looked at at a time: bounds memory, never changes anything
SPACES = (ord(" "), 0xA0)
LONGEST = {"zh": 5_000, "en": 20_000}  # characters of a row that is compared: what is longer is a page, and no sentence


@dataclass(frozen=True)
class English:
    """English words of rows end to end, each by its number in ``lower``, the words in small letters.

    ``row``, ``start``, ``end``: where each stands; ``joined``: whether only spaces stand between it and the word before it in
    its row. Rows that are not :attr:`Rows.bilingual` have none, nor those that are too long for a sentence.
    """

    lower: tuple[str, ...]
    word: Ints
    row: Ints
    start: Ints
    end: Ints
    joined: Bools

    @cached_property
    def light(self) -> Bools:
        """``(len(lower),)``: function words."""
        return np.array([word in STOP_EN for word in self.lower], np.bool_)

    @cached_property
    def folds(self) -> tuple[tuple[str, ...], Ints]:
        """The folded forms, and which of them each of :attr:`lower` has."""
        number: dict[str, int] = {}
        which = [number.setdefault(fold(word), len(number)) for word in self.lower]
        return tuple(number), np.array(which, np.int32)


ENGLISH: Key[English] = Key("English words in runs")


def english_words(rows: Rows) -> English:
    """The words of the English side, made once."""
    return rows.derived(ENGLISH, _english)


def _english(rows: Rows) -> English:
    table = rows.words
    row = np.repeat(np.arange(len(rows), dtype=np.int32), table.sizes)
    number: dict[str, int] = {}
    lower = np.array([number.setdefault(kind.lower(), len(number)) for kind in table.kinds], np.int32)
    short = [
        len(zh) <= LONGEST["zh"] and len(en) <= LONGEST["en"]
        for zh, en in zip(rows.texts("zh"), rows.texts("en"), strict=True)
    ]
    here = (rows.bilingual & np.array(short, np.bool_))[row]
    joined = _joined(rows.texts("en"), table)
    return English(tuple(number), lower[table.kind[here]], row[here], table.start[here], table.end[here], joined[here])


def _joined(texts: Sequence[str], table: TokenTable) -> Bools:
    """Of each word whether only spaces stand between it and the one before it in its text."""
    result = np.zeros(len(table.kind), np.bool_)
    for first in range(0, len(texts), BLOCK):
        some = texts[first : first + BLOCK]
        codes = code_points("".join(some))
        marks = np.concatenate([[0], np.cumsum(~np.isin(codes, SPACES))])
        base = np.cumsum([0, *map(len, some)])
        offsets = table.offsets[first : first + len(some) + 1]
        words = slice(offsets[0], offsets[-1])
        place = np.repeat(base[:-1], np.diff(offsets))
        start, end = marks[place + table.start[words]], marks[place + table.end[words]]
        same = np.zeros(len(place), np.bool_)
        same[1:] = (place[1:] == place[:-1]) & (start[1:] == end[:-1])
        heads = offsets[:-1] - offsets[0]
        same[heads[heads < len(same)]] = False  # a text may be empty and have the place of the next
        result[words] = same
    return result


def shifted(flags: Bools, by: int) -> Bools:
    """Of each word what is true of the word so many places behind it (before it, where negative)."""
    result = np.zeros_like(flags)
    if by >= 0:
        result[: len(flags) - by] = flags[by:]
    else:
        result[-by:] = flags[:by]
    return result


def distinct(values: Longs) -> Longs:
    """Numbers in their place from 0 up, in order of value, equal ones for equal values."""
    _values, numbers = np.unique(values, return_inverse=True)
    return numbers.astype(np.int64)
