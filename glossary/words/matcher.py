"""Where the terms of a termbase occur: Aho-Corasick, leftmost and longest first.

Longest first matters: a naive search for every term raises one alarm in five on good translations (measured).
What is folded away before comparing is in :mod:`glossary.words.folding`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from corpora.text import HAN_RUN
from glossary.concept import STATUSES, Concept, Term
from glossary.words.folding import (
    PART,
    VERB,
    Stream,
    chinese_stream,
    cuts_word,
    english_stream,
    is_capitals,
    verb_forms,
)
from glossary.words.tokens import STOP_EN, fold, tokens

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
    name: bool


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
        # where only names have a capital, "Assembly" is not any assembly and "Turkey" no bird
        self._minds_case = any(entry.term[:1].islower() for entry in self._entries)

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
        alone = len(words) == 1 and len(text) > 4 and term.pos == ""  # a list of terms seldom says what is a verb
        if words[0].islower() and (verb or alone or VERB.search(words[0])):
            for form in verb_forms(words[0])[1:]:
                _enter(inflected, english_stream(" ".join((form, *words[1:]))).text, id, term.text)

    def find(self, text: str) -> list[Occurrence]:
        """Occurrences in order, the longest first, none overlapping another."""
        return list(self.sides(text)[0])

    def sides(self, text: str) -> tuple[tuple[Occurrence, ...], tuple[Occurrence, ...]]:
        """What :meth:`find` gives, and every occurrence: also those inside or across others, and Han matches that cut a word
        (国际法 in 国际法庭).
        """
        if self._machine is None or not text:
            return (), ()
        stream = chinese_stream(text) if self.language == "zh" else english_stream(text)
        found = self._machine.find_matches_as_indexes(stream.text, overlapping=True)
        if not found:
            return (), ()
        every = self._chinese(stream, found) if self.language == "zh" else self._english(stream, found, text)
        longest: list[Occurrence] = []
        for one, cut in sorted(every, key=lambda o: (o[0].start, -o[0].end)):
            if not cut and (not longest or one.start >= longest[-1].end):
                longest.append(one)
        return tuple(longest), tuple(one for one, _cut in every)

    def _english(self, stream: Stream, found: list[tuple[int, int, int]], text: str) -> list[tuple[Occurrence, bool]]:
        loud = not any(c.islower() for c in text)
        result = []
        for which, start, end in found:
            entry = self._entries[which]
            if start in stream.starts and end in stream.ends and self._written(entry, stream, start, end, loud):
                places = stream.starts[start], stream.ends[end]
                result.append((Occurrence(tuple(entry.owners), entry.term, *places), False))
        return result

    def _chinese(self, stream: Stream, found: list[tuple[int, int, int]]) -> list[tuple[Occurrence, bool]]:
        result = []
        for which, start, end in found:
            cut = bool(HAN_RUN.match(stream.text[start])) and cuts_word(stream.text, start, end)
            entry = self._entries[which]
            places = (stream.starts[start], stream.ends[end]) if stream.starts else (start, end)
            result.append((Occurrence(tuple(entry.owners), entry.term, *places), cut))
        return result

    def _written(self, entry: _Entry, stream: Stream, start: int, end: int, loud: bool) -> bool:
        """Whether a match in the stream is written as the term asks: acronyms in capitals, words not run together.

        ``loud``: the whole text is in capitals, which then say nothing.
        """
        inner = [k for k in stream.starts if start < k < end] if end - start > 1 else []
        if entry.capitals:
            written = start in stream.upper and all(k in stream.upper for k in inner)
            return written and not (loud and stream.text[start:end] in STOP_EN)
        if entry.words == 1 and not stream.hyphens.issuperset(inner):
            parts = [stream.text[a:b] for a, b in pairwise([start, *inner, end])]
            return all(len(part) >= SHORT_PART and part not in STOP_EN for part in parts)
        return not (entry.name and self._minds_case) or start in stream.heads


def _enter(entries: dict[str, _Entry], key: str, id: str, text: str) -> None:
    if not key:
        return
    words = text.removeprefix("the ").split()
    entry = entries.setdefault(key, _Entry(text, [], is_capitals(text), len(PART.findall(text)), True))
    entry.capitals &= is_capitals(text)
    entry.name &= len(words) == 1 and words[0][0].isupper()
    if id not in entry.owners:
        entry.owners.append(id)


def folded(text: str) -> str:
    """An English phrase as it is compared: folded words.

    >>> folded("The Occupied Territories")
    'the occupied territory'
    """
    return " ".join(fold(token.text) for token in tokens(text))
