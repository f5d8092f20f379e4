"""Every command that writes, held against the rule of what may be replaced: a row of each table is a way in which something was lost."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from duizhao.job import WRITTEN
from tests.align.test_engine import sentences
from tests.calls import call

pytestmark = pytest.mark.thorough("every command that writes is called")
PLAIN = tuple(name for name in WRITTEN if name != "review.docx")  # which --docx asks for


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a file of each kind that commands read."""
    folder = tmp_path_factory.mktemp("made")
    zh, en = sentences(24, seed=3)
    (folder / "docs").mkdir()
    for name, lines in (("zh", zh), ("en", en)):
        (folder / "docs" / f"A_77_1.{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        (folder / f"a.{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    rows = "".join(f"{z}\t{e}\n" for z, e in zip(zh, en, strict=True))
    (folder / "in.tsv").write_text(f"zh\ten\n{rows}", "utf-8")
    (folder / "known.tsv").write_text("zh\ten\n会员国\tMember State\n", "utf-8")
    (folder / "words.txt").write_text("Member States\n", "utf-8")
    (folder / "duizhao-waivers.txt").write_text("# mine\n0123456789ab  N101  A/1:1  Li  2026-01-01  right\n", "utf-8")
    (folder / "mine.toml").write_text("[check]\n", "utf-8")
    assert call("glossary", "import", folder / "terms.db", folder / "known.tsv").code == 0
    assert call("check", folder / "in.tsv", "-o", folder / "old.json", "--fail-on", "never").code == 0
    head = "# duizhao: findings that were accepted; they stay silent in the next check.\n"
    (folder / "old-waivers.txt").write_text(head + (folder / "duizhao-waivers.txt").read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    return tmp_path / "work"


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


REFUSED = {
    "check: the bitext": "check in.tsv -o in.tsv",
    "check: the termbase": "check in.tsv -t known.tsv -o known.tsv",
    "check: earlier documents": "check in.tsv --against known.tsv -o known.tsv",
    "check: the waivers beside the bitext": "check in.tsv -o duizhao-waivers.txt",
    "check: waivers that were named": "check in.tsv --waivers old-waivers.txt -o old-waivers.txt",
    "check: waivers of somebody else": "check known.tsv --format text -o old-waivers.txt",
    "check: the baseline": "check in.tsv --baseline old.json -o old.json",
    "check: the reports that are compared": "check --compare old.json old.json -o old.json",
    "check: the project file": "--config mine.toml check in.tsv --format text -o mine.toml",
    "check: a termbase": "check in.tsv --format tsv -o terms.db",
    "check: what SQLite keeps beside a termbase": "check in.tsv --format tsv -o terms.db-wal",
    "export: what SQLite will keep beside the termbase": "glossary export terms.db --format csv -o terms.db-journal",
    "convert: what SQLite keeps beside a termbase": "corpora convert in.tsv --format tsv -o terms.db-shm",
    "run: a log in the place of its record": "run docs -o out --log out/run.json",
    "align run: a log in the place of its plan": "align run docs -o out --log out/plan.json",
    "align train: a log in the place of a model": "align train in.tsv -o new --log new/parts/x.safetensors",
    "fetch: a log in the place of its list": "corpora fetch A/77/1 -o out --log out/fetch.jsonl",
    "check: a bitext of the folder": "check docs2 -o docs2/in.tsv",
    "check: a link to the bitext": "check in.tsv -o link.tsv",
    "check: a hard link to the bitext": "check in.tsv -o hard.tsv",
    "align file: a document": "align file a.zh.txt a.en.txt -o a.zh.txt",
    "align file: a document by a link": "align file a.zh.txt a.en.txt -o link.txt",
    "align file: a termbase": "align file a.zh.txt a.en.txt --format tsv -o terms.db",
    "align run: the table of documents": "align run out/documents.tsv -o out",
    "align train: the model it begins with": "align train in.tsv --base model -o model",
    "corpora convert: the bitext": "corpora convert in.tsv -o in.tsv",
    "corpora convert: a termbase": "corpora convert in.tsv --format tsv -o terms.db",
    "corpora pair: a document": "corpora pair docs2 -o docs2/in.tsv",
    "compare: a translation": "compare a.en.txt a.en.txt --format text -o a.en.txt",
    "compare: the reference": "compare a.en.txt a.zh.txt --reference known.tsv --format text -o known.tsv",
    "waive: a list that is read": "waive old-waivers.txt -o old-waivers.txt",
    "waive: a termbase": "waive old-waivers.txt -o terms.db",
    "extract: the bitext": "glossary extract in.tsv -o in.tsv",
    "extract: known terms": "glossary extract in.tsv -t known.tsv -o known.tsv",
    "find: the bitext": "glossary find 会员国 -b in.tsv -o in.tsv",
    "find: the list of terms": "glossary find --terms words.txt -b in.tsv -o words.txt",
    "export: the termbase": "glossary export terms.db --format tsv -o terms.db",
    "export: the report over the termbase": "glossary export terms.db -o new.tsv --report terms.db",
    "export: the report over the export": "glossary export terms.db -o new.tsv --report new.tsv",
    "convert: the termbase": "glossary convert known.tsv -o known.tsv",
    "import: the report over what is imported": "glossary import terms.db known.tsv --report known.tsv",
    "propose: the report over the draft": "glossary propose terms.db known.tsv --report known.tsv",
    "review export: the termbase": "glossary review export terms.db -o terms.db",
    "run: the termbase in OUT": "run docs -o out -t out/termbase.tbx",
    "run: earlier documents in OUT": "run docs -o out --against out/bitext.tsv",
    "run: a bitext among the documents": "run docs2 -o docs2",
}


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_read_or_kept_is_not_written_over(folder, row):
    Path("link.tsv").symlink_to("in.tsv")
    Path("hard.tsv").hardlink_to("in.tsv")
    Path("link.txt").symlink_to("a.en.txt")
    Path("docs2").mkdir()
    shutil.copy("in.tsv", "docs2/in.tsv")
    if row == "run: a bitext among the documents":
        Path("docs2/in.tsv").rename("docs2/bitext.tsv")
    Path("out").mkdir()
    shutil.copy("known.tsv", "out/termbase.tbx")
    shutil.copy("in.tsv", "out/bitext.tsv")
    Path("out/documents.tsv").write_text("symbol\tzh\ten\nA/77/1\t../a.zh.txt\t../a.en.txt\n", "utf-8")
    Path("model").mkdir()
    Path("terms.db-wal").write_bytes(b"changes")
    before = everything(folder)
    result = call(*REFUSED[row].split())
    assert (result.code, result.out, len(result.err.strip().splitlines())) == (2, "", 1), result.err
    assert everything(folder) == before


KEPT = {
    "check, sheet": ("check in.tsv --fail-on never", "report.xlsx"),
    "check, table": ("check in.tsv --fail-on never", "report.tsv"),
    "check, page": ("check in.tsv --fail-on never", "report.html"),
    "align file": ("align file a.zh.txt a.en.txt", "memory.tsv"),
    "corpora convert": ("corpora convert in.tsv", "memory.tmx"),
    "corpora pair": ("corpora pair docs", "archive.tsv"),
    "compare": ("compare a.en.txt docs/A_77_1.en.txt", "compared.json"),
    "extract, sheet": ("glossary extract in.tsv", "terms.xlsx"),
    "extract, draft": ("glossary extract in.tsv", "draft.tbx"),
    "find": ("glossary find 会员国 -b in.tsv", "found.txt"),
    "export": ("glossary export terms.db", "terms.csv"),
    "convert": ("glossary convert known.tsv", "terms.xlsx"),
    "report of an export": ("glossary export terms.db -o new.tsv --report", "lost.tsv"),
}


@pytest.mark.parametrize("row", KEPT)
def test_what_a_person_changed_stays_beside_the_new(folder, row):
    command, name = KEPT[row]
    arguments = [*command.split(), *([] if command.endswith("--report") else ["-o"]), name]
    assert call(*arguments).code == 0
    first = everything(folder)
    assert call(*arguments).code == 0
    assert everything(folder).keys() == first.keys()  # what is as it was written leaves nothing behind
    Path(name).write_bytes(b"decisions of a reviser")
    result = call(*arguments)
    after = everything(folder)
    assert (result.code, after[name]) == (0, first[name])
    (kept,) = after.keys() - first.keys()
    assert (after[kept], kept in result.err) == (b"decisions of a reviser", True)
    assert Path(kept).suffix == Path(name).suffix


@pytest.fixture(scope="module")
def out(made, tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    assert call("run", made / "docs", "-o", out).code == 0
    return out


def test_a_run_writes_what_it_says_and_records_it(out):
    assert sorted(path.name for path in out.iterdir()) == sorted(PLAIN)
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert sorted([*record["files"], "run.json"]) == sorted(PLAIN)


def test_a_run_into_the_same_folder_keeps_what_people_wrote(folder, out):
    shutil.copytree(out, "out")
    edited = ("report.xlsx", "bitext.tsv", "terms.tsv", "termbase.tbx")
    for name in edited:
        Path("out", name).write_bytes(f"my {name}".encode())
    result = call("run", "docs", "-o", "out")
    assert result.code == 0, result.err
    found = everything(folder / "out")
    assert len(found) == len(PLAIN) + len(edited)
    assert {f"my {name}".encode() for name in edited} <= set(found.values())
    assert [
        line.split(": ")[1].removeprefix("out/") for line in result.err.splitlines() if "stays as" in line
    ] == sorted(edited)
    again = call("run", ".", "-r", "-o", "out2")  # and what a run wrote, or kept, is no document of the next
    record = json.loads(Path("out2/run.json").read_text("utf-8"))
    assert not [
        one for one in record["documents"] if "out/" in one["zh"] or one["zh"].startswith(("bitext", "report", "terms"))
    ], again.err


def test_an_archive_job_keeps_a_table_that_was_commented_and_removes_only_its_own(folder):
    command = ("align", "run", "docs", "-o", "out", "--jobs", 1, "--sentences")
    assert call(*command).code == 0
    with Path("out/documents.tsv").open("a", encoding="utf-8") as table:
        table.write("my remark\n")
    mine = [Path("out/parts", name) for name in ("part-000077.parquet", ".mine.part", "notes.txt")]
    for path in mine:
        path.write_text("mine", "utf-8")
    for options in ((), ("--fresh",)):
        assert call(*command, *options).code == 0
        assert [path.read_text("utf-8") for path in mine] == ["mine"] * 3
    assert any(b"my remark" in data for data in everything(folder / "out").values())


def test_a_folder_of_a_person_is_no_old_job(folder):
    Path("out").mkdir()
    Path("out/plan.json").write_text('{"my": "plan"}', "utf-8")
    result = call("align", "run", "docs", "-o", "out", "--jobs", 1, "--sentences", "--fresh")
    assert (result.code, Path("out/plan.json").read_text("utf-8")) == (2, '{"my": "plan"}')


def test_a_termbase_is_added_to_and_never_made_anew(folder):
    assert call("glossary", "extract", "in.tsv", "-o", "terms.db", "-t", "terms.db").code == 0
    with sqlite3.connect("terms.db") as connection:
        assert connection.execute("SELECT count(*) FROM concept").fetchone()[0] == 1
    connection.close()
