"""How fast consistency is grouped and measured, and what it is on good human translations.

    python benchmarks/checks/consistency.py group [--occurrences 10000000]    generated occurrences, each grouping, median of 3
    python benchmarks/checks/consistency.py measure ../shared [--rows 20000]  `measure_consistency` over UN pairs, repeated to fill
    python benchmarks/checks/consistency.py human ../shared                   the figures of `train/un_parallel_dev`

Generated: 20,000 concepts with Zipf frequencies in 100,000 documents, up to six renderings each, one occurrence in 13 open.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import polars as pl

from glossary.consistency.grouping import GROUPS, OCCURRENCES, group_scores

GROUPINGS: tuple[tuple[str, ...], ...] = ((), ("concept", "language"), ("symbol",), ("body",), ("year",))


def generated(count: int, seed: int = 7) -> pl.DataFrame:
    """Occurrences as a large corpus has them, schema OCCURRENCES."""
    chance = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "c": chance.zipf(1.3, count) % 20_000,
            "d": np.sort(chance.integers(0, 100_000, count)),
            "r": np.minimum(chance.geometric(0.8, count), 6),
            "row": np.arange(1, count + 1),
        }
    )
    text = pl.format("term {} {}", "c", "r")
    return frame.select(
        concept=pl.format("c{}", "c"),
        language=pl.when(pl.col("row") % 2 == 0).then(pl.lit("zh")).otherwise(pl.lit("en")),
        symbol=pl.format("A/{}/{}", pl.col("d") % 78 + 1, "d"),
        body=pl.format("A/C.{}", pl.col("d") % 6),
        year=1946 + pl.col("d") % 78,
        row="row",
        rendering=pl.when(pl.col("row") % 13 > 0).then(text),
        listed=pl.col("r") == 1,
    ).cast(dict(OCCURRENCES))


def peak() -> float:
    """Largest memory of this process so far, in GB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def group(count: int) -> None:
    frame = generated(count)
    print(f"{count:,} occurrences, {frame.estimated_size() / 1e9:.2f} GB; made with a peak of {peak():.2f} GB")
    assert {name for by in GROUPINGS for name in by} == set(GROUPS)
    for by in GROUPINGS:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            groups = group_scores(frame, by).height
            times.append(time.perf_counter() - start)
        print(
            f"{'+'.join(by) or 'all':<20} {groups:>8,} groups  {median(times):6.2f} s  peak {peak():.2f} GB", flush=True
        )


def measure(shared: Path, rows: int) -> None:
    from checks import parallel_pairs

    from align.encoders.load import builtin_encoder
    from glossary.consistency.measure import measure_consistency
    from glossary.extraction.extract import extract_terms
    from glossary.rows import Rows

    pairs = parallel_pairs(shared)
    encoder = builtin_encoder()
    terms = extract_terms(Rows.of(pairs, encoder))
    many = (pairs * (rows // len(pairs) + 1))[:rows]
    for name, model in (("listed renderings", None), ("with rivals", encoder)):
        start = time.perf_counter()
        result = measure_consistency(Rows.of(many, model), terms)
        seconds = time.perf_counter() - start
        print(
            f"{rows:,} rows, {len(terms):,} concepts, {name}: {seconds:.1f} s, {result.to_frame().height:,} occurrences"
        )


def human(shared: Path) -> None:
    from checks import parallel_pairs, un_termbase

    from align.encoders.load import builtin_encoder
    from glossary.quality.examine import examine
    from glossary.rows import Rows

    pairs = parallel_pairs(shared)
    for name, termbase in (("drafts", None), ("country names and development terms", un_termbase(shared))):
        scores = examine(Rows.of(pairs, builtin_encoder()), termbase=termbase).report.scores
        figures = {key: value for key, value in scores["consistency"].items() if isinstance(value, float)}
        print(name, figures, scores["consistency"]["counts"])
        print("  headline", scores["headline"]["score"], {p["name"]: p["value"] for p in scores["headline"]["parts"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["group", "measure", "human"])
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    parser.add_argument("--occurrences", type=int, default=10_000_000)
    parser.add_argument("--rows", type=int, default=20_000)
    given = parser.parse_args()
    if given.what == "group":
        group(given.occurrences)
    elif given.what == "measure":
        measure(given.shared, given.rows)
    else:
        human(given.shared)


if __name__ == "__main__":
    main()
