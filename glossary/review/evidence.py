"""What speaks for a candidate: its contexts in both languages with the term marked, its variants with counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.text import LANGUAGES
from glossary.concept import Concept, Context, Term
from glossary.words import Matcher

Piece = tuple[str, bool]
"""A stretch of text, and whether it is the term."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One place in both languages, cut into pieces; a side that is not known is empty."""

    symbol: str
    segment: str
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]


class Marker:
    """Marks the terms of one concept in its contexts."""

    def __init__(self, concept: Concept) -> None:
        self._matchers = {language: Matcher([concept], language) for language in LANGUAGES}
        self._terms = {
            language: sorted((t.text for t in concept.of(language) if t.text), key=len, reverse=True)
            for language in LANGUAGES
        }

    def pieces(self, text: str, language: str, around: int = 0) -> tuple[Piece, ...]:
        """``text`` in pieces; with ``around``, at most so many characters before the first and after the last mark.

        >>> from glossary.concept import Term
        >>> Marker(Concept("c1", (Term("难民署", "zh"),))).pieces("感谢难民署。", "zh")
        (('感谢', False), ('难民署', True), ('。', False))
        """
        if not text:
            return ()
        spans = [(found.start, found.end) for found in self._matchers[language].find(text)]
        return _clipped(_cut(text, spans or self._plain(text, language)), around)

    def _plain(self, text: str, language: str) -> list[tuple[int, int]]:
        """Without a match by words: the longest term as it stands, capitals aside."""
        low = text.lower()
        if len(low) != len(text):
            return []
        for term in self._terms[language]:
            start = low.find(term.lower())
            if start >= 0:
                return [(start, start + len(term))]
        return []


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces)


def _clipped(pieces: tuple[Piece, ...], around: int) -> tuple[Piece, ...]:
    if not around or sum(len(text) for text, _marked in pieces) <= 3 * around:
        return pieces
    if not any(marked for _text, marked in pieces):
        return ((f"{pieces[0][0][: 2 * around]}…", False),)
    result: list[Piece] = []
    for place, (text, marked) in enumerate(pieces):
        if marked or len(text) <= around:
            result.append((text, marked))
        elif place == 0:
            result.append((f"…{text[-around:]}", False))
        elif place == len(pieces) - 1:
            result.append((f"{text[:around]}…", False))
        elif len(text) > 2 * around:
            result.append((f"{text[:around]} … {text[-around:]}", False))
        else:
            result.append((text, False))
    return tuple(result)


def passages(concept: Concept, most: int = 8, around: int = 0) -> tuple[Passage, ...]:
    """The contexts of all terms, both languages of one segment side by side, best first, ``most`` at most."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for language in LANGUAGES:
        loose = 0
        for term in concept.of(language):
            for context in term.contexts:
                loose += not (context.symbol or context.segment)
                _place(found, context, language, loose)
    marker = Marker(concept)
    return tuple(
        Passage(
            symbol,
            "" if segment.startswith("\0") else segment,
            marker.pieces(texts.get("zh", ""), "zh", around),
            marker.pieces(texts.get("en", ""), "en", 2 * around),
        )
        for (symbol, segment), texts in sorted(found.items(), key=lambda item: -len(item[1]))[:most]
    )


def _place(found: dict[tuple[str, str], dict[str, str]], context: Context, language: str, loose: int) -> None:
    """A context without a place is put beside the one of the other language that has the same number."""
    key = (context.symbol, context.segment) if context.symbol or context.segment else ("", f"\0{loose}")
    found.setdefault(key, {}).setdefault(language, context.text)


def variants(concept: Concept, language: str) -> tuple[Term, ...]:
    """All terms of a language but the leading one."""
    return concept.of(language)[1:]


def counted(terms: Sequence[Term]) -> str:
    """Terms with their counts in one line: ``难民署 (12); 难民机构 (2)``."""
    return "; ".join(f"{term.text} ({term.frequency})" if term.frequency else term.text for term in terms)
