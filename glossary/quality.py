"""What one bitext says about its terms and its faults: the one path that ``run`` and ``check`` share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.bitext import Pair
from glossary.concept import Termbase
from glossary.consistency import ConsistencyResult
from glossary.finding import Report

SURE = 0.4
Vectors = Callable[[Sequence[str]], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Termbase, consistency and report of one bitext."""

    termbase: Termbase
    consistency: ConsistencyResult
    report: Report
    signature: str


def examine(
    pairs: Sequence[Pair],
    vectors: Vectors | None,
    lap: Callable[[str], None] = lambda _stage: None,
    termbase: Termbase | None = None,
) -> Quality:
    """Extract a draft termbase (unless one is given), measure its consistency, run all checks."""
    from glossary.checks import CHECKS_VERSION, make_report, run_checks
    from glossary.consistency import measure_consistency
    from glossary.pairing import extract_terms

    if termbase is None:
        termbase = extract_terms(pairs, vectors=vectors)
    lap("extract terms")
    consistency = measure_consistency(pairs, _sure(termbase), vectors=vectors)
    lap("consistency")
    findings = run_checks(pairs, consistency=consistency)
    signature = f"terms:{termbase.signature}|checks:{CHECKS_VERSION}"
    report = make_report(findings, pairs, consistency, signature)
    lap("checks")
    return Quality(termbase, consistency, report, signature)


def _sure(termbase: Termbase) -> Termbase:
    """What is measured: given concepts, and drafts that are likely to be right; a doubtful one would hide a good one within it."""
    return Termbase.of((c for c in termbase if not c.probability or c.probability >= SURE), termbase.signature)
