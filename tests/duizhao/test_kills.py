"""A run that is killed at any moment, again and again into the same folder, while a person works in it between."""

import json
import subprocess
import sys

import pytest

from corpora.files import digest
from tests.align.test_engine import sentences
from tests.calls import start
from tests.places import needs_posix

KILLS = 200
# One process loads everything and never works itself; each run is a fork of it, which a timer kills as SIGKILL would, without a
# word of Python, or which dies at a step that changes a name.
KILLER = """
import os, random, signal, sys
from pathlib import Path
import polars, xlsxwriter
import align.aligner, align.encoders, align.jobs, corpora.catalogue, corpora.exchange, corpora.reading, glossary.formats
import glossary.quality, glossary.report, glossary.rows, glossary.termbases
from duizhao.job import RunOptions, run_folder

docs, out, steps = map(Path, sys.argv[1:])
choose = random.Random(18)

def run(seconds=0.0, step=0):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if seconds:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    count, real = [0], Path.replace
    def dying(path, target):
        count[0] += path != target
        if count[0] == step:
            os._exit(9)
        return real(path, target)
    Path.replace = dying
    run_folder(docs, out, RunOptions())
    if not (seconds or step):
        steps.write_text(str(count[0]))
    os._exit(0)

import time
align.encoders.load_encoder("builtin")
began = time.monotonic()
assert run() == 0
whole = time.monotonic() - began
print("ready", flush=True)
for number, asked in enumerate(sys.stdin):
    began = time.monotonic()
    if asked == "whole\\n":
        assert run() == 0
        died = 0
    elif number % 2:
        died = run(step=choose.randint(1, int(steps.read_text())))
    else:
        died = run(seconds=choose.uniform(0.02, whole))
    assert died in (0, 9, -signal.SIGALRM), died
    if not died:
        whole = min(whole, time.monotonic() - began)
    print("died" if died else "whole", flush=True)
"""


@needs_posix
@pytest.mark.slow("two hundred kills of a run")
@pytest.mark.skipif(sys.platform != "linux", reason="forks a process that has loaded everything")
def test_kills_of_a_run_lose_nothing_and_leave_nothing(tmp_path):
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    zh, en = sentences(8, seed=5)
    for language, lines in (("zh", zh), ("en", en)):
        (docs / f"A_77_1.{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "killer.py").write_text(KILLER, "utf-8")
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    died = 0
    with start(tmp_path / "killer.py", docs, out, tmp_path / "steps", **options) as killer:
        assert killer.stdout.readline() == "ready\n"
        for number in range(2 * KILLS):
            write(out / "report.xlsx", f"decisions {number};")
            print("die", file=killer.stdin, flush=True)
            ended = killer.stdout.readline()
            assert ended in ("died\n", "whole\n")
            died += ended == "died\n"
            assert has(out, f"decisions {number};")
            write(out / "bitext.tsv", f"a table after {number};")
            if number % 5 == 4:
                print("whole", file=killer.stdin, flush=True)
                assert killer.stdout.readline() == "whole\n"
                for some in range(number - 4, number + 1):
                    assert has(out, f"decisions {some};")
                    assert has(out, f"a table after {some};")
                clear(out)
                if died >= KILLS:
                    break
        assert died >= KILLS
        killer.stdin.close()


def write(path, text):
    """What a person does: they add to what they wrote before, and begin anew in a file that has been made anew."""
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes((before if before.startswith((b"decisions", b"a table")) else b"") + text.encode())


def has(out, text):
    return any(text.encode() in path.read_bytes() for path in out.rglob("*") if path.is_file())


def clear(out):
    """The run that followed is whole, and beside it there is nothing but what stays for a person, which goes now."""
    files = json.loads((out / "run.json").read_text("utf-8"))["files"]
    assert {name: digest(out / name) for name in files} == files
    for path in out.iterdir():
        if path.name not in (*files, "run.json"):
            assert path.name.startswith(("report.20", "bitext.20")), path
            path.unlink()
