"""The hostile inputs of ../shared: each ends with its work done or with one line, within five seconds and a gigabyte."""

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
        "import json, resource, sys, duizhao\n"
        "try:\n    duizhao.main()\nfinally:\n"
        "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    sys.__stderr__.write(f'\\nUSED {used.ru_utime + used.ru_stime} {used.ru_maxrss}\\n')\n"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, timeout=60, check=False, encoding="utf-8"
    )
    said, _, used = done.stderr.rpartition("\nUSED ")
    seconds, memory = map(float, used.split())
    return done.returncode, said.strip(), seconds, memory * (1 if sys.platform == "darwin" else 1024)


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
            wrong[path.name] = (code, said[-200:], seconds, memory >> 20 if isinstance(memory, int) else memory / 2**20)
    assert not wrong


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
