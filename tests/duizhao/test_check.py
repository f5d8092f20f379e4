"""``duizhao check``, ``waive``, ``explain``, ``doctor`` and ``duizhao.toml``: real command lines with their exit codes."""

import json
import re

import pytest

from corpora.bitext import Pair
from corpora.exchange.write import write_pairs
from duizhao.doctor import diagnose
from glossary.checks.pages import all_pages
from glossary.checks.run import CHECKS
from glossary.checks.selection import Selection, current
from glossary.concept import Termbase
from glossary.finding import Severity
from glossary.formats.registry import save
from tests.calls import call, python
from tests.concepts import concept
from tests.places import ROOT

ROWS = [
    ("共有112名平民受伤。", "A total of 121 civilians were injured."),
    ("缓冲区仍然关闭（见附件。", "The buffer zone remains closed (see annex)."),
    ("主席感谢各代表团。", "The President thanked the delegations."),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_pairs([Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(ROWS, start=1)], tmp_path / "memory.tmx")
    save(Termbase.of([concept("c1", "缓冲区", "separation strip")]), tmp_path / "terms.tbx")
    return tmp_path


def codes(text):
    return re.findall(r"^\S+: ([A-Z]\d{3}) ", text, re.M)


def test_selecting_ignoring_and_severities(folder):
    assert codes(call("check", "memory.tmx")[1]) == ["N101", "P101"]
    assert codes(call("check", "memory.tmx", "--select", "P")[1]) == ["P101"]
    assert codes(call("check", "memory.tmx", "--ignore", "N,T")[1]) == ["P101"]
    assert codes(call("check", "memory.tmx", "--ignore", "P", "--select", "P101,N")[1]) == ["N101", "P101"]
    assert call("check", "memory.tmx", "--severity", "N=note")[0] == 0
    assert call("check", "memory.tmx", "--select", "P", "--fail-on", "warning")[0] == 1
    assert "DZ201" not in call("check", "memory.tmx", "--select", "DZ201")[1]
    for wrong in (["--select", "X9"], ["--ignore", ""], ["--severity", "N101=grave"], ["--severity", "N101"]):
        status, out, err = call("check", "memory.tmx", *wrong) if wrong[1] else (2, "", "no check")
        assert (status, out) == (2, ""), err


def test_what_no_check_asks_for_is_not_worked_out(folder):
    status, out, _err = call("check", "memory.tmx", "--select", "N,P,S", "--fail-on", "never")
    assert status == 0
    assert codes(out) == ["N101", "P101"]
    assert "Consistency: not measured, since no selected check asks for terms." in out
    assert "100.0%" not in out
    record = json.loads(call("check", "memory.tmx", "--select", "N", "-f", "json")[1])
    assert record["scores"]["consistency"] == {"measured": False, "why": "no selected check asks for terms"}
    assert [part["name"] for part in record["scores"]["headline"]["parts"]] == ["numbers"]
    assert "terms:" not in record["signature"]
    assert "一致性：" in call("check", "memory.tmx", "--select", "N", "--ui", "zh")[1]
    call("check", "memory.tmx", "--select", "N", "-o", "r.html", "-o", "r.xlsx")
    assert "Consistency: not measured" in (folder / "r.html").read_text("utf-8")
    for asking in (["--select", "N,T103"], ["--ignore", "T103"], ["--select", "T105", "--against", "memory.tmx"]):
        consistency = json.loads(call("check", "memory.tmx", *asking, "-f", "json")[1])["scores"]["consistency"]
        assert "micro" in consistency
    assert call("check", "--compare", "memory.tmx", "memory.tmx", "--select", "N")[0] == 0


def test_the_termbase_is_held_against_the_text(folder):
    status, out, _err = call("check", "memory.tmx", "-t", "terms.tbx", "--select", "T", "--fail-on", "never")
    assert status == 0
    assert codes(out) == ["T101"]
    assert "separation strip" in out


def test_extraction_is_not_loaded_where_nothing_asks_for_terms(folder):
    asked = "import sys; from duizhao.door import main; sys.argv = ['duizhao', 'check', 'memory.tmx', *{}]\n"
    asked += "try: main()\nexcept SystemExit: print('glossary.extraction.extract' in sys.modules)"
    for selected, loaded in ((["--select", "N"], "False"), ([], "True")):
        assert python("-c", asked.format(selected), cwd=folder).out.split()[-1] == loaded


def test_every_format_by_its_suffix_several_at_once(folder):
    names = ["r.html", "r.xlsx", "r.json", "r.tsv", "r.sarif", "r.xml", "r.txt"]
    status, out, _err = call("check", "memory.tmx", *(part for name in names for part in ("-o", name)))
    assert (status, out) == (1, "")
    assert all((folder / name).stat().st_size > 100 for name in names)
    first = {name: (folder / name).read_bytes() for name in names}
    call("check", "memory.tmx", *(part for name in names for part in ("-o", name)))
    assert {name: (folder / name).read_bytes() for name in names} == first


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "either bitexts or"),
        (["check", "memory.tmx", "--compare", "a.json", "b.json"], "either bitexts or"),
        (["check", "memory.tmx", "-o", "report.doc"], "not a report format"),
        (["check", "memory.tmx", "-f", "xlsx"], "standard output"),
        (["check", "memory.tmx", "-o", "memory.tmx", "-f", "text"], "file of this very command"),
        (["check", "memory.tmx", "--waivers", "none.txt"], "no such file"),
        (["check", "memory.tmx", "-t", "none.tbx"], "no such file"),
        (["check", "memory.tmx", "--against", "none.tmx"], "no such file"),
        (["check", "memory.tmx", "--baseline", "none.json"], "none.json"),
        (["check", "memory.tmx", "--baseline", "memory.tmx"], "is not JSON"),
        (["check", "--compare", "memory.tmx", "memory.tmx", "--baseline", "r.json"], "its own earlier report"),
        (["check", "--compare", "memory.tmx", "terms.tbx"], "terms.tbx"),
        (["check", "--compare", "memory.tmx", "memory.tmx", "-f", "html"], "not written as html"),
        (["compare", "memory.tmx", "memory.tmx", "-o", "x.pdf"], "not a format"),
        (["waive", "memory.tmx"], "memory.tmx"),
        (["explain", "Q"], "no check has the code"),
    ],
)
def test_errors_say_what_and_where(folder, arguments, words):
    status, out, err = call(*arguments)
    assert status == 2
    assert words in err
    assert not out


def test_json_has_the_fields_that_the_docs_name(folder):
    record = json.loads(call("check", "memory.tmx", "-f", "json")[1])
    assert list(record["findings"][0]) == [
        "id", "code", "severity", "mqm", "symbol", "position", "paragraph", "page", "segment", "number", "original", "zh", "en", "spans",
        "expected", "found", "labels", "message", "evidence",
    ]  # fmt: skip
    assert record["findings"][0]["segment"] == 1
    assert record["findings"][0]["spans"] == {"zh": [[2, 5]], "en": [[11, 14]]}
    assert record["schema"] == 2
    assert {"findings", "scores", "signature"} <= set(record)
    chinese = json.loads(call("check", "memory.tmx", "-f", "json", "--ui", "zh")[1])
    assert [f["id"] for f in chinese["findings"]] == [f["id"] for f in record["findings"]]
    assert re.search("[\u4e00-\u9fff]", chinese["findings"][0]["message"])


def test_accepted_findings_stay_silent(folder):
    call("check", "memory.tmx", "-o", "r.json")
    finding = json.loads((folder / "r.json").read_text("utf-8"))["findings"][0]
    (folder / "saved.txt").write_text(f"{finding['id']}  N101  A/99/1:1  Li  2026-11-25  counted twice\n", "utf-8")
    assert call("waive", "saved.txt")[0] == 0
    status, out, err = call("check", "memory.tmx")
    assert (status, codes(out)) == (0, ["P101"])
    assert "accepted earlier" in err
    record = json.loads(call("check", "memory.tmx", "-f", "json")[1])
    assert [f["id"] for f in record["waived"]] == [finding["id"]]
    (folder / "duizhao-waivers.txt").write_text("0123456789ab  N101  A/1:1  Li  2026-11-25  gone\n", "utf-8")
    assert "1 waiver matches nothing any more" in call("check", "memory.tmx")[2]


def test_what_improved(folder):
    call("check", "memory.tmx", "-o", "old.json")
    better = [("共有121名平民受伤。", ROWS[0][1]), *ROWS[1:]]
    write_pairs([Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(better, start=1)], folder / "new.tmx")
    status, out, _err = call("check", "--compare", "old.json", "new.tmx")
    assert status == 0
    assert "N101" in out
    progress = json.loads(call("check", "--compare", "memory.tmx", "new.tmx", "-f", "json")[1])
    assert len(json.dumps(progress)) > 100


def test_no_step_back(folder):
    worse = [("共有112名平民受伤。", "A total of 112 civilians were injured."), *ROWS[1:]]
    write_pairs([Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(worse, start=1)], folder / "good.tmx")
    assert call("check", "--compare", "good.tmx", "memory.tmx")[0] == 1
    assert call("check", "--compare", "good.tmx", "memory.tmx", "--fail-on", "never")[0] == 0
    chinese = call("check", "--compare", "good.tmx", "memory.tmx", "--ui", "zh")[1]
    assert "the number differs" not in chinese
    (folder / "damaged.json").write_text('{"findings": [{}]}', "utf-8")
    assert call("check", "--compare", "damaged.json", "good.tmx")[0] == 2
    (folder / "hello.txt").write_text("hello world\n", "utf-8")
    assert call("check", "memory.tmx", "--waivers", "hello.txt")[0] == 2
    assert call("check", "memory.tmx", "--select", ",")[0] == 2


def test_one_code_needs_no_list_in_the_project_file(folder):
    (folder / "duizhao.toml").write_text('[check]\nselect = "P"\nseverity = "P101=error"\n', "utf-8")
    status, out, _err = call("check", "memory.tmx")
    assert (status, codes(out)) == (1, ["P101"])


def test_verbs_of_a_plain_list_are_inflected(folder):
    (folder / "verbs.csv").write_text("zh,en,status\n核准,approve,preferred\n核准,endorse,deprecated\n", "utf-8")
    rows = [
        ("委员会核准了预算。", "The Committee approved the budget."),
        ("委员会核准了报告。", "It endorsed the report."),
    ]
    write_pairs([Pair("A/99/2", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)], folder / "verbs.tmx")
    out = call("check", "verbs.tmx", "-t", "verbs.csv", "--select", "T101,T102", "-f", "json")[1]
    found = [(f["code"], f["segment"]) for f in json.loads(out)["findings"]]
    assert ("T102", 2) in found
    assert not [one for one in found if one[1] == 1]


def test_the_project_file_has_the_names_of_the_options(folder, monkeypatch):
    inner = folder / "deep" / "er"
    inner.mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "duizhao.toml").write_text(
        '[check]\ntermbase = "terms.tbx"\nselect = ["T"]\nseverity = { T101 = "note" }\nfail-on = "note"\n', "utf-8"
    )
    monkeypatch.chdir(inner)
    status, out, _err = call("check", "../../memory.tmx")
    assert (status, codes(out)) == (1, ["T101"])
    assert codes(call("check", "../../memory.tmx", "--select", "P")[1]) == ["P101"]  # the command line wins
    assert codes(call("--config", str(folder / "duizhao.toml"), "check", "../../memory.tmx")[1]) == ["T101"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[check]\nselct = 'T'\n", "has no option selct"),
        ("[chek]\nselect = 'T'\n", "there is no command chek"),
        ("[align.rum]\njobs = 3\n", "there is no command align.rum"),
        ("[check\n", "is not TOML"),
        ("check = 3\n", "there is no command check"),
    ],
)
def test_mistakes_in_the_project_file_are_one_line(folder, text, words):
    (folder / "duizhao.toml").write_text(text, "utf-8")
    status, out, err = call("check", "memory.tmx")
    assert (status, out) == (2, "")
    assert words in err
    assert "\n" not in err.strip()


def test_the_longest_beginning_wins():
    every = {check.code for check in CHECKS}
    on = {check.code for check in CHECKS if check.on}
    assert {c.code for c in Selection().of(CHECKS)} == on
    assert {c.code for c in Selection(select=["all"]).of(CHECKS)} == every
    assert {c.code for c in Selection(ignore=["T"]).of(CHECKS)} == {code for code in on if code[0] != "T"}
    assert {c.code for c in Selection(select=["T101"], ignore=["T"]).of(CHECKS)} == {"T101"}
    assert {c.code for c in Selection(ignore=["T1"], extend=["T101"]).of(CHECKS)} >= {"T101", "N101"}
    levels = Selection(severities={"T": Severity.NOTE, "T101": Severity.ERROR})
    assert {levels.severity(c) for c in CHECKS if c.code[0] == "T"} == {Severity.NOTE, Severity.ERROR}
    assert current("DZ301") == "T103"


def test_explain_and_the_page_of_all_checks():
    assert call("explain", "n101")[1].startswith("N101  number")
    assert {line[:4] for line in call("explain", "P")[1].splitlines()} == {c.code for c in CHECKS if c.code[0] == "P"}
    assert call("explain", "--all")[1] == all_pages()
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    assert page == all_pages(), "docs/checks.md: make it anew with 'duizhao explain --all > docs/checks.md'"


def test_the_doctor_finds_this_machine_well(tmp_path):
    signs = diagnose(tmp_path)
    assert not [sign for sign in signs if sign.state == "bad"]
    assert {"duizhao", "Python", "built-in model", "polars", "free space"} <= {sign.name for sign in signs}
    status, out, _err = call("doctor", "--format", "json")
    assert status == 0
    assert {"state", "name", "value", "hint"} == set(json.loads(out)[0])


def test_the_doctor_names_who_else_claims_our_names(tmp_path, monkeypatch):
    claims = {"align": ["duizhao", "aligner-of-others"], "corpora": ["duizhao"]}
    monkeypatch.setattr("importlib.metadata.packages_distributions", lambda: claims)
    (sign,) = [sign for sign in diagnose(tmp_path) if sign.name.startswith("package ")]
    assert (sign.state, sign.name, sign.value) == ("note", "package align", "claimed by aligner-of-others as well")
