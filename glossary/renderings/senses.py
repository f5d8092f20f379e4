"""Whether a text says what a term says in other words: the dictionary of the model, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpora.arrays import Bools, Floats, Ints, Longs, distinct, in_order
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
MOST_TEXTS = 20_000  # whose pieces are kept


class Asked(NamedTuple):
    """A term of ``language`` that stands in ``source``, and a text of the other language that may say it."""

    term: str
    language: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """A dictionary one way, pair by pair: ``keys`` (giver times ``width`` plus taker, in order), their ``values``."""

    width: int
    keys: Longs
    values: Floats
    shares: tuple[Floats, Floats]

    @classmethod
    def of(cls, dictionary: Dictionary) -> Way:
        """The first direction of a dictionary."""
        width = len(dictionary.shares[0])
        givers, takers, chances = dictionary.directions[0].take(np.arange(width))
        keys = np.append(givers * width + takers, width * width)  # the last one is no pair, so that there is one
        order = in_order(keys)
        return cls(width, keys[order], np.append(chances, np.float32(0))[order], dictionary.shares)

    def chances(self, givers: Longs, takers: Longs) -> Floats:
        """With which probability each piece becomes the one beside it."""
        wanted = givers * self.width + takers
        at = np.searchsorted(self.keys[:-1], wanted)
        same = np.where(givers == takers, np.float32(SAME), np.float32(0))
        result: Floats = np.maximum(np.where(self.keys[at] == wanted, self.values[at], np.float32(0)), same)
        return result


class Senses:
    """The word dictionary of a model, asked about single terms and rows."""

    def __init__(self, encoder: StaticEncoder) -> None:
        self.encoder = encoder
        self.rendered: dict[tuple[str, tuple[str, ...]], float] = {}
        self.ids: dict[str, Longs] = {}
        self.texts: dict[str, Ints] = {}
        self.dictionaries: dict[str, Dictionary | None] = {
            language: self.encoder.dictionary and self.encoder.dictionary.facing(language, other)
            for language, other in OTHER_LANGUAGE.items()
        }
        self.ways = {
            language: None if found is None else Way.of(found) for language, found in self.dictionaries.items()
        }

    def said(self, term: str, language: str, source: str, text: str, least: float = GIVEN) -> float:
        """The share of the words of ``term`` that words of ``text`` render, words that render nothing else of ``source``.

        ``source`` (of ``language``) is the text in which the term stands; 0 without a dictionary.
        """
        return self.said_all([Asked(term, language, source, text)], least)[0]

    def said_all(self, asked: Sequence[Asked], least: float = GIVEN) -> list[float]:
        """The same for many terms at once, which takes one look at the vocabulary."""
        result = [0.0] * len(asked)
        for language, way in self.ways.items():
            mine = [k for k, one in enumerate(asked) if one.language == language]
            if way is not None and mine:
                for k, share in zip(mine, self._said([asked[k] for k in mine], way, least), strict=True):
                    result[k] = share
        return result

    def _said(self, asked: Sequence[Asked], way: Way, least: float) -> list[float]:
        texts = [text for one in asked for text in (one.term, one.source.replace(one.term, " "), one.text)]
        pieces = self._pieces(texts)
        whose = np.repeat(np.arange(len(texts)), [len(some) for some in pieces])
        ids, part, whose = np.concatenate(pieces).astype(np.int64), whose % 3, whose // 3
        own = (part == 0) & (way.shares[0][ids] < FREQUENT)
        mine, mine_of = ids[own], whose[own]
        rest, rest_of = _kinds(ids, whose, part == 1)
        theirs, theirs_of = _kinds(ids, whose, (part == 2) & (way.shares[1][ids] < FREQUENT))
        giver, taker = _together(mine_of, theirs_of, len(asked))
        chances = way.chances(mine[giver], theirs[taker])
        hits = np.flatnonzero(chances >= least)
        giver, taker, chances = giver[hits], taker[hits], chances[hits]
        # a word of the text that renders another word of the source better does not render the term
        wanted = distinct(taker)
        other, some = _together(rest_of, theirs_of[wanted], len(asked))
        best = np.zeros(len(theirs), np.float32)
        np.maximum.at(best, wanted[some], way.chances(rest[other], theirs[wanted[some]]))
        said = np.zeros(len(mine), np.bool_)
        said[giver[chances >= best[taker]]] = True
        counts = np.bincount(mine_of, minlength=len(asked))
        shares: list[float] = (np.bincount(mine_of, said, len(asked)) / np.maximum(counts, 1)).tolist()
        return shares

    def _pieces(self, texts: Sequence[str]) -> list[Ints]:
        """The pieces of each text; one row is asked about again and again."""
        if len(self.texts) > MOST_TEXTS:
            self.texts = {}
        known = self.texts
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = self.encoder.pieces(new)
            known.update(zip(new, np.split(found.ids, found.offsets[1:-1]), strict=True))
        return [known[text] for text in texts]

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
        way = self.ways["zh"]
        if way is None or not others:
            return False
        key = word, tuple(others)
        if key not in self.rendered:
            mine = self._ids(word)
            theirs = np.unique(np.concatenate([self._ids(one) for one in others]))
            chances = way.chances(mine[:, None], theirs[None, :])
            self.rendered[key] = float(chances.max(1, initial=0.0).min(initial=1.0))
        return self.rendered[key] >= least

    def _ids(self, word: str) -> Longs:
        if word not in self.ids:
            self.ids[word] = self.encoder.pieces([word]).ids.astype(np.int64)
        return self.ids[word]

    def sole(self, term: str, language: str, renderings: Sequence[str]) -> float:
        """The probability with which the words of ``term`` become words of ``renderings``, of the best word; 1 without a dictionary.

        A low one says that the term is a word with other meanings beside that of the concept.
        """
        way = self.ways[language]
        if way is None or not renderings:
            return 1.0
        mine = self.encoder.pieces([term]).ids.astype(np.int64)
        theirs = np.unique(self.encoder.pieces(list(renderings)).ids.astype(np.int64))
        return float(way.chances(mine[:, None], theirs[None, :]).sum(1).max(initial=0.0))


SENSES: Key[Senses] = Key("senses")


def senses_of(rows: Rows) -> Senses | None:
    """The dictionary of the model of these rows; ``None`` where no model is to speak."""
    return None if rows.encoder is None else rows.derived(SENSES, lambda rows: Senses(rows.static))


def _kinds(pieces: Longs, whose: Longs, wanted: Bools) -> tuple[Longs, Longs]:
    """Different pieces of each owner, and whose they are; in order of owners."""
    width = int(pieces.max(initial=0)) + 1
    owners, found = np.divmod(distinct(whose[wanted] * width + pieces[wanted]), width)
    return found, owners


def _together(left: Longs, right: Longs, owners: int) -> tuple[Longs, Longs]:
    """All pairs of things of one owner, given the owners of both kinds of things, the second ones in order."""
    first = np.searchsorted(right, np.arange(owners + 1))
    counts = np.diff(first)[left]
    inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(np.arange(len(left)), counts), np.repeat(first[left], counts) + inside
