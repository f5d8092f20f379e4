"""Where the concepts of the termbase stand in each row, on both sides: what several checks of terms look at."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import cast

import numpy as np

from corpora.arrays import Longs
from corpora.text import OTHER_LANGUAGE, read_lists
from glossary.checks.base import Material
from glossary.concept import APPROVED, Concept
from glossary.rows import Key, Rows, Same
from glossary.words import WORD, Matcher, Occurrence, Occurrences, fold_word

REFUSED = ("deprecated", "superseded")
BLOCK = 1024  # rows whose terms are made at a time: bounds memory, never changes a term
MATCHERS = 8  # of termbases that are kept

GENERIC = frozenset(read_lists(__package__, "heads.tsv")["generic"])
"""Heads of names that stand for whichever body the text is about."""


@dataclass(frozen=True, slots=True)
class TermsOfSide:
    """Terms of one side of a row: the longest ones, and every one, also inside others."""

    longest: tuple[Occurrence, ...]
    every: tuple[Occurrence, ...]

    def concepts(self) -> set[str]:
        """Concepts that have a term here, wherever it stands."""
        return {concept for one in self.every for concept in one.concepts}

    def standing(self) -> set[str]:
        """Concepts that have a term here which is no part of a term of another one: 俄罗斯 in 白俄罗斯 is none."""
        starts = [one.start for one in self.longest]
        found: set[str] = set()
        for one in self.every:
            at = bisect_right(starts, one.start) - 1  # the longest do not overlap: no other one can hold it
            outer = self.longest[at] if at >= 0 else one
            inside = one.end <= outer.end and outer.end - outer.start > one.end - one.start
            found.update(id for id in one.concepts if not inside or id in outer.concepts)
        return found


Sides = Mapping[int, Mapping[str, TermsOfSide]]
STANDING: Key[Sides] = Key("terms that stand in rows")
NAME_WORDS: Key[Counter[str]] = Key("words of names")


def approved_terms(material: Material) -> Sides:
    """For each row (from 1) with both sides: the approved terms that stand in it."""
    return _standing(material, APPROVED)


def refused_terms(material: Material) -> Sides:
    """For each row (from 1) with both sides: the terms that the termbase deprecates."""
    return _standing(material, REFUSED)


def _standing(material: Material, statuses: tuple[str, ...]) -> Sides:
    key = STANDING.of(Same(material.termbase), statuses)
    return material.rows.derived(key, lambda _rows: _terms(material, statuses))


def _terms(material: Material, statuses: tuple[str, ...]) -> Sides:
    places = places_of(material.rows, material.termbase or (), statuses)
    here = material.rows.bilingual & (places["zh"].rows() | places["en"].rows())
    return dict(sides_in(places, here.nonzero()[0]))


def places_of(rows: Rows, concepts: Iterable[Concept], statuses: tuple[str, ...]) -> Mapping[str, Occurrences]:
    """Where the terms of some concepts stand in all rows, on each side."""
    listed = tuple(map(Same, concepts))
    return {language: _matcher(listed, language, statuses).over(rows.streams(language)) for language in OTHER_LANGUAGE}


@lru_cache(maxsize=MATCHERS)
def _matcher(concepts: tuple[Same, ...], language: str, statuses: tuple[str, ...]) -> Matcher:
    """Made once for the same concepts, whatever rows are looked at."""
    return Matcher((cast("Concept", one.value) for one in concepts), language, statuses=statuses)


def side_of(places: Occurrences, row: int) -> TermsOfSide:
    """The terms of one side of a row (from 0)."""
    return TermsOfSide(places.longest(row), places.every(row))


def sides_in(places: Mapping[str, Occurrences], rows: Longs) -> Iterator[tuple[int, Mapping[str, TermsOfSide]]]:
    """Each of some rows (from 1; ``rows`` from 0) with the terms of both sides: many at once are far cheaper than one by one."""
    for first in range(0, len(rows), BLOCK):
        some = rows[first : first + BLOCK]
        columns = zip(*(_sides(places[language], some) for language in OTHER_LANGUAGE), strict=True)
        for row, sides in zip(some.tolist(), columns, strict=True):
            yield row + 1, dict(zip(OTHER_LANGUAGE, sides, strict=True))


def _sides(places: Occurrences, rows: Longs) -> Iterator[TermsOfSide]:
    sizes = places.offsets[rows + 1] - places.offsets[rows]
    heads = np.cumsum(sizes) - sizes
    at = np.arange(int(sizes.sum())) + np.repeat(places.offsets[rows] - heads, sizes)
    columns = (column[at].tolist() for column in (places.which, places.start, places.end))
    every = [
        Occurrence(concepts, term, start, end)
        for which, start, end in zip(*columns, strict=True)
        for concepts, term in (places.entries[which],)
    ]
    outer = places.outer[at].tolist()
    for begin, end in pairwise([*heads.tolist(), len(at)]):
        longest = [every[k] for k in range(begin, end) if outer[k]]
        yield TermsOfSide(tuple(sorted(longest, key=lambda one: one.start)), tuple(every[begin:end]))


def approved(concept: Concept, language: str) -> list[str]:
    """The approved terms of a concept in a language, the preferred one first."""
    return [term.text for term in concept.of(language) if term.status in APPROVED]


def name_words(material: Material) -> Counter[str]:
    """In the English names of how many concepts of the termbase each folded word stands."""
    return material.rows.derived(
        NAME_WORDS.of(Same(material.termbase)), lambda _rows: _name_words(material.termbase or ())
    )


def _name_words(concepts: Iterable[Concept]) -> Counter[str]:
    found: Counter[str] = Counter()
    for concept in concepts:
        names = [name for name in approved(concept, "en") if name[:1].isupper()]
        found.update({fold_word(word) for name in names for word in WORD.findall(name)})
    return found


def is_short(term: str) -> bool:
    """Whether a term names a body by the head of its name: the Commission."""
    return term.removeprefix("the ").removeprefix("The ") in GENERIC
