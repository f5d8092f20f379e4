"""Compounds with a negative in both languages, 不扩散 and "non-proliferation", which say nothing about the sentence."""

from __future__ import annotations

import re

from corpora.text import late, read_table

_PAIRS = tuple((late(zh), late(rf"(?i)\b(?:{en})")) for zh, en in read_table(__package__, "fixed_negatives.tsv"))


def without_fixed(zh: str, en: str) -> tuple[str, str]:
    """Both texts with such compounds masked where both have one; offsets stay.

    >>> without_fixed("《不扩散条约》不得违反", "the Non-Proliferation Treaty")
    ('《   条约》不得违反', 'the                   Treaty')
    """
    for chinese, english in _PAIRS:
        if chinese.search(zh) and english.search(en):
            zh, en = (pattern.sub(_mask, text) for pattern, text in ((chinese, zh), (english, en)))
    return zh, en


def _mask(match: re.Match[str]) -> str:
    return " " * len(match[0])
