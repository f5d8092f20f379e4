"""Look-up of term pairs found by hand: is the right rendering first, is it among the first three, by how often a term occurs.

python benchmarks/terms/lookup.py [--shared ../shared] [--wrong] [--speed]

Text: the UN documents of ``gold/alignment/un`` by their gold links and ``train/un_2023.tsv``. Right: the rendering of the
list or one of its variants, after folding case, plural, possessive, a leading article, and title marks.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from align.score import read_gold
from corpora.bitext import Pair
from corpora.exchange.read import read_pairs
from glossary.lookup.find import Lookup, find_renderings
from glossary.renderings.spans import english_key
from glossary.rows import Rows

MARKS = re.compile(r"[《》〈〉“”、·，\s]")


class Figures(NamedTuple):
    """Terms, those with the right rendering first, among the first three."""

    terms: int
    first: int
    three: int


def bitext(shared: Path) -> list[Pair]:
    pairs = []
    for gold in read_gold(shared / "gold" / "alignment" / "un"):
        for position, (source, target) in enumerate(gold.links, start=1):
            zh = "".join(gold.source[k] for k in source)
            en = " ".join(gold.target[k] for k in target)
            pairs.append(Pair(gold.name, position, zh, en))
    return pairs + read_pairs(shared / "train" / "un_2023.tsv")


def same(text: str, language: str) -> str:
    return english_key(text) if language == "en" else MARKS.sub("", text)


def right_ones(row: dict[str, str], language: str) -> set[str]:
    """The rendering of the list and its variants (``en: a, b; zh: c、d``)."""
    found = [row[language]]
    for part in (row["variants"] or "").split(";"):
        name, _, listing = part.strip().partition(":")
        if name == language:
            found += re.split(r"[、,]", listing)
    return {same(text.strip(), language) for text in found if text.strip()}


def judged(shared: Path, language: str, every: int = 1) -> Iterator[tuple[dict[str, str], Lookup, set[str]]]:
    path = shared / "gold" / "terms" / "un_terms_dev.tsv"
    rows = list(pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False).iter_rows(named=True))[::every]
    other = "en" if language == "zh" else "zh"
    found = find_renderings(Rows.of(bitext(shared)), [row[language] for row in rows], language)
    for row, one in zip(rows, found, strict=True):
        yield row, one, right_ones(row, other)


def measure(shared: Path, language: str, every: int = 1) -> Figures:
    """Every so manieth term of the list, from ``language``."""
    return figures(list(judged(shared, language, every)), language, 1)


def figures(
    results: list[tuple[dict[str, str], Lookup, set[str]]],
    language: str,
    least: int,
    most: int = 10**9,
    wrong: list[str] | None = None,
    listed: bool = False,
) -> Figures:
    other = "en" if language == "zh" else "zh"
    terms = first = three = 0
    for row, one, right in results:
        count = int(row["count"]) if listed else one.occurrences
        if least <= count <= most:
            texts = [same(rendering.text, other) for rendering in one.renderings[:3]]
            terms += 1
            first += bool(texts) and texts[0] in right
            three += any(text in right for text in texts)
            if wrong is not None and not (texts and texts[0] in right):
                shown = " | ".join(f"{r.text} ({r.count})" for r in one.renderings)
                wrong.append(f"  {one.occurrences:>3} {one.term}: {shown}; listed: {row[other]}")
    return Figures(terms, first, three)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--wrong", action="store_true", help="list the terms whose first rendering is not right")
    parser.add_argument("--speed", action="store_true", help="time 100 terms over 100,000 rows, one over 10,000")
    arguments = parser.parse_args()
    for language in ("en", "zh"):
        start = time.perf_counter()
        results = list(judged(arguments.shared, language))
        print(f"from {language}: {len(results)} terms, {time.perf_counter() - start:.1f} s")
        wrong: list[str] = []
        classes = [("all", 1, 10**9), ("1", 1, 1), ("2 to 4", 2, 4), ("5 or more", 5, 10**9), ("2 or more", 2, 10**9)]
        for name, least, most in classes:
            show(f"in the text {name}", figures(results, language, least, most, wrong if name == "all" else None))
        show("in the list 1", figures(results, language, 1, 1, listed=True))
        show("in the list 2 or more", figures(results, language, 2, listed=True))
        if arguments.wrong:
            print("\n".join(wrong))
    if arguments.speed:
        speed(arguments.shared)


def show(name: str, found: Figures) -> None:
    if found.terms:
        print(
            f"  {name}: {found.terms} terms, first {found.first / found.terms:.3f}, first three {found.three / found.terms:.3f}"
        )


def speed(shared: Path) -> None:
    pairs = bitext(shared)
    many = (pairs * (100_000 // len(pairs) + 1))[:100_000]
    path = shared / "gold" / "terms" / "un_terms_dev.tsv"
    terms = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False).head(100)
    for language in ("en", "zh"):
        for text, wanted in (
            (many, terms[language].to_list()),
            (many[:10_000], ["General Assembly" if language == "en" else "大会"]),
        ):
            start, busy = time.perf_counter(), time.process_time()
            find_renderings(Rows.of(text), wanted, language)
            busy = time.process_time() - busy
            print(
                f"from {language}: {len(wanted)} terms, {len(text):,} rows: {time.perf_counter() - start:.1f} s, {busy:.1f} s of CPU"
            )


if __name__ == "__main__":
    main()
