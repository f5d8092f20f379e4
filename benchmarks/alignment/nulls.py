"""Fit the two rules that decide which sentences have no counterpart (``align/search/nulls.json``).

python benchmarks/alignment/nulls.py [--shared ../shared] [--write]

Fitted on: the hand-checked gold, also with links that lost a side; documents made from UN pairs, law and development goals with every kind of sentence alone
(benchmarks/alignment/gaps.py), long and very short, some of which lack nothing; and every other one of the real UN documents of
``documents``, in which a row of ``un_2023.tsv`` is known to be a link and what is not in it is judged by its form (a list mark opposite a clause,
a heading opposite a sentence) and, far from the middle, by its cosine; once with vectors that are shaken, since the model has seen much of them.
Printed: how many are decided wrongly, on these and on what was not fitted on: the other UN documents, other pairs and seeds.
``benchmarks/alignment/alignment.py`` has F1, *shown as such* and *invented* of whole documents.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import polars as pl
from gaps import Pair, Rates, make_gaps, thinned
from synthetic import Made, make, un_pairs
from tune import foreign_tail

from align.aligner import make_side
from align.dictionary import Dictionary
from align.encoders.encoder import Encoder
from align.encoders.load import dictionary_encoder, load_encoder
from align.score import parse_links, read_gold, read_lines
from align.search.cost import CostConfig, SideArrays
from align.search.null_features import Edge, context, edge_features, link_features
from align.search.nulls import WEIGHTS, Rule, neighbourhood, products, questions
from align.search.passes import rough_path
from corpora.arrays import Bools, Doubles, Longs, Step, unit

RIDGE = 8.0
UNKNOWN = -1
LAW = 20_000, 23_000, 30_000, 34_000, 64_000, 66_500  # rows of the laws: long documents, short ones, judged
LIST_MARK = re.compile(r"[（(]?\s*(?:[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十]+|\d{1,3})\s*[)）.．、]?")
CAPTION = re.compile(r"(?:图|表|Figure|Table)\s*[\dIVX一二三四五六七八九十]+")
SHARE = {"magazine": 0.7, "magazine thinned": 0.7, "merged": 0.3, "replaced": 0.3, "foreign tail": 0.3, "real": 0.6, "shaken": 0.6, "law": 0.7}  # fmt: skip
Prepared = tuple[Made, SideArrays, SideArrays, set[int]]  # what is not known: rows of both sides
Examples = dict[str, tuple[Doubles, Longs]]  # features and labels by kind: 1 alone, 0 linked, UNKNOWN


def pairs_of(path: Path, other: Path) -> list[Pair]:
    sides = [[line.strip() for line in p.read_text("utf-8").split("\n")] for p in (path, other)]
    return [(zh, en) for zh, en in zip(*sides, strict=True) if zh and en]


def laws(shared: Path) -> list[Pair]:
    """Laws in order, without the tariff, whose two versions do not go together row by row."""
    frame = pl.read_parquet(shared / "train" / "general.parquet").filter(pl.col("source") == "tw_law")
    both = zip(frame["zh"].to_list(), frame["en"].to_list(), strict=True)
    rows = [(" ".join(zh.split()), " ".join(en.split())) for zh, en in both]
    return [(zh, en) if not zh.startswith("第 ") and not en.startswith("Ch. ") else ("", "") for zh, en in rows]


def some(pairs: list[Pair], first: int, last: int) -> list[Pair]:
    return [pair for pair in pairs[first:last] if all(pair)]


def documents(pairs: list[Pair], seed: int, size: int) -> list[Made]:
    """Made documents, a third of which lack nothing."""
    result = []
    for k in range(len(pairs) // size):
        rng = np.random.default_rng(seed + 1000 + k)
        rates = Rates().varied(rng)
        rates = rates.complete() if rng.random() < 0.35 else rates
        result.append(make_gaps(pairs[k * size : (k + 1) * size], seed + k, rates))
    return result


def short_documents(pools: list[list[Pair]]) -> list[Made]:
    rng, result = np.random.default_rng(77), []
    for k in range(300):
        pool, size = pools[k % len(pools)], int(rng.integers(2, 18))
        at = int(rng.integers(len(pool) - size))
        rates = Rates(deleted=0.07, heading=0.05, table=0.01, furniture=0.01).varied(rng)
        rates = rates.complete() if rng.random() < 0.4 else rates
        result.append(make_gaps(pool[at : at + size], 3000 + k, rates))
    return result


def real_documents(shared: Path, encoder: Encoder) -> list[tuple[Made, set[int]]]:
    """The UN documents of 2023, row beside row, and the rows of which nothing is known."""
    rows = {tuple(line.split("\t")[:2]) for line in (shared / "train" / "un_2023.tsv").read_text("utf-8").split("\n")}
    known = {tuple(cell.strip() for cell in row) for row in rows}
    result = []
    for path in sorted((shared / "documents").glob("*.zh")):
        pairs = pairs_of(path, path.with_suffix(".en"))
        zh, en = (unit(encoder.sums([pair[k] for pair in pairs])) for k in (0, 1))
        cosines, made, unknown = zh @ en.T, Made(), set()
        for k, pair in enumerate(pairs):
            near = slice(max(k - 25, 0), k + 26)
            rivals = np.concatenate([np.delete(cosines[k, near], min(k, 25)), np.delete(cosines[near, k], min(k, 25))])
            label = 0 if pair in known else judged(pair, float(cosines[k, k]), float(rivals.max(initial=0.0)))
            if label == UNKNOWN:
                unknown.add(k)
            made.add([pair[0]], [pair[1]] if label == 0 else [])
            if label != 0:
                made.add([], [pair[1]])
        result.append((made, unknown))
    return result


def judged(pair: Pair, cosine: float, rival: float) -> int:
    """Whether two rows that stand beside each other are strangers, from what they look like."""
    zh, en = pair
    forms = [tuple(bool(form.fullmatch(text)) for text in pair) for form in (LIST_MARK, CAPTION)]
    if any(all(form) for form in forms):
        return 0
    if any(a != b for a, b in forms):
        return 1
    if zh[-1] not in "。；：，！？.;:," and len(en) > 45 and en[-1] in ".;:" and cosine < 0.6:
        return 1
    if len(zh) >= 13 and len(en) >= 30:
        if cosine >= 0.62 or (cosine >= 0.5 and rival < 0.5):
            return 0
        return 1 if rival < 0.7 else UNKNOWN
    if cosine >= 0.44 and len(en) < 60:
        return 0
    return 1 if cosine < 0.3 and rival < 0.7 else UNKNOWN


def shaken(side: SideArrays, rng: np.random.Generator) -> SideArrays:
    """Vectors as of text that the model has not seen: each moved, by up to two thirds of its length."""
    noise = unit(rng.standard_normal(side.vectors.shape).astype(np.float32))
    size = rng.uniform(0.1, 0.65, (len(noise), 1)).astype(np.float32) * np.linalg.norm(
        side.vectors, axis=1, keepdims=True
    )
    return replace(side, vectors=side.vectors + noise * size)


def material(shared: Path, encoder: Encoder) -> tuple[dict[str, list[Prepared]], dict[str, list[Prepared]]]:
    """Documents to fit on and documents to judge, Chinese first, with their vectors."""
    gold = {
        name: [Made(g.source, g.target, g.links) for g in read_gold(shared / "gold" / "alignment" / name)]
        for name in ("literary", "magazine", "un")
    }
    gold["magazine"] = [Made(m.target, m.source, [(b, a) for a, b in m.links]) for m in gold["magazine"]]
    letter = shared / "letter"
    links = parse_links(read_lines(letter / "gold.align"))
    shares = (0.02, 0.05, 0.1)
    un, law = un_pairs(shared), laws(shared)
    goals = pairs_of(shared / "pairs/sdg/SDG.zh.txt", shared / "pairs/sdg/SDG.en.txt")
    chapters = gold["literary"]
    fit = gold | {
        "letter": [Made(read_lines(letter / "gold.zh"), read_lines(letter / "gold.en"), links)],
        "literary thinned": [thinned(m, 10 + k + 10 * q, shares[(k + q) % 3]) for q in (0, 1) for k, m in enumerate(chapters)],
        "magazine thinned": [thinned(m, 20 + k, shares[k % 3]) for k, m in enumerate(gold["magazine"])],
        "merged": [make(un[k * 1000 : (k + 1) * 1000], seed=k) for k in range(4)],
        "replaced": [make(un[k * 400 : (k + 1) * 400], k, deleted=0.03, missing=0, replaced=40) for k in range(4)],
        "foreign tail": [foreign_tail(a, chapters[(k + 1) % len(chapters)]) for k, a in enumerate(chapters)],
        "un made": documents(un[:2400], 100, 150),
        "law": documents(some(law, *LAW[:2]), 200, 200),
        "short": short_documents([un[:2400], some(law, *LAW[2:4]), goals]),
    }  # fmt: skip
    judge: dict[str, list[Made]] = {}
    others = [(un[2400:], 400, 900), (some(law, *LAW[4:]), 500, 950)]
    for kind, rates in (("with gaps", Rates()), ("complete", Rates().complete())):
        for name, (pairs, size, seed) in zip(("un", "law"), others, strict=True):
            parts = [pairs[at : at + size] for at in range(0, len(pairs) - size + 1, size)]
            judge[f"{name}, {kind}"] = [make_gaps(part, seed + k, rates) for k, part in enumerate(parts)]

    def prepared(made: Made, unknown: set[int] | None = None) -> Prepared:
        return made, make_side(made.source, "zh", encoder), make_side(made.target, "en", encoder), unknown or set()

    ready = [{name: [prepared(m) for m in group] for name, group in sets.items()} for sets in (fit, judge)]
    real = [prepared(*document) for document in real_documents(shared, encoder)]
    rng = np.random.default_rng(5)
    moved = [(made, shaken(a, rng), shaken(b, rng), unknown) for made, a, b, unknown in real]
    ready[0]["short"] = [d for d in ready[0]["short"] if d[0].source and d[0].target]
    for k, sets in enumerate(ready):
        sets |= {"real": real[k::2], "shaken": moved[k::2]}
    return ready[0], ready[1]


def examples(document: Prepared, dictionary: Dictionary | None) -> Examples:
    """The questions that the search asks about a document, and what the gold says."""
    made, source, target, unknown = document
    rough = rough_path(source, target, CostConfig(), None, dictionary)
    around = context(rough.path, rough.document, rough.rate)
    asked = questions(rough.path)
    gold: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for left, right in made.links:
        gold[0].update((i, set(right)) for i in left)
        gold[1].update((j, set(left)) for j in right)
    result: Examples = {}
    if asked.links:
        steps = [step for _, _, step in asked.links]
        near = neighbourhood(rough.path, asked, rough.document)
        labels = [link_label(step, gold, unknown) for step in steps]
        result["link"] = link_features(steps, near, rough.document, around), np.array(labels)
    if asked.edges:
        linked = np.array([float(place == at) for place, at, _, _ in asked.edges])
        steps, edges = [step for _, _, step, _ in asked.edges], [edge for *_, edge in asked.edges]
        labels = [edge_label(step, edge, gold, unknown) for step, edge in zip(steps, edges, strict=True)]
        result["edge"] = edge_features(steps, edges, linked, rough.document, around), np.array(labels)
    return result


def link_label(step: Step, gold: tuple[dict[int, set[int]], dict[int, set[int]]], unknown: set[int]) -> int:
    i, a, j, b, _ = step
    left, right = range(i, i + a), range(j, j + b)
    if unknown & ({*left} | {*right}):
        return UNKNOWN
    if not any(gold[0].get(k) for k in left) and not any(gold[1].get(k) for k in right):
        return 1
    return 0 if any(gold[0].get(k, set()) & {*right} for k in left) else UNKNOWN


def edge_label(step: Step, edge: Edge, gold: tuple[dict[int, set[int]], dict[int, set[int]]], unknown: set[int]) -> int:
    i, a, j, b, _ = step
    side, end = edge
    mine, other = (range(i, i + a), range(j, j + b)) if side == 0 else (range(j, j + b), range(i, i + a))
    sentence = mine[-1] if end else mine[0]
    if sentence in unknown or unknown & {*other}:
        return UNKNOWN
    counterpart = gold[side].get(sentence, set())
    if not counterpart:
        return 1
    rest = {*mine} - {sentence}
    return 0 if any(gold[1 - side].get(k, set()) & rest for k in counterpart & {*other}) else UNKNOWN


def fit(rows: Doubles, alone: Bools, weight: Doubles) -> Rule:
    """Weighted logistic regression over features and products, ridge on all but the first, by Newton's method."""
    center, scale = rows.mean(0), rows.std(0) + 1e-6
    table = products(rows, center, scale)
    ridge = np.full(table.shape[1], RIDGE)
    ridge[: rows.shape[1]], ridge[0] = RIDGE / 3, 1e-3
    result = np.zeros(table.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(table @ result, -30, 30)))
        gradient = table.T @ (weight * (alone - p)) - ridge * result
        step = np.linalg.solve((table.T * (weight * p * (1 - p))) @ table + np.diag(ridge), gradient)
        result += step
        if np.abs(step).max() < 1e-5:
            break
    return Rule(center, scale, result)


def stacked(sets: list[Examples], kind: str) -> tuple[Doubles, Longs]:
    parts = [found[kind] for found in sets if kind in found]
    rows, labels = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows[labels != UNKNOWN], labels[labels != UNKNOWN]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder("builtin")
    own = dictionary_encoder(encoder).dictionary
    facing = own.facing("zh", "en") if own else None
    sets = [{name: [examples(d, facing) for d in group] for name, group in half.items()} for half in material(options.shared, encoder)]  # fmt: skip
    table: dict[str, dict[str, list[float]]] = {}
    for kind in ("link", "edge"):
        parts = {name: stacked(group, kind) for name, group in sets[0].items()}
        rows, labels = (np.concatenate([part[k] for part in parts.values()]) for k in (0, 1))
        weight = np.concatenate([np.full(len(part[1]), SHARE.get(name, 1.0)) for name, part in parts.items()])
        rule = fit(rows, labels == 1, weight)
        print(
            f"\n| {kind} | alone | linked | alone, linked by the rule | linked, alone by the rule |\n|---|---|---|---|---|"
        )
        for half, title in zip(sets, ("fitted on", "judged"), strict=True):
            for name, group in half.items():
                rows, labels = stacked(group, kind)
                alone, odds = labels == 1, rule(rows)
                wrong = (alone & (odds < 0)).sum(), (~alone & (odds > 0)).sum()
                print(f"| {title}: {name} | {alone.sum()} | {(~alone).sum()} | {wrong[0]} | {wrong[1]} |")
        table[kind] = {
            "center": np.round(rule.center, 5).tolist(),
            "scale": np.round(rule.scale, 5).tolist(),
            "weights": np.round(rule.weights, 4).tolist(),
        }
    if options.write:
        WEIGHTS.write_text(json.dumps(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
