"""What survives translation, by value: numerals, dates, symbols, names in Latin letters."""

from corpora.figures.anchors import Anchor, AnchorKind, extract_anchors
from corpora.figures.numerals import figure_value, word_value
from corpora.figures.quantity import Quantity, quantities

__all__ = [
    "Anchor",
    "AnchorKind",
    "Quantity",
    "extract_anchors",
    "figure_value",
    "quantities",
    "word_value",
]
