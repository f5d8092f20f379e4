"""What could be a term in many texts: runs of one to four English words, Han strings of two to eight characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpora.arrays import Bools, Codes, Longs, Octets
from corpora.text import HAN_RUN
from glossary.words import (
    EDGE_ZH,
    FIRST_OK_ZH,
    INNER_BAD_ZH,
    INNER_EN,
    LAST_OK_ZH,
    STOP_EN,
    WORD,
    TokenTable,
    fold,
)

MOST_WORDS = 4
MOST_HAN = 8
SPACES = (0x20, 0xA0)
EDGE, ALONE, INNER = 1, 2, 4  # of an English word: at an edge of a term, as a term, within one
FIRST, LAST, NEVER, AND, PEACE = 1, 2, 4, 8, 16  # of a Han character: begins, ends a term; is in none; 和; 平 of 和平


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of texts that stand end to end in ``joined``, text ``k`` at ``begins[k]``.

    Those of text ``k`` are ``offsets[k]:offsets[k + 1]``, in order of place; ``start`` and ``end`` are places in ``joined``.
    """

    joined: str
    begins: Longs
    offsets: Longs
    start: Longs
    end: Longs

    def texts(self, which: Longs) -> list[str]:
        """Some phrases as they stand."""
        return [self.joined[a:b] for a, b in zip(self.start[which].tolist(), self.end[which].tolist(), strict=True)]

    def outside(self, texts: Longs, spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[Longs, Longs]:
        """Phrases of some texts that touch none of the spans given for each: their numbers, and whose each is.

        >>> found = phrases_of(["the fishing port"], "en")
        >>> which, whose = found.outside(np.array([0, 0]), [[], [(4, 11)]])
        >>> found.texts(which), whose.tolist()
        (['fishing port', 'port', 'port'], [0, 0, 1])
        """
        counts = self.offsets[texts + 1] - self.offsets[texts]
        whose = np.repeat(np.arange(len(texts)), counts)
        which = np.arange(len(whose)) + np.repeat(self.offsets[texts] - np.cumsum(counts) + counts, counts)
        sizes = np.diff(self.begins)[texts]
        base = np.cumsum(sizes) - sizes
        edges = np.array([(base[k] + a, base[k] + b) for k, some in enumerate(spans) for a, b in some], np.int64)
        steps = np.zeros(int(sizes.sum()) + 1, np.int64)
        np.add.at(steps, edges.reshape(-1, 2)[:, 0], 1)
        np.add.at(steps, edges.reshape(-1, 2)[:, 1], -1)
        covered = np.concatenate([[0], np.cumsum(np.cumsum(steps) > 0)])
        place = base[whose] - self.begins[texts][whose]
        free = covered[self.end[which] + place] == covered[self.start[which] + place]
        return which[free], whose[free]


def phrases_of(texts: Sequence[str], language: str) -> Phrases:
    """The phrases of texts of one language.

    >>> found = phrases_of(["已开始和平谈判", ""], "zh")
    >>> found.texts(np.arange(len(found.start))), found.offsets.tolist()
    (['开始', '开始和平', '开始和平谈', '开始和平谈判', '始和平', '始和平谈', '始和平谈判', '和平谈', '和平谈判', '平谈', '平谈判', '谈判'], [0, 12, 12])
    """
    joined = "".join(text + "\n" for text in texts)
    begins = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])]).astype(np.int64)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    start, end = _english(joined, codes) if language == "en" else _chinese(joined, codes)
    return Phrases(joined, begins, np.searchsorted(start, begins).astype(np.int64), start, end)


def _english(joined: str, codes: Codes) -> tuple[Longs, Longs]:
    """Runs of words that no punctuation interrupts, as :func:`glossary.words.is_english_term` judges them."""
    words = TokenTable.of([joined], WORD)
    count = len(words.kind)
    kinds = np.array([_english_kind(kind) for kind in words.kinds], np.uint8)[words.kind]
    marks = np.concatenate([[0], np.cumsum(~np.isin(codes, SPACES))])
    breaks = np.flatnonzero(marks[words.start[1:]] > marks[words.end[:-1]]) + 1
    room = np.append(breaks, count)[np.searchsorted(breaks, np.arange(count), side="right")] - np.arange(count)
    edge, alone, heavy = kinds & EDGE > 0, kinds & ALONE > 0, _before(kinds & INNER == 0)
    fit = np.zeros((count, MOST_WORDS), np.bool_)
    fit[:, 0] = alone
    for size in range(2, MOST_WORDS + 1):
        first = np.flatnonzero(edge & (room >= size))
        last = first + size - 1
        fit[first, size - 1] = edge[last] & (heavy[last] == heavy[first + 1])
    begin, more = np.nonzero(fit)
    return words.start[begin].astype(np.int64), words.end[begin + more].astype(np.int64)


def _english_kind(word: str) -> int:
    lower, folded = word.lower(), fold(word)
    inner = INNER * (lower in INNER_EN or lower not in STOP_EN)
    if lower in STOP_EN or folded in STOP_EN or not folded[0].isalpha():
        return inner
    # participles and adverbs alone are no terms
    turned = word.islower() and folded.endswith(("ed", "ing", "ly")) and len(folded) > 4
    return inner | EDGE | ALONE * (len(folded) > 2 and not turned)


def _chinese(joined: str, codes: Codes) -> tuple[Longs, Longs]:
    """Strings within a run of Han characters, as :func:`glossary.words.is_chinese_term` judges them."""
    runs = np.array([match.span() for match in HAN_RUN.finditer(joined)], np.int64).reshape(-1, 2)
    sizes = runs[:, 1] - runs[:, 0]
    count = int(sizes.sum())
    place = np.arange(count) + np.repeat(runs[:, 0] - np.cumsum(sizes) + sizes, sizes)
    room = np.repeat(runs[:, 1], sizes) - place
    kinds = _han_kinds()[codes[place]]
    peace = (kinds & AND > 0) & (room > 1)
    peace[:-1] &= kinds[1:] & PEACE > 0
    first, last, never = kinds & FIRST > 0, kinds & LAST > 0, _before((kinds & NEVER > 0) & ~peace)
    fit = np.zeros((count, MOST_HAN + 1), np.bool_)
    for size in range(2, MOST_HAN + 1):
        begin = np.flatnonzero((room >= size) & (first | peace if size > 2 else first & ~peace))
        fit[begin, size] = last[begin + size - 1] & (never[begin + size] == never[begin])
    start, length = np.nonzero(fit)
    return place[start], place[start] + length


def _before(flags: Bools) -> Longs:
    """How many are set before each, and in all."""
    return np.concatenate([[0], np.cumsum(flags)]).astype(np.int64)


@cache
def _han_kinds() -> Octets:
    """Of every code point what it may be in a Chinese term."""
    kinds = np.full(0x110000, FIRST | LAST, np.uint8)
    for characters, kind in (
        (EDGE_ZH - FIRST_OK_ZH, FIRST),
        (EDGE_ZH - LAST_OK_ZH, LAST),
        (INNER_BAD_ZH, NEVER),
        ("和", AND),
        ("平解谐睦", PEACE),
    ):
        kinds[[ord(character) for character in characters]] ^= kind
    return kinds
