"""Where the looked-up terms stand: all terms in one pass over the rows, each as its own matcher would find it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.arrays import Bools, Longs, in_order
from glossary.concept import Concept, Term
from glossary.rows import Rows
from glossary.words import Matcher, Matchers, Placed, TokenTable, tokens

Places = dict[int, list[tuple[int, int]]]
MARKS = '《》〈〉“”"「」『』'
Columns = tuple[Longs, Longs, Longs, Longs]
"""Of places: the number of the term, row, offsets; ``(n,)`` each."""


def occurrences(terms: Sequence[str], rows: Rows, language: str) -> Placed:
    """The places of each term. In English whole words, whatever their case and number."""
    found = _exact(dict(enumerate(terms)), rows, language)
    here = set(np.unique(found[0]).tolist())
    bare = {k: term.strip(MARKS) for k, term in enumerate(terms) if k not in here and term.strip(MARKS) != term}
    which, *places = _together([found, _exact(bare, rows, language)])
    order = in_order(which)
    row, start, end = (column[order] for column in places)
    return Placed.of(which[order], row, start, end, len(terms))


def _exact(terms: Mapping[int, str], rows: Rows, language: str) -> Columns:
    """The places of terms, each with its number, that are written just so."""
    apart = {k: term for k, term in terms.items() if language == "en" and any(map(_parts, _gaps(term)))}
    whole = {k: term for k, term in terms.items() if k not in apart}
    found = _together([_by_matchers(whole, rows, language), _by_words(apart, rows)])
    stems = {k: _stems(term, language) for k, term in terms.items()}
    texts = rows.texts(language)
    lower = [text.lower() for text in texts] if language == "en" and len(found[0]) else texts
    kept = [
        all(stem in lower[row] for stem in stems[k]) for k, row in zip(*(c.tolist() for c in found[:2]), strict=True)
    ]
    which, row, start, end = (column[np.array(kept, np.bool_)] for column in found)
    return which, row, start, end


def _by_matchers(terms: Mapping[int, str], rows: Rows, language: str) -> Columns:
    """Places of terms whatever is folded away (:mod:`glossary.words.folding`)."""
    if not terms:
        return _together([])
    forms = (tuple(Term(form, language) for form in _forms(term, language)) for term in terms.values())
    found = Matchers([Matcher([Concept("t", some)], language) for some in forms]).over(rows.streams(language))
    which = np.repeat(np.fromiter(terms, np.int64, len(terms)), np.diff(found.offsets))
    texts = rows.texts(language)
    columns = (which, found.row, found.start, found.end)
    kept: Bools = np.array(
        [
            not _inside_word(texts[row], start, end, terms[k])
            and not _acronym_for_word(texts[row], start, end, terms[k])
            for k, row, start, end in zip(*(column.tolist() for column in columns), strict=True)
        ],
        np.bool_,
    )
    row, start, end = (column[kept].astype(np.int64) for column in columns[1:])
    return which[kept], row, start, end


def _together(parts: Sequence[Columns]) -> Columns:
    none = (np.zeros(0, np.int64),) * 4
    which, row, start, end = (np.concatenate(some) for some in zip(none, *parts, strict=True))
    return which, row, start, end


def _gaps(term: str) -> list[str]:
    """What stands between the words of a term."""
    found = tokens(term)
    return [term[one.end : next_.start] for one, next_ in pairwise(found)]


def _parts(gap: str) -> bool:
    """Whether punctuation stands between two words."""
    return bool(gap.strip(" \u00a0"))


def _by_words(terms: Mapping[int, str], rows: Rows) -> Columns:
    """Places of terms that have a comma or a colon inside, whatever punctuation marks the text has there."""
    if not terms:
        return _together([])
    index = WordIndex.of(rows)
    found = []
    for k, term in terms.items():
        row, start, end = index.find([token.folded for token in tokens(term)])
        found.append((np.full(len(row), k), row, start, end))
    return _together(found)


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The folded words of the English side: number of each in ``number``; places of word ``k`` at ``first[k]:first[k + 1]`` of ``order``."""

    table: TokenTable
    number: Mapping[str, int]
    word: Longs
    order: Longs
    first: Longs

    @classmethod
    def of(cls, rows: Rows) -> WordIndex:
        """Index rows."""
        table, folds = rows.folded_words
        number: dict[str, int] = {}
        word = np.array([number.setdefault(fold, len(number)) for fold in folds], np.int64)[table.kind]
        order = in_order(word)
        return cls(table, number, word, order, np.searchsorted(word[order], np.arange(len(number) + 1)))

    def find(self, words: Sequence[str]) -> tuple[Longs, Longs, Longs]:
        """Row, start and end of every place where these words follow one another in a row."""
        wanted = [self.number.get(word, -1) for word in words]
        if min(wanted) < 0:
            return (np.zeros(0, np.int64),) * 3
        at = self.order[self.first[wanted[0]] : self.first[wanted[0] + 1]]
        at = at[at + len(wanted) <= len(self.word)]
        for k, word in enumerate(wanted[1:], 1):
            at = at[self.word[at + k] == word]
        last = at + len(wanted) - 1
        row = np.searchsorted(self.table.offsets, at, side="right") - 1
        inside = last < self.table.offsets[row + 1]
        start, end = self.table.start[at[inside]], self.table.end[last[inside]]
        return row[inside], start.astype(np.int64), end.astype(np.int64)


def _forms(term: str, language: str) -> list[str]:
    """Ways to write a term: with a hyphen or without."""
    if language == "zh" or "-" not in term:
        return [term]
    return [term, term.replace("-", " ")]


def _stems(term: str, language: str) -> list[str]:
    """Strings that stand in every row which has the term, the longest first."""
    if language == "zh":
        return [part for part in sorted(term.split(), key=len, reverse=True) if part]
    parts = [part for token in tokens(term) for part in re.split(r"[-'’]", token.text.lower())]
    return sorted({part[: max(len(part) - 3, min(len(part), 2))] for part in parts if part}, key=len, reverse=True)


def _inside_word(text: str, start: int, end: int, term: str) -> bool:
    """Whether a place is only a part of a longer Latin word or number.

    >>> _inside_word("WHOA", 0, 3, "WHO"), _inside_word("由WHO发布", 1, 4, "WHO")
    (True, False)
    """
    return _joined(text[start - 1 : start], term[:1]) or _joined(text[end : end + 1], term[-1:])


def _acronym_for_word(text: str, start: int, end: int, term: str) -> bool:
    """Whether an acronym stands where a word was looked for, or the other way round: AIDS is no plural of aid.

    >>> _acronym_for_word("AIDS spread", 0, 4, "aid"), _acronym_for_word("AID WAS GIVEN", 0, 3, "aid")
    (True, False)
    """
    found = text[start:end]
    if " " in found or found.lower() == term.lower() or not found.isascii():
        return False
    return len(found) > 1 and found.isupper() != term.isupper() and not text.isupper()


def _joined(one: str, other: str) -> bool:
    return bool(one and other) and one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
