"""Where a Chinese word can begin and end: the pieces of the built-in model's own vocabulary, best cut first.

A fragment such as ``人权理`` stands in the text as often as ``人权理事会``; no count of a short document tells them apart.
The vocabulary of the built-in model was learnt from a million sentences, so the likeliest cut of a Han run into its
short pieces (Kudo 2018) says where words end: on the development terms 97% of the edges fall on such a cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from align.encoders import BUILTIN, tokenizer_settings
from corpora.text import HAN_RUN
from glossary.words.best_cuts import BestCuts

LONGEST = 4  # longer pieces are phrases, and would hide the terms inside them
MOST_CUTS = 50_000
AHEAD = 4096  # texts whose runs are cut at once


@lru_cache(maxsize=2)
def vocabulary(folder: Path = BUILTIN) -> dict[str, float]:
    """Log-probabilities of the Han pieces of up to four characters; empty where the folder has no such vocabulary."""
    try:
        model: Any = tokenizer_settings(folder / "tokenizer.json")["model"]
        entries = model["vocab"] if model["type"] == "Unigram" else []
    except (OSError, ValueError, KeyError):
        return {}
    found: dict[str, float] = {}
    for piece, score in entries:
        if len(piece) <= LONGEST and HAN_RUN.fullmatch(piece) and (len(piece) == 1 or _whole(piece)):
            found[piece] = float(score)
    return {piece: score for piece, score in found.items() if not _habit(piece, found)}


PLACES = frozenset("中上下内里后前时")
COUNTERS = frozenset("各次届个项名")
BEFORE = COUNTERS | frozenset("号第向对由与和及同为")
BEHIND = PLACES | frozenset("第等")
"""Single characters that stand before, behind a term and are no part of it."""


def _habit(piece: str, found: dict[str, float]) -> bool:
    """A word with a character for place, number or relation that often stands beside it (``会议上``, ``届会议``): two words."""
    if len(piece) < 3:
        return False
    rest = piece[:-1] if piece[-1] in BEHIND else piece[1:] if piece[0] in BEFORE else ""
    return found.get(rest, -math.inf) > found[piece]  # Belgium, 比利时, is more frequent than 比利


def _whole(piece: str) -> bool:
    """A piece such as ``的独立`` or ``政策和`` is a habit of the text, not a word.

    >>> [_whole(piece) for piece in ("目的", "和平", "权的", "政策和")]
    [True, True, False, False]
    """
    if piece[0] == "的" or (piece[-1] == "的" and piece != "目的"):
        return False
    return len(piece) == 2 or (piece[-1] not in "和与及在了" and (piece[0] not in "和与及在" or piece[:2] == "和平"))


@lru_cache(maxsize=1)
def _best_cuts() -> BestCuts | None:
    known = vocabulary()
    return BestCuts(known) if known else None


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
        new = [run for run in runs if run not in self._known]
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
