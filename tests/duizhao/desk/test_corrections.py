"""Confirmed links as pairs to train on: of a project, of its file of decisions, of a table."""

import pytest

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import write_pairs
from duizhao.corrections import read_corrections
from glossary.project import LEDGER, Ledger, decided_links

ROWS = [
    Pair("A/1", 1, "会议开始。", "The meeting began.", (0,), (0,), link="1-1 confirmed"),
    Pair("A/1", 2, "散会。", "", (1,), (), link="1-0 confirmed"),
    Pair("A/1", 3, "附件", "Annex", (2,), (1,), link="1-1"),
]
WANTED = [("会议开始。", "The meeting began.")]


def test_of_a_table_and_of_a_project(tmp_path):
    table = tmp_path / "links.tsv"
    write_pairs(ROWS, table)
    with Ledger.open(tmp_path / LEDGER, create=True) as ledger:
        ledger.decide("link", decided_links(ROWS))
    for path in (table, tmp_path, tmp_path / LEDGER):
        assert read_corrections([path], ("zh", "en")) == WANTED
        assert read_corrections([path], ("en", "zh")) == [pair[::-1] for pair in WANTED]
    assert read_corrections([], ("fr", "en")) == []


def test_nothing_confirmed_and_other_languages_are_said(tmp_path):
    write_pairs(ROWS[1:2], tmp_path / "links.tsv")
    with pytest.raises(InputError, match="no confirmed link of two sides"):
        read_corrections([tmp_path / "links.tsv"], ("zh", "en"))
    with pytest.raises(InputError, match="are Chinese and English, not fr,en"):
        read_corrections([tmp_path], ("fr", "en"))
    with pytest.raises(InputError):
        read_corrections([tmp_path], ("zh", "en"))
