"""Two descriptions of one concept made into one: what is new is added, what differs is named and left as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from corpora.errors import quoted
from glossary.concept import SEVERAL, Concept, Context, Definition, Term, rivals
from glossary.store.folding import folded

TEXTS = ("subject", "note")
TERM_TEXTS = ("type", "pos", "source", "note", "tag", "register", "validation")
STAMPS = ("created", "created_by", "modified", "modified_by")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Combined:
    """The result, a line for each thing that is new in it, and a line for each conflict."""

    concept: Concept
    changes: tuple[str, ...]
    conflicts: tuple[str, ...]


def key(term: Term) -> tuple[str, str]:
    """What makes two terms the same: language and folded text."""
    return term.language, folded(term.text)


def regional_key(term: Term) -> tuple[str, str, str]:
    """What makes two terms of one concept the same: the script or region too, for 大使 is a term of either Chinese."""
    return term.language, folded(term.text), term.tag


def combined(ours: Concept, theirs: Concept, *, replacing: bool = False, adding: bool = False) -> Combined:
    """``ours`` with what ``theirs`` has more. Where both say something else, ours stands (``replacing``: theirs).

    Counts: the greater one; with ``adding`` (other evidence, not the same again) the sum. The stamps stay ours.

    >>> ours = Concept("c1", (Term("会员国", "zh", "preferred"), Term("Member State", "en")), subject="组织")
    >>> both = combined(ours, Concept("c9", (Term("member state", "en", "preferred"), Term("成员国", "zh")), subject="法律"))
    >>> [term.text for term in both.concept.terms]
    ['会员国', 'Member State', '成员国']
    >>> for line in both.conflicts: print(line)
    subject: '组织' stands, '法律' comes
    term 'Member State' (en): 'Member State' stands, 'member state' comes
    term 'Member State' (en) status: 'admitted' stands, 'preferred' comes
    """
    log = _Log(replacing)
    values: dict[str, Any] = {name: log.text(name, getattr(ours, name), getattr(theirs, name)) for name in TEXTS}
    values |= _definitions(ours, theirs, log)
    values["terms"] = tuple(_terms(ours, theirs, log, adding))
    values["frequency"] = log.count("frequency", ours.frequency, theirs.frequency, adding)
    for name in ("score", "probability"):
        values[name] = getattr(ours, name) or getattr(theirs, name)
    for name in ("symbols", "links", "references"):
        values[name] = log.union(name, getattr(ours, name), getattr(theirs, name))
    for name in STAMPS:
        values[name] = getattr(ours, name) or getattr(theirs, name)
    return Combined(replace(ours, **values), tuple(log.changes), tuple(log.conflicts))


class _Log:
    """Chooses between two values, and writes down what it did."""

    def __init__(self, replacing: bool) -> None:
        self.replacing = replacing
        self.changes: list[str] = []
        self.conflicts: list[str] = []

    def text(self, name: str, ours: str, theirs: str) -> str:
        if not theirs or ours == theirs:
            return ours
        if not ours:
            self.changes.append(f"{name} added: {quoted(theirs)}")
            return theirs
        if self.replacing:
            self.changes.append(f"{name}: {quoted(ours)} becomes {quoted(theirs)}")
            return theirs
        self.conflicts.append(f"{name}: {quoted(ours)} stands, {quoted(theirs)} comes")
        return ours

    def count(self, name: str, ours: int, theirs: int, adding: bool) -> int:
        value = ours + theirs if adding else max(ours, theirs)
        if value != ours:
            self.changes.append(f"{name}: {ours} becomes {value}")
        return value

    def bodies(self, name: str, ours: Term, theirs: Term) -> str:
        """A term that several houses have is one of each of them: nothing that two of them could contradict."""
        more = [body for body in theirs.bodies if body not in ours.bodies]
        if not more:
            return ours.body
        self.changes.append(f"{name} added: {quoted(SEVERAL.join(more))}")
        return SEVERAL.join((*ours.bodies, *more))

    def number(self, name: str, ours: int, theirs: int) -> int:
        if not (ours and theirs) or ours == theirs:
            if theirs and not ours:
                self.changes.append(f"{name} added: {theirs}")
            return ours or theirs
        if self.replacing:
            self.changes.append(f"{name}: {ours} becomes {theirs}")
            return theirs
        self.conflicts.append(f"{name}: {ours} stands, {theirs} comes")
        return ours

    def union(self, name: str, ours: tuple[T, ...], theirs: Iterable[T]) -> tuple[T, ...]:
        result = tuple(dict.fromkeys((*ours, *theirs))) if set(theirs) - set(ours) else ours
        if len(result) > len(ours):
            self.changes.append(f"{name}: {len(result) - len(ours)} added")
        return result


def _definitions(ours: Concept, theirs: Concept, log: _Log) -> dict[str, Any]:
    """The definitions of both, one a language; where nobody says in which language one is, it is the leading one."""
    found = _said(ours)
    for one in _said(theirs):
        place = next((n for n, known in enumerate(found) if known.language == one.language), None)
        if place is None and found and not (found[0].language and one.language):
            place = 0
        if place is None:
            found.append(one)
            name = f"definition ({one.language})" if one.language else "definition"
            log.changes.append(f"{name} added: {quoted(one.text)}")
            continue
        known = found[place]
        text = log.text("definition", known.text, one.text)
        source = log.text("definition_source", known.source, one.source)
        found[place] = Definition(text, known.language or one.language, source)
    first = found[0] if found else Definition("")
    return {
        "definition": first.text,
        "definition_language": first.language,
        "definition_source": first.source,
        "definitions": tuple(found[1:]),
    }


def _said(concept: Concept) -> list[Definition]:
    """The definitions of a concept, and the source of one that has no text."""
    if concept.definition_source and not concept.definition:
        return [Definition("", "", concept.definition_source), *concept.definitions]
    return list(concept.every_definition)


def _terms(ours: Concept, theirs: Concept, log: _Log, adding: bool) -> list[Term]:
    terms = list(ours.terms)
    places: dict[tuple[str, str], list[int]] = {}
    for place, term in enumerate(terms):
        places.setdefault(key(term), []).append(place)
    for term in theirs.terms:
        found = _place(terms, places.get(key(term), []), term)
        preferred = next((n for n, t in enumerate(terms) if t.status == "preferred" and rivals(t, term)), None)
        if found is None:
            places.setdefault(key(term), []).append(len(terms))
            terms.append(_new_term(terms, term, preferred, log))
            continue
        term = _one_term(terms[found], term, log, adding)
        risen = term.status == "preferred" and terms[found].status != "preferred"
        if risen and preferred not in (None, found):
            assert preferred is not None
            terms[preferred] = _demoted(terms[preferred], log)
        terms[found] = term
    return terms


def _place(terms: list[Term], places: list[int], term: Term) -> int | None:
    """Where a term stands already: first the same text in the same script or region, last one of which nobody says any."""
    near = [place for place in places if terms[place].tag == term.tag]
    near += [place for place in places if place not in near and not (terms[place].tag and term.tag)]
    return next((place for place in near if terms[place].text == term.text), near[0] if near else None)


def _new_term(terms: list[Term], term: Term, preferred: int | None, log: _Log) -> Term:
    log.changes.append(f"term added: {quoted(term.text)} ({term.language}, {term.status})")
    if term.status != "preferred" or preferred is None:
        return term
    if log.replacing:
        terms[preferred] = _demoted(terms[preferred], log)
        return term
    held = f"preferred {term.language} term: {quoted(terms[preferred].text)} stands"
    log.conflicts.append(f"{held}, {quoted(term.text)} comes and is admitted")
    return replace(term, status="admitted")


def _demoted(term: Term, log: _Log) -> Term:
    log.changes.append(f"term {quoted(term.text)} ({term.language}): preferred becomes admitted")
    return replace(term, status="admitted")


def _one_term(ours: Term, theirs: Term, log: _Log, adding: bool) -> Term:
    if ours == theirs and not adding:
        return ours
    name = f"term {quoted(ours.text)} ({ours.language})"
    values: dict[str, Any] = {"text": log.text(name, ours.text, theirs.text)}
    for field in ("status", *TERM_TEXTS):
        values[field] = log.text(f"{name} {field}", getattr(ours, field), getattr(theirs, field))
    values["body"] = log.bodies(f"{name} body", ours, theirs)
    values["reliability"] = log.number(f"{name} reliability", ours.reliability, theirs.reliability)
    values["frequency"] = log.count(f"{name} frequency", ours.frequency, theirs.frequency, adding)
    contexts: tuple[Context, ...] = log.union(f"{name} contexts", ours.contexts, theirs.contexts)
    return replace(ours, **values, contexts=contexts)


def without(present: Concept, before: Concept, after: Concept) -> Concept:
    """``present`` without what came in between ``before`` and ``after``: terms, documents, links, references, counts."""
    old, new = ({regional_key(term): term for term in state.terms} for state in (before, after))
    terms = []
    for term in present.terms:
        was, became = old.get(regional_key(term)), new.get(regional_key(term))
        if was is not None and became is not None:
            term = _reduced(term, was, became)
        if was is not None or became is None:
            terms.append(term)
    values: dict[str, Any] = {"terms": tuple(terms)}
    for name in ("symbols", "links", "references"):
        come = set(getattr(after, name)) - set(getattr(before, name))
        values[name] = tuple(one for one in getattr(present, name) if one not in come)
    values["frequency"] = max(present.frequency - max(after.frequency - before.frequency, 0), 0)
    return replace(present, **values)


def _reduced(term: Term, was: Term, became: Term) -> Term:
    come = set(became.contexts) - set(was.contexts)
    contexts = tuple(one for one in term.contexts if one not in come)
    return replace(term, contexts=contexts, frequency=max(term.frequency - max(became.frequency - was.frequency, 0), 0))
