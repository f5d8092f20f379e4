"""What may be replaced: inputs and what people keep never, what a person has changed only with its old bytes beside it."""

import os
import re
import sqlite3

import pytest

from corpora.errors import InputError
from corpora.files import atomic_path, is_ours, refuse, replacing, taken_in
from tests.places import needs_posix


def written(path, text):
    with replacing([path]), atomic_path(path) as temporary:
        temporary.write_text(text, "utf-8")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(autouse=True)
def own_notes(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_what_is_as_it_was_written_is_replaced_and_leaves_nothing(folder):
    for text in ("one", "two", "three"):
        written(folder / "report.xlsx", text)
    assert names(folder) == ["report.xlsx"]
    assert is_ours(folder / "report.xlsx")


def test_what_a_person_changed_stays_under_a_dated_name(folder, caplog):
    written(folder / "report.xlsx", "one")
    (folder / "report.xlsx").write_text("decisions", "utf-8")
    written(folder / "report.xlsx", "two")
    kept, new = names(folder)
    assert (re.fullmatch(r"report\.\d{4}-\d\d-\d\d\.xlsx", kept) is not None, new) == (True, "report.xlsx")
    assert ((folder / kept).read_text("utf-8"), (folder / new).read_text("utf-8")) == ("decisions", "two")
    assert kept in caplog.text
    (folder / "report.xlsx").write_text("more decisions", "utf-8")
    written(folder / "report.xlsx", "three")
    texts = {path.read_text("utf-8") for path in folder.iterdir()}
    assert texts == {"decisions", "more decisions", "three"}


def test_what_nobody_knows_counts_as_a_persons_unless_it_is_the_same(folder):
    (folder / "terms.tsv").write_text("mine", "utf-8")
    written(folder / "terms.tsv", "mine")
    assert names(folder) == ["terms.tsv"]
    (folder / "draft.tsv").write_text("mine", "utf-8")
    written(folder / "draft.tsv", "new")
    assert len(names(folder)) == 3


def test_what_was_read_back_from_a_sheet_need_not_stay(folder):
    written(folder / "review.csv", "one")
    (folder / "review.csv").write_text("decided", "utf-8")
    assert not is_ours(folder / "review.csv")
    taken_in(folder / "review.csv")
    written(folder / "review.csv", "two")
    assert names(folder) == ["review.csv"]


def test_without_notes_all_goes_on(folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x", "utf-8")
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "file"))
    written(folder / "a.tsv", "one")
    written(folder / "a.tsv", "two")
    assert {path.read_text("utf-8") for path in folder.iterdir()} == {"one", "two"}


def test_a_library_replaces_what_it_likes(folder):
    (folder / "a.tsv").write_text("mine", "utf-8")
    with atomic_path(folder / "a.tsv") as temporary:
        temporary.write_text("new", "utf-8")
    assert names(folder) == ["a.tsv"]


@pytest.mark.parametrize("linked", ["symlink_to", "hardlink_to"])
def test_links_are_seen_through(folder, linked):
    (folder / "in.tsv").write_text("x", "utf-8")
    getattr(folder / "out.tsv", linked)(folder / "in.tsv")
    with pytest.raises(InputError, match=r"out\.tsv: is a file of this very command"):
        refuse(folder / "out.tsv", [folder / "in.tsv"])


def test_what_people_and_termbases_keep_is_refused(folder):
    connection = sqlite3.connect(folder / "terms.db")
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    (folder / "my-waivers.txt").write_text("# duizhao: findings that were accepted; x\n", "utf-8")
    (folder / "duizhao-waivers.txt").write_text("anything", "utf-8")
    (folder / "duizhao.toml").write_text("[run]\n", "utf-8")
    for name in ("terms.db", "my-waivers.txt", "duizhao-waivers.txt", "duizhao.toml"):
        with pytest.raises(InputError, match="would be lost"):
            refuse(folder / name)
    refuse(folder / "my-waivers.txt", merged=True)
    refuse(folder / "new.tsv")


@needs_posix
def test_devices_and_pipes_are_refused(folder):
    os.mkfifo(folder / "pipe")
    for path in (folder / "pipe", type(folder)("/dev/null"), type(folder)("/dev/stdout")):
        with pytest.raises(InputError, match="no ordinary file"):
            refuse(path)


@needs_posix
def test_what_a_dead_command_left_is_cleared_and_what_a_living_one_writes_is_not(folder):
    for left in (".a.tsv.99999999.part", f".a.tsv.{os.getppid()}.part", ".b.tsv.99999999.part"):
        (folder / left).write_text("half", "utf-8")
    written(folder / "a.tsv", "whole")
    assert names(folder) == [f".a.tsv.{os.getppid()}.part", ".b.tsv.99999999.part", "a.tsv"]
