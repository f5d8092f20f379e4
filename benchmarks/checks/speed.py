"""Processor time of `duizhao check` as a whole process: one BLAS thread, median of several runs.

python benchmarks/checks/speed.py [../shared] [--rows 4000] [--runs 3] [--python OTHER/.venv/bin/python]

Rows: the first of `train/un_parallel_dev`, as one document each symbol names. `--python` can be given again: another
installation (an earlier version, say) is timed in turn with this one, so that the ratio holds on a noisy machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def bitext(shared: Path, rows: int, path: Path) -> None:
    """The pairs as a table with the columns symbol, position, zh, en."""
    base = shared / "train" / "un_parallel_dev"
    texts = [base.with_suffix(f".{name}").read_text("utf-8").splitlines()[:rows] for name in ("ids", "zh", "en")]
    place: dict[str, int] = {}
    lines = ["symbol\tposition\tzh\ten"]
    for symbol, zh, en in zip(*texts, strict=True):
        name = symbol.split()[0] if symbol.split() else "unknown"
        place[name] = place.get(name, 0) + 1
        lines.append("\t".join((name, str(place[name]), zh.replace("\t", " "), en.replace("\t", " "))))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def seconds(python: str, path: Path, out: Path) -> float:
    """User and system seconds of one run, its children included."""
    program = "import sys; from duizhao import main; sys.argv[0] = 'duizhao'; main()"
    command = [python, "-c", program, "check", str(path), "-o", str(out), "--fail-on", "never"]
    before = os.times()
    # not from the checkout: the folder that one stands in comes before what is installed
    subprocess.run(command, check=True, cwd=out.parent, env={**os.environ, **ONE_THREAD}, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", action="append", default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bitext.tsv"
        bitext(options.shared, options.rows, path)
        pythons = [sys.executable, *options.python]
        figures = [
            [seconds(python, path, Path(folder) / f"report{k}.json") for k, python in enumerate(pythons)]
            for _ in range(options.runs)
        ]
    for k, python in enumerate(pythons):
        mine = sorted(run[k] for run in figures)
        ratio = median(run[0] / run[k] for run in figures)
        print(f"{python}: {median(mine):.1f} s (from {mine[0]:.1f} to {mine[-1]:.1f}); this one / that one {ratio:.2f}")


if __name__ == "__main__":
    main()
