"""The benchmarks that need no other program, one after the other, within half an hour: 'make bench'.

python benchmarks/run.py [NAME...] [--minutes 30] [--again]      names as alignment/jobs; default: all

What a part prints goes to results/parts, its figures to results/measured.json, everything to RESULTS.md. A part that was run with the
program as it is now is not run again (--again runs it); the next call goes on with those that had no time.
'python benchmarks/figures.py --write' then brings the figures of the pages up to what was measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parts import PARTS, Part

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results"
MEASURED = RESULTS / "measured.json"
LINES = 80  # of the output of a part that RESULTS.md shows
HEAD = """# Results

Written by `make bench` (`benchmarks/run.py`) from [results/](results/); do not write here. What each script measures: [README.md](README.md). *Now* says whether the program has changed since.
"""


def program() -> str:
    """A fingerprint of the program and its model: what a part measured holds for it."""
    digest = hashlib.sha256()
    for floor in ("align", "corpora", "duizhao", "glossary"):
        for path in sorted((ROOT / floor).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def record_of(part: Part) -> dict[str, Any]:
    """What is known of a part, empty where it was never run."""
    path = RESULTS / "parts" / part.file
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def run(part: Part, limit: float, now: str) -> str:
    """Run a part and write its record; what went wrong, or nothing."""
    script = HERE / f"{part.name.partition(':')[0]}.py"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    began = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, str(script), *part.arguments],
            cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", errors="replace", timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"not finished within {limit:.0f} s"
    if done.returncode:
        return f"exit {done.returncode}: {(done.stderr.strip().splitlines() or [''])[-1]}"
    seconds = round(time.perf_counter() - began, 1)
    head = {"command": part.command, "date": datetime.now(UTC).date().isoformat(), "seconds": seconds, "program": now}
    # .974, as the pages write what is less than one
    figures = {name: re.sub(r"^0(?=\.)", "", value) for name, value in part.figures(done.stdout).items()}
    write_json(
        RESULTS / "parts" / part.file,
        head
        | {"figures": figures, "output": [line for line in done.stdout.splitlines() if re.search(part.keeps, line)]},
    )
    if figures:
        measured = json.loads(MEASURED.read_text("utf-8"))
        measured[part.name] = {"command": part.command, "date": head["date"], "figures": figures}
        write_json(MEASURED, dict(sorted(measured.items())))
    return ""


def results(now: str) -> Iterator[str]:
    """RESULTS.md, piece by piece."""
    yield HEAD
    yield "| part | command | date | seconds | now |\n|---|---|---|---|---|"
    records = [(part, record_of(part)) for part in PARTS]
    for part, record in records:
        if record:
            state = "yes" if record["program"] == now else "changed since"
            yield f"| {part.name} | `{part.command}` | {record['date']} | {record['seconds']} | {state} |"
        else:
            yield f"| {part.name} | `{part.command}` | | | not yet run by this script |"
    measured = json.loads(MEASURED.read_text("utf-8"))
    yield "\n## Figures that the pages give\n\n| made by | date | figures |\n|---|---|---|"
    for record in measured.values():
        told = ", ".join(f"{name} {value}" for name, value in record.get("figures", {}).items())
        if told:
            yield f"| `{record['command']}` | {record['date']} | {told} |"
    for name, record in measured.items():
        for title, rows in record.get("tables", {}).items():
            yield f"\n## {name}: {title.strip('| ')}\n\n`{record['command']}`, {record['date']}\n"
            yield "\n".join([title, "|" + "---|" * (title.count("|") - 1), *rows])
    for part, record in records:
        if record:
            shown = record["output"][:LINES]
            more = [f"... {len(record['output']) - LINES} lines more"] if len(record["output"]) > LINES else []
            yield (
                f"\n## {part.name}\n\n`{part.command}`\n\n```text\n" + "\n".join([*shown, *more]).strip("\n") + "\n```"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--again", action="store_true", help="also what was run with the program as it is")
    options = parser.parse_args()
    known = {part.name: part for part in PARTS}
    if unknown := sorted(set(options.names) - set(known)):
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    now, end = program(), time.monotonic() + 60 * options.minutes
    failed = []
    for part in [known[name] for name in options.names] or PARTS:
        left = end - time.monotonic()
        if not options.again and record_of(part).get("program") == now:
            continue
        if left < part.seconds / 2:
            failed.append(f"{part.name}: no time left")
            continue
        print(f"{part.name} ...", end=" ", flush=True)
        wrong = run(part, left, now)
        print(wrong or f"{record_of(part)['seconds']} s", flush=True)
        failed += [f"{part.name}: {wrong}"] if wrong else []
    (HERE / "RESULTS.md").write_text("\n".join(results(now)) + "\n", encoding="utf-8", newline="\n")
    if failed:
        sys.exit("\n".join(["not run:", *failed]))


if __name__ == "__main__":
    main()
