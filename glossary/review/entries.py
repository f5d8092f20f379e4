"""The work behind the page of concepts: what it lists, shows and changes of a termbase. Plain data in and out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import clean_text
from corpora.text import LANGUAGES
from glossary.concept import SEVERAL, Concept, Definition, Term, parts_of
from glossary.records import concept_to_dict
from glossary.review.evidence import passages
from glossary.review.similar import LOOKED_AT, Similar
from glossary.store import (
    OF_TERM,
    PLACES,
    SORTS,
    Change,
    ConflictError,
    Query,
    Store,
    change_line,
    fields_of_concept,
    fields_of_term,
    reference_of,
)

Answer = dict[str, Any]
PAGE = 100  # concepts that the list asks for at once
CHANGES = 12  # of a concept that the page shows
CONTEXTS = 8  # shown at first; "more" shows all
MOST_TERMS = 400
SUGGESTED = 8
MOST_AT_ONCE = 20_000
DEFINITION = ("definition", "definition_language", "definition_source")


class OvertakenEntryError(ConflictError):
    """Somebody else changed the concept since the page showed it; ``present`` is its state now."""

    def __init__(self, message: str, present: Answer) -> None:
        super().__init__(message)
        self.present = present


class Entries:
    """One termbase, opened anew for each request; the changes of this sitting, so that they can be undone in turn."""

    def __init__(self, path: Path, who: str = "") -> None:
        self._path = path
        self._who = who
        self._done: list[int] = []
        self._lock = threading.Lock()

    def _open(self) -> Store:
        return Store.open(self._path, who=self._who)

    def find(self, asked: Mapping[str, str]) -> Answer:
        """A page of the list: from ``start`` on, with how many there are; near spellings where nothing else is found."""
        query = _query(asked)
        with self._open() as store:
            found = store.find(query)
            near = not found.total and bool(query.text.strip())
            if near:
                found = store.find(replace(query, fuzzy=True))
            rows = [_row(concept, store.version(concept.id)) for concept in found.concepts]
        return {"total": found.total, "start": query.start, "rows": rows, "near": near and bool(found.total)}

    def lists(self) -> Answer:
        """The subject fields in use and the bodies, for lists to choose from."""
        with self._open() as store:
            return {"subjects": list(store.subjects()), "bodies": store.bodies(), "total": len(store)}

    def show(self, id: str, contexts: int = CONTEXTS) -> Answer:
        """One concept with all its fields; raises :class:`LookupError` where there is none."""
        with self._open() as store:
            where = store.leads_to(clean_text(id))
            if not where:
                raise LookupError("this concept is not in the termbase any more")
            return _detail(store, where, contexts)

    def save(self, body: Mapping[str, Any]) -> Answer:
        """Write a concept as the page sends it, a new one where it has no id; raises :class:`OvertakenEntryError`."""
        id, why = _text(body.get("id")), _text(body.get("why"))
        homonym = body.get("homonym") is True
        with self._open() as store:
            try:
                with store.transaction():
                    if not id:
                        made = store.add(edited_entry(Concept("", ()), body), why=why, homonym=homonym)
                    else:
                        present = store.get(id)
                        if present is None:
                            raise LookupError("this concept is not in the termbase any more")
                        store.expect(id, _version(body))
                        made = store.change(edited_entry(present, body), why=why, homonym=homonym)
                    self._remember(store)
            except ConflictError as error:
                raise OvertakenEntryError(str(error), _detail(store, id)) from error
            return _detail(store, made.id)

    def delete(self, body: Mapping[str, Any]) -> Answer:
        """Take concepts out, all that are named or none; each must be as the page saw it."""
        chosen = _chosen(body)
        with self._open() as store, store.transaction():
            for id, version in chosen:
                store.remove(id, why=_text(body.get("why")), expect=version)
            self._remember(store)
        return {"deleted": [id for id, _version_ in chosen]}

    def alike(self, id: str) -> Answer:
        """Concepts that look like this one: what it may be merged into."""
        with self._open() as store:
            own = store.get(clean_text(id))
            found = Similar(store.alike(own, LOOKED_AT)).of(own, SUGGESTED) if own is not None else []
            return {"rows": [_row(concept, store.version(concept.id)) for concept in found]}

    def merging(self, id: str, into: str) -> Answer:
        """What merging would bring, and what would be given up."""
        with self._open() as store:
            made = store.merging(clean_text(id), clean_text(into))
        return {"changes": made.changes, "given_up": made.given_up, "referring": made.referring}

    def merge(self, body: Mapping[str, Any]) -> Answer:
        """Make one concept of two, where both are as the page saw them."""
        id, into = _text(body.get("id")), _text(body.get("into"))
        with self._open() as store:
            with store.transaction():
                store.expect(id, _version(body))
                store.merge(id, into, why=_text(body.get("why")))
                self._remember(store)
            return _detail(store, into)

    def set_fields(self, body: Mapping[str, Any]) -> Answer:
        """Give several concepts a subject, or all of their terms a body or a validation; one group of changes."""
        chosen = _chosen(body)
        given = body.get("fields")
        fields = (
            {name: text for name, text in given.items() if isinstance(text, str)} if isinstance(given, dict) else {}
        )
        of_concept = fields_of_concept({"subject": fields["subject"]} if "subject" in fields else {})
        of_terms = fields_of_term({name: fields[name] for name in ("body", "validation", "status") if name in fields})
        with self._open() as store, store.transaction():
            for id, version in chosen:
                store.expect(id, version)
                concept = store.get(id)
                assert concept is not None
                terms = tuple(replace(term, **of_terms) for term in concept.terms) if of_terms else concept.terms
                store.change(replace(concept, terms=terms, **of_concept), homonym=True)
            self._remember(store)
        return {"changed": [id for id, _version_ in chosen]}

    def undo(self) -> Answer:
        """Take back the last change of this sitting; nothing where there is none."""
        with self._lock:
            if not self._done:
                return {"undone": []}
            group = self._done.pop()
        with self._open() as store:
            return {"undone": [change.id for change in store.undo(group)]}

    def _remember(self, store: Store) -> None:
        """What this transaction did can be undone; where it did nothing, the last change is somebody else's."""
        with self._lock:
            if store.group is not None:
                self._done.append(store.group)


def _query(asked: Mapping[str, str]) -> Query:
    places = tuple(place for place in PLACES if place in asked.get("in", "").split(","))
    sort = asked.get("sort", "best")
    start = asked.get("start", "0")
    return Query(
        clean_text(asked.get("q", ""))[:400],
        asked.get("language") if asked.get("language") in LANGUAGES else None,
        places or PLACES,
        clean_text(asked.get("subject", "")),
        clean_text(asked.get("body", "")),
        asked.get("status", ""),
        asked.get("validation", ""),
        clean_text(asked.get("since", "")),
        clean_text(asked.get("until", "")),
        next((one for one in SORTS if one == sort), "best"),
        limit=PAGE,
        start=int(start) if start.isdecimal() and len(start) < 9 else 0,
    )


def _row(concept: Concept, version: int) -> Answer:
    bodies = dict.fromkeys(body for term in concept.terms for body in term.bodies)
    return {
        "id": concept.id,
        "version": version,
        "zh": concept.preferred("zh"),
        "en": concept.preferred("en"),
        "subject": concept.subject,
        "bodies": list(bodies),
    }


def _detail(store: Store, id: str, contexts: int = CONTEXTS) -> Answer:
    concept = store.get(id)
    if concept is None:
        return {"id": id, "gone": True}
    found = concept_to_dict(replace(concept, terms=(), symbols=()))
    known = {one.id: one for one in store.concepts({reference.concept for reference in concept.references})}
    shown = passages(concept, contexts)
    return {
        **found,
        "version": store.version(id),
        "terms": [{"place": place, **_term(term)} for place, term in enumerate(concept.terms)],
        "definitions": [
            {"text": one.text, "language": one.language, "source": one.source} for one in concept.every_definition
        ],
        "references": [
            {
                "concept": one.concept,
                "kind": one.kind,
                "zh": known[one.concept].preferred("zh") if one.concept in known else "",
                "en": known[one.concept].preferred("en") if one.concept in known else "",
            }
            for one in concept.references
        ],
        "referring": store.referring(id)[:PAGE],
        "documents": list(concept.symbols),
        "contexts": [{"symbol": p.symbol, "segment": p.segment, "zh": p.zh, "en": p.en} for p in shown],
        "more": sum(len(term.contexts) for term in concept.terms) > contexts and len(shown) == contexts,
        "history": [_change(change) for change in store.history(id, CHANGES)],
    }


def _term(term: Term) -> Answer:
    return {"language": term.language, "frequency": term.frequency} | {name: getattr(term, name) for name in OF_TERM}


def _change(change: Change) -> Answer:
    what = change_line(change).split("\t")
    return {"when": change.when, "who": change.who, "action": change.action, "what": what[5], "why": change.why}


def edited_entry(present: Concept, body: Mapping[str, Any]) -> Concept:
    """The concept as the page sends it; what the page does not show (contexts, counts, documents, links) stays.

    A term keeps what it has by its ``place`` among the present ones; a new one has none.
    """
    given = body.get("terms")
    terms: list[Term] = []
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, dict) or len(terms) >= MOST_TERMS:
            raise InputError("the terms are no list of terms", f"at most {MOST_TERMS}")
        fields = fields_of_term({name: str(one[name] or "") for name in OF_TERM if name in one})
        place, language = one.get("place"), _text(one.get("language"))
        if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(present.terms):
            terms.append(replace(present.terms[place], **fields))
        elif language in LANGUAGES and fields.get("text"):
            terms.append(Term(language=language, **fields))
        else:
            raise InputError("a term has no text or no language", "write it, or take the term out")
    if not terms:
        raise InputError("no term would be left", "delete the concept")
    texts = {name: _text(body.get(name)) for name in ("note",)}
    subject = SEVERAL.join(parts_of(_text(body.get("subject"))))
    references = tuple(reference_of(_text(one)) for one in body.get("references") or () if _text(one).strip())
    return replace(
        present,
        terms=tuple(terms),
        references=tuple(dict.fromkeys(references)),
        **fields_of_concept({**texts, "subject": subject}),
        **_definitions(body),
    )


def _definitions(body: Mapping[str, Any]) -> dict[str, Any]:
    given = body.get("definitions")
    found: list[Definition] = []
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, dict):
            raise InputError("the definitions are no list of definitions")
        fields = fields_of_concept(
            {name: _text(one.get(key)) for name, key in zip(DEFINITION, ("text", "language", "source"), strict=True)}
        )
        if fields["definition"]:
            found.append(Definition(*(fields[name] for name in DEFINITION)))
    first = found[0] if found else Definition("")
    return {
        "definition": first.text,
        "definition_language": first.language,
        "definition_source": first.source,
        "definitions": tuple(found[1:]),
    }


def _chosen(body: Mapping[str, Any]) -> list[tuple[str, int]]:
    given = body.get("concepts")
    found = [
        (one[0], one[1])
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and type(one[1]) is int
    ]
    if not found or len(found) > MOST_AT_ONCE:
        raise InputError("no concept is chosen", "choose some in the list")
    return list(dict(found).items())


def _version(body: Mapping[str, Any]) -> int:
    version = body.get("version")
    if type(version) is not int:
        raise InputError("the version is missing")
    return version


def _text(value: object) -> str:
    return clean_text(value) if isinstance(value, str) else ""
