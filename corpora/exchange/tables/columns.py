"""Which column of a table holds what: by its name in either language, else by what is in it; what is guessed is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpora.errors import short
from corpora.exchange.rows import chosen_chinese
from corpora.sheets import language_of_cells
from corpora.symbol import parse_symbol
from corpora.text import LANGUAGES, Variety, heading_of, read_lists, side_of

FACT_NAMES = {name: fact for fact, names in read_lists(__package__, "column_words.tsv").items() for name in names}
HEADER_WITHIN = 10  # rows in which the header may stand: people put a title above
SAMPLE = 500
SURE = 0.8  # part of the cells with letters that are in the language of a column without a name
WIDEST = 12  # columns of a table that says nothing of them
TITLES = {"zh": "Chinese", "en": "English"}
MOST_NAMES = 12  # of columns that are left out

Cells = Sequence[Sequence[str]]
"""Rows of texts, which may be of different lengths."""


@dataclass(slots=True)
class Columns:
    """Where what stands, by the places of columns from 0.

    ``texts``: the columns of each language, the one that is read first. ``sides``: columns called source and target.
    ``facts``: other columns that a row knows; ``left``: names of those that nobody reads.
    """

    texts: dict[str, list[int]] = field(default_factory=lambda: {"zh": [], "en": []})
    sides: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    names: Sequence[str] = ()

    def name(self, place: int) -> str:
        """What a column is called; its number where it has no name."""
        name = self.names[place].strip() if place < len(self.names) else ""
        return short(name, 40) or f"column {place + 1}"

    @property
    def whole(self) -> bool:
        """Whether both languages are there."""
        return bool(self.texts["zh"] and self.texts["en"])

    @property
    def coded(self) -> bool:
        """Whether each row says in which languages its source and its target are."""
        return {"source_language", "target_language"} <= set(self.facts) and set(self.sides) == {"source", "target"}

    @property
    def original(self) -> str:
        """The language of the column that is called source."""
        at = self.sides.get("source")
        return next((language for language in LANGUAGES if at in self.texts[language][:1]), "")

    def unnamed(self) -> list[str]:
        """The languages that no column is named after, of those that are missing; both where that says nothing."""
        named = {heading_of(name).language for name in self.names}
        return [language for language in self.missing() if language not in named] or list(LANGUAGES)

    def missing(self) -> list[str]:
        """The languages that no column is in."""
        return [language for language in LANGUAGES if not self.texts[language]]


def key(name: str) -> str:
    """The name of a column, without what people write in different ways.

    >>> key(" Segment-ID "), key('"Match  %"')
    ('segment_id', 'match_%')
    """
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip().strip('"\ufeff'))
    return re.sub(r"[\s_:\-/]+", "_", name.lower()).strip("_")


def columns_of(names: Sequence[str], rows: Cells, zh: Variety = "simplified", *, guess: bool = True) -> Columns:
    """The columns of a table with a header; ``rows`` are some of those below it.

    ``guess``: a language that no name has is looked for in the texts of columns whose name says nothing.

    >>> found = columns_of(["No.", "Source", "译文", "memo"], [["1", "One.", "一。", "x"]])
    >>> found.texts, found.facts, found.original, found.left
    ({'zh': [2], 'en': [1]}, {'number': 0}, 'en', {3: 'memo'})
    """
    found = Columns(names=names)
    headings = [heading_of(name) for name in names]
    for index, name in enumerate(names):
        if side := side_of(name):
            found.sides.setdefault(side, index)
    for language in LANGUAGES:
        own = [index for index, heading in enumerate(headings) if heading.language == language]
        found.texts[language] = _in_order(own, [headings[index].tag for index in own], rows, zh)
    if not found.whole:
        _by_sides(found, names, rows)
    used = {*found.texts["zh"], *found.texts["en"]}
    found.sides = {side: index for side, index in found.sides.items() if index in used}
    if found.whole:
        _place_facts(found, names, used)
        used |= {*found.facts.values()}
    elif guess:
        _place_facts(found, names, used)
        named = {i for i, heading in enumerate(headings) if heading.tag} | used | {*found.facts.values()}
        _by_content(found, rows, [i for i in range(len(names)) if i not in named])
        used |= {*found.texts["zh"], *found.texts["en"], *found.facts.values()}
    spare = {*found.texts["zh"][1:], *found.texts["en"][1:]}
    for index in range(len(names)):
        if (index not in used or index in spare) and _filled(rows, index) and not _counts_rows(rows, index):
            found.left[index] = found.name(index)
    return found


def _in_order(places: list[int], tags: list[str], rows: Cells, zh: Variety) -> list[int]:
    """Columns of one language, the one to be read first: a column with texts, of the Chinese that is wanted."""
    pairs = [(place, tag) for place, tag in zip(places, tags, strict=True) if _filled(rows, place)]
    pairs = pairs or list(zip(places, tags, strict=True))
    if len(pairs) < 2:
        return [place for place, _tag in pairs]
    first = chosen_chinese([tag for _place, tag in pairs], zh)
    return [pairs[first][0], *(place for k, (place, _tag) in enumerate(pairs) if k != first)]


def _by_sides(found: Columns, names: Sequence[str], rows: Cells) -> None:
    """Columns called source and target by the language that is in them."""
    facts = {FACT_NAMES.get(key(name)): index for index, name in enumerate(names)}
    coded = {"source_language", "target_language"} <= set(facts) and set(found.sides) == {"source", "target"}
    if coded and not any(found.texts.values()):  # each row says it
        found.texts = {"en": [found.sides["source"]], "zh": [found.sides["target"]]}
        return
    for index in found.sides.values():
        cells = [cell for cell in _cells(rows, index) if not heading_of(cell).tag]
        language = language_of_cells(cells, 0.5)
        if (
            language in LANGUAGES
            and not found.texts[language]
            and index not in (*found.texts["zh"], *found.texts["en"])
        ):
            found.texts[language] = [index]


def _place_facts(found: Columns, names: Sequence[str], used: set[int]) -> None:
    for index, name in enumerate(names):
        fact = FACT_NAMES.get(key(name))
        if fact == "number" and "number" in found.facts:
            fact = "unit_id"
        if fact and index not in used:
            found.facts.setdefault(fact, index)


def _by_content(found: Columns, rows: Cells, places: list[int]) -> None:
    """Fill in a language by what is in the columns; where several are in it, the one with far longer texts."""
    languages = {place: language_of_cells(_cells(rows, place), SURE) for place in places}
    for language in found.missing():
        own = [place for place in places if languages[place] == language and not _are_symbols(rows, place)]
        sizes = sorted(((median(map(len, _cells(rows, place))), -place) for place in own), reverse=True)
        if not sizes or (len(sizes) > 1 and sizes[0][0] < 3 * sizes[1][0]):
            continue
        place = -sizes[0][1]
        found.texts[language] = [place]
        name = found.name(place)
        what = f"column {place + 1}" + (f" ({name!r})" if name != f"column {place + 1}" else "")
        found.guessed.append(f"{what} taken for {TITLES[language]}")


def bare_columns(rows: Cells) -> Columns:
    """The columns of a table without a header, by what is in them.

    >>> found = bare_columns([["0.98", "One.", "一。"], ["0.95", "Two.", "二。"]])
    >>> found.texts, found.facts, found.guessed
    ({'zh': [2], 'en': [1]}, {'score': 0}, ['column 3 taken for Chinese', 'column 2 taken for English', 'column 1 for scores'])
    """
    found = Columns()
    width = max(map(len, rows), default=0)
    if not 2 <= width <= WIDEST:
        return found
    _by_content(found, rows, list(range(width)))
    for place in range(width):
        cells = _cells(rows, place)
        if place in (*found.texts["zh"], *found.texts["en"]) or not cells:
            continue
        if fact := _fact_of(cells):
            what = {"score": "scores", "number": "numbers", "symbol": "symbols of documents"}[fact]
            if fact not in found.facts:
                found.facts[fact] = place
                found.guessed.append(f"column {place + 1} for {what}")
                continue
        found.left[place] = found.name(place)
    return found


def _fact_of(cells: Sequence[str]) -> str:
    """What a column of no language has: numbers that count, scores from 0 to 1, symbols."""
    if all(cell.isascii() and cell.isdecimal() for cell in cells):
        return "number"
    if all(re.fullmatch(r"(?:0?\.[0-9]{1,17}|[01](?:\.0+)?)(?:[eE]-?[0-9]{1,3})?", cell) for cell in cells):
        return "score"
    return "symbol" if all(parse_symbol(cell) for cell in cells[:20]) else ""


def _are_symbols(rows: Cells, place: int) -> bool:
    return all(parse_symbol(cell) for cell in _cells(rows, place)[:20])


def _cells(rows: Cells, place: int) -> list[str]:
    """The cells of a column that are filled."""
    return [cell for row in rows[:SAMPLE] if place < len(row) and (cell := row[place].strip())]


def _filled(rows: Cells, place: int) -> bool:
    return any(place < len(row) and row[place].strip() for row in rows)


def _counts_rows(rows: Cells, place: int) -> bool:
    """Whether a column counts the rows, and says nothing else."""
    cells = [row[place].strip(" .") for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and all(cell == str(number) for number, cell in enumerate(cells, start=1))
