"""Where a Chinese word can begin and end: the pieces of the built-in model's own vocabulary, best cut first.

A fragment such as ``人权理`` stands in the text as often as ``人权理事会``; no count of a short document tells them apart.
The vocabulary of the built-in model was learnt from a million sentences, so the likeliest cut of a Han run into its
short pieces (Kudo 2018) says where words end: on the development terms 97% of the edges fall on such a cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders import BUILTIN, tokenizer_settings
from corpora.arrays import Bools, Doubles, Keys, Longs
from corpora.text import HAN_RUN, is_han
from glossary.words.best_cuts import BestCuts

LONGEST = 4  # longer pieces are phrases, and would hide the terms inside them
MOST_CUTS = 50_000
AHEAD = 4096  # texts whose runs are cut at once


PLACES = frozenset("中上下内里后前时")
COUNTERS = frozenset("各次届个项名")
BEFORE = COUNTERS | frozenset("号第向对由与和及同为")
BEHIND = PLACES | frozenset("第等")
"""Single characters that stand before, behind a term and are no part of it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of up to four Han characters: ``codes`` ``(n, 4)``, zeros behind the last, ``sizes``, log-probabilities ``scores``."""

    words: list[str]
    codes: Keys
    sizes: Longs
    scores: Doubles

    @classmethod
    def of(cls, words: list[str], scores: Doubles) -> Vocabulary:
        """Those that are Han from end to end, of some words of up to four characters."""
        text = "".join([word.ljust(LONGEST, "\0") for word in words])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(-1, LONGEST)
        distinct, which = np.unique(codes, return_inverse=True)
        fine = np.array([code == 0 or is_han(chr(code)) for code in distinct.tolist()], np.bool_)
        sizes = np.fromiter(map(len, words), np.int64, len(words))
        han: Bools = np.asarray(fine[which.reshape(codes.shape)].all(1), np.bool_)
        return cls(words, codes.astype(np.uint64), sizes, scores).some(han)

    def some(self, wanted: Bools) -> Vocabulary:
        """Those that are wanted."""
        words = list(compress(self.words, wanted.tolist()))
        return Vocabulary(words, self.codes[wanted], self.sizes[wanted], self.scores[wanted])

    def last(self) -> Keys:
        """The last character of each ``(n,)``."""
        found: Keys = self.codes[np.arange(len(self.codes)), self.sizes - 1]
        return found

    def rests(self) -> tuple[Doubles, Doubles]:
        """Log-probabilities of what is left of each without its first, its last character; -inf where that is no word."""
        front = self.codes.copy()
        front[np.arange(len(front)), self.sizes - 1] = 0
        shorter = _keys(self.codes)  # the key of a longer word is none of a shorter one
        shorter[self.sizes == LONGEST] = 0
        order = np.argsort(shorter)
        known, scores = shorter[order], self.scores[order]
        found = []
        for rest in (np.concatenate([self.codes[:, 1:], np.zeros((len(front), 1), np.uint64)], 1), front):
            keys = _keys(rest)
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            found.append(np.where((known[at] == keys) & (keys > 0), scores[at], -np.inf))
        return found[0], found[1]


def _keys(codes: Keys) -> Keys:
    """One number for each word of up to three characters, of 21 bits each."""
    found: Keys = (codes[:, 0] << np.uint64(42)) | (codes[:, 1] << np.uint64(21)) | codes[:, 2]
    return found


def _among(codes: Keys, characters: Iterable[str]) -> Bools:
    return np.isin(codes, np.array([ord(one) for one in characters], np.uint64))


@lru_cache(maxsize=2)
def vocabulary(folder: Path = BUILTIN) -> Vocabulary | None:
    """The words among the pieces of a model with their log-probabilities; none where the folder has no such vocabulary.

    >>> known = vocabulary()
    >>> ["目的" in known.words, "的独立" in known.words, "会议上" in known.words]
    [True, False, False]
    """
    try:
        model: Any = tokenizer_settings(folder / "tokenizer.json")["model"]
        entries = model["vocab"] if model["type"] == "Unigram" else []
    except (OSError, ValueError, KeyError):
        return None
    short = [entry for entry in entries if 0 < len(entry[0]) <= LONGEST and not entry[0].isascii()]
    found = Vocabulary.of([piece for piece, _ in short], np.array([score for _, score in short], np.float64))
    found = found.some((found.sizes == 1) | _whole(found)) if found.words else found
    return found.some(~_habit(found)) if found.words else None


def _habit(known: Vocabulary) -> Bools:
    """A word with a character for place, number or relation that often stands beside it (``会议上``, ``届会议``): two words."""
    headless, tailless = known.rests()
    behind, before = _among(known.last(), BEHIND), _among(known.codes[:, 0], BEFORE)
    rest = np.where(behind, tailless, np.where(before, headless, -np.inf))
    found: Bools = (known.sizes > 2) & (rest > known.scores)  # Belgium, 比利时, is more frequent than 比利
    return found


def _whole(known: Vocabulary) -> Bools:
    """A piece such as ``的独立`` or ``政策和`` is a habit of the text, not a word; but ``目的`` and ``和平`` are."""
    first, second, last = known.codes[:, 0], known.codes[:, 1], known.last()
    of = ord("的")
    grammar = (first == of) | ((last == of) & ~((known.sizes == 2) & (first == ord("目"))))
    peace = (first == ord("和")) & (second == ord("平"))
    bare = ~_among(last, "和与及在了") & (~_among(first, "和与及在") | peace)
    found: Bools = ~grammar & ((known.sizes == 2) | bare)
    return found


@lru_cache(maxsize=1)
def _best_cuts() -> BestCuts | None:
    known = vocabulary()
    return BestCuts(dict(zip(known.words, known.scores.tolist(), strict=True))) if known else None


def words_of(runs: Sequence[str]) -> list[tuple[str, ...]]:
    """The likeliest words of each Han run; single characters where there is no vocabulary.

    >>> ["".join(words) for words in words_of(["武装部队撤出被占领土", "大会"])]
    ['武装部队撤出被占领土', '大会']
    """
    cuts = _best_cuts()
    return [tuple(run) for run in runs] if cuts is None else cuts.words(runs)


def words(run: str) -> tuple[str, ...]:
    """The same for one run."""
    return words_of([run])[0]


class Cuts:
    """Words of Han runs, kept as long as whoever asks for them; at most :data:`MOST_CUTS`, then it begins anew.

    Many runs at once are far cheaper than one after the other: whoever has many texts asks for :meth:`ahead`.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Cut the Han runs of texts that are not known, as many as are kept; where there is no room for them, what was known goes.

        >>> cuts = Cuts()
        >>> cuts.learn(["大会重申：", "主席"])
        >>> cuts.words("大会重申")
        ('大会', '重申')
        """
        new: dict[str, None] = {}
        for text in texts:
            new.update((run, None) for run in HAN_RUN.findall(text) if run not in self._known)
            if len(new) >= MOST_CUTS:
                break
        if len(self._known) + len(new) > MOST_CUTS:
            self._known.clear()
        self._known.update(zip(new, words_of(list(new)), strict=True))

    def ahead(self, texts: Iterable[str]) -> Iterator[str]:
        """The same texts; the runs of many are cut at once before the first of these is given."""
        rest = iter(texts)
        while block := list(islice(rest, AHEAD)):
            self.learn(block)
            yield from block

    def many(self, runs: Sequence[str]) -> list[tuple[str, ...]]:
        """The words of distinct runs; what was not known is cut at once, and kept as far as there is room.

        >>> Cuts().many(["大会重申", "主席"])
        [('大会', '重申'), ('主席',)]
        """
        new = list(dict.fromkeys(run for run in runs if run not in self._known))
        found = dict(zip(new, words_of(new), strict=True))
        self._known.update(islice(found.items(), max(MOST_CUTS - len(self._known), 0)))
        return [found.get(run) or self.words(run) for run in runs]

    def words(self, run: str) -> tuple[str, ...]:
        """What :func:`words` gives.

        >>> Cuts().words("大会重申")
        ('大会', '重申')
        """
        found = self._known.get(run)
        if found is None:
            if len(self._known) >= MOST_CUTS:
                self._known.clear()
            found = self._known[run] = words(run)
        return found
