"""Words of a text that was compared, as they stand in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpora.text import HAN, late
from glossary.finding import Evidence
from glossary.rows import Place

if TYPE_CHECKING:
    from glossary.rows import Rows

_APART = 200  # characters of other kinds between two of Han
PARTS = {
    "en": late(f"[{HAN}《〈（](?:[、，：（《〈·0-9A-Za-z ]{{0,{_APART}}}+[{HAN}》〉）]++)++|[{HAN}]"),
    "zh": late(rf"(?<=[“‘'\"（(])[^“”‘’'\"（()）]+(?=[”’'\"）)])|^[{HAN}]+(?= )"),
}
"""What a message of a language may quote: all the Chinese of an English one, of a Chinese one what stands in quotes."""


class Quoted:
    """What a finding quotes: of its own row first, then of the rows that speak for it."""

    def __init__(
        self, rows: Rows, row: int, evidence: Sequence[Evidence], against: Rows | None, spelling: Mapping[str, str]
    ) -> None:
        self._spelling = spelling
        self._places: list[tuple[Rows, int]] = [(rows, row)]
        self._of: dict[int, tuple[Rows, int]] = {}
        for one in evidence:
            there = rows if one.segment else against
            at = None if there is None else there.row(Place(one.symbol, one.position))
            if there is not None and at is not None:
                self._of[id(one)] = there, at
                self._places.append((there, at))

    def message(self, text: str, language: str) -> str:
        """A message in a language, with what it quotes as it stands in the rows."""
        return PARTS[language].sub(lambda part: self.text(part[0]), text)

    def text(self, text: str) -> str:
        """A piece of Chinese as the first row that has it writes it, else as the termbase does."""
        for rows, at in self._places:
            if text in rows.pairs[at].zh:
                return rows.original(at, text)
        return self._spelling.get(text, text)

    def evidence(self, one: Evidence) -> Evidence:
        """The evidence with the text of its row."""
        if id(one) not in self._of:
            return one
        rows, at = self._of[id(one)]
        pair = rows.origin.pairs[at]
        return Evidence(one.symbol, one.segment, pair.zh, pair.en, one.position, one.paragraph, one.page)
