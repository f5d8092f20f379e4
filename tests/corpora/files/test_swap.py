"""A set of files is all new or all old: after errors, after deaths between any two steps, with two at work at once."""

import errno
import json
import os
import signal
from pathlib import Path

import pytest

from corpora.errors import OutputError
from corpora.files import JOURNAL, digest, kept_for_us, recorded, signals_wait, swap, whole_set
from corpora.files.locks import OF_A_FOLDER, file_lock
from tests.places import needs_posix

NAMES = ("a.tsv", "b.xlsx", "pages/1.html")


def write(out, version, names=NAMES):
    with kept_for_us(out), whole_set(out, "run.json") as stage:
        for name in names:
            (stage / name).parent.mkdir(exist_ok=True)
            (stage / name).write_text(f"{name} {version}", "utf-8")
        (stage / "run.json").write_text(json.dumps({"version": version}), "utf-8")


def contents(out):
    """Every file below a folder, by its name."""
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*") if path.is_file()}


def version(out):
    """The version of a whole set; fails where it is mixed or half."""
    found = recorded(out, "run.json")
    assert found is not None
    assert {name: digest(out / name) for name in found} == found
    return json.loads((out / "run.json").read_text("utf-8"))["version"]


@pytest.fixture(autouse=True)
def own_notes(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))


@pytest.fixture
def out(tmp_path):
    write(tmp_path / "out", 1)
    return tmp_path / "out"


def test_a_set_is_replaced_by_another_and_nothing_else_is_left(out):
    write(out, 2, NAMES[:2])
    assert version(out) == 2
    assert sorted(path.name for path in out.iterdir()) == ["a.tsv", "b.xlsx", "run.json"]


def test_what_a_person_changed_stays(out):
    (out / "b.xlsx").write_text("decisions", "utf-8")
    (out / "pages" / "1.html").write_text("mine", "utf-8")
    (out / "own.txt").write_text("own", "utf-8")
    write(out, 2, NAMES[:2])
    assert version(out) == 2
    found = contents(out)
    assert sorted(found.values()) == sorted(["a.tsv 2", "b.xlsx 2", found["run.json"], "decisions", "mine", "own"])
    assert found["pages/1.html"] == "mine"


def test_a_set_of_0_1_has_no_record_and_only_what_is_newer_than_its_mark_stays(out):
    (out / "run.json").write_text(json.dumps({"version": 0}), "utf-8")
    at = (out / "run.json").stat().st_mtime
    os.utime(out / "b.xlsx", (at + 60, at + 60))
    write(out, 2)
    assert version(out) == 2
    assert [name.partition(".")[0] for name in sorted(contents(out)) if "202" in name or "20" in name] == ["b"]


def test_files_that_were_there_before_any_run_stay(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.tsv").write_text("mine", "utf-8")
    write(tmp_path / "out", 1)
    assert "mine" in contents(tmp_path / "out").values()


@pytest.mark.parametrize("number", range(12))
def test_an_error_in_the_middle_takes_everything_back_and_names_the_file(out, monkeypatch, number):
    before, count, real = contents(out), [0], Path.replace

    def failing(path, target):
        if path.name != JOURNAL and "old" not in str(path) and path != target:
            count[0] += 1
            if count[0] == number + 1:
                raise PermissionError(errno.EACCES, "Permission denied", str(path), None, str(target))
        return real(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    if number < 8:
        with pytest.raises(
            OutputError, match=r"out/[\w./-]+: cannot be replaced .* nothing was changed; .*open in another"
        ) as error:
            write(out, 2)
        assert ".part" not in str(error.value)
        assert contents(out) == before
    else:
        write(out, 2)
        assert version(out) == 2


def test_a_file_that_cannot_be_replaced_is_named_before_anything_is(out, monkeypatch):
    before, real = contents(out), Path.replace

    def open_in_excel(path, target):
        if path == target and path.name == "b.xlsx":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", open_in_excel)
    with pytest.raises(OutputError, match=r"b\.xlsx: cannot be replaced .*open in another program"):
        write(out, 2)
    assert contents(out) == before


def test_a_folder_in_the_way_is_named(out):
    (out / "c.tsv").mkdir()
    with pytest.raises(OutputError, match=r"c\.tsv: is a folder"):
        write(out, 2, (*NAMES, "c.tsv"))
    assert version(out) == 1


def test_a_full_disk_is_said_of_the_file_that_is_known(out, monkeypatch):
    def full(path):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(swap, "sync", full)
    with pytest.raises(OutputError, match=r"out/a\.tsv: cannot be written \(the disk is full\); free some space"):
        write(out, 2)
    assert version(out) == 1


def die_at(step, out, new):
    """In a process of its own: write a set and die at the so-many-th step that changes names; whether it died."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    count = [0]

    def dying(function):
        def called(*arguments, **options):
            count[0] += 1
            if count[0] == step:
                os._exit(9)
            return function(*arguments, **options)

        return called

    for name in ("replace", "unlink", "mkdir", "rmdir"):
        setattr(Path, name, dying(getattr(Path, name)))
    os.link = dying(os.link)
    write(out, new)
    os._exit(0)


@needs_posix
def test_deaths_between_any_two_steps_lose_nothing_and_leave_nothing(out):
    """About forty deaths; before each a person has written into a sheet, and a page."""
    deaths = 0
    for step in range(1, 100):
        before = version(out)
        (out / "b.xlsx").write_text(f"decisions {step}", "utf-8")
        died = die_at(step, out, step + 1)
        deaths += died
        assert f"decisions {step}" in contents(out).values()
        (out / "a.tsv").write_text(f"after {step}", "utf-8")  # and goes on working after it
        write(out, step + 1000)
        assert version(out) == step + 1000
        assert {f"decisions {step}", f"after {step}"} <= set(contents(out).values())
        assert not [name for name in contents(out) if name.startswith(".")]
        assert before != step + 1000
        for path in out.iterdir():  # kept under dated names
            if "-" in path.name:
                path.unlink()
        if not died:
            break
    assert deaths >= 20


@needs_posix
def test_the_next_run_finishes_a_swap_and_says_so(out, caplog):
    step = 1
    while not (out / JOURNAL).exists():
        assert die_at(step, out, 2)
        step += 1
    for _more in range(3):
        with kept_for_us(out):
            assert version(out) == 2
    assert caplog.text.count("cut short") == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"stage": "../x", "names": [], "gone": [], "before": {}}', "null"])
def test_a_journal_that_is_none_touches_nothing(out, text):
    (out / JOURNAL).write_text(text, "utf-8")
    with kept_for_us(out):
        assert version(out) == 1
    assert not (out / JOURNAL).exists()


def test_a_record_never_leads_out_of_its_folder(out):
    stage = out / ".duizhao-1.part"
    stage.mkdir()
    (stage / "x").write_text("x", "utf-8")
    record = {"stage": stage.name, "names": ["../x"], "gone": ["../victim"], "before": {}}
    (out.parent / "victim").write_text("v", "utf-8")
    (out / JOURNAL).write_text(json.dumps(record), "utf-8")
    with kept_for_us(out):
        pass
    assert (out.parent / "victim").exists()
    assert not (out.parent / "x").exists()


def test_two_at_once_the_second_says_so(out):
    with kept_for_us(out):
        with (
            pytest.raises(OutputError, match=rf"another duizhao \(process {os.getpid()}\) is writing there"),
            kept_for_us(out),
        ):
            pass
        with pytest.raises(OutputError), file_lock(out / OF_A_FOLDER[1:-5], 0.0):
            pass
    assert not (out / OF_A_FOLDER).exists()
    with kept_for_us(out):
        pass


@needs_posix
def test_a_lock_dies_with_its_process(out):
    child = os.fork()
    if not child:
        with kept_for_us(out):
            os._exit(9)
    os.waitpid(child, 0)
    with kept_for_us(out):
        pass
    assert sorted(path.name for path in out.iterdir()) == ["a.tsv", "b.xlsx", "pages", "run.json"]


@needs_posix
def test_signals_wait():
    came = []
    before = signal.signal(signal.SIGTERM, lambda *_: came.append("now"))
    try:
        with signals_wait():
            os.kill(os.getpid(), signal.SIGTERM)
            came.append("done")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert came == ["done", "now"]
