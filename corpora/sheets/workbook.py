"""Sheets that people fill in: columns with headings in two languages, and how they are found again when a file comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

HEADER_WITHIN = 10  # rows in which the headings may stand: people put a title above
NEEDED = ("id", "decision")
FIXED_TIME = datetime(2000, 1, 1)
"""When every workbook was made: equal contents are equal bytes."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Of every workbook that is written: a text stays the text that it is, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its headings, its width in characters; ``edit``: a person writes into it; ``also``: older headings."""

    key: str
    en: str
    zh: str
    width: float
    edit: bool = False
    also: tuple[str, ...] = ()

    def heading(self, ui: str) -> str:
        """The heading in the language of the interface."""
        return self.zh if ui == "zh" else self.en


def column_named(columns: Sequence[Column], heading: str) -> str | None:
    """The key of a column by its heading in either language, of today or before, or by the key itself.

    >>> column_named([Column("into", "merge into", "并入", 16)], " Merge  into"), column_named([], "my notes")
    ('into', None)
    """
    asked = " ".join(heading.split()).casefold()
    for column in columns:
        if asked in (column.key, column.en.casefold(), column.zh.casefold(), *column.also):
            return column.key
    return None


def under_headings(
    table: Sequence[Sequence[str]], column_of: Callable[[str], str | None]
) -> list[tuple[int, dict[str, str]]] | None:
    """Rows below the headings, each with its number from 1 and its cells by column key; ``None`` without id and decision.

    >>> under_headings([["my list"], ["id", "x", "decision"], ["7", "", " ok "]], {"id": "id", "decision": "decision"}.get)
    [(3, {'id': '7', 'decision': 'ok'})]
    """
    for at, line in enumerate(table[:HEADER_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(line):
            key = column_of(cell)
            if key is not None:
                places.setdefault(key, place)
        if all(key in places for key in NEEDED):
            return [
                (number, {key: row[place].strip() if place < len(row) else "" for key, place in places.items()})
                for number, row in enumerate(table[at + 1 :], start=at + 2)
            ]
    return None


def own_cells(table: Sequence[Sequence[str]], column_of: Callable[[str], str | None]) -> bool:
    """Whether text stands in a sheet in none of the columns that are read, or above the headings: a person put it there.

    >>> columns = {"id": "id", "decision": "decision"}.get
    >>> own_cells([["id", "decision"], ["7", "ok"]], columns), own_cells([["id", "decision", "mine"], ["7", "ok", "x"]], columns)
    (False, True)
    """
    places: set[int] | None = None
    for line in table:
        # of two columns with one heading the first is read
        keys = {column_of(cell): place for place, cell in reversed(list(enumerate(line)))}
        if places is None and keys.keys() >= set(NEEDED):
            places = {place for key, place in keys.items() if key is not None}
        if any(cell.strip() for place, cell in enumerate(line) if places is None or place not in places):
            return True
    return False
