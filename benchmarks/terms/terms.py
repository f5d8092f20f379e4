"""Extraction on development text: precision at 100 and 500 judged by hand, recall of a list, time and memory.

python benchmarks/terms/terms.py [--shared ../shared] [--list FILE] [--large ROWS]

Text: the UN documents of ``gold/alignment/un`` by their gold links and ``train/un_2023.tsv``. One person read the first
500 rows (preferred terms only, in the order of the extractor) and judged each: 2 a term and its rendering, 1 a right
rendering of an everyday word or phrase, 0 wrong or incomplete on one side. ``labels/terms_un.tsv`` holds hashes, because
text of ``../shared`` does not enter the repository (see ``terms_fit.py``); a row that nobody judged counts as wrong and is
told. The number of the English term is folded. ``--list`` writes the rows, to be judged again. Recall: pairs of ``un_terms_dev.tsv`` that stand in two rows
or more; what is said again in another document counts once, as it does for the extractor.
``--large`` times the extraction of so many rows of ``train/general.parquet``.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import polars as pl
from lookup import bitext, right_ones, same
from terms_fit import key

from corpora.bitext import Pair
from glossary.concept import Termbase
from glossary.extraction.extract import extract_terms
from glossary.extraction.repeated import repeated_rows
from glossary.renderings.spans import english_key
from glossary.rows import Rows
from glossary.words import WORD, TokenTable

LABELS = Path(__file__).parents[1] / "labels" / "terms_un.tsv"


def precision(termbase: Termbase) -> None:
    labels = dict(pl.read_csv(LABELS, separator="\t").iter_rows())
    told = [verdict(labels, c.preferred("en"), c.preferred("zh").strip("《》")) for c in termbase]
    for n in (100, 500):
        head = told[:n]
        right, terms = sum(bool(label) for label in head) / n, sum(label == 2 for label in head) / n
        print(f"first {n}: right renderings {right:.3f}, terms {terms:.3f} ({sum(x is None for x in head)} not judged)")


def verdict(labels: dict[str, int], en: str, zh: str) -> int | None:
    """What was said of a row, whatever the number of the English term."""
    one = english_key(en)
    forms = {en, one, one + "s", one + "es", one.removesuffix("y") + "ies", en.removesuffix("s")}
    return next((labels[name] for form in sorted(forms) if (name := key(form, zh)) in labels), None)


def recall(termbase: Termbase, shared: Path, pairs: list[Pair]) -> None:
    path = shared / "gold" / "terms" / "un_terms_dev.tsv"
    rows = list(pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False).iter_rows(named=True))
    first = repeated_rows(TokenTable.of([p.en for p in pairs], WORD), [p.zh for p in pairs])
    texts = [
        (same(p.zh, "zh"), p.en.lower()) for p, k, row in zip(pairs, range(len(pairs)), first, strict=True) if k == row
    ]
    found = {(same(z.text, "zh"), same(e.text, "en")) for c in termbase for z in c.of("zh") for e in c.of("en")}
    wanted = hit = 0
    for row in rows:
        zh, en = same(row["zh"], "zh"), row["en"].lower()
        if sum(zh in a and en in b for a, b in texts) < 2:
            continue
        wanted += 1
        hit += any((z, e) in found for z in right_ones(row, "zh") for e in right_ones(row, "en"))
    print(f"recall of listed pairs that stand in two rows or more: {hit} of {wanted}")


def large(shared: Path, rows: int) -> None:
    frame = pl.read_parquet(shared / "train" / "general.parquet", columns=["zh", "en", "dictionary_coverage"])
    frame = frame.filter((pl.col("dictionary_coverage") > 0.15) & (pl.col("zh").str.len_chars() > 20)).head(rows)
    pairs = [Pair("g", k, zh, en) for k, (zh, en) in enumerate(zip(frame["zh"], frame["en"], strict=True), start=1)]
    del frame
    started = time.perf_counter()
    found = extract_terms(Rows.of(pairs))
    seconds = time.perf_counter() - started
    try:
        import resource

        memory = f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    except ImportError:
        memory = ""
    print(f"{len(pairs):,} rows: {len(found):,} concepts in {seconds:.0f} s{memory}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--list", type=Path, help="write the first 500 rows here")
    parser.add_argument("--large", type=int, default=0, metavar="ROWS")
    arguments = parser.parse_args()
    if arguments.large:
        large(arguments.shared, arguments.large)
        return
    pairs = bitext(arguments.shared)
    started = time.perf_counter()
    termbase = extract_terms(Rows.of(pairs))
    print(f"{len(pairs):,} pairs: {len(termbase):,} concepts in {time.perf_counter() - started:.1f} s")
    precision(termbase)
    recall(termbase, arguments.shared, pairs)
    if arguments.list:
        termbase.to_frame().head(500).write_csv(arguments.list, separator="\t")


if __name__ == "__main__":
    main()
