"""What pairs of Chinese texts have in common, character by character, and what stands beside it: candidates, before anything dear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Codes, Longs
from glossary.words import code_points, han_places

PAD = 16  # characters of nothing between two texts: no look aside leaves its text
PAIRS = 4_096  # pairs looked at at a time: bounds memory, never changes a run
WIDTH = 1 << 21  # more than any character has as its number


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts end to end with nothing between them: characters, which of them are Han, where each text begins, how long it is."""

    codes: Codes
    han: Bools
    base: Longs
    sizes: Longs

    @classmethod
    def of(cls, texts: Sequence[str]) -> Lines:
        """From texts."""
        codes = code_points(("\0" * PAD).join(["", *texts, ""]))
        sizes = np.array([len(text) for text in texts], np.int64)
        return cls(codes, han_places(codes), PAD + np.cumsum(sizes + PAD) - sizes - PAD, sizes)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of two Han characters or more that the texts of a pair have in common and that go on in neither direction.

    ``pair``, where it begins in the characters of both texts (:class:`Lines`), its length. All ``(n,)``.
    """

    pair: Longs
    left: Longs
    right: Longs
    size: Longs


def common_runs(lines: Lines, first: Longs, second: Longs) -> Iterator[Runs]:
    """The runs that pairs of texts have in common, pairs in order."""
    text, key, place = _bigrams(lines)
    edges = np.searchsorted(text, np.arange(len(lines.sizes) + 1))
    for start in range(0, len(first), PAIRS):
        sides = (first[start : start + PAIRS], second[start : start + PAIRS])
        picked = [_pick(edges, side) for side in sides]
        mine, theirs = (pair * WIDTH**2 + key[at] for pair, at in picked)
        begin, end = (np.searchsorted(mine, theirs, side=side) for side in ("left", "right"))
        counts = end - begin
        at = np.arange(int(counts.sum())) + np.repeat(begin - np.cumsum(counts) + counts, counts)
        left, right = place[picked[0][1][at]], place[np.repeat(picked[1][1], counts)]
        yield _maximal(np.repeat(picked[1][0], counts) + start, left, right)


def _bigrams(lines: Lines) -> tuple[Longs, Longs, Longs]:
    """Two Han characters side by side, by text, then in order of the characters: the text, a number, the place."""
    place = np.flatnonzero(lines.han[:-1] & lines.han[1:])
    text = np.searchsorted(lines.base, place, side="right") - 1
    key = lines.codes[place].astype(np.int64) * WIDTH + lines.codes[place + 1]
    order = np.lexsort((key, text))
    return text[order], key[order], place[order]


def _pick(edges: Longs, texts: Longs) -> tuple[Longs, Longs]:
    """Of what stands between the edges of each text: the place of the text, and where it stands."""
    sizes = edges[texts + 1] - edges[texts]
    pair = np.repeat(np.arange(len(texts)), sizes)
    return pair, np.arange(len(pair)) + np.repeat(edges[texts] - np.cumsum(sizes) + sizes, sizes)


def _maximal(pair: Longs, left: Longs, right: Longs) -> Runs:
    """Neighbouring matches of two characters as one."""
    order = np.lexsort((left, right - left, pair))
    pair, left, right = pair[order], left[order], right[order]
    new = np.ones(len(pair), np.bool_)
    new[1:] = (pair[1:] != pair[:-1]) | (left[1:] != left[:-1] + 1) | (right[1:] != right[:-1] + 1)
    heads = np.flatnonzero(new)
    sizes = np.diff(np.append(heads, len(pair))) + 1
    return Runs(pair[heads], left[heads], right[heads], sizes)
