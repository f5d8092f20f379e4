"""Which pairs of rows are worth a comparison character by character: where two renderings of what they share can be told apart.

Everything in here is necessary for a finding of :mod:`glossary.checks.terms.phrases` and not sufficient. It leaves one pair of some
hundred to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpora.arrays import Bools, Longs
from glossary.checks.terms.alike import Lines, Runs, common_runs
from glossary.checks.terms.english import English
from glossary.checks.terms.reworded import (
    LEAST_BLOCK,
    LEAST_COMMON,
    LINKING,
    PARTS,
    SURE,
    next_words,
)
from glossary.checks.terms.shared import Shared
from glossary.checks.terms.substituted import LEAST_CHANCE, LEAST_HAN, MOST_HAN, whole_words
from glossary.renderings import Chances, Senses
from glossary.words import is_chinese_term

_LINKING = np.array([0, *map(ord, LINKING)], np.uint32)  # 0: the end of a text


class Place(NamedTuple):
    """Of some pairs the places of two words, which stand for each other: the pair, edges in the characters of each text."""

    pair: Longs
    left: tuple[Longs, Longs]
    right: tuple[Longs, Longs]


def worth_comparing(texts: Sequence[str], english: English, dictionary: Senses, shared: Shared) -> Longs:
    """Which of the pairs of ``shared`` are worth it, in order; ``texts`` are the Chinese ones of all rows."""
    rows, local = np.unique(np.concatenate([shared.first, shared.second]), return_inverse=True)
    some = [texts[row] for row in rows.tolist()]
    lines = Lines.of(some)
    first, second = np.split(local, 2)
    good = np.zeros(len(first), np.bool_)
    words: list[tuple[int, str, str]] = []  # a pair, two words that stand for each other
    ends: list[tuple[int, str]] = []  # a pair, a word that one of its texts may lack
    for runs in common_runs(lines, first, second):
        good[_turned(lines, runs)] = True
        words += _substituted(some, lines, first, second, runs)
        ends += _lost(some, lines, first, second, runs)
    good[_become(english, dictionary, shared, words)] = True
    good[_end(english, dictionary, shared, ends)] = True
    return np.flatnonzero(good)


def _turned(lines: Lines, runs: Runs) -> Longs:
    """Pairs whose longest common run can have, before it in one text, what stands behind it in the other."""
    long = runs.size >= LEAST_BLOCK
    pair, left, right, size = (column[long] for column in (runs.pair, runs.left, runs.right, runs.size))
    found = np.zeros(len(pair), np.bool_)
    for k in PARTS:
        for one, other in ((left, right), (right, left)):
            first = lines.codes[one - k] == lines.codes[other + size]
            last = lines.codes[one - 1] == lines.codes[other + size + k - 1]
            found |= first & last & lines.han[one - 1] & lines.han[one - k]
    return np.unique(pair[found])


def _substituted(
    texts: Sequence[str], lines: Lines, first: Longs, second: Longs, runs: Runs
) -> Iterator[tuple[int, str, str]]:
    """Pairs, and two words of two characters that stand in the same place of their texts."""
    for place in (_behind(lines, runs), _before(lines, runs)):
        spans = []
        for side, edges in ((first, place.left), (second, place.right)):
            text = side[place.pair]
            columns = text, *(edge - lines.base[text] for edge in edges)
            spans.append([(texts[k], (a, b)) for k, a, b in zip(*(column.tolist() for column in columns), strict=True)])
        words = (
            [text[slice(*edges)] for (text, _), edges in zip(some, whole_words(some), strict=True)] for some in spans
        )
        for pair, old, new in zip(place.pair.tolist(), *words, strict=True):
            if len(old) == len(new) == MOST_HAN and old != new:
                yield pair, old, new


def _behind(lines: Lines, runs: Runs) -> Place:
    """One or two characters behind a common run that differ, before others that do not."""
    left, right = runs.left + runs.size, runs.right + runs.size
    return _gaps(lines, runs.pair, left, right, np.minimum(runs.size, LEAST_HAN - 1), 1)


def _before(lines: Lines, runs: Runs) -> Place:
    """The same before a run; here a single character before them is enough."""
    return _gaps(lines, runs.pair, runs.left - 1, runs.right - 1, np.minimum(runs.size, LEAST_HAN - 1), -1)


def _gaps(lines: Lines, pair: Longs, left: Longs, right: Longs, beside: Longs, way: int) -> Place:
    """Gaps of one or two Han characters that begin at these places and go on forwards or backwards (``way``) up to common ones.

    ``beside``: common characters on the near side.
    """
    found: list[tuple[Longs, ...]] = []
    for mine in range(1, MOST_HAN + 1):
        for theirs in range(1, MOST_HAN + 1):
            far = np.zeros(len(pair), np.int64)
            going = np.ones(len(pair), np.bool_)
            for step in range(LEAST_HAN - 1):
                one, other = left + way * (mine + step), right + way * (theirs + step)
                going &= (lines.codes[one] == lines.codes[other]) & lines.han[one]
                far += going
            inner = lines.han[left] & lines.han[left + way * (mine - 1)]
            inner &= lines.han[right] & lines.han[right + way * (theirs - 1)]
            near = far > 0 if way > 0 else far == 1  # backwards: with more it is found forwards
            at = np.flatnonzero(inner & near & (far + beside >= LEAST_HAN))
            edges = [
                np.sort(np.stack([side[at], side[at] + way * size]), axis=0)
                for side, size in ((left, mine), (right, theirs))
            ]
            if way < 0:
                edges = [edge + 1 for edge in edges]
            found.append((pair[at], *edges[0], *edges[1]))
    which, a, b, c, d = (np.concatenate(column) for column in zip(*found, strict=True))
    return Place(which, (a, b), (c, d))


def _lost(texts: Sequence[str], lines: Lines, first: Longs, second: Longs, runs: Runs) -> Iterator[tuple[int, str]]:
    """Pairs, and a word that follows a common run in one text and stands nowhere in the other."""
    for mine, theirs, here, there in (
        (runs.left, runs.right, first, second),
        (runs.right, runs.left, second, first),
    ):
        for back in (0, 1):  # the run of a block may end one character before that of the texts
            end, behind = mine + runs.size - back, theirs + runs.size - back
            good = (runs.size - back >= LEAST_COMMON) & lines.han[end] & np.isin(lines.codes[behind], _LINKING)
            pairs = runs.pair[good]
            columns = pairs, here[pairs], there[pairs], end[good] - lines.base[here[pairs]]
            found = list(zip(*(column.tolist() for column in columns), strict=True))
            words = next_words([(texts[one], at) for _pair, one, _other, at in found])
            for (pair, _one, other, _at), word in zip(found, words, strict=True):
                if len(word) == MOST_HAN and word not in texts[other] and is_chinese_term(word):
                    yield pair, word


def _become(english: English, dictionary: Senses, shared: Shared, words: Sequence[tuple[int, str, str]]) -> Longs:
    """Pairs with two words that can render the same English word of the pair."""
    names = _Names(dictionary, shared, english.lower, shared.words, [word for one in words for word in one[1:]])
    old, new = (
        names.chances(some, LEAST_CHANCE)
        for some in ([(pair, old) for pair, old, _new in words], [(pair, new) for pair, _old, new in words])
    )
    which = names.owner([one[0] for one in words])
    return np.array([one[0] for one in words], np.int64)[np.unique(which[old & new])]


def _end(english: English, dictionary: Senses, shared: Shared, ends: Sequence[tuple[int, str]]) -> Longs:
    """Pairs with a word that surely renders an English word of the pair."""
    folds, which = english.folds
    names = _Names(dictionary, shared, folds, which[shared.words].astype(np.int64), [word for _pair, word in ends])
    sure = names.chances(ends, SURE)
    return np.array([pair for pair, _word in ends], np.int64)[np.unique(names.owner([one[0] for one in ends])[sure])]


class _Names:
    """Chinese words against all English words of their pairs."""

    def __init__(
        self, dictionary: Senses, shared: Shared, english: Sequence[str], names: Longs, words: Sequence[str]
    ) -> None:
        self._number = {word: k for k, word in enumerate(dict.fromkeys(words))}
        used, self._names = np.unique(names, return_inverse=True)
        self._chances = Chances(dictionary, list(self._number), [english[name] for name in used.tolist()])
        self._edges = shared.edges

    def owner(self, pairs: Sequence[int]) -> Longs:
        """Of which question each answer of :meth:`chances` is, for questions about these pairs."""
        return np.repeat(np.arange(len(pairs)), np.diff(self._edges)[np.array(pairs, np.int64)])

    def chances(self, asked: Sequence[tuple[int, str]], least: float) -> Bools:
        """Whether a word becomes each English word of its pair with at least this probability, end to end."""
        pairs = np.array([pair for pair, _word in asked], np.int64)
        _which, at = _spread(self._edges, pairs)
        words = np.array([self._number[word] for _pair, word in asked], np.int64)
        result: Bools = self._chances.of(np.repeat(words, np.diff(self._edges)[pairs]), self._names[at]) >= least
        return result


def _spread(edges: Longs, which: Longs) -> tuple[Longs, Longs]:
    """Of what stands between some edges: of which of them, and the place."""
    sizes = np.diff(edges)[which]
    owner = np.repeat(np.arange(len(which)), sizes)
    return owner, np.arange(len(owner)) + np.repeat(edges[which] - np.cumsum(sizes) + sizes, sizes)
