"""Time and memory of the main job and of --help, as a user meets them: whole processes, median of several runs.

python benchmarks/main_job.py [FOLDER] [--runs 7]      default: ../shared/letter, else the bundled samples
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def one(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)}: exit {os.waitstatus_to_exitcode(status)}")
    scale = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, usage.ru_maxrss * scale / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    letter = ROOT.parent / "shared" / "letter"
    parser.add_argument(
        "folder", nargs="?", type=Path, default=letter if letter.is_dir() else ROOT / "corpora/samples/faulty"
    )
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    door = [sys.executable, "-m", "duizhao"]
    with tempfile.TemporaryDirectory() as out:
        commands = {
            "duizhao --help": [*door, "--help"],
            f"duizhao run {options.folder.name}": [*door, "run", str(options.folder), "-o", out],
        }
        rows = {}
        for name, command in commands.items():
            one(command)
            runs = [one(command) for _ in range(options.runs)]
            rows[name] = {
                "median_s": round(statistics.median(r[0] for r in runs), 3),
                "peak_mb": round(max(r[1] for r in runs)),
            }
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
