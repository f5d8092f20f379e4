"""A bitext as a frame: what comes back from one, and what is said of one that cannot be used."""

import polars as pl
import pytest

from corpora.bitext import Pair, pairs_from_frame, pairs_to_frame
from corpora.errors import InputError
from corpora.exchange.tables.write import flat_frame

PAIRS = [
    Pair("A/1", 1, "一", "one", (0,), (0, 1), 0.5, link="1-2", paragraph=1, page=2),
    Pair("A/1", 2, "二", "", (1,), (), 1.0, link="1-0", original="zh"),
]


@pytest.mark.parametrize("rows", [PAIRS, PAIRS[:1], PAIRS[1:], []])
def test_a_frame_that_polars_read_from_a_table_is_as_good(rows):
    frame = pairs_to_frame(rows)
    texts = flat_frame(frame).write_csv(separator="\t")
    assert pairs_from_frame(pl.read_csv(texts.encode(), separator="\t")) == pairs_from_frame(frame)


def test_a_score_keeps_its_digits_and_what_is_empty_is_left_out():
    frame = pl.DataFrame({"zh": ["一", None], "en": ["one", "two"], "score": [0.1234567890123, None]})
    assert [pair.score for pair in pairs_from_frame(frame)] == [0.1234567890123, 1.0]
    more = frame.with_columns(source_ids=pl.Series([[0, None], None]), page=pl.lit(None), symbol=pl.lit("A/1"))
    assert [(pair.zh, pair.source_ids, pair.page) for pair in pairs_from_frame(more)] == [("一", (0,), 0), ("", (), 0)]
    named = frame.with_columns(pl.col("zh").cast(pl.Categorical))
    assert pairs_from_frame(named) == pairs_from_frame(frame)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"zh": [1]}, "column zh holds Int64; it should hold text"),
        ({"en": [b"one"]}, "column en holds Binary; it should hold text"),
        ({"symbol": [3]}, "column symbol holds Int64; it should hold text"),
        ({"position": ["x"]}, "column position holds String; it should hold whole numbers"),
        ({"position": [1.5]}, "column position holds Float64; it should hold whole numbers"),
        ({"page": [True]}, "column page holds Boolean; it should hold whole numbers"),
        ({"score": ["x"]}, "column score holds String; it should hold numbers"),
        ({"source_ids": [0.5]}, "column source_ids holds Float64; it should hold lists of whole numbers"),
        ({"position": [-1]}, "failed in column 'position'"),
        ({"paragraph": [1 << 40]}, "failed in column 'paragraph'"),
        ({"target_ids": [[-1]]}, "ids are whole numbers from 0 on"),
    ],
)
def test_a_wrong_column_is_one_line(columns, words):
    with pytest.raises(InputError) as caught:
        pairs_from_frame(pl.DataFrame({"zh": ["一"], "en": ["one"]} | columns))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250
