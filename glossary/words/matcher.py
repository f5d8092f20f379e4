"""Where the terms of a termbase occur: Aho-Corasick, leftmost and longest first.

Longest first matters: a naive search for every term raises one alarm in five on good translations (measured).
What is folded away before comparing is in :mod:`glossary.words.folding`.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
from ahocorasick_rs import AhoCorasick

from corpora.arrays import Bools, Ints, Longs
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
from glossary.words.streams import Streams
from glossary.words.tokens import STOP_EN, fold, tokens

LONGEST = 400  # characters; what is longer is a passage that somebody has put into a termbase
BLOCK = 2048  # texts that the machine goes over at a time: bounds memory, never changes a match
SHORT_PART = 3  # letters; shorter words beside each other are not one word torn apart


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: the concepts it belongs to, the term as listed, offsets (end exclusive)."""

    concepts: tuple[str, ...]
    term: str
    start: int
    end: int


Place = tuple[int, int, int]
Hit = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The terms in many texts end to end; those of text ``k`` are ``offsets[k]:offsets[k + 1]``.

    ``which`` counts in ``entries`` (concepts, term), ``start`` and ``end`` are offsets in the text; ``outer`` says whether an
    occurrence is one of the longest, which do not overlap.
    """

    entries: tuple[tuple[tuple[str, ...], str], ...]
    which: Ints
    start: Ints
    end: Ints
    outer: Bools
    offsets: Longs

    def every(self, row: int) -> tuple[Occurrence, ...]:
        """Every occurrence in a text, as :meth:`Matcher.find_all` gives them."""
        return self._some(slice(self.offsets[row], self.offsets[row + 1]))

    def longest(self, row: int) -> tuple[Occurrence, ...]:
        """The longest occurrences in a text, as :meth:`Matcher.find` gives them."""
        first = self.offsets[row]
        chosen = first + np.flatnonzero(self.outer[first : self.offsets[row + 1]])
        return self._some(chosen[np.argsort(self.start[chosen])])

    def rows(self) -> Bools:
        """``(n,)``: texts in which anything stands."""
        return np.diff(self.offsets) > 0

    def _some(self, part: slice | Longs) -> tuple[Occurrence, ...]:
        columns = (column[part].tolist() for column in (self.which, self.start, self.end))
        found = ((*self.entries[which], start, end) for which, start, end in zip(*columns, strict=True))
        return tuple(Occurrence(concepts, term, start, end) for concepts, term, start, end in found)


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
        self._likelihoods: dict[str, float] = {}
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
        return self._sides(stream, not any(c.islower() for c in text))

    def sides_in(self, streams: Streams, row: int) -> tuple[tuple[Occurrence, ...], tuple[Occurrence, ...]]:
        """The same for one of many texts that are folded already."""
        return ((), ()) if self._machine is None else self._sides(streams[row], bool(streams.loud[row]))

    def _sides(self, stream: Stream, loud: bool) -> tuple[tuple[Occurrence, ...], tuple[Occurrence, ...]]:
        assert self._machine is not None
        places = self._machine.find_matches_as_indexes(stream.text, overlapping=True)
        found = self._hits(stream, places, loud)
        every = [self._occurrence(which, start, end) for which, start, end, _cut in found]
        return tuple(every[k] for k in _longest(found)), tuple(every)

    def _occurrence(self, which: int, start: int, end: int) -> Occurrence:
        entry = self._entries[which]
        return Occurrence(tuple(entry.owners), entry.term, start, end)

    def over(self, streams: Streams) -> Occurrences:
        """What :meth:`sides` gives for each of many texts, flat; the machine goes over many texts at a time."""
        which, starts, ends, outer = array("i"), array("i"), array("i"), array("B")
        counts = np.zeros(len(streams), np.int64)
        for row, places in self._places(streams):
            found = self._hits(streams[row], places, bool(streams.loud[row]))
            counts[row] = len(found)
            longest = frozenset(_longest(found))
            for k, (number, start, end, _cut) in enumerate(found):
                which.append(number)
                starts.append(start)
                ends.append(end)
                outer.append(k in longest)
        return Occurrences(
            tuple((tuple(entry.owners), entry.term) for entry in self._entries),
            np.array(which, np.int32),
            np.array(starts, np.int32),
            np.array(ends, np.int32),
            np.array(outer, np.bool_),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        )

    def _places(self, streams: Streams) -> Iterator[tuple[int, list[Place]]]:
        """Rows in which the machine finds anything, and what, with places in the stream of the row."""
        for first in range(0, len(streams) if self._machine else 0, BLOCK):
            edges = streams.offsets[first : first + BLOCK + 1]
            text = streams.text[edges[0] : edges[-1]]
            assert self._machine is not None
            found = self._machine.find_matches_as_indexes(text, overlapping=True)
            starts = np.array([start for _which, start, _end in found], np.int64)
            rows = np.searchsorted(edges - edges[0], starts, side="right") - 1
            for row, hits in groupby(zip(rows.tolist(), found, strict=True), key=itemgetter(0)):
                base, behind = int(edges[row] - edges[0]), int(edges[row + 1] - edges[0])
                here = [(which, start - base, end - base) for _row, (which, start, end) in hits if end < behind]
                if here:
                    yield first + row, here

    def _hits(self, stream: Stream, places: list[Place], loud: bool) -> list[Hit]:
        """The matches that are occurrences: what is found, its place in the text, whether it cuts a Han word."""
        return self._chinese(stream, places) if self.language == "zh" else self._english(stream, places, loud)

    def _english(self, stream: Stream, places: list[Place], loud: bool) -> list[Hit]:
        return [
            (which, stream.starts[start], stream.ends[end], False)
            for which, start, end in places
            if start in stream.starts
            and end in stream.ends
            and self._written(self._entries[which], stream, start, end, loud)
        ]

    def _chinese(self, stream: Stream, places: list[Place]) -> list[Hit]:
        result = []
        for which, start, end in places:
            cut = bool(HAN_RUN.match(stream.text[start])) and cuts_word(stream.text, start, end, self._likelihoods)
            edges = (stream.starts[start], stream.ends[end]) if stream.starts else (start, end)
            result.append((which, *edges, cut))
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


def _longest(found: Sequence[Hit]) -> list[int]:
    """Which matches stand in no longer one and overlap no earlier one, in order of place."""
    result: list[int] = []
    end = 0
    for k in sorted(range(len(found)), key=lambda k: (found[k][1], -found[k][2])):
        _which, start, behind, cut = found[k]
        if not cut and (not result or start >= end):
            result.append(k)
            end = behind
    return result


def _enter(entries: dict[str, _Entry], key: str, id: str, text: str) -> None:
    if not key:
        return
    words, capitals = text.removeprefix("the ").split(), is_capitals(text)
    entry = entries.get(key)
    if entry is None:
        entry = entries[key] = _Entry(text, [], capitals, len(PART.findall(text)), True)
    entry.capitals &= capitals
    entry.name &= len(words) == 1 and words[0][0].isupper()
    if id not in entry.owners:
        entry.owners.append(id)


def folded(text: str) -> str:
    """An English phrase as it is compared: folded words.

    >>> folded("The Occupied Territories")
    'the occupied territory'
    """
    return " ".join(fold(token.text) for token in tokens(text))
