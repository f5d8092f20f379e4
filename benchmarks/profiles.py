"""What the time of the three main commands goes into, and what it cannot be less than.

python benchmarks/profiles.py [../shared] [--rows 4000]

Each command runs once in this process under cProfile; the own time of every function goes to the wing that it stands in, that of a
library to the wing that calls it. The profiler makes small functions dearer, so shares are shares, not seconds. The bounds
are measured apart, without it: every distinct text once through the tokenizer, and the cells of the search.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from speed import rows, write_bitext

from align.encoders import builtin_encoder
from duizhao.door import main as door

ROOT = Path(__file__).resolve().parents[1]
OURS = ("corpora", "align", "glossary", "duizhao")
Function = tuple[str, int, str]


def wing_of(file: str) -> str:
    """The wing a file of ours stands in, empty for others."""
    try:
        parts = Path(file).relative_to(ROOT).parts
    except ValueError:
        return ""
    return "/".join(parts[:2]).removesuffix(".py") if parts[0] in OURS else ""


def shares(stats: pstats.Stats) -> dict[str, float]:
    """Own time by wing; what is not ours is given to those who call it, by the time that each call took."""
    found: dict[str, float] = defaultdict(float)
    table: dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]] = stats.stats  # type: ignore[attr-defined]

    def give(function: Function, seconds: float, depth: int) -> None:
        wing = wing_of(function[0])
        callers = table[function][4] if function in table else {}
        if wing or depth > 40 or not callers or seconds < 1e-4:
            found[wing or "start, libraries"] += seconds
            return
        total = sum(one[3] for one in callers.values()) or 1.0
        for caller, one in callers.items():
            give(caller, seconds * one[3] / total, depth + 1)

    for function, record in table.items():
        give(function, record[2], 0)
    return dict(found)


def profiled(arguments: list[str]) -> dict[str, float]:
    """Shares of one command."""
    sys.argv = ["duizhao", *arguments]
    profile = cProfile.Profile()
    try:
        profile.runcall(door)
    except SystemExit as end:
        if end.code not in (0, 1, None):
            raise
    return shares(pstats.Stats(profile))


def seconds_of(work: Callable[[], object]) -> float:
    """Processor time, the least of three."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    parser.add_argument("--rows", type=int, default=4000)
    options = parser.parse_args()
    chosen = rows(options.shared, options.rows)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bitext = folder / "rows.tsv"
        write_bitext(bitext, chosen)
        commands = {
            f"check, {options.rows:,} rows": ["check", str(bitext), "-o", str(folder / "r.json"), "--fail-on", "never"],
            f"extract, {options.rows:,} rows": ["glossary", "extract", str(bitext), "-o", str(folder / "terms.tsv")],
            "run, 28 documents": ["run", str(options.shared / "documents"), "-o", str(folder / "out"), "-q"],
        }
        for name, arguments in commands.items():
            found = profiled(arguments)
            total = sum(found.values())
            print(f"\n## {name}\n\n| wing | share |\n|---|---|")
            for wing, seconds in sorted(found.items(), key=lambda one: -one[1]):
                if seconds >= 0.01 * total:
                    print(f"| `{wing}` | {100 * seconds / total:.0f}% |")
    encoder = builtin_encoder()
    texts = list(dict.fromkeys(text for _, zh, en in chosen for text in (zh, en)))
    size = sum(len(text.encode()) for text in texts)
    cut = seconds_of(lambda: encoder.pieces(texts))
    encoded = seconds_of(lambda: encoder.encode(texts))
    cells = np.zeros((2000, 2000), np.float32)
    step = seconds_of(lambda: np.maximum(cells, cells.T).max(axis=1))
    print(
        f"\ntokenizer: {size / 1e6:.2f} MB in {cut:.2f} s; encoded in {encoded:.2f} s; "
        f"one pass over {cells.size:,} cells {1000 * step:.1f} ms"
    )


if __name__ == "__main__":
    main()
