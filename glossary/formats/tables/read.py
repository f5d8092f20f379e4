"""Tables in: our own, memoQ's and Phrase's layouts, and any table with a Chinese and an English column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpora.errors import InputError, short
from corpora.sheets import Sheet, read_cells, read_workbook
from glossary.concept import Termbase
from glossary.formats.reading import Ids, finished, with_targets
from glossary.formats.tables.headers import Start, start_of
from glossary.formats.tables.layout import layout_of
from glossary.formats.tables.long_form import LongReader
from glossary.formats.tables.rows import Reader
from glossary.losses import Losses


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a CSV, TSV or XLSX; what is not in them is named. Raises :class:`InputError` for anything else.

    Of a workbook all sheets with Chinese and English terms are read, one behind the other.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        table = read_cells(path, path.suffix.lower() in (".tsv", ".tab", ".txt"))
        for what in table.said:
            losses.guess(what)
        return from_cells(table.rows, path, losses)
    return _from_sheets(read_workbook(path), path, losses)


def _from_sheets(sheets: Sequence[Sheet], path: Path, losses: Losses) -> Termbase:
    """The concepts of all sheets with terms; hidden ones are read where no other has any."""
    starts = [start_of(sheet.rows, Losses()).layout for sheet in sheets]
    with_terms = [layout.long or {"zh", "en"} <= layout.languages for layout in starts]
    shown = any(ok and not sheet.hidden for sheet, ok in zip(sheets, with_terms, strict=True))
    readers: list[Reader] = []
    for sheet, ok in zip(sheets, with_terms, strict=True):
        name = f"sheet {short(sheet.name, 40)!r}"
        if not ok and len(sheets) > 1:
            losses.add(
                "", f"{name} has no Chinese and English terms: left out", "sheets left out", part=not sheet.hidden
            )
        elif sheet.hidden and shown:
            losses.add("", f"{name} is hidden: left out", "hidden sheets left out")
        else:
            readers.append(_reader_of_sheet(sheet, path, losses, f"{name}: " if len(sheets) > 1 else ""))
    if not readers:
        return from_cells(sheets[0].rows, path, losses)
    return _termbase(readers, path, losses)


def _reader_of_sheet(sheet: Sheet, path: Path, losses: Losses, own: str) -> Reader:
    """A sheet, read without the rows whose terms show no value; merged cells hold for all rows that they cover."""
    rows = sheet.filled_down()
    layout = start_of(rows, Losses()).layout
    terms = {column.index for column in layout.terms}
    named: set[int] = set()
    for (row, column), what in sorted(sheet.broken.items()):
        if column not in terms:
            losses.add("", f"{own}row {row + 1}: {what}: the cell is left out", "cells without a value, left out")
        elif row not in named:
            named.add(row)
            if row < len(rows):
                rows[row] = []
            losses.add(
                "", f"{own}row {row + 1}: {what}: left out", "rows with terms without a value, left out", part=True
            )
    return reader_of(rows, path, losses, own)


def from_cells(rows: Sequence[Sequence[str]], path: Path, losses: Losses, *, header: bool = False) -> Termbase:
    """Concepts of a table: the rows of one ``concept_id`` are one concept, a row without an id is one of its own.

    ``header``: the first row is known to name the columns.
    """
    return _termbase([reader_of(rows, path, losses, "", header=header)], path, losses)


def reader_of(rows: Sequence[Sequence[str]], path: Path, losses: Losses, where: str, *, header: bool = False) -> Reader:
    """All rows of a table, read; raises :class:`InputError` for one without a column of terms."""
    if rows and rows[0] and rows[0][0].startswith("%") and any("Wordfast TM" in cell for cell in rows[0]):
        raise InputError(f"{path}: is a translation memory of Wordfast", "duizhao corpora convert reads it")
    start = Start(layout_of(rows[0]), 1) if header else start_of(rows, losses, where)
    layout = start.layout
    missing = [] if layout.long else sorted({"zh", "en"} - layout.languages)
    if len(missing) == 2:
        names = ", ".join(short(name, 40) for name in next(filter(any, rows), [""])[:8])
        raise InputError(f"{path}: no column zh and en (columns: {names})", "name the term columns zh and en")
    if missing:
        losses.add("", f"{where}no column {missing[0]}")
    for index, name in layout.unknown.items():
        if not _are_row_numbers(index, rows[start.first :]):
            losses.add("", f"{where}column {short(name, 40)!r} left out", "columns left out")
    reader = LongReader(layout, losses) if layout.long else Reader(layout, losses)
    for number, row in enumerate(rows[start.first :], start=start.first + 1):
        if any(row):
            reader.row(row, number)
    return reader


def _are_row_numbers(index: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column counts the rows, and says nothing else."""
    cells = [row[index].strip(" .") for row in rows if index < len(row) and row[index].strip()]
    return bool(cells) and all(cell == str(number) for number, cell in enumerate(cells, start=1))


def _termbase(readers: Sequence[Reader], path: Path, losses: Losses) -> Termbase:
    ids, concepts = Ids(losses), []
    drafts = [draft for reader in readers for draft in reader.finished()]
    targets: dict[str, str] = {}
    for draft in drafts:
        if draft.terms:
            id = ids.unique(draft.id)
            targets[draft.id or id] = id
            concepts.append(draft.concept(id, losses))
        elif not draft.told:
            losses.add(
                draft.id,
                "no Chinese or English term: left out",
                "rows without a Chinese or English term, left out",
                part=True,
            )
    resolved = concepts if readers[0].layout.own else with_targets(concepts, targets, losses)
    return finished(resolved, path, f"table:{path.name}", len(drafts))
