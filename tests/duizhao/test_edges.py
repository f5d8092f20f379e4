"""The edges that stand in no list: settings that are bombs, a folder that is gone, homes that are everywhere, lists of waivers among documents."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from align.encoders import load_encoder
from corpora.catalogue import pair_folder, read_bitexts
from corpora.errors import InputError
from corpora.files import names_in
from corpora.files.read import MAX_FOLDERS
from duizhao import project_file
from duizhao.project_file import find_project_file
from tests.calls import call, python
from tests.places import needs_posix


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "memory.tsv").write_text("symbol\tzh\ten\nA/99/1\t五国。\tSix countries.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_of_a_megabyte_and_names_of_thousands_of_parts_are_one_line(folder, monkeypatch):
    settings = folder / "duizhao.toml"
    for text, said in (("a." * 2001 + "b = 1", "too many full stops"), ("[check]\n" + "#" * 1_000_000, "more than 1")):
        settings.write_text(text, "utf-8")
        done = call("check", "memory.tsv")
        assert (done.code, done.err.count("\n"), said in done.err) == (2, 1, True), done.err
    settings.write_text('[check]\nignore = ["T.1", "T.2", "T.3", "T.4"]', "utf-8")
    monkeypatch.setattr(project_file, "DOTS", 16)
    assert "no check has the code" in call("check", "memory.tsv").err
    monkeypatch.setattr(project_file, "DOTS", 15)
    assert "too many full stops" in call("check", "memory.tsv").err


def test_waivers_that_are_a_folder_are_said_to_be_one(folder):
    done = call("check", "memory.tsv", "--waivers", ".")
    assert (done.code, done.err) == (2, "duizhao: .: is a folder; check --waivers, or leave it out\n")


@needs_posix
@pytest.mark.parametrize("home", ["", "/"])
def test_where_everything_would_be_at_home_nothing_is(folder, monkeypatch, home):
    (folder / "duizhao.toml").write_text("[check]\n", "utf-8")
    (folder / "below").mkdir()
    assert find_project_file(folder / "below") == (folder / "duizhao.toml", [])
    (folder / ".git").rmdir()
    monkeypatch.setenv("HOME", home)
    assert find_project_file(folder / "below") == (None, [])


@needs_posix
def test_a_current_folder_that_is_gone_is_a_line(tmp_path):
    code = f"import os, sys; os.rmdir({str(tmp_path)!r}); sys.argv[1:] = ['explain', 'N101']; from duizhao.__main__ import main; main()"
    done = python("-c", code, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == "duizhao: the current folder is not there any more; change to one that is\n"


HEAD = "# duizhao: findings that were accepted; they stay silent in the next check.\n"


@pytest.mark.parametrize(
    ("name", "head"), [("duizhao-waivers.txt", ""), ("accepted.txt", HEAD), ("accepted.en.txt", "\ufeff" + HEAD)]
)
def test_a_list_of_waivers_is_no_document(folder, name, head):
    (folder / name).write_text(head + "0123456789ab\tN101\tA/1:1\tLi\n", "utf-8")
    for language, text in (("zh", "会议开始。\n"), ("en", "The meeting began.\n")):
        (folder / f"A_99_2.{language}.txt").write_text(text, "utf-8")
    found = pair_folder(folder)
    assert not found.problems
    assert {entry.symbol for entry in found.entries} == {"A/99/2", "memory"}


@needs_posix
def test_a_folder_that_may_not_be_looked_into_stops_nothing(folder, monkeypatch):
    (folder / "below").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _how: Path(path).name != "below")
    shutil.copy("memory.tsv", folder / "below" / "more.tsv")
    (problem,) = pair_folder(folder, recursive=True).problems
    assert problem.message == f"{folder / 'below'}: cannot be read (Permission denied)"
    found = read_bitexts([folder], recursive=True)
    assert ([path.name for path, _rows in found.files], len(found.problems)) == (["memory.tsv"], 1)
    with pytest.raises(InputError, match="Permission denied"):
        pair_folder(folder / "below")
    with pytest.raises(InputError, match="Permission denied"):
        read_bitexts([folder / "below"])


def test_folders_inside_folders_have_an_end(folder):
    names_in(folder, MAX_FOLDERS)
    with pytest.raises(InputError, match="folders deep"):
        names_in(folder, MAX_FOLDERS + 1)


@needs_posix
def test_a_thousand_folders_inside_each_other_are_one_line(folder):
    here = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(1100):
            os.mkdir("a", dir_fd=here)
            deeper = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
    finally:
        os.close(here)
    try:
        for options in ((), ("-r",)):
            for command in ("check", "corpora pair"):
                done = call(*command.split(), ".", "-q", *options)
                assert "internal error" not in done.err
                assert len(done.err.splitlines()) == (1 if options else 0), done.err
    finally:  # pytest could not clear it away
        subprocess.run(["rm", "-rf", folder / "a"], check=True)
    assert "folders deep" in done.err


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="APFS takes no such names")
def test_files_whose_names_are_no_text_are_read_and_written(folder):
    odd = os.fsdecode(b"\xb5")
    shutil.copy("memory.tsv", f"{odd}m.tsv")
    for suffix in ("tsv", "tmx", "xlf", "parquet", "jsonl", "csv"):
        done = call("corpora", "convert", f"{odd}m.tsv", "-o", f"{odd}o.{suffix}")
        assert done.code == 0, done.err
        done = call("corpora", "convert", f"{odd}o.{suffix}", "-o", "back.tsv")
        assert (done.code, "Six countries." in Path("back.tsv").read_text("utf-8")) == (0, True), done.err
    assert call("check", f"{odd}m.tsv", "-o", f"{odd}r.xlsx", "--fail-on", "never").code == 0
    assert "cannot be read" not in call("waive", f"{odd}r.xlsx").err
    Path(f"{odd}k.tsv").write_text("zh\ten\n五国\tsix countries\n", "utf-8")
    done = call("glossary", "import", f"{odd}t.db", f"{odd}k.tsv")
    assert done.code == 0, done.err
    assert "import of \\xb5k.tsv" in call("glossary", "history", f"{odd}t.db").out
    assert call("glossary", "export", f"{odd}t.db", "-o", f"{odd}e.parquet").code == 0


@pytest.mark.parametrize("made", ["TRIGGER own AFTER INSERT ON term BEGIN SELECT 1; END", "VIEW own AS SELECT 1"])
def test_a_termbase_with_a_program_in_it_is_refused(folder, made):
    Path("known.tsv").write_text("zh\ten\n五国\tsix countries\n", "utf-8")
    assert call("glossary", "import", "terms.db", "known.tsv").code == 0
    with sqlite3.connect("terms.db") as connection:
        connection.execute(f"CREATE {made}")
    connection.close()
    for command in ("search terms.db 五国", "import terms.db known.tsv"):
        done = call("glossary", *command.split())
        assert (done.code, done.out, "(own), which duizhao did not make" in done.err) == (2, "", True), done.err


@pytest.mark.parametrize("name", ["my model", "模型", "a/b:c", "x" * 300])
def test_what_is_no_name_of_a_model_is_not_asked_for(monkeypatch, name):
    monkeypatch.setattr("align.encoders.load.HubEncoder", None)
    with pytest.raises(InputError, match="no such folder"):
        load_encoder(name)
