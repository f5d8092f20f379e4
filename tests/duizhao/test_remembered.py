"""Decisions stay: written into the sheet of a run or of a check, they hold in the next one, and nothing of a person's work is lost."""

import io
import json
import re
import shutil
import sqlite3
import zipfile

import pytest

from corpora.sheets import read_sheets, under_headings
from glossary.project import LEDGER
from glossary.report import column_of
from glossary.report.sheet_columns import PLACE
from tests.calls import call

pytestmark = pytest.mark.thorough("whole runs on a small folder")
ROWS = [
    ("会议于2015年5月3日开始。", "The meeting began on 3 May 2015."),
    ("共有12个国家参加了会议。", "In all 21 countries took part in the meeting."),
    ("委员会通过了第1325号决议。", "The Committee adopted resolution 1352."),
    ("预算为450万美元。", "The budget is 540 million dollars."),
    ("下次会议将在日内瓦举行。", "The next meeting will be held in Geneva."),
]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A folder with documents and what a first run made of them."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "docs").mkdir()
    for place, name in enumerate(("zh", "en")):
        text = "".join(f"{row[place]}\n" for row in ROWS)
        (folder / "docs" / f"A_77_1.{name}.txt").write_text(text, "utf-8")
    assert call("run", folder / "docs", "-o", folder / "out").code == 0
    return folder


@pytest.fixture
def folder(first, tmp_path, monkeypatch):
    shutil.copytree(first, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    return tmp_path / "work"


def fill(sheet, row, **cells):
    """What a person writes into a row (from 2) of the first sheet, as Excel keeps it."""
    out = io.BytesIO()
    with zipfile.ZipFile(sheet) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for key, said in cells.items():
                    at = f"{chr(65 + PLACE[key])}{row}"
                    cell = f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>'
                    text, count = re.subn(rf'<c r="{at}"[^>]*?(?:/>|>.*?</c>)', cell, text)
                    assert count == 1
                data = text.encode()
            new.writestr(name, data)
    sheet.write_bytes(out.getvalue())


def rows_of(sheet):
    found = (under_headings(table, column_of) for table in read_sheets(sheet))
    return {row["id"]: row for rows in found for _number, row in rows or ()}


def again(*more):
    return call("run", "docs", "-o", "out", "--who", "Li Wen", *more)


def aside(folder):
    return sorted(path.name for path in folder.glob("*.20??-??-??*"))


def test_decisions_in_the_sheet_hold_in_the_next_run(folder):
    sheet = folder / "out" / "report.xlsx"
    before = rows_of(sheet)
    assert len(before) >= 3
    fill(sheet, 2, decision="accepted", comment="as agreed")
    fill(sheet, 3, decision="已修改")
    fill(sheet, 4, comment="ask Geneva")
    done = again()
    assert (done.code, aside(folder / "out")) == (0, []), done.err
    assert "3 decisions taken over" in done.err
    after = rows_of(sheet)
    said = sorted((row["decision"], row["comment"]) for row in after.values() if row["decision"] or row["comment"])
    assert said == [("", "ask Geneva"), ("accepted", "as agreed"), ("fixed", "")]
    assert after.keys() == before.keys()
    record = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    (waived,) = record["waived"]
    assert waived["judged"]["who"] == "Li Wen"
    same = (folder / "out" / "report.xlsx").read_bytes()
    assert again().code == 0
    assert (folder / "out" / "report.xlsx").read_bytes() == same


def test_what_was_accepted_can_be_set_back(folder):
    sheet = folder / "out" / "report.xlsx"
    fill(sheet, 2, decision="accepted", comment="fine")
    assert again().code == 0
    (place,) = [k for k, row in enumerate(rows_of(sheet).values(), start=2) if row["decision"] == "accepted"]
    fill(sheet, place, decision="", comment="")
    assert again().code == 0
    assert not [row for row in rows_of(sheet).values() if row["decision"] == "accepted"]
    assert call("decisions", "history", "out").out.count("\n") == 2


def test_a_changed_sentence_is_asked_about_again(folder):
    sheet = folder / "out" / "report.xlsx"
    for row in (2, 3, 4):
        fill(sheet, row, decision="accepted")
    assert again().code == 0
    path = folder / "docs" / "A_77_1.en.txt"
    path.write_text(path.read_text("utf-8").replace("21 countries", "22 countries"), "utf-8")
    assert again().code == 0
    open_ = [row for row in rows_of(sheet).values() if not row["decision"]]
    assert ["22 countries" in row["en"] for row in open_] == [True]


@pytest.mark.parametrize("cells", [{"zh": "改过的句子。"}, {"evidence": "see my note"}, {"decision": "perhaps"}])
def test_other_work_in_a_sheet_keeps_it(folder, cells):
    sheet = folder / "out" / "report.xlsx"
    fill(sheet, 2, decision="accepted")
    fill(sheet, 3, **cells)
    written = sheet.read_bytes()
    done = again()
    assert done.code == 0
    (kept,) = aside(folder / "out")
    assert (folder / "out" / kept).read_bytes() == written
    assert [row["decision"] for row in rows_of(sheet).values() if row["decision"]] == ["accepted"]
    assert ("'perhaps' is not known" in done.err) == ("decision" in cells)


def test_two_who_decide_meanwhile(folder):
    sheet = folder / "out" / "report.xlsx"
    id = next(iter(rows_of(sheet)))
    fill(sheet, 2, decision="fixed")
    assert again().code == 0
    fill(sheet, 2, decision="discuss", comment="really?")
    old = sheet.read_bytes()
    assert call("decisions", "undo", "out", "--who", "Ann").code == 0
    assert sheet.read_bytes() == old
    done = again()
    assert f"{id} is discuss (really?) there, " in done.err
    assert rows_of(sheet)[id]["decision"] == "to discuss"
    assert "Ann" in call("decisions", "history", "out").out


def test_fresh_sets_decisions_aside(folder):
    fill(folder / "out" / "report.xlsx", 2, decision="accepted")
    assert again().code == 0
    done = again("--fresh")
    assert "decisions of earlier runs stay as" in done.err
    assert not (folder / "out" / LEDGER).exists()
    (kept,) = aside(folder / "out")
    assert sqlite3.connect(folder / "out" / kept).execute("SELECT count(*) FROM event").fetchone() == (1,)
    assert not [row for row in rows_of(folder / "out" / "report.xlsx").values() if row["decision"]]


def test_a_damaged_file_of_decisions_is_one_line_and_nothing_is_written(folder):
    (folder / "out" / LEDGER).write_bytes(b"no database at all")
    before = (folder / "out" / "report.html").read_bytes()
    done = again()
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "is no project" in done.err
    assert (folder / "out" / "report.html").read_bytes() == before


def test_decisions_go_to_a_copy_on_another_machine(folder):
    shutil.copytree(folder / "out", folder / "theirs")
    ids = list(rows_of(folder / "out" / "report.xlsx"))
    fill(folder / "out" / "report.xlsx", 2, decision="accepted")
    fill(folder / "out" / "report.xlsx", 3, decision="fixed")
    assert again().code == 0
    fill(folder / "theirs" / "report.xlsx", 3, decision="discuss")
    fill(folder / "theirs" / "report.xlsx", 4, decision="accepted")
    assert call("run", "docs", "-o", "theirs", "--who", "Ann").code == 0
    assert call("decisions", "export", "theirs", "-o", "ann.jsonl").code == 0
    done = call("decisions", "merge", "out", "ann.jsonl")
    assert (done.code, "1 taken over" in done.out) == (1, True)
    assert f"finding {ids[1]}" in done.err
    assert "here fixed, there discuss; what is here stays" in done.err
    listed = json.loads(call("decisions", "list", "out", "--format", "json").out)
    assert {one["key"]: (one["after"]["decision"], one["who"]) for one in listed} == {
        ids[0]: ("accepted", "Li Wen"), ids[1]: ("fixed", "Li Wen"), ids[2]: ("accepted", "Ann")}  # fmt: skip
    assert call("decisions", "merge", "out", "theirs").out.startswith("theirs: 0 taken over")


def test_a_run_takes_the_two_files_of_a_document(folder):
    done = call("run", "docs/A_77_1.en.txt", "docs/A_77_1.zh.txt", "-o", "two")
    assert done.code == 0, done.err
    assert (folder / "two" / "bitext.tsv").read_bytes() == (folder / "out" / "bitext.tsv").read_bytes()
    for wrong, said in (
        (("docs/A_77_1.en.txt", "docs/A_77_1.en.txt"), "are both English"),
        (("docs", "docs/A_77_1.en.txt"), "docs: is a folder"),
        (("docs/A_77_1.en.txt", "none.txt"), "none.txt"),
        (("docs/A_77_1.en.txt",), "is a file, not a folder"),
    ):
        done = call("run", *wrong, "-o", "none")
        assert (done.code, said in done.err, len(done.err.splitlines())) == (2, True, 1), done.err


def test_a_check_reads_back_the_sheet_that_it_replaces(folder):
    shutil.copy(folder / "out" / "bitext.tsv", folder / "in.tsv")
    check = ("check", "in.tsv", "-o", "report.xlsx", "--fail-on", "never", "--who", "Li Wen")
    assert call(*check).code == 0
    sheet = folder / "report.xlsx"
    fill(sheet, 2, decision="接受", comment="right")
    fill(sheet, 3, decision="discuss", comment="with Ann")
    done = call(*check)
    assert done.code == 0, done.err
    assert "Li Wen" in (folder / "duizhao-waivers.txt").read_text("utf-8")
    said = sorted((row["decision"], row["comment"]) for row in rows_of(sheet).values() if row["decision"])
    assert said == [("accepted", "right"), ("to discuss", "with Ann")]
    assert aside(folder) == []
    (folder / "in.tsv").write_text(
        (folder / "in.tsv").read_text("utf-8").replace("1352", "1325").replace("21 ", "12 "), "utf-8"
    )
    fill(sheet, 2, comment="one more word")
    assert call(*check).code == 0
    assert len(aside(folder)) == 1  # the row with a comment is not in the new one


def test_confirmed_links_hold_in_later_runs_and_versions(folder):
    table = (folder / "out" / "bitext.tsv").read_text("utf-8").splitlines()
    head = table[0].split("\t")
    rows = [dict(zip(head, line.split("\t"), strict=True)) for line in table[1:]]
    one, other = rows[1], rows[2]  # a person says that two sentences belong to one
    both = {**one, "en": f"{one['en']} {other['en']}", "target_ids": "1,2", "link": "1-2 confirmed"}
    alone = {**other, "en": "", "target_ids": "", "link": "1-0 confirmed"}
    lines = ["\t".join(row[name] for name in head) for row in (both, alone)]
    (folder / "links.tsv").write_text("\n".join([table[0], *lines]) + "\n", "utf-8")
    done = again("--links", "links.tsv")
    assert (done.code, "2 confirmed links taken over" in done.err) == (0, True), done.err

    def links():
        found = [line.split("\t") for line in (folder / "out" / "bitext.tsv").read_text("utf-8").splitlines()[1:]]
        at = [head.index(name) for name in ("source_ids", "target_ids", "link")]
        return [tuple(row[k] for k in at) for row in found]

    assert ("1", "1,2", "1-2 confirmed") in links()
    assert ("2", "", "1-0 confirmed") in links()
    for name, text in (("zh", "新的一句话。\n"), ("en", "A new sentence.\n")):
        path = folder / "docs" / f"A_77_1.{name}.txt"
        path.write_text(text + path.read_text("utf-8"), "utf-8")
    assert again().code == 0
    assert ("2", "2,3", "1-2 confirmed") in links()
    path.write_text(path.read_text("utf-8").replace("21 countries", "12 countries"), "utf-8")
    done = again("--jobs", "2")
    assert done.code == 0
    assert "1 confirmed link matches nothing any more" in done.err
    assert not [one for one in links() if one[2] == "1-2 confirmed"]
    assert call("decisions", "undo", "out").code == 0
    assert again().err.count("match nothing") == 0


def test_a_run_on_which_nobody_has_decided_has_no_decisions(tmp_path):
    (tmp_path / "run.json").write_text("{}", "utf-8")
    for verb in ("list", "history"):
        done = call("decisions", verb, tmp_path)
        assert (done.code, done.out, done.err) == (0, "", "nothing was decided\n")
    assert call("decisions", "export", tmp_path).out == ""
    (tmp_path / "run.json").unlink()
    assert call("decisions", "list", tmp_path).code == 2
