"""Runs of words by which texts that share a passage are found, as numbers: no token of any text is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Keys, Longs
from glossary.checks.repeats.same import key_of
from glossary.rows import Rows
from glossary.words import WORD, TokenTable, code_points, han_places

BLOCK = 4096  # texts looked at at a time: bounds memory, never changes a number
BETWEEN = "\x01"  # texts that are searched at once: no token goes over it
OTHERS = re.compile(r"[A-Za-z]+|\d++(?:[,. ]{1,9}+\d++)*+")  # tokens of a Chinese text that are no Han character
BASE, SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd


@dataclass(frozen=True, slots=True)
class Values:
    """A number for each token of texts, end to end; those of text ``k`` are ``numbers[offsets[k]:offsets[k + 1]]``.

    The tokens are those of :func:`glossary.checks.repeats.near.words`: words, figures, single Han characters, without case. A
    token has its number wherever it stands.
    """

    numbers: Keys
    offsets: Longs

    @property
    def sizes(self) -> Longs:
        """``(n,)``: how many tokens each text has."""
        return np.diff(self.offsets)

    @classmethod
    def of(cls, texts: Sequence[str], language: str) -> Values:
        """From texts.

        >>> found = Values.of(["第3次会议", "会议 ABC"], "zh")
        >>> found.sizes.tolist(), len(set(found.numbers.tolist()))
        ([5, 3], 6)
        """
        return _english(TokenTable.of(texts, WORD)) if language == "en" else _chinese(texts)

    @classmethod
    def of_rows(cls, rows: Rows, language: str) -> Values:
        """From one side of rows."""
        return _english(rows.words) if language == "en" else _chinese(rows.texts(language))

    def shingles(self, size: int, which: Longs) -> tuple[Longs, Keys]:
        """The runs of ``size`` tokens of some texts, in order of the texts: of which text each is, a number for it."""
        texts, marks = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
        for first in range(0, len(which), BLOCK):
            some = which[first : first + BLOCK]
            counts = np.maximum(self.sizes[some] - size + 1, 0)
            at = np.arange(int(counts.sum())) + np.repeat(self.offsets[some] - np.cumsum(counts) + counts, counts)
            mark = np.zeros(len(at), np.uint64)
            for step in range(size):
                mark = mark * BASE + self.numbers[at + step]
            texts.append(np.repeat(some, counts))
            marks.append(_mixed(mark))
        return np.concatenate(texts), np.concatenate(marks)

    def in_common(self, first: Longs, second: Longs) -> Longs:
        """How many tokens pairs of texts share, in whatever order: at least as many as they share in order."""
        result = np.zeros(len(first), np.int64)
        for base in range(0, len(first), BLOCK):
            part = slice(base, base + BLOCK)
            mine, theirs = (self._bag(side[part]) for side in (first, second))
            keys = np.sort(mine[1])
            at = np.minimum(np.searchsorted(keys, theirs[1]), max(len(keys) - 1, 0))
            shared = theirs[0][keys[at] == theirs[1]] if len(keys) else theirs[0][:0]
            result[part] = np.bincount(shared, minlength=len(first[part]))
        return result

    def _bag(self, texts: Longs) -> tuple[Longs, Keys]:
        """Of each token of texts the place of its text, and a number for text, token, and how often the text had it before."""
        sizes = self.sizes[texts]
        text = np.repeat(np.arange(len(texts)), sizes)
        at = np.arange(len(text)) + np.repeat(self.offsets[texts] - np.cumsum(sizes) + sizes, sizes)
        numbers = self.numbers[at]
        order = np.lexsort((numbers, text))
        text, numbers = text[order], numbers[order]
        new = np.ones(len(text), np.bool_)
        new[1:] = (text[1:] != text[:-1]) | (numbers[1:] != numbers[:-1])
        heads = np.flatnonzero(new)
        rank = np.arange(len(text)) - np.repeat(heads, np.diff(np.append(heads, len(text))))
        return text, _mixed((numbers * BASE + rank.astype(np.uint64)) * BASE + text.astype(np.uint64))


def _mixed(numbers: Keys) -> Keys:
    """Numbers in which every bit depends on the others: the least of them are a fair sample."""
    result: Keys = (numbers ^ (numbers >> np.uint64(32))) * SPREAD
    return result ^ (result >> np.uint64(29))


def _english(table: TokenTable) -> Values:
    kinds = (kind.rstrip(".,") if kind[0].isdigit() else kind.casefold() for kind in table.kinds)
    return Values(_numbers(kinds)[table.kind], table.offsets)


def _numbers(tokens: Iterable[str]) -> Keys:
    return np.array([key_of(token) for token in tokens], np.uint64)


def _chinese(texts: Sequence[str]) -> Values:
    parts = [_some_chinese(texts[first : first + BLOCK]) for first in range(0, len(texts), BLOCK)]
    numbers = np.concatenate([np.zeros(0, np.uint64), *(part[0] for part in parts)])
    counts = np.concatenate([np.zeros(0, np.int64), *(part[1] for part in parts)])
    return Values(numbers, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def _some_chinese(texts: Sequence[str]) -> tuple[Keys, Longs]:
    """The numbers of the tokens, and how many there are of each text."""
    joined = BETWEEN.join([*texts, ""])
    codes = code_points(joined)
    han = np.flatnonzero(han_places(codes))
    others = [(match.start(), match[0].casefold()) for match in OTHERS.finditer(joined)]
    kinds = {token: k for k, token in enumerate(dict.fromkeys(token for _place, token in others))}
    values = _numbers(kinds)[[kinds[token] for _place, token in others]]
    places = np.concatenate([han, np.array([place for place, _token in others], np.int64)])
    order = np.argsort(places, kind="stable")
    numbers = np.concatenate([_mixed(codes[han].astype(np.uint64)), values])[order]
    ends = np.cumsum([len(text) + 1 for text in texts])
    return numbers, np.diff(np.searchsorted(places[order], ends), prepend=0)
