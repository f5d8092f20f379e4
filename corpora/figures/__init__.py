"""What survives translation, by value: numerals, dates, symbols, names in Latin letters."""

from corpora.figures.anchors import Anchor, extract_anchors
from corpora.figures.numerals import word_value

__all__ = [
    "Anchor",
    "extract_anchors",
    "word_value",
]
