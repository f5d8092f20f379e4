"""How well the words of a bitext that stand in the same rows render each other: the model's dictionary and vectors, and the bitext itself.

The dictionary knows general and United Nations language; what a bitext calls its own things, it learns from the rows
in which two words stand together (Dice coefficient), which counts for less the fewer they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from align.dictionary import Dictionary, Direction
from corpora.arrays import Bools, Floats, Ints, Longs, unit
from corpora.memory import give_back_memory
from glossary.extraction.side import SideAtoms
from glossary.renderings import CLOSE, Units

LEAST = 0.02  # closeness below which two words say nothing
OWN = 0.6  # closeness of two words that always stand together, many times
LEAST_SHARE = 0.15  # of a piece in a word, below which it says nothing about the word
LEAST_CHANCE = 0.005
CELLS = 2_000_000  # of Chinese by English words looked at together, and
TOGETHER = 500_000  # of those that share rows: bounds memory
MOST_WORDS = 256  # Chinese words whose vectors are compared with those of the rivals at once
TAKEN = 4096  # pieces whose entries in the dictionary are looked at together
AT_ONCE = 2000  # cosines of pairs: what fits a cache
NEAREST = 12  # a word of the other language is near by its vector only if fewer than so many are nearer
RIVALS = 10_000  # words that can be these: the most frequent ones, or every word would be compared with every other
MOST = 1.5
LEAST_DICE = 0.1
SAME = 0.8  # closeness of a Latin word or number that stands unchanged


@dataclass(frozen=True, slots=True)
class _Cells:
    """Pairs of words that share rows: of some Chinese words ``block``, by their ``row`` in it and the English ``column``; rows ``together``."""

    block: Longs
    row: Longs
    column: Ints
    together: Ints


def word_closeness(
    sides: tuple[SideAtoms, SideAtoms],
    units: tuple[Units, Units],
    dictionary: Dictionary | None,
    wanted: Bools,
    tell: Callable[[float], None] = lambda _share: None,
) -> sparse.csr_matrix:
    """``(zh units, en units)``, about 0 to 1, of words that share rows; of Chinese ones only if they stand in rows ``wanted``.

    Tells the share of the Chinese words that are done.
    """
    zh, en = sides
    shape = len(units[0]), len(units[1])
    left = presence(zh.unit_ids, zh.unit_row, (shape[0], len(wanted)))
    right = presence(en.unit_ids, en.unit_row, (shape[1], len(wanted)))
    counts = np.diff(left.indptr), np.diff(right.indptr)
    turned = right.T.tocsr()
    said = _Dictionary(dictionary, *units) if dictionary is not None else None
    same = _unchanged(zh.unit_kinds, en.unit_kinds)
    here = np.unique(zh.unit_ids[wanted[zh.unit_row]]).astype(np.int64)
    near = _Vectors(*units, here, _rivals(en, counts[1]))
    sizes = np.zeros(shape[0] + 1, np.int64)
    columns, values = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    beside = left[here] @ np.diff(turned.indptr)
    for start, end in _blocks(beside, max(CELLS // max(shape[1], 1), 1)):
        block = here[start:end]
        both = left[block] @ turned
        row = np.repeat(np.arange(len(block)), np.diff(both.indptr))
        cells = _Cells(block, row, both.indices, both.data)
        value = np.zeros(len(row), np.float32) if said is None else said.at(cells)
        near.add(start, cells, value)
        _add_together(cells, counts, value)
        value[cells.column == same[block][row]] += np.float32(SAME)
        np.minimum(value, MOST, out=value)
        keep = value >= LEAST
        sizes[block + 1] = np.bincount(row[keep], minlength=len(block))
        columns.append(cells.column[keep])
        values.append(value[keep])
        tell(end / len(here))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), np.cumsum(sizes)), shape=shape)


def _blocks(beside: npt.NDArray[np.integer], most: int) -> Iterator[tuple[int, int]]:
    """Words one after the other, ``most`` together at most, and no more than stand ``beside`` :data:`TOGETHER` words.

    None goes over a multiple of :data:`MOST_WORDS`.
    """
    start, cells = 0, 0
    for k, many in enumerate(beside.tolist()):
        if k > start and (k - start == most or k % MOST_WORDS == 0 or cells + many > TOGETHER):
            yield start, k
            start, cells = k, 0
        cells += many
    if len(beside):
        yield start, len(beside)


def presence(
    kinds: npt.NDArray[np.integer], rows: npt.NDArray[np.integer], shape: tuple[int, int]
) -> sparse.csr_matrix:
    """``(kinds, rows)``: 1 where a kind stands in a row."""
    matrix = sparse.csr_matrix((np.ones(len(kinds), np.int32), (kinds, rows)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


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


def _add_together(cells: _Cells, counts: tuple[Ints, Ints], value: Floats) -> None:
    often = np.flatnonzero(cells.together >= 2)
    n = cells.together[often].astype(np.float32)
    dice = 2 * n / (counts[0][cells.block[cells.row[often]]] + counts[1][cells.column[often]]).astype(np.float64)
    strong = dice > LEAST_DICE
    value[often[strong]] += (OWN * dice[strong] * n[strong] / (n[strong] + 2)).astype(np.float32)


class _Dictionary:
    """What the pieces of words say, both ways."""

    def __init__(self, dictionary: Dictionary, zh: Units, en: Units) -> None:
        size = len(dictionary.shares[0])
        left, right = _pieces(zh, size), _pieces(en, size)
        used = [np.flatnonzero(np.bincount(side.indices, minlength=size)) for side in (left, right)]
        there = _entries(dictionary.directions[0], used[0], used[1], size)
        back = _entries(dictionary.directions[1], used[1], used[0], size)
        # both directions as the parts of complex numbers: one product and one look for what would be two
        self.both = ((there + back.T * np.complex64(1j)) @ right.T).tocsr()
        del there, back
        self.left = left.astype(np.complex64)
        give_back_memory()  # the dictionary itself, in full
        self._scratch = np.zeros(0, np.complex64)

    def at(self, cells: _Cells) -> Floats:
        """Of each pair of words."""
        found = self._sample(self.left[cells.block] @ self.both, cells)
        there, back = found.real, found.imag
        return np.asarray(np.sqrt(there * back) + np.float32(0.25) * (there + back), np.float32)

    def _sample(self, matrix: sparse.csr_matrix, cells: _Cells) -> npt.NDArray[np.complex64]:
        """The values of a sparse matrix at some cells, by way of a full one."""
        height, width = matrix.shape
        if len(self._scratch) < height * width:
            self._scratch = np.zeros(height * width, np.complex64)
        filled = np.repeat(np.arange(height) * width, np.diff(matrix.indptr)) + matrix.indices
        self._scratch[filled] = matrix.data
        found = self._scratch[cells.row * width + cells.column]
        self._scratch[filled] = 0
        return np.asarray(found)


def _entries(way: Direction, givers: Longs, takers: Longs, size: int) -> sparse.csr_matrix:
    """``(size, size)``: what the dictionary says of some pieces of one language and of the other, where it is no trifle."""
    wanted = np.zeros(size, np.bool_)
    wanted[takers] = True
    rows, columns, values = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for start in range(0, len(givers), TAKEN):
        some = givers[start : start + TAKEN]
        row, rendering, chance = way.take(some)
        here = wanted[rendering] & (chance >= LEAST_CHANCE)
        rows.append(some[row[here]].astype(np.int32))
        columns.append(rendering[here].astype(np.int32))
        values.append(chance[here])
    cells = np.concatenate(rows), np.concatenate(columns)
    return sparse.csr_matrix((np.concatenate(values), cells), shape=(size, size), dtype=np.float32)


def _pieces(units: Units, size: int) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(len(units)), np.diff(units.pieces.offsets))
    much = units.shares >= LEAST_SHARE
    cells = rows[much], units.pieces.ids[much]
    return sparse.csr_matrix((units.shares[much], cells), shape=(len(units), size), dtype=np.float32)


class _Vectors:
    """Words that are near by their vectors, nearer than all but a few of the ``rivals``; asked for Chinese words in the order of ``here``."""

    def __init__(self, zh: Units, en: Units, here: Longs, rivals: Longs) -> None:
        self.zh, self.en, self.here = zh.vectors, en.vectors, here
        self.rivals = np.ascontiguousarray(unit(self.en[rivals]).T)
        self.place = np.full(len(en), -1, np.int64)
        self.place[rivals] = np.arange(len(rivals))
        self._first = -1  # of the words whose cosines are known
        self._room = np.empty((MOST_WORDS, len(rivals)), np.float32)

    def add(self, start: int, cells: _Cells, value: Floats) -> None:
        """Add to the values of pairs of words, of which the first is word ``start`` of all."""
        first = start // MOST_WORDS * MOST_WORDS
        if first != self._first:
            self._first = first
            self._vectors = unit(self.zh[self.here[first : first + MOST_WORDS]])
            self._cosine = np.matmul(self._vectors, self.rivals, out=self._room[: len(self._vectors)])
            self._least = _least(self._cosine)
        rows = cells.row + (start - first)
        place = self.place[cells.column]
        found = np.empty(len(place), np.float32)
        known, other = np.flatnonzero(place >= 0), np.flatnonzero(place < 0)
        found[known] = self._cosine.ravel()[rows[known] * self._cosine.shape[1] + place[known]]
        found[other] = self._others(rows[other], cells.column[other])
        near = np.flatnonzero((found > CLOSE) & (found >= self._least[rows]))
        value[near] += (found[near] - np.float32(CLOSE)) * np.float32(0.8)

    def _others(self, rows: Longs, columns: npt.NDArray[np.integer]) -> Floats:
        """Cosines of words and English words that are no rivals: the latter are rare, each stands beside few words."""
        words, place = np.unique(columns, return_inverse=True)
        return cosines(self._vectors, rows, unit(self.en[words]), place)


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
