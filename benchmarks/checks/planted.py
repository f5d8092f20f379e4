"""How many planted errors the checks find, kind by kind: a seeded script changes human text, one error a row.

    python benchmarks/checks/planted.py [../shared] [--seed 7] [--most 300] [--kind NAME] [--select CODES] [--misses]

Text: `train/un_parallel_dev`, with the built-in model and the termbase of `benchmarks/checks/checks.py`. A kind is planted into at most
`--most` rows that can hold it, never into two neighbours; the other rows stay as they are. Found: a finding in the row (of a swapped
pair: in either row) that was not there before. `--misses` prints the rows that were missed, to be looked at; `--select P105,A106` runs
these checks alone, which is quick.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import parallel_pairs, un_termbase
from planted_kinds import Kind, Names, kinds
from planted_slips import SLIPS

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.run import run_checks
from glossary.checks.selection import Selection
from glossary.concept import Termbase
from glossary.finding import Finding
from glossary.rows import Rows

SELECTION = Selection()


@dataclass
class Result:
    """Rows planted and found, which checks found them, and what was missed."""

    planted: int
    found: int
    codes: Counter[str]
    missed: list[Pair]


def checked(pairs: Sequence[Pair], termbase: Termbase | None) -> list[Finding]:
    return run_checks(Material(Rows.of(pairs, builtin_encoder()), termbase), SELECTION)


def measure(
    kind: Kind, pairs: Sequence[Pair], termbase: Termbase | None, before: set[str], seed: int, most: int
) -> Result:
    rng = random.Random(f"{seed} {kind.name}")
    faulty = list(pairs)
    rows: list[int] = []
    for k in rng.sample(range(len(pairs)), len(pairs)):
        if len(rows) == most:
            break
        if {k - 1, k + 1} & set(rows):
            continue
        new = kind.plant(pairs[k], rng)
        if new is not None and new != pairs[k]:
            faulty[k] = new
            rows.append(k)
    return _judged(rows, faulty, checked(faulty, termbase), before)


def swapped(pairs: Sequence[Pair], termbase: Termbase, before: set[str], seed: int, most: int, far: bool) -> Result:
    """The English sides of two neighbours exchanged, or of two rows of different documents."""
    rng = random.Random(seed)
    faulty = list(pairs)
    rows: list[int] = []
    found = 0
    long = [k for k in range(len(pairs) - 1) if len(pairs[k].zh) >= 10 and len(pairs[k].en) >= 25]
    for k in rng.sample(long, len(long)):
        other = rng.choice(long) if far else k + 1
        near = {k, other, k - 1, k + 1, other - 1, other + 1}
        if len(rows) == 2 * most or near & set(rows) or len(pairs[other].zh) < 10 or k == other:
            continue
        faulty[k] = replace(pairs[k], en=pairs[other].en)
        faulty[other] = replace(pairs[other], en=pairs[k].en)
        rows += [k, other]
    result = _judged(rows, faulty, checked(faulty, termbase), before)
    gone = {id(pair) for pair in result.missed}
    twos = list(zip(rows[::2], rows[1::2], strict=True))
    found = sum(not {id(faulty[a]), id(faulty[b])} <= gone for a, b in twos)
    return Result(
        len(twos),
        found,
        result.codes,
        [p for a, b in twos for p in (faulty[a],) if {id(faulty[a]), id(faulty[b])} <= gone],
    )


def _judged(rows: Sequence[int], faulty: Sequence[Pair], findings: Sequence[Finding], before: set[str]) -> Result:
    new: dict[int, set[str]] = {}
    for finding in findings:
        if _key(finding) not in before:
            new.setdefault(finding.segment - 1, set()).add(finding.code)
    codes = Counter(code for k in rows for code in new.get(k, ()))
    missed = [faulty[k] for k in rows if k not in new]
    return Result(len(rows), len(rows) - len(missed), codes, missed)


def _key(finding: Finding) -> str:
    return "\x1f".join((str(finding.segment), finding.code, finding.expected, finding.found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--kind", default="", help="only kinds whose name holds this")
    parser.add_argument("--select", default="", help="codes of the checks to run, with commas between them")
    parser.add_argument("--misses", action="store_true", help="print the rows that were missed")
    options = parser.parse_args()
    global SELECTION
    SELECTION = Selection(select=[code for code in options.select.split(",") if code])
    pairs, termbase = parallel_pairs(options.shared), un_termbase(options.shared)
    bases = {False: termbase, True: None}  # alone, without a termbase
    chosen = [kind for kind in [*kinds(Names(termbase)), *SLIPS] if options.kind in kind.name]
    needed = {kind.alone for kind in chosen} | {False}
    known = {alone: {_key(f) for f in checked(pairs, bases[alone])} for alone in needed}
    print(f"{'planted':<40} {'rows':>5} {'found':>6} {'recall':>7}  by")
    rows: list[tuple[str, bool, Result]] = [
        (kind.name, kind.reach, measure(kind, pairs, bases[kind.alone], known[kind.alone], options.seed, options.most))
        for kind in chosen
    ]
    for name, far in (("two neighbours swapped", False), ("two far rows swapped", True)):
        if options.kind in name:
            rows.append((name, True, swapped(pairs, termbase, known[False], options.seed, options.most, far)))
    for name, reach, result in rows:
        codes = ", ".join(f"{code} {n}" for code, n in result.codes.most_common(4))
        share = result.found / max(result.planted, 1)
        mark = "" if reach else "  (out of reach)"
        print(f"{name:<40} {result.planted:>5} {result.found:>6} {share:>7.1%}  {codes}{mark}")
        for pair in result.missed if options.misses else ():
            print(f"    {pair.zh}\n    {pair.en}\n")


if __name__ == "__main__":
    main()
