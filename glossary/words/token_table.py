"""The tokens of many texts, flat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Ints, Longs
from glossary.words.passes import Distinct, passes_over


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
        """What a pattern (without groups or line breaks) finds in texts; ``form`` makes a kind of it.

        >>> found = TokenTable.of(["Two ships", "two"], re.compile("[a-z]+", re.I), str.casefold)
        >>> found[0], found.sizes.tolist()
        ((['two', 'ships'], [(0, 3), (4, 9)]), [2, 1])
        """
        number: dict[str, int] = {}
        numbers = Distinct(lambda word: number.setdefault(form(word), len(number)))
        none = np.zeros(0, np.int32)
        kind, start, end, sizes = [none], [none], [none], [np.zeros(1, np.int64)]
        for one in passes_over(texts, pattern):
            kind.append(numbers.longs(one.words).astype(np.int32))
            start.append(one.start.astype(np.int32))
            end.append(one.end.astype(np.int32))
            sizes.append(np.diff(one.offsets))
        places = np.concatenate(start), np.concatenate(end)
        return cls(tuple(number), np.concatenate(kind), *places, np.cumsum(np.concatenate(sizes)))

    @property
    def sizes(self) -> Longs:
        """``(n,)``: how many tokens each text has."""
        return np.diff(self.offsets)

    def __getitem__(self, row: int) -> tuple[list[str], list[tuple[int, int]]]:
        """The tokens of a text, and where they stand."""
        part = slice(self.offsets[row], self.offsets[row + 1])
        tokens = [self.kinds[kind] for kind in self.kind[part].tolist()]
        return tokens, list(zip(self.start[part].tolist(), self.end[part].tolist(), strict=True))

    def take(self, rows: Longs) -> TokenTable:
        """The tokens of some texts, in their order.

        >>> found = TokenTable.of(["two ships", "three", "two"], re.compile("[a-z]+")).take(np.array([2, 0]))
        >>> found[0][0], found[1][0]
        (['two'], ['two', 'ships'])
        """
        if len(rows) == len(self.offsets) - 1 and bool((rows == np.arange(len(rows))).all()):
            return self
        sizes = self.sizes[rows]
        begins = np.cumsum(sizes) - sizes
        index = np.arange(int(sizes.sum())) + np.repeat(self.offsets[rows] - begins, sizes)
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        return TokenTable(self.kinds, self.kind[index], self.start[index], self.end[index], offsets)
