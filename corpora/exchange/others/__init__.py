"""Formats of other tools whose rows are lines: memories of Wordfast, catalogues of gettext."""

from corpora.exchange.others.po import read_po, write_po
from corpora.exchange.others.wordfast import is_wordfast, read_wordfast

__all__ = ["is_wordfast", "read_po", "read_wordfast", "write_po"]
