"""What stands alone and what is probably wrong: tables of a run, marks in a memory, and what is left out."""

import pytest

from corpora.bitext import Pair
from corpora.exchange import read_pairs, write_tmx
from duizhao.alignment_tables import alone, doubtful, sure, write_alignment_tables
from tests.calls import call

PAIRS = [
    Pair("A/1", 1, "导言", "Introduction", score=0.99, paragraph=1),
    Pair("A/1", 2, "基金的\t投资", "", score=0.9, link="1-0", paragraph=2),
    Pair("A/1", 3, "会议结束。", "The report was long.", score=0.31, paragraph=3),
    Pair("A/1", 4, "", "Original: English", score=0.6, link="0-1", paragraph=4, page=2),
    Pair("A/2", 1, "谢谢。", "The Fund grew.", score=0.12),
]


def test_what_stands_alone_is_told_both_ways():
    assert alone(PAIRS) == [
        ("A/1", "zh", "2", "", "", "2", "0.90", "基金的\t投资"),
        ("A/1", "en", "4", "", "2", "4", "0.60", "Original: English"),
    ]


def test_the_number_that_is_printed_names_the_paragraph():
    pairs = [
        Pair("A/1", 1, "11. 基金投资。", "11. The Fund invests.", score=0.9, paragraph=31),
        Pair("A/1", 2, "会议结束。", "", score=0.8, link="1-0", paragraph=31),
        Pair("A/1", 3, "12. 谢谢。", "12. The Fund grew.", score=0.2, paragraph=32),
    ]
    assert alone(pairs)[0][2:4] == ("31", "11")
    assert doubtful(pairs)[0][3:5] == ("32", "12")


def test_what_is_probably_wrong_comes_worst_first():
    assert [row[:3] for row in doubtful(PAIRS)] == [("0.12", "A/2", "1"), ("0.31", "A/1", "3")]
    assert [pair.score for pair in sure(PAIRS, 0.5)] == [0.99, 0.9, 0.6]
    assert sure(PAIRS, 0.0) == PAIRS


def test_tables_are_written_with_a_header_and_one_line_a_row(tmp_path):
    write_alignment_tables(PAIRS, tmp_path)
    lines = (tmp_path / "alone.tsv").read_text("utf-8").splitlines()
    assert lines[0].split("\t")[:3] == ["symbol", "language", "paragraph"]
    assert lines[1].endswith("\t基金的 投资")
    write_alignment_tables([], tmp_path)
    assert len((tmp_path / "doubtful.tsv").read_text("utf-8").splitlines()) == 1


def test_a_memory_marks_what_is_probably_wrong_and_reads_it_back(tmp_path):
    path = tmp_path / "a.tmx"
    write_tmx(PAIRS, path)
    text = path.read_text("utf-8")
    assert text.count('<prop type="x-doubtful">yes</prop>') == 2
    again = list(read_pairs(path))
    assert [pair.score for pair in again] == [0.99, 0.31, 0.12]
    write_tmx(again, tmp_path / "b.tmx", keep=True)
    assert (tmp_path / "b.tmx").read_text("utf-8").count("x-doubtful") == 2


@pytest.mark.parametrize("least", [0.0, 0.97])
def test_a_run_leaves_out_what_is_less_sure(tmp_path, least):
    zh, en = tmp_path / "a.zh.txt", tmp_path / "a.en.txt"
    zh.write_text("会议于上午10时开始。\n\n通过议程。\n\n秘书长感谢各国代表团。\n\n会议于中午12时结束。\n", "utf-8")
    en.write_text("The meeting was called to order at 10 a.m.\n\nThe Secretary-General thanked the delegations.\n\nThe meeting rose at 12 noon.\n", "utf-8")  # fmt: skip
    done = call("run", zh, en, "-o", tmp_path / "out", "--min-confidence", least)
    assert done.code == 0
    assert "Without counterpart: 1 sentence" in done.err
    lone = (tmp_path / "out" / "alone.tsv").read_text("utf-8").splitlines()
    assert lone[1].endswith("通过议程。")
    rows = list(read_pairs(tmp_path / "out" / "bitext.tsv"))
    kept = list(read_pairs(tmp_path / "out" / "bitext.tmx"))
    assert len(kept) == sum(bool(pair.zh and pair.en) and pair.score >= least for pair in rows)
    assert len(rows) == 4
