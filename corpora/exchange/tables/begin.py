"""Where the rows of a table begin: below which titles its header stands, or whether it has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.exchange.tables.columns import HEADER_WITHIN, SAMPLE, Cells, Columns, bare_columns, columns_of
from corpora.text import HAN_CHARACTER, LANGUAGES, Variety, detect_language, heading_of, side_of


@dataclass(slots=True)
class Begin:
    """The columns of a table, their names (none: it has no header), the row, from 0, with which the data begins."""

    columns: Columns
    names: list[str]
    first: int
    said: list[str] = field(default_factory=list)


def begin_of(rows: Cells, zh: Variety = "simplified") -> Begin:
    """Find the header in the first rows, else what the columns hold; what was guessed is in ``said``.

    >>> found = begin_of([["Alignment of A/1"], ["中文", "English"], ["一。", "One."]])
    >>> found.columns.texts, found.first, found.said
    ({'zh': [0], 'en': [1]}, 2, ['row 1 stands above the header: no data'])
    """
    for at in range(min(len(rows), HEADER_WITHIN)):
        if len(list(filter(str.strip, rows[at]))) < 2:
            continue
        columns = columns_of(rows[at], rows[at + 1 : at + 1 + SAMPLE], zh, guess=False)
        if columns.whole and not _data_above(columns, rows[:at]):
            return _with_header(columns, rows, at)
    first = next((at for at, row in enumerate(rows) if len(list(filter(str.strip, row))) > 1), 0)
    bare = bare_columns(rows[first : first + SAMPLE])
    if bare.whole and not _is_header(bare, rows[first]):
        begins = next(at for at, row in enumerate(rows) if any(map(str.strip, row)))
        return Begin(bare, [], begins, [f"no header: {', '.join(bare.guessed)}"])
    for at in range(first, min(len(rows), HEADER_WITHIN)):
        columns = columns_of(rows[at], rows[at + 1 : at + 1 + SAMPLE], zh)
        if columns.whole and (len(columns.guessed) == 1 or _is_header(columns, rows[at])):
            return _with_header(columns, rows, at)
    names = list(rows[first]) if rows else []
    return Begin(columns_of(names, rows[first + 1 :], zh), names, first + 1)


def _with_header(columns: Columns, rows: Cells, at: int) -> Begin:
    said = list(columns.guessed)
    if any(cell.strip() for row in rows[:at] for cell in row):
        said.insert(0, f"row{'s 1 to' if at > 1 else ''} {at} stand{'' if at > 1 else 's'} above the header: no data")
    first = at + 1
    while first < min(len(rows), at + 3) and (_repeats(columns, rows[first]) or is_ruler(rows[first])):
        if not is_ruler(rows[first]):
            said.append(f"row {first + 1} is part of the header: no data")
        first += 1
    return Begin(columns, list(rows[at]), first, said)


def _texts(columns: Columns, row: Sequence[str]) -> tuple[str, str]:
    """The Chinese and the English cell of a row."""
    zh, en = (columns.texts[language][0] for language in LANGUAGES)
    return (row[zh].strip() if zh < len(row) else "", row[en].strip() if en < len(row) else "")


def _data_above(columns: Columns, above: Cells) -> bool:
    """Whether a row above has texts in the columns of both languages, and so is no title."""
    return any(all(_texts(columns, row)) for row in above)


def _is_header(columns: Columns, row: Sequence[str]) -> bool:
    """Whether a row names its columns, or is in other languages than they are, and so is no row of texts."""
    zh, en = _texts(columns, row)
    if not (zh and en) or zh == en:
        return False
    named = heading_of(zh).language, heading_of(en).language
    if named in (("zh", ""), ("", "en")) or side_of(zh) or side_of(en):
        return True
    if detect_language(zh) == "en" and not HAN_CHARACTER.search(zh):
        return True
    return detect_language(en) == "zh"


def _repeats(columns: Columns, row: Sequence[str]) -> bool:
    """Whether a row below the header says once more what the columns are."""
    zh, en = _texts(columns, row)
    if (heading_of(zh).language, heading_of(en).language) == ("zh", "en"):
        return True
    sides = side_of(zh), side_of(en)
    return all(sides) and sides[0] != sides[1]


def is_ruler(row: Sequence[str]) -> bool:
    """Whether a row is a line that parts the header from the rows, as in Markdown: ``|---|:---|``."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and all(len(cell) > 1 and not cell.strip(":-—=") for cell in cells)
