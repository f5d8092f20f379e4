"""What a pattern finds in many texts: one pass over all of them, in arrays, and each distinct string looked at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

import numpy as np

from corpora.arrays import Longs

T = TypeVar("T")
BLOCK = 4096  # texts a pass: bounds memory, never changes what is found
APART = "\n"  # between texts; no pattern here finds anything that holds it


@dataclass(frozen=True, slots=True)
class Pass:
    """What was found in some texts, end to end: that of text ``k`` is ``offsets[k]:offsets[k + 1]``.

    ``start`` and ``end`` are offsets in the text; ``gaps[k]`` is what stands before ``words[k]``, of the first of a text
    with what stands behind the last of the text before it.
    """

    texts: list[str]
    words: list[str]
    gaps: list[str]
    start: Longs
    end: Longs
    offsets: Longs


def passes_over(texts: Iterable[str], pattern: re.Pattern[str]) -> Iterator[Pass]:
    """Blocks of texts; the pattern has no groups and finds no line break.

    >>> [one] = passes_over(["Two ships", "", "sail"], re.compile("[a-z]+"))
    >>> one.words, one.start.tolist(), one.offsets.tolist()
    (['wo', 'ships', 'sail'], [1, 4, 0], [0, 2, 2, 3])
    """
    cut = re.compile(f"({pattern.pattern})", pattern.flags)
    rest = iter(texts)
    while block := list(islice(rest, BLOCK)):
        parts = cut.split(APART.join(block))
        edges = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
        start, end = edges[0:-1:2], edges[1::2]
        bases = np.cumsum([0, *(len(text) + 1 for text in block)])
        offsets = np.searchsorted(start, bases)
        base = np.repeat(bases[:-1], np.diff(offsets))
        yield Pass(block, parts[1::2], parts[0:-1:2], start - base, end - base, offsets)


class Distinct(dict[str, T], Generic[T]):
    """What is known of strings, found out when a string is first met.

    >>> sizes = Distinct(len)
    >>> sizes["ship"], list(sizes.items())
    (4, [('ship', 4)])
    """

    def __init__(self, of: Callable[[str], T], longest: int | None = None) -> None:
        super().__init__()
        self.of, self.longest = of, longest

    def __missing__(self, key: str) -> T:
        value = self.of(key)
        if self.longest is None or len(key) <= self.longest:  # what is longer is seldom met again
            self[key] = value
        return value

    def longs(self, keys: list[str]) -> Longs:
        """``(n,)``: numbers of many strings."""
        return np.fromiter(map(self.__getitem__, keys), np.int64, len(keys))
