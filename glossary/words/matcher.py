"""Where the terms of a termbase occur: Aho-Corasick, leftmost and longest first.

Longest first matters: a naive search for every term raises one alarm in five on good translations (measured).
What is folded away before comparing is in :mod:`glossary.words.folding`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from ahocorasick_rs import AhoCorasick

from corpora.arrays import Bools, Ints, Longs, in_order
from glossary.concept import STATUSES, Concept, Term
from glossary.words.folding import (
    PART,
    VERB,
    chinese_stream,
    english_stream,
    is_capitals,
    verb_forms,
)
from glossary.words.matches import Asked, Hits, Placed, chinese, english
from glossary.words.streams import Streams
from glossary.words.tokens import fold, tokens

LONGEST = 400  # characters; what is longer is a passage that somebody has put into a termbase
BLOCK = 2048  # texts that the machine goes over at a time: bounds memory, never changes a match


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: the concepts it belongs to, the term as listed, offsets (end exclusive)."""

    concepts: tuple[str, ...]
    term: str
    start: int
    end: int


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
        return tuple(_occurrence(self.entries[which], start, end) for which, start, end in zip(*columns, strict=True))


def _occurrence(owned: tuple[tuple[str, ...], str], start: int, end: int) -> Occurrence:
    return Occurrence(*owned, start, end)


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
        self._keys, self._entries = tuple(entries), list(entries.values())

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
        return self.sides_in(Streams.of([text], self.language), 0)

    def sides_in(self, streams: Streams, row: int) -> tuple[tuple[Occurrence, ...], tuple[Occurrence, ...]]:
        """The same for one of many texts that are folded already."""
        found = self._hits(streams, row, row + 1)
        if not len(found.which):
            return (), ()
        columns = (column.tolist() for column in (found.which, found.start, found.end))
        every = [_occurrence(self._owned[which], start, end) for which, start, end in zip(*columns, strict=True)]
        chosen = np.flatnonzero(found.longest())
        return tuple(every[k] for k in chosen[np.argsort(found.start[chosen])].tolist()), tuple(every)

    def may_stand(self, streams: Streams, row: int) -> bool:
        """Whether a term can be in one of many texts at all: cheap, and never wrong where it says no."""
        text = streams.text[streams.offsets[row] : streams.offsets[row + 1]]
        return any(key in text for key in self._keys)

    def over(self, streams: Streams) -> Occurrences:
        """What :meth:`sides` gives for each of many texts, flat; the machine goes over many texts at a time."""
        edges = [*range(0, len(streams), BLOCK), len(streams)]
        found = Hits.together([self._hits(streams, first, behind) for first, behind in pairwise(edges)])
        offsets = np.searchsorted(found.row, np.arange(len(streams) + 1)).astype(np.int64)
        which, start, end = (column.astype(np.int32) for column in (found.which, found.start, found.end))
        return Occurrences(self._owned, which, start, end, found.longest(), offsets)

    def _hits(self, streams: Streams, first: int, behind: int) -> Hits:
        """What occurs in the texts ``[first, behind)``."""
        text, edges, found = _matches(self._machine, streams, first, behind)
        if self.language == "zh":
            return chinese(streams, first, text, edges, found)
        return english(streams, first, text, edges, found, self._asked)

    @cached_property
    def _machine(self) -> AhoCorasick | None:
        return AhoCorasick(self._keys) if self._keys else None

    @cached_property
    def _owned(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        return tuple((tuple(entry.owners), entry.term) for entry in self._entries)

    @cached_property
    def _asked(self) -> Asked:
        # where only names have a capital, "Assembly" is not any assembly and "Turkey" no bird
        minds_case = any(entry.term[:1].islower() for entry in self._entries)
        return Asked(
            np.array([entry.capitals for entry in self._entries], np.bool_),
            np.array([entry.name and minds_case for entry in self._entries], np.bool_),
            np.array([entry.words == 1 for entry in self._entries], np.bool_),
        )


class Matchers:
    """Many matchers of one language, each as if it were alone, but in one pass of one machine.

    >>> from glossary.concept import Concept, Term
    >>> some = [Matcher([Concept("c", (Term(word, "en"),))], "en") for word in ("state", "member states")]
    >>> found = Matchers(some).over(Streams.of(["States", "Member State"], "en"))
    >>> [found.of_one(k) for k in range(2)]
    [{0: [(0, 6)], 1: [(7, 12)]}, {1: [(0, 12)]}]
    """

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self.language = matchers[0].language if matchers else "en"
        self.count = len(matchers)
        number: dict[str, int] = {}
        keys = np.array([number.setdefault(key, len(number)) for one in matchers for key in one._keys], np.int64)
        order = in_order(keys)  # entries by key: those of key k are first[k]:first[k + 1]
        self._first = np.searchsorted(keys[order], np.arange(len(number) + 1))
        self._matcher = np.repeat(np.arange(len(matchers)), [len(one._keys) for one in matchers])[order]
        self._machine = AhoCorasick(list(number)) if number else None
        every = [entry for one in matchers for entry in one._entries]
        self._entries = [every[k] for k in order.tolist()]
        asked = [one._asked for one in matchers]
        columns = ([getattr(one, name) for one in asked] for name in ("capitals", "names", "single"))
        self._asked = Asked(*(np.concatenate([np.zeros(0, np.bool_), *column])[order] for column in columns))

    def over(self, streams: Streams) -> Placed:
        """What :meth:`Matcher.find` of each finds in each of many texts."""
        edges = [*range(0, len(streams), BLOCK), len(streams)]
        found = Hits.together([self._hits(streams, first, behind) for first, behind in pairwise(edges)])
        matcher = self._matcher[found.which]
        apart = Hits(found.which, matcher * len(streams) + found.row, found.start, found.end, found.cut)
        chosen = np.flatnonzero(apart.longest())
        chosen = chosen[np.lexsort((found.start[chosen], apart.row[chosen]))]
        return Placed.of(matcher[chosen], found.row[chosen], found.start[chosen], found.end[chosen], self.count)

    def apart(self, streams: Streams, own: Longs) -> Occurrences:
        """What :meth:`Matcher.over` finds, where each text ``k`` is for matcher ``own[k]`` alone.

        >>> from glossary.concept import Concept, Term
        >>> some = [Matcher([Concept("c", (Term(word, "en"),))], "en") for word in ("state", "member states")]
        >>> found = Matchers(some).apart(Streams.of(["States", "Member State"], "en"), np.array([1, 0]))
        >>> [[(one.term, one.start) for one in found.longest(row)] for row in range(2)]
        [[], [('state', 7)]]
        """
        edges = [*range(0, len(streams), BLOCK), len(streams)]
        found = Hits.together([self._hits(streams, first, behind, own) for first, behind in pairwise(edges)])
        offsets = np.searchsorted(found.row, np.arange(len(streams) + 1)).astype(np.int64)
        which, start, end = (column.astype(np.int32) for column in (found.which, found.start, found.end))
        return Occurrences(self._owned, which, start, end, found.longest(), offsets)

    @cached_property
    def _owned(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        return tuple((tuple(one.owners), one.term) for one in self._entries)

    def _hits(self, streams: Streams, first: int, behind: int, own: Longs | None = None) -> Hits:
        text, edges, (key, start, end) = _matches(self._machine, streams, first, behind)
        counts = self._first[key + 1] - self._first[key]
        entry = np.repeat(self._first[key] - np.cumsum(counts) + counts, counts) + np.arange(int(counts.sum()))
        found = entry, np.repeat(start, counts), np.repeat(end, counts)
        if own is not None:
            row = np.searchsorted(edges, found[1], side="right") - 1
            mine = self._matcher[entry] == own[first + row]
            found = entry[mine], found[1][mine], found[2][mine]
        if self.language == "zh":
            return chinese(streams, first, text, edges, found)
        return english(streams, first, text, edges, found, self._asked)


def _matches(
    machine: AhoCorasick | None, streams: Streams, first: int, behind: int
) -> tuple[str, Longs, tuple[Longs, Longs, Longs]]:
    """Streams ``[first, behind)`` end to end, their edges there, and what a machine matches: key, start, end."""
    edges = streams.offsets[first : behind + 1]
    text = streams.text[edges[0] : edges[-1]]
    places = machine.find_matches_as_indexes(text, overlapping=True) if machine else []
    columns = np.fromiter(chain.from_iterable(places), np.int64, 3 * len(places)).reshape(-1, 3)
    return text, edges - edges[0], (columns[:, 0], columns[:, 1], columns[:, 2])


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
