"""What a Han character is, once for the whole program."""

from __future__ import annotations

from corpora.text.patterns import late

HAN = "\u4e00-\u9fff\u3400-\u4dbf\u3005\u3007\uf900-\ufaff\U00020000-\U0003fffd"
"""Han characters, for use inside the brackets of a regular expression.

Unified ideographs with extensions A to J (planes 2 and 3 are theirs alone, UAX 38), the compatibility block (twelve of
which are unified), 〇 and 々 (Script=Han). Radicals (2E80 to 2FDF) and Hangzhou numerals (3021 to 3029, 3038 to 303B)
are left out: the first are folded by the PDF reader, the second stand in no text that is read here, no more than the
marks of old prints in 16FE2 to 16FF1.
Kana, Hangul and full-width punctuation marks are as wide as a Han character and are none.
"""
HAN_CHARACTER = late(f"[{HAN}]")
HAN_RUN = late(f"[{HAN}]+")


def is_han(text: str) -> bool:
    """Whether a text begins with a Han character.

    >>> is_han("〇年"), is_han("𠮷"), is_han("々"), is_han("、"), is_han("カ"), is_han("")
    (True, True, True, False, False, False)
    """
    return HAN_CHARACTER.match(text) is not None
