"""What survives translation, by value: numerals, dates, symbols, names in Latin letters."""

from corpora.figures.anchors import Anchor, AnchorKind, extract_anchors
from corpora.figures.numerals import (
    TEEN_ORDINALS,
    TEENS,
    TEN_ORDINALS,
    TENS,
    UNIT_ORDINALS,
    UNITS,
    plain_value,
    word_value,
)

__all__ = [
    "TEENS",
    "TEEN_ORDINALS",
    "TENS",
    "TEN_ORDINALS",
    "UNITS",
    "UNIT_ORDINALS",
    "Anchor",
    "AnchorKind",
    "extract_anchors",
    "plain_value",
    "word_value",
]
