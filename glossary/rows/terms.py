"""Terms as texts are compared: Chinese ones in simplified characters."""

from __future__ import annotations

from dataclasses import replace

from glossary.concept import Concept, Term, Termbase
from glossary.words import simple


def simple_terms(termbase: Termbase) -> Termbase:
    """A termbase with its Chinese terms in simplified characters; what two spellings of a concept become is one term.

    >>> made = Concept("c1", (Term("聯合國", "zh"), Term("联合国", "zh"), Term("United Nations", "en")))
    >>> [term.text for term in simple_terms(Termbase.of([made])).concepts["c1"].terms]
    ['联合国', 'United Nations']
    """
    return Termbase.of((_simple(concept) for concept in termbase), termbase.signature)


def _simple(concept: Concept) -> Concept:
    terms: dict[tuple[str, str], Term] = {}
    for term in concept.terms:
        text = simple(term.text) if term.language == "zh" else term.text
        terms.setdefault((term.language, text), term if text == term.text else replace(term, text=text))
    return replace(concept, terms=tuple(terms.values()))
