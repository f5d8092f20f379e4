"""Where the terms of a termbase occur: Aho-Corasick, leftmost and longest first.

Longest first matters: a naive search for every term raises one alarm in five on good translations (measured).
What is folded away before comparing is in :mod:`glossary.folding`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from glossary.concept import STATUSES, Concept, Term
from glossary.folding import VERB, Stream, chinese_stream, cuts_word, english_stream, is_capitals, verb_forms
from glossary.words import HAN_RUN, STOP_EN, fold, tokens

LONGEST = 400  # characters; what is longer is a passage that somebody has put into a termbase
SHORT_PART = 3  # letters; shorter words beside each other are not one word torn apart


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: the concepts it belongs to, the term as listed, offsets (end exclusive)."""

    concepts: tuple[str, ...]
    term: str
    start: int
    end: int


@dataclass(slots=True)
class _Entry:
    """What stands behind one key: the concepts, the term as listed, how it must be written."""

    term: str
    owners: list[str]
    capitals: bool
    words: int


class Matcher:
    """Finds the terms of some concepts in one language; ``statuses`` leaves out terms of another status.

    >>> from glossary.concept import Concept, Term
    >>> concept = Concept("c1", (Term("armed force", "en"), Term("武装部队", "zh")))
    >>> [(o.term, o.start, o.end) for o in Matcher([concept], "en").find("The Armed Forces of X")]
    [('armed force', 4, 16)]
    """

    def __init__(self, concepts: Iterable[Concept], language: str, *, statuses: Collection[str] = STATUSES) -> None:
        self.language = language
        entries: dict[str, _Entry] = {}
        inflected: dict[str, _Entry] = {}
        for concept in concepts:
            for term in concept.of(language):
                if term.status in statuses and len(term.text) <= LONGEST:
                    self._add(concept.id, term, entries, inflected)
        # a form that is listed is that term, not the inflection of another
        entries |= {key: entry for key, entry in inflected.items() if key not in entries}
        self._entries = list(entries.values())
        self._machine = AhoCorasick(list(entries)) if entries else None

    def _add(self, id: str, term: Term, entries: dict[str, _Entry], inflected: dict[str, _Entry]) -> None:
        if self.language == "zh":
            _enter(entries, chinese_stream(term.text).text, id, term.text)
            return
        text = term.text
        for article in ("the ", "The "):
            text = text.removeprefix(article)
        verb = text.removeprefix("to ") if term.pos == "verb" or text.startswith("to ") else ""
        words = (verb or text).split(" ")
        _enter(entries, english_stream(verb or text).text, id, term.text)
        if words[0].islower() and (verb or VERB.search(words[0])):
            for form in verb_forms(words[0])[1:]:
                _enter(inflected, english_stream(" ".join((form, *words[1:]))).text, id, term.text)

    def find(self, text: str) -> list[Occurrence]:
        """Occurrences in order, the longest first, none overlapping another."""
        result: list[Occurrence] = []
        for one in sorted(self.find_all(text), key=lambda o: (o.start, -o.end)):
            if not result or one.start >= result[-1].end:
                result.append(one)
        return result

    def find_all(self, text: str) -> list[Occurrence]:
        """Every occurrence, also those inside or across others."""
        if self._machine is None or not text:
            return []
        stream = chinese_stream(text) if self.language == "zh" else english_stream(text)
        found = self._machine.find_matches_as_indexes(stream.text, overlapping=True)
        if not found:
            return []
        if self.language == "zh":
            return self._chinese(stream, found)
        loud = not any(c.islower() for c in text)
        return [
            Occurrence(tuple(entry.owners), entry.term, stream.starts[start], stream.ends[end])
            for which, start, end in found
            if start in stream.starts
            and end in stream.ends
            and _written(entry := self._entries[which], stream, start, end, loud)
        ]

    def _chinese(self, stream: Stream, found: list[tuple[int, int, int]]) -> list[Occurrence]:
        result = []
        for which, start, end in found:
            if HAN_RUN.match(stream.text[start]) and cuts_word(stream.text, start, end):
                continue
            entry = self._entries[which]
            places = (stream.starts[start], stream.ends[end]) if stream.starts else (start, end)
            result.append(Occurrence(tuple(entry.owners), entry.term, *places))
        return result


def _enter(entries: dict[str, _Entry], key: str, id: str, text: str) -> None:
    if not key:
        return
    entry = entries.setdefault(key, _Entry(text, [], is_capitals(text), len(text.split())))
    entry.capitals &= is_capitals(text)
    if id not in entry.owners:
        entry.owners.append(id)


def _written(entry: _Entry, stream: Stream, start: int, end: int, loud: bool) -> bool:
    """Whether a match in the stream is written as the term asks: acronyms in capitals, words not run together.

    ``loud``: the whole text is in capitals, which then say nothing.
    """
    inner = [k for k in stream.starts if start < k < end] if end - start > 1 else []
    if entry.capitals:
        written = start in stream.upper and all(k in stream.upper for k in inner)
        return written and not (loud and stream.text[start:end] in STOP_EN)
    if entry.words == 1 and inner:
        edges = [start, *inner, end]
        return min(b - a for a, b in pairwise(edges)) >= SHORT_PART
    return True


def folded(text: str) -> str:
    """An English phrase as it is compared: folded words.

    >>> folded("The Occupied Territories")
    'the occupied territory'
    """
    return " ".join(fold(token.text) for token in tokens(text))
