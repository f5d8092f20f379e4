"""Nothing foreign decides: project files that come along, modules and programs of the current folder, texts that steer a terminal, the network."""

import io
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from corpora import here
from corpora.bitext import Pair
from corpora.errors import visible
from corpora.exchange import write_pairs
from corpora.here import find_program, leave_here
from corpora.readers import office
from duizhao import project_file
from duizhao.commands.outputs import write_out
from duizhao.door import app
from duizhao.project_file import FREE, KEPT, find_project_file
from tests.calls import call, environment, python
from tests.places import SAMPLES, needs_posix

ROWS = [("五国。", "Six countries."), ("会议开始。", "The meeting began."), ("会议结束。", "The meeting ended.")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project in a folder of its own, with a bitext in a folder below."""
    below = tmp_path / "project" / "docs"
    below.mkdir(parents=True)
    (tmp_path / "project" / ".git").mkdir()
    write_pairs([Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(ROWS, start=1)], below / "memory.tsv")
    monkeypatch.chdir(below)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    return tmp_path / "project"


# --- the project file -----------------------------------------------------------------------------------------------


def test_every_option_is_let_in_or_kept_back():
    def options(command):
        for one in getattr(command, "commands", {}).values():
            yield from options(one)
        if not hasattr(command, "commands"):
            yield from (max(p.opts, key=len)[2:] for p in command.params if p.param_type_name == "option")

    assert not FREE & KEPT
    assert set(options(typer.main.get_command(app))) - {"help"} <= FREE | KEPT


def test_where_things_are_written_is_not_said_by_a_file_that_was_found(folder):
    profile = folder / "profile"
    profile.write_text("as it was\n", "utf-8")
    settings = folder / "docs" / "duizhao.toml"
    settings.write_text('[check]\noutput = ["../profile"]\nformat = "json"\nselect = "N"\n', "utf-8")
    done = call("check", "memory.tsv")
    assert profile.read_text("utf-8") == "as it was\n"
    assert json.loads(done.out)["findings"]  # the other keys are followed
    assert f"defaults of [check] from {settings}" in done.err
    assert "[check] output is left out" in done.err
    assert "project:duizhao.toml:" in json.loads(done.out)["signature"]
    # with -q only what was left out
    assert "defaults of" not in call("check", "memory.tsv", "-q").err
    assert "output is left out" in call("check", "memory.tsv", "-q").err
    # the file that is named says what it likes, and a command that it does not speak of hears nothing
    assert call("explain", "N101").err == ""
    call("--config", settings, "check", "memory.tsv", "--format", "text")
    assert "Six" in profile.read_text("utf-8")


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("corpora.fetch", "base-url", '"https://example.org"'),
        ("corpora.fetch", "from_file", '"list.txt"'),
        ("corpora.fetch", "output", '"elsewhere"'),
        ("align.run", "engine", '"ray"'),
        ("align.run", "resume", "false"),
        ("run", "model", '"somebody/model"'),
        ("check", "model", '"no-such-folder"'),
        ("glossary.review.export", "force", "true"),
        ("glossary.import", "report", '"../profile"'),
    ],
)
def test_keys_that_are_left_out(folder, table, key, value):
    (folder / "duizhao.toml").write_text(f"[{table}]\n{key} = {value}\nquiet = false\n", "utf-8")
    commands = typer.main.get_command(app).commands
    project = project_file.read_project(folder / "duizhao.toml", commands, found=True)
    assert project.left_out == {table.replace(".", " "): [key]}
    named = project_file.read_project(folder / "duizhao.toml", commands, found=False)
    assert named.left_out == {}


def test_a_model_folder_may_be_named(folder):
    (folder / "model").mkdir()
    (folder / "duizhao.toml").write_text('[check]\nmodel = "model"\n', "utf-8")
    project = project_file.read_project(folder / "duizhao.toml", typer.main.get_command(app).commands, found=True)
    assert project.defaults["check"]["model"] == str(folder / "model")


def test_the_search_ends_at_the_project_or_at_home(folder, tmp_path, monkeypatch):
    above = tmp_path / "duizhao.toml"
    above.write_text("[check]\n", "utf-8")
    docs = folder / "docs"
    assert find_project_file(docs) == (None, [])
    (folder / "duizhao.toml").write_text("[check]\n", "utf-8")
    assert find_project_file(docs) == (folder / "duizhao.toml", [])
    (folder / ".git").rmdir()
    assert find_project_file(docs) == (None, [])  # in no project and not at home: this folder alone
    monkeypatch.setenv("HOME", str(folder))
    assert find_project_file(docs) == (folder / "duizhao.toml", [])
    monkeypatch.setenv("HOME", str(docs))
    assert find_project_file(docs) == (None, [])


@needs_posix
def test_a_file_of_another_user_is_not_used(folder, monkeypatch):
    settings = folder / "docs" / "duizhao.toml"
    settings.write_text('[check]\nselect = "P"\n', "utf-8")
    monkeypatch.setattr(project_file.os, "geteuid", lambda: settings.stat().st_uid + 1)
    done = call("check", "memory.tsv", "--format", "json")
    assert "N101" in done.out
    assert f"{settings}: belongs to another user and is not used" in done.err
    assert "another user" in call("doctor").out


@pytest.mark.parametrize("value", ["0x" + "f" * 5000, '["N", 0x' + "f" * 5000 + "]", "{N101 = 0x" + "f" * 5000 + "}"])
@pytest.mark.parametrize("key", ["select", "severity", "fail-on", "model"])
def test_numbers_of_thousands_of_digits_are_one_line(folder, key, value):
    (folder / "docs" / "duizhao.toml").write_text(f"[check]\n{key} = {value}\n", "utf-8")
    done = call("check", "memory.tsv")
    assert done.code == 2 or (key == "model" and "model is left out" in done.err)
    assert "f" * 100 not in done.err
    assert len(done.err.splitlines()) <= 2


def test_an_empty_file_sets_nothing(folder):
    (folder / "docs" / "duizhao.toml").write_bytes(b"")
    done = call("check", "memory.tsv")
    assert (done.code, done.err) == (1, "")


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = 1" + "0" * 5000, "\x1b[31m = 1", "[check]\n'\x1b[31m' = 1"])
def test_hostile_settings_are_one_line(folder, text):
    (folder / "docs" / "duizhao.toml").write_text(text, "utf-8")
    done = call("check", "memory.tsv")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


# --- modules and programs of the current folder -----------------------------------------------------------------------

SHADOWED = "multiprocessing numpy polars json concurrent pickle logging subprocess threading tokenizers typing pathlib"


@pytest.fixture
def shadowed(tmp_path):
    """A folder of documents in which modules lie that are called like those of the library."""
    for name in SHADOWED.split():
        (tmp_path / f"{name}.py").write_text("open('ran', 'a').write(__name__)\n", "utf-8")
    (tmp_path / "docs").mkdir()
    for lang, text in (("zh", "会议开始。\n会议结束。\n"), ("en", "The meeting began.\nThe meeting ended.\n")):
        (tmp_path / "docs" / f"A_99_1.{lang}.txt").write_text(text, "utf-8")
    write_pairs([Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(ROWS, start=1)], tmp_path / "memory.tsv")
    return tmp_path


COMMANDS = [
    ("align", "run", "docs", "-o", "out", "--jobs", "2"),
    ("run", "docs", "-o", "out", "--jobs", "2"),
    ("check", "memory.tsv", "--jobs", "2", "--fail-on", "never"),
]


@pytest.mark.slow("each command starts processes")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_commands_that_start_processes_run_nothing_of_the_current_folder(shadowed, command):
    done = python("-m", "duizhao", *command, cwd=shadowed)
    assert done.code == 0, done.err
    assert not (shadowed / "ran").exists()


@pytest.mark.slow("starts a cluster")
@pytest.mark.parametrize("command", [one[:-2] for one in COMMANDS[:2]], ids=lambda command: command[0])
def test_nor_do_the_workers_of_a_cluster(shadowed, command):
    pytest.importorskip("ray", reason="ray is an extra: pip install 'duizhao[cluster]'")
    done = python("-m", "duizhao", *command, "--engine", "ray", "--jobs", "1", cwd=shadowed)
    assert done.code == 0, done.err
    assert not (shadowed / "ran").exists()


def test_one_command_that_starts_processes(shadowed):
    done = python("-m", "duizhao", *COMMANDS[0][:-1], "1", cwd=shadowed)
    assert done.code == 0, done.err
    assert not (shadowed / "ran").exists()


def test_the_current_folder_leaves_the_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), ".", "/elsewhere"])
    for name, parts in (("PYTHONPATH", ["", "/elsewhere", "."]), ("PATH", ["", ".", "bin", "/usr/bin"])):
        monkeypatch.setenv(name, os.pathsep.join(parts))
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    leave_here()
    assert (sys.path, os.environ["PYTHONPATH"], os.environ["PYTHONSAFEPATH"]) == (["/elsewhere"], "/elsewhere", "1")
    if os.name == "posix":
        assert os.environ["PATH"] == "/usr/bin"
    monkeypatch.chdir(here.OURS)  # a checkout that is run from where it lies
    monkeypatch.setattr(sys, "path", ["", str(here.OURS)])
    leave_here()
    assert sys.path == ["", str(here.OURS)]


def program(path, text="exit 0"):
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@needs_posix
def test_programs_are_found_on_the_path_and_not_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    program(tmp_path / "soffice")
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    monkeypatch.delenv("DUIZHAO_SOFFICE", raising=False)
    monkeypatch.setattr(office, "PLACES", ())
    assert find_program("soffice") is None
    assert office.find_soffice() is None
    (tmp_path / "bin").mkdir()
    own = program(tmp_path / "bin" / "soffice")
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "bin")]))
    assert find_program("nothing", "soffice") == str(own)
    monkeypatch.setenv("DUIZHAO_SOFFICE", "./soffice")  # named by where it lies, so it is meant
    assert office.find_soffice() == str(tmp_path / "soffice")


# --- what is printed ---------------------------------------------------------------------------------------------------

STEERING = "\x1b]0;title\x07\x9b31m\u202e\x7f"


def test_nothing_steers_a_terminal():
    shown = visible(f"决议\t{STEERING}\n")
    assert shown == "决议\t\\x1b]0;title\\x07\\x9b31m\\u202e\\x7f\n"
    assert visible("plain") == "plain"
    assert visible("\udcb7") == "\\udcb7"


@needs_posix
def test_names_of_files_and_texts_of_documents_are_shown_and_not_obeyed(tmp_path, monkeypatch):
    name = f"a{STEERING}.tsv"
    done = call("check", tmp_path / name)
    assert done.code == 2
    assert not set(STEERING) & set("\x1b\x07\x9b\u202e\x7f") & set(done.err)
    done = call("corpora", "read", tmp_path / f"b{STEERING}.txt")
    assert not set("\x1b\x07\x9b\u202e\x7f") & set(done.err)


@pytest.mark.parametrize("terminal", [True, False])
def test_data_are_the_bytes_as_they_are_unless_a_person_looks(monkeypatch, terminal):
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    stream.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stdout", stream)
    write_out(f"会议{STEERING}\n")
    written = stream.buffer.getvalue().decode()
    assert (STEERING in written) is not terminal
    assert written.startswith("会议")


# --- the network -------------------------------------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch):
    """Whoever asks for an address, or speaks to another machine, is an error."""
    asked = []

    def refuse(*arguments, **_named):
        asked.append(arguments)
        raise OSError("the network was asked")

    real = socket.socket.connect

    def connect(self, address):
        if self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1", "localhost"):
            return real(self, address)
        return refuse(address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyaddr", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return asked


def test_every_command_but_fetch_does_its_job_without_a_network(tmp_path, monkeypatch, offline):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLES / "clean", "docs")
    zh, en = sorted(Path("docs").glob("S_*.zh.*"))[0], sorted(Path("docs").glob("S_*.en.*"))[0]
    for name, text in (("src/a", "会议开始。\n"), ("tgt/a", "The meeting began.\n"), ("gold/a.align", "[0]:[0]\n")):
        Path("gold", name).parent.mkdir(parents=True)
        Path("gold", name).write_text(text, "utf-8")
    Path("own.tsv").write_text("zh\ten\n大会\tGeneral Assembly\n联大\tthe Assembly\n会议\tmeeting\n", "utf-8")
    commands = [
        ("corpora", "pair", "docs"),
        ("corpora", "read", zh),
        ("corpora", "split", en),
        ("align", "file", zh, en, "-o", "one.tsv"),
        ("align", "score", "gold"),
        ("align", "run", "docs", "-o", "job", "--jobs", "1"),
        ("align", "status", "job"),
        ("run", "docs", "-o", "out"),
        ("corpora", "convert", "out/bitext.tsv", "-o", "memory.tmx"),
        ("check", "memory.tmx", "-o", "report.xlsx", "-o", "report.json", "--fail-on", "never"),
        ("waive", "report.xlsx"),
        ("compare", "memory.tmx", "one.tsv"),
        ("glossary", "extract", "memory.tmx", "-o", "terms.db"),
        ("glossary", "extract", "memory.tmx", "-o", "terms.tbx"),
        ("glossary", "import", "terms.db", "terms.tbx"),
        ("glossary", "propose", "terms.db", "terms.tbx"),
        ("glossary", "find", "安全理事会", "--bitext", "memory.tmx"),
        ("glossary", "search", "terms.db", "安全"),
        ("glossary", "history", "terms.db"),
        ("glossary", "export", "terms.db", "-o", "all.csv"),
        ("glossary", "convert", "terms.tbx", "-o", "terms.xlsx"),
        ("glossary", "review", "export", "terms.db", "-o", "review.xlsx"),
        ("glossary", "review", "import", "terms.db", "review.xlsx"),
        ("glossary", "undo", "terms.db"),
        ("glossary", "import", "own.db", "own.tsv"),
        ("glossary", "show", "own.db", "c1"),
        ("glossary", "merge", "own.db", "c1", "c2"),
        ("glossary", "remove", "own.db", "c3"),
        ("explain", "N101"),
        ("doctor",),
        ("corpora", "fetch", "A/99/412", "-o", "fetched", "--dry-run"),
    ]
    for command in commands:
        done = call(*command)
        assert done.code in (0, 1), (command, done)
        assert not offline, command
    assert call("corpora", "fetch", "A/99/412", "-o", "fetched", "--retries", "0").code != 0  # the net has no hole
    assert offline


def has_namespaces():
    """Whether this machine gives a process a network of its own, with nobody in it."""
    try:
        return subprocess.run(["unshare", "-rn", "ip", "link"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


ALONE = """set -e
ip link set lo up
! $PYTHON -c 'import socket; socket.create_connection(("192.0.2.1", 80), 5)' 2>net.txt
grep -q unreachable net.txt
$PYTHON -m duizhao run docs -o out --jobs 2
$PYTHON -m duizhao align run docs -o job --jobs 2
$PYTHON -m duizhao check out/bitext.tsv job -o report.json --jobs 2 --fail-on never
$PYTHON -m duizhao align train memory.tsv --base builtin -o mine.model --epochs 1 || [ $? = 1 ]  # not worth using, which it says
$PYTHON -m duizhao align file docs/A_99_412-S_2044_918.zh.txt docs/A_99_412-S_2044_918.en.txt --model mine.model -o one.tsv
$PYTHON -m duizhao glossary extract out/bitext.tsv -o terms.db
$PYTHON -m duizhao glossary review serve terms.db --no-browser >served.txt &
for _ in $(seq 100); do grep -q http served.txt && break; sleep .2; done
$PYTHON -c 'import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(open("served.txt").read().strip()).read())' >page.html
kill $!
"""
"""Workers, a training and a page where no packet leaves the machine."""


@pytest.mark.slow("workers, a training and a server as processes")
@pytest.mark.skipif(not has_namespaces(), reason="no networks of their own for processes here (unshare -rn)")
def test_workers_trainings_and_the_page_do_without_a_network(tmp_path):
    shutil.copytree(SAMPLES / "clean", tmp_path / "docs")
    rows = [f"第{n}次会议于5月{n % 28 + 1}日开始。\tMeeting {n} began on {n % 28 + 1} May.\n" for n in range(400)]
    (tmp_path / "memory.tsv").write_text("zh\ten\n" + "".join(rows), "utf-8")
    done = subprocess.run(
        ["unshare", "-rn", "bash", "-c", ALONE],
        cwd=tmp_path, env={**environment(), "PYTHON": sys.executable}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "terms.db" in (tmp_path / "page.html").read_text("utf-8")
