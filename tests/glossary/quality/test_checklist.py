"""A reviser's own rules: read, refused, held against rows."""

import pytest

from corpora.bitext import Pair
from corpora.errors import InputError
from glossary.checks import Material, OwnRule, Selection, run_checks, trouble_of
from glossary.finding import Severity
from glossary.quality import read_checklist
from glossary.rows import Rows
from tests.calls import call

FILE = """
keep = ["Harbournet"]

[[rule]]
name = "catch"
zh = "渔获"
en = "catch"
severity = "error"
message = "the catch is called so"
message_zh = "渔获应译作 catch"

[[rule]]
name = "no exclamation"
en = "!"
forbidden = true
severity = "note"

[[rule]]
name = "articles"
zh = '第\\d{1,3}条'
en = '[Aa]rticle \\d{1,3}'
regex = true
when = "both"
"""
ROWS = [
    ("渔获量下降。", "The haul fell."),
    ("渔获量下降。", "The Catch fell!"),
    ("见第3条。", "See rule 3."),
    ("见规则三。", "See article 3."),
    ("用Harbournet登记。", "Register in the system."),
    ("用Harbournet登记。", "Register in Harbournet."),
]


def written(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    return path


def found(rules, rows):
    pairs = [Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]
    return run_checks(Material(Rows.of(pairs)), Selection(select=["P113"], rules=rules))


def test_rules_are_held_against_rows(tmp_path):
    findings = found(read_checklist(written(tmp_path, FILE)), ROWS)
    assert [(f.segment, f.severity.value, f.found) for f in findings] == [
        (1, "error", "渔获"), (2, "note", "!"), (3, "warning", "第3条"), (4, "warning", "article 3"), (5, "warning", "Harbournet")]  # fmt: skip
    assert findings[0].message == "the catch is called so (rule 'catch')"
    assert findings[0].message_zh == "渔获应译作 catch（规则“catch”）"
    assert findings[4].message_zh == "此处有“Harbournet”，英文中无“Harbournet”（规则“keep Harbournet”）"


def test_without_rules_nothing_is_found():
    assert found((), ROWS) == []


@pytest.mark.parametrize("pattern", ["(a+)+b", "(?:a*b?){2,}", "((x+)y)*", "([ab]+c)+", r"(\d{1,}){20}"])
def test_repeats_within_repeats_are_refused(pattern):
    assert trouble_of(pattern) == "repeats within a repeat"


@pytest.mark.parametrize("pattern", [r"\d+条", "[(+)+]+a+", r"(ab)+c", r"\(a+\)+", "(?:a+b)?c", "第[一二三]+(条|款)"])
def test_what_repeats_once_is_let_in(pattern):
    assert trouble_of(pattern) == ""


def test_a_rule_that_takes_too_long_is_named():
    rule = OwnRule("slow", "forbidden", "", "(?:a|aa)+$", Severity.ERROR, is_pattern=True)
    (finding,) = found((rule,), [("海面平静。", "a" * 300 + "!")])
    assert (finding.severity.value, finding.message) == ("note", "rule 'slow' took too long here and was left out")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "is not TOML"),
        ("", "holds 0 rules"),
        ("rules = 1", "'rules' is neither 'rule' nor 'keep'"),
        ("keep = [3]", "holds something that is no word"),
        ("[[rule]]\nname = 'x'", "rule 1: has neither zh nor en"),
        ("[[rule]]\nen = 'x'\nseverity = 'bad'", "rule 1: severity 'bad' is not note, warning or error"),
        ("[[rule]]\nen = '(a+)+'\nregex = true", "rule 1: the pattern '(a+)+' repeats within a repeat"),
        ("[[rule]]\nen = '(a'\nregex = true", "rule 1: the pattern '(a' cannot be read"),
        ("[[rule]]\nen = 3", "rule 1: en is not a text"),
        ("[[rule]]\nenglish = 'x'", "rule 1: 'english' is no part of a rule"),
        ("[[rule]]\nzh = 'x'\nen = 'y'\nwhen = 'now'", "rule 1: when 'now' is not zh, en or both"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path, text, said):
    with pytest.raises(InputError, match=r"rules\.toml") as error:
        read_checklist(written(tmp_path, text))
    assert said in error.value.message
    assert "\n" not in error.value.message


def test_the_commands_take_rules_and_explain_shows_them(tmp_path):
    rules = written(tmp_path, FILE)
    bitext = tmp_path / "memory.tsv"
    bitext.write_text("zh\ten\n" + "".join(f"{zh}\t{en}\n" for zh, en in ROWS), "utf-8")
    code, out, _err = call("check", str(bitext), "--select", "P113", "--checklist", str(rules))
    assert code == 1
    assert "P113 error: the catch is called so" in out
    assert "catch" in call("explain", "--checklist", str(rules))[1]
