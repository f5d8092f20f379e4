"""The hostile inputs of ../shared: each ends with its work done or with one line, within five seconds and a gigabyte."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.calls import environment
from tests.places import SHARED, needs_posix, needs_shared

CASES = SHARED / "cases" / "trust"
SECONDS, BYTES = 5.0, 1 << 30
KINDS = {".html": ("corpora", "read"), ".tsv": ("check",), ".xlsx": ("glossary", "convert", "-o", "out.csv")}
pytestmark = [needs_posix, needs_shared("cases", "trust")]


def measured(folder, *arguments):
    """A command as a process: how it ended, what it said, its seconds of work and its largest memory."""
    code = (
        "import os, sys, duizhao\n"
        "from corpora.memory import peak_memory\n"  # of this process alone; ru_maxrss begins with its parent's
        "try:\n    duizhao.main()\nfinally:\n"
        "    used = os.times()\n"
        "    sys.__stderr__.write(f'\\nUSED {used.user + used.system} {peak_memory() * 1e6}\\n')\n"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, timeout=60, check=False, encoding="utf-8"
    )
    said, _, used = done.stderr.rpartition("\nUSED ")
    seconds, memory = map(float, used.split())
    return done.returncode, said.strip(), seconds, memory


def cases(folder):
    subprocess.run([sys.executable, CASES / "make.py", folder], check=True)
    files = [*sorted((folder / "regex").iterdir()), *sorted((CASES / "bombs").iterdir())]
    return [(path, (*KINDS[path.suffix][:2], path, *KINDS[path.suffix][2:])) for path in files]


@pytest.mark.slow("two dozen commands, each a process of its own")
def test_every_case_ends_in_time(tmp_path):
    wrong = {}
    for path, arguments in cases(tmp_path):
        code, said, seconds, memory = measured(tmp_path, *arguments)
        right = code in (0, 1, 2) and "internal error" not in said and "panicked" not in said
        if not right or seconds > SECONDS or memory > BYTES or (code == 2 and len(said.splitlines()) > 1):
            wrong[path.name] = (code, said[-200:], seconds, memory / 2**20)
    assert not wrong


SOUND = {"ok", "tok_type"}
MODELS = sorted(path.name for path in (CASES / "models").iterdir()) if CASES.exists() else []


@pytest.mark.slow("a command a model folder, each a process of its own")
@pytest.mark.parametrize("name", MODELS)
def test_model_folders(name, tmp_path):
    run_away = ("aaaa" * 60 + " ") * 30  # what a pattern of a tokenizer can be made to run away on
    (tmp_path / "m.tsv").write_text(f"symbol\tzh\ten\nA/1/1\t会议开始。\tThe meeting began {run_away}\n", "utf-8")
    for language, text in (
        ("zh", "会议开始。\n会议结束。\n"),
        ("en", f"The meeting began.\nThe meeting ended {run_away}.\n"),
    ):
        (tmp_path / f"A_1_1.{language}.txt").write_text(text, "utf-8")
    for arguments in (
        ("align", "file", "A_1_1.zh.txt", "A_1_1.en.txt", "-o", "links.tsv"),
        ("check", "m.tsv", "--select", "T"),
    ):
        code, said, seconds, memory = measured(tmp_path, *arguments, "--model", CASES / "models" / name)
        assert not re.search("internal error|panicked|Traceback", said), said
        assert (seconds < SECONDS, memory < BYTES) == (True, True), (seconds, memory)
        assert (code == 2) == (name not in SOUND), said
        assert code != 2 or len(said.splitlines()) == 1, said


@pytest.mark.slow("commands on a termbase, each a process of its own")
def test_a_termbase_with_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "stray_bytes.db"
    shutil.copyfile(CASES / "stray_bytes.db", path)
    for arguments in (
        ("glossary", "search", path, "meeting"),
        ("glossary", "export", path, "-o", "out.csv"),
        ("glossary", "history", path),
    ):
        code, said, seconds, memory = measured(tmp_path, *arguments)
        assert (code in (0, 2), "internal error" in said) == (True, False), said
        assert code == 0 or len(said.splitlines()) == 1, said
        assert (seconds < SECONDS, memory < BYTES) == (True, True), (seconds, memory)


@pytest.mark.slow("commands in folders that hold something hostile")
def test_what_lies_in_the_folder_decides_nothing(tmp_path):
    subprocess.run([sys.executable, CASES / "make.py", tmp_path], check=True)
    out, module = tmp_path / "config" / "out", tmp_path / "config" / "module"
    before = (out / "home" / ".profile").read_bytes()
    code, said, *_ = measured(out / "docs", "check", "memory.tsv")
    assert (code in (0, 1), "output" in said) == (True, True), said
    assert (out / "home" / ".profile").read_bytes() == before
    code, said, *_ = measured(module, "align", "run", "docs", "-o", "out", "--jobs", "2")
    assert (code, "code of the current folder ran" in said) == (0, False), said
    assert list((module / "out" / "parts").glob("*.parquet"))


@pytest.mark.slow("commands on files with odd names, each a process of its own")
def test_odd_names_are_paired_and_the_rest_goes_on(tmp_path):
    subprocess.run([sys.executable, CASES / "make.py", tmp_path], check=True)
    for arguments in (
        ("corpora", "pair", "names"),
        ("align", "run", "names", "-o", "out", "--jobs", "1"),
        ("run", "names", "-o", "all"),
    ):
        code, said, _, memory = measured(tmp_path, *arguments)
        assert (code, "internal error" in said) == (0, False), said
        assert memory < BYTES
