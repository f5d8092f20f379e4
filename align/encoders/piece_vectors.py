"""The table of a static model, of which only the rows that a text needs are read: most texts need few of its pieces."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from safetensors import safe_open

from corpora.arrays import Floats, Ints, Longs
from corpora.errors import InputError

NAME = "embedding.weight"
KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
LARGEST = 1e9  # of a number: sums of many, and their squares, stay within single precision
WIDEST = 1 << 16  # numbers of a vector
BLOCK = 1 << 22  # numbers that are looked at at once
TOGETHER = 64  # rows that are read at once: pieces that are learnt together stand together


class PieceVectors:
    """Vectors by piece, in single precision; ``shape``: number of pieces, length of a vector.

    What was asked for once stays in ``table``, in the order in which it was asked for.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with safe_open(str(path), "np") as stream:  # sees to it that the file is whole
            self._kind, pieces, width = _shape(stream)
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            self._begin = 8 + size + int(json.loads(file.read(size))[NAME]["data_offsets"][0])
        self.shape: tuple[int, int] = (int(pieces), int(width))
        self._seen = self._stamp()
        self._place = np.full(pieces, -1, np.int32)
        self._known = 0
        self.table: Floats = np.empty(self.shape, np.float32)  # takes memory as it is filled
        self._lock = Lock()  # two threads would take one place

    def check(self, count: int) -> None:
        """Raise :class:`ValueError` where there is no row for each of ``count`` pieces, or not all numbers are such as can be added up."""
        if self.shape[0] < count:
            raise ValueError(f"{self.path.name} has {self.shape[0]:,} rows for {count:,} pieces")
        at, left = self._begin, self.shape[0] * self.shape[1]
        is_blank = True
        with self.path.open("rb") as file:
            file.seek(at)
            while left:
                block = np.fromfile(file, self._kind, min(left, BLOCK))
                if not len(block):
                    raise ValueError(f"{self.path.name} is cut short")
                if not float(np.abs(block).max()) <= LARGEST:  # which NaN is not either
                    raise ValueError(f"{self.path.name} has numbers that are not finite, or beyond {LARGEST:.0e}")
                is_blank = is_blank and not block.any()
                left -= len(block)
        if is_blank:
            raise ValueError(f"{self.path.name} has no number but zero")

    def _stamp(self) -> tuple[int, int]:
        stat = self.path.stat()
        return stat.st_mtime_ns, stat.st_size

    def places(self, pieces: Ints) -> Ints:
        """Where the vectors of ``pieces`` are in :attr:`table`, ``(n,)``. Raises :class:`InputError` where the file is no more."""
        found: Ints = self._place[pieces]
        if (found < 0).any():
            with self._lock:
                self._read(np.unique(pieces[self._place[pieces] < 0]).astype(np.int64))
            found = self._place[pieces]
        return found

    def _read(self, pieces: Longs) -> None:
        """Read the rows of ``pieces``, which are in order."""
        count, width = self.shape
        edges = np.flatnonzero(np.diff(pieces // TOGETHER, prepend=-1)).tolist()
        try:
            if self._stamp() != self._seen:
                raise OSError("has changed since it was opened")
            with self.path.open("rb") as file:
                for first, last in zip(edges, [*edges[1:], len(pieces)], strict=True):
                    some = pieces[first:last]
                    base = int(some[0]) // TOGETHER * TOGETHER
                    file.seek(self._begin + base * width * self._kind.itemsize)
                    rows = np.fromfile(file, self._kind, min(TOGETHER, count - base) * width).reshape(-1, width)
                    self.table[self._known + first : self._known + last] = rows[some - base]
        except OSError as error:
            raise InputError(
                f"{self.path}: {error.strerror or error}", "leave the model as it is while it is used"
            ) from error
        self._place[pieces] = np.arange(self._known, self._known + len(pieces))
        self._known += len(pieces)


def _shape(stream: Any) -> tuple[np.dtype[Any], int, int]:
    """Type, rows and columns of the table, which has to be one. Raises :class:`ValueError` for anything else."""
    if NAME not in stream.keys():  # noqa: SIM118 - no mapping
        raise ValueError(f"there is no table {NAME}")
    entry = stream.get_slice(NAME)
    kind, shape = entry.get_dtype(), entry.get_shape()
    if kind not in KINDS:
        raise ValueError(f"{NAME} is of type {kind}, not {', '.join(KINDS)}")
    if len(shape) != 2 or not all(shape) or shape[1] > WIDEST or shape[0] >= 1 << 31:
        raise ValueError(f"{NAME} has the shape {' x '.join(map(str, shape)) or 'of a number'}, not pieces x numbers")
    return np.dtype(KINDS[kind]), int(shape[0]), int(shape[1])
