"""Fit the weights of the alignment cost on development sets: coordinate ascent over a small grid.

python benchmarks/alignment/tune.py [--shared ../shared] [--model builtin] [--rounds 2]

Sets: the hand-checked gold folders, and documents made from UN sentence pairs with merges, deletions, a missing block
or a replaced block (benchmarks/alignment/synthetic.py), and literary chapters whose last third is replaced by another chapter's.
Prints every improvement and the final configuration; nothing is written. Sets kept aside are never read.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import Made, make, un_pairs

from align.aligner import align_sides, make_side
from align.dictionary import Dictionary
from align.encoders.encoder import Encoder
from align.encoders.load import dictionary_encoder, load_encoder
from align.score import Counts, count, parse_links, read_gold, read_lines
from align.search.cost import CostConfig, SideArrays

WEIGHTS = {
    "literary": 1.5,
    "magazine": 1.0,
    "un": 0.5,
    "letter": 0.5,
    "merged": 1.0,
    "replaced": 0.7,
    "foreign tail": 0.7,
}
GRID = {
    "margin": [0.1, 0.15, 0.2, 0.25, 0.3],
    "length": [0.15, 0.2, 0.25, 0.3, 0.35],
    "extra": [0.0, 0.01, 0.02, 0.03],
    "both": [-0.03, 0.0, 0.03, 0.06],
    "skip": [0.0, 0.01, 0.02, 0.03, 0.04, 0.06],
    "opening": [0.05, 0.08, 0.1, 0.12, 0.15],
    "loose": [1.0, 2.0, 3.0, 4.0],
    "words": [0.005, 0.007, 0.01, 0.013, 0.016],
    "blank": [0.15, 0.2, 0.25, 0.3, 0.4],
    "most": [2.5, 3.0, 3.5, 4.0, 5.0],
    "lexicon": [0.0, 0.05, 0.08, 0.1, 0.12, 0.15],
    "tight": [0.0, 0.05, 0.1, 0.15, 0.2],
    "stranger": [0.0, 0.2, 0.3, 0.4],
    "free": [0.6, 0.7, 0.8],
    "end": [0.0, 0.01, 0.015, 0.02, 0.03],
    "evidence": [0.05, 0.08, 0.12, 0.16],
    "heed": [0.0, 0.05, 0.1, 0.15],
    "doubt": [0.3, 0.35, 0.4],
    "trust": [3.0, 4.0, 6.0],
    "change": [3.0, 4.0, 6.0],
    "longest": [7, 8, 9],
    "width": [8, 10, 14],
}
Prepared = tuple[Made, SideArrays, SideArrays, Dictionary | None]


def foreign_tail(first: Made, second: Made) -> Made:
    """``first`` with the target of its last third replaced by the end of ``second``: no links there."""
    cut = 2 * len(first.source) // 3
    kept = [link for link in first.links if link[0] and link[1] and link[0][-1] < cut]
    i, j = max(link[0][-1] for link in kept) + 1, max(link[1][-1] for link in kept) + 1
    target = first.target[:j] + second.target[j - len(first.target) :]
    head = [k for k in first.links if (not k[0] or k[0][-1] < i) and (not k[1] or k[1][-1] < j)]
    nulls = [((k,), ()) for k in range(i, len(first.source))] + [((), (k,)) for k in range(j, len(target))]
    return Made(first.source, target, head + nulls)


def development(shared: Path, encoder: Encoder) -> dict[str, list[Prepared]]:
    """All development documents with their vectors."""
    made: dict[str, list[Made]] = {}
    for name in ("literary", "magazine", "un"):
        made[name] = [Made(g.source, g.target, g.links) for g in read_gold(shared / "gold" / "alignment" / name)]
    letter = shared / "letter"
    links = parse_links(read_lines(letter / "gold.align"))
    made["letter"] = [Made(read_lines(letter / "gold.zh"), read_lines(letter / "gold.en"), links)]
    pairs = un_pairs(shared)
    made["merged"] = [make(pairs[k * 1000 : (k + 1) * 1000], seed=k) for k in range(4)]
    made["replaced"] = [
        make(pairs[k * 400 : (k + 1) * 400], seed=k, deleted=0.03, missing=0, replaced=40) for k in range(4)
    ]
    chapters = made["literary"]
    made["foreign tail"] = [foreign_tail(a, chapters[(k + 1) % len(chapters)]) for k, a in enumerate(chapters)]
    result: dict[str, list[Prepared]] = {}
    for name, documents in made.items():
        languages = ("en", "zh") if name == "magazine" else ("zh", "en")
        own = dictionary_encoder(encoder).dictionary
        facing = own.facing(*languages) if own else None
        result[name] = [
            (d, make_side(d.source, languages[0], encoder), make_side(d.target, languages[1], encoder), facing)
            for d in documents
        ]
    return result


def judge(document: Prepared, config: CostConfig) -> tuple[Counts, Counts]:
    """Counts of one document, null links counted and not counted."""
    made, left, right, dictionary = document
    links = align_sides(left, right, config, None, dictionary)
    found = [(tuple(k.source), tuple(k.target)) for k in links]
    return count(found, made.links, True), count(found, made.links, False)


_shared: list[dict[str, list[Prepared]]] = []  # what forked workers find in place


def _judge_shared(task: tuple[int, str, int, CostConfig]) -> tuple[Counts, Counts]:
    model, name, number, config = task
    return judge(_shared[model][name][number], config)


def evaluate(
    sets: dict[str, list[Prepared]], config: CostConfig, pool: Pool | None = None, model: int = 0
) -> dict[str, tuple[float, float]]:
    """Strict F1 of each set, null links counted and not counted."""
    tasks = [(name, k) for name, documents in sets.items() for k in range(len(documents))]
    if pool:
        found = pool.map(_judge_shared, [(model, name, k, config) for name, k in tasks], chunksize=1)
    else:
        found = [judge(sets[name][k], config) for name, k in tasks]
    result = {}
    for name in sets:
        some = [counts for (where, _), counts in zip(tasks, found, strict=True) if where == name]
        pooled = [sum((counts[kind] for counts in some), Counts()) for kind in (0, 1)]
        result[name] = (pooled[0].rates()["strict_f1"], pooled[1].rates()["strict_f1"])
    return result


def objective(scores: dict[str, tuple[float, float]]) -> float:
    return sum(WEIGHTS[name] * (a + b) / 2 for name, (a, b) in scores.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--model", action="append", help="several models: weights that do not hang on one of them")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=1, help="processes; needs fork, so not on Windows")
    options = parser.parse_args()
    models = [development(options.shared, load_encoder(name)) for name in options.model or ["builtin"]]

    _shared[:] = models
    pool = get_context("fork").Pool(options.jobs) if options.jobs > 1 else None

    def mean(config: CostConfig) -> float:
        return sum(objective(evaluate(sets, config, pool, k)) for k, sets in enumerate(models)) / len(models)

    config = CostConfig()
    best = mean(config)
    print(f"start {best:.4f} {json.dumps([evaluate(sets, config) for sets in models])}")
    for _ in range(options.rounds):
        before = best
        for name, values in GRID.items():
            for value in values:
                tried = replace(config, **{name: value})
                score = mean(tried)
                if score > best + 1e-6:
                    best, config = score, tried
                    print(f"{best:.4f} {name}={value}", flush=True)
        if best == before:
            break
    print(json.dumps(asdict(config)), *(json.dumps(evaluate(sets, config)) for sets in models), sep="\n")


if __name__ == "__main__":
    main()
