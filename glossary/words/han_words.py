"""The words of many Chinese texts at once: what :func:`glossary.words.boundaries.words` gives for each Han run, flat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpora.arrays import Bools, Codes, Doubles, Ints, Longs
from corpora.text import HAN
from glossary.words.boundaries import LONGEST, UNKNOWN, vocabulary

BLOCK = 4096  # texts cut at a time: bounds memory, never changes a word
LAST_CODE = 0x110000


def code_points(text: str) -> Codes:
    """The characters of a text as numbers ``(len(text),)``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@lru_cache(maxsize=1)
def _han_table() -> Bools:
    table = np.zeros(LAST_CODE, np.bool_)
    for first, last, alone in re.findall("(.)-(.)|(.)", HAN):
        table[ord(first or alone) : ord(last or alone) + 1] = True
    return table


def han_places(codes: Codes) -> Bools:
    """Which code points are Han characters.

    >>> han_places(code_points("A〇年。")).tolist()
    [False, True, True, False]
    """
    result: Bools = _han_table()[codes]
    return result


@dataclass(frozen=True, slots=True)
class _Trie:
    """Beginnings of the words of the vocabulary; number 0 stands for what begins none.

    ``letter``: a number for each code point, 0 for those of no word. ``edges`` (sorted) lead from a beginning (times the number
    of letters) and a letter to the longer beginning ``targets``; ``score`` and ``word`` of a beginning that is a word, else -inf, -1.
    """

    letter: Ints
    letters: int
    edges: Longs
    targets: Longs
    score: Doubles
    word: Ints
    words: tuple[str, ...]

    def longer(self, beginnings: Longs, letters: Ints) -> Longs:
        """Each beginning with one more letter."""
        wanted = beginnings * self.letters + letters
        at = np.minimum(np.searchsorted(self.edges, wanted), len(self.edges) - 1)
        result: Longs = np.where(self.edges[at] == wanted, self.targets[at], 0)
        return result


@lru_cache(maxsize=1)
def _trie() -> _Trie:
    known = vocabulary()
    texts = tuple(known)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = code_points("".join(texts))
    used = np.unique(codes)
    letter = np.zeros(LAST_CODE, np.int32)
    letter[used] = np.arange(1, len(used) + 1)
    letters, first = len(used) + 1, np.cumsum(sizes) - sizes
    node = letter[codes[first]].astype(np.int64)  # of the beginning of each word, one letter longer at a time
    values, which, count = np.array(list(known.values())), np.arange(len(texts)), letters
    edges: list[Longs] = []
    ends = [np.zeros((2, 0), np.int64)]
    for length in range(1, LONGEST + 1):
        whole = sizes == length
        ends.append(np.stack([node[whole], which[whole]]))
        node, which, first, sizes = (column[~whole] for column in (node, which, first, sizes))
        if len(sizes):
            wanted, back = np.unique(node * letters + letter[codes[first + length]], return_inverse=True)
            edges.append(np.stack([wanted, count + np.arange(len(wanted))]))
            node, count = count + back, count + len(wanted)
    score, word = np.full(count, -np.inf), np.full(count, -1, np.int32)
    places, numbers = np.concatenate(ends, axis=1)
    score[places], word[places] = values[numbers], numbers
    table = np.concatenate(edges or [np.array([[-1], [0]])], axis=1)
    order = np.argsort(table[0])
    return _Trie(letter, letters, table[0][order], table[1][order], score, word, texts)


@dataclass(frozen=True, slots=True)
class HanWords:
    """Words of texts end to end: ``text`` says of which, ``start`` and ``end`` are offsets in it.

    ``kind`` counts in ``kinds``, -1 for a character that is no word of the vocabulary; ``joined``: whether a word goes on
    the run of the one before it.

    >>> found = HanWords.of(["大会重申，第3次会议", ""])
    >>> [found.kinds[k] for k in found.kind], found.joined.tolist(), found.start.tolist()
    (['大会', '重申', '第', '次', '会议'], [False, True, False, False, True], [0, 2, 5, 7, 8])
    """

    kinds: tuple[str, ...]
    text: Ints
    kind: Ints
    start: Ints
    end: Ints
    joined: Bools

    @classmethod
    def of(cls, texts: Sequence[str]) -> HanWords:
        """Cut texts."""
        parts = [_cut(texts[first : first + BLOCK], first) for first in range(0, len(texts), BLOCK)]
        columns = [np.concatenate(column) for column in zip(*(parts or [_cut([], 0)]), strict=True)]
        return cls(_trie().words, *columns)


def _cut(texts: Sequence[str], first: int) -> tuple[Ints, Ints, Ints, Ints, Bools]:
    """Text, kind, start, end and whether it goes on a run, of each word of some texts."""
    trie = _trie()
    codes = code_points("\0".join([*texts, ""]))
    han = np.concatenate([[False], han_places(codes), [False]])
    edges = np.flatnonzero(han[1:] != han[:-1])
    starts, sizes = edges[::2], edges[1::2] - edges[::2]
    begins, nodes = _best_words(trie, trie.letter[codes], starts, sizes)
    heads = np.flatnonzero(begins)
    lengths = begins[heads]
    offsets = np.cumsum([0, *(len(text) + 1 for text in texts)])
    text = np.searchsorted(offsets, heads, side="right") - 1
    start = heads - offsets[text]
    run = np.zeros(len(codes) + 1, np.bool_)
    run[starts] = True
    columns = (text + first, trie.word[nodes[heads]], start, start + lengths)
    whole, kind, head, end = (column.astype(np.int32) for column in columns)
    return whole, kind, head, end, ~run[heads]


def _best_words(trie: _Trie, letters: Ints, starts: Longs, sizes: Longs) -> tuple[Longs, Longs]:
    """At the first place of each word on the best path through each run its length, and its number in the trie; 0 elsewhere.

    Of paths that are equally good the one with the longer last word, as in :func:`glossary.words.boundaries.words`.
    """
    places = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    room = np.zeros(len(letters) + 1, np.int64)
    room[places] = np.repeat(starts + sizes, sizes) - places
    nodes = np.zeros((LONGEST + 1, len(letters)), np.int64)
    scores = np.full((LONGEST + 1, len(letters)), -np.inf)
    nodes[1, places] = letters[places]
    scores[1, places] = trie.score[nodes[1, places]]
    scores[1, places[np.isneginf(scores[1, places])]] = UNKNOWN
    for length in range(2, LONGEST + 1):
        places = places[(room[places] >= length) & (nodes[length - 1, places] > 0)]
        nodes[length, places] = trie.longer(nodes[length - 1, places], letters[places + length - 1])
        scores[length, places] = trie.score[nodes[length, places]]
    return _paths(scores, nodes, starts, sizes)


def _paths(scores: Doubles, nodes: Longs, starts: Longs, sizes: Longs) -> tuple[Longs, Longs]:
    """The same from the scores of the words of each length that begin at each place; all runs go forward in step, the longest first."""
    order = np.argsort(-sizes, kind="stable")
    starts, sizes = starts[order], sizes[order]
    going = np.searchsorted(-sizes, -np.arange(int(sizes[0]) if len(sizes) else 0), side="left").tolist()
    back = np.zeros(scores.shape[1] + 1, np.int64)  # length of the last word of the best path to the place before
    best = [np.zeros(len(starts))]
    for end, alive in enumerate(going, start=1):
        value, choice = np.full(alive, -np.inf), np.zeros(alive, np.int64)
        for length in range(min(LONGEST, end), 0, -1):
            reached = best[-length][:alive] + scores[length, starts[:alive] + end - length]
            better = reached > value
            value[better], choice[better] = reached[better], length
        back[starts[:alive] + end] = choice
        best = [*best[1 - LONGEST :], value]
    begins, found = np.zeros(scores.shape[1], np.int64), np.zeros(scores.shape[1], np.int64)
    ends = starts + sizes
    while len(ends):
        length = back[ends]
        ends = ends - length
        begins[ends], found[ends] = length, nodes[length, ends]
        more = ends > starts
        starts, ends = starts[more], ends[more]
    return begins, found
