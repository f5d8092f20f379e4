"""What one bitext says about its terms and its faults: the one path that ``run`` and ``check`` share."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpora.memory import give_back_memory
from glossary import extraction
from glossary.checks import CHECKS_VERSION, Material, Need, Selection, asks_for, in_order, make_report
from glossary.concept import DRAFT, Term, Termbase
from glossary.consistency import ConsistencyResult, join_results
from glossary.finding import Finding, Report
from glossary.quality.blocks import Lap, Looked, Task, Tell, blocks_of, look, look_at_all, look_over, sample_of
from glossary.quality.workers import Block, spread_blocks
from glossary.rows import ROWS_VERSION, Rows
from glossary.words import simple

if TYPE_CHECKING:
    from align.jobs import Spread

SURE = 0.4


@dataclass(frozen=True, slots=True)
class Quality:
    """Termbase, consistency and report of one bitext; no consistency where no check asked for it."""

    termbase: Termbase
    consistency: ConsistencyResult | None
    report: Report
    signature: str


@dataclass(frozen=True, slots=True)
class How:
    """How a bitext is examined, which changes nothing of what is found.

    ``lap`` is told the end of each stage, ``tell`` how far it is. ``spread``: who looks at the blocks of a long bitext, with the
    model of that name; nobody else without.
    """

    lap: Lap = lambda _stage: None
    tell: Tell = lambda _stage, _done, _total: None
    spread: Spread | None = None
    model: str = "builtin"


ALONE = How()


def examine(
    rows: Rows,
    how: How = ALONE,
    *,
    termbase: Termbase | None = None,
    against: Rows | None = None,
    selection: Selection | None = None,
    drafts: bool = False,
) -> Quality:
    """Extract draft terms, measure how consistently they and the approved ones are rendered, run the selected checks.

    Terms and consistency only where a selected check asks for them, or where ``drafts`` are wanted for themselves.
    """
    selection = selection or Selection()
    measuring = asks_for(Need.CONSISTENCY, selection, () if against is None else (Need.AGAINST,))
    measured, terms = termbase or Termbase(), ""
    if measuring or drafts:
        found, sampled = _drafts(rows, how)
        measured = found if termbase is None else with_drafts(termbase, found)
        terms = "|".join(filter(None, (f"terms:{measured.signature}", sampled)))
    give_back_memory()
    how.lap("extract terms")
    approved = None if termbase is None else sure(termbase)
    task = Task(approved, sure(measured) if measuring else None, against, selection)
    blocks = blocks_of(rows.pairs)
    findings, consistency = _examined(task, rows, blocks, how)
    cut = f"blocks:{len(blocks)}" if len(blocks) > 1 else ""
    parts = (f"rows:{ROWS_VERSION}", terms, f"checks:{CHECKS_VERSION}", cut, selection.signature())
    signature = "|".join(part for part in parts if part)
    report = make_report(findings, Material(rows, approved), consistency, signature, selection)
    how.lap("checks")
    return Quality(measured, consistency, report, signature)


def _drafts(rows: Rows, how: How) -> tuple[Termbase, str]:
    """Terms extracted from the rows, and for the signature from which, where it was not from all."""
    some, sampled = sample_of(rows)
    found = extraction.extract_terms(some, tell=lambda done, total: how.tell("terms", done, total))
    return found, sampled


def _examined(
    task: Task, rows: Rows, blocks: Sequence[range], how: How
) -> tuple[list[Finding], ConsistencyResult | None]:
    """What is found in the rows: all at once, or block by block where they are many."""
    if len(blocks) == 1:
        only = look_at_all(task, rows, how.lap, how.tell)
        return only.findings, only.consistency
    gc.collect()  # what extraction worked out: rows and their view know each other, and are large
    parts = []
    for part, block in zip(_looked(task, rows, blocks, how), blocks, strict=True):
        parts.append(part)
        how.tell("checks", block.stop, len(rows))
    consistency = None
    if task.measured is not None:
        results = [(part.start, part.consistency) for part in parts if part.consistency is not None]
        consistency = join_results(results, task.measured)
    known = [part.across for part in parts if part.across is not None]
    found = [*(finding for part in parts for finding in part.findings), *look_over(task, rows, known, consistency)]
    how.lap("checks")
    return in_order(found), consistency


def _looked(task: Task, rows: Rows, blocks: Sequence[range], how: How) -> Iterator[Looked]:
    """What each block gives, in their order, by workers or here."""
    if how.spread is not None:
        yield from spread_blocks(task, how.model, [Block.of(rows, block) for block in blocks], how.spread)
        return
    for block in blocks:
        yield look(task, rows.part(block), block.start)
        gc.collect()


def with_drafts(termbase: Termbase, drafts: Termbase) -> Termbase:
    """An approved termbase, and the drafts that share no term with it: the text has more terms than were ever decided on."""
    known = {_key(term) for concept in termbase for term in concept.terms}
    more = [c for c in drafts if not any(_key(term) in known for term in c.terms)]
    new = (replace(concept, id=f"{DRAFT}{concept.id}") for concept in more)
    return Termbase.of([*termbase, *new], f"{termbase.signature}+{drafts.signature}".strip("+"))


def _key(term: Term) -> tuple[str, str]:
    """By what a term is known: a termbase and a document may be in different scripts."""
    return term.language, (simple(term.text) if term.language == "zh" else term.text).casefold()


def sure(termbase: Termbase) -> Termbase:
    """What is measured: given concepts, and drafts that are likely to be right; a doubtful one would hide a good one within it."""
    return Termbase.of((c for c in termbase if not c.probability or c.probability >= SURE), termbase.signature)
