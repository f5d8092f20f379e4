"""States that the English names by an adjective: "the Malian Government" where the Chinese has 海地."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpora.text import late, read_table
from glossary.checks.names.known_names import known_names
from glossary.concept import Concept
from glossary.finding import Span

_TABLE = read_table(__package__, "demonyms.tsv")
_BEFORE = late(r"(?:Latin|South|North|Central|Inter|Pan|Afro|African|Meso)[ -]$")
_BEHIND = late(r"\s(?:Ocean|language|Guiana|Polynesia|Southern|Fork)\b|s?-speaking|\sDollar")


class Adjective(NamedTuple):
    """An adjective in an English text: where it stands, and the ids of the states that it may mean."""

    start: int
    end: int
    states: frozenset[str]


@cache
def _states() -> tuple[Mapping[str, frozenset[str]], re.Pattern[str]]:
    """What states each adjective may mean, by their ids, and a pattern of all adjectives."""
    ids = {term.text: concept.id for concept in known_names() for term in concept.of("en")}
    found: dict[str, set[str]] = {}
    for name, words in _TABLE:
        for word in words.split(";"):
            found.setdefault(word, set()).add(ids[name])
    longest = sorted(found, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w’'])(?:{'|'.join(map(re.escape, longest))})(?=s?(?![\w]))")
    return {word: frozenset(states) for word, states in found.items()}, pattern


@cache
def states_with_adjectives() -> frozenset[str]:
    """The ids of the states that have an adjective."""
    return frozenset[str]().union(*_states()[0].values())


def adjectives(text: str) -> Iterator[Adjective]:
    """The adjectives of states in an English text.

    >>> [(one.start, one.end) for one in adjectives("the Malian and Latin American views")]
    [(4, 10)]
    """
    states, pattern = _states()
    for match in pattern.finditer(text):
        if not _BEFORE.search(text[: match.start()]) and not _BEHIND.match(text, match.end()):
            yield Adjective(*match.span(), states[match[0]])


def lone_adjective(
    text: str, zh: str, named: set[str], taken: list[Span], names: Mapping[str, Concept]
) -> Adjective | None:
    """The one adjective of an English text whose states the Chinese text ``zh`` does not name (``named``: those that it does, at
    ``taken``); none where several are.

    A state whose first character stands elsewhere in the text may be named by it: 中美, 俄方.
    """
    rest = set(_outside(zh, taken))
    lone = {one.states: one for one in adjectives(text) if named.isdisjoint(one.states)}
    firsts = {form.text[0] for states in lone for id in states if id in names for form in names[id].of("zh")}
    return next(iter(lone.values())) if len(lone) == 1 and firsts and rest.isdisjoint(firsts) else None


def _outside(text: str, taken: list[Span]) -> Iterator[str]:
    """The characters of a text that are in no name."""
    at = 0
    for start, end in sorted(taken):
        yield from text[at:start]
        at = max(at, end)
    yield from text[at:]
