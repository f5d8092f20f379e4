"""Checks: what they find, and above all what they leave alone."""

import json
from pathlib import Path

import pytest

from corpora.bitext import Pair
from corpora.exchange.rows import link_of
from glossary.checks.base import Material
from glossary.checks.pages import explain_check
from glossary.checks.run import BY_CODE, CHECKS, run_checks
from glossary.finding import Severity
from glossary.rows import Rows

CASES = json.loads((Path(__file__).parent / "pairs.json").read_text("utf-8"))


def codes(zh, en):
    return [f.code for f in run_checks(Material(Rows.of([Pair("A/1", 1, zh, en, link=link_of(zh, en, (), ()))])))]


@pytest.mark.parametrize("case", CASES["positive"], ids=lambda c: f"{c['code']} {c['zh'] or c['en']}")
def test_faults_are_found_once(case):
    assert codes(case["zh"], case["en"]) == [case["code"]]


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda c: c["label"])
def test_right_pairs_are_left_alone(case):
    assert codes(case["zh"], case["en"]) == []


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"]), id=c["label"])
        for c in CASES["known failures"]
    ],
)
def test_known_failures(case):
    assert codes(case["zh"], case["en"]) == []


def test_the_same_sentence_rendered_differently():
    pairs = [
        Pair("A/1", 1, "社会与人权问题及其他事项", "Social and human rights questions and other matters"),
        Pair("A/1", 2, "社会与人权问题及其他事项", "Social questions, human rights and others"),
        Pair("A/1", 3, "社会与人权问题及其他事项", "Social and human rights questions and other matters."),
    ]
    (finding,) = run_checks(Material(Rows.of(pairs)))
    assert (finding.code, finding.segment, tuple(e.segment for e in finding.evidence)) == ("S101", 2, (1, 3))


def test_spans_mark_what_differs():
    (finding,) = run_checks(
        Material(Rows.of([Pair("A/1", 1, "共有112名平民受伤。", "A total of 121 civilians were injured.")]))
    )
    assert finding.zh[slice(*finding.zh_spans[0])] == "112"
    assert finding.en[slice(*finding.en_spans[0])] == "121"
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
def test_every_check_has_a_page_in_the_fixed_order(check):
    page = explain_check(check.code)
    places = [page.index(part) for part in ("What it does:", "Why it matters:", "Wrong:", "Right:", "What to do:")]
    assert places == sorted(places)
    assert explain_check("DZ999") is None


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_every_check_has_a_page_in_chinese(code):
    page = explain_check(code, "zh")
    for head in ("检查内容：", "为何重要：", "误例：", "正例：", "处理办法："):
        assert page.count(f"\n\n{head}") == 1
        assert len(page.partition(head)[2].partition("\n")[0]) > 4
    assert "。。" not in page
