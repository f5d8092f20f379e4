"""Extracted pairs against a list of term pairs found by hand: recall of those that occur twice or more, precision.

python benchmarks/terms.py [--shared ../shared]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

from align.encoder import load_encoder
from align.score import read_gold
from corpora.bitext import Pair
from glossary.matcher import folded
from glossary.pairing import extract_terms


def gold_pairs(folder: Path) -> list[Pair]:
    pairs = []
    for gold in read_gold(folder):
        for position, (source, target) in enumerate(gold.links, start=1):
            zh = "".join(gold.source[k] for k in source)
            en = " ".join(gold.target[k] for k in target)
            pairs.append(Pair(gold.name, position, zh, en))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[1].parent / "shared")
    shared = parser.parse_args().shared
    pairs = gold_pairs(shared / "gold" / "alignment" / "un")
    terms = pl.read_csv(
        shared / "gold" / "terms" / "un_terms_dev.tsv", separator="\t", quote_char=None, infer_schema=False
    )
    gold = {(row["zh"].replace(" ", ""), folded(row["en"])): int(row["count"]) for row in terms.iter_rows(named=True)}
    termbase = extract_terms(pairs, vectors=load_encoder().encode)
    found = [(c.preferred("zh").replace(" ", ""), folded(c.preferred("en"))) for c in termbase]
    print(f"{len(pairs)} pairs, {len(gold)} gold pairs, {len(found)} concepts extracted")
    for least in (1, 2, 3, 5):
        wanted = [pair for pair, n in gold.items() if n >= least]
        print(f"recall of gold pairs with count >= {least}: {sum(p in found for p in wanted)}/{len(wanted)}")
    many = [f for f, c in zip(found, termbase, strict=True) if " " in c.preferred("en")]
    for name, group in (("all", found), ("several words", many)):
        for n in (20, 50, 100):
            head = group[:n]
            print(
                f"precision of the first {len(head)} ({name}) against the list, which is not complete: {sum(p in gold for p in head) / max(len(head), 1):.2f}"
            )


if __name__ == "__main__":
    main()
