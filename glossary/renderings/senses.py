"""Whether a text says what a term says in other words: the dictionary of the model, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.text import OTHER_LANGUAGE
from glossary.rows import Key, Rows

if TYPE_CHECKING:
    from align.dictionary import Dictionary
    from align.encoders import StaticEncoder

GIVEN = 0.05  # probability with which a word of the term becomes a word of the text
SAME = 0.1  # of a word that stands unchanged
SLIGHT = 0.02  # the same for the words of a rendering that was found by likeness
RENDERED = 1.0  # more than this: the shares of the words of a term and of its rendering that are about each other
FREQUENT = 0.004  # share of a piece in all text; what is more frequent is grammar


class Asked(NamedTuple):
    """A term of ``language`` that stands in ``source``, and a text of the other language that may say it."""

    term: str
    language: str
    source: str
    text: str


class Senses:
    """The word dictionary of a model, asked about single terms and rows."""

    def __init__(self, encoder: StaticEncoder) -> None:
        self.encoder = encoder
        self.rendered: dict[tuple[str, tuple[str, ...]], float] = {}
        self.ids: dict[str, Longs] = {}
        self.dictionaries: dict[str, Dictionary | None] = {
            language: self.encoder.dictionary and self.encoder.dictionary.facing(language, other)
            for language, other in (("zh", "en"), ("en", "zh"))
        }

    def said(self, term: str, language: str, source: str, text: str, least: float = GIVEN) -> float:
        """The share of the words of ``term`` that words of ``text`` render, words that render nothing else of ``source``.

        ``source`` (of ``language``) is the text in which the term stands; 0 without a dictionary.
        """
        return self.said_all([Asked(term, language, source, text)], least)[0]

    def said_all(self, asked: Sequence[Asked], least: float = GIVEN) -> list[float]:
        """The same for many terms at once, which takes one look at the vocabulary."""
        pieces = self.encoder.pieces([t for a in asked for t in (a.term, a.source.replace(a.term, " "), a.text)])
        ids, offsets = pieces.ids.astype(np.int64), pieces.offsets.tolist()
        edges = zip(asked, offsets[::3], offsets[1::3], offsets[2::3], offsets[3::3], strict=False)
        return [self._said(one.language, ids[a:b], ids[b:c], ids[c:d], least) for one, a, b, c, d in edges]

    def _said(self, language: str, mine: Longs, rest: Longs, text: Longs, least: float) -> float:
        dictionary = self.dictionaries[language]
        if dictionary is None:
            return 0.0
        others, theirs = np.unique(rest), np.unique(text)
        theirs = theirs[dictionary.shares[1][theirs] < FREQUENT]
        mine = mine[dictionary.shares[0][mine] < FREQUENT]
        if not len(mine) or not len(theirs):
            return 0.0
        best = _chances(dictionary, others, theirs).max(0, initial=0.0)
        own = _chances(dictionary, mine, theirs)
        return float(((own >= least) & (own >= best)).any(1).mean())

    def plausible(self, term: str, language: str, source: str, rendering: str, target: str) -> bool:
        """Whether a phrase of ``target`` can be the rendering of a term of ``source``: most words of both are about each other.

        True without a dictionary, which then has nothing to say.
        """
        return self.plausible_all([Asked(term, language, source, rendering)], [target])[0]

    def plausible_all(self, asked: Sequence[Asked], targets: Sequence[str]) -> list[bool]:
        """The same for many renderings at once: ``text`` of each is a phrase of its target."""
        if self.dictionaries["zh"] is None:
            return [True] * len(asked)
        back = [
            Asked(one.text, OTHER_LANGUAGE[one.language], target, one.term)
            for one, target in zip(asked, targets, strict=True)
        ]
        shares = zip(self.said_all(back, SLIGHT), self.said_all(asked, SLIGHT), strict=True)
        return [one + other > RENDERED for one, other in shares]

    def renders(self, word: str, others: Sequence[str], least: float) -> bool:
        """Whether a Chinese word becomes one of some English words with at least this probability."""
        dictionary = self.dictionaries["zh"]
        if dictionary is None or not others:
            return False
        key = word, tuple(others)
        if key not in self.rendered:
            mine = self._ids(word)
            theirs = np.unique(np.concatenate([self._ids(one) for one in others]))
            self.rendered[key] = float(_chances(dictionary, mine, theirs).max(1, initial=0.0).min(initial=1.0))
        return self.rendered[key] >= least

    def _ids(self, word: str) -> Longs:
        if word not in self.ids:
            self.ids[word] = self.encoder.pieces([word]).ids.astype(np.int64)
        return self.ids[word]

    def sole(self, term: str, language: str, renderings: Sequence[str]) -> float:
        """The probability with which the words of ``term`` become words of ``renderings``, of the best word; 1 without a dictionary.

        A low one says that the term is a word with other meanings beside that of the concept.
        """
        dictionary = self.dictionaries[language]
        if dictionary is None or not renderings:
            return 1.0
        mine = self.encoder.pieces([term]).ids.astype(np.int64)
        theirs = np.unique(self.encoder.pieces(list(renderings)).ids.astype(np.int64))
        return float(_chances(dictionary, mine, theirs).sum(1).max(initial=0.0))


SENSES: Key[Senses] = Key("senses")


def senses_of(rows: Rows) -> Senses | None:
    """The dictionary of the model of these rows; ``None`` where no model is to speak."""
    return None if rows.encoder is None else rows.derived(SENSES, lambda rows: Senses(rows.static))


def _chances(dictionary: Dictionary, givers: Longs, takers: Longs) -> Floats:
    """``(len(givers), len(takers))``: with which probability each piece becomes each other; ``takers`` in order."""
    rows, renderings, chances = dictionary.directions[0].take(givers)
    columns = np.searchsorted(takers, renderings)
    columns[columns == len(takers)] = 0
    here = takers[columns] == renderings
    table = np.zeros((len(givers), len(takers)), np.float32)
    table[rows[here], columns[here]] = chances[here]
    same = np.equal.outer(givers, takers)
    result: Floats = np.maximum(table, same.astype(np.float32) * np.float32(SAME))
    return result
