"""How well the words of a bitext that stand in the same rows render each other: the model's dictionary and vectors, and the bitext itself.

The dictionary knows general and United Nations language; what a bitext calls its own things, it learns from the rows
in which two words stand together (Dice coefficient), which counts for less the fewer they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from align.dictionary import Dictionary
from corpora.arrays import Bools, Floats, Ints, Longs, distinct, unit
from corpora.memory import give_back_memory
from glossary.extraction.said import Said
from glossary.extraction.sides import SideAtoms
from glossary.extraction.together import Cells, beside, blocks, standing, together, turned
from glossary.renderings import CLOSE, Units

LEAST = 0.02  # closeness below which two words say nothing
OWN = 0.6  # closeness of two words that always stand together, many times
CELLS = 1_000_000  # words of both languages in the same rows that are looked at together: bounds memory
MOST_WORDS = 256  # Chinese words whose vectors are compared with those of the rivals at once
AT_ONCE = 2000  # cosines of pairs: what fits a cache
NEAREST = 12  # a word of the other language is near by its vector only if fewer than so many are nearer
RIVALS = 10_000  # words that can be these: the most frequent ones, or every word would be compared with every other
MOST = 1.5
LEAST_DICE = 0.1
SAME = 0.8  # closeness of a Latin word or number that stands unchanged


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close words are: Chinese word ``k`` to the English ones ``columns[offsets[k]:offsets[k + 1]]``, less than ``width``."""

    offsets: Longs
    columns: Ints
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.offsets) - 1


def word_closeness(
    sides: tuple[SideAtoms, SideAtoms],
    units: tuple[Units, Units],
    dictionary: Dictionary | None,
    wanted: Bools,
    tell: Callable[[float], None] = lambda _share: None,
) -> Closeness:
    """Of Chinese and English words that share rows, about 0 to 1; of Chinese ones only if they stand in rows ``wanted``.

    Tells the share of the Chinese words that are done.
    """
    zh, en = sides
    left = standing(zh.unit_ids, zh.unit_row, (len(units[0]), len(wanted)))
    right = standing(en.unit_ids, en.unit_row, (len(units[1]), len(wanted)))
    counts = np.diff(left.offsets), np.diff(right.offsets)
    right = turned(right, len(wanted))
    said = Said(dictionary, *units) if dictionary is not None else None
    same = _unchanged(zh.unit_kinds, en.unit_kinds)
    here = distinct(zh.unit_ids[wanted[zh.unit_row]]).astype(np.int64)
    near = _Vectors(*units, _rivals(en, counts[1]))

    def close(words: Longs) -> tuple[Longs, Ints, Floats]:
        """How many English words each is close to, which, and how close."""
        cells = together(left, words, right, len(units[1]))
        value = np.zeros(len(cells), np.float32) if said is None else said.of(words, cells)
        near.add(words, cells, value)
        _add_together(cells, (counts[0][words], counts[1]), value)
        value[cells.column == same[words][cells.row]] += np.float32(SAME)
        np.minimum(value, MOST, out=value)
        keep = np.flatnonzero(value >= LEAST)
        return np.bincount(cells.row[keep], minlength=len(words)), cells.column[keep], value[keep]

    sizes = np.zeros(len(units[0]) + 1, np.int64)
    columns, values = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for start, end in _runs(beside(left, here, right)):
        words = here[start:end]
        sizes[words + 1], column, value = close(words)
        columns.append(column)
        values.append(value)
        give_back_memory()  # of all pairs that share rows
        tell(end / len(here))
    return Closeness(np.cumsum(sizes), np.concatenate(columns), np.concatenate(values), len(units[1]))


def _runs(sizes: Longs) -> Iterator[tuple[int, int]]:
    """Words of :data:`CELLS` together, cut between the groups of :data:`MOST_WORDS` whose cosines are one product: the last digit of
    these depends on the group. Within a group only where it has more by itself.
    """
    groups = np.arange(0, len(sizes), MOST_WORDS)
    for first, last in blocks(np.add.reduceat(sizes, groups) if len(sizes) else sizes, CELLS):
        begin = first * MOST_WORDS
        yield from ((begin + a, begin + b) for a, b in blocks(sizes[begin : last * MOST_WORDS], CELLS))


def _rivals(en: SideAtoms, counts: Ints) -> Longs:
    """The most frequent words, whatever their numbers."""
    if len(counts) <= RIVALS:
        return np.arange(len(counts))
    least = np.partition(counts, -RIVALS)[-RIVALS]
    sure = np.flatnonzero(counts > least)
    rest = sorted(np.flatnonzero(counts == least).tolist(), key=en.unit_kinds.__getitem__)
    return np.concatenate([sure, np.array(rest[: RIVALS - len(sure)], np.int64)])


def _unchanged(zh: list[str], en: list[str]) -> Longs:
    """For each Chinese word the English one of the same Latin letters or figures, -1 where there is none."""
    place = {text: k for k, text in enumerate(en)}
    return np.array([place.get(text, -1) if text.isascii() else -1 for text in zh], np.int64)


def _add_together(cells: Cells, counts: tuple[Longs, Longs], value: Floats) -> None:
    often = np.flatnonzero(cells.together >= 2)
    n = cells.together[often].astype(np.float32)
    dice = 2 * n / (counts[0][cells.row[often]] + counts[1][cells.column[often]]).astype(np.float64)
    strong = dice > LEAST_DICE
    value[often[strong]] += (OWN * dice[strong] * n[strong] / (n[strong] + 2)).astype(np.float32)


class _Vectors:
    """Words that are near by their vectors, nearer than all but a few of the ``rivals``."""

    def __init__(self, zh: Units, en: Units, rivals: Longs) -> None:
        self.zh, self.en = zh, unit(en.vectors())
        self.rivals = np.ascontiguousarray(self.en[rivals].T)
        self.place = np.full(len(en), -1, np.int32)
        self.place[rivals] = np.arange(len(rivals), dtype=np.int32)
        self._room = np.empty((MOST_WORDS, len(rivals)), np.float32)

    def add(self, words: Longs, cells: Cells, value: Floats) -> None:
        """Add to the values of pairs of words, whose rows ``cells`` counts in ``words``."""
        edges = np.searchsorted(cells.row, np.arange(0, len(words) + MOST_WORDS, MOST_WORDS))
        for k, first in enumerate(range(0, len(words), MOST_WORDS)):
            part = slice(edges[k], edges[k + 1])
            self._add(words[first : first + MOST_WORDS], cells.row[part] - first, cells.column[part], value[part])

    def _add(self, words: Longs, rows: Ints, columns: Ints, value: Floats) -> None:
        vectors = unit(self.zh.vectors(words))
        cosine = np.matmul(vectors, self.rivals, out=self._room[: len(vectors)])
        place = self.place[columns]
        found = cosine.ravel()[rows * np.int64(cosine.shape[1]) + place]  # of one that is no rival: the last of all
        other = np.flatnonzero(place < 0)
        found[other] = self._others(vectors, rows[other], columns[other])
        near = np.flatnonzero(found > CLOSE)
        near = near[found[near] >= _least(cosine)[rows[near]]]
        value[near] += (found[near] - np.float32(CLOSE)) * np.float32(0.8)

    def _others(self, vectors: Floats, rows: Ints, columns: Ints) -> Floats:
        """Cosines of words and English words that are no rivals: the latter are rare, each stands beside few words."""
        return cosines(vectors, rows, self.en, columns)


def cosines(left: Floats, rows: npt.NDArray[np.integer], right: Floats, others: npt.NDArray[np.integer]) -> Floats:
    """``(pairs,)``: products of some rows of two matrices, few at a time."""
    result = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        result[part] = np.vecdot(left[rows[part]], right[others[part]])
    return result


def _least(cosine: Floats) -> Floats:
    """For each word the cosine of the last of its :data:`NEAREST` rivals; :data:`CLOSE` where they are fewer."""
    near = np.flatnonzero(cosine > CLOSE)
    row, values = near // cosine.shape[1], cosine.ravel()[near]
    order = np.lexsort((-values, row))
    row, values = row[order], values[order]
    last = np.searchsorted(row, np.arange(len(cosine))) + NEAREST - 1
    inside = np.minimum(last, max(len(row) - 1, 0))
    least = np.full(len(cosine), CLOSE, np.float32)
    if len(row):
        whole = (last < len(row)) & (row[inside] == np.arange(len(cosine)))
        least[whole] = values[inside[whole]]
    return least
