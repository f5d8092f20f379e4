"""Where symbols stand in a text: one alone, a dual one (``A/75/379–S/2020/965``), the ends of a range (``A/75/1–A/75/3``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpora.symbol.grammar import HEAD, JOINT, SINGLE, STOP
from corpora.text import late

_MOST = 3  # symbols that dashes or slashes join
_HEAD, _SINGLE = late(HEAD), late(SINGLE)
_JOINT, _STOP = late(JOINT), late(STOP)


class Chain(NamedTuple):
    """Symbols that dashes or slashes join, mostly one alone: the text that they stand in, and their offsets."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the first symbol begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last symbol ends."""
        return self.spans[-1][1]

    @property
    def names(self) -> tuple[str, ...]:
        """The symbols as they are written."""
        return tuple(self.text[start:end] for start, end in self.spans)


def chains(text: str) -> Iterator[Chain]:
    """All chains of a text, in order of place.

    >>> [chain.names for chain in chains("see A/75/379–S/2020/965, and S/PRST/1995/21*")]
    [('A/75/379', 'S/2020/965'), ('S/PRST/1995/21*',)]
    """
    at = 0
    while "/" in text and (head := _HEAD.search(text, at)):
        chain = _from(text, head.start())
        if chain:
            yield chain
        at = chain.end if chain else head.start() + 1


def chain_at(text: str) -> Chain | None:
    """The chain that a text begins with, or ``None``."""
    return _from(text, 0) if _HEAD.match(text) else None


def without_symbols(text: str) -> str:
    """A text without its symbols.

    >>> without_symbols("A/75/379 (Sect. 1) 2/5")
    ' 2/5'
    """
    kept, at = [], 0
    for chain in chains(text):
        kept.append(text[at : chain.start])
        at = chain.end
    return "".join([*kept, text[at:]])


def _from(text: str, start: int) -> Chain | None:
    """The longest chain from a place on behind which nothing goes on."""
    spans: list[tuple[int, int]] = []
    while len(spans) < _MOST and (single := _SINGLE.match(text, start)):
        spans.append(single.span())
        joint = _JOINT.match(text, single.end())
        if not joint:
            break
        start = joint.end()
    while spans:
        first, end = spans.pop()
        while not _STOP.match(text, end) and text[end - 1] == "*":
            end -= 1  # of the asterisks at the end
        if _STOP.match(text, end):
            return Chain(text, (*spans, (first, end)))
    return None
