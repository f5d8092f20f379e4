"""Whether the words of two spans of the same row render each other: looked up in bulk, as areas of cumulative sums.

In each row every Chinese word gives its weight to the English words that it renders, and the other way round; what
a span gives to the other span and what goes past it tells a whole rendering from a part and from too much. A Chinese
span may begin or end within a word, which then counts by its characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.arrays import Bools, Doubles, Floats, Longs, in_order, numbered
from glossary.extraction.closeness import Closeness
from glossary.extraction.sides import SideAtoms
from glossary.renderings import BEND, LOST, NULL, SURE

AREA = 50_000  # cells of a batch of rows: what fits a cache
LIKE = 4  # words of one language by which rows of a batch may differ
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
    """Spans to look up: atoms at which they begin in each language, and their sizes;"""

    row: Longs
    zh: Longs
    zh_size: Longs
    en: Longs
    en_size: Longs

    def __len__(self) -> int:
        return len(self.row)


class SpanTable:
    """Answers :class:`Requests` with :data:`NAMES`, ``(requests, len(NAMES))``.

    ``closeness`` of the units of both languages; ``weights``: what each unit of either language weighs in a sentence.
    """

    def __init__(self, zh: SideAtoms, en: SideAtoms, closeness: Closeness, weights: tuple[Doubles, Doubles]) -> None:
        self.zh, self.en, self.closeness = zh, en, closeness
        # one more for the word that is none, which fills up the rows of a batch
        self.weights = tuple(np.append(weight, 0).astype(np.float32) for weight in weights)
        self.units = np.append(zh.unit_ids, len(weights[0])), np.append(en.unit_ids, len(weights[1]))
        rows = np.arange(max(len(zh.texts), len(en.texts)) + 1)
        self.zh_atoms, self.en_atoms = np.searchsorted(zh.row, rows), np.searchsorted(en.row, rows)
        self.zh_units = np.searchsorted(zh.unit_row, rows)
        self.sizes = np.bincount(zh.unit, minlength=len(zh.unit_ids))
        self.first = np.cumsum(self.sizes) - self.sizes  # atom of each Chinese unit
        self.unit = np.append(zh.unit, len(self.sizes))
        self._place = np.full(closeness.width, -1, np.int64)
        self._reach = {side.language: _reach(side) for side in (zh, en)}

    def look(self, asked: Requests, tell: Callable[[float], None] = lambda _share: None) -> Floats:
        """The figures of all requests, in their order; tells the share of the rows that were looked at."""
        result = np.zeros((len(asked), len(NAMES)), np.float32)
        rows, group = numbered(asked.row)
        high, wide = np.diff(self.zh_units)[rows], np.diff(self.en_atoms)[rows]
        order = np.lexsort((wide, high // LIKE))
        rank = np.empty(len(rows), np.int64)
        rank[order] = np.arange(len(rows))
        ranks = rank[group]
        which = in_order(ranks)
        edges = np.searchsorted(ranks[which], np.arange(len(rows) + 1))
        for start, end in _batches(high[order].tolist(), wide[order].tolist()):
            part = which[edges[start] : edges[end]]
            result[part] = self._batch(rows[order[start:end]], ranks[part] - start, asked, part)
            tell(end / len(rows))
        return result

    def _batch(self, rows: Longs, place: Longs, asked: Requests, which: Longs) -> Floats:
        """The figures of some requests, which stand at ``place`` in ``rows``."""
        given, taken, chars, words = self._areas(rows)
        zh, share = self._zh_places(rows[place], asked.zh[which], asked.zh_size[which])
        en = self._en_places(rows[place], asked.en[which], asked.en_size[which])
        there = _between(given, place, zh[:, None], share[:, None], en[None, 1:5:3])
        there = there[:, 1] - there[:, 0]  # what all words up to each Chinese place give to the English span
        back = _between(taken, place, zh[1:5:3, None], share[1:5:3, None], en[None])
        back = back[1] - back[0]
        chars_to = _between(chars[:, :, None], place, zh, share, np.zeros_like(zh))
        words_to = words[place, en]

        def part(sums: Floats, weights: Floats, a: int, b: int) -> Floats:
            return np.asarray((sums[b] - sums[a]) / np.maximum(weights[b] - weights[a], 1e-4), np.float32)

        columns = [
            part(there, chars_to, 1, 4),
            part(back, words_to, 1, 4),
            part(there, chars_to, 1, 2),
            part(there, chars_to, 3, 4),
            part(back, words_to, 1, 2),
            part(back, words_to, 3, 4),
            # what stands beside counts by its weight: a function word renders a little of everything
            (there[1] - there[0]) * _bound(self.zh, asked.zh[which]),
            (there[5] - there[4]) * _bound(self.zh, asked.zh[which] + asked.zh_size[which]),
            (back[1] - back[0]) * _bound(self.en, asked.en[which]),
            (back[5] - back[4]) * _bound(self.en, asked.en[which] + asked.en_size[which]),
        ]
        return np.stack(columns, 1)

    def _zh_places(self, rows: Longs, start: Longs, size: Longs) -> tuple[Longs, Floats]:
        """Six places of each span ``(6, n)``, an atom before, at and behind both of its edges: the unit, and the share of it before."""
        atoms = _around(start, size, self.zh_atoms[rows], self.zh_atoms[rows + 1], self._reach["zh"])
        units = self.unit[atoms]
        ends = self.zh_units[rows + 1]
        whole = units >= ends  # the end of the row
        inside = np.minimum(units, len(self.sizes) - 1)
        share = np.where(whole, 0, (atoms - self.first[inside]) / np.maximum(self.sizes[inside], 1))
        return np.minimum(units, ends) - self.zh_units[rows], share.astype(np.float32)

    def _en_places(self, rows: Longs, start: Longs, size: Longs) -> Longs:
        first = self.en_atoms[rows]
        return _around(start, size, first, self.en_atoms[rows + 1], self._reach["en"]) - first

    def _areas(self, rows: Longs) -> tuple[Floats, Floats, Floats, Floats]:
        """Cumulative sums over the words of rows: what Chinese words give, what English ones do, the weights of both."""
        zh, en = _padded(self.zh_units, rows, self.units[0]), _padded(self.en_atoms, rows, self.units[1])
        zh_weight, en_weight = self.weights[0][zh], self.weights[1][en]
        close = self._close(zh, en)
        lost = np.exp(-close.max(2) / SURE) * zh_weight, np.exp(-close.max(1) / SURE) * en_weight
        close += LOST * lost[0][:, :, None] * lost[1][:, None, :]
        apart = (
            _heights(self.zh_units, rows, zh.shape[1])[:, :, None] - _heights(self.en_atoms, rows, en.shape[1])[:, None]
        )
        np.abs(apart, out=apart)
        apart *= -BEND
        close *= np.exp(apart, out=apart)
        # words that are none weigh nothing, so they neither give nor take
        there = close * (zh_weight / (close.sum(2) + NULL))[:, :, None]
        there *= (en_weight > 0)[:, None, :]
        close *= (en_weight / (close.sum(1) + NULL))[:, None, :]
        return _summed(there), _summed(close), _summed(zh_weight), _summed(en_weight)

    def _close(self, zh: Longs, en: Longs) -> Floats:
        """``(rows, zh words, en words)``."""
        here_zh, at_zh = numbered(zh)
        here_en, at_en = numbered(en)
        table = np.zeros((len(here_zh), len(here_en)), np.float32)
        known = here_en[here_en < len(self._place)]
        self._place[known] = np.arange(len(known))
        offsets, inside = self.closeness.offsets, here_zh[here_zh < len(self.closeness)]
        lengths = offsets[inside + 1] - offsets[inside]
        begins = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(offsets[inside] - begins, lengths)
        column = self._place[self.closeness.columns[index]]
        here = column >= 0
        table[np.repeat(np.arange(len(inside)), lengths)[here], column[here]] = self.closeness.values[index[here]]
        self._place[known] = -1
        cells = at_zh.reshape(zh.shape)[:, :, None] * len(here_en) + at_en.reshape(en.shape)[:, None, :]
        return np.asarray(table.ravel().take(cells))


def _bound(side: SideAtoms, edges: Longs) -> Bools:
    """Whether what stands before and behind these edges is joined: what a punctuation mark parts is no part of one phrase."""
    joined: Bools = np.append(side.joined, False)[edges]
    return joined


def _batches(high: list[int], wide: list[int]) -> Iterator[tuple[int, int]]:
    """Rows in their order, as many together as :data:`AREA` allows."""
    start, tall, broad = 0, 0, 0
    for k, (rows, columns) in enumerate(zip(high, wide, strict=True)):
        tall, broad = max(tall, rows), max(broad, columns)
        if (k + 1 - start) * (tall + 1) * (broad + 1) > AREA and k > start:
            yield start, k
            start, tall, broad = k, rows, columns
    if high:
        yield start, len(high)


def _padded(edges: Longs, rows: Longs, ids: npt.NDArray[np.integer]) -> Longs:
    """The words of rows ``(rows, most)``, the last of all where a row has no more."""
    low, high = edges[rows], edges[rows + 1]
    index = low[:, None] + np.arange(max(int((high - low).max()), 1))
    return ids[np.where(index < high[:, None], index, len(ids) - 1)].astype(np.int64)


def _heights(edges: Longs, rows: Longs, most: int) -> Floats:
    lengths = np.maximum(edges[rows + 1] - edges[rows], 1)[:, None]
    return np.asarray((np.arange(most) + 0.5) / lengths, np.float32)


def _summed(values: Floats) -> Floats:
    """Cumulative sums along all axes but the first, from 0."""
    result = np.zeros((values.shape[0], *(size + 1 for size in values.shape[1:])), np.float32)
    inner = result[(slice(None), *(slice(1, None) for _ in values.shape[1:]))]
    np.cumsum(values, axis=1, out=inner)
    if values.ndim > 2:
        np.cumsum(inner, axis=2, out=inner)
    return result


def _around(start: Longs, size: Longs, least: Longs, most: Longs, reach: tuple[Longs, Longs]) -> Longs:
    """``(6, n)``: the word before, at and the word behind the edges of spans, within ``least`` and ``most``."""
    end = start + size
    places = np.stack([start - reach[0][start], start, start + 1, end - 1, end, end + reach[1][end]])
    return np.asarray(np.clip(places, least, most))


def _reach(side: SideAtoms) -> tuple[Longs, Longs]:
    """How far the next word is before and behind each place between atoms: past function words, as *all* of *education for all* is."""
    through = np.append(side.light & ~side.first & ~side.last, False)
    joined = np.append(side.joined, False)
    before, behind = np.ones(len(joined), np.int64), np.ones(len(joined), np.int64)
    for steps in range(1, 3):
        # the atom at this distance is passed through, and joined to the one beyond it
        back = np.zeros(len(joined), np.bool_)
        back[steps:] = (before[steps:] == steps) & joined[steps:] & through[:-steps] & joined[:-steps]
        before += back
        on = np.zeros(len(joined), np.bool_)
        on[:-steps] = (behind[:-steps] == steps) & joined[:-steps] & through[steps - 1 : -1] & joined[steps:]
        behind += on
    return before, behind


def _between(areas: Floats, place: Longs, i: Longs, share: Floats, j: Longs) -> Floats:
    """Sums up to ``(i, j)`` and a share of what stands between ``i`` and the next."""
    low = areas[place, i, j]
    within = np.broadcast_to(share > 0, low.shape)
    if not within.any():
        return np.asarray(low)
    at, above, aside = (np.broadcast_to(a, low.shape)[within] for a in (place, i, j))
    low[within] += np.broadcast_to(share, low.shape)[within] * (areas[at, above + 1, aside] - low[within])
    return np.asarray(low)
