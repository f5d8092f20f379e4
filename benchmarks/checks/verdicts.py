"""How many findings on real translations are right: each was read by somebody, and the verdict kept by the id of the finding.

    python benchmarks/checks/verdicts.py [../shared] [--unread] [--table benchmarks/checks/verdicts.tsv]

Text: `train/un_parallel_dev` (4,000 pairs), without a termbase, as `duizhao check` does it. `verdicts.tsv` holds no text: an id is a hash of
the code, the document and the texts, and of what the finding says. `right`: the translation has the fault; `defensible`: a reviser
would want to look; `wrong`: there is nothing. Findings that nobody has read are counted, and printed with `--unread`, to be read and added.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import parallel_pairs

from align.encoders.load import builtin_encoder
from glossary.finding import Finding
from glossary.quality.examine import examine
from glossary.rows import Rows

TABLE = Path(__file__).with_name("verdicts.tsv")
SHARED = Path(__file__).resolve().parents[3] / "shared"
VERDICTS = ("right", "defensible", "wrong")


def read_verdicts(path: Path = TABLE) -> dict[str, str]:
    """Verdicts by the id of their finding."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row["id"]: row["verdict"] for row in csv.DictReader(lines, delimiter="\t")}


def verdict_of(finding: Finding, known: Mapping[str, str]) -> str:
    """What was said of a finding; ``unread`` where nobody has read it."""
    return known.get(finding.id, "unread")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--unread", action="store_true", help="print what nobody has read")
    parser.add_argument("--wrong", action="store_true", help="print what was found to be wrong")
    options = parser.parse_args()
    known = read_verdicts(options.table)
    pairs = parallel_pairs(options.shared)
    findings = examine(Rows.of(pairs, builtin_encoder())).report.findings
    counts = Counter((f.code, verdict_of(f, known)) for f in findings)
    names = (*VERDICTS, "unread")
    print(f"{'code':<6}" + "".join(f"{name:>12}" for name in names))
    for code in sorted({code for code, _verdict in counts}):
        print(f"{code:<6}" + "".join(f"{counts[code, name]:>12}" for name in names))
    total = {name: sum(n for (_code, verdict), n in counts.items() if verdict == name) for name in names}
    print(f"{'all':<6}" + "".join(f"{total[name]:>12}" for name in names))
    read = sum(total[name] for name in VERDICTS)
    good = total["right"] + total["defensible"]
    notes = sum(f.severity.value == "note" for f in findings)
    print(
        f"{len(pairs):,} pairs: {len(findings)} findings ({notes} notes), {good / max(read, 1):.0%} right or defensible"
    )
    for f in findings:
        verdict = verdict_of(f, known)
        if (verdict == "unread" and options.unread) or (verdict == "wrong" and options.wrong):
            print(f"-- {f.id} {f.code} {f.segment} {f.severity.value}: {f.message}\n   {f.zh}\n   {f.en}")
            for one in f.evidence[:2]:
                print(f"     [{one.place}] {one.zh} ‖ {one.en}")


if __name__ == "__main__":
    main()
