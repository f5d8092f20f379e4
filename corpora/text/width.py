"""How wide a text is where every character has one column or two."""

from __future__ import annotations

from corpora.text.patterns import late

_WIDE_RUN = late("[\u1100-\u115f\u2e80-\U0010ffff]+")
"""Hangul, Han characters, kana, their punctuation and what comes behind them; see UAX 11."""


def display_width(text: str) -> int:
    """Columns of a text in a fixed-width font; a Han character takes two.

    >>> display_width("大会A/1"), display_width("Trần Đức Lương, Việt Nam")
    (7, 24)
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(map(len, _WIDE_RUN.findall(text)))
