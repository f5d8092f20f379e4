"""Cells in, cells out: workbooks and delimited tables."""

from corpora.sheets.cells import (
    as_rows,
    csv_rows,
    encoding_name,
    guarded,
    quoted_tabs,
    read_cells,
    separator_of,
    unguarded,
    write_delimited,
)
from corpora.sheets.languages import language_of_cells
from corpora.sheets.word_cells import WordCell
from corpora.sheets.word_comments import Commented, WordComment, with_word_comments
from corpora.sheets.word_read import WordTables, read_word_tables
from corpora.sheets.word_write import MOST_ROWS, WordFrame, WordTable, word_tables, write_word_tables
from corpora.sheets.workbook import FIXED_TIME, HEADER_WITHIN, OPTIONS, Column, column_named, own_cells, under_headings
from corpora.sheets.workbook_read import Sheet, read_workbook
from corpora.sheets.xlsx import read_sheets, write_sheet

__all__ = [
    "FIXED_TIME",
    "HEADER_WITHIN",
    "MOST_ROWS",
    "OPTIONS",
    "Column",
    "Commented",
    "Sheet",
    "WordCell",
    "WordComment",
    "WordFrame",
    "WordTable",
    "WordTables",
    "as_rows",
    "column_named",
    "csv_rows",
    "encoding_name",
    "guarded",
    "language_of_cells",
    "own_cells",
    "quoted_tabs",
    "read_cells",
    "read_sheets",
    "read_word_tables",
    "read_workbook",
    "separator_of",
    "under_headings",
    "unguarded",
    "with_word_comments",
    "word_tables",
    "write_delimited",
    "write_sheet",
    "write_word_tables",
]
