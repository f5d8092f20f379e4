"""What survives translation, by value: numerals, dates, symbols, names in Latin letters."""

from corpora.figures.anchors import Anchor, AnchorKind, extract_anchors
from corpora.figures.numerals import figure_value, word_value

__all__ = [
    "Anchor",
    "AnchorKind",
    "extract_anchors",
    "figure_value",
    "word_value",
]
