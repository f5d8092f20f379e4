"""What was measured in the blocks of a long bitext, as one result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from glossary.concept import Termbase
from glossary.consistency.results import ConceptConsistency, ConsistencyResult, Rendering

Key = tuple[str, str]


def join_results(
    parts: Iterable[tuple[int, ConsistencyResult]], termbase: Termbase, *, least: int = 2
) -> ConsistencyResult:
    """The results of blocks, each with the number of rows before it, measured with ``least=1``, in order of the termbase.

    Counts are added; what stands in fewer than ``least`` rows of all is left out, as where all rows are measured at once.
    """
    results = list(parts)
    keys = [(id, language) for id in termbase.concepts for language in ("zh", "en")]
    written = _all_joined([(start, part.concepts) for start, part in results], keys, least)
    if all(part.simple is None for _start, part in results):
        return ConsistencyResult(written)
    return ConsistencyResult(
        written, _all_joined([(start, part.compared.concepts) for start, part in results], keys, least)
    )


def _all_joined(
    parts: Iterable[tuple[int, Sequence[ConceptConsistency]]], keys: Sequence[Key], least: int
) -> tuple[ConceptConsistency, ...]:
    """The concepts of all parts, in the order of the keys."""
    found: dict[Key, list[tuple[int, ConceptConsistency]]] = {}
    for start, concepts in parts:
        for one in concepts:
            found.setdefault((one.concept_id, one.language), []).append((start, one))
    joined = (_joined(found[key]) for key in keys if key in found)
    return tuple(one for one in joined if one.rows >= least)


def _joined(parts: Sequence[tuple[int, ConceptConsistency]]) -> ConceptConsistency:
    """One concept in one direction; its renderings, the most frequent first."""
    texts: dict[str, list[tuple[int, Rendering]]] = {}
    for start, one in parts:
        for rendering in one.renderings:
            texts.setdefault(rendering.text, []).append((start, rendering))
    renderings = sorted(map(_together, texts.values()), key=lambda r: (-r.count, r.rows))
    return replace(
        parts[0][1],
        rows=sum(one.rows for _start, one in parts),
        renderings=tuple(renderings),
        open=tuple(row + start for start, one in parts for row in one.open),
        open_symbols=tuple(chain.from_iterable(one.open_symbols for _start, one in parts)),
    )


def _together(parts: Sequence[tuple[int, Rendering]]) -> Rendering:
    return replace(
        parts[0][1],
        count=sum(one.count for _start, one in parts),
        rows=tuple(row + start for start, one in parts for row in one.rows),
        symbols=tuple(chain.from_iterable(one.symbols for _start, one in parts)),
    )
