"""Candidates as a spreadsheet that a terminologist fills in: XLSX or CSV.

Cells are text whatever they begin with. A CSV cell that Excel would take for a formula (``= + - @``) gets an
apostrophe in front, which :mod:`glossary.review.cells` takes away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.errors import InputError
from corpora.files import atomic_path
from corpora.sheets import FIXED_TIME, OPTIONS, Column, guarded
from corpora.text import LANGUAGES, display_width
from glossary.review.evidence import Passage, Piece, counted, passages, variants
from glossary.review.ruling import fields_of, present, stamp
from glossary.review.sheet_columns import (
    COLUMNS,
    DECISIONS,
    INSTRUCTIONS,
    LEGEND,
    PLACE,
    POS_WORDS,
    SHEET_NAMES,
    STATUS_WORDS,
    Ui,
    word,
)
from glossary.review.similar import Similar, named

if TYPE_CHECKING:
    from glossary.store import Candidate, Store

Cell = str | int | float | Sequence[Piece]
Row = dict[str, Cell]
CONTEXTS = 2  # contexts in a cell: more makes rows that do not fit on the screen
AROUND = 70  # Chinese characters kept on each side of the term, twice as many English ones
MOST_CHARACTERS = 32_000  # of a cell; Excel takes 32,767
NOTHING = {0xFFFE: None, 0xFFFF: None}  # no characters: a workbook writes them out, and nobody reads that back
FILLS = {"accepted": "#DDEFE0", "rejected": "#F6E0DD", "merged": "#DDE8F5", "open": "#FBF1D3"}
INK = {"accepted": "#1E5631", "rejected": "#8A3A30", "merged": "#234A7D", "open": "#6B5310"}
MARK = "#B3261E"


def rows_of(store: Store, candidates: Iterable[Candidate], ui: Ui) -> list[Row]:
    """One row a candidate: the cells by column key, contexts as pieces."""
    similar = Similar(store.concepts())
    return [_row(store, candidate, similar, ui) for candidate in candidates]


def _row(store: Store, candidate: Candidate, similar: Similar, ui: Ui) -> Row:
    draft = candidate.draft
    drafted, fields = fields_of(draft), fields_of(present(store, candidate))
    found = passages(draft, CONTEXTS, AROUND)
    near = similar.of(draft, 3) if len(similar) else []
    return {
        "id": candidate.id,
        "version": stamp(store, candidate),
        "decision": "" if candidate.decision == "open" else word("decision", candidate.decision, ui),
        "zh": drafted["zh_term"],
        "en": drafted["en_term"],
        "zh_context": _joined(found, "zh"),
        "en_context": _joined(found, "en"),
        "probability": round(draft.probability, 3) if draft.probability else "",
        "frequency": draft.frequency,
        "documents": len(draft.symbols),
        "zh_share": round(draft.share("zh"), 3),
        "en_share": round(draft.share("en"), 3),
        "variants": "\n".join(filter(None, (counted(variants(draft, language)) for language in LANGUAGES))),
        "similar": "\n".join(map(named, near)),
        "into": candidate.into if candidate.decision == "merged" else "",
        "why": candidate.why,
        **fields,
        "status": word("status", fields["status"], ui),
        "pos": word("pos", fields["pos"], ui),
    }


def _joined(found: Sequence[Passage], language: str) -> list[Piece]:
    """Contexts one below the other, each with its place."""
    pieces: list[Piece] = []
    for passage in found:
        texts = passage.zh if language == "zh" else passage.en
        if texts:
            place = ":".join(filter(None, (passage.symbol, passage.segment)))
            pieces += [("\n", False)] if pieces else []
            pieces += [*texts, *([(f"  [{place}]", False)] if place else [])]
    return pieces


def plain(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, (str, int, float)):
        return str(cell)
    return "".join(text for text, _marked in cell)


def write_sheet(rows: Sequence[Row], path: Path, ui: Ui = "en") -> None:
    """Write ``.xlsx`` or ``.csv`` by suffix; raises :class:`InputError` for another one."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise InputError(f"{path}: a review sheet is .xlsx or .csv", "name the file so")
    data = _xlsx(rows, ui) if suffix == ".xlsx" else _csv(rows, ui)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def _csv(rows: Sequence[Row], ui: Ui) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading(ui) for column in COLUMNS])
    for row in rows:
        writer.writerow([guarded(plain(row[column.key])) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig", "replace")


def _xlsx(rows: Sequence[Row], ui: Ui) -> bytes:
    import xlsxwriter  # takes a while, and few commands write a workbook

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"created": FIXED_TIME})
    names = SHEET_NAMES[ui]
    page = _Page(book, book.add_worksheet(names[0]), ui)
    page.frame(len(rows))
    for number, row in enumerate(rows, start=1):
        page.row(number, row)
    page.rules(max(len(rows), 1))
    _how_to(book, book.add_worksheet(names[1]), ui)
    book.close()
    return out.getvalue()


class _Page:
    """The sheet of candidates: its formats, its headings, its rows."""

    def __init__(self, book: Any, sheet: Any, ui: Ui) -> None:
        self.book, self.sheet, self.ui = book, sheet, ui
        base = {"valign": "top", "font_size": 10.5, "bottom": 1, "bottom_color": "#D9D9D9"}
        look = {
            "read": {**base, "text_wrap": True, "font_color": "#555555", "bg_color": "#F6F6F4"},
            "context": {**base, "text_wrap": True, "bg_color": "#F6F6F4"},
            "edit": {**base, "text_wrap": True, "num_format": "@"},
            "term": {**base, "text_wrap": True, "bold": True, "font_size": 12, "bg_color": "#F6F6F4"},
            "number": {
                **base,
                "align": "center",
                "num_format": "#,##0",
                "font_color": "#555555",
                "bg_color": "#F6F6F4",
            },
            "share": {**base, "align": "center", "num_format": "0%", "font_color": "#555555", "bg_color": "#F6F6F4"},
            "dim": {**base, "font_color": "#9A9A9A", "font_size": 9, "bg_color": "#F6F6F4"},
        }
        self.formats = {name: book.add_format(options) for name, options in look.items()}
        # a text that begins like a formula keeps a quote prefix: editing the cell does not make a formula of it
        self.quoted = {name: book.add_format({**options, "quote_prefix": True}) for name, options in look.items()}
        self.mark = book.add_format({"bold": True, "font_color": MARK})
        head = {"bold": True, "valign": "vcenter", "text_wrap": True, "bottom": 1, "font_color": "#FFFFFF"}
        self.heads = {
            True: book.add_format({**head, "bg_color": "#2F5D8C"}),
            False: book.add_format({**head, "bg_color": "#7A7F85"}),
        }

    def frame(self, count: int) -> None:
        """Headings, widths, frozen panes, filter, print settings."""
        for place, column in enumerate(COLUMNS):
            hidden = {"hidden": True} if column.key == "version" else {}
            self.sheet.set_column(place, place, column.width, None, hidden)
            self.sheet.write_string(0, place, column.heading(self.ui), self.heads[column.edit])
        self.sheet.set_row(0, 30)
        self.sheet.freeze_panes(1, PLACE["zh_context"])
        self.sheet.autofilter(0, 0, max(count, 1), len(COLUMNS) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)  # A3
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_default_row(18)

    def row(self, number: int, row: Row) -> None:
        """One candidate."""
        self.sheet.set_row(number, _height(row))
        for place, column in enumerate(COLUMNS):
            self._cell(number, place, column, row[column.key])

    def _cell(self, number: int, place: int, column: Column, value: Cell) -> None:
        name = _look(column)
        if isinstance(value, (int, float)):
            self.sheet.write_number(number, place, value, self.formats[name])
        elif isinstance(value, str):
            formats = self.quoted if value[:1] in tuple("=+-@") else self.formats
            self.sheet.write_string(number, place, value.translate(NOTHING)[:MOST_CHARACTERS], formats[name])
        else:
            self._context(number, place, value, self.formats[name])

    def _context(self, number: int, place: int, pieces: Sequence[Piece], look: Any) -> None:
        """A context with its term in bold and colour; rich strings take two pieces or more, none of them empty."""
        total = plain(pieces)
        parts: list[Any] = []
        for text, marked in _merged(pieces):
            parts += [self.mark, text] if marked else [text]
        if sum(isinstance(part, str) for part in parts) < 2 or len(total) > MOST_CHARACTERS:
            self.sheet.write_string(number, place, total[:MOST_CHARACTERS], look)
        else:
            self.sheet.write_rich_string(number, place, *parts, look)

    def rules(self, last: int) -> None:
        """Drop-downs and colours; id and version refuse to be typed over, which still lets rows be sorted."""
        ui = self.ui
        for key, words in (("decision", DECISIONS), ("status", STATUS_WORDS), ("pos", POS_WORDS)):
            source = [word(key, value, ui) for value in words]
            self._validate(key, last, {"validate": "list", "source": source, **_complaint(ui, "、".join(source))})
        for key in ("id", "version"):
            self._validate(key, last, {"validate": "custom", "value": "=FALSE", **_complaint(ui, "")})
        for value in DECISIONS:
            options = {"bg_color": FILLS[value], "font_color": INK[value]}
            formula = f'=$C2="{word("decision", value, ui)}"'
            look = self.book.add_format(options)
            self.sheet.conditional_format(
                1, 0, last, PLACE["en"], {"type": "formula", "criteria": formula, "format": look}
            )
        scale: dict[str, Any] = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
        scale |= {"min_value": 0, "mid_value": 0.5, "max_value": 1}
        scale |= {"min_color": "#F4C7C3", "mid_color": "#FCE8B2", "max_color": "#B7E1CD"}
        column = PLACE["probability"]
        self.sheet.conditional_format(1, column, last, column, scale)

    def _validate(self, key: str, last: int, options: dict[str, Any]) -> None:
        self.sheet.data_validation(1, PLACE[key], last, PLACE[key], options)


def _complaint(ui: Ui, choices: str) -> dict[str, Any]:
    if ui == "zh":
        return {
            "error_title": "请从列表选择" if choices else "请勿改动",
            "error_message": choices or "此列请保持原样。",
        }
    if choices:
        return {"error_title": "Choose from the list", "error_message": choices.replace("、", ", ")}
    return {"error_title": "Please leave as it is", "error_message": "This column says which candidate the row is."}


def _look(column: Column) -> str:
    special = {"zh": "term", "en": "term", "id": "dim", "version": "dim", "frequency": "number", "documents": "number"}
    special |= {"zh_context": "context", "en_context": "context"}
    if column.key in ("probability", "zh_share", "en_share"):
        return "share"
    return special.get(column.key, "edit" if column.edit else "read")


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece; empty ones left out."""
    result: list[Piece] = []
    for text, marked in pieces:
        if text and result and result[-1][1] == marked:
            result[-1] = (result[-1][0] + text, marked)
        elif text:
            result.append((text, marked))
    return result


def _height(row: Row) -> float:
    """Height of a row in points: the tallest wrapped cell, 12 lines at most. A Chinese character is two wide."""
    lines = 1
    for column in COLUMNS:
        value = row[column.key]
        if isinstance(value, (int, float)):
            continue
        size = 1.25 if column.key in ("zh", "en") else 1.0
        lines = max(lines, _wrapped(plain(value), column.width / size))
    return 6 + 14.5 * min(lines, 12)


def _wrapped(text: str, width: float) -> int:
    return sum(int(display_width(line) // width) + 1 for line in text.split("\n"))


def _how_to(book: Any, sheet: Any, ui: Ui) -> None:
    """The second sheet: how to fill in the first, and what the words and colours mean."""
    title = book.add_format({"bold": True, "font_size": 14})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "font_size": 11})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, SHEET_NAMES[ui][1], title)
    at = 2
    for number, line in enumerate(INSTRUCTIONS[ui], start=1):
        sheet.write_string(at, 0, f"{number}", wrap)
        sheet.write_string(at, 1, line, wrap)
        at += 1
    at += 1
    for value, meaning in LEGEND[ui]:
        look = {"bg_color": FILLS[value], "font_color": INK[value], "bold": True, "valign": "top"}
        sheet.write_string(at, 0, word("decision", value, ui), book.add_format(look))
        sheet.write_string(at, 1, meaning, wrap)
        at += 1
    sheet.protect()
