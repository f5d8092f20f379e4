"""Anchors by value; the cases are in cases/anchors.json (``~`` marks a weak anchor)."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.figures.anchors import extract_anchors
from corpora.figures.numerals import word_value
from corpora.text import han_value
from corpora.text.roman import roman_value

CASES = json.loads((Path(__file__).parent / "cases" / "anchors.json").read_text(encoding="utf-8"))


def brief(text, language):
    return [f"{a.kind}:{a.value}{'' if a.strong else '~'}" for a in extract_anchors(text, language)]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_case(case):
    assert brief(case["text"], case["language"]) == case["anchors"]


@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda case: case["name"])
@pytest.mark.xfail(strict=True)
def test_known_failure(case):
    assert brief(case["text"], case["language"]) == case["anchors"]


TEXTS = st.text(
    alphabet="0123456789 ,.()/第条年月日时分万亿千百十一二三AIVXSRE-–May%\u00a0\u202fmilthousandpercent", max_size=40
)


@given(TEXTS, st.sampled_from(["zh", "en"]))
def test_any_text_gives_anchors_in_order_with_true_offsets(text, language):
    anchors = extract_anchors(text, language)
    assert [a.start for a in anchors] == sorted(a.start for a in anchors)
    for anchor in anchors:
        assert 0 <= anchor.start < anchor.end <= len(text)
        assert anchor.text == text[anchor.start : anchor.end]
        assert anchor.value


@given(TEXTS, st.sampled_from(["zh", "en"]))
def test_no_character_is_taken_twice(text, language):
    spans = {(a.start, a.end) for a in extract_anchors(text, language)}  # a range of days has two dates in one place
    ordered = sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(ordered))


DIGITS = "零一二三四五六七八九"


def in_han(n):
    """Numbers up to 9,999 as written in Han."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
        zero = not digit
    return text


@given(st.integers(1, 9999))
def test_han_numerals(n):
    assert han_value(in_han(n)) == n
    assert han_value(in_han(n) + "万") == n * 10_000


@given(st.integers(1, 89))
def test_roman_numerals(n):
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"][n // 10]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][n % 10]
    assert roman_value(tens + ones) == n


def test_number_words():
    assert word_value("one hundred and twenty-third") == 123
    assert word_value("two million, three hundred thousand") == 2_300_000


@given(st.integers(0, 10**9))
def test_one_value_in_all_spellings(n):
    spaced = f"{n:,}".replace(",", " ")
    for text in (f"{n}", f"{n:,}", spaced, spaced.replace(" ", "\u202f")):
        assert brief(f"about {text} tons", "en") == [f"number:{n}"]
        assert brief(f"约{text}吨", "zh") == [f"number:{n}"]


@pytest.mark.parametrize(
    "text", ["一" * 5000, "十" * 20_000, "万亿" * 9000, "5" * 5000 + "分之" + "3" * 5000, "1" * 5000 + "/2"]
)
def test_endless_numerals_are_no_numbers_and_no_error(text):
    for language in ("zh", "en"):
        extract_anchors(text, language)
