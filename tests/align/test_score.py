"""Strict and lax precision and recall."""

import pytest

from align.score import Counts, count, parse_links, read_gold
from corpora.errors import InputError

GOLD = parse_links(["[0]:[0]", "[1, 2]:[1]", "[3]:[]", "[]:[2]", "[4]:[3, 4]"])


def test_a_perfect_answer():
    for nulls in (True, False):
        rates = count(GOLD, GOLD, nulls).rates()
        assert set(rates.values()) == {1.0}


def test_strict_and_lax_by_hand():
    found = parse_links(["[0]:[0]", "[1]:[1]", "[2, 3]:[]", "[4]:[3, 4]", "[]:[2]"])
    assert count(found, GOLD, nulls=True) == Counts(found=5, gold=5, strict=3, lax_found=5, lax_gold=5)
    assert count(found, GOLD, nulls=False) == Counts(found=3, gold=3, strict=2, lax_found=3, lax_gold=3)


def test_nothing_found_is_zero_not_an_error():
    assert count([], GOLD).rates()["strict_f1"] == 0.0
    assert count([], []).rates()["strict_f1"] == 1.0


def test_a_bad_line_names_file_and_line():
    with pytest.raises(InputError, match=r"x\.align:2: not a link"):
        parse_links(["[0]:[0]", "0-0"], "x.align")


def test_gold_folder_errors(tmp_path):
    with pytest.raises(InputError, match="no gold"):
        read_gold(tmp_path)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.align").write_text("[0]:[0]\n")
    with pytest.raises(InputError, match="missing"):
        read_gold(tmp_path)


@pytest.mark.parametrize("line", ["[0 1]:[0]", "[,]:[0]", "[1,]:[0]", "[a]:[0]"])
def test_a_line_that_is_no_link(line):
    with pytest.raises(InputError, match="not a link"):
        parse_links([line], "gold")


def test_leading_zeros_are_numbers():
    assert parse_links(["[00, 01]:[ ]"], "gold") == [((0, 1), ())]
