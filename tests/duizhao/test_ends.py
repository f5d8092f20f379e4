"""How a command ends where it cannot print, is stopped, or finds its folder taken: one line, the right exit code, nothing left."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpora.files import kept_for_us
from duizhao.stopping import StoppedFromOutside, stops_heard
from glossary.quality import gather
from tests.calls import call, environment, start
from tests.places import needs_posix

pytestmark = pytest.mark.thorough("processes")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("known.tsv").write_text("zh\ten\n会员国\tMember State\n大会\tGeneral Assembly\n", "utf-8")
    assert call("glossary", "import", "terms.db", "known.tsv").code == 0
    return Path("terms.db")


def shell(line, folder, first=""):
    """What a POSIX shell makes of a line in which ``duizhao`` is this program."""
    line = line.replace("duizhao", f"'{sys.executable}' -m duizhao", 1)
    done = subprocess.run(
        ["sh", "-c", first + line], cwd=folder, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


@needs_posix
@pytest.mark.parametrize("command", ["explain N101", "--version", "glossary search terms.db 会员国"])
@pytest.mark.parametrize(("where", "said"), [(">&-", "standard output is closed"), ("> /dev/full", "the disk is full")])
def test_output_that_cannot_be_written_is_a_line(store, tmp_path, command, where, said):
    if where == "> /dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _out, err = shell(f"duizhao {command} {where}", tmp_path)
    if command == "--version" and where == ">&-":
        assert (code, err) == (0, "")  # nothing was lost that anybody asked for
        return
    assert (code, len(err.splitlines()), said in err) == (2, 1, True), err
    assert "internal error" not in err


EARLY = """
import signal, sys
from duizhao import __main__, names
names.strangers = lambda: [signal.raise_signal(signal.SIGINT)] and ()
sys.argv = ["duizhao", "--version"]
__main__.main()
"""


@needs_posix
def test_ctrl_c_while_the_program_is_loaded_says_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", EARLY],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@needs_posix
def test_whoever_stops_reading_hears_nothing(store, tmp_path):
    assert shell("duizhao explain --all | head -1 > /dev/null", tmp_path) == (0, "", "")


@needs_posix
def test_what_was_changed_is_said_to_be_done_where_it_cannot_be_printed(store, tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _out, err = shell("duizhao glossary merge terms.db c1 c2 > /dev/full", tmp_path)
    assert (code, "terms.db: c1 is merged into c2; that is done, but standard output" in err) == (2, True), err
    assert "c1 was merged into c2" in call("glossary", "show", "terms.db", "c1").err
    code, _out, err = shell("duizhao glossary undo terms.db >&-", tmp_path)
    assert (code, "that is done" in err) == (2, True), err
    assert call("glossary", "show", "terms.db", "c1").err == ""


@needs_posix
def test_closed_numbers_are_taken_by_no_file(store, tmp_path):
    """A termbase that was opened as number 1 would be printed into."""
    for closed in ("<&- >&- 2>&-", ">&- 2>&-"):
        shell(f"duizhao glossary history terms.db {closed}", tmp_path)
    assert call("glossary", "search", "terms.db", "会员国").code == 0


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ("corpora convert known.tsv -o out.tmx", "out.tmx"),
        ("corpora convert known.tsv --format csv -o out.data", "out.data"),
        ("glossary export terms.db -o out.xlsx", "out.xlsx"),
        ("check known.tsv --fail-on never -o out.html", "out.html"),
        ("glossary extract known.tsv --format parquet -o out.data", "out.data"),
    ],
)
def test_a_full_disk_names_the_file_that_the_user_named(store, monkeypatch, arguments, file):
    def full(_path):
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/.out.99.part")

    monkeypatch.setattr("corpora.files.atomic.sync", full)
    before = sorted(path.name for path in Path().iterdir())
    result = call(*arguments.split())
    assert (result.code, result.err) == (
        2,
        f"duizhao: {file}: cannot be written (the disk is full); free some space or choose another place with -o\n",
    )
    assert sorted(path.name for path in Path().iterdir()) == before


@needs_posix
@pytest.mark.parametrize(("number", "code", "said"), [
    (signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "interrupted (SIGTERM)"), (signal.SIGHUP, 129, "interrupted (SIGHUP)"),
])  # fmt: skip
def test_signals_end_a_command_alike(tmp_path, monkeypatch, number, code, said):
    def stopped(*_rest, **_more):
        half = tmp_path / "out" / f".duizhao-{os.getpid()}.part"
        assert half.is_dir() == (number is not None)
        os.kill(os.getpid(), number)
        time.sleep(5)

    monkeypatch.setattr("duizhao.job._write_all", stopped)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.zh.txt").write_text("大会重申其决议。\n谢谢。\n", "utf-8")
    (tmp_path / "docs" / "a.en.txt").write_text("The Assembly reaffirms its resolution.\nThank you.\n", "utf-8")
    # the tests may run under nohup, which a command respects
    before = {one: signal.signal(one, signal.SIG_DFL) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        result = call("run", tmp_path / "docs", "-o", tmp_path / "out")
        assert [signal.getsignal(one) for one in before] == [signal.SIG_DFL] * 2
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert (result.code, result.err) == (code, f"duizhao: {said}\n")
    assert list((tmp_path / "out").iterdir()) == []


@needs_posix
def test_nohup_is_respected():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stops_heard():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            with pytest.raises(StoppedFromOutside):
                signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("command", ["run", "align run"])
def test_a_folder_that_another_command_writes_is_refused(tmp_path, command):
    (tmp_path / "docs").mkdir()
    for language, text in (("zh", "大会重申其决议。\n"), ("en", "The Assembly reaffirms its resolution.\n")):
        (tmp_path / "docs" / f"a.{language}.txt").write_text(text, "utf-8")
    (tmp_path / "out").mkdir()
    with kept_for_us(tmp_path / "out"):
        result = call(*command.split(), tmp_path / "docs", "-o", tmp_path / "out")
    assert (result.code, len(result.err.splitlines()), "another duizhao" in result.err) == (2, 1, True), result.err


def test_a_document_that_failed_is_exit_2(tmp_path):
    (tmp_path / "docs").mkdir()
    for name, text in (
        ("a.zh", "大会重申其决议。\n"),
        ("a.en", "The Assembly reaffirms its resolution.\n"),
        ("b.zh", "会员国应合作。\n"),
        ("b.en", ""),
    ):
        (tmp_path / "docs" / f"{name}.txt").write_text(text, "utf-8")
    assert call("run", tmp_path / "docs", "-o", tmp_path / "out").code == 2
    assert call("align", "run", tmp_path / "docs", "-o", tmp_path / "job", "--jobs", 1).code == 2


def waivers(number):
    return "".join(f"{number:06x}{line:06x}  N101  A/1:{line}  Li\n" for line in range(7))


@pytest.mark.slow("eight processes")
def test_waive_many_times_at_once_loses_no_line(tmp_path):
    for number in range(8):
        (tmp_path / f"w{number}.txt").write_text(waivers(number), "utf-8")
    began = [start("-m", "duizhao", "waive", f"w{n}.txt", "-o", "all.txt", cwd=tmp_path) for n in range(8)]
    assert [one.wait(120) for one in began] == [0] * 8
    assert (tmp_path / "all.txt").read_text("utf-8").count("N101") == 56
    assert not list(tmp_path.glob(".*"))


def test_waivers_gathered_by_threads_lose_no_line(tmp_path):
    for number in range(8):
        (tmp_path / f"w{number}.txt").write_text(waivers(number), "utf-8")
    threads = [threading.Thread(target=gather, args=([tmp_path / f"w{n}.txt"], tmp_path / "all.txt")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "all.txt").read_text("utf-8").count("N101") == 56
    assert not list(tmp_path.glob(".*"))


ENDLESS = """
import sys, time
from align.jobs import Processes

def begin():
    print("begun", flush=True)

def work(piece):
    time.sleep(600)

if __name__ == "__main__":
    try:
        print("go", flush=True)
        list(Processes(2)(begin, (), work, range(2), str))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@needs_posix
@pytest.mark.slow("starts and stops workers at many moments")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("wait", [0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0])
def test_workers_go_silently_at_whatever_moment_their_parent_does(tmp_path, number, wait):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, "utf-8")
    parent = start(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert parent.stdout.readline() == b"go\n"
    time.sleep(wait)
    os.killpg(parent.pid, number) if number == signal.SIGINT else parent.kill()
    _out, err = parent.communicate(timeout=60)  # ends when nobody has the pipes any more: no worker is left
    assert b"Traceback" not in err  # after a kill the tracker of Python names semaphores that it cleared
    assert number == signal.SIGKILL or err == b""
    assert parent.returncode == (130 if number == signal.SIGINT else -number)


@needs_posix
@pytest.mark.parametrize("command", ["check in.tsv -o report.html", "corpora convert in.tsv -o memory.parquet"])
def test_files_that_may_not_be_so_large(tmp_path, command):
    rows = "".join(f"{number}会员国提交报告。\tMember States submit {number} reports.\n" for number in range(400))
    (tmp_path / "in.tsv").write_text(f"zh\ten\n{rows}", "utf-8")
    code, _out, err = shell(f"duizhao {command}", tmp_path, "ulimit -f 2; trap '' XFSZ; ")
    name = command.split()[-1]
    assert code == 2, err
    assert f"{name}: cannot be written (files may not be so large here)" in err
    assert {path.name for path in tmp_path.iterdir()} == {"in.tsv"}


@needs_posix
@pytest.mark.slow("makes a disk of its own")
@pytest.mark.parametrize(
    "command", ["run docs -o", "check in.tsv -o", "glossary extract in.tsv -o", "align file a.zh.txt a.en.txt -o"]
)
def test_a_disk_that_is_really_full(tmp_path, command):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only the administrator of a Linux machine makes a disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a disk")
    try:
        (disk / "ballast").write_bytes(b"x" * 50_000)
        (tmp_path / "docs").mkdir()
        for name, text in (("zh", "会议开始。\n"), ("en", "The meeting began.\n")):
            for path in (tmp_path / f"a.{name}.txt", tmp_path / "docs" / f"A_77_1.{name}.txt"):
                path.write_text(text * 300, "utf-8")
        (tmp_path / "in.tsv").write_text("zh\ten\n" + "会议开始。\tThe meeting began.\n" * 600, "utf-8")
        target = {"run": "out", "check": "report.html", "glossary": "terms.db", "align": "memory.tsv"}[
            command.split()[0]
        ]
        code, _out, err = shell(f"duizhao {command} disk/{target}", tmp_path)
        assert (code, "is full" in err, "internal error" in err) == (2, True, False), err
        assert f"disk/{target}" in err
        assert not [path.name for path in disk.rglob("*") if path.is_file() and path.name != "ballast"]
    finally:
        subprocess.run(["umount", str(disk)], check=False)
