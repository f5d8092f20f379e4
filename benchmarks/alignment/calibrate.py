"""Fit the confidence of links on development gold, and print the reliability table.

python benchmarks/alignment/calibrate.py [--shared ../shared] [--model builtin] [--write]

Documents: hand-checked gold, also with links that lost a side, and what benchmarks/alignment/nulls.py keeps for judging: made UN documents and laws, complete and
with gaps, and real UN documents of 2023. A link is right when the gold has the very same link. The tables come from models fitted without
the document that they judge; --write stores the weights fitted on all documents in align/search/confidence.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import itertools

from nulls import Prepared, material

from align.dictionary import Dictionary
from align.encoders.load import dictionary_encoder, load_encoder
from align.search.confidence import LINK_FEATURES, NULL_FEATURES, WEIGHTS, features
from align.search.cost import CostConfig
from align.search.passes import search_sides
from corpora.arrays import Bools, Doubles

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
RIDGE = 1.0
GROUPS = {
    "complete documents": ("magazine", "un", "letter", "un, complete", "law, complete"),
    "documents with gaps": ("magazine thinned", "un, with gaps", "law, with gaps", "real", "shaken"),
    "literature": ("literary", "literary thinned"),
}


def examples(document: Prepared, dictionary: Dictionary | None, config: CostConfig) -> tuple[Doubles, Bools, Bools]:
    """Features of the links found in a document, which are null links, and which are right."""
    made, source, target, unknown = document
    found = search_sides(source, target, config, None, dictionary)
    usual = found.ratio, found.level, found.rate
    rows, null = features(found.path, source, target, usual, found.said, found.against)
    gold = set(made.links)
    sides = [(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, a, j, b, _ in found.path]
    known = [not unknown & {*left, *right} for left, right in sides]
    return rows[known], null[known], np.array([side in gold for side in sides])[known]


def fit(rows: Doubles, right: Bools, weight: Doubles) -> Doubles:
    """Weighted logistic regression with a small ridge, by Newton's method."""
    result = np.zeros(rows.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(rows @ result, -30, 30)))
        gradient = rows.T @ (weight * (right - p)) - RIDGE * result
        curvature = (rows * (weight * p * (1 - p))[:, None]).T @ rows + RIDGE * np.eye(rows.shape[1])
        step = np.linalg.solve(curvature, gradient)
        result += step
        if np.abs(step).max() < 1e-8:
            break
    return result


def area(p: Doubles, right: Bools) -> float:
    """How often a right link is surer than a wrong one."""
    ranks = np.argsort(np.argsort(p, kind="stable"), kind="stable")
    many, few = int(right.sum()), int((~right).sum())
    return float((ranks[right].sum() - many * (many - 1) / 2) / max(many * few, 1)) if few else 1.0


def table(name: str, p: Doubles, right: Bools) -> None:
    print(f"\n{name}: {len(p)} links, {right.mean():.3f} right, Brier {((p - right) ** 2).mean():.4f}\n")
    print("| confidence | links | mean | right |\n|---|---|---|---|")
    error = 0.0
    for low, high in itertools.pairwise(BINS):
        inside = (p >= low) & ((p < high) | (high == 1.0))
        if inside.any():
            print(f"| {low:.2f} to {high:.2f} | {inside.sum()} | {p[inside].mean():.3f} | {right[inside].mean():.3f} |")
            error += inside.mean() * abs(p[inside].mean() - right[inside].mean())
    print(f"\nexpected calibration error {error:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    own = dictionary_encoder(encoder).dictionary
    facing = own.facing("zh", "en") if own else None
    fitted, judged_sets = material(options.shared, encoder)
    sets = {
        name: fitted[name] for name in ("literary", "magazine", "un", "letter", "literary thinned", "magazine thinned")
    }
    sets |= judged_sets
    documents = [(name, *examples(document, facing, CostConfig())) for name, some in sets.items() for document in some]
    weights: dict[str, dict[str, float]] = {}
    for kind, names, wanted in (("link", LINK_FEATURES, False), ("null", NULL_FEATURES, True)):
        parts = [(rows[null == wanted][:, : len(names)], right[null == wanted]) for _, rows, null, right in documents]
        everything = [np.concatenate(column) for column in zip(*parts, strict=True)]
        judged = np.zeros(len(everything[1]))
        at = 0
        for k, (rows, right) in enumerate(parts):
            others = [part for j, part in enumerate(parts) if j != k]
            x, y = (np.concatenate(column) for column in zip(*others, strict=True))
            fitted = fit(x, y, np.ones(len(y)))
            judged[at : at + len(right)] = 1 / (1 + np.exp(-np.clip(rows @ fitted, -12, 12)))
            at += len(right)
        set_of = np.concatenate([[name] * len(part[1]) for (name, *_), part in zip(documents, parts, strict=True)])
        for group, names_of in GROUPS.items():
            here = np.isin(set_of, names_of)
            if here.any():
                table(f"{kind}s, {group}, each document judged by the others", judged[here], everything[1][here])
                print(f"area under the curve {area(judged[here], everything[1][here]):.3f}")
        final = fit(everything[0], everything[1], np.ones(len(everything[1])))
        weights[kind] = {name: round(float(value), 4) for name, value in zip(names, final, strict=True)}
    print(json.dumps(weights, indent=1))
    if options.write:
        WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
