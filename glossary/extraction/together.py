"""Which words or phrases of two languages stand in the same rows, and in how many: counted by sorting, a few million at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.arrays import Ints, Longs, Ragged, distinct, in_order

SORTED = 1_000_000
"""Pairs that are sorted together: bounds memory."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Pairs that share rows, in order: ``row`` counts in what was asked for, ``column`` is of the other language, ``together`` rows."""

    row: Ints
    column: Ints
    together: Ints

    def __len__(self) -> int:
        return len(self.row)


def standing(kinds: npt.NDArray[np.integer], rows: npt.NDArray[np.integer], shape: tuple[int, int]) -> Ragged:
    """The rows in which each kind stands, each once; ``shape``: how many kinds and rows there are.

    >>> found = standing(np.array([1, 0, 1, 1]), np.array([0, 1, 2, 2]), (3, 3))
    >>> found.ids.tolist(), found.offsets.tolist()
    ([1, 0, 2], [0, 1, 3, 3])
    """
    kind, row = np.divmod(distinct(kinds.astype(np.int64) * shape[1] + rows), shape[1])
    return Ragged.from_counts(row.astype(np.int32), np.bincount(kind, minlength=shape[0]))


def turned(found: Ragged, rows: int) -> Ragged:
    """The kinds of each row, ascending."""
    order = in_order(found.ids)
    kinds = np.repeat(np.arange(len(found), dtype=np.int32), np.diff(found.offsets))
    return Ragged.from_counts(kinds[order], np.bincount(found.ids, minlength=rows))


def beside(left: Ragged, kinds: Longs, right: Ragged) -> Longs:
    """How many kinds of the other language the rows of each kind have, row by row; ``right``: the kinds of each row."""
    sums = np.concatenate([[0], np.cumsum(np.diff(right.offsets)[left.ids])])
    return np.asarray(sums[left.offsets[kinds + 1]] - sums[left.offsets[kinds]])


def blocks(sizes: Longs, most: int) -> Iterator[tuple[int, int]]:
    """Neighbours of ``most`` together in all; one that is larger stands alone.

    >>> list(blocks(np.array([2, 2, 9, 1]), 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    start, total = 0, 0
    for k, size in enumerate(sizes.tolist()):
        if k > start and total + size > most:
            yield start, k
            start, total = k, 0
        total += size
    if len(sizes):
        yield start, len(sizes)


def together(left: Ragged, kinds: Longs, right: Ragged, width: int) -> Cells:
    """Some kinds of one language and those of the other that share rows with them; ``right``: the kinds of each row, less than ``width``.

    >>> one, other = standing(np.array([0, 0, 1]), np.array([0, 1, 1]), (2, 2)), Ragged.from_counts(np.array([4, 4, 7], np.int32), np.array([1, 2]))
    >>> cells = together(one, np.array([0, 1]), other, 8)
    >>> cells.row.tolist(), cells.column.tolist(), cells.together.tolist()
    ([0, 0, 1, 1], [4, 7, 4, 7], [2, 1, 1, 1])
    """
    parts = [
        _together(left, kinds[start:end], right, width, start)
        for start, end in blocks(beside(left, kinds, right), SORTED)
    ]
    none = np.zeros(0, np.int32)
    columns = ((part.row, part.column, part.together) for part in parts)
    return Cells(*map(np.concatenate, zip((none, none, none), *columns, strict=True)))


def _together(left: Ragged, kinds: Longs, right: Ragged, width: int, ahead: int) -> Cells:
    """The same at once; ``ahead``: how many were asked for before."""
    rows, _ = left.take(kinds)
    many = np.diff(right.offsets)[rows]
    number = np.int32 if len(kinds) * width < 1 << 31 else np.int64  # half the bytes are sorted twice as fast
    lines = np.repeat(np.arange(len(kinds)) * width, left.offsets[kinds + 1] - left.offsets[kinds]).astype(number)
    keys = np.repeat(lines, many)
    begins = np.cumsum(many) - many
    keys += right.ids[np.arange(len(keys)) + np.repeat(right.offsets[rows] - begins, many)]
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    row, column = np.divmod(keys[first], number(width))
    count = np.diff(first, append=len(keys))
    return Cells(row.astype(np.int32) + np.int32(ahead), column.astype(np.int32), count.astype(np.int32))
