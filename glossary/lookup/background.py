"""How often candidate strings stand anywhere in the bitext: rows of a sample, and what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from corpora.arrays import Longs
from corpora.text import is_han
from glossary.renderings import SOFT
from glossary.rows import Rows
from glossary.words import EDGE_ZH, FIRST_OK_ZH, LAST_OK_ZH, NEVER_EDGE_EN

SAMPLE = 20_000
BESIDE = 200  # matches of a string whose neighbours are looked at
SOFT_RUN = re.compile("[" + re.escape("".join(sorted(SOFT))) + "]+")


@dataclass(frozen=True, slots=True)
class Background:
    """Of a string: the rows of the sample that have it, and how far one and the same word stands before, behind it."""

    rows: Longs
    before: float
    behind: float
    count: int


class Sample:
    """Rows of one side, evenly spread, in which strings are counted; made when first used."""

    def __init__(self, rows: Rows, language: str) -> None:
        self.language = language
        count = len(rows)
        self.rows = (
            np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(np.int64))
            if count
            else np.zeros(0, np.int64)
        )
        parts = [self._plain(rows, row) for row in self.rows.tolist()]
        self.starts = np.cumsum([0, *(len(part) + 1 for part in parts)])[:-1]
        self.text = "\n".join(parts)

    def _plain(self, rows: Rows, row: int) -> str:
        if self.language == "zh":
            return SOFT_RUN.sub("", rows.pairs[row].zh.lower())
        table, folds = rows.words
        kinds = table.kind[table.offsets[row] : table.offsets[row + 1]].tolist()
        return f" {' '.join(folds[kind] for kind in kinds)} "

    def count(self, keys: Sequence[str]) -> dict[str, Background]:
        """Counts of strings (keys of spans)."""
        if not keys:
            return {}
        space = "" if self.language == "zh" else " "
        machine = AhoCorasick([f"{space}{key}{space}" for key in keys], matchkind=MatchKind.Standard)
        found: dict[int, list[int]] = {}
        for which, start, _end in machine.find_matches_as_indexes(self.text, overlapping=True):
            found.setdefault(which, []).append(start)
        result = {}
        for which, key in enumerate(keys):
            places = np.array(found.get(which, []), np.int64)
            rows = (
                self.rows[np.unique(np.searchsorted(self.starts, places, side="right") - 1)] if len(places) else places
            )
            before, behind = self._beside(found.get(which, [])[:BESIDE], len(key) + 2 * len(space))
            result[key] = Background(rows, before, behind, len(places))
        return result

    def _beside(self, places: Sequence[int], length: int) -> tuple[float, float]:
        if len(places) < 2:
            return 0.0, 0.0
        left = Counter(self._word(place, -1) for place in places)
        right = Counter(self._word(place + length, 1) for place in places)
        return _same_neighbour(left, len(places)), _same_neighbour(right, len(places))

    def _word(self, place: int, way: int) -> str:
        """The word (Chinese: character) before or behind a place; nothing for a function word or the end of a row."""
        if self.language == "zh":
            one = self.text[place - 1 : place] if way < 0 else self.text[place : place + 1]
            bound = one not in EDGE_ZH or one in (FIRST_OK_ZH if way < 0 else LAST_OK_ZH)
            return one if bound and is_han(one) else ""
        if way < 0:
            word = self.text[max(place - 40, 0) : place].rsplit(" ", 1)[-1]
        else:
            word = self.text[place : place + 40].split(" ", 1)[0]
        return "" if word in NEVER_EDGE_EN or "\n" in word else word


def _same_neighbour(beside: Counter[str], count: int) -> float:
    beside.pop("", None)
    return max((max(beside.values(), default=0) - 1) / (count - 1), 0.0)
