"""How often the checks report something on real translations.

    python benchmarks/checks/checks.py [../shared] [--list N101] [--alone]

Real: `train/un_parallel_dev` (4,000 pairs) and `gold/alignment/un` joined by its gold links, with the built-in model and a
termbase of the UN country names and the development terms. Human translations are mostly right, so most findings there
are false alarms, or faults that slipped through: `--list` (a code or its beginning) prints them to be judged.
Everything is as in `duizhao check`: terms are extracted from the text and measured beside the termbase (`--alone`: without one). What planted errors
`--source tw_law` (or django_docs, mlqe_pe, ...; several times) looks at rows of that source of `train/general.parquet` instead, without a termbase.
the checks find: `benchmarks/checks/planted.py`; occurrences and alarms of terms: `benchmarks/checks/term_alarms.py`.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from align.encoders.load import builtin_encoder
from align.score import read_gold
from corpora.bitext import Pair
from duizhao.job import RunOptions, run_folder
from glossary.checks.run import CHECKS
from glossary.concept import Concept, Term, Termbase
from glossary.quality.examine import examine
from glossary.rows import Rows


def parallel_pairs(shared: Path) -> list[Pair]:
    names = [shared / f"train/un_parallel_dev.{suffix}" for suffix in ("zh", "en", "ids")]
    lines = zip(*(name.read_text(encoding="utf-8").splitlines() for name in names), strict=True)
    return [Pair(ids.split()[0], k, zh, en) for k, (zh, en, ids) in enumerate(lines, start=1)]


def source_pairs(shared: Path, source: str, size: int) -> list[Pair]:
    """Rows of one source of `general.parquet`, the same ones each time, forty to a document."""
    import polars as pl

    table = pl.scan_parquet(shared / "train/general.parquet").filter(pl.col("source") == source).collect()
    if not len(table):
        raise SystemExit(f"general.parquet has no source {source!r}")
    some = table.sample(min(size, len(table)), seed=7)
    return [
        Pair(f"{source}/{k // 40}", k % 40 + 1, row["zh"], row["en"])
        for k, row in enumerate(some.iter_rows(named=True))
    ]


def gold_pairs(folder: Path) -> list[Pair]:
    pairs: list[Pair] = []
    for gold in read_gold(folder):
        for k, (left, right) in enumerate(gold.links, start=1):
            zh, en = "".join(gold.source[i] for i in left), " ".join(gold.target[j] for j in right)
            pairs.append(Pair(gold.name, k, zh, en, left, right, link=f"{len(left)}-{len(right)}"))
    return pairs


def document_pairs(folder: Path) -> list[Pair]:
    """The documents of a folder, aligned as `duizhao run` does it."""
    with TemporaryDirectory() as out:
        return run_folder(folder, Path(out), RunOptions()).pairs


def un_termbase(shared: Path) -> Termbase:
    """The UN country names (short and formal) and the terms of `un_terms_dev.tsv`, as an approved termbase."""
    concepts: list[Concept] = []
    with (shared / "lexicons/un_countries.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            zh = [row[f"unterm_zh_{k}"] for k in ("short", "formal")] + [row["unsd_zh"]]
            en = [row[f"unterm_en_{k}"].removeprefix("the ") for k in ("short", "formal")] + [row["unsd_en"]]
            concepts.append(_concept(f"country-{row['iso3']}", zh, en))
    with (shared / "gold/terms/un_terms_dev.tsv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), start=1):
            more: dict[str, list[str]] = {"zh": [], "en": []}
            for part in row["variants"].split(";"):
                language, _, text = part.strip().partition(":")
                more.setdefault(language.strip(), []).extend(t.strip() for t in re.split("[,、]", text) if t.strip())
            concepts.append(_concept(f"term-{number}", [row["zh"], *more["zh"]], [row["en"], *more["en"]]))
    return Termbase.of(concepts)


def _concept(id: str, zh: Sequence[str], en: Sequence[str]) -> Concept:
    terms: list[Term] = []
    for language, texts in (("zh", zh), ("en", en)):
        for place, text in enumerate(dict.fromkeys(text for text in texts if text)):
            terms.append(Term(text, language, "admitted" if place else "preferred"))
    return Concept(id, tuple(terms))


def report(name: str, pairs: Sequence[Pair], termbase: Termbase | None, listed: str | None) -> None:
    start = time.perf_counter()
    findings = examine(Rows.of(pairs, builtin_encoder()), termbase=termbase).report.findings
    seconds = time.perf_counter() - start
    figures = sum(bool(re.search(r"\d", pair.zh + pair.en)) for pair in pairs)
    print(f"\n{name}: {len(pairs):,} pairs, {figures:,} with figures; {len(pairs) / seconds:,.0f} pairs/s")
    print(f"{'code':<7} {'check':<34} {'findings':>8} {'pairs':>6} {'per 1,000':>10}")
    for check in CHECKS:
        mine = [f for f in findings if f.code == check.code]
        rows = {f.segment for f in mine}
        print(f"{check.code:<7} {check.name:<34} {len(mine):>8} {len(rows):>6} {1000 * len(rows) / len(pairs):>10.1f}")
    rows = {f.segment for f in findings if f.code.startswith("N")}
    print(f"number alarms in {len(rows) / max(figures, 1):.1%} of the pairs with figures")
    notes = sum(f.severity.value == "note" for f in findings)
    print(
        f"all checks: {len(findings)} findings ({notes} notes), one in {len(pairs) / max(len(findings), 1):.0f} pairs"
    )
    for f in findings:
        if listed and f.code.startswith(listed):
            print(f"-- {f.code} {f.segment} {f.severity.value}: {f.message}\n   {f.zh}\n   {f.en}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--list", dest="listed", metavar="CODE", help="print the findings of this check")
    parser.add_argument("--alone", action="store_true", help="without the termbase")
    parser.add_argument(
        "--documents", action="store_true", help="../shared/documents, aligned, in place of the two sets"
    )
    parser.add_argument("--source", action="append", default=[], help="rows of this source of general.parquet")
    parser.add_argument("--sample", type=int, default=1000, help="rows of each source")
    options = parser.parse_args()
    for source in options.source:
        report(source, source_pairs(options.shared, source, options.sample), None, options.listed)
    if options.source:
        return
    if options.documents:
        termbase = None if options.alone else un_termbase(options.shared)
        report("documents", document_pairs(options.shared / "documents"), termbase, options.listed)
        return
    pairs = parallel_pairs(options.shared)
    termbase = None if options.alone else un_termbase(options.shared)
    report("un_parallel_dev", pairs, termbase, options.listed)
    report("gold/alignment/un", gold_pairs(options.shared / "gold/alignment/un"), termbase, options.listed)


if __name__ == "__main__":
    main()
