"""Where a table begins: below which title rows its header stands, what a table without one has in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.sheets import language_of_cells
from corpora.text import LANGUAGES, heading_of
from glossary.formats.tables.layout import Layout, TermColumn, are_headings, layout_of
from glossary.losses import Losses

HEADER_WITHIN = 10  # rows in which the header may stand: people put a title above
SAMPLE = 300
SURE = 0.8  # part of the cells with letters that must be in the language of their column
NAMES = {"zh": "Chinese", "en": "English", "note": "notes", "number": "numbers"}


@dataclass(slots=True)
class Start:
    """The layout of a table, and the row (from 0) with which its data begins."""

    layout: Layout
    first: int


def start_of(rows: Sequence[Sequence[str]], losses: Losses, where: str = "") -> Start:
    """Find the header in the first rows, else what the columns hold; what was guessed is said.

    ``where`` is put before what is said (the name of a sheet). Of several rows that could be the header the first that
    names Chinese and English counts, with no row above it that has text in both these columns.
    """
    for at in range(min(len(rows), HEADER_WITHIN)):
        for names, size in _headers(rows, at):
            layout = layout_of(names)
            _by_content(layout, rows[at + size :])
            if ({"zh", "en"} <= layout.languages or layout.long) and not _data_above(layout, rows[:at]):
                _say_titles(rows, at, losses, where)
                return Start(layout, at + size + _repeated(layout, rows[at + size :]))
    first = next((at for at, row in enumerate(rows) if any(row) and not row[0].startswith("#")), 0)
    bare = _without_header(rows[first:], losses, where)
    if bare is not None:
        return Start(bare, first)
    return Start(layout_of(rows[first]) if rows else Layout(), first + 1)


def _headers(rows: Sequence[Sequence[str]], at: int) -> list[tuple[list[str], int]]:
    """The names that a row gives to the columns, and those of two rows: languages above, what of them below."""
    row = list(rows[at])
    found = [(row, 1)]
    if at + 1 < len(rows) and are_headings(rows[at + 1]) and sum(1 for cell in row if heading_of(cell).tag) > 1:
        filled, last = [], ""
        for cell in [*row, *[""] * (len(rows[at + 1]) - len(row))]:
            last = cell.strip() or last
            filled.append(last)
        below = [*rows[at + 1], *[""] * (len(filled) - len(rows[at + 1]))]
        found.insert(0, ([f"{above} {name}".strip() for above, name in zip(filled, below, strict=True)], 2))
    return found


def _data_above(layout: Layout, above: Sequence[Sequence[str]]) -> bool:
    """Whether a row above has text in the columns of both languages, and so is no title."""
    places = [[c.index for c in layout.terms if c.language == language] for language in LANGUAGES]
    return any(all(any(n < len(row) and row[n].strip() for n in side) for side in places) for row in above)


def _say_titles(rows: Sequence[Sequence[str]], at: int, losses: Losses, where: str) -> None:
    if any(cell.strip() for row in rows[:at] for cell in row):
        losses.guess(
            f"{where}row{'s 1 to' if at > 1 else ''} {at} stand{'' if at > 1 else 's'} above the header: no data"
        )


def _repeated(layout: Layout, rows: Sequence[Sequence[str]]) -> int:
    """How many rows below the header say once more what the columns are: the same languages, in other words."""
    for count, row in enumerate(rows[:2]):
        named = [(c.language, heading_of(row[c.index]).language) for c in layout.terms if c.index < len(row)]
        told = [pair for pair in named if pair[1]]
        if len({language for language, _ in told}) < 2 or any(one != other for one, other in told):
            return count
    return 0


def _by_content(layout: Layout, rows: Sequence[Sequence[str]]) -> None:
    """Columns called ``source`` and ``target`` by what is in them; ``source`` beside both languages is that of the terms."""
    if len(layout.sides) == 2 and not layout.languages & {"zh", "en"}:
        languages = [language_of(index, rows[:SAMPLE], 0.5) for index in layout.sides]
        if set(layout.coded) == set(layout.sides):
            languages = ["en", "zh"]  # each row says it
        if sorted(languages) == ["en", "zh"]:
            layout.terms += [TermColumn(one, index) for one, index in zip(languages, layout.sides, strict=True)]
            for index in layout.sides:
                layout.unknown.pop(index, None)
            return
    if {"zh", "en"} <= layout.languages:
        for index, name in list(layout.unknown.items()):
            if name.strip().lower() in ("source", "sources") and "term_source" not in layout.concept:
                layout.concept["term_source"] = index
                del layout.unknown[index]


def _without_header(rows: Sequence[Sequence[str]], losses: Losses, where: str) -> Layout | None:
    """The columns of a table that names none, by what is in them; ``None`` where they do not show it."""
    filled = [row for row in rows[:SAMPLE] if any(row) and not row[0].startswith("#")]
    width = max(map(len, filled), default=0)
    if not 2 <= width <= 4:
        return None
    languages = [language_of(index, filled, SURE) for index in range(width)]
    if not {"zh", "en"} <= set(languages):
        return None
    layout = Layout()
    said = []
    for index, language in enumerate(languages):
        cells = [row[index].strip() for row in filled if index < len(row) and row[index].strip()]
        if language in ("zh", "en") and language not in layout.languages:
            layout.terms.append(TermColumn(language, index))
            said.append(f"column {index + 1} taken for {NAMES[language]}")
        elif cells and all(cell.isdecimal() for cell in cells):
            said.append(f"column {index + 1} for numbers")
        elif cells:
            layout.concept.setdefault("note", index)
            said.append(f"column {index + 1} for notes")
    losses.guess(f"{where}no header: {', '.join(said)}")
    return layout


def language_of(index: int, rows: Sequence[Sequence[str]], sure: float) -> str:
    """The language of a column of rows."""
    return language_of_cells([row[index] for row in rows if index < len(row)], sure)
