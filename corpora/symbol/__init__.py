"""Document symbols of the United Nations: read, ordered, found in texts and file names."""

from corpora.symbol.chains import chain_at, chains, without_symbols
from corpora.symbol.parse import Symbol, find_symbols, from_file_stem, parse_symbol
from corpora.symbol.resolutions import find_resolutions

__all__ = [
    "Symbol",
    "chain_at",
    "chains",
    "find_resolutions",
    "find_symbols",
    "from_file_stem",
    "parse_symbol",
    "without_symbols",
]
