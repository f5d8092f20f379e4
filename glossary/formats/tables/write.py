"""CSV, TSV and XLSX out, with the columns of :mod:`glossary.formats.tables.columns`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.sheets import as_rows, write_delimited, write_sheet
from glossary.concept import Concept, Termbase
from glossary.formats.tables.columns import COLUMNS, SELDOM, SELDOM_OF_TERMS, rows_of
from glossary.formats.types import ExportOptions


def _columns(concepts: list[Concept]) -> tuple[str, ...]:
    """The columns, without those that few termbases need and this one does not."""
    needed = {
        f"{term.language}_{part}"
        for concept in concepts
        for term in concept.terms
        for part in SELDOM_OF_TERMS
        if getattr(term, part)
    }
    if any(concept.definition_language or concept.definitions for concept in concepts):
        needed |= {"definition_language", "more_definitions"}
    return tuple(name for name in COLUMNS if name not in SELDOM or name in needed)


def _rows(concepts: list[Concept], columns: tuple[str, ...]) -> Iterator[list[str]]:
    return as_rows(columns, (row for concept in concepts for row in rows_of(concept)))


def write_csv(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For Excel: a byte order mark, commas, quotation marks where needed."""
    columns = _columns(concepts)
    write_delimited(path, columns, _rows(concepts, columns))


def write_tsv(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For scripts: tabs, no quoting."""
    columns = _columns(concepts)
    write_delimited(path, columns, _rows(concepts, columns), "\t")


def write_xlsx(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For Excel and LibreOffice."""
    columns = _columns(concepts)
    write_sheet(path, columns, _rows(concepts, columns))
