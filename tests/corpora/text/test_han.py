"""One definition of a Han character, held against what Unicode and the tokenizer of the model say."""

import re
import unicodedata

import pytest
from tokenizers import Regex, pre_tokenizers

from corpora.text import HAN, HAN_RUN, is_han

NUMERALS = {*range(0x3021, 0x302A), *range(0x3038, 0x303C)}
"""Hangzhou numerals and, of the same block, the sign of repetition in them."""
RADICALS = set(range(0x2E80, 0x2FE0))
OLD_MARKS = {0x16FE2, 0x16FE3, 0x16FF0, 0x16FF1}
"""Of printed works of the Qing, and of Vietnamese in Han characters."""


@pytest.mark.parametrize("character", "大㛃𠮷䶮﨎〇々豈𫟰")
def test_han_characters_of_every_block(character):
    assert is_han(character)
    assert HAN_RUN.fullmatch(f"二{character}年")


@pytest.mark.parametrize(
    "character", ["䷀", "、", "「", "ー", "カ", "가", "⺠", "〡", "ㄅ", "Ａ", "５", "é", "1", " ", ""]
)
def test_what_is_as_wide_and_no_han_character(character):
    assert not is_han(character)


def test_every_ideograph_of_unicode_is_han():
    """Names of ideographs are made by rule: planes 2 and 3 hold nothing else."""
    named = {code for code in range(0x40000) if unicodedata.name(chr(code), "").startswith("CJK UNIFIED IDEOGRAPH")}
    named |= {code for code in range(0x40000) if unicodedata.name(chr(code), "").startswith("CJK COMPATIBILITY IDEO")}
    assert len(named) > 90_000
    assert not [code for code in named if not is_han(chr(code))]


@pytest.mark.thorough("every character of Unicode")
def test_the_tokenizer_differs_in_radicals_numerals_and_old_marks_only():
    """The pieces of the model are cut where its tokenizer says so: the two may differ where no text is."""
    split = pre_tokenizers.Split(Regex(r"\p{Han}"), "isolated")
    pattern = re.compile(f"[{HAN}]")
    differing = set()
    for first in range(0, 0x40000, 0x1000):
        codes = [code for code in range(first, first + 0x1000) if not 0xD800 <= code < 0xE000]
        # a letter between any two: a Han character is alone then, another one stays with the letters
        text = "a".join(["", *map(chr, codes), ""])
        cut = {text[start] for _, (start, end) in split.pre_tokenize_str(text) if end - start == 1}
        for code in codes:
            known = unicodedata.category(chr(code)) != "Cn"
            if known and (chr(code) in cut - {"a"}) != bool(pattern.match(chr(code))):
                differing.add(code)
    assert differing - RADICALS - NUMERALS - OLD_MARKS == set()
    assert differing
