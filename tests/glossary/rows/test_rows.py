"""Rows: made of anything that is a bitext, named by place, each derived value made once and gone with the rows."""

import gc
import threading
import weakref

import polars as pl
import pytest

from align.encoders import builtin_encoder
from corpora.bitext import Bitext, Link, Pair, pairs_to_frame
from corpora.document import Document, Segment
from corpora.errors import InputError
from glossary.concept import Termbase
from glossary.renderings import senses_of
from glossary.rows import Key, Place, Rows, Same
from tests.calls import call

PAIRS = [
    Pair("A/1", 1, "大会通过了决议。", "The Assembly adopted it."),
    Pair("A/1", 2, "", "Annex"),
    Pair("A/2", 1, "Annex", "Annex"),
    Pair("A/1", 3, " ", "Annex"),
]


def test_a_bitext_a_sequence_and_a_frame_make_the_same_rows():
    zh = Document("A/1", "zh", (Segment(0, "大会。"), Segment(1, "附件")))
    en = Document("A/1", "en", (Segment(0, "Assembly."),))
    bitext = Bitext(zh, en, (Link(range(0, 1), range(0, 1), 0.5), Link(range(1, 2), range(1, 1), 0.0)))
    made = [Rows.of(source) for source in (bitext, bitext.pairs(), bitext.to_frame(), pairs_to_frame(bitext.pairs()))]
    assert all(rows.pairs == tuple(bitext.pairs()) for rows in made)
    assert made[0].to_frame().equals(bitext.to_frame())


def test_a_frame_needs_two_texts_and_nothing_else():
    rows = Rows.of(pl.DataFrame({"en": ["Assembly", "Annex"], "zh": ["大会", None], "more": [1, 2]}))
    assert [(pair.symbol, pair.position, pair.zh) for pair in rows] == [("", 1, "大会"), ("", 2, "")]
    with pytest.raises(InputError, match="without a column en"):
        Rows.of(pl.DataFrame({"zh": ["大会"]}))


def test_masks_say_which_rows_have_what():
    rows = Rows.of(PAIRS)
    assert rows.filled.tolist() == [True, False, True, True]
    assert rows.both.tolist() == [True, False, True, False]
    assert rows.bilingual.tolist() == [True, False, False, False]
    assert rows.symbols == ("A/1", "A/2")
    assert rows.document.tolist() == [0, 0, 1, 0]
    empty = Rows.of([])
    assert (len(empty), empty.filled.tolist(), empty.document.tolist(), empty.symbols) == (0, [], [], ())


def test_every_row_has_a_place_of_its_own():
    rows = Rows.of(PAIRS)
    assert rows.remarks == ()
    assert [rows.row(rows.place(k)) for k in range(len(rows))] == [0, 1, 2, 3]
    assert rows.row(Place("A/1", 4)) is None


@pytest.mark.parametrize("wrong", [0, 2])
def test_rows_that_share_a_place_are_numbered_anew_and_named(wrong):
    rows = Rows.of([Pair("A/1", 2, "一", "1"), Pair("A/2", 7, "二", "2"), Pair("A/1", wrong, "三", "3")])
    assert [str(rows.place(k)) for k in range(3)] == ["A/1:1", "A/2:7", "A/1:2"]
    assert len(rows.remarks) == 1
    assert rows.remarks[0].startswith("A/1: ")


def test_a_document_without_a_symbol_is_named_too():
    rows = Rows.of([Pair("", 3, "一", "1"), Pair("", 3, "二", "2"), Pair("A/2", 0, "三", "3")])
    assert [(pair.symbol, pair.position) for pair in rows] == [("", 1), ("", 2), ("A/2", 1)]
    assert rows.remarks == (
        "the document without a symbol: position 3 names 2 rows; its 2 rows are numbered anew, from 1",
        "A/2: a position is not a number from 1; its 1 row is numbered anew, from 1",
    )


def test_commands_say_that_rows_were_numbered_anew(tmp_path):
    table = tmp_path / "memory.tsv"
    table.write_text("symbol\tposition\tzh\ten\n" + "A/1\t7\t附件。\tThe annex.\n" * 2, encoding="utf-8")
    told = "A/1: position 7 names 2 rows; its 2 rows are numbered anew, from 1"
    for command in (
        ["check", str(table), "--fail-on", "never"],
        ["glossary", "find", "annex", "-b", str(table)],
        ["glossary", "extract", str(table), "-o", str(tmp_path / "terms.tsv")],
    ):
        done = call(*command)
        assert (done.code, done.err.count(told)) == (0, 1), done


def test_a_derived_value_is_made_once_also_by_threads():
    rows, made = Rows.of(PAIRS), []
    key: Key[int] = Key("length")

    def build(rows):
        made.append(len(rows))
        return len(rows)

    threads = [threading.Thread(target=rows.derived, args=(key, build)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows.derived(key, build) == 4
    assert made == [4]
    assert Rows.of(PAIRS).derived(key, lambda rows: 0) == 0


def test_derived_values_of_two_termbases_are_two():
    rows, key = Rows.of(PAIRS), Key("terms")
    one, other = Termbase.of([]), Termbase.of([])
    assert rows.derived(key.of(Same(one)), lambda rows: 1) == 1
    assert rows.derived(key.of(Same(other)), lambda rows: 2) == 2
    assert rows.derived(key.of(Same(one)), lambda rows: 3) == 1


def test_a_part_of_a_key_is_the_very_object():
    one: list[int] = []
    key: Key[int] = Key("terms")
    assert key.of(Same(one)) == key.of(Same(one))
    assert len({key.of(Same(one)), key.of(Same(one)), key.of(Same([])), key.of("zh"), key.of(), key}) == 4
    assert (Same(one) == one, Same(one) == "zh", Same("zh") == "zh") == (False, False, False)


def test_what_was_derived_dies_with_the_rows():
    class Value:
        pass

    rows = Rows.of(PAIRS)
    value = weakref.ref(rows.derived(Key("value"), lambda rows: Value()))
    assert value() is not None
    del rows
    gc.collect()
    assert value() is None


def test_the_static_model_is_the_chosen_one_or_the_built_in_one():
    class Other:
        fingerprint, dimension = "other", 3

        def encode(self, texts):
            raise AssertionError(texts)

    assert Rows.of(PAIRS).static is builtin_encoder()
    assert Rows.of(PAIRS, builtin_encoder()).static is builtin_encoder()
    assert Rows.of(PAIRS, Other()).static is builtin_encoder()
    assert senses_of(Rows.of(PAIRS)) is None
    rows = Rows.of(PAIRS, builtin_encoder())
    assert senses_of(rows) is senses_of(rows)
