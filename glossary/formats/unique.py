"""Each term in one concept, as clients want it that offer a term once for every concept that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpora.errors import short
from corpora.files import one_line, tidy
from glossary.concept import Concept, Term, Termbase, rivals
from glossary.losses import Losses


def once(termbase: Termbase, deprecated: bool, losses: Losses) -> Iterator[Concept]:
    """Concepts with both languages, no term twice, one preferred term a language.

    A term that stands in several concepts stays in the most frequent one; a concept that loses a language by that is
    left out.
    """
    taken: dict[tuple[str, str], str] = {}
    keep: dict[str, tuple[Term, ...]] = {}
    for concept in sorted(termbase, key=lambda c: (-c.frequency, -c.score, c.id)):
        terms: list[Term] = []
        for term in concept.terms:
            if term.language not in ("zh", "en"):
                losses.language(term.language or "not given")
        for term in (*concept.of("zh"), *concept.of("en")):
            if not deprecated and term.status in ("deprecated", "superseded"):
                what = f"term {short(term.text)!r} is {term.status}: left out"
                losses.add(concept.id, what, "terms that are deprecated or superseded, left out")
                continue
            other = taken.get(_key(term))
            if other is None:
                terms.append(term)
            else:
                what = f"term {short(term.text)!r} stands in {short(other)} already: left out"
                losses.add(concept.id, what, "terms that stand in another concept too, left out there")
        if {term.language for term in terms} != {"zh", "en"}:
            losses.add(
                concept.id,
                "no term of its own in both languages: left out",
                "concepts without a term of their own in both languages, left out",
            )
            continue
        taken.update((_key(term), concept.id) for term in terms)
        keep[concept.id] = tuple(_one_preferred(concept.id, terms, losses))
    for concept in termbase:
        if concept.id in keep:
            yield replace(concept, terms=keep[concept.id])


def _key(term: Term) -> tuple[str, str]:
    return term.language, tidy(one_line(term.text)).casefold()


def _one_preferred(concept: str, terms: Iterable[Term], losses: Losses) -> Iterator[Term]:
    leaders: list[Term] = []
    done: set[tuple[str, ...]] = set()
    for term in terms:
        if (*_key(term), term.tag) in done:
            what = f"term {short(term.text)!r} stands twice: one left out"
            losses.add(concept, what, "terms that stand twice in their concept, left out")
            continue
        done.add((*_key(term), term.tag))
        if term.status == "preferred" and any(rivals(term, other) for other in leaders):
            losses.add(
                concept,
                f"term {short(term.text)!r}: second preferred term, written as admitted",
                "terms: second preferred term of a language, written as admitted",
            )
            term = replace(term, status="admitted")
        if term.status == "preferred":
            leaders.append(term)
        yield term
