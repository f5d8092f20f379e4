"""What 0.1 wrote goes on working: each thing of ``tests/saved/0.1`` is read with all that was decided in it, or refused
in one line that says what to do. How the set was made: ``tests/saved/README.md``.

Only the command line is used, and in one process: what is inside may move, what people have on their disks does not.
What is asserted is what people decided and counted, never the words of a report or what a check finds today.
"""

import csv
import functools
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sys
import types
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

import duizhao
from align.encoders import load

SAVED = Path(__file__).resolve().parent / "saved" / "0.1"
MTIME = 1_796_000_000_000_000_000
"""When the documents of the archive were changed last: the marks of a job know it."""
PADDED = 1_100_000
"""Bytes of each of them: two are more than half of the 2,000,000 of a shard, so that each document is one."""
TERM, NUMBER, OMISSION = "bb372b6f3fa6", "c45789063879", "c4d90c2df3fe"
"""The three findings of 0.1 in the letter: T104 in row 10, N101 in row 11, A102 in row 15."""
WAIVERS = {
    "duizhao-waivers.txt": {TERM, NUMBER},  # by 'duizhao waive', from two sheets
    "from-page.txt": {TERM, NUMBER},  # 'Download waivers' of report.html
    "by-hand.txt": {TERM, NUMBER},  # byte order mark, CRLF, spaces for tabs, an id alone, an id in capitals
}


COMMANDS = functools.cache(typer.main.get_command)
"""The tree of commands is built once and not for each of two hundred calls, which would take most of the time."""


class Done(NamedTuple):
    """How a command ended, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def saved(tmp_path):
    """A copy of the set, as somebody has it who updates duizhao; the two large files are unpacked."""
    folder = tmp_path / "0.1"
    shutil.copytree(SAVED, folder)
    for packed in sorted(folder.rglob("*.gz")):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    return folder


@pytest.fixture
def run(monkeypatch, capsys, saved):
    """``run("check", "memory.tmx", at=FOLDER)``: the program, in the set or in a folder of it."""
    monkeypatch.setenv("DUIZHAO_CACHE", str(saved / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("DUIZHAO_DEBUG", raising=False)
    monkeypatch.setattr(typer.main, "get_command", COMMANDS, raising=False)

    def run_(*arguments, at=saved):
        monkeypatch.chdir(at)
        monkeypatch.setattr(sys, "argv", ["duizhao", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            duizhao.main()
        except SystemExit as end:
            code = end.code or 0
        return Done(code, *capsys.readouterr())

    return run_


def is_refused(done):
    """Whether a command ended with one line that says what is wrong and, behind a semicolon, what to do."""
    lines = done.err.strip().splitlines()
    return done.code == 2 and len(lines) == 1 and re.fullmatch(r"duizhao: (?!internal).+; .+", lines[0]) is not None


def table(text, delimiter="\t"):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def read_json(path):
    return json.loads(path.read_text("utf-8"))


def waived(record):
    return {one["id"] for one in record["waived"]}


def waiver_lines(path):
    """The lines of a waiver file that begin with an id, by that id."""
    lines = [line.split("\t") for line in path.read_text("utf-8-sig").splitlines() if not line.startswith("#")]
    return {fields[0]: fields for fields in lines if re.fullmatch("[0-9a-f]{12}", fields[0])}


# --- the OUT of a run, and bitexts ----------------------------------------------------------------------------------


def test_a_run_into_its_old_folder_keeps_what_was_accepted_and_what_is_not_its_own(run, saved):
    out = saved / "run"
    names = {path.name for path in out.iterdir()}
    shutil.copy(saved / "waivers" / "duizhao-waivers.txt", out)
    (out / "notes.txt").write_text("mine", "utf-8")
    done = run("run", "documents", "-o", "run", "--quiet")
    assert done.code == 0, done.err
    assert {"duizhao-waivers.txt", "notes.txt", *names} <= {path.name for path in out.iterdir()}
    assert waived(read_json(out / "report.json")) == {TERM, NUMBER}
    # the ids are made of code, document and texts: those of 0.1 are still those of the same findings
    assert {one["id"] for one in read_json(SAVED / "run" / "report.json")["findings"]} == {TERM, NUMBER, OMISSION}


@pytest.mark.parametrize("name", ["bitext.tsv", "bitext.tmx", "bitext.parquet"])
def test_the_bitext_of_a_run_is_checked_with_the_waivers_beside_it(run, saved, name):
    shutil.copy(saved / "waivers" / "duizhao-waivers.txt", saved / "run")
    done = run("check", f"run/{name}", "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    assert waived(json.loads(done.out)) == {TERM, NUMBER}
    assert "match nothing" not in done.err


BITEXTS = ("csv", "jsonl", "parquet", "xlf", "tmx")


@pytest.mark.parametrize(
    "name", [*(f"letter.{kind}" for kind in BITEXTS), "letter-12.xliff", "letter-en.tmx", "letter-en.xlf"]
)
def test_bitexts_have_the_same_rows_whichever_language_they_call_the_source(run, saved, name):
    # a TMX or XLIFF of 0.1 says that Chinese is the source, or what --source said: nobody knew, so nothing hangs on it
    done = run("corpora", "convert", f"bitexts/{name}", "-o", "rows.tsv")
    assert done.code == 0, done.err
    columns = ("symbol", "position", "zh", "en", "kind", "link")
    rows, wanted = (
        [tuple(row[column] for column in columns) for row in table(path.read_text("utf-8"))]
        for path in (saved / "rows.tsv", saved / "bitexts" / "letter.tsv")
    )
    if name.endswith((".tmx", ".xlf", ".xliff")):  # which hold no row without its source, or none without both
        wanted = [row for row in wanted if row[2] and row[3]] if ".tmx" in name else wanted
        wanted = [row for row in wanted if row[3 if "-en" in name else 2]]
    assert len(rows) >= 9
    assert rows == wanted
    assert {row["original"] for row in table((saved / "rows.tsv").read_text("utf-8"))} == {""}


def test_a_memory_in_either_direction_gives_the_same_findings(run):
    found = []
    for name in ("letter.tmx", "letter-en.tmx"):
        done = run("check", f"bitexts/{name}", "--format", "json", "--fail-on", "never")
        assert done.code == 0, done.err
        found.append([(one["id"], one["code"], one["segment"]) for one in json.loads(done.out)["findings"]])
    assert found[0] == found[1]


def test_a_memory_goes_in_as_earlier_documents_and_as_terms(run):
    done = run("check", "run/bitext.tsv", "--against", "project/earlier.tmx", "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    done = run("glossary", "find", "缓冲区", "--bitext", "project/earlier.tmx", "--format", "json")
    assert done.code == 0, done.err
    assert "buffer zone" in done.out


# --- reports and waivers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WAIVERS)
def test_waivers_silence_what_they_silenced(run, saved, name):
    done = run("check", "run/bitext.tsv", "--waivers", f"waivers/{name}", "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    record = json.loads(done.out)
    assert waived(record) == WAIVERS[name]
    assert not WAIVERS[name] & {one["id"] for one in record["findings"]}
    # a waiver of a text that is no more is named
    assert ("0123456789ab" in done.err) == (name == "by-hand.txt")


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("reports/decided.xlsx", {TERM}),  # another row says 'fixed', which accepts nothing
        ("reports/decided-zh.xlsx", {NUMBER}),  # the Chinese sheet, 接受
        ("reports/decided.json", {TERM, NUMBER}),  # a list of records as scripts write it
        ("reports/report.json", {NUMBER}),  # what was waived in a report
        ("run/report.xlsx", set()),  # no decision in it
        ("waivers/from-page.txt", {TERM, NUMBER}),
        ("waivers/by-hand.txt", {TERM, NUMBER, "0123456789ab"}),
    ],
)
def test_decisions_in_a_report_become_waivers(run, saved, name, ids):
    done = run("waive", name, "-o", "new.txt", "--who", "Somebody")
    assert done.code == 0, done.err
    assert set(waiver_lines(saved / "new.txt")) == ids
    assert f"{len(ids)} added, {len(ids)} in all" in done.err


def test_who_accepted_and_why_is_kept(run, saved):
    assert run("waive", "reports/decided.xlsx", "reports/decided-zh.xlsx", "-o", "new.txt", "--who", "Li Wen").code == 0
    told = waiver_lines(saved / "new.txt")
    assert {told[TERM][3], told[NUMBER][3]} == {"Li Wen"}
    assert [told[TERM][5], told[NUMBER][5]] == ["both are right", "译法无误"]
    # a decision that is older than the update is not dated anew, nor given to somebody else
    assert run("waive", "waivers/from-page.txt", "-o", "page.txt", "--who", "Somebody").code == 0
    assert waiver_lines(saved / "page.txt")[TERM][2:] == ["A/99/412–S/2044/918:10", "Ana", "2026-11-20", "as in 2043"]


def test_more_waivers_go_into_a_file_that_people_write_in(run, saved):
    path = saved / "waivers" / "by-hand.txt"
    done = run("waive", "reports/decided.xlsx", "-o", path)
    assert done.code == 0, done.err
    assert "0 added, 3 in all" in done.err
    text = path.read_text("utf-8-sig")
    assert "# what the office has agreed to\n" in text
    assert "still to be talked about\n" in text
    assert "2026-11-01" in text
    assert waiver_lines(path)[TERM][5] == "both are right"


def test_two_reports_are_compared(run):
    done = run("check", "--compare", "run/report.json", "reports/revised.json", "--format", "json")
    assert done.code == 0, done.err  # nothing new
    progress = json.loads(done.out)
    assert progress["counts"] == {"gone": 3, "new": 0, "stayed": 0}
    assert {one["id"] for one in progress["gone"]} == {TERM, NUMBER, OMISSION}
    assert progress["headline"]["old"] < progress["headline"]["new"]
    # the part that 0.1 called steadiness
    assert [part["name"] for part in progress["parts"]].count("consistency") == 1
    assert "steadiness" not in done.out
    # a report of the same rows with waivers and a termbase: what was accepted is gone, what stayed is the same finding
    done = run("check", "--compare", "run/report.json", "reports/report.json", "--format", "json", "--fail-on", "error")
    assert done.code == 0, done.err
    progress = json.loads(done.out)
    assert {one["id"] for one in progress["gone"]} == {TERM, NUMBER}
    assert [one["was"]["id"] for one in progress["stayed"]] == [OMISSION]
    # the other way round, what went is new
    assert run("check", "--compare", "reports/revised.json", "run/report.json").code == 1


def test_a_report_is_compared_with_the_revised_bitext(run):
    done = run("check", "--compare", "run/report.json", "project/earlier.tmx", "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    progress = json.loads(done.out)
    assert {TERM, NUMBER} <= {one["id"] for one in progress["gone"]}
    (part,) = (one for one in progress["parts"] if one["name"] == "consistency")
    assert part["old"] is not None  # in a report of 0.1 it is called steadiness
    assert part["new"] is not None


@pytest.mark.parametrize(
    "name", ["run/report.html", "reports/report.sarif", "reports/report.xml", "reports/report.txt", "run/run.json"]
)
def test_reports_for_other_readers_are_refused_and_say_what_to_give(run, name):
    for command in (
        ("waive", name, "-o", "new.txt"),
        ("check", name),
        ("check", "--compare", name, "reports/revised.json"),
    ):
        done = run(*command)
        assert is_refused(done), (command, done)
        assert not Path("new.txt").exists()


def test_bitexts_for_other_readers_are_refused(run):
    for name in ("letter.json", "letter.links"):
        done = run("check", f"bitexts/{name}")
        assert is_refused(done), done


def test_a_report_without_decisions_accepts_nothing(run):
    done = run("waive", "reports/report.tsv", "-o", "new.txt")
    assert is_refused(done), done


# --- duizhao.toml ---------------------------------------------------------------------------------------------------


def test_the_settings_of_a_check_are_followed(run, saved):
    done = run("check", "../run/bitext.tsv", "--format", "json", at=saved / "project")
    record = json.loads(done.out)
    findings = record["findings"] + record["waived"]
    # waivers (the other one is of T104, which a termbase makes a T101), and a severity that makes an error a warning
    assert waived(record) == {NUMBER}
    assert {one["severity"] for one in findings if one["code"] == "N101"} == {"warning"}
    # a code of a version before 0.1 among those that are left out
    assert "T103" not in {one["code"] for one in findings}
    # the termbase, whose path counts from the file
    assert any(one["code"] == "T102" and one["segment"] == 10 for one in findings)
    # fail_on with an underscore: exit 1 where an error is left
    assert done.code == (1 if "error" in {one["severity"] for one in record["findings"]} else 0)
    # what stands on the command line wins
    done = run("check", "../run/bitext.tsv", "--format", "json", "--severity", "N101=error", "--fail-on", "never",
               at=saved / "project")  # fmt: skip
    assert done.code == 0
    assert {one["severity"] for one in json.loads(done.out)["waived"] if one["code"] == "N101"} == {"error"}
    # and so does another project file
    done = run("--config", "project/duizhao.toml", "check", "run/bitext.tsv", "--format", "json", "--fail-on", "never")
    assert done.code == 0, done.err
    assert waived(json.loads(done.out)) == {NUMBER}


def test_the_settings_of_the_other_commands_are_followed(run, saved):
    here = saved / "project"
    done = run("corpora", "convert", "../bitexts/letter.tsv", "-o", "made.xlf", at=here)
    assert done.code == 0, done.err
    xliff = (here / "made.xlf").read_text("utf-8")
    assert 'version="1.2"' in xliff
    assert 'source-language="en"' in xliff
    done = run("glossary", "extract", "../run/bitext.tsv", "-o", "terms.tsv", at=here)
    assert done.code == 0, done.err
    assert len(table((here / "terms.tsv").read_text("utf-8"))) == 3
    done = run("glossary", "export", "../termbase/terms.db", "-o", "terms.tmx", at=here)
    assert done.code == 0, done.err
    memory = (here / "terms.tmx").read_text("utf-8")
    assert 'xml:lang="en-GB"' in memory
    assert "separation area" not in memory  # deprecated
    done = run("glossary", "review", "export", "../termbase/terms.db", "-o", "review.csv", at=here)
    assert done.code == 0, done.err
    rows = table((here / "review.csv").read_text("utf-8-sig"), ",")
    assert len(rows) == 2
    assert "决定" in rows[0]
    done = run("corpora", "pair", "../documents", at=here)
    assert [one["status"] for one in json.loads(done.out)["documents"]] == ["paired"]
    done = run("corpora", "fetch", "A/99/412", "-o", "fetched", "--dry-run", at=here)
    assert done.code == 0, done.err
    assert re.findall(r"l=(\w+)&t=(\w+)", done.out) == [("en", "docx"), ("en", "pdf")]


def test_the_settings_of_waive_and_of_align_file_are_followed(run, saved):
    here = saved / "project"
    # where waivers are written is said by a file that is named, not by one that happens to lie here
    done = run("--config", "duizhao.toml", "waive", "../reports/decided.xlsx", at=here)
    assert done.code == 0, done.err
    assert waiver_lines(here / "accepted.txt")[TERM][5] == "both are right"
    both = [f"../documents/A_99_412-S_2044_918.{language}.txt" for language in ("zh", "en")]
    done = run("align", "file", *both, "-o", "made.out", at=here)
    assert done.code == 0, done.err
    units = (here / "made.out").read_text("utf-8")
    scores = [float(score) for score in re.findall('type="x-score">([^<]+)<', units)]
    assert len(scores) >= 10
    assert min(scores) >= 0.5
    assert scores == sorted(scores)


def test_the_settings_of_compare_are_followed(run, saved):
    done = run("compare", "../run/bitext.tsv", "earlier.tmx", "--format", "json", at=saved / "project")
    assert done.code == 0, done.err
    compared = json.loads(done.out)
    assert (compared["differ"], len(compared["different"])) == (2, 1)  # 'most = 1', where the default is 10
    assert {one["p"] for one in compared["metrics"]} == {None}  # 'test = "none"'


def test_a_setting_that_is_no_more_is_named_with_what_there_is(run, saved):
    path = saved / "project" / "duizhao.toml"
    for old, new in (("[compare]", "[no-such-command]"), ("most = 1", "no-such-option = 1"), ("most = 1", "most = [")):
        before = path.read_bytes()
        path.write_bytes(before.replace(old.encode(), new.encode()))
        done = run("check", "../run/bitext.tsv", at=saved / "project")
        assert is_refused(done), done
        assert "duizhao.toml" in done.err
        path.write_bytes(before)


# --- the termbase ---------------------------------------------------------------------------------------------------


def decisions(run, saved):
    """How many candidates of the termbase were decided how, by the sheet that shows them all."""
    path = saved / "all.csv"
    path.unlink(missing_ok=True)
    assert run("glossary", "review", "export", "termbase/terms.db", "--decision", "all", "-o", path).code == 0
    return Counter(row["decision"] for row in table(path.read_text("utf-8-sig"), ","))


def terms_in(run, saved, file, *options):
    """All terms of a termbase in any format: concept, language, status, text."""
    done = run("glossary", "convert", file, *options, "-o", saved / "read.tsv")
    assert done.code == 0, done.err
    rows = table((saved / "read.tsv").read_text("utf-8"))
    (saved / "read.tsv").unlink()
    return sorted(
        (row["concept_id"], side, row[f"{side}_status"], row[side])
        for row in rows
        for side in ("zh", "en")
        if row[side]
    )


TERMS = [
    ("house-1", "en", "deprecated", "separation area"),
    ("house-1", "en", "preferred", "buffer zone"),
    ("house-1", "en", "superseded", "neutral strip"),
    ("house-1", "zh", "preferred", "缓冲区"),
    ("house-2", "en", "admitted", "CMM"),
    ("house-2", "en", "preferred", "ceasefire monitoring mechanism"),
    ("house-2", "zh", "admitted", "停监机制"),
    ("house-2", "zh", "preferred", "停火监测机制"),
    ("house-3", "en", "preferred", "Northern Ridge Front"),  # removed, and brought back by an undo
    ("house-3", "zh", "preferred", "北岭阵线"),
    ("house-4", "en", "admitted", "IDPs"),
    ("house-4", "en", "admitted", "civilians"),  # a candidate that was merged into it
    ("house-4", "en", "admitted", "displaced persons"),  # a concept that was merged into it
    ("house-4", "en", "preferred", "internally displaced persons"),
    ("house-4", "zh", "admitted", "内流离失所者"),
    ("house-4", "zh", "admitted", "平民"),
    ("house-4", "zh", "preferred", "境内流离失所者"),
    ("house-6", "en", "preferred", "pumping station"),
    ("house-6", "zh", "preferred", "抽水站"),
    ("k4d5e4056fa447f6", "en", "preferred", "Agreement"),  # accepted
    ("k4d5e4056fa447f6", "zh", "preferred", "协定"),
    ("k9530fe0eeb222f4", "en", "preferred", "armed group, as edited"),  # accepted with another term
    ("k9530fe0eeb222f4", "zh", "preferred", "武装团体"),
]
OPEN = {"": 10, "accept": 2, "reject": 2, "merge": 1}
"""The candidates of the termbase by what was decided of them."""


def test_a_termbase_has_all_its_concepts_and_decisions(run, saved):
    assert terms_in(run, saved, "termbase/terms.db") == TERMS
    assert decisions(run, saved) == OPEN
    done = run("glossary", "search", "termbase/terms.db", "停")
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    done = run("glossary", "show", "termbase/terms.db", "house-1")
    assert done.code == 0
    for text in (
        "A strip between two forces",
        "S/2044/671",
        "=read, not run",
        "https://example.org/terms/1",
        "house-2",
    ):
        assert text in done.out
    # an accepted candidate shows what was decided, with the fields that were filled in
    done = run("glossary", "show", "termbase/terms.db", "k4d5e4056fa447f6")
    assert done.code == 0
    for text in ("seen by two", "安全", "Ana"):
        assert text in done.out


def test_the_history_of_a_termbase_is_whole_and_can_still_be_undone(run, saved):
    done = run("glossary", "history", "termbase/terms.db", "--format", "json")
    assert done.code == 0, done.err
    changes = json.loads(done.out)
    # 1 the import, 2 the draft, 3 a sheet, 4 a merge, 5 a removal, 6 its undo
    assert [max(one["group"] for one in changes), min(one["group"] for one in changes)] == [6, 1]
    assert Counter(one["group"] for one in changes) == {1: 6, 2: 15, 3: 8, 4: 2, 5: 1, 6: 1}
    assert {(one["group"], one["who"]) for one in changes} == {
        (1, "Li Wen"), (2, "Li Wen"), (3, "Ana"), (4, "Ana"), (5, "Ana"), (6, "Li Wen")
    }  # fmt: skip
    assert {"the house glossary", "no term", "cut wrongly", "the same people", "a name, no term"} <= {
        one["why"] for one in changes
    }
    assert run("glossary", "undo", "termbase/terms.db", 4).code == 0  # two concepts again
    terms = terms_in(run, saved, "termbase/terms.db")
    assert ("house-5", "en", "preferred", "displaced persons") in terms
    # 3 accepted a concept that 4 did not touch, but its merge did: refused, or taken back, never half of it
    done = run("glossary", "undo", "termbase/terms.db", 3)
    assert is_refused(done) or (done.code == 0 and decisions(run, saved) == {"": 15}), done


def test_what_was_rejected_stays_away(run, saved):
    done = run("glossary", "propose", "termbase/terms.db", "termbase/draft.json")
    assert done.code == 0, done.err
    assert "3 silent" in done.err  # two rejected, one merged
    assert "4 known" in done.err  # two that stood in the house glossary, two accepted
    assert decisions(run, saved) == OPEN


def test_a_sheet_that_was_out_comes_back(run, saved):
    done = run("glossary", "review", "import", "termbase/terms.db", "review/review.xlsx", "--who", "Zhou", "-f", "json")
    assert done.code == 0, done.err
    came = json.loads(done.out)
    assert came["conflicts"] == []
    assert [one["decision"] for one in came["changes"]] == ["accepted", "rejected", "merged"]
    assert decisions(run, saved) == {"": 7, "accept": 3, "reject": 3, "merge": 2}
    # the same sheet again changes nothing
    done = run("glossary", "review", "import", "termbase/terms.db", "review/review.xlsx", "-f", "json")
    assert (done.code, json.loads(done.out)["changes"]) == (0, [])
    assert run("glossary", "undo", "termbase/terms.db").code == 0
    assert decisions(run, saved) == OPEN


def test_a_chinese_sheet_that_was_out_comes_back(run, saved):
    # an export does not write over a sheet with decisions that are not in the termbase
    assert is_refused(run("glossary", "review", "export", "termbase/terms.db", "-o", "review/review-zh.csv"))
    # GB18030, as Excel in China saves CSV
    done = run("glossary", "review", "import", "termbase/terms.db", "review/review-zh.csv", "--who", "周", "-f", "json")
    assert done.code == 0, done.err
    came = json.loads(done.out)
    assert came["conflicts"] == []
    assert [(one["decision"], one["why"]) for one in came["changes"]] == [("accepted", ""), ("rejected", "太宽泛")]
    assert decisions(run, saved) == {"": 8, "accept": 3, "reject": 3, "merge": 1}


WHOLE = ("tbx", "json", "jsonl", "tsv", "csv", "xlsx", "parquet", "ttl", "jsonld")
"""Formats that hold concepts with the status of each term."""


@pytest.mark.parametrize("name", [*(f"terms.{kind}" for kind in WHOLE), "terms-v3.tbx", "terms-dct.tbx"])
def test_exports_come_back_whole(run, saved, name):
    assert terms_in(run, saved, f"termbase/{name}") == TERMS


def short(terms):
    """What the poorer formats keep: concept, language and text."""
    return {(concept, side, text) for concept, side, _status, text in terms}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("terms.txt", ("--input-format", "omegat")),
        ("terms.utx", ()),
        ("terms.tmx", ()),
        ("terms-memoq.csv", ()),
        ("terms-phrase.xlsx", ()),
        ("terms-min.tbx", ()),
        ("terms-core.tbx", ()),
    ],
)
def test_exports_for_other_tools_come_back_with_all_terms(run, saved, name, options):
    assert short(terms_in(run, saved, f"termbase/{name}", *options)) == short(TERMS)


@pytest.mark.parametrize("name", ["terms.db", "terms.tbx", "terms-v3.tbx", "terms.xlsx", "terms.json"])
def test_a_translation_is_checked_against_a_termbase_and_its_exports(run, name):
    done = run(
        "check", "run/bitext.tsv", "-t", f"termbase/{name}", "--select", "T101,T102", "-f", "json", "--fail-on", "never"
    )
    assert done.code == 0, done.err
    found = {(one["code"], one["segment"]) for one in json.loads(done.out)["findings"]}
    assert ("T102", 10) in found  # 'separation area', deprecated


def test_the_drafts_of_a_run_become_candidates_and_concepts(run, saved):
    drafted = len(table((saved / "run" / "terms.tsv").read_text("utf-8")))
    assert drafted >= 10
    for name in ("run/terms.tsv", "run/termbase.tbx", "run/termbase-v2.tbx"):
        done = run("glossary", "propose", "drafts.db", name)
        assert done.code == 0, (name, done.err)
    assert f"{drafted} new" in run("glossary", "propose", "again.db", "run/terms.tsv").err
    done = run("glossary", "import", "imported.db", "run/termbase.tbx")
    assert done.code == 0, done.err
    assert f"{drafted} added" in done.err


# --- a job over an archive ------------------------------------------------------------------------------------------


@pytest.fixture
def archive(saved):
    """The documents of the archive as they were when 0.1 worked on them, and its jobs as if they had stood here.

    One document was empty then; ``mended.txt`` is what belongs into it.
    """
    for path in sorted((saved / "archive").iterdir()):
        text = path.read_bytes()
        path.write_bytes(text + (b"\n" + b" " * 999) * ((PADDED - len(text)) // 1000 + 1))
        os.utime(path, ns=(MTIME, MTIME))
    damaged = saved / "archive" / "A_99_1.en.txt"
    shutil.copy(damaged, saved / "mended.txt")
    damaged.write_bytes(b"")
    os.utime(damaged, ns=(MTIME, MTIME))
    for name in ("job", "job-killed"):
        for path in sorted((saved / name).rglob("*")):
            if path.suffix in (".json", ".tsv"):
                path.write_text(path.read_text("utf-8").replace("@HERE@", saved.as_posix()), "utf-8")
    return saved


def parts_of(job):
    """The shards of a job that have a mark, with the time of their parts; long ago, so that a new one is seen."""
    found = {}
    for mark in sorted((job / "parts").glob("*.json")):
        part = mark.with_suffix(".parquet")
        os.utime(part, ns=(MTIME, MTIME))
        found[part.name] = part.stat().st_mtime_ns
    return found


# Reading has changed since 0.1 (what a Han character is), so that old parts and new ones do not go together: a job is
# refused, with '--fresh' in the line. Of one version, a killed job goes on with what it has: tests/align/jobs.


def test_a_killed_job_is_refused_and_begins_again_where_one_says_so(run, archive):
    job = archive / "job-killed"
    there = parts_of(job)
    assert 2 <= len(there) <= 3
    done = run("align", "status", "job-killed", "--format", "json")
    status = json.loads(done.out)
    assert (done.code, status["complete"], status["shards"], status["shards_done"]) == (1, False, 4, len(there))
    assert [one["symbol"] for one in status["failed"]] == ["A/99/1"]
    shutil.copy(archive / "mended.txt", archive / "archive" / "A_99_1.en.txt")
    done = run("align", "run", "archive.tsv", "-o", "job-killed", "--jobs", "1")
    assert is_refused(done), done
    assert "older duizhao" in done.err
    assert "--fresh" in done.err
    assert parts_of(job) == there  # nothing is thrown away unasked
    done = run("align", "run", "archive.tsv", "-o", "job-killed", "--jobs", "1", "--fresh")
    assert done.code == 0, done.err
    after = {path.name: path.stat().st_mtime_ns for path in (job / "parts").glob("*.parquet")}
    assert len(after) == 4
    assert MTIME not in after.values()
    assert not list((job / "parts").glob("*.at"))
    rows = table((job / "documents.tsv").read_text("utf-8"))
    assert [row["status"] for row in rows] == ["done"] * 4
    # as the other job of 0.1 had them; links are not those of 0.1 where a sentence lacks its counterpart
    ended = table((archive / "job" / "documents.tsv").read_text("utf-8"))
    names = ("symbol", "status", "zh_sentences", "en_sentences", "reason")
    assert [[row[name] for name in names] for row in rows[1:]] == [[row[name] for name in names] for row in ended[1:]]
    assert read_json(job / "job.json")["documents_done"] == 4
    assert run("align", "status", "job-killed").code == 0


def test_an_ended_job_tells_what_became_of_it_and_its_parts_are_bitexts(run, archive):
    done = run("align", "status", "job", "--format", "json")
    status = json.loads(done.out)
    assert (done.code, status["complete"], status["documents"], status["documents_done"]) == (1, True, 4, 3)
    assert [one["symbol"] for one in status["failed"]] == ["A/99/1"]
    rows = table((archive / "job" / "documents.tsv").read_text("utf-8"))
    assert status["links"] == sum(int(row["links"] or 0) for row in rows) > 0
    for row, part in zip(rows, sorted((archive / "job" / "parts").glob("*.parquet")), strict=True):
        if row["status"] == "done":
            done = run("corpora", "convert", part, "-o", "part.tsv")
            assert done.code == 0, done.err
            assert len(table((archive / "part.tsv").read_text("utf-8"))) == int(row["links"])


def test_a_job_that_cannot_go_on_says_to_begin_again(run, archive):
    plan = archive / "job" / "plan.json"
    plan.write_text(
        re.sub('"signature": "[0-9a-f]+"', '"signature": "0000000000000000"', plan.read_text("utf-8")), "utf-8"
    )
    done = run("align", "run", "archive.tsv", "-o", "job", "--quiet")
    assert is_refused(done), done
    assert "--fresh" in done.err
    assert (archive / "job" / "parts" / "part-000000.parquet").exists()  # nothing is thrown away unasked


# --- models, vectors, fetched documents -----------------------------------------------------------------------------


def test_a_model_that_was_trained_is_used(run, saved):
    both = [f"archive/A_99_1.{language}.txt" for language in ("zh", "en")]
    done = run("align", "file", *both, "--sentences", "--model", "model", "-o", "by-model.tsv")
    assert done.code == 0, done.err
    assert len(table((saved / "by-model.tsv").read_text("utf-8"))) >= 4


def test_vectors_that_were_kept_are_not_made_again(run, saved, monkeypatch):
    asked = []

    class Transformer:
        """A model of the hub that tells what it is asked; it would give the vectors that the set was made with."""

        prompts, default_prompt_name = {}, None

        def __init__(self, *_, **__):
            pass

        def encode(self, texts, **_):
            asked.extend(texts)
            return [[b / 255 for b in hashlib.sha256(text.encode()).digest()[:4]] for text in texts]

    monkeypatch.setitem(sys.modules, "sentence_transformers", types.SimpleNamespace(SentenceTransformer=Transformer))
    # the model of the set is a stand-in whose list of modules is empty: no real one was ever loaded so, and it is refused since
    monkeypatch.setattr(load, "_listed", lambda _modules: [])
    both = [f"archive/A_99_1.{language}.txt" for language in ("zh", "en")]
    done = run("align", "file", *both, "--sentences", "--model", "hub-model", "-o", "by-hub-model.tsv")
    assert done.code == 0, done.err
    sentences = {line for path in both for line in (saved / path).read_text("utf-8").splitlines()}
    assert len(sentences) == 12
    assert not sentences & set(asked)
    assert (saved / "cache" / "vectors.sqlite").is_file()  # not set aside


def test_fetched_documents_are_not_fetched_again(run, saved):
    # nobody listens at this address: a document that is there needs no answer
    options = ("--lang", "en", "--base-url", "http://127.0.0.1:9/", "--delay", "0", "--retries", "0", "-o", "fetched")
    done = run("corpora", "fetch", "A/99/412", *options)
    assert done.code == 0, (done.out, done.err)
    (row,) = table(done.out)
    assert (row["status"], row["file"]) == ("there", "A_99_412.en.pdf")
    # a file that is not what fetch.jsonl says is named and left alone
    path = saved / "fetched" / "A_99_412.en.pdf"
    path.write_bytes(path.read_bytes() + b"edited")
    done = run("corpora", "fetch", "A/99/412", *options)
    (row,) = table(done.out)
    assert (done.code, row["status"]) == (2, "failed")
    assert row["reason"]
    assert path.read_bytes().endswith(b"edited")
