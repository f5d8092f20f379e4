"""Termbases as tables: CSV, TSV, XLSX, memoQ, Phrase, JSON, Parquet."""

from glossary.formats.tables.layout import language_named
from glossary.formats.tables.read import from_cells

__all__ = ["from_cells", "language_named"]
