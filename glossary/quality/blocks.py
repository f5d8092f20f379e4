"""A long bitext in blocks, of whole documents where it can be: each is analysed, checked and forgotten, so memory does not grow with the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpora.bitext import Pair
from corpora.memory import give_back_memory
from glossary.checks import CHECKS, Across, Material, Need, Selection, run_checks
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

    def across(self, *needs: Need) -> bool:
        """Whether a check is asked for that needs these and looks at all rows together."""
        return any(check.whole and set(needs) <= {*check.needs} for check in self.selection.of(CHECKS))


@dataclass(frozen=True, slots=True)
class Looked:
    """What a block gave: its findings, with rows counted over all blocks, how consistently its terms are rendered, and by what
    its rows are known to the checks that look at all.
    """

    start: int
    findings: list[Finding]
    consistency: ConsistencyResult | None
    across: Across | None = None


def blocks_of(pairs: Sequence[Pair]) -> list[range]:
    """The rows of each block: whole documents, one after the other, until there are :data:`BLOCK` rows.

    Documents whose rows stand among each other are in one block. A document of more than :data:`WHOLE` rows is cut into equal parts.
    """
    if len(pairs) <= WHOLE:
        return [range(len(pairs))]
    blocks: list[range] = []
    start = 0
    for unit in _units(pairs):
        if unit.stop - start > BLOCK and unit.start > start:
            blocks.append(range(start, unit.start))
            start = unit.start
        if len(unit) > WHOLE:
            count = -(-len(unit) // BLOCK)
            edges = [start + len(unit) * k // count for k in range(count + 1)]
            blocks += (range(*both) for both in pairwise(edges))
            start = unit.stop
    return [*blocks, range(start, len(pairs))] if start < len(pairs) else blocks


def _units(pairs: Sequence[Pair]) -> Iterator[range]:
    """The documents, those whose rows stand among each other together."""
    last = {pair.symbol: row for row, pair in enumerate(pairs)}
    start = reach = 0
    for row, pair in enumerate(pairs):
        if row > reach:
            yield range(start, row)
            start = row
        reach = max(reach, last[pair.symbol])
    yield range(start, len(pairs))


def look(task: Task, rows: Rows, start: int = 0) -> Looked:
    """Measure and check a block, ``start`` rows behind the first of all.

    What looks at all rows together, such as the same sentence in two documents, is left to :func:`look_over`.
    """
    consistency = None if task.measured is None else measure_consistency(rows, task.measured, least=1)
    findings = run_checks(Material(rows, task.termbase, consistency, task.against), task.selection, False)
    across = Across.of(rows) if task.across() else None
    here = range(start, start + len(rows))
    return Looked(start, [moved(finding, here) for finding in findings], consistency, across)


def look_at_all(task: Task, rows: Rows, lap: Lap, tell: Tell) -> Looked:
    """Measure and check a bitext that is one block."""
    consistency = None
    if task.measured is not None:
        consistency = measure_consistency(
            rows, task.measured, tell=lambda done, total: tell("consistency", done, total)
        )
        give_back_memory()
    lap("consistency")
    material = Material(rows, task.termbase, consistency, task.against)
    findings = run_checks(material, task.selection, tell=lambda done, total: tell("checks", done, total))
    give_back_memory()
    lap("checks")
    return Looked(0, findings, consistency)


def look_over(task: Task, rows: Rows, known: Sequence[Across], consistency: ConsistencyResult | None) -> list[Finding]:
    """What only all rows together show. ``known``: by what the rows of each block are known; ``consistency`` of all blocks."""
    if not known:
        return []
    which: Sequence[int] = range(len(rows))
    if task.against is None or consistency is None or not task.across(Need.AGAINST, Need.CONSISTENCY):
        earlier = None if task.against is None else Across.of(task.against)
        which = Across.joined(known).meeting(earlier).tolist()
    material = Material(rows.part(which), task.termbase, consistency, task.against)
    return [moved(finding, which) for finding in run_checks(material, task.selection, True)]


def moved(finding: Finding, rows: Sequence[int]) -> Finding:
    """A finding in some rows as one of the whole bitext: ``rows`` says which they are; 0 is a row of an earlier document."""
    told = (replace(one, segment=rows[one.segment - 1] + 1) if one.segment else one for one in finding.evidence)
    return replace(finding, segment=rows[finding.segment - 1] + 1, evidence=tuple(told))


def sample_of(rows: Rows) -> tuple[Rows, str]:
    """The rows from which terms are extracted, and for the signature which they are: all, or runs spread evenly over all.

    A sample has every term that is frequent; which of the rare ones it has is chance, so it is taken for very long texts only.
    Rows that will be looked at in blocks are others, which are forgotten with everything that extraction works out of them.
    """
    total = len(rows)
    if total <= WHOLE:
        return rows, ""
    if total <= SAMPLE:
        return rows.part(range(total)), ""
    runs = _runs(rows.pairs)
    wanted = SAMPLE / total
    kept = [run for k, run in enumerate(runs) if int((k + 1) * wanted) > int(k * wanted)]
    some = rows.part(row for run in kept for row in run)
    return some, f"sample:{len(some)}/{total}"


def _runs(pairs: Sequence[Pair]) -> list[range]:
    """Rows of one document, at most :data:`RUN` together."""
    edges = [0]
    for row in range(1, len(pairs)):
        if pairs[row].symbol != pairs[row - 1].symbol or row - edges[-1] == RUN:
            edges.append(row)
    return [range(start, end) for start, end in zip(edges, [*edges[1:], len(pairs)], strict=True)]
