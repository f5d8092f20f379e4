"""What the model sees: clauses, omissions, exchanged rows, near repeats; properties that hold for any text."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.content.likeness import best_runs, likeness
from glossary.checks.content.opposites import reversed_words
from glossary.checks.content.rendering import judged
from glossary.checks.repeats.near import candidates, changes, words
from glossary.checks.repeats.same import plain
from glossary.checks.repeats.shingles import Values
from glossary.checks.run import BY_CODE, run_checks
from glossary.checks.selection import Selection
from glossary.rows import Rows

TEXTS = st.text(alphabet='甲乙丙丁不没abcT 12，。；、（）“”《》",.;:!()\n\ud800\U0001f600', max_size=40)
MINE = Selection(select=("A106", "A107", "A108", "A109", "A110", "S101", "S102", "S103", "S104"))
ROWS = [
    ("港务局昨日公布了新的停泊规则。", "The port authority published new mooring rules yesterday."),
    ("渔民协会对收费标准表示不满。", "The fishers' association expressed dissatisfaction with the fees."),
    ("灯塔的维修工程将于十月完成。", "Repairs to the lighthouse will be completed in October."),
    ("学校图书馆新添了三百册儿童读物。", "The school library acquired three hundred new children's books."),
    ("代表团参观了山区的两座水电站。", "The delegation visited two hydroelectric plants in the mountains."),
    ("医院缺少合格的护士和基本药品。", "The hospital lacks qualified nurses and essential medicines."),
]


def pairs(rows=ROWS):
    return [Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]


def with_model(rows, **more):
    return Material(Rows.of(rows, builtin_encoder()), **more)


@given(st.lists(st.lists(st.floats(-5, 5), min_size=1, max_size=6), min_size=1, max_size=5))
def test_the_best_run_is_never_the_whole_row(rows):
    first = np.cumsum([0, *map(len, rows)])
    runs = best_runs(np.concatenate([np.array(row) for row in rows]), first)
    for k, row in enumerate(rows):
        start, end = (runs[k] - first[k]).tolist()
        assert 0 <= start < end <= len(row)
        assert end - start < len(row) or len(row) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_any_text_is_looked_at(rows, against):
    material = with_model(pairs(rows), against=Rows.of(pairs(against)))
    for finding in run_checks(material, MINE):
        assert all(0 <= a < b <= len(finding.zh) for a, b in finding.zh_spans)
        assert all(0 <= a < b <= len(finding.en) for a, b in finding.en_spans)
        assert 1 <= finding.segment <= len(rows)


def test_good_rows_have_no_findings():
    assert run_checks(with_model(pairs()), MINE) == []


def test_without_a_model_the_checks_of_content_are_silent():
    rows = pairs()
    wrong = [*rows[:3], replace(rows[3], en=rows[0].en)]
    assert run_checks(Material(Rows.of(wrong)), Selection(select=("A106", "A107", "A108", "A110", "S103"))) == []
    assert likeness(Material(Rows.of(rows))) is None


def test_exchanged_rows_give_one_finding_that_names_both():
    rows = pairs()
    rows[1], rows[3] = replace(rows[1], en=rows[3].en), replace(rows[3], en=rows[1].en)
    (finding,) = run_checks(with_model(rows), MINE)
    assert (finding.code, finding.segment, finding.evidence[0].segment) == ("A110", 2, 4)


def test_rows_far_from_each_other_are_not_called_exchanged():
    rows = pairs()
    rows[0], rows[5] = replace(rows[0], en=rows[5].en), replace(rows[5], en=rows[0].en)
    assert [(f.code, f.segment) for f in run_checks(with_model(rows), MINE)] == [("A108", 1), ("A108", 6)]


def test_a_row_looks_the_same_beside_other_rows():
    alone, among = judged(with_model(pairs()[2:3])), judged(with_model(pairs()))
    assert alone.values[0] == among.values[2]


def test_traditional_characters_are_compared_as_simplified_ones():
    rows = [
        ("港務局昨日公佈了新的停泊規則。", ROWS[0][1]),
        ("學校圖書館新添了三百冊兒童讀物。", ROWS[3][1]),
        ("醫院缺少合格的護士和基本藥品。", ROWS[5][1]),
    ]
    assert run_checks(with_model(pairs(rows)), MINE) == []


def test_a_link_of_low_confidence_is_a_note_where_the_text_does_not_speak_for_it():
    rows = [replace(pair, score=0.1) for pair in pairs()]
    doubtful = judged(with_model(rows)).values < 4.0
    found = run_checks(with_model(rows), MINE)
    assert [f.segment for f in found] == [k for k, low in enumerate(doubtful, start=1) if low]
    assert {(f.code, f.severity.value) for f in found} <= {("A108", "note")}


def test_candidates_share_a_shingle_and_a_document():
    texts = [f"the {k}th session of the committee met to consider the annual note on ports" for k in (3, 4)]
    texts.append("lighthouses are repaired in october by the harbour master and two assistants only")
    values, rows = Values.of([*texts, texts[0]], "en"), np.arange(4)
    earlier, later = candidates(values, rows, np.array([0, 0, 0, 1]))
    assert (earlier.tolist(), later.tolist()) == ([0], [1])
    assert values.in_common(np.array([0, 0]), np.array([1, 2])).tolist() == [14, 1]
    (change,) = changes(*(words(text, "en") for text in texts[:2]))
    assert (change.before, change.after) == ((1, 2), (1, 2))


def test_what_rows_say_does_not_depend_on_where_they_stand():
    rows = pairs() * 40
    rows = [replace(pair, position=k) for k, pair in enumerate(rows, start=1)]
    values = judged(with_model(rows)).values
    assert all((values[k::6] == values[k]).all() for k in range(6))


def test_repeats_in_one_bitext_and_in_earlier_documents():
    again = [("本决定自签署之日起生效。", "This decision takes effect when it is signed.")]
    earlier = pairs([("本决定自签署之日起生效。", "This decision shall enter into force on signature.")])
    earlier = [replace(pair, symbol="A/98/7") for pair in earlier]
    (finding,) = run_checks(Material(Rows.of(pairs(again)), against=Rows.of(earlier)), Selection(select=("S101",)))
    assert (finding.severity.value, finding.evidence[0].symbol, finding.evidence[0].segment) == ("note", "A/98/7", 0)


@given(TEXTS)
def test_a_plain_text_stays_as_it_is(text):
    once = plain(text, "zh")
    assert text.strip() == "" or once


def test_opposites_in_both_directions():
    assert reversed_words("出口减少了。", "Exports rose.") == ((2, 4), (8, 12))
    assert reversed_words("出口增加了。", "Exports fell by reduction.") == ((2, 4), (16, 25))
    assert reversed_words("出口没有减少。", "Exports rose.") is None


def test_every_check_has_both_names_and_advice():
    for code in ("A106", "A107", "A108", "A109", "A110", "S101", "S102", "S103", "S104"):
        check = BY_CODE[code]
        assert all((check.name, check.name_zh))
        assert check.advice_zh.endswith("。")
