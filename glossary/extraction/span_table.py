"""Whether the words of two spans of the same row render each other: looked up in bulk, as areas of cumulative sums.

In each row every Chinese word gives its weight to the English words that it renders, and the other way round; what
a span gives to the other span and what goes past it tells a whole rendering from a part and from too much.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from corpora.arrays import Bools, Floats, Longs
from glossary.extraction.side import SideAtoms
from glossary.renderings import BEND, LOST, NULL, SURE

THREADS = 4
AREA = 500_000  # cells of a batch of rows
NAMES = (
    "given",
    "taken",
    "first given",
    "last given",
    "first taken",
    "last taken",
    "before given",
    "behind given",
    "before taken",
    "behind taken",
)


@dataclass(frozen=True, slots=True)
class Requests:
    """Spans to look up: atoms at which they begin in each language, and their sizes; ``row`` ascending."""

    row: Longs
    zh: Longs
    zh_size: Longs
    en: Longs
    en_size: Longs

    def __len__(self) -> int:
        return len(self.row)


class SpanTable:
    """Answers :class:`Requests` with :data:`NAMES`, ``(requests, len(NAMES))``."""

    def __init__(
        self, zh: SideAtoms, en: SideAtoms, closeness: sparse.csr_matrix, weights: tuple[Floats, Floats]
    ) -> None:
        self.zh, self.en, self.closeness, self.weights = zh, en, closeness, weights
        rows = max(len(zh.texts), len(en.texts))
        self.zh_atoms = np.searchsorted(zh.row, np.arange(rows + 1))
        self.en_atoms = np.searchsorted(en.row, np.arange(rows + 1))
        self.zh_units = np.searchsorted(zh.unit_row, np.arange(rows + 1))
        sizes = np.bincount(zh.unit, minlength=len(zh.unit_ids))
        self.parts = (1.0 / np.maximum(sizes, 1))[zh.unit].astype(np.float32)

    def look(self, asked: Requests) -> Floats:
        """The figures of all requests, in their order."""
        result = np.zeros((len(asked), len(NAMES)), np.float32)
        # numpy works outside of the interpreter's lock, so threads share the batches
        with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as threads:
            work = [threads.submit(self._batch, *batch, asked, result) for batch in self._batches(asked)]
            for one in work:
                one.result()
        return result

    def _batches(self, asked: Requests) -> Iterator[tuple[Longs, int, int]]:
        rows, first = np.unique(asked.row, return_index=True)
        edges = [*first.tolist(), len(asked)]
        height = np.diff(self.zh_atoms)[rows] + 1
        width = np.diff(self.en_atoms)[rows] + 1
        start, high, wide = 0, 0, 0
        for k in range(len(rows)):
            high, wide = max(high, int(height[k])), max(wide, int(width[k]))
            if (k + 1 - start) * high * wide > AREA and k > start:
                yield rows[start:k], edges[start], edges[k]
                start, high, wide = k, int(height[k]), int(width[k])
        if len(rows):
            yield rows[start:], edges[start], edges[-1]

    def _batch(self, rows: Longs, low: int, high: int, asked: Requests, result: Floats) -> None:
        part = slice(low, high)
        place = np.searchsorted(rows, asked.row[part])
        close, unit_weight, word_weight, spread = self._closeness(rows)
        to_en = close / (close.sum(2, keepdims=True) + NULL) * unit_weight[:, :, None]
        to_zh = close / (close.sum(1, keepdims=True) + NULL) * word_weight[:, None, :]
        index, share = spread
        given = _areas(np.take_along_axis(to_en, index[:, :, None], 1) * share[:, :, None])
        taken = _areas(np.take_along_axis(to_zh, index[:, :, None], 1) * share[:, :, None])
        chars = _lines(np.take_along_axis(unit_weight, index, 1) * share)
        words = _lines(word_weight)
        i0 = asked.zh[part] - self.zh_atoms[rows][place]
        j0 = asked.en[part] - self.en_atoms[rows][place]
        i1, j1 = i0 + asked.zh_size[part], j0 + asked.en_size[part]
        chars_in, words_in = chars.shape[1] - 1, words.shape[1] - 1

        def gave(a: Longs, b: Longs) -> Floats:
            weight = chars[place, b] - chars[place, a]
            return np.asarray(_rectangle(given, place, a, b, j0, j1) / np.maximum(weight, 1e-4))

        def took(a: Longs, b: Longs) -> Floats:
            weight = words[place, b] - words[place, a]
            return np.asarray(_rectangle(taken, place, i0, i1, a, b) / np.maximum(weight, 1e-4))

        before_zh, behind_zh = np.maximum(i0 - 1, 0), np.minimum(i1 + 1, chars_in)
        before_en, behind_en = np.maximum(j0 - 1, 0), np.minimum(j1 + 1, words_in)
        columns = [
            gave(i0, i1),
            took(j0, j1),
            gave(i0, i0 + 1),
            gave(i1 - 1, i1),
            took(j0, j0 + 1),
            took(j1 - 1, j1),
            # what stands beside counts by its weight: a function word renders a little of everything
            _rectangle(given, place, before_zh, i0, j0, j1),
            _rectangle(given, place, i1, behind_zh, j0, j1),
            _rectangle(taken, place, i0, i1, before_en, j0),
            _rectangle(taken, place, i0, i1, j1, behind_en),
        ]
        result[part] = np.stack(columns, 1)

    def _closeness(self, rows: Longs) -> tuple[Floats, Floats, Floats, tuple[Longs, Floats]]:
        units, has_unit = _padded(self.zh_units, rows)
        words, has_word = _padded(self.en_atoms, rows)
        unit_ids = np.where(has_unit, self.zh.unit_ids[np.minimum(units, len(self.zh.unit_ids) - 1)], 0)
        word_ids = np.where(has_word, self.en.unit_ids[np.minimum(words, len(self.en.unit_ids) - 1)], 0)
        here_zh, at_zh = np.unique(unit_ids, return_inverse=True)
        here_en, at_en = np.unique(word_ids, return_inverse=True)
        block = self.closeness[here_zh][:, here_en].toarray()
        close = block[at_zh.reshape(unit_ids.shape)[:, :, None], at_en.reshape(word_ids.shape)[:, None, :]]
        unit_weight = np.where(has_unit, self.weights[0][unit_ids], 0).astype(np.float32)
        word_weight = np.where(has_word, self.weights[1][word_ids], 0).astype(np.float32)
        close *= has_unit[:, :, None] & has_word[:, None, :]
        lost = np.exp(-close.max(2) / SURE) * unit_weight, np.exp(-close.max(1) / SURE) * word_weight
        close += LOST * lost[0][:, :, None] * lost[1][:, None, :]
        close *= np.exp(-BEND * np.abs(_heights(has_unit)[:, :, None] - _heights(has_word)[:, None, :]))
        atoms, has_atom = _padded(self.zh_atoms, rows)
        atoms = np.minimum(atoms, len(self.zh.unit) - 1)
        index = np.where(has_atom, self.zh.unit[atoms] - self.zh_units[rows][:, None], 0).astype(np.int64)
        share = np.where(has_atom, self.parts[atoms], 0).astype(np.float32)
        return close, unit_weight, word_weight, (index, share)


def _padded(edges: Longs, rows: Longs) -> tuple[Longs, Bools]:
    low, high = edges[rows], edges[rows + 1]
    index = low[:, None] + np.arange(max(int((high - low).max()), 1))
    return index, index < high[:, None]


def _heights(has: Bools) -> Floats:
    lengths = np.maximum(has.sum(1, keepdims=True), 1)
    return np.asarray((np.arange(has.shape[1]) + 0.5) / lengths, np.float32)


def _areas(values: Floats) -> Floats:
    result = np.zeros((values.shape[0], values.shape[1] + 1, values.shape[2] + 1), np.float32)
    np.cumsum(values, axis=1, out=result[:, 1:, 1:])
    np.cumsum(result[:, 1:, 1:], axis=2, out=result[:, 1:, 1:])
    return result


def _lines(values: Floats) -> Floats:
    result = np.zeros((values.shape[0], values.shape[1] + 1), np.float32)
    np.cumsum(values, axis=1, out=result[:, 1:])
    return result


def _rectangle(areas: Floats, place: Longs, i0: Longs, i1: Longs, j0: Longs, j1: Longs) -> Floats:
    return np.asarray(areas[place, i1, j1] - areas[place, i0, j1] - areas[place, i1, j0] + areas[place, i0, j0])
