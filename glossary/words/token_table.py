"""The tokens of many texts, flat."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Ints, Longs


@dataclass(frozen=True, slots=True)
class TokenTable:
    """Tokens end to end, each by its number in ``kinds``, with offsets in its text; those of text ``k`` are ``offsets[k]:offsets[k + 1]``."""

    kinds: tuple[str, ...]
    kind: Ints
    start: Ints
    end: Ints
    offsets: Longs

    @classmethod
    def of(cls, texts: Iterable[str], pattern: re.Pattern[str], form: Callable[[str], str] = str) -> TokenTable:
        """What a pattern finds in texts; ``form`` makes a kind of it.

        >>> found = TokenTable.of(["Two ships", "two"], re.compile("[a-z]+", re.I), str.casefold)
        >>> found[0], found.sizes.tolist()
        ((['two', 'ships'], [(0, 3), (4, 9)]), [2, 1])
        """
        number: dict[str, int] = {}
        kind, start, end, offsets = array("i"), array("i"), array("i"), array("q", [0])
        for text in texts:
            for match in pattern.finditer(text):
                kind.append(number.setdefault(form(match[0]), len(number)))
                start.append(match.start())
                end.append(match.end())
            offsets.append(len(kind))
        places = np.array(start, np.int32), np.array(end, np.int32)
        return cls(tuple(number), np.array(kind, np.int32), *places, np.array(offsets, np.int64))

    @property
    def sizes(self) -> Longs:
        """``(n,)``: how many tokens each text has."""
        return np.diff(self.offsets)

    def __getitem__(self, row: int) -> tuple[list[str], list[tuple[int, int]]]:
        """The tokens of a text, and where they stand."""
        part = slice(self.offsets[row], self.offsets[row + 1])
        tokens = [self.kinds[kind] for kind in self.kind[part].tolist()]
        return tokens, list(zip(self.start[part].tolist(), self.end[part].tolist(), strict=True))
