"""Two checkouts beside each other: processor time and peak memory of each command, the same inputs, in turn.

python benchmarks/speed.py OLD [NEW] [--commands check,find] [--sizes 1000,4000] [--runs 3] [--output FOLDER]
python benchmarks/speed.py --threads [NEW]        one thread of BLAS against the library's own number, this checkout alone

OLD and NEW (default: this checkout) are folders with an environment of their own in `.venv`. Rows: the UN pairs of
`../shared/train`, then pairs of `general.parquet` in an even sample, all distinct, in documents of at most 3,000 rows.
Each figure is the median of `--runs` whole processes with their children (seconds of user and system time; MB of the
largest of them), and the ratio that of pairs of runs, so that a busy machine does the same to both. With `--output`
also speed.json, speed.md and speed.svg (microseconds a row by number of rows).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "POLARS_MAX_THREADS")
SIZES = (1000, 4000, 16000, 100_000, 200_000)
HERE = Path(__file__).resolve().parents[1]
COMMANDS = {
    "check": "check {bitext} -o {out}/report.json --fail-on never",
    "select": "check {bitext} --select N,P,S -o {out}/report.json --fail-on never",
    "find": "glossary find --terms {terms} --bitext {bitext} -f json -o {out}/found.json",
    "extract": "glossary extract {bitext} -o {out}/terms.tsv",
    "run": "run {documents} -o {out}/run",
    "letter": "run {letter} -o {out}/run",
}
LARGEST = {"find": 100_000, "extract": 100_000}
WHOLE = ("run", "letter")
"""Commands whose input has one size: the 28 documents, the letter."""


def rows(shared: Path, most: int) -> list[tuple[str, str, str]]:
    """Distinct rows as (symbol, zh, en)."""
    found: dict[tuple[str, str], str] = {}
    base = shared / "train" / "un_parallel_dev"
    files = [base.with_suffix(f".{name}").read_text("utf-8").splitlines() for name in ("ids", "zh", "en")]
    for symbol, zh, en in zip(*files, strict=True):
        found.setdefault((zh, en), (symbol.split() or ["unknown"])[0])
    for line in (shared / "train" / "un_2023.tsv").read_text("utf-8").splitlines():
        zh, en = line.split("\t")[:2]
        found.setdefault((zh, en), "A/78/1")
    if len(found) < most:
        import polars as pl  # not in the process that measures

        general = pl.read_parquet(shared / "train" / "general.parquet", columns=["zh", "en"])
        for k, (zh, en) in enumerate(general.gather_every(max(general.height // (most * 5 // 4), 1)).iter_rows()):
            found.setdefault((" ".join(zh.split()), " ".join(en.split())), f"general/{k // 400}")
    return [(symbol, zh, en) for (zh, en), symbol in found.items() if "\t" not in zh + en][:most]


def write_bitext(path: Path, chosen: list[tuple[str, str, str]]) -> None:
    place: Counter[str] = Counter()
    lines = ["symbol\tposition\tzh\ten"]
    for symbol, zh, en in chosen:
        place[symbol] += 1
        lines.append(f"{symbol}\t{place[symbol]}\t{zh}\t{en}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def write_terms(path: Path, chosen: list[tuple[str, str, str]], number: int = 1400) -> None:
    """The most frequent pairs of neighbouring English words of a text."""
    pairs: Counter[str] = Counter()
    for _, _, en in chosen:
        for run in re.findall(r"[a-z]+(?: [a-z]+)+", en.lower()):
            words = run.split(" ")
            pairs.update(f"{a} {b}" for a, b in pairwise(words))
    path.write_text("en\n" + "".join(f"{pair}\n" for pair, _ in pairs.most_common(number)), "utf-8")


def prepare(shared: Path, sizes: list[int], folder: Path, terms: Path) -> None:
    """Write the inputs."""
    chosen = rows(shared, max(4000, *sizes))
    write_terms(terms, chosen[:4000])
    for size in sizes:
        write_bitext(folder / f"rows{size}.tsv", chosen[:size])


def one(checkout: Path, command: str, one_thread: bool = True) -> tuple[float, float]:
    """Processor seconds and peak MB of one process with its children."""
    python = checkout / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    own = {name: value for name, value in os.environ.items() if name not in (*THREADS, "PYTHONDONTWRITEBYTECODE")}
    threads = dict.fromkeys(THREADS, "1") if one_thread else {}
    with tempfile.TemporaryDirectory() as out:
        line = [str(python), "-m", "duizhao", *command.replace("{out}", out).split(" ")]
        compiled = Path(tempfile.gettempdir()) / f"duizhao-speed-{checkout.name}"  # byte code of one checkout, kept
        environment = {**own, **threads, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": str(compiled)}
        process = subprocess.Popen(
            line, cwd=out, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(line)}: exit {process.returncode}: {said[-500:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def jobs(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, int, str]]:
    """Name, rows (0: what the input has) and command line of each measurement."""
    terms = folder / "terms.tsv"
    # the peak of a child begins with the memory of the process that starts it: this one has to stay small
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(prepare, options.shared, options.sizes, folder, terms).result()
    known = {"terms": terms, "documents": options.shared / "documents", "letter": options.shared / "letter"}
    for name in options.commands:
        for size in (0,) if name in WHOLE else options.sizes:
            if size > LARGEST.get(name, size):
                continue
            yield name, size, COMMANDS[name].format(bitext=folder / f"rows{size}.tsv", out="{out}", **known)


def measure(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One record a command and size."""
    old, new = (options.new, options.new) if options.threads else (options.old, options.new)
    with tempfile.TemporaryDirectory() as place:
        for checkout in {old, new}:
            one(checkout, COMMANDS["letter"].format(letter=options.shared / "letter", out="{out}"))  # compiles
        for name, size, command in jobs(options, Path(place)):
            runs = [(one(old, command), one(new, command, not options.threads)) for _ in range(options.runs)]
            yield {
                "command": name,
                "rows": size,
                "old_s": round(median(a[0] for a, _ in runs), 2),
                "new_s": round(median(b[0] for _, b in runs), 2),
                "times_as_fast": round(median(a[0] / b[0] for a, b in runs), 2),
                "old_mb": round(max(a[1] for a, _ in runs)),
                "new_mb": round(max(b[1] for _, b in runs)),
            }


def markdown(records: list[dict[str, Any]]) -> str:
    lines = [
        "| command | rows | old s | new s | times as fast | old MB | new MB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        "| " + " | ".join(f"{value:,}" if isinstance(value, int) else str(value) for value in r.values()) + " |"
        for r in records
    ]
    return "\n".join(lines) + "\n"


def plot(records: list[dict[str, Any]]) -> str:
    """Microseconds a row by rows, both axes by powers of ten: a command that is linear is a line that does not rise."""
    sized = [record for record in records if record["rows"]]
    names = list(dict.fromkeys(record["command"] for record in sized))
    costs = [record[f"{side}_s"] * 1e6 / record["rows"] for record in sized for side in ("old", "new")]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    first, last = (math.log10(pick(record["rows"] for record in sized)) for pick in (min, max))
    parts = []

    def x(size: int) -> float:
        return 60 + 420 * (math.log10(size) - first) / ((last - first) or 1)

    def y(cost: float) -> float:
        return 20 + 200 * (high - math.log10(cost)) / (high - low)

    for exponent in range(low, high + 1):
        at = y(10**exponent)
        parts.append(
            f'<path d="M60 {at:.0f}H480" stroke="#ddd"/><text x="54" y="{at + 4:.0f}" text-anchor="end">{10**exponent:,}</text>'
        )
    for size in sorted({record["rows"] for record in sized}):
        parts.append(f'<text x="{x(size):.0f}" y="240" text-anchor="middle">{size:,}</text>')
    for k, name in enumerate(names):
        colour = ("#1f5fa8", "#b5542a", "#3c7d3c", "#7a4f9c", "#555")[k % 5]
        for side, dash in (("old", ' stroke-dasharray="4 3"'), ("new", "")):
            points = " ".join(
                f"{x(r['rows']):.1f},{y(r[f'{side}_s'] * 1e6 / r['rows']):.1f}" for r in sized if r["command"] == name
            )
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(f'<text x="490" y="{40 + 18 * k}" fill="{colour}">{name}</text>')
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="262" font-family="sans-serif" font-size="12">'
    title = (
        '<text x="60" y="12">microseconds of processor time a row (dashed: old)</text><text x="270" y="257">rows</text>'
    )
    return f"{head}{title}{''.join(parts)}</svg>\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, nargs="?", help="a checkout with its .venv")
    parser.add_argument("new", type=Path, nargs="?", default=HERE)
    parser.add_argument("--threads", action="store_true", help="compare one thread with the default of the library")
    parser.add_argument("--shared", type=Path, default=HERE.parent / "shared")
    parser.add_argument("--commands", type=lambda text: text.split(","), default=list(COMMANDS))
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=list(SIZES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    if options.threads:
        options.new = options.old or options.new
    elif options.old is None:
        parser.error("name the checkout to compare with, or give --threads")
    options.old, options.new = (path and path.resolve() for path in (options.old, options.new))
    if unknown := sorted(set(options.commands) - set(COMMANDS)):
        parser.error(f"no command {', '.join(unknown)}; there are {', '.join(COMMANDS)}")
    records = []
    for record in measure(options):
        records.append(record)
        print(markdown([record]).splitlines()[-1] if len(records) > 1 else markdown([record]).strip(), flush=True)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        (options.output / "speed.json").write_text(json.dumps(records, indent=1) + "\n", "utf-8")
        (options.output / "speed.md").write_text(markdown(records), "utf-8")
        if any(record["rows"] for record in records):
            (options.output / "speed.svg").write_text(plot(records), "utf-8")


if __name__ == "__main__":
    main()
