"""Corpus jobs at scale: documents built from the training text, aligned with 'duizhao align run'.

python benchmarks/alignment/jobs.py [--shared ../shared] [--pairs 500000] [--jobs 2] [--engine local]

Documents of 20 to 400 sentence pairs with 20% merges and splits and 3% deletions. Prints sentence pairs a second, the peak memory of
job and workers at a quarter and at the end, and what 16 million pairs (the zh-en part of the UN Parallel Corpus) would take.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import make

from align.jobs import job_status


def build(folder: Path, shared: Path, pairs: int) -> tuple[int, int]:
    """Write the documents; how many, and of how many pairs."""
    frame = pl.read_parquet(shared / "train" / "general.parquet").filter(pl.col("dictionary_coverage") >= 0.15)
    text = list(zip(frame["zh"].head(pairs), frame["en"].head(pairs), strict=True))
    rng = np.random.default_rng(1)
    at = number = 0
    while at < len(text):
        size = int(rng.integers(20, 400))
        made = make(text[at : at + size], seed=number, deleted=0.03, missing=0)
        for language, lines in (("zh", made.source), ("en", made.target)):
            clean = [" ".join(line.split()) for line in lines]
            (folder / f"A_70_{number + 1}.{language}.txt").write_text("\n".join(clean) + "\n", "utf-8")
        at, number = at + size, number + 1
    return number, len(text)


def memory(root: int) -> float:
    """Resident MiB of a process and its children (Linux)."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if str(root) in (status.parent.name, fields["PPid"].strip()):
            total += int(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--pairs", type=int, default=500_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", default="local")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        archive, out = Path(place) / "archive", Path(place) / "out"
        archive.mkdir()
        documents, pairs = build(archive, options.shared, options.pairs)
        command = [sys.executable, "-m", "duizhao", "align", "run", str(archive), "-o", str(out), "--sentences"]
        start = time.perf_counter()
        process = subprocess.Popen([*command, "--jobs", str(options.jobs), "--engine", options.engine, "--quiet"])
        peaks: list[tuple[float, float]] = []
        while process.poll() is None:
            if Path("/proc").is_dir():
                peaks.append((time.perf_counter() - start, memory(process.pid)))
            time.sleep(1)
        seconds = time.perf_counter() - start
        status = job_status(out)
        quarter = [mib for at, mib in peaks if at < seconds / 4]
    rate = pairs / seconds
    result = {
        "documents": documents,
        "failed": len(status.failed),
        "pairs": pairs,
        "seconds": round(seconds, 1),
        "pairs_per_s": round(rate),
        "minutes_for_16_million": round(16e6 / rate / 60, 1),
        "peak_mib_first_quarter": round(max(quarter, default=0)),
        "peak_mib": round(max((mib for _, mib in peaks), default=0)),
        "jobs": options.jobs,
        "engine": options.engine,
        "exit_code": process.returncode,
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
