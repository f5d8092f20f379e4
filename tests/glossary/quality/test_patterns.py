"""Waivers by pattern: what they accept, what they leave, that they stay in their file."""

import pytest

from corpora.errors import InputError
from glossary.finding import Finding, Report, Severity
from glossary.quality.waivers import apply_waivers, merge_waivers, read_waivers, write_waivers


def found(code, symbol, en, segment=1):
    return Finding(code, Severity.WARNING, "Style", symbol, segment, "x", en=en, position=segment)


REPORT = Report(
    (
        found("P102", "A/75/1", "Mr. O’Neil spoke."),
        found("P101", "A/75/1", "a (b", 2),
        found("P102", "S/2044/3", "so-called “will", 3),
    )
)


def file(tmp_path, *lines):
    path = tmp_path / "waivers.txt"
    path.write_text("\n".join(("# ours", *lines)) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("any\tP102", [2]),
        ("any\tP\tA/75/*", [3]),
        ("any\tP102\t-\tO’Neil\tLi Wen\t2044-05-05\tan apostrophe", [2, 3]),
        ("any  -  -  /so-c.lled/", [1, 2]),
        ("ANY  p102  S/*  will", [1, 2]),
        ("any\tT101", [1, 2, 3]),
    ],
)
def test_a_pattern_accepts_by_code_document_and_text(line, left, tmp_path):
    waivers = read_waivers(file(tmp_path, line))
    report = apply_waivers(REPORT, waivers)
    assert [f.segment for f in report.findings] == left
    told = report.scores["waivers"]
    assert told["applied"] == 3 - len(left)
    assert bool(told["idle"]) is (len(left) == 3)
    for finding in report.waived:
        assert set(told["comments"][finding.id]) == {"who", "date", "comment"}


def test_who_and_why_are_told(tmp_path):
    waivers = read_waivers(file(tmp_path, "any\tP101\t-\t-\tLi Wen\t2044-05-05\ta list"))
    report = apply_waivers(REPORT, waivers)
    (told,) = report.scores["waivers"]["comments"].values()
    assert told == {"who": "Li Wen", "date": "2044-05-05", "comment": "a list"}


def test_what_somebody_has_opened_again_is_not_accepted_by_a_pattern(tmp_path):
    waivers = read_waivers(file(tmp_path, "any\tP102"))
    spared = [REPORT.findings[0].id]
    assert [f.segment for f in apply_waivers(REPORT, waivers, spared=spared).findings] == [1, 2]


def test_a_pattern_stays_as_it_was_written_and_goes_into_another_file(tmp_path):
    line = "any  P102   -  O’Neil   Li Wen"
    path = file(tmp_path, line)
    waivers = read_waivers(path)
    write_waivers(path, waivers)
    assert path.read_text("utf-8").count("any") == 1
    assert line in path.read_text("utf-8")
    other = tmp_path / "other.txt"
    write_waivers(other, merge_waivers({}, waivers.values()))
    assert read_waivers(other).keys() == waivers.keys()
    assert [w.pattern for w in read_waivers(other).values()] == [w.pattern for w in waivers.values()]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("any\t-\t-\t-", "accept everything"),
        ("any", "separated by tabs"),
        ("any\t-\t-\t/(a+)+b/", "repeats within a repeat"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_named(line, why, tmp_path):
    with pytest.raises(InputError, match=why):
        read_waivers(file(tmp_path, line))
