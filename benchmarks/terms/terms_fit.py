"""Fit ``glossary/extraction/weights.json`` on pairs of phrases judged by hand.

python benchmarks/terms/terms_fit.py [--shared ../shared] [--write]

Text: ``train/un_parallel_dev``. 940 pairs that the extractor proposed there (921 of them are still proposed) were judged by one person, who saw the pair
and its count: 2 a term and its rendering, 1 a rendering but an everyday word or phrase, 0 a wrong or incomplete
rendering. ``labels/terms_parallel.tsv`` holds the first 16 digits of the SHA-256 of "english<TAB>chinese" (small letters,
no spaces in Chinese), because text of ``../shared`` does not enter the repository. The phrases that stand beside a right
rendering are taken as wrong, at a tenth of the weight. Small bitexts, cut out around judged pairs, are added at .4 of the
weight, so that the weights also hold for a single document. Five folds over the pairs give the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize

from corpora.bitext import Pair
from glossary.extraction.extract import ExtractConfig, judge, phrase_texts
from glossary.extraction.features import TERM, features
from glossary.extraction.weights import FILE
from glossary.rows import Rows

LABELS = Path(__file__).parents[1] / "labels" / "terms_parallel.tsv"
LAW = Path(__file__).parents[1] / "labels" / "terms_law.tsv"
LAW_ROWS = 20_000, 4000  # of the laws in general.parquet: the first, and how many
SIZES = (12, 12, 12, 12, 25, 25, 25, 25, 60, 60, 60, 150, 150, 400, 400, 1000)
RIDGE = 20.0
FOLDS = 5


@dataclass
class Judged:
    """Figures of judged pairs and of their rivals, labels, keys, weight of the set."""

    names: tuple[str, ...]
    figures: np.ndarray
    labels: np.ndarray
    keys: list[str]
    texts: list[tuple[str, str]]
    rivals: np.ndarray
    weight: float


def key(en: str, zh: str) -> str:
    return hashlib.sha256(f"{en.lower()}\t{zh}".encode()).hexdigest()[:16]


def parallel(shared: Path) -> list[Pair]:
    sides = [
        (shared / "train" / f"un_parallel_dev.{name}").read_text(encoding="utf-8").splitlines()
        for name in ("ids", "zh", "en")
    ]
    return [Pair(symbol.split()[0], k, zh, en) for k, (symbol, zh, en) in enumerate(zip(*sides, strict=True), start=1)]


def law(shared: Path, first: int = LAW_ROWS[0], count: int = LAW_ROWS[1]) -> list[Pair]:
    """Laws, two hundred rows taken for a document."""
    frame = pl.read_parquet(shared / "train" / "general.parquet", columns=["zh", "en", "source"])
    frame = frame.filter(pl.col("source") == "tw_law").slice(first, count)
    rows = zip(frame["zh"], frame["en"], strict=True)
    return [Pair(f"L{k // 200}", k, zh, en) for k, (zh, en) in enumerate(rows, start=1)]


def judged_pairs(pairs: list[Pair], labels: dict[str, int], weight: float) -> Judged | None:
    found = judge(Rows.of(pairs), ExtractConfig(least=2))
    if found is None:
        return None
    names, figures = features(found.pairs, found.zh.facts, found.en.facts)
    en = phrase_texts(found.en.side, found.en.grams)
    zh = [text.replace(" ", "") for text in phrase_texts(found.zh.side, found.zh.grams)]
    texts = [(en[e], zh[z]) for e, z in zip(found.pairs.en, found.pairs.zh, strict=True)]
    keys = [key(*text) for text in texts]
    known = [k for k, name in enumerate(keys) if name in labels]
    right = {int(found.pairs.en[k]): k for k in known if labels[keys[k]]}
    rivals = [k for k, e in enumerate(found.pairs.en.tolist()) if e in right and right[e] != k]
    # what is cut off or too long on the English side, of the same Chinese phrase
    whole = {int(found.pairs.zh[k]): f" {en[found.pairs.en[k]].lower()} " for k in right.values()}
    for k, (e, z) in enumerate(zip(found.pairs.en.tolist(), found.pairs.zh.tolist(), strict=True)):
        text = f" {en[e].lower()} "
        if (
            e not in right
            and z in whole
            and keys[k] not in labels
            and text != whole[z]
            and (text in whole[z] or whole[z] in text)
        ):
            rivals.append(k)
    return Judged(
        names,
        figures[known],
        np.array([labels[keys[k]] for k in known], np.int64),
        [keys[k] for k in known],
        [texts[k] for k in known],
        figures[rivals],
        weight,
    )


def logistic(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    mean, spread = x.mean(0), x.std(0) + 1e-6
    a = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        m = a @ b
        p = 1 / (1 + np.exp(-m))
        gradient = a.T @ (w * (p - y))
        gradient[:-1] += RIDGE * b[:-1]
        return float((w * (np.logaddexp(0, m) - y * m)).sum() + 0.5 * RIDGE * (b[:-1] @ b[:-1])), gradient

    b = minimize(loss, np.zeros(a.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return np.append(b[:-1] / spread, b[-1] - (b[:-1] * mean / spread).sum())


def fit(sets: list[Judged], fold: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    x, y, w, terms, is_term, term_weight = [], [], [], [], [], []
    for one in sets:
        kept = np.array([fold is None or int(k, 16) % FOLDS != fold for k in one.keys], bool)
        figures, labels = one.figures[kept], one.labels[kept]
        x += [figures, one.rivals]
        y += [labels > 0, np.zeros(len(one.rivals), bool)]
        w += [np.full(len(labels), one.weight), np.full(len(one.rivals), one.weight / 10)]
        terms.append(figures[labels > 0])
        is_term.append(labels[labels > 0] == 2)
        term_weight.append(np.full(int((labels > 0).sum()), one.weight))
    join = np.concatenate
    right = logistic(join(x), join(y).astype(float), join(w))
    used = np.array([name in TERM for name in sets[0].names])
    few = logistic(join(terms)[:, used], join(is_term).astype(float), join(term_weight))
    term = np.zeros(len(used) + 1)
    term[:-1][used], term[-1] = few[:-1], few[-1]
    return right, term


def area(score: np.ndarray, good: np.ndarray) -> float:
    rank = np.empty(len(score))
    rank[np.argsort(score)] = np.arange(len(score))
    n = int(good.sum())
    return float((rank[good].sum() - n * (n - 1) / 2) / max(n * (len(good) - n), 1))


def report(sets: list[Judged]) -> None:
    """Figures of the pairs that weigh whole, of all texts together."""
    whole = [one for one in sets if one.weight == 1]
    labels, keys = np.concatenate([one.labels for one in whole]), [key for one in whole for key in one.keys]
    figures = np.concatenate([one.figures for one in whole])
    guess = np.zeros((len(labels), 2))
    for fold in range(FOLDS):
        weights = fit(sets, fold)
        aside = np.array([int(k, 16) % FOLDS == fold for k in keys], bool)
        for column, b in enumerate(weights):
            guess[aside, column] = 1 / (1 + np.exp(-(figures[aside] @ b[:-1] + b[-1])))
    both, keep = guess.prod(1), labels == 2
    print(f"{len(keep)} judged pairs: {int(keep.sum())} terms, {int((labels == 1).sum())} renderings, rest wrong")
    print(f"area under the curve: right {area(guess[:, 0], labels > 0):.3f}, term pair {area(both, keep):.3f}")
    error = 0.0
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01)):
        here = (both >= low) & (both < high)
        if here.any():
            error += abs(both[here].mean() - keep[here].mean()) * here.mean()
            print(f"probability {both[here].mean():.2f}: {keep[here].mean():.2f} of {int(here.sum())} are terms")
    print(f"expected calibration error {error:.3f}")


def gathered(shared: Path) -> list[Judged]:
    """The texts whole, and small bitexts cut out of them."""
    sets: list[Judged] = []
    chance = random.Random(3)
    for pairs, path, sizes in (
        (parallel(shared), LABELS, SIZES),
        (law(shared), LAW, SIZES[::3]),
    ):
        labels = dict(pl.read_csv(path, separator="\t").iter_rows())
        whole = judged_pairs(pairs, labels, 1.0)
        assert whole is not None
        sets.append(whole)
        for size in sizes:
            rows: set[int] = set()
            for en, zh in chance.sample(sorted(whole.texts), min(max(size // 3, 4), len(whole.texts))):
                places = [k for k, p in enumerate(pairs) if zh in p.zh.replace(" ", "") and en.lower() in p.en.lower()]
                rows |= set(chance.sample(places, min(len(places), chance.choice([2, 2, 3, 4]))))
            small = judged_pairs([pairs[k] for k in sorted(rows)], labels, 0.4)
            if small is not None:
                sets.append(small)
    return sets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    sets = gathered(arguments.shared)
    report(sets)
    if arguments.write:
        weights = {
            what: {
                **{n: round(float(x), 5) for n, x in zip(sets[0].names, b[:-1], strict=True) if x},
                "constant": round(float(b[-1]), 5),
            }
            for what, b in zip(("right", "term"), fit(sets), strict=True)
        }
        FILE.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
