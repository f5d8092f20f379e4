"""A long bitext in blocks of whole documents: each is analysed, checked and forgotten, so memory does not grow with the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpora.bitext import Pair
from corpora.memory import give_back_memory
from glossary.checks import Material, Selection, run_checks
from glossary.concept import Termbase
from glossary.consistency import ConsistencyResult, measure_consistency
from glossary.finding import Finding
from glossary.rows import Rows

WHOLE = 20_000
"""Rows that are examined as one: what a body publishes in a year, in some hundred megabytes."""
BLOCK = 8_000
"""Rows of a block of a longer bitext. Long enough to show what is usual, short enough for many workers."""
SAMPLE = 100_000
"""Rows from which terms are extracted: of more than these, runs spread evenly over all."""
RUN = 500
"""Rows of a run, all of one document."""
Lap = Callable[[str], None]
"""Is told the end of each stage."""
Tell = Callable[[str, int, int], None]
"""Is told of a stage how much of all is done."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every block: the approved terms, the terms to measure (``None``: nothing), earlier documents, the checks."""

    termbase: Termbase | None
    measured: Termbase | None
    against: Rows | None
    selection: Selection


@dataclass(frozen=True, slots=True)
class Looked:
    """What a block gave: its findings, with rows counted over all blocks, and how consistently its terms are rendered."""

    start: int
    findings: list[Finding]
    consistency: ConsistencyResult | None


def blocks_of(pairs: Sequence[Pair]) -> list[range]:
    """The rows of each block: whole documents, one after the other, until there are :data:`BLOCK` rows.

    A document that is longer is a block of its own; documents whose rows stand among each other are in one.
    """
    if len(pairs) <= WHOLE:
        return [range(len(pairs))]
    last = {pair.symbol: row for row, pair in enumerate(pairs)}
    blocks: list[range] = []
    start = reach = 0
    edge = 0  # the last row before which a block may end
    for row, pair in enumerate(pairs):
        if row > reach:
            if row - start > BLOCK and edge > start:
                blocks.append(range(start, edge))
                start = edge
            edge = row
        reach = max(reach, last[pair.symbol])
    if len(pairs) - start > BLOCK and edge > start:
        blocks.append(range(start, edge))
        start = edge
    return [*blocks, range(start, len(pairs))]


def look(task: Task, rows: Rows, start: int = 0) -> Looked:
    """Measure and check a block, ``start`` rows behind the first of all.

    What looks at all rows together, such as the same sentence in two documents, is left to :func:`look_over`.
    """
    consistency = None if task.measured is None else measure_consistency(rows, task.measured, least=1)
    findings = run_checks(Material(rows, task.termbase, consistency, task.against), task.selection, False)
    told = None if consistency is None else ConsistencyResult(consistency.concepts)
    return Looked(start, [moved(finding, start) for finding in findings], told)


def look_at_all(task: Task, rows: Rows, lap: Lap, tell: Tell) -> Looked:
    """Measure and check a bitext that is one block."""
    consistency = None
    if task.measured is not None:
        tell("consistency", 0, 1)
        consistency = measure_consistency(rows, task.measured)
        tell("consistency", 1, 1)
        give_back_memory()
    lap("consistency")
    material = Material(rows, task.termbase, consistency, task.against)
    findings = run_checks(material, task.selection, tell=lambda done, total: tell("checks", done, total))
    lap("checks")
    return Looked(0, findings, consistency)


def look_over(task: Task, rows: Rows) -> list[Finding]:
    """What only all rows together show."""
    return run_checks(Material(rows, task.termbase, None, task.against), task.selection, True)


def moved(finding: Finding, start: int) -> Finding:
    """A finding of a block as one of the whole bitext: rows count from its first; 0 is a row of an earlier document."""
    told = (replace(one, segment=one.segment + start) if one.segment else one for one in finding.evidence)
    return replace(finding, segment=finding.segment + start, evidence=tuple(told))


def sample_of(rows: Rows) -> tuple[Rows, str]:
    """The rows from which terms are extracted, and for the signature which they are: all, or runs spread evenly over all.

    A sample has every term that is frequent; which of the rare ones it has is chance, so it is taken for very long texts only.
    Rows that will be looked at in blocks are others, which are forgotten with everything that extraction works out of them.
    """
    total = len(rows)
    if total <= WHOLE:
        return rows, ""
    if total <= SAMPLE:
        return Rows(rows.pairs, rows.encoder), ""
    runs = _runs(rows.pairs)
    wanted = SAMPLE / total
    kept = [run for k, run in enumerate(runs) if int((k + 1) * wanted) > int(k * wanted)]
    pairs = [rows.pairs[row] for run in kept for row in run]
    return Rows(pairs, rows.encoder), f"sample:{len(pairs)}/{total}"


def _runs(pairs: Sequence[Pair]) -> list[range]:
    """Rows of one document, at most :data:`RUN` together."""
    edges = [0]
    for row in range(1, len(pairs)):
        if pairs[row].symbol != pairs[row - 1].symbol or row - edges[-1] == RUN:
            edges.append(row)
    return [range(start, end) for start, end in zip(edges, [*edges[1:], len(pairs)], strict=True)]
