"""One fault, one finding."""

import pytest

from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.run import run_checks
from glossary.checks.selection import Selection
from glossary.checks.voice import one_voice
from glossary.finding import Finding, Severity
from glossary.rows import Rows


def codes(*rows, select=()):
    pairs = [Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]
    return [f.code for f in run_checks(Material(Rows.of(pairs)), Selection(extend=select))]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("港务局审议了该项目。", "港务局审议了该项目，并于2044年3月通过了报告。"), ["A104"]),
        (("港务局审议了该项目，并通过了报告。", "港务局审议了该项目，并通过了报告。"), ["A105"]),
        (("港口（（（关闭了三天。", "The port was closed for three days."), ["P101"]),
        (("渔民、商人、船", "Fishers，traders，boats"), ["P103"]),
    ],
)
def test_one_fault_is_one_finding(row, wanted):
    assert codes(row) == wanted


def finding(code, segment=1, zh=(), en=(), expected="", found="", severity=Severity.WARNING):
    return Finding(code, severity, "", "A/1", segment, "", "", "", "", zh, en, expected, found)


def heard(*findings):
    return [f.code for f in one_voice(findings)]


def test_of_two_checks_of_terms_the_one_that_knows_most_is_heard():
    assert heard(finding("T103", zh=((0, 4),)), finding("T101", zh=((2, 4),))) == ["T101"]
    assert heard(finding("T103", zh=((0, 4),)), finding("T101", zh=((5, 8),))) == ["T103", "T101"]
    assert heard(finding("T104", en=((0, 4),)), finding("T109", en=((0, 9),))) == ["T109"]


def test_two_checks_never_call_each_other_wrong():
    usual = finding("T103", 1, expected="能源转型", found="能源转变")
    turned = finding("T109", 9, expected="能源转变", found="能源转型")
    assert heard(usual, turned) == ["T103"]
    assert heard(usual, finding("T109", 9, expected="能源转变", found="能源过渡")) == ["T103", "T109"]


def test_the_figures_of_a_part_that_was_left_out_are_no_second_fault():
    part = finding("A106", zh=((4, 20),))
    assert heard(part, finding("N101", zh=((8, 10),))) == ["A106"]
    assert heard(part, finding("N101", zh=((0, 2),))) == ["A106", "N101"]
    assert heard(part, finding("N101", zh=((8, 10),), en=((3, 5),))) == ["A106", "N101"]


def test_one_slip_in_several_places_is_accepted_as_a_whole():
    (one,) = one_voice(
        [
            finding("P103", zh=((2, 3),), expected="，", found="a"),
            finding("P103", zh=((7, 8),), expected="，", found="b"),
        ]
    )
    assert one.zh_spans == ((2, 3), (7, 8))
    assert one.id not in one.parts
    assert one.is_in(set(one.parts))
    assert not one.is_in({one.parts[0]})
