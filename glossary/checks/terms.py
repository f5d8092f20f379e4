"""Terms that are not rendered steadily."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpora.bitext import Pair
from glossary.checks.base import Check, Material
from glossary.consistency import ConceptConsistency
from glossary.finding import Finding, Severity, Span

LEAST_ROWS = 3
LEAST_SHARE = 0.5


def _steady(concept: ConceptConsistency) -> bool:
    """Whether a concept has a usual rendering from which others can deviate, and is a term and not just a word.

    Single words are rendered by meaning and grammar (区域 is area, region or regional): alarms there are noise.
    """
    if not concept.renderings or concept.renderings[0].count < LEAST_ROWS or concept.dominant_share < LEAST_SHARE:
        return False
    phrase = concept.term if concept.language == "en" else concept.renderings[0].text
    han = concept.renderings[0].text if concept.language == "en" else concept.term
    return len(phrase.split()) >= 2 and len(han) >= 3


def _steady_concepts(material: Material) -> Iterator[ConceptConsistency]:
    yield from (c for c in (material.consistency.concepts if material.consistency else ()) if _steady(c))


def check_renderings(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports the places where a term of several words is not rendered as it usually is in the bitext.

    Why it matters: one concept, one term. A reader takes a second rendering for a second thing.

    Wrong: 缓冲区 is "buffer zone" in five places and "separation area" in one

    Right: "buffer zone" in all six

    What to do: use the usual rendering, or record in the termbase that both are right.
    """
    for concept in _steady_concepts(material):
        usual = concept.renderings[0]
        for rendering in concept.renderings[1:]:
            if rendering.listed:
                continue
            for row in rendering.rows:
                pair = material.pairs[row - 1]
                spans = _spans(pair, concept, rendering.text)
                yield check.finding(
                    material,
                    row,
                    f"{concept.term} is rendered {rendering.text!r} here, {usual.text!r} in {usual.count} other places",
                    f"{concept.term} 此处译为“{rendering.text}”，另有 {usual.count} 处译为“{usual.text}”",
                    zh_spans=spans[0],
                    en_spans=spans[1],
                    expected=usual.text,
                    found=rendering.text,
                    others=usual.rows,
                )


def check_usual(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes the places where a term stands and its usual rendering does not, nor another that was found.

    Why it matters: often a pronoun or an ellipsis, and right; sometimes an omission or a rendering of its own.

    Wrong: 停火监测机制 is "ceasefire monitoring mechanism" in nine places and "the framework" here

    Right: "the ceasefire monitoring mechanism", or "it" where the reference is clear

    What to do: read the segment; nothing, if the reference is clear.
    """
    for concept in _steady_concepts(material):
        usual = concept.renderings[0]
        if len(concept.open) > usual.count / 2:
            continue
        for row in concept.open:
            pair = material.pairs[row - 1]
            if _moved(material.pairs, row, concept, usual.text):
                continue
            spans = _spans(pair, concept, "")
            yield check.finding(
                material,
                row,
                f"{concept.term} is {usual.text!r} in {usual.count} places; that rendering is not found here",
                f"{concept.term} 有 {usual.count} 处译为“{usual.text}”，此处未见",
                zh_spans=spans[0],
                en_spans=spans[1],
                expected=usual.text,
                others=usual.rows,
            )


def _moved(pairs: Sequence[Pair], row: int, concept: ConceptConsistency, usual: str) -> bool:
    """Whether the rendering stands in a neighbouring row that has no use for it: a clause moved over a full stop."""
    here, there = ("zh", "en") if concept.language == "zh" else ("en", "zh")
    for near in (row - 1, row + 1):
        if 1 <= near <= len(pairs) and pairs[near - 1].symbol == pairs[row - 1].symbol:
            other = getattr(pairs[near - 1], there).lower()
            if usual.lower() in other and concept.term.lower() not in getattr(pairs[near - 1], here).lower():
                return True
    return False


def _spans(pair: Pair, concept: ConceptConsistency, found: str) -> tuple[list[Span], list[Span]]:
    texts = (concept.term, found) if concept.language == "zh" else (found, concept.term)
    return _place(pair.zh, texts[0]), _place(pair.en, texts[1])


def _place(text: str, part: str) -> list[Span]:
    at = text.lower().find(part.lower()) if part else -1
    return [(at, at + len(part))] if at >= 0 else []


CHECKS = (
    Check("T103", "term in several ways", "术语译法不一", Severity.WARNING, "Terminology/Inconsistent use of terminology",
          check_renderings, "采用通常译法，或在术语库中注明两种译法均可。"),
    Check("T104", "usual rendering not found", "未见通常译法", Severity.NOTE, "Terminology/Inconsistent use of terminology",
          check_usual, "阅读该句；指代清楚的，无须改动。"),
)  # fmt: skip
