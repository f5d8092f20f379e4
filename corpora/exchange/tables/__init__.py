"""Bitexts in tables: text, workbooks, Word; what their columns hold."""

from corpora.exchange.tables.frames import ONE_LINE, pairs_of, text_of
from corpora.exchange.tables.grids import WORD, is_bilingual_word
from corpora.exchange.tables.read import DELIMITED, TABLES, read_table, read_with_facts
from corpora.exchange.tables.write import TABLE_SUFFIXES, flat_frame, write_frame

__all__ = [
    "DELIMITED",
    "ONE_LINE",
    "TABLES",
    "TABLE_SUFFIXES",
    "WORD",
    "flat_frame",
    "is_bilingual_word",
    "pairs_of",
    "read_table",
    "read_with_facts",
    "text_of",
    "write_frame",
]
