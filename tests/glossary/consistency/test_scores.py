"""Scores: formulas checked by hand and against a slow second way, the headline's promises, what improved."""

import json
import math
from collections import Counter, defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Pair
from glossary.compare.reports import compare_reports, render_progress
from glossary.concept import Concept, Term, Termbase
from glossary.consistency.grouping import OCCURRENCES, group_scores, place_of
from glossary.consistency.measure import measure_consistency
from glossary.consistency.scores import PARTS, build_scores, headline, recount
from glossary.finding import Finding, Report, Severity
from glossary.rows import Rows
from tests.concepts import concept

PAIRS = [
    Pair("A/C.3/75/1", 1, "缓冲区仍由观察员巡逻。", "Observers still patrol the buffer zone."),
    Pair("A/C.3/75/1", 2, "缓冲区内没有平民。", "There are no civilians in the separation area."),
    Pair("A/C.3/75/1", 3, "缓冲区宽3公里。", "The buffer zone is 3 kilometres wide."),
    Pair("S/2020/9", 1, "缓冲区已扩大。", "The neutral strip was enlarged."),
    Pair("S/2020/9", 2, "他们离开了缓冲区。", "They left it."),
    Pair("S/2020/9", 3, "缓冲区又缩小。", "The neutral strip shrank again."),
]
ZONE = Concept(
    "zone",
    (
        Term("缓冲区", "zh", "preferred"),
        Term("buffer zone", "en", "preferred"),
        Term("separation area", "en", "admitted"),
        Term("neutral strip", "en", "deprecated"),
    ),
)
TERMS = Termbase.of([ZONE])


def frame(rows):
    return pl.DataFrame(rows, schema=OCCURRENCES, orient="row")


def fault(code="N101", severity=Severity.ERROR, symbol="A/1", segment=1, **more):
    return Finding(code, severity, "Accuracy/Mistranslation", symbol, segment, "message", **more)


def test_the_measures_by_hand():
    texts = ["buffer zone"] * 6 + ["separation area"] * 3 + ["neutral strip", None]
    rows = [("c", "zh", "A/1", "A", None, k, text, text == "buffer zone") for k, text in enumerate(texts, start=1)]
    one = group_scores(frame(rows), []).row(0, named=True)
    assert (one["occurrences"], one["rendered"], one["concepts"], one["decided"], one["listed"]) == (11, 10, 1, 11, 6)
    assert one["share"] == one["first"] == one["frequent"] == pytest.approx(0.6)
    assert one["hhi"] == pytest.approx(0.36 + 0.09 + 0.01)
    assert one["entropy"] == pytest.approx(
        -(0.6 * math.log(0.6) + 0.3 * math.log(0.3) + 0.1 * math.log(0.1)) / math.log(3)
    )
    assert one["adherence"] == pytest.approx(6 / 11)


def test_micro_counts_occurrences_and_macro_concepts():
    rows = [("a", "zh", "A/1", "A", None, k, "x" if k < 9 else "y", None) for k in range(1, 11)]
    rows += [("b", "zh", "A/1", "A", None, 20 + k, text, None) for k, text in enumerate("xy")]
    one = group_scores(frame(rows), []).row(0, named=True)
    assert one["share"] == pytest.approx((8 + 1) / 12)
    assert one["share_macro"] == pytest.approx((0.8 + 0.5) / 2)
    assert one["adherence"] is None


def test_what_stands_once_says_nothing():
    one = group_scores(frame([("a", "zh", "A/1", "A", None, 1, "x", None)]), []).row(0, named=True)
    assert (one["measured"], one["share"], one["first"], one["frequent"]) == (0, None, None, None)
    empty = group_scores(frame([]), [])
    assert empty["occurrences"].to_list() == [0]
    assert group_scores(frame([]), ["symbol"]).height == 0


def test_first_use_is_that_of_the_document_and_frequent_that_of_all():
    rows = [("c", "zh", "A/1", "A", None, k, text, None) for k, text in ((1, "x"), (2, "y"), (3, "y"))]
    rows += [("c", "zh", "S/2020/1", "S", 2020, k, text, None) for k, text in ((4, "y"), (5, "y"), (6, None))]
    by = {row["symbol"]: row for row in group_scores(frame(rows), ["symbol"]).rows(named=True)}
    assert by["A/1"]["first"] == pytest.approx(1 / 3)
    assert by["A/1"]["share"] == by["A/1"]["frequent"] == pytest.approx(2 / 3)
    assert by["S/2020/1"]["first"] == by["S/2020/1"]["frequent"] == 1
    assert group_scores(frame(rows[::-1]), ["symbol"]).equals(group_scores(frame(rows), ["symbol"]))
    years = group_scores(frame(rows), ["year"])
    assert years["year"].to_list() == [None, 2020]
    assert years["occurrences"].to_list() == [3, 3]
    with pytest.raises(ValueError, match="row"):
        group_scores(frame(rows), ["row"])


def slow(rows):
    """The corpus figures again, by loops."""
    by_concept = defaultdict(list)
    for name, language, symbol, _, _, row, text, _ in rows:
        if text is not None:
            by_concept[name, language].append((row, symbol, text))
    many = [found for found in by_concept.values() if len(found) > 1]
    total = sum(map(len, many))
    top = sum(Counter(text for *_, text in found).most_common(1)[0][1] for found in many)
    hhi = sum(len(f) * sum((n / len(f)) ** 2 for n in Counter(t for *_, t in f).values()) for f in many)
    first = [0, 0]
    for found in by_concept.values():
        for symbol in {s for _, s, _ in found}:
            here = sorted((row, text) for row, s, text in found if s == symbol)
            if len(here) > 1:
                first[0] += sum(text == here[0][1] for _, text in here)
                first[1] += len(here)
    return (
        top / total if total else None,
        hhi / total if total else None,
        first[0] / first[1] if first[1] else None,
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["zh", "en"]), st.sampled_from(["A/1", "S/2"]),
                  st.sampled_from(["x", "y", "z", None])),
        max_size=25,
    )
)  # fmt: skip
def test_the_grouping_agrees_with_loops(some):
    rows = [(c, lang, symbol, None, None, k, text, None) for k, (c, lang, symbol, text) in enumerate(some, start=1)]
    one = group_scores(frame(rows), []).row(0, named=True)
    for name, value in zip(("share", "hhi", "first"), slow(rows), strict=True):
        assert one[name] == (None if value is None else pytest.approx(value))
    assert one["share"] == one["frequent"]
    for name in ("share", "hhi", "entropy", "first", "frequent"):
        assert one[name] is None or 0 <= one[name] <= 1
    for by in ("symbol", "concept", "language"):
        assert group_scores(frame(rows), [by])["occurrences"].sum() == len(rows)


def test_occurrences_of_real_rows():
    result = measure_consistency(Rows.of(PAIRS), TERMS)
    zh = next(c for c in result.concepts if c.language == "zh")
    assert [(r.text, r.count, r.approved) for r in zh.renderings] == [
        ("buffer zone", 2, True), ("neutral strip", 2, False), ("separation area", 1, True)]  # fmt: skip
    assert (zh.open, zh.open_symbols) == ((5,), ("S/2020/9",))
    assert zh.adherence == pytest.approx(3 / 6)
    assert zh.first == pytest.approx((2 + 2) / 5)
    table = result.to_frame({"zone"})
    assert table.schema == OCCURRENCES
    mine = table.filter(pl.col("language") == "zh").sort("row")
    assert mine["listed"].to_list() == [True, True, True, False, False, False]
    assert mine["body"].to_list() == ["A/C.3"] * 3 + ["S"] * 3
    assert mine["year"].to_list() == [None] * 3 + [2020] * 3
    assert result.to_frame()["listed"].null_count() == table.height
    assert place_of("annex 2") == (None, None)


def test_a_form_of_two_concepts_keeps_its_own_spelling():
    other = concept("strip", "中立地带", "Buffer zone", status="admitted")
    result = measure_consistency(Rows.of(PAIRS), Termbase.of([other, ZONE]))
    zh = next(c for c in result.concepts if c.concept_id == "zone" and c.language == "zh")
    assert "buffer zone" in {r.text for r in zh.renderings if r.listed and r.approved}


def test_a_term_counts_in_small_letters_where_its_own_concept_allows_it():
    pairs = [
        Pair("A/1", k, "大会决定如下。", text)
        for k, text in enumerate(("The Assembly decides:", "The assembly decides:"), 1)
    ]
    other = concept("zone", "缓冲区", "buffer zone")  # which makes capitals tell
    result = measure_consistency(Rows.of(pairs), Termbase.of([other, concept("a", "大会", "Assembly")]))
    zh = next(c for c in result.concepts if c.language == "zh")
    assert [(r.text, r.rows) for r in zh.renderings] == [("Assembly", (1, 2))]


def test_the_measure_tells_how_far_it_is(aligner):
    told = []
    measure_consistency(Rows.of(PAIRS, aligner.encoder), TERMS, tell=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {total for _, total in told} == {3 * len(PAIRS)}
    assert told[-1][0] == told[-1][1]


def scores_of(findings, termbase=TERMS):
    result = measure_consistency(Rows.of(PAIRS), TERMS)
    return build_scores(findings, Rows.of(PAIRS), termbase, result)


def test_build_scores_by_document_body_and_year():
    findings = [fault(symbol="S/2020/9", segment=4), fault("P101", Severity.NOTE, "S/2020/9", 4)]
    scores = scores_of(findings)
    assert json.loads(json.dumps(scores)) == scores
    assert scores["pairs"] == 6
    assert scores["findings"] == {"note": 1, "warning": 0, "error": 1}
    assert scores["by_code"] == {"N101": 1, "P101": 1}
    assert scores["by_document"] == {"S/2020/9": 2}
    assert [d["symbol"] for d in scores["documents"]] == ["A/C.3/75/1", "S/2020/9"]
    assert [(d["findings"], d["body"], d["year"]) for d in scores["documents"]] == [(0, "A/C.3", None), (2, "S", 2020)]
    assert [(y["year"], y["documents"], y["findings"]) for y in scores["years"]] == [(2020, 1, 2)]
    assert [b["body"] for b in scores["bodies"]] == ["A/C.3", "S"]
    assert scores["consistency"]["adherence"] == pytest.approx(8 / 11, abs=1e-4)  # zh 3 of 6, en 5 of 5
    assert scores["documents"][0]["score"] > scores["documents"][1]["score"]


def test_adherence_only_with_a_termbase():
    scores = scores_of([], None)
    assert scores["consistency"]["adherence"] is None
    assert all(c["adherence"] is None for c in scores["consistency"]["concepts"])
    assert scores_of([])["consistency"]["concepts"][0]["adherence"] == 0.5


def test_parts_whose_checks_did_not_run_are_left_out():
    result = measure_consistency(Rows.of(PAIRS), TERMS)
    scores = build_scores([], Rows.of(PAIRS), None, result, ["N101", "N102"])
    assert [part["name"] for part in scores["headline"]["parts"]] == ["numbers", "consistency"]


def test_nothing_has_no_score():
    assert headline([], {}) == {"score": None, "parts": []}


def test_waived_findings_do_not_count():
    kept, waived = fault(symbol="A/C.3/75/1", segment=3), fault(symbol="S/2020/9", segment=4)
    report = Report([kept], scores_of([kept, waived]), "sig", [waived])
    assert dict(recount(report).scores) == scores_of([kept])
    bare = Report([kept], {"pairs": 1})
    assert recount(bare).scores == {
        "pairs": 1,
        "findings": {"note": 0, "warning": 0, "error": 1},
        "by_code": {"N101": 1},
        "by_document": {"A/C.3/75/1": 1},
    }


SOME = st.builds(
    fault,
    st.sampled_from(["A101", "N101", "T103", "S101", "P103"]),
    st.sampled_from(list(Severity)),
    st.just("A/1"),
    st.integers(1, 40),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SOME, min_size=1, max_size=30), st.integers(1, 200), st.integers(0, 300), st.data())
def test_a_finding_less_never_lowers_the_score(findings, segments, missed, data):
    counts = {part.name: segments for part in PARTS}
    gone = data.draw(st.integers(0, len(findings) - 1))
    less = headline(findings[:gone] + findings[gone + 1 :], counts, missed)
    whole = headline(findings, counts, missed)
    assert 0 <= whole["score"] <= less["score"] <= 100
    milder = [*findings[:gone], fault(findings[gone].code, Severity.NOTE, "A/1", findings[gone].segment)]
    assert headline(milder + findings[gone + 1 :], counts, missed)["score"] >= whole["score"]
    assert headline(findings, counts, missed + 1)["score"] <= whole["score"]


def test_a_short_text_has_a_wide_interval():
    short, page = (headline([fault("N101")], {"segments": n, "numbers": n})["interval"] for n in (4, 200))
    assert short[1] - short[0] > 50 > 5 > page[1] - page[0]


def report_of(findings, concepts=()):
    return {"findings": [f.to_dict() for f in findings], "scores": {
        "headline": headline(findings, {"accuracy": 50, "numbers": 40}), "consistency": {"concepts": list(concepts)}}}  # fmt: skip


def concept_record(share, *renderings):
    shown = [{"text": text, "count": count} for text, count in renderings]
    return {"term": "缓冲区", "language": "zh", "dominant_share": share, "renderings": shown}


def test_what_went_what_is_new_what_stayed():
    texts = {"zh": "共有112名平民受伤。", "en": "A total of 121 civilians were injured."}
    old = [
        fault(segment=3, expected="112", found="121", **texts),
        fault(segment=9, expected="7", found="8", zh="共七项。", en="Eight items."),
        fault("P101", Severity.NOTE, segment=12, zh="第一 项", en="Item one"),
        fault("S101", Severity.WARNING, segment=30, zh="同一句", en="The same sentence"),
    ]
    new = [
        fault(segment=4, expected="112", found="121", **(texts | {"en": "In all, 121 civilians were injured."})),
        fault("P101", Severity.NOTE, segment=13, zh="第一 项。", en="Item one."),
        fault(
            "S101", Severity.WARNING, segment=30, zh="完全不同的另外一段文字", en="Quite another thing stands here now"
        ),
    ]
    progress = compare_reports(
        report_of(old, [concept_record(0.5, ("buffer zone", 2), ("separation area", 2))]),
        report_of(new, [concept_record(0.75, ("buffer zone", 3), ("separation area", 1))]),
    )
    assert [one["segment"] for one in progress.gone] == [9]
    # another text with the same fault: by values, as expected and found are both empty
    assert [(a["segment"], b["segment"]) for a, b in progress.stayed] == [(3, 4), (30, 30), (12, 13)]
    assert progress.new == ()
    assert progress.headline.new > progress.headline.old
    assert [(p.name, p.name_zh) for p in progress.parts] == [
        ("accuracy", "准确性"),
        ("numbers", "数字"),
        ("sentences", "句子一致性"),
    ]
    assert [(c.term, c.old, c.new) for c in progress.more_consistent] == [("缓冲区", 0.5, 0.75)]
    record = json.loads(json.dumps(progress.to_dict()))
    assert record["counts"] == {"gone": 1, "new": 0, "stayed": 3}
    assert record["stayed"][0]["was"]["segment"] == 3
    english, chinese = render_progress(progress), render_progress(progress, "zh")
    assert "New 0, Gone 1, Stayed 3" in english
    assert "(was segment 3)" in english
    assert "新出现 0, 已消除 1, 仍存在 3" in chinese
    assert "译法更统一的术语 (1)" in chinese
    assert "buffer zone 2, separation area 2 -> buffer zone 3, separation area 1" in english


def test_a_report_against_itself_and_backwards():
    findings = [fault(segment=k, zh="同文", en="same") for k in range(1, 30)]  # one id, many rows
    same = compare_reports(report_of(findings), report_of(findings))
    assert (same.gone, same.new, len(same.stayed)) == ((), (), 29)
    assert all(a["segment"] == b["segment"] for a, b in same.stayed)
    less = compare_reports(report_of(findings), report_of(findings[:20]))
    more = compare_reports(report_of(findings[:20]), report_of(findings))
    assert len(less.gone) == len(more.new) == 9


@pytest.mark.parametrize(
    "odd", [{"findings": [1, None]}, {"findings": [], "scores": []}, {"findings": [], "scores": {"headline": 3}},
            {"findings": [{"code": "N101"}], "scores": {"consistency": {"concepts": [{}]}, "headline": {"parts": [{}]}}}]
)  # fmt: skip
def test_reports_of_another_version_do_no_harm(odd):
    progress = compare_reports(odd, report_of([fault()]))
    assert render_progress(progress)
    assert json.dumps(progress.to_dict())
