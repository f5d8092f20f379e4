"""How many real inconsistencies, found by hand in UN documents, the checks find.

    python benchmarks/checks/inconsistencies.py [../shared]

`gold/terms/un_inconsistencies_dev.tsv` names sentences of `gold/alignment/un`; these are joined by their gold links and checked document by
document, once alone and once with the termbase of `benchmarks/checks/checks.py`. Found: a finding in the row of the sentence, or one whose
evidence is this row, that marks some of the words named by hand (*row*: that stands in the row and marks other words).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import gold_pairs, un_termbase

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from glossary.concept import Termbase
from glossary.finding import Finding
from glossary.quality.examine import examine
from glossary.rows import Rows

ASKED = ("terminology", "number", "date", "title", "country name")


def _touches(text: str, part: str, spans: Sequence[tuple[int, int]]) -> bool:
    at = text.find(part)
    return at >= 0 and any(start < at + len(part) and at < end for start, end in spans)


def judged(row: dict[str, str], number: int, pair: Pair, findings: Sequence[Finding]) -> tuple[str, str]:
    """``found``, ``row`` or nothing, and by which checks."""
    here = [f for f in findings if f.segment == number]
    there = [f for f in findings if any(e.segment == number for e in f.evidence)]
    marked = [
        f
        for f in here
        if _touches(pair.zh, row["zh_text"], f.zh_spans) or _touches(pair.en, row["en_text"], f.en_spans)
    ]
    part = [
        f for f in there if f.found and (f.found in row["zh_text"] + row["en_text"] or row["zh_text"] in f.expected)
    ]
    if marked or part:
        return "found", ", ".join(sorted({f.code for f in (*marked, *part)}))
    return ("row", ", ".join(sorted({f.code for f in here}))) if here else ("", "")


def measure(shared: Path, termbase: Termbase | None) -> list[tuple[dict[str, str], str, str]]:
    with (shared / "gold/terms/un_inconsistencies_dev.tsv").open(encoding="utf-8", newline="") as lines:
        wanted = list(csv.DictReader(lines, delimiter="\t"))
    pairs = gold_pairs(shared / "gold/alignment/un")
    found = []
    for document in sorted({pair.symbol for pair in pairs}):
        mine = [pair for pair in pairs if pair.symbol == document]
        findings = examine(Rows.of(mine, builtin_encoder()), termbase=termbase).report.findings
        for row in (one for one in wanted if one["document"] in document):
            number = next(k for k, pair in enumerate(mine, start=1) if int(row["zh_id"]) in pair.source_ids)
            found.append((row, *judged(row, number, mine[number - 1], findings)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[3] / "shared")
    options = parser.parse_args()
    for name, termbase in (("alone", None), ("with the termbase", un_termbase(options.shared))):
        rows = measure(options.shared, termbase)
        print(f"\n{name}")
        for row, state, codes in rows:
            print(
                f"{row['document']}:{row['zh_id']:<4} {row['kind']:<16} {state or '-':<6} {codes:<24} {row['what'][:70]}"
            )
        asked = [state for row, state, _codes in rows if row["kind"] in ASKED]
        print(f"of the kinds {', '.join(ASKED)}: {asked.count('found')} of {len(asked)} found")


if __name__ == "__main__":
    main()
