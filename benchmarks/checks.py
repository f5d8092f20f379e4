"""Alarms of the hard checks on human translations: UN sentence pairs that are right, so nearly all alarms are false.

python benchmarks/checks.py [--shared ../shared] [--show 20]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from synthetic import un_pairs

from align.anchors import extract_anchors
from corpora.bitext import Pair
from glossary.checks import run_checks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[1].parent / "shared")
    parser.add_argument("--show", type=int, default=0, help="print so many findings of each check")
    options = parser.parse_args()
    pairs = [Pair("un", k, zh, en) for k, (zh, en) in enumerate(un_pairs(options.shared), start=1)]
    figures = sum(
        any(a.kind == "number" and a.strong for a in extract_anchors(p.zh, "zh") + extract_anchors(p.en, "en"))
        for p in pairs
    )
    findings = run_checks(pairs)
    print(f"{len(pairs)} pairs, {figures} with figures")
    rows: dict[str, set[int]] = {}
    for finding in findings:
        rows.setdefault(finding.code, set()).add(finding.segment)
    for code, places in sorted(rows.items()):
        print(f"{code}: {1000 * len(places) / len(pairs):.1f} per 1,000 pairs ({len(places)})")
    print(f"DZ201 on pairs with figures: {len(rows.get('DZ201', ())) / figures:.1%}")
    shown: Counter[str] = Counter()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= options.show:
            print(f"{finding.code} {finding.message}\n   {finding.zh[:150]}\n   {finding.en[:220]}")


if __name__ == "__main__":
    main()
