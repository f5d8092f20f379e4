"""The edges that stand in no list: settings that are bombs, a folder that is gone, homes that are everywhere, lists of waivers among documents."""

import pytest

from corpora.catalogue import pair_folder
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
