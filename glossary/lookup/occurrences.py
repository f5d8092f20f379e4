"""Where the looked-up terms stand: rows first by a cheap search, then exact places by the matcher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from glossary.concept import Concept, Term
from glossary.words import Matcher, tokens

Places = dict[int, list[tuple[int, int]]]
MARKS = '《》〈〉“”"「」『』'


def occurrences(terms: Sequence[str], texts: Sequence[str], language: str) -> list[Places]:
    """For each term: its places ``(start, end)`` by row. In English whole words, whatever their case and number."""
    lower = [text.lower() for text in texts] if language == "en" else list(texts)
    return [_places(term, texts, lower, language) for term in terms]


def _places(term: str, texts: Sequence[str], lower: Sequence[str], language: str) -> Places:
    for form in dict.fromkeys((term, term.strip(MARKS))):
        found = _exact(form, texts, lower, language)
        if found:
            return found
    return {}


def _exact(term: str, texts: Sequence[str], lower: Sequence[str], language: str) -> Places:
    forms = _forms(term, language)
    stems = _stems(term, language)
    rows: Sequence[int] = range(len(texts))
    for stem in stems:
        rows = [row for row in rows if stem in lower[row]]
    if language == "en" and any(text.strip(" \u00a0") for text in _gaps(term)):
        return _by_words(term, texts, rows)
    matcher = Matcher([Concept("t", tuple(Term(form, language) for form in forms))], language)
    found: Places = {}
    for row in rows:
        places = [
            (o.start, o.end) for o in matcher.find(texts[row]) if not _inside_word(texts[row], o.start, o.end, term)
        ]
        if places:
            found[row] = places
    return found


def _gaps(term: str) -> list[str]:
    """What stands between the words of a term."""
    found = tokens(term)
    return [term[one.end : next_.start] for one, next_ in pairwise(found)]


def _by_words(term: str, texts: Sequence[str], rows: Sequence[int]) -> Places:
    """Places of a term that has a comma or a colon inside, whatever punctuation marks the text has there."""
    wanted = [token.folded for token in tokens(term)]
    result: Places = {}
    for row in rows:
        found = tokens(texts[row])
        folds = [token.folded for token in found]
        places = [k for k in range(len(folds) - len(wanted) + 1) if folds[k : k + len(wanted)] == wanted]
        if places:
            result[row] = [(found[k].start, found[k + len(wanted) - 1].end) for k in places]
    return result


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


def _joined(one: str, other: str) -> bool:
    return bool(one and other) and one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
