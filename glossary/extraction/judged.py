"""What the extractor found out about a bitext, before it becomes concepts."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.arrays import Doubles, Longs
from corpora.bitext import Pair
from glossary.extraction.features import PhraseFacts
from glossary.extraction.pairs import PhrasePairs, Votes
from glossary.extraction.sides import Grams, SideAtoms


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: its text, its phrases, what is known of them."""

    side: SideAtoms
    grams: Grams
    facts: PhraseFacts


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that say something new: their numbers ``places``, their ``pairs``.

    ``repeats`` says again what one of them says: ``again[k]`` are numbers in it of the rows that repeat pair ``k``.
    """

    places: Longs
    pairs: list[Pair]
    repeats: list[Pair]
    again: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """All that the extractor found out: pairs of phrases, occurrences looked at, probabilities ``(pairs,)``."""

    zh: Phrases
    en: Phrases
    pairs: PhrasePairs
    votes: Votes
    right: Doubles
    term: Doubles

    def probability(self, k: int) -> float:
        """That pair ``k`` is a rendering and a term."""
        return float(self.right[k] * self.term[k])
