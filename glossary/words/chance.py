"""Short Han matches that are no word of their own: 大会 in 扩大会议, 法国 in 司法国家, 马里 in 索马里.

Two or three characters can meet by chance, more hardly can. A match counts as chance where the likeliest words of the
text round it are likelier by far than words that respect its edges.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from corpora.arrays import Bools, Ints, Longs
from corpora.text import HAN_RUN
from glossary.words.best_cuts import BestCuts
from glossary.words.boundaries import vocabulary

LONGEST_CHANCE = 3  # characters of a term that can come about by chance between two words
LONG_WORDS = re.compile("发展中国家")  # too long for the vocabulary of words, and frequent
WINDOW = 6  # characters on each side that are read for that
MUCH_LIKELIER = 1.0  # nats; more loses chance matches, less true ones, seen on the development pairs
HABIT = 1.0  # nats by which a word is likelier than with one more character beside it, where that is a habit


def cut_words(text: str, starts: Longs, ends: Longs) -> Bools:
    """Whether matches in a text (a stream, or many end to end) cut a word: ``(n,)``.

    >>> [cut_words(t, np.array([k]), np.array([k + 2])).item() for t, k in (("扩大会议的", 1), ("其中国家", 1), ("请大会决定", 1))]
    [True, True, False]
    """
    found = np.zeros(len(starts), np.bool_)
    known = _best_cuts()
    short = np.flatnonzero(ends - starts <= LONGEST_CHANCE)
    short = short[[HAN_RUN.match(text, start) is not None for start in starts[short].tolist()]]
    if not len(short):
        return found
    begin, end = starts[short], ends[short]
    inside = _inside_long(text)
    long = (inside[begin] > 0) & (inside[begin] == inside[end])
    found[short] = long
    if known is None:
        return found
    left, right = _around(text, begin, end)
    asked = np.flatnonzero(~long & ((left < begin) | (right > end)))
    places = [column[asked].tolist() for column in (left, begin, end, right)]
    number: dict[str, int] = {}
    runs = [
        [number.setdefault(text[a:b], len(number)) for a, b in ((low, one), (one, two), (two, high), (low, high))]
        for low, one, two, high in zip(*places, strict=True)
    ]
    table = known.scores(list(number))[np.array(runs, np.int64).reshape(-1, 4)]
    found[short[asked]] = table[:, 3] - (table[:, 0] + table[:, 1] + table[:, 2]) > MUCH_LIKELIER
    return found


def _inside_long(text: str) -> Ints:
    """For every place in a text the number, from 1, of the long word that it is strictly inside of."""
    inside = np.zeros(len(text) + 1, np.int32)
    for k, match in enumerate(LONG_WORDS.finditer(text), 1):
        inside[match.start() + 1 : match.end()] = k
    return inside


def _around(text: str, starts: Longs, ends: Longs) -> tuple[Longs, Longs]:
    """The edges of the Han characters round matches, at most :data:`WINDOW` on each side."""
    spans = np.array([match.span() for match in HAN_RUN.finditer(text)], np.int64).reshape(-1, 2)
    before = np.searchsorted(spans[:, 0], starts, side="right") - 1  # the run in which the match begins
    left = np.maximum(spans[before, 0], starts - WINDOW)
    behind = np.minimum(np.searchsorted(spans[:, 1], ends, side="right"), len(spans) - 1)
    follows = (spans[behind, 0] <= ends) & (spans[behind, 1] > ends)
    return left, np.where(follows, np.minimum(spans[behind, 1], ends + WINDOW), ends)


@cache
def _best_cuts() -> BestCuts | None:
    """The vocabulary without what is another word and one character beside it: 请秘书长, 见附件, but not 索马里."""
    known = vocabulary()
    if known is None:
        return None
    own = (known.sizes < 3) | (np.maximum(*known.rests()) < known.scores + HABIT)
    left = known.some(own)
    return BestCuts(dict(zip(left.words, left.scores.tolist(), strict=True)))
