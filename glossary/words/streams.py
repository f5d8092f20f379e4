"""Many texts as they are matched, flat: what :mod:`glossary.words.folding` makes of each, end to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from corpora.arrays import Bools, Codes, Ints, Longs, Octets
from glossary.words.folding import (
    BREAK,
    HYPHEN,
    JOIN,
    PART,
    Stream,
    fold_word,
    is_capitals,
    second_half,
    simple_codes,
)
from glossary.words.passes import BLOCK, Distinct, Pass, passes_over

BETWEEN = "\x01"  # behind each text: no term goes over it
UPPER, HEAD, HYPHEN_BEFORE = 1, 2, 4
SMALL, SINGLE_CAPITAL = 8, 16  # a part without capitals, of one capital letter: known while a stream is made
JOINED, BROKEN, HYPHENED, POINT = range(4)
"""What stands between two words: nothing that matters, punctuation, a hyphen, a full stop (which is nothing within initials)."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of texts, one after the other in ``text``; that of text ``k`` begins at ``offsets[k]``, and one mark ends it.

    Words of all texts end to end, those of text ``k`` at ``words[k]:words[k + 1]``: ``starts`` and ``ends`` are their edges in
    its stream ``(w, 2)``, each with its place in the text; ``marks`` says whether a word is in capitals, has a capital, stands
    behind a hyphen. Of a Chinese text a word is a character, and there are none where stream and text have the same places.
    ``loud``: texts without a small letter ``(n,)``.
    """

    language: str
    text: str
    offsets: Longs
    words: Longs
    starts: Ints
    ends: Ints
    marks: Octets
    loud: Bools

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Streams:
        """Fold texts of one language.

        >>> found = Streams.of(["安全 理事會", "大会"], "zh")
        >>> found.text.split(BETWEEN), found[0].starts, len(found)
        (['安全理事会', '大会', ''], {0: 0, 1: 1, 2: 3, 3: 4, 4: 5}, 2)
        """
        blocks = list(_chinese(texts) if language == "zh" else _english(texts))
        sizes, counts, starts, ends, marks, loud = (
            np.concatenate([blank, *(getattr(block, name) for block in blocks)])
            for name, blank in (
                ("sizes", np.zeros(1, np.int64)),
                ("counts", np.zeros(1, np.int64)),
                ("starts", np.zeros((0, 2), np.int32)),
                ("ends", np.zeros((0, 2), np.int32)),
                ("marks", np.zeros(0, np.uint8)),
                ("loud", np.zeros(0, np.bool_)),
            )
        )
        text = "".join(block.text for block in blocks)
        return cls(language, text, np.cumsum(sizes), np.cumsum(counts), starts, ends, marks, loud)

    def __len__(self) -> int:
        return len(self.loud)

    def __getitem__(self, row: int) -> Stream:
        """The stream of one text."""
        text = self.text[self.offsets[row] : self.offsets[row + 1] - 1]
        part = slice(self.words[row], self.words[row + 1])
        starts, ends, marks = self.starts[part], self.ends[part], self.marks[part]
        upper, heads, hyphens = (frozenset(starts[marks & one > 0, 0].tolist()) for one in (UPPER, HEAD, HYPHEN_BEFORE))
        return Stream(text, dict(starts.tolist()), dict(ends.tolist()), upper, heads, hyphens)

    def some(self, rows: Sequence[int]) -> Streams:
        """The streams of some of the texts.

        >>> Streams.of(["大会", "安全 理事会", "会员"], "zh").some([1, 2]).text.split(BETWEEN)
        ['安全理事会', '会员', '']
        """
        chosen = np.array(rows, np.int64)
        bounds = np.stack([self.offsets[chosen], self.offsets[chosen + 1]], 1).tolist()
        counts = self.words[chosen + 1] - self.words[chosen]
        offsets, words = (
            np.concatenate([[0], np.cumsum(sizes)])
            for sizes in (self.offsets[chosen + 1] - self.offsets[chosen], counts)
        )
        at = np.repeat(self.words[chosen] - words[:-1], counts) + np.arange(int(words[-1]))
        return Streams(
            self.language,
            "".join([self.text[low:high] for low, high in bounds]),
            offsets,
            words,
            self.starts[at],
            self.ends[at],
            self.marks[at],
            self.loud[chosen],
        )


@dataclass(frozen=True, slots=True)
class _Block:
    """Streams of some texts: ``sizes`` of stream and mark, ``counts`` of words."""

    text: str
    sizes: Longs
    counts: Longs
    starts: Ints
    ends: Ints
    marks: Octets
    loud: Bools


def _loud(texts: list[str]) -> Bools:
    return np.array([not any(map(str.islower, text)) for text in texts], np.bool_)


def _gap(gap: str) -> int:
    if gap == " ":
        return JOINED
    if gap == ".":
        return POINT
    return BROKEN if not JOIN.fullmatch(gap) else HYPHENED if HYPHEN.search(gap) else JOINED


def _marks(part: str) -> int:
    head = part[0].isupper()
    found = HEAD * head + SMALL * part.islower() + SINGLE_CAPITAL * (len(part) == 1 and part.isupper())
    return found + UPPER * (head and (len(part) == 1 or is_capitals(part)))


def _english(texts: Iterable[str]) -> Iterator[_Block]:
    """What :func:`glossary.words.folding.english_stream` gives for each text."""
    marks, gaps, folds = Distinct(_marks), Distinct(_gap, 8), Distinct(fold_word)
    single = Distinct(lambda part: int(len(part) == 1))
    for one in passes_over(texts, PART):
        counts = np.diff(one.offsets)
        mark, gap = marks.longs(one.words), gaps.longs(one.gaps)
        gap[one.offsets[:-1][counts > 0]] = JOINED
        initial = single.longs(one.words) > 0
        behind_one = np.concatenate([[False], initial[:-1]]) & (mark & SINGLE_CAPITAL > 0)
        gap[gap == POINT] = np.where(behind_one, JOINED, BROKEN)[gap == POINT]
        words = [folds[word] for word in one.words]
        hyphened = gap == HYPHENED
        for k in np.flatnonzero(hyphened & (mark & SMALL > 0)).tolist():
            words[k] = second_half(one.words[k - 1], one.words[k], words[k])
        mark = (mark & (UPPER | HEAD)) | np.where(hyphened, HYPHEN_BEFORE, 0)
        yield _laid(one, counts, words, gap == BROKEN, mark.astype(np.uint8))


def _laid(one: Pass, counts: Longs, words: list[str], broken: Bools, marks: Octets) -> _Block:
    """Folded words end to end, a mark where punctuation stands between two and another behind each text."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    row = np.repeat(np.arange(len(counts)), counts)
    ends = np.concatenate([[0], np.cumsum(lengths + broken)])
    base = ends[one.offsets]
    end = ends[1:] - base[row]
    closed = np.diff(row, prepend=0)  # texts that end between a word and the one before it
    before = np.where(closed > 0, closed + 1, broken)
    table = {code: BETWEEN * (code - 1) if code > 1 else BREAK * code for code in np.unique(before).tolist()}
    text = "".join(chain.from_iterable(zip(map(table.__getitem__, before.tolist()), words, strict=True)))
    return _Block(
        text + BETWEEN * (len(counts) - (int(row[-1]) if len(row) else 0)),
        np.diff(base) + 1,
        counts,
        np.stack([end - lengths, one.start], 1).astype(np.int32),
        np.stack([end, one.end], 1).astype(np.int32),
        marks,
        _loud(one.texts),
    )


def _chinese(texts: Iterable[str]) -> Iterator[_Block]:
    """What :func:`glossary.words.folding.chinese_stream` gives for each text."""
    rest = iter(texts)
    while block := list(islice(rest, BLOCK)):
        codes = np.frombuffer(BETWEEN.join([*block, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter(map(len, block), np.int64, len(block)) + 1
        row = np.repeat(np.arange(len(block)), lengths)
        space = _spaces(codes)
        spaced = np.bincount(row, space, len(block)) > 0
        kept = ~space
        sizes = np.bincount(row, kept, len(block)).astype(np.int64)
        text = simple_codes(codes[kept]).tobytes().decode("utf-32-le", "surrogatepass")
        inner = kept & spaced[row]
        inner[np.cumsum(lengths) - 1] = False
        counts = np.bincount(row, inner, len(block)).astype(np.int64)
        chosen = np.flatnonzero(inner)
        place = chosen - (np.cumsum(lengths) - lengths)[row[chosen]]
        at = np.arange(len(chosen)) - np.repeat(np.cumsum(counts) - counts, counts)
        pairs = np.stack([at, place], 1).astype(np.int32)
        yield _Block(text, sizes, counts, pairs, pairs + np.int32(1), np.zeros(len(pairs), np.uint8), _loud(block))


def _spaces(codes: Codes) -> Bools:
    return np.isin(codes, np.array([code for code in np.unique(codes).tolist() if chr(code).isspace()], np.uint32))
