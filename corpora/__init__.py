"""Floor 1: documents. Symbols, readers, repair, sentences, bitexts, tables, TMX."""

from corpora.bitext import Bitext, Link, Pair
from corpora.document import Document, Segment
from corpora.errors import DuizhaoError

__all__ = ["Bitext", "Document", "DuizhaoError", "Link", "Pair", "Segment"]
