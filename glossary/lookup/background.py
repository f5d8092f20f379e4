"""How often candidate strings stand anywhere in the bitext: rows of a sample, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from corpora.arrays import Bools, Doubles, Longs
from corpora.text import is_han
from glossary.renderings import SOFT
from glossary.rows import Rows
from glossary.words import EDGE_ZH, FIRST_OK_ZH, LAST_OK_ZH, NEVER_EDGE_EN

SAMPLE = 20_000
BESIDE = 200  # matches of a string whose neighbours are looked at
SOFT_RUN = re.compile("[" + re.escape("".join(sorted(SOFT))) + "]+")


@dataclass(frozen=True, slots=True)
class Background:
    """Of strings ``(k,)``: how often each stands in the sample, and how far one and the same word stands before, behind it.

    ``rows``: the rows of the sample that have string ``k``, each once, at ``offsets[k]:offsets[k + 1]``.
    """

    counts: Longs
    before: Doubles
    behind: Doubles
    rows: Longs
    offsets: Longs

    def some(self, keys: Longs) -> Background:
        """What is known of these strings."""
        sizes = self.offsets[keys + 1] - self.offsets[keys]
        ends = np.cumsum(sizes)
        at = np.repeat(self.offsets[keys] - ends + sizes, sizes) + np.arange(int(sizes.sum()))
        offsets = np.concatenate([[0], ends])
        return Background(self.counts[keys], self.before[keys], self.behind[keys], self.rows[at], offsets)

    def without(self, mine: Bools) -> Longs:
        """``(k,)``: in how many rows that are not ``mine`` each string stands."""
        sums = np.concatenate([[0], np.cumsum(~mine[self.rows])])
        found: Longs = sums[self.offsets[1:]] - sums[self.offsets[:-1]]
        return found


@dataclass(frozen=True, slots=True)
class _Text:
    """Rows of one side end to end as strings are looked for in it, each from ``starts`` on, a line break behind it.

    Its words (of Chinese: its characters) begin at ``places``; ``before`` and ``behind`` number them as neighbours: 0 where they
    are none, as a function word or what parts two rows.
    """

    text: str
    starts: Longs
    places: Longs
    before: Longs
    behind: Longs

    @classmethod
    def chinese(cls, rows: Rows, chosen: Longs) -> _Text:
        """Without what may stand inside a name."""
        parts = [SOFT_RUN.sub("", rows.pairs[row].zh.lower()) for row in chosen.tolist()]
        text = "\n".join([*parts, ""])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        distinct, which = np.unique(codes, return_inverse=True)
        every = list(map(chr, distinct.tolist()))
        sides = (
            np.array(
                [k + 1 if is_han(one) and (one not in EDGE_ZH or one in fine) else 0 for k, one in enumerate(every)]
            )
            for fine in (FIRST_OK_ZH, LAST_OK_ZH)
        )
        before, behind = (side.astype(np.int64)[which.reshape(-1)] for side in sides)
        return cls(text, _starts(list(map(len, parts))), np.arange(len(codes)), before, behind)

    @classmethod
    def english(cls, rows: Rows, chosen: Longs) -> _Text:
        """Folded words, a space before and behind each."""
        table, known = rows.folded_words
        folds = [fold.rstrip(".,") if fold[0].isdigit() else fold for fold in known]
        lines = [
            [folds[kind] for kind in table.kind[table.offsets[row] : table.offsets[row + 1]].tolist()]
            for row in chosen.tolist()
        ]
        parts = [f" {' '.join(line)} " for line in lines]
        number = dict.fromkeys(NEVER_EDGE_EN | {"\n"}, 0)
        words = [word for line in lines for word in (*line, "\n")]
        ids = np.array([number.setdefault(word, len(number)) for word in words], np.int64)
        starts = _starts(list(map(len, parts)))
        text = "\n".join([*parts, ""])
        # words and line breaks begin where a space or line break ended and none begins
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        places = np.flatnonzero((codes != 32) & (np.concatenate([[32], codes[:-1]]) == 32))
        return cls(text, starts, places, ids, ids)


def _starts(sizes: Sequence[int]) -> Longs:
    return np.cumsum([0, *(size + 1 for size in sizes)])[:-1]


class Sample:
    """Rows of one side, evenly spread, in which strings are counted."""

    def __init__(self, rows: Rows, language: str) -> None:
        self.language = language
        count = len(rows)
        spread = np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(np.int64))
        texts = rows.texts(language)
        # what stands in every document counts once
        first = {texts[row]: row for row in reversed(spread.tolist())}
        self.rows = np.array(sorted(first.values()), np.int64)
        self._text = (_Text.chinese if language == "zh" else _Text.english)(rows, self.rows)

    def count(self, keys: Sequence[str]) -> Background:
        """Count strings (keys of spans).

        >>> from corpora.bitext import Pair
        >>> rows = Rows.of([Pair("A/1", k, zh, "") for k, zh in enumerate(["请大会决定", "请大会", "会员"], 1)])
        >>> found = Sample(rows, "zh").count(["大会", "会"])
        >>> found.counts.tolist(), found.before.tolist(), found.behind.tolist(), found.without(np.array([True, False, False])).tolist()
        ([2, 3], [1.0, 0.5], [0.0, 0.0], [1, 2])
        """
        space = "" if self.language == "zh" else " "
        which, place = self._matches([f"{space}{key}{space}" for key in keys])
        first = np.searchsorted(which, np.arange(len(keys) + 1))
        row = np.searchsorted(self._text.starts, place, side="right") - 1
        new = np.concatenate([[True], (row[1:] != row[:-1]) | (which[1:] != which[:-1])])[: len(row)]
        some = np.arange(len(which)) - first[which] < BESIDE
        sizes = np.array([len(key.split(" ")) if space else len(key) for key in keys], np.int64)
        at = np.searchsorted(self._text.places, place[some] + len(space))
        counts = np.minimum(np.diff(first), BESIDE)
        before, behind = (
            _same_neighbour(which[some], np.append(words, 0)[beside], counts)
            for words, beside in ((self._text.before, at - 1), (self._text.behind, at + sizes[which[some]]))
        )
        rows = self.rows[row[new]]
        return Background(np.diff(first), before, behind, rows, np.searchsorted(which[new], np.arange(len(keys) + 1)))

    def _matches(self, patterns: Sequence[str]) -> tuple[Longs, Longs]:
        """Every place of every pattern: number of the pattern, place; in this order."""
        if not patterns:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        machine = AhoCorasick(patterns, matchkind=MatchKind.Standard)
        found = machine.find_matches_as_indexes(self._text.text, overlapping=True)
        columns = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        order = np.argsort(columns[:, 0], kind="stable")
        return columns[order, 0], columns[order, 1]


def _same_neighbour(which: Longs, words: Longs, counts: Longs) -> Doubles:
    """``(k,)``: how far all ``counts`` places of a string have one and the same word beside them."""
    found = np.zeros(len(counts))
    here = words > 0
    wide = int(words.max(initial=0)) + 1
    pairs, seen = np.unique(which[here] * wide + words[here], return_counts=True)
    most = np.zeros(len(counts), np.int64)
    np.maximum.at(most, pairs // wide, seen)
    many = counts > 1
    found[many] = np.maximum(most[many] - 1, 0) / (counts[many] - 1)
    return found
