"""Document symbols."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.symbol import find_symbols, from_file_stem, parse_symbol

GOOD = [
    "A/75/379–S/2020/965",
    "S/RES/822(1993)",
    "A/RES/ES-10/25",
    "S/PRST/1995/21",
    "SG/SM/5460",
    "E/CN.7/2003/10/Add.1",
    "A/C.3/78/L.22/Rev.1",
    "A/CONF.62/122",
    "ST/SGB/2018/1",
    "E/ICEF/2023/6",
    "A/RES/2758(XXVI)",
    "TD/B/C.I/45",
    "S/23904",
]
BAD = ["and/or", "12/5/1992", "km/h", "1/2", "", "A", "A/", "N/A", "S/he"]


@pytest.mark.parametrize("text", GOOD)
def test_symbols_parse_and_come_back_from_file_names(text):
    symbol = parse_symbol(text)
    assert symbol is not None
    assert symbol.text == text
    if "(" not in text:
        assert from_file_stem(symbol.file_stem) == symbol
    assert [s.text for _, _, s in find_symbols(f"见{text}。")] == [text]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_symbol(text):
    assert parse_symbol(text) is None


def test_order_is_by_number():
    symbols = [parse_symbol(t) for t in ("A/10/2", "A/9/10", "A/9/2")]
    assert [s.text for s in sorted(symbols)] == ["A/9/2", "A/9/10", "A/10/2"]


@given(st.integers(1, 99), st.integers(1, 999))
def test_any_session_and_number(session, number):
    text = f"A/{session}/{number}"
    assert parse_symbol(text).text == text
