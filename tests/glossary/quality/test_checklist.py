"""A reviser's own rules: read, refused, held against rows."""

import pytest

import duizhao
from corpora.bitext import Pair
from corpora.errors import InputError
from glossary.checks import Material, OwnRule, Selection, run_checks, trouble_of
from glossary.finding import Severity
from glossary.quality import HOUSES, house_rules, read_checklist
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


HOUSE_ROWS = [
    ("共有12,300人。", "There were 12 300 persons."),
    ("上升12%。", "It rose by 12 percent on May 5, 2044."),
    ("上升12%。", "It rose by 12 per cent on 5 May 2044."),
    ("共有12 300人。", "There were 12,300 persons; see A/75/12 300 and 020 7946 0000."),
    ("二〇四四年。", "In 2044."),
]


def told(rows, **how):
    pairs = [Pair("A/1", k, *row) for k, row in enumerate(rows, start=1)]
    return [(f.segment, f.found) for f in run_checks(Material(Rows.of(pairs)), Selection(["P"], **how))]


def test_a_house_has_rules_of_its_own():
    un = [one for one in told(HOUSE_ROWS, rules=house_rules("un"))]
    assert un == [(1, "12 300"), (1, "12,300"), (2, "May 5, 2044"), (2, "percent"), (5, "二〇四四年")]
    fao = [one for one in told(HOUSE_ROWS, rules=house_rules("fao"))]
    assert fao == [(1, "12,300"), (2, "May 5, 2044"), (3, "per cent"), (4, "12,300"), (5, "二〇四四年")]


def test_a_house_says_what_it_wants_in_both_languages():
    for house in HOUSES:
        for rule in house_rules(house):
            assert rule.message
            assert rule.message_zh
            assert rule.line("zh").endswith(rule.message_zh)


def test_spellings_that_are_allowed_are_not_found(tmp_path):
    rows = [
        ("大会大会通过。", "The the Assembly met."),
        ("作出决定。", "It decided."),
        ("目标。", "non-proliferation"),
        ("目标。", "nonproliferation"),
    ]
    path = tmp_path / "rules.toml"
    path.write_text('allow = ["The the", "大会大会", "NonProliferation"]\n', "utf-8")
    assert {word.casefold() for _, word in told(rows)} >= {"nonproliferation"}
    left = told(rows, rules=read_checklist(path))
    assert len(left) < len(told(rows))
    assert "nonproliferation" not in left


def test_rules_hold_where_a_row_has_tags():
    (one,) = told(
        [("<b>渔获</b>下降。", "The <b>haul</b> fell.")], rules=[OwnRule("c", "pair", "渔获", "catch", Severity.ERROR)]
    )
    assert one == (1, "渔获")


def test_the_library_and_the_command_line_take_house_and_checklist(tmp_path):
    memory = tmp_path / "m.tsv"
    memory.write_text("zh\ten\n上升了。\tIt rose by 12 percent.\n", "utf-8")
    done = duizhao.check(memory, select=["P113"], house="un")
    assert [f.found for f in done.report.findings] == ["percent"]
    with pytest.raises(InputError, match="house: 'who' is not known"):
        duizhao.check(memory, house="who")
    assert (
        "P113 warning: the United Nations writes per cent"
        in call("check", memory, "--select", "P113", "--house", "un", "--fail-on", "never").out
    )
    assert "作per cent" in call("explain", "--house", "un", "--ui", "zh").out
