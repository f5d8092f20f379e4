"""The headline: what a finding costs, which rows a part looks at, and that the figures are those of the docs."""

import re
from dataclasses import replace

import pytest

from corpora.bitext import Pair
from glossary.concept import Term, Termbase
from glossary.consistency.measure import measure_consistency
from glossary.consistency.scores import PARTS, build_scores, headline
from glossary.finding import Finding, Severity
from glossary.rows import Rows
from tests.concepts import concept
from tests.places import ROOT

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def fault(code="N101", severity=ERROR, symbol="A/1", segment=1):
    return Finding(code, severity, "Accuracy/Mistranslation", symbol, segment, "message")


def lost(*findings, part="numbers", count=100):
    """How many of 100 segments a part loses by these findings."""
    (one,) = (one for one in headline(findings, {part: count})["parts"] if one["name"] == part)
    return round((100 - one["value"]) * count / 100, 2)


@pytest.mark.parametrize(("severity", "cost"), [(ERROR, 1), (WARNING, 0.5), (NOTE, 0.1)])
def test_what_a_finding_costs(severity, cost):
    assert lost(fault(severity=severity)) == cost


@pytest.mark.parametrize("order", [(ERROR, WARNING, NOTE), (NOTE, WARNING, ERROR), (WARNING, ERROR, WARNING)])
def test_a_segment_counts_once_by_its_worst_finding(order):
    # three findings are three things to look at, but only one sentence is not right
    assert lost(*(fault(severity=severity) for severity in order)) == 1
    assert lost(fault("N101"), fault("N103"), fault("N105")) == 1


def test_a_segment_is_a_row_of_one_document_and_a_part_has_its_own_findings():
    assert lost(fault(), fault(segment=2)) == 2
    assert lost(fault(), fault(symbol="A/2")) == 2
    assert lost(fault(), fault("A101"), fault("T101"), fault("P101")) == 1
    assert lost(*(fault(code) for code in ("A101", "T101", "S101", "P101"))) == 0


def test_more_findings_than_segments_are_not_below_nothing():
    result = headline([fault(segment=k) for k in range(60)], {"numbers": 40, "form": 40})
    assert [part["value"] for part in result["parts"]] == [0, 100]


def test_a_short_text_is_not_filled_up():
    for count, value in ((1, 0), (4, 75), (25, 96)):
        assert headline([fault()], {"numbers": count})["parts"][0]["value"] == value
    assert headline([], {"consistency": 5}, missed=5)["parts"][0]["value"] == 0


def test_the_score_is_the_share_of_segments_without_a_fault():
    findings = [fault("A101", segment=k) for k in range(10)]
    result = headline(findings, {"segments": 100, "accuracy": 100, "numbers": 100})
    assert (result["score"], result["faulty"]) == (90, {"note": 0, "warning": 0, "error": 10})
    assert result["interval"] == [82.6, 94.5]
    assert headline(findings, {"accuracy": 70})["parts"][0]["value"] == 85.7  # shown with one decimal
    again = [fault("N101", WARNING), fault("P101", NOTE), fault("T101", NOTE, segment=2)]
    assert headline(again, {"segments": 10, "accuracy": 10})["score"] == 94


@pytest.mark.parametrize("code", ["A102", "A103", "A104", "A105", "A108", "A110"])
def test_total_failure_is_not_hidden(code):
    findings = [fault(code, WARNING, segment=k) for k in range(10)]
    assert headline(findings, {"segments": 10, "accuracy": 10, "form": 10})["score"] == 0


def test_a_part_without_evidence_is_left_out():
    rows = Rows.of(
        [Pair("A/1", 1, "会议开始。", "The meeting began."), Pair("A/1", 2, "会议结束。", "The meeting ended.")]
    )
    scores = build_scores([], rows, None, measure_consistency(rows, Termbase.of([])))
    assert [part["name"] for part in scores["headline"]["parts"]] == ["accuracy", "form"]


def test_the_parts_are_those_of_the_docs():
    text = (ROOT / "docs" / "consistency.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \|$", text.split("## The headline")[1], re.MULTILINE)[1:7]
    assert [part.name for part in PARTS] == [name for name, _, _ in rows]
    for part, (_, _, lowered) in zip(PARTS, rows, strict=True):
        assert lowered.startswith(f"findings {part.letter}") == bool(part.letter)


def counts_of(*texts, codes=None):
    """How many rows each part looks at."""
    rows = Rows.of([Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(texts, start=1)])
    scores = build_scores([], rows, None, measure_consistency(rows, Termbase.of([])), codes)
    return scores["headline"]["counts"]


def test_a_row_with_one_side_can_lack_something_but_agrees_with_nothing():
    found = counts_of(("第3段", "Paragraph 3"), ("第4段", ""), ("", "Paragraph 5"), ("附件", "Annex"))
    assert found == {
        "segments": 4, "accuracy": 4, "numbers": 1, "terminology": 0, "consistency": 0, "sentences": 0, "form": 4}  # fmt: skip


def test_a_part_counts_nothing_where_its_checks_did_not_run():
    rows = [("第3段", "Paragraph 3"), ("附件", "Annex")]
    assert counts_of(*rows, codes=["P102", "N101"]) == {
        "segments": 2, "accuracy": 0, "numbers": 1, "terminology": 0, "consistency": 0, "sentences": 0, "form": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("zh", "en", "figure"),
    [
        ("共3项", "in all", True),
        ("共３项", "in all", True),
        ("第三项", "in all", True),
        ("十二项", "in all", True),
        ("全部", "Twelve or a dozen", True),
        ("全部", "two of them", True),
        ("全部", "5 of them", True),
        ("一项", "one of them", False),  # as often an article as a figure
        ("统一", "a tenant", False),
    ],
)
def test_which_rows_have_figures(zh, en, figure):
    assert counts_of((zh, en))["numbers"] == figure


TREATY = [
    ("条约已生效。", "The treaty is in force."),
    ("条约已修订。", "The treaty was amended."),
    ("条约已公布。", "The pact was published."),
]
ZONE = [("缓冲区很窄。", "The buffer zone is narrow."), ("缓冲区很宽。", "The neutral strip is wide.")]


def test_a_document_is_measured_by_what_is_usual_where_the_termbase_decides_on_nothing():
    decided = concept("zone", "缓冲区", "buffer zone")
    usual = concept("treaty", "条约", "treaty")
    rows = Rows.of([
        *(Pair("A/1", k, *pair) for k, pair in enumerate(ZONE, start=1)),
        *(Pair("A/2", k, *pair) for k, pair in enumerate(TREATY[:2] + TREATY[:1], start=1)),
    ])  # fmt: skip
    consistency = measure_consistency(rows, Termbase.of([decided, usual]))
    scores = build_scores([], rows, Termbase.of([decided]), consistency)
    found = {one["symbol"]: (one["counts"]["consistency"], one["missed"]) for one in scores["documents"]}
    # A/1: of two places of 缓冲区 one is rendered as approved; A/2: 条约 three times and treaty three times, all alike
    assert found == {"A/1": (2, 1), "A/2": (6, 0)}
    assert [one["concepts"] for one in scores["documents"]] == [1, 2]  # in A/2 both sides stand twice or more
    without = build_scores([], rows, None, consistency)
    assert {one["symbol"]: one["counts"]["consistency"] for one in without["documents"]}["A/2"] == 6


def test_what_is_not_usual_is_missed():
    rows = Rows.of([Pair("A/1", k, *pair) for k, pair in enumerate(TREATY, start=1)])
    one = concept("treaty", "条约", "treaty")
    both = replace(one, terms=(*one.terms, Term("pact", "en", "admitted")))
    for terms, seen, missed in ((one, 4, 0), (both, 6, 1)):  # what is no rendering is not measured, so not missed
        found = build_scores([], rows, None, measure_consistency(rows, Termbase.of([terms])))["headline"]
        assert (found["counts"]["consistency"], found["missed"]) == (seen, missed)


def test_a_body_and_a_year_are_the_sum_of_their_documents():
    symbols = ["S/2020/9", "S/2020/12", "A/75/3", "letter", "note"]
    rows = Rows.of([Pair(symbol, k, *ZONE[k - 1]) for symbol in symbols for k in (1, 2)])
    consistency = measure_consistency(rows, Termbase.of([concept("zone", "缓冲区", "buffer zone")]))
    findings = [fault("A101", symbol="S/2020/12"), fault("A101", symbol="S/2020/9"), fault("A101", symbol="letter")]
    scores = build_scores(findings, rows, None, consistency)
    (council,) = [body for body in scores["bodies"] if body["body"] == "S"]
    (year,) = [year for year in scores["years"] if year["year"] == 2020]
    for group in (council, year):
        assert (group["documents"], group["pairs"], group["findings"]) == (2, 4, 2)
        assert (group["counts"]["accuracy"], group["counts"]["form"]) == (4, 4)
    assert scores["headline"]["counts"]["accuracy"] == 10
    assert [year["year"] for year in scores["years"]] == sorted(year["year"] for year in scores["years"])
    assert {body["body"] for body in scores["bodies"]} == {"A", "S"}  # a letter has neither body nor year
