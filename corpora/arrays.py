"""The types of arrays that the floors pass on, and rows of different lengths end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint32]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]
Longs = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]
Number = TypeVar("Number", bound=np.integer)
Step = tuple[int, int, int, int, float]  # source from, how many, target from, how many, gain


@dataclass(frozen=True, slots=True)
class Ragged:
    """Numbers of many rows, end to end: row ``k`` is ``ids[offsets[k]:offsets[k + 1]]``."""

    ids: Ints
    offsets: Longs

    @classmethod
    def from_counts(cls, ids: Ints, counts: Longs) -> Ragged:
        """From the lengths of the rows ``(n,)``."""
        return cls(ids, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, rows: Longs) -> tuple[Longs, Longs]:
        """Ids of ``rows`` end to end, and where each begins (both int64)."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        starts = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(self.offsets[rows] - starts, lengths)
        return self.ids[index].astype(np.int64), starts


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; zero rows stay zero.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9)
    return result


def in_order(numbers: npt.NDArray[np.integer]) -> Longs:
    """The places of whole numbers from 0 on, the lowest first, equal ones as they stand: what a stable ``argsort`` gives.

    Number and place in one: plain numbers are sorted five times as fast as places are by their numbers.

    >>> in_order(np.array([2, 0, 2, 1])).tolist()
    [1, 3, 0, 2]
    """
    bits = len(numbers).bit_length()
    if not len(numbers) or int(numbers.max()).bit_length() + bits > 63:
        return np.argsort(numbers, kind="stable")
    keys = numbers.astype(np.int64) << bits
    keys += np.arange(len(keys))
    keys.sort()
    keys &= (1 << bits) - 1
    return keys


def distinct(numbers: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """What :func:`numpy.unique` gives of a row of numbers, by sorting them, which is far faster than its table of hashes.

    >>> distinct(np.array([2, 0, 2, 1])).tolist()
    [0, 1, 2]
    """
    ranked = np.sort(numbers.ravel())
    new = np.ones(len(ranked), np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=new[1:])
    return ranked[new]


def numbered(numbers: npt.NDArray[np.integer]) -> tuple[Longs, Longs]:
    """Distinct whole numbers from 0 on in their order, and which of them each is.

    >>> [part.tolist() for part in numbered(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    flat = numbers.ravel()
    order = in_order(flat)
    ranked = flat[order]
    new = np.ones(len(ranked), np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=new[1:])
    which = np.empty(len(flat), np.int64)
    which[order] = np.cumsum(new) - 1
    return ranked[new].astype(np.int64), which
