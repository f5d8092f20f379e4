"""Document symbols of the United Nations: read, ordered, found in texts and file names."""

from typing import TYPE_CHECKING

from corpora.symbol.grammar import SYMBOL
from corpora.symbol.parse import Symbol, find_symbols, from_file_stem, parse_symbol

if TYPE_CHECKING:
    from corpora.symbol.resolutions import find_resolutions

__all__ = ["SYMBOL", "Symbol", "find_resolutions", "find_symbols", "from_file_stem", "parse_symbol"]


def __getattr__(name: str) -> object:
    # its expressions take a while to compile, and no stage of the program needs them
    if name == "find_resolutions":
        from corpora.symbol.resolutions import find_resolutions

        return find_resolutions
    raise AttributeError(f"module 'corpora.symbol' has no attribute {name!r}")
