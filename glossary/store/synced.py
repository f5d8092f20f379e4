"""What a termbase has and a file has not: concepts and terms that are gone from it; and which body says what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpora.errors import quoted
from glossary.concept import Concept, Term
from glossary.store.codec import BATCH
from glossary.store.combine import key
from glossary.store.tables import Tables

NOBODY = "no body named"


@dataclass(frozen=True, slots=True)
class Gone:
    """A concept (``after`` None) or terms of one that a file has no more; ``what`` says which."""

    before: Concept
    after: Concept | None
    what: tuple[str, ...]


def gone_from(tables: Tables, given: dict[str, list[Concept]], body: str) -> Iterator[Gone]:
    """What is in the termbase and not in the file. ``given``: by id, what the file has of a concept.

    With a ``body`` only terms of it are looked at: a file of one house says nothing of what another one has.
    """
    ids = [row[0] for row in tables.database.rows("SELECT id FROM concept ORDER BY seq")]
    languages = {term.language for concepts in given.values() for one in concepts for term in one.terms}
    for start in range(0, len(ids), BATCH):
        for id, concept in tables.concepts(ids[start : start + BATCH]).items():
            known = {key(term) for one in given.get(id, ()) for term in one.terms}
            missing = [
                term
                for term in concept.terms
                if key(term) not in known and term.language in languages and (not body or body in term.bodies)
            ]
            if missing:
                yield _gone(concept, missing, body, is_there=id in given)


def _gone(concept: Concept, missing: list[Term], body: str, *, is_there: bool) -> Gone:
    kept = tuple(
        one for term in concept.terms if (one := _without(term, body) if term in missing else term) is not None
    )
    if not kept or (not is_there and not body):
        return Gone(concept, None, (f"concept is not in the file: {named(concept)}",))
    said = tuple(f"term {quoted(term.text)} ({term.language}) is not in the file" for term in missing)
    return Gone(concept, replace(concept, terms=kept), said)


def _without(term: Term, body: str) -> Term | None:
    """A term that one body has no more; None where nobody else has it."""
    others = [one for one in term.bodies if one != body]
    return replace(term, body="; ".join(others)) if body and others else None


def named(concept: Concept) -> str:
    """A concept by its leading terms, or by its id."""
    return " / ".join(quoted(text) for text in (concept.preferred("zh"), concept.preferred("en")) if text) or concept.id


def says(concept: Concept) -> str:
    """Which body says what: ``FAO: 成员国, Member Country; UNHQ: 会员国``.

    >>> says(Concept("c1", (Term("会员国", "zh", body="UNHQ"), Term("成员国", "zh", body="FAO; WHO"), Term("Member State", "en"))))
    'UNHQ: 会员国; FAO: 成员国; WHO: 成员国; no body named: Member State'
    """
    houses: dict[str, list[str]] = {}
    for term in concept.terms:
        for body in term.bodies or (NOBODY,):
            houses.setdefault(body, []).append(term.text)
    return "; ".join(f"{body}: {', '.join(texts)}" for body, texts in houses.items())


def of_body(concepts: Iterable[Concept], body: str) -> Iterator[Concept]:
    """Concepts whose terms are all of a body, where they say nothing of it."""
    for concept in concepts:
        terms = tuple(term if term.body else replace(term, body=body) for term in concept.terms)
        yield replace(concept, terms=terms)
