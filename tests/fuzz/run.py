"""Damaged input for everything that reads: documents, bitexts, termbases, models, symbols, numbers, project files.

    nice -n 19 .venv/bin/python -m tests.fuzz.run --minutes 30 [--only TARGET ...] [--seed N]

Each target runs in a process of its own (``engine.py``). What was tried is added to ``benchmarks/results/fuzz.json``
(seeds, counts by target); what was found is kept in ``tests/fuzz/corpus``, a file of JSON each, which ``make test``
tries again. Exit code 1 where something was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.places import ROOT

LOG = ROOT / "benchmarks" / "results" / "fuzz.json"
CORPUS = Path(__file__).parent / "corpus"
COUNTS = ("inputs", "read", "refused", "kept", "finds")
TURN = 60.0
"""Seconds of a target in one process: then it begins again with the next seed."""


def turn(name: str, seed: int, seconds: float) -> dict:
    """One target for a while; an input that ended the process is a find."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        command = [sys.executable, "-m", "tests.fuzz.engine", name, str(seed), str(seconds), folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False)
        if done.returncode == 0:
            return json.loads(done.stdout.splitlines()[-1])
        last = next(iter(Path(folder).glob("input*")), None)
        said = f"the process ended with {done.returncode}: {' '.join(done.stderr.split())[-300:]}"
        find = {"said": said, "suffix": last.suffix if last else "", "hex": last.read_bytes().hex() if last else ""}
        return {"inputs": 0, "read": 0, "refused": 0, "kept": 0, "finds": [find]}


def keep(name: str, find: dict, folder: Path) -> Path:
    """A find as a file of JSON."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(find['hex'].encode()).hexdigest()[:10]}.json"
    path.write_text(json.dumps({"target": name, **find}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def logged(name: str, seed: int, result: dict) -> None:
    """Add what was tried to the log, which only grows."""
    log = json.loads(LOG.read_text("utf-8")) if LOG.exists() else {}
    entry = log.setdefault(name, {"seeds": [], **dict.fromkeys(COUNTS, 0)})
    entry["seeds"].append(seed)
    for count in COUNTS:
        entry[count] += len(result["finds"]) if count == "finds" else result[count]
    rows = (f'"{one}": {json.dumps(log[one])}' for one in sorted(log))
    LOG.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def fuzz(
    minutes: float, names: list[str], seed: int | None = None, *, log: bool = True, corpus: Path = CORPUS
) -> dict[str, str]:
    """All targets in turns until the time is over; what was found, by the file that keeps it."""
    from tests.fuzz.targets import TARGETS

    names = names or list(TARGETS)
    shares = sum(TARGETS[name].share for name in names)
    turns = max(1, round(minutes * 60 / (TURN * len(names))))
    found: dict[str, str] = {}
    for k in range(turns):
        for name in names:
            seconds = minutes * 60 / turns * TARGETS[name].share / shares
            before = json.loads(LOG.read_text("utf-8")) if LOG.exists() else {}
            one = seed + k if seed is not None else max([0, *before.get(name, {}).get("seeds", [])]) + 1
            result = turn(name, one, seconds)
            found |= {keep(name, find, corpus).name: find["said"] for find in result["finds"]}
            if log:
                logged(name, one, result)
            print(f"{name}: seed {one}, {result['inputs']:,} inputs, {len(result['finds'])} found", flush=True)
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=0.5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seed", type=int, help="default: the next one that was not tried")
    given = parser.parse_args()
    found = fuzz(given.minutes, given.only, given.seed)
    for name, said in found.items():
        print(f"{name}: {said}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
