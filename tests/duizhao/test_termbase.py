"""The commands of a termbase file, as they are typed."""

import json
import os
from pathlib import Path

import pytest

from duizhao.commands.exchange import SHOWN
from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.store.store import Store
from tests.calls import call, process
from tests.concepts import concept
from tests.places import ROOT

COMMANDS = ("import", "export", "convert", "propose", "search", "show", "history", "undo", "merge", "remove")


def real(*arguments, cwd=ROOT):
    return process("glossary", *arguments, cwd=cwd)


def run(*arguments):
    return call("glossary", *arguments)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "terms.tsv"
    path.write_text("zh\ten\n会员国\tMember State\n难民营\trefugee camp\n", "utf-8")
    return path


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "terms.db"
    with Store.open(path, create=True, who="li") as store:
        store.save(
            Concept(
                "c1",
                (
                    Term(
                        "会员国", "zh", "preferred", 3, (Context("各会员国的义务", "A/75/1", "4"),), "fullForm", "noun"
                    ),
                    Term("成员国", "zh", "deprecated", note="not for the United Nations"),
                    Term("Member State", "en", "preferred", source="Charter"),
                ),
                5,
                ("A/75/1",),
                subject="组织",
                definition="联合国的会员",
                references=(Reference("c2"), Reference("c9", "broader")),
                links=("https://www.un.org/",),
            ),
            why="first",
        )
        store.save(concept("c2", "难民营", "refugee camp"))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    code, out, _errors = run(command, "--help")
    assert code == 0
    assert f"duizhao glossary {command}" in " ".join(out.replace("│", " ").split())


@pytest.mark.slow("starts six processes, as they are typed in a day")
def test_a_day_with_real_processes(tmp_path, table):
    store = tmp_path / "t.db"
    done = real("import", store, table, "--who", "李", "--why", "开始")
    assert (done.code, done.out) == (0, "")
    assert "2 added" in done.err
    assert real("search", store, "难民").out == "c2\t难民营\trefugee camp\t\n"
    assert "\t李\tconcept created\tc1\t'会员国' / 'Member State'\t开始\n" in real("history", store, "c1").out
    done = real("undo", store)
    assert done.code == 0
    assert "group 1 is undone" in done.err
    done = real("show", store, "c1")
    assert done.code == 2
    assert done.err.startswith("duizhao: ")
    assert len(done.err.splitlines()) == 1


def test_import_dry_run_shows_and_writes_nothing(tmp_path, path, table):
    new = tmp_path / "new.db"
    code, out, errors = run("import", new, table, "--dry-run")
    assert (code, new.exists()) == (0, False)
    assert out.splitlines()[0] == "change\tc1\tadded: '会员国' / 'Member State'"
    assert "dry run: nothing was written" in errors
    before = path.read_bytes()
    assert run("import", path, table, table, "--dry-run")[0] == 0
    assert path.read_bytes() == before


def test_import_names_conflicts_and_exits_1(tmp_path, path):
    other = tmp_path / "other.json"
    other.write_text(
        json.dumps(
            [
                {"id": "c1", "terms": [{"text": "会员国", "language": "zh"}], "definition": "别的"},
                {
                    "id": "x",
                    "terms": [{"text": "难民营", "language": "zh"}, {"text": "Refugee camp", "language": "en"}],
                },
            ]
        ),
        "utf-8",
    )
    report = tmp_path / "report.tsv"
    code, _out, errors = run("import", path, other, "--report", report)
    assert code == 1
    assert "conflict: c1: definition: '联合国的会员' stands, '别的' comes" in errors
    assert "duplicate: c2: " in errors
    lines = report.read_text("utf-8").splitlines()
    assert lines[0] == "kind\tconcept\twhat"
    assert {line.split("\t")[0] for line in lines[1:]} == {"conflict", "duplicate", "overlap"}
    code, _out, _errors = run("import", path, other, "--replace")
    assert code == 0
    with Store.open(path) as store:
        assert store.get("c1").definition == "别的"


def test_many_notes_are_cut_on_the_screen_and_whole_in_the_report(tmp_path):
    other, report = tmp_path / "other.jsonl", tmp_path / "report.tsv"
    terms = [{"text": "词", "language": "zh"}, {"text": "word", "language": "en"}]
    other.write_text("\n".join(json.dumps({"id": f"x{n}", "terms": terms}) for n in range(60)), "utf-8")
    code, _out, errors = run("import", tmp_path / "t.db", other, "--report", report)
    assert code == 0
    assert sum(line.startswith("duplicate: x0") for line in errors.splitlines()) == SHOWN
    assert f"duplicate: {59 - SHOWN} more" in errors
    assert len(report.read_text("utf-8").splitlines()) == 1 + 1 + 59


def test_several_files_come_in_together_or_not_at_all(tmp_path, table):
    bad = tmp_path / "bad.tbx"
    bad.write_text("<martif>", "utf-8")
    code, _out, errors = run("import", tmp_path / "t.db", table, bad)
    assert code == 2
    assert "bad.tbx" in errors
    assert not (tmp_path / "t.db").exists()


@pytest.mark.parametrize("suffix", [".tbx", ".csv", ".xlsx", ".json", ".parquet", ".ttl", ".tmx"])
def test_what_is_exported_can_be_imported_again(tmp_path, path, suffix):
    with Store.open(path) as store:
        store.save(concept("c9", "国家", "State"))
        before = list(store.termbase())
    out = tmp_path / f"out{suffix}"
    code, data, errors = run("export", path, "-o", out, "--report", tmp_path / "r.tsv")
    assert (code, data) == (0, "")
    assert "3 concepts" in errors
    assert run("import", path, out)[0] in (0, 1)  # 1: statuses that the format has not
    with Store.open(path) as store:
        assert [one.id for one in store.termbase()] == [one.id for one in before]
        assert [[term.text for term in one.terms] for one in store.termbase()] == [
            [term.text for term in one.terms] for one in before
        ]


def test_losses_of_an_export_are_named(tmp_path, path):
    code, _out, errors = run("export", path, "-o", tmp_path / "o.txt", "--from", "en", "--no-deprecated")
    assert code == 0
    assert "lost: " in errors
    text = (tmp_path / "o.txt").read_text("utf-8")
    assert "Member State\t会员国" in text
    assert "成员国" not in text


def test_convert_from_and_to(tmp_path, path, table):
    assert run("convert", path, "-o", tmp_path / "a.tbx", "--zh-code", "zh-CN")[0] == 0
    assert 'xml:lang="zh-CN"' in (tmp_path / "a.tbx").read_text("utf-8")
    assert run("convert", table, "-o", tmp_path / "b.tbx", "--dialect", "v3")[0] == 0
    assert "urn:iso:std:iso:30042:ed-2" in (tmp_path / "b.tbx").read_text("utf-8")
    assert run("convert", table, "-o", tmp_path / "b.tbx", "--dialect", "v9")[0] == 2
    code, _out, errors = run("convert", table, "-o", tmp_path / "b.db")
    assert (code, "duizhao glossary import" in errors) == (2, True)


def test_propose_counts_and_shows_split_pairs(tmp_path, path):
    from glossary.formats.registry import save

    drafts = Termbase.of(
        [
            concept("d1", "大会", "General Assembly", 9, ("A/1",)),
            concept("d2", "会员国", "Member States", 9),
            concept("d3", "会员国", "refugee camp", 2),
        ]
    )
    save(drafts, tmp_path / "draft.json")
    code, out, errors = run("propose", path, tmp_path / "draft.json", "--who", "Wang")
    assert (code, out) == (0, "")
    assert "2 new, 1 known" in errors
    assert "会员国 / refugee camp: its terms stand in c1, c2" in errors
    with Store.open(path) as store:
        assert [one.draft.frequency for one in store.candidates()] == [9, 2]
        assert store.history(limit=1)[0].who == "Wang"
        first = store.candidates()[0].id
    code, out, _errors = run("show", path, first)
    assert "candidate: open" in out
    assert json.loads(run("show", path, first, "--format", "json")[1])["candidate"]["decision"] == "open"


def test_show_says_all_that_is_known(path):
    code, out, _errors = run("show", path, "c1")
    assert code == 0
    for words in (
        "concept: c1 (version 1)",
        "definition: 联合国的会员",
        "会员国  [preferred, fullForm, noun, 3 times]",
        "“各会员国的义务” (A/75/1:4)",
        "成员国  [deprecated]",
        "note: not for the United Nations",
        "source: Charter",
        "related: c2 难民营 / refugee camp",
        "broader: c9 (not in the termbase)",
        "link: https://www.un.org/",
        "seen: 5 segment pairs, 1 document: A/75/1",
    ):
        assert words in out
    found = json.loads(run("show", path, "c1", "-f", "json")[1])
    assert (found["id"], found["version"], found["terms"][1]["status"]) == ("c1", 1, "deprecated")


def test_search_in_one_language_as_table_and_json(path):
    assert run("search", path, "国")[1] == "c1\t会员国; 成员国 (deprecated)\tMember State\t组织\n"
    assert len(json.loads(run("search", path, "e", "-f", "json", "--limit", 1)[1])) == 1
    code, out, errors = run("search", path, "member", "--language", "zh")
    assert (code, out) == (0, "")
    assert "nothing found for 'member'" in errors


def test_history_names_differences(path):
    with Store.open(path, who="Wang") as store:
        concept = store.get("c2")
        store.save(Concept("c2", (*concept.terms, Term("camp", "en")), note="长" * 80), why="more")
    line = run("history", path, "c2", "--limit", 1)[1]
    assert line.split("\t")[2:5] == ["Wang", "concept changed", "c2"]
    assert "terms: +'camp, admitted'" in line
    assert "note: nothing → '长长" in line
    entries = json.loads(run("history", path, "--format", "json")[1])
    assert [entry["number"] for entry in entries] == [3, 2, 1]
    assert (entries[0]["before"]["id"], entries[2]["before"], entries[2]["why"]) == ("c2", None, "first")
    run("remove", path, "c2")
    assert run("history", path, "c2")[0] == 0  # what is gone has its history


def test_merge_remove_undo(path):
    code, out, _errors = run("merge", path, "c2", "c1", "--why", "same", "--who", "Wang")
    assert (code, out) == (0, "c1\t会员国; 难民营; 成员国 (deprecated)\tMember State; refugee camp\t组织\n")
    assert run("remove", path, "c1")[0] == 0
    code, out, errors = run("undo", path)
    assert out.split("\t")[3] == "concept undone"
    assert run("undo", path)[0] == 0
    with Store.open(path) as store:
        assert len(store) == 2
    assert run("undo", path, 99)[0] == 2
    code, _out, errors = run("undo", path, 3)
    assert (code, "was changed since" in errors) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "{tmp}/no.db", "x"], "no such file"),
        (["show", "{tmp}", "x"], "is a folder"),
        (["history", "{tmp}/terms.tsv"], "no termbase"),
        (["undo", "{tmp}/empty.db"], "file is empty"),
        (["export", "{tmp}/terms.db", "-o", "{tmp}/x.foo"], "foo"),
        (["export", "{tmp}/terms.db", "-o", "{tmp}/x.csv", "--format", "wrong"], "no such format"),
        (["import", "{tmp}/terms.tsv", "{tmp}/terms.db"], "no termbase"),
        (["import", "{tmp}/terms.db", "{tmp}/no.tbx"], "no such file"),
        (["import", "{tmp}/terms.db", "{tmp}/empty.db"], "file is empty"),
        (["propose", "{tmp}/terms.tsv", "{tmp}/terms.db"], "no termbase"),
        (["remove", "{tmp}/terms.db", "c7"], "no concept 'c7'"),
        (["history", "{tmp}/terms.db", "c7"], "no change of 'c7'"),
        (["history", "{tmp}/terms.db", "", "-f", "json"], "no change of ''"),
        (["merge", "{tmp}/terms.db", "c1", "c7"], "no concept 'c7'"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path, path, table, arguments, words):
    (tmp_path / "empty.db").write_bytes(b"")
    before = path.read_bytes()
    code, out, errors = run(*[one.replace("{tmp}", str(tmp_path)) for one in arguments])
    assert (code, out) == (2, "")
    assert words in errors
    assert len(errors.strip().splitlines()) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "terms.db", "-o", "terms.db"],
        ["export", "terms.db", "-o", "terms.db", "--format", "csv"],
        ["export", "terms.db", "-o", "./other.db", "--format", "csv"],
        ["export", "terms.db", "-o", "x.csv", "--report", "terms.db"],
        ["export", "terms.db", "-o", "x.csv", "--report", "x.csv"],
        ["import", "terms.db", "terms.tsv", "--report", "terms.db"],
        ["import", "terms.db", "terms.tsv", "--report", "terms.tsv"],
        ["import", "new.db", "terms.tsv", "--report", "new.db"],
        ["propose", "terms.db", "terms.tsv", "--report", "terms.db"],
        ["propose", "terms.db", "terms.tsv", "--report", "terms.tsv"],
        ["convert", "terms.tsv", "-o", "terms.db", "--format", "json"],
        ["convert", "terms.tsv", "-o", "link.tsv"],
        ["convert", "terms.tsv", "-o", "x.json", "--report", "terms.db"],
        ["convert", "terms.tsv", "-o", "x.json", "--report", "terms.tsv"],
    ],
)
def test_no_command_writes_over_a_termbase_or_its_own_input(tmp_path, path, table, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("other.db").write_bytes(path.read_bytes())
    try:
        Path("link.tsv").symlink_to(table)
    except OSError:  # Windows without the right to make links
        os.link(table, "link.tsv")
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    code, out, errors = run(*arguments)
    assert (code, out, len(errors.strip().splitlines())) == (2, "", 1)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_candidates_that_stay_behind_are_named(tmp_path, path):
    source = tmp_path / "letter.db"
    with Store.open(source, create=True) as store:
        pairs = [("大会", "General Assembly"), ("秘书长", "Secretary-General"), ("安理会", "Security Council")]
        drafts = [concept(f"d{n}", zh, en, 3, status="admitted") for n, (zh, en) in enumerate(pairs)]
        store.propose(Termbase.of(drafts))
    report = tmp_path / "r.tsv"
    code, _out, errors = run("import", path, source, "--report", report)
    assert (code, errors.splitlines()[0]) == (0, "lost: letter.db: 3 candidates: not carried; they stay in letter.db")
    assert "3 candidates: not carried" in report.read_text("utf-8")
    with Store.open(source) as store:
        store.decide(store.candidates()[0].id, "rejected")
        store.decide(store.candidates()[0].id, "accepted")
    code, _out, errors = run("convert", source, "-o", tmp_path / "a.json")
    assert "3 candidates, 2 of them decided: not carried" in errors
    code, _out, errors = run("export", source, "-o", tmp_path / "a.json")
    assert (code, "1 candidate waits for a decision: duizhao glossary review" in errors) == (0, True)
    assert "for a decision" not in run("export", path, "-o", tmp_path / "a.json")[2]


def test_a_search_in_a_termbase_of_candidates_says_that_they_wait(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("terms.tsv").write_text("zh\ten\n停火\tceasefire\n", "utf-8")
    assert call("glossary", "propose", "t.db", "terms.tsv").code == 0
    done = call("glossary", "search", "t.db", "停火")
    assert "1 candidate waits for a decision: duizhao glossary review serve t.db" in done.err
