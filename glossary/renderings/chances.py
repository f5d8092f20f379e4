"""What many Chinese words become, looked up in the dictionary of the model at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpora.arrays import Doubles, Longs, Ragged, distinct, in_order
from glossary.renderings.senses import FREQUENT, SAME, Senses

BLOCK = 1 << 17  # pairs of words looked at at a time: bounds memory, never changes a figure


class Chances:
    """The probability with which the least sure piece of a Chinese word becomes a piece of an English word.

    ``content``: pieces that are grammar do not count, nor what stands unchanged.
    """

    def __init__(self, senses: Senses, zh: Sequence[str], en: Sequence[str], *, content: bool = False) -> None:
        self.content = content
        dictionary = senses.dictionaries["zh"]
        self._zh, self._en = (senses.encoder.pieces(list(words)) for words in (zh, en))
        self._width = senses.encoder.shape[0]
        if dictionary is None:
            self._zh = self._en = Ragged.from_counts(np.zeros(0, np.int32), np.zeros(len(zh), np.int64))
            self._keys, self._values = np.zeros(0, np.int64), np.zeros(0)
            return
        if content:
            self._en = _kept(self._en, dictionary.shares[1] < FREQUENT)
        own = distinct(self._zh.ids.astype(np.int64))
        place, renderings, chances = dictionary.directions[0].take(own)
        keys = own[place] * self._width + renderings
        order = in_order(keys)
        self._keys, self._values = keys[order], chances[order].astype(np.float64)

    def of(self, zh: Longs, en: Longs) -> Doubles:
        """Chances of Chinese words ``zh[k]`` and English words ``en[k]``, numbers in what was given, ``(k,)``; 0 for none."""
        parts = [self._some(zh[k : k + BLOCK], en[k : k + BLOCK]) for k in range(0, len(zh), BLOCK)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, zh: Longs, en: Longs) -> Doubles:
        result = np.zeros(len(zh))
        mine, theirs = np.diff(self._zh.offsets)[zh], np.diff(self._en.offsets)[en]
        known = np.flatnonzero((mine > 0) & (theirs > 0))
        if not len(known) or not len(self._keys):
            return result
        zh, en, mine, theirs = zh[known], en[known], mine[known], theirs[known]
        cells = mine * theirs
        pair = np.repeat(np.arange(len(cells)), cells)
        inside = np.arange(len(pair)) - np.repeat(np.cumsum(cells) - cells, cells)
        giver = self._zh.ids[self._zh.offsets[zh][pair] + inside // theirs[pair]].astype(np.int64)
        taker = self._en.ids[self._en.offsets[en][pair] + inside % theirs[pair]]
        wanted = giver * self._width + taker
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        values = np.where(self._keys[at] == wanted, self._values[at], 0.0)
        if not self.content:
            values = np.maximum(values, np.where(giver == taker, np.float32(SAME), 0.0))
        runs = np.repeat(theirs, mine)
        best = np.maximum.reduceat(values, np.cumsum(runs) - runs)
        result[known] = np.minimum.reduceat(best, np.cumsum(mine) - mine)
        return result


def _kept(pieces: Ragged, good: np.ndarray) -> Ragged:
    """Rows without the pieces that are not good."""
    here = good[pieces.ids]
    total = np.concatenate([[0], np.cumsum(here)])
    return Ragged(pieces.ids[here], total[pieces.offsets].astype(np.int64))
