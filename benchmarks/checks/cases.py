"""How many rows of `../shared/cases/checks` come out right, by table and kind.

    python benchmarks/checks/cases.py [../shared] [--table misses] [--all]

Each row names what is right: silence, one code, or a finding about numbers. Phrases (`numbers_equal`, `numbers_unequal`) are put into a
sentence first. What comes out wrong is printed, with `--all` the rest too. Run with the built-in model, as `duizhao check` does.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from glossary.concept import Concept, Term, Termbase
from glossary.quality.examine import examine
from glossary.rows import Rows

SHARED = Path(__file__).resolve().parents[3] / "shared"
SILENT = "silent"
TERMBASES = {"weblate#11308": ("海关", "customs"), "GlotDict#352b": ("区域组织", "regional organizations")}
"""Reports about terms, whose row is read beside this termbase."""


class Case(NamedTuple):
    """One row of a table: its kind (the code it is about, or the report), its rows of text, what is right."""

    table: str
    kind: str
    rows: tuple[tuple[str, str], ...]
    right: str


def cases(shared: Path) -> list[Case]:
    """All rows of the tables, in order."""
    found: list[Case] = []
    for path in sorted((shared / "cases/checks").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += (_case(path.stem, row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return found


def _case(table: str, row: dict[str, str]) -> Case:
    if table == "bugreports":
        texts = tuple(_both(text.split(" / ")) for text in row["rows"].split(" ## "))
        return Case(table, row["report"], texts, row["wanted"])
    if table == "misses":
        parted = row["wanted"] == "N106"
        sides = (row[name].split("/") if parted else [row[name]] for name in ("zh", "en"))
        return Case(table, row["wanted"], tuple(zip(*sides, strict=True)), row["wanted"])
    if "zh_part" in row:
        texts = ((f"报告提到{row['zh_part']}。", f"The report mentions {row['en_part']}."),)
        return Case(table, row["now"], texts, row["right"])
    return Case(table, row.get("code_now") or row.get("now", ""), ((row["zh"], row["en"]),), row["right"])


def _both(parts: list[str]) -> tuple[str, str]:
    return parts[0], " / ".join(parts[1:])


def outcome(case: Case, encoder: object) -> list[str]:
    """Codes of all findings of a case."""
    pairs = [Pair("A/99/1", k, zh, en) for k, (zh, en) in enumerate(case.rows, start=1)]
    terms = next((both for name, both in TERMBASES.items() if case.kind.startswith(name)), None)
    termbase = None
    if terms:
        concept = Concept("c1", (Term(terms[0], "zh", "preferred"), Term(terms[1], "en", "preferred")))
        termbase = Termbase.of([concept])
    report = examine(Rows.of(pairs, encoder), termbase=termbase).report
    return [f"{f.code}:{f.segment}: {f.message}" for f in report.findings]


def is_right(case: Case, found: list[str]) -> bool:
    """Whether findings are what the table says.

    >>> is_right(Case("numbers_unequal", "", (), "a finding"), ["N101:1: ..."]), is_right(Case("misses", "", (), "N105"), [])
    (True, False)
    """
    codes = {text.split(":")[0] for text in found}
    if case.table.startswith("numbers"):  # phrases: whether the sentence around them reads well says nothing
        codes = {code for code in codes if code[0] == "N" or code == "A109"}
    if case.right == SILENT:
        return not codes
    if case.right == "a finding":
        return bool(codes)
    return case.right in codes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--table", help="only this one")
    parser.add_argument("--all", action="store_true", help="print what is right too")
    options = parser.parse_args()
    encoder = builtin_encoder()
    rows, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for case in cases(options.shared):
        if options.table not in (None, case.table):
            continue
        found = outcome(case, encoder)
        good = is_right(case, found)
        rows[case.table, case.kind] += 1
        right[case.table, case.kind] += good
        if not good or options.all:
            print(
                f"{'right' if good else 'WRONG'} {case.table} {case.kind}: {case.right}; {'; '.join(found) or SILENT}"
            )
            for zh, en in case.rows:
                print(f"      {zh}\n      {en}")
    print(f"\n{'table':<18} {'kind':<28} {'right':>5} {'rows':>5}")
    for table in dict.fromkeys(table for table, _ in rows):
        mine = [key for key in rows if key[0] == table]
        for key in mine if table != "bugreports" else ():
            print(f"{table:<18} {key[1] or '-':<28} {right[key]:>5} {rows[key]:>5}")
        print(f"{table:<18} {'all':<28} {sum(right[k] for k in mine):>5} {sum(rows[k] for k in mine):>5}")


if __name__ == "__main__":
    main()
