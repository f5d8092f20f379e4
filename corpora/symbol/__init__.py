"""Document symbols of the United Nations: read, ordered, found in texts and file names."""

from corpora.symbol.grammar import SYMBOL
from corpora.symbol.parse import Symbol, find_symbols, from_file_stem, parse_symbol
from corpora.symbol.resolutions import find_resolutions

__all__ = ["SYMBOL", "Symbol", "find_resolutions", "find_symbols", "from_file_stem", "parse_symbol"]
