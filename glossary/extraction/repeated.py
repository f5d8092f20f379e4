"""Rows that say again what an earlier row says: annual reports and resolutions repeat their paragraphs, and what is repeated is no further evidence.

Two rows are one text where nearly all runs of :data:`GRAM` words are the same (shingles, Broder 1997), whatever their figures, and most pairs of
characters of their Chinese too: what was translated anew stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpora.arrays import Keys, Longs
from glossary.words import TokenTable

GRAM = 3
BARE = 3  # words of a row that is a name or a heading: each stands for itself
SHORT = 12  # words up to which a row repeats another only if all words are the same
SAME = 0.8  # part of the longer of two rows
SKETCH = np.uint64(4)  # one in so many runs of words is looked up; all are compared where these agree
SAME_ZH = 0.6
DIGITS = re.compile(r"\d+")
BASE, SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd


def repeated_rows(words: TokenTable, chinese: Sequence[str]) -> Longs:
    """``(rows,)``: the first row of the same text as each, itself where it says something new.

    >>> from glossary.words import WORD
    >>> en = ["The Fund grew in 2015.", "The Fund grew in 2016.", "The Fund fell."]
    >>> repeated_rows(TokenTable.of(en, WORD), ["基金2015年增长。", "基金2016年增长。", "基金下跌。"]).tolist()
    [0, 0, 2]
    """
    numbers = _numbers(words)[words.kind]
    sizes = words.sizes
    found = np.arange(len(sizes))
    for row, earlier in zip(*(part.tolist() for part in _likely(numbers, words.offsets, sizes)), strict=True):
        earlier = int(found[earlier])
        mine, theirs = (numbers[words.offsets[k] : words.offsets[k + 1]] for k in (row, earlier))
        if _alike(mine, theirs) and _alike_zh(chinese[row], chinese[earlier]):
            found[row] = earlier
    return found


def _numbers(words: TokenTable) -> Keys:
    """A number for each kind of word, one for all figures."""
    place: dict[str, int] = {}
    kinds = ["0" if kind[0].isdigit() else kind.lower() for kind in words.kinds]
    number = np.array([place.setdefault(kind, len(place)) for kind in kinds], np.uint64)
    mixed: Keys = (number + np.uint64(1)) * SPREAD
    return mixed ^ (mixed >> np.uint64(29))


def _likely(numbers: Keys, offsets: Longs, sizes: Longs) -> tuple[Longs, Longs]:
    """Rows with the earlier row that shares most of the runs of words which are looked up."""
    rows, marks = [], []
    short = np.flatnonzero((sizes <= SHORT) & (sizes > BARE))
    owner = np.repeat(np.arange(len(short)), sizes[short])
    inside = np.arange(len(owner)) - np.repeat(np.cumsum(sizes[short]) - sizes[short], sizes[short])
    whole = np.zeros(len(short), np.uint64)
    terms = numbers[offsets[short][owner] + inside] * (inside.astype(np.uint64) * BASE + SPREAD)
    np.add.at(whole, owner, terms)
    rows.append(short)
    marks.append(_mixed(whole))
    long = sizes > SHORT
    starts = np.flatnonzero(np.repeat(long, sizes))
    ends = np.repeat(offsets[1:], sizes)[starts]
    starts = starts[starts + GRAM <= ends]
    mark = np.zeros(len(starts), np.uint64)
    for step in range(GRAM):
        mark = mark * BASE + numbers[starts + step]
    mark = _mixed(mark)
    kept = mark % SKETCH == 0
    rows.append(np.searchsorted(offsets, starts[kept], side="right") - 1)
    marks.append(mark[kept])
    return _first_owners(np.concatenate(rows), np.concatenate(marks), len(sizes))


def _first_owners(row: Longs, mark: Keys, count: int) -> tuple[Longs, Longs]:
    """Of each row the earlier one that has most of its marks first, if it has half of them."""
    order = np.lexsort((row, mark))
    row, mark = row[order], mark[order]
    heads = np.flatnonzero(np.concatenate([[True], mark[1:] != mark[:-1]])) if len(mark) else np.zeros(0, np.int64)
    first = np.repeat(row[heads], np.diff(np.append(heads, len(mark))))
    has = np.bincount(row, minlength=count)
    pairs, shared = np.unique((row * count + first)[first < row], return_counts=True)
    later, earlier = np.divmod(pairs, max(count, 1))
    best = np.lexsort((earlier, -shared, later))
    later, earlier, shared = later[best], earlier[best], shared[best]
    top = np.concatenate([[True], later[1:] != later[:-1]]) if len(later) else np.zeros(0, np.bool_)
    keep = top & (2 * shared >= has[later])
    return later[keep], earlier[keep]


def _mixed(numbers: Keys) -> Keys:
    result: Keys = (numbers ^ (numbers >> np.uint64(32))) * SPREAD
    return result ^ (result >> np.uint64(29))


def _alike(mine: npt.NDArray[np.uint64], theirs: npt.NDArray[np.uint64]) -> bool:
    if max(len(mine), len(theirs)) <= SHORT:
        return bool(np.array_equal(mine, theirs))
    runs = [set(zip(*(side[k:].tolist() for k in range(GRAM)), strict=False)) for side in (mine, theirs)]
    return len(runs[0] & runs[1]) >= SAME * max(len(runs[0]), len(runs[1]))


def _alike_zh(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    texts = [DIGITS.sub("0", text) for text in (mine, theirs)]
    pairs = [{text[k : k + 2] for k in range(len(text) - 1)} for text in texts]
    return texts[0] == texts[1] or len(pairs[0] & pairs[1]) >= SAME_ZH * max(*map(len, pairs), 1)
