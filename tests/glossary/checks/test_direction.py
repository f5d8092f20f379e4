"""What is missing, added, expected and found follows the original, and ids do not: decisions made before live on."""

from dataclasses import replace

import pytest

from corpora.bitext import Pair
from corpora.exchange.rows import link_of
from glossary.checks.base import Material
from glossary.checks.run import run_checks
from glossary.concept import Concept, Term, Termbase
from glossary.consistency import measure_consistency
from glossary.finding import Finding, Report, Severity
from glossary.quality.waivers import Waiver, apply_waivers
from glossary.rows import Rows


def pairs(rows, original=""):
    return [
        Pair("A/99/1", k, zh, en, link=link_of(zh, en, (), ()), original=original)
        for k, (zh, en) in enumerate(rows, start=1)
    ]


def findings(rows, original="", termbase=None):
    return run_checks(Material(Rows.of(pairs(rows, original)), termbase))


def old_id(code, row, expected, found=""):
    """The id that 0.1 gave."""
    return Finding(code, Severity.ERROR, "", "A/99/1", 1, "", zh=row[0], en=row[1], expected=expected, found=found).id


LONE = ("渔船在风暴中失踪了三天。", "")
ADDED = ("", "The vessels were lost for three days.")
BOTH = ("会议通过了该报告。", "The meeting adopted the report.")
NUMBERS = ("渔获量为112吨。", "The catch was 121 tons.")


@pytest.mark.parametrize(
    ("row", "original", "code", "mqm"),
    [
        (LONE, "zh", "A102", "Accuracy/Omission"),
        (LONE, "en", "A103", "Accuracy/Addition"),
        (ADDED, "en", "A102", "Accuracy/Omission"),
        (ADDED, "zh", "A103", "Accuracy/Addition"),
        (LONE, "", "A102", "Accuracy/Omission"),
        (ADDED, "", "A103", "Accuracy/Addition"),
        (LONE, "fr", "A102", "Accuracy/Omission"),
    ],
)
def test_missing_and_added_follow_the_original(row, original, code, mqm):
    (found,) = findings([BOTH, row, BOTH], original)
    assert (found.code, found.mqm, found.segment) == (code, mqm, 2)
    text = row[0] or row[1]
    left_out = original not in ("zh", "en") or code == "A102"
    assert (found.expected, found.found) == ((text, "") if left_out else ("", text))
    assert found.id == old_id("A102" if row is LONE else "A103", row, text)


def test_neighbours_without_counterpart_are_one_finding():
    rows = [BOTH, LONE, ADDED, LONE, BOTH, ADDED]
    first, last = findings(rows)
    assert (first.code, first.segment, [one.segment for one in first.evidence]) == ("A102", 2, [3, 4])
    assert "2 Chinese and 1 English" in first.message
    assert (last.code, last.segment) == ("A103", 6)
    assert len(first.parts) == 3
    assert first.also == ("A/99/1:3", "A/99/1:4")
    assert [f.code for f in findings([BOTH, LONE, LONE, BOTH], "en")] == ["A103"]


def test_what_both_say_is_named_by_the_original():
    for original, said, labels in (
        ("", ("112", "121"), ("中文", "英文")),
        ("zh", ("112", "121"), ("原文", "译文")),
        ("en", ("121", "112"), ("原文", "译文")),
    ):
        (found,) = findings([NUMBERS], original)
        assert (found.expected, found.found) == said
        assert found.labels("zh") == labels
        assert found.original == original
        assert found.id == old_id("N101", NUMBERS, "112", "121")


def test_renderings_are_looked_for_from_the_original():
    terms = [Concept("c1", (Term("中央银行", "zh"), Term("央行", "zh"), Term("central banks", "en")))]
    rows = [("中央银行降息。", "The central banks cut rates."), ("央行加息。", "The central banks raised rates.")]
    measured = measure_consistency(Rows.of(pairs(rows, "en")), Termbase.of(terms), least=1)
    assert {r.text for c in measured.concepts if c.language == "en" for r in c.renderings} == {"中央银行", "央行"}
    same = [
        ("大会再次审议了港口预算问题。", text)
        for text in ("The Assembly took up the port budget.", "Port budget, again.")
    ]
    assert [f.code for f in findings(same, "zh") if f.code[0] == "S"] == ["S101"]
    assert [f.code for f in findings(same, "en") if f.code[0] == "S"] == []


def test_places_have_the_paragraph_number_that_is_printed():
    rows = [
        ("12. 大会审议了报告。", "12. The Assembly considered the report."),
        NUMBERS,
        ("13. 会议结束。", "13. The meeting ended."),
    ]
    (found,) = findings(rows)
    assert (found.where(), found.where("zh")) == ("A/99/1:2 (para. 12)", "A/99/1:2（第12段）")
    assert found.place == "A/99/1:2"
    assert Rows.of(pairs([("3. 一。", "3. One."), ("二。", "Two."), ("4.5 三。", "4.5 Three.")])).printed == (
        "3",
        "3",
        "3",
    )
    assert Rows.of(pairs([NUMBERS, ("港口", "Port")])).printed == ("", "")


def test_what_is_suggested_is_in_the_script_of_the_text():
    termbase = Termbase.of(
        [Concept("c1", (Term("会员国", "zh", "preferred"), Term("Member States", "en", "preferred")))]
    )
    row = (
        "大會要求各成員單位儘快繳納會費，並提交關於該機構預算的報告。",
        "The Assembly asked the Member States to pay their dues and report.",
    )
    (found,) = [f for f in findings([row], termbase=termbase) if f.code == "T101"]
    assert found.expected == "會員國"
    assert "會員國" in found.message
    assert found.id == old_id("T101", row, "会员国")


def report(rows, original=""):
    return Report(tuple(findings(rows, original)))


def test_decisions_under_earlier_ids_apply_or_are_told():
    waivers = {old_id("A102", LONE, LONE[0]): Waiver(old_id("A102", LONE, LONE[0]), "A102")}
    left = apply_waivers(report([BOTH, LONE, BOTH], "en"), waivers, {"A102", "A103"})
    assert [f.code for f in left.waived] == ["A103"]
    assert left.scores["waivers"]["idle"] == []
    # one of two neighbours was accepted: the other is still open, and so is the finding about both
    left = apply_waivers(report([BOTH, LONE, ADDED, BOTH]), waivers, {"A102", "A103"})
    assert not left.waived
    assert left.scores["waivers"]["idle"] == list(waivers)
    both = waivers | {old_id("A103", ADDED, ADDED[1]): Waiver(old_id("A103", ADDED, ADDED[1]), "A103", who="Li Wen")}
    left = apply_waivers(report([BOTH, LONE, ADDED, BOTH]), both, {"A102", "A103"})
    assert [f.code for f in left.waived] == ["A102"]
    assert left.scores["waivers"]["idle"] == []
    assert len(left.scores["waivers"]["comments"]) == 1


def test_a_waiver_of_a_code_that_is_no_more_is_told():
    gone = {"0" * 12: Waiver("0" * 12, "T199"), "1" * 12: Waiver("1" * 12, "DZ201"), "2" * 12: Waiver("2" * 12, "P109")}
    left = apply_waivers(report([BOTH]), gone, {"N101", "A102"})
    assert left.scores["waivers"]["idle"] == ["0" * 12, "1" * 12]


def test_an_earlier_report_knows_what_was_said_otherwise():
    (found,) = findings([NUMBERS], "en")
    assert Report((found,), known=frozenset({old_id("N101", NUMBERS, "112", "121")})).is_known(found)
    assert not Report((found,), known=frozenset({"0" * 12})).is_known(found)
    (run,) = findings([BOTH, LONE, LONE, BOTH])
    assert Report((run,), known=frozenset(run.parts)).is_known(run)
    assert not Report((run,), known=frozenset(run.parts[:0])).is_known(run)
    assert replace(run, parts=()).ids() == {run.id}
