"""CSV, TSV and XLSX out, with the columns of :mod:`glossary.formats.tables.columns`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.sheets import as_rows, write_delimited, write_sheet
from glossary.concept import Concept, Termbase
from glossary.formats.tables.columns import COLUMNS, rows_of
from glossary.formats.types import ExportOptions


def _rows(concepts: list[Concept]) -> Iterator[list[str]]:
    return as_rows(COLUMNS, (row for concept in concepts for row in rows_of(concept)))


def write_csv(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For Excel: a byte order mark, commas, quotation marks where needed."""
    write_delimited(path, COLUMNS, _rows(concepts))


def write_tsv(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For scripts: tabs, no quoting."""
    write_delimited(path, COLUMNS, _rows(concepts), "\t")


def write_xlsx(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """For Excel and LibreOffice."""
    write_sheet(path, COLUMNS, _rows(concepts))
