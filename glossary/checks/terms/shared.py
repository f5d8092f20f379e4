"""Pairs of rows of a document that have English words in common, and the words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpora.arrays import Longs, in_order
from glossary.checks.terms.english import English, distinct, shifted
from glossary.rows import Rows

GRAM = 3  # English words in a row that two rows must share
CONTENT = 2  # of them that are no function words
PARTNERS = 4  # rows a row is compared with; boilerplate has hundreds


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of rows (from 0), in order; the words that pair ``k`` has in common are ``words[edges[k]:edges[k + 1]]``, numbers in
    ``English.lower``, in order of the runs that both have, some several times.
    """

    first: Longs
    second: Longs
    words: Longs
    edges: Longs

    def some(self, which: Longs) -> Shared:
        """Some of the pairs."""
        sizes = np.diff(self.edges)[which]
        heads = np.cumsum(sizes) - sizes
        at = np.arange(int(sizes.sum())) + np.repeat(self.edges[which] - heads, sizes)
        return Shared(self.first[which], self.second[which], self.words[at], np.append(heads, len(at)))

    @property
    def pair(self) -> Longs:
        """Of which pair each word is."""
        return np.repeat(np.arange(len(self.first)), np.diff(self.edges))


def sharing(rows: Rows, english: English) -> Shared:
    """Pairs of rows of a document that share a run of English words, with all content words of such runs."""
    at = _grams(english)
    row, gram = english.row[at].astype(np.int64), _numbers(english, at)
    key = rows.document[row] * (int(gram.max(initial=0)) + 1) + gram
    order = in_order(key)  # within a gram in order of place
    key, row = key[order], row[order]
    fresh = np.ones(len(key), np.bool_)  # not a second time in the row
    fresh[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    order, key, row = order[fresh], key[fresh], row[fresh]
    heads = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.diff(np.append(heads, len(key)))
    rank = np.arange(len(key)) - np.repeat(heads, sizes)
    place = np.repeat(order[heads], sizes)  # where the gram first stands
    kept = rank < PARTNERS
    key, row, place = key[kept], row[kept], place[kept]
    found = [np.zeros((3, 0), np.int64)]
    for step in range(1, PARTNERS):
        same = np.flatnonzero(key[step:] == key[: max(len(key) - step, 0)])
        found.append(np.stack([row[same], row[same + step], place[same]]))
    first, second, place = np.concatenate(found, axis=1)
    order = np.lexsort((place, second, first))
    return _with_words(english, first[order], second[order], at[place[order]])


def _grams(english: English) -> Longs:
    """Where runs of :data:`GRAM` words begin that have enough content."""
    going = np.ones(len(english.word), np.bool_)
    content = np.zeros(len(english.word), np.int8)
    heavy = ~english.light[english.word]
    for step in range(GRAM):
        content += shifted(heavy, step)
        if step:
            going &= shifted(english.joined, step)
    return np.flatnonzero(going & (content >= CONTENT))


def _numbers(english: English, at: Longs) -> Longs:
    """A number for each run of words, the same for the same words."""
    number = english.word[at].astype(np.int64)
    for step in range(1, GRAM):
        number = distinct(number * len(english.lower) + english.word[at + step])
    return number


def _with_words(english: English, first: Longs, second: Longs, at: Longs) -> Shared:
    """Pairs, each once, with the content words of all their runs, which begin ``at``."""
    new = np.ones(len(first), np.bool_)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    words = english.word[at[:, None] + np.arange(GRAM)].astype(np.int64)
    heavy = ~english.light[words]
    counts = np.add.reduceat(heavy.sum(1), np.flatnonzero(new)) if len(first) else np.zeros(0, np.int64)
    edges = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Shared(first[new], second[new], words[heavy], edges)
