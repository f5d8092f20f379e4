"""SKOS out (W3C Recommendation of 2009), as Turtle or JSON-LD, through pyoxigraph.

The first preferred term of a language, else the first admitted one, is its ``prefLabel``, of which SKOS wants one; other
terms are ``altLabel``, deprecated and superseded ones ``hiddenLabel``: found by a search, but not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as rdf

from corpora.text import LANGUAGES, detect_language
from glossary.concept import Concept, Status, Term, Termbase
from glossary.formats.carry import is_time
from glossary.formats.skos.names import DCT, LABELS, PREFIXES, RDF_TYPE, RDFS, RECORD, SCHEME, SKOS, XSD, iri_of
from glossary.formats.types import ExportOptions
from glossary.records import concept_to_dict

KINDS = {"related": "related", "broader": "broader", "narrower": "narrower"}
TOLD = ("frequency", "score", "probability", "symbols")


def write_turtle(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """Turtle (``.ttl``)."""
    _write(concepts, path, options, rdf.RdfFormat.TURTLE)


def write_jsonld(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """JSON-LD (``.jsonld``)."""
    _write(concepts, path, options, rdf.RdfFormat.JSON_LD)


def _write(concepts: list[Concept], path: Path, options: ExportOptions, format: Any) -> None:
    with path.open("wb") as stream:
        rdf.serialize(_Writer(options).triples(concepts), stream, format, prefixes=PREFIXES)


class _Writer:
    def __init__(self, options: ExportOptions) -> None:
        self.rdf = rdf
        self.options = options
        self.names: dict[str, Any] = {}

    def name(self, iri: str) -> Any:
        if iri not in self.names:
            self.names[iri] = self.rdf.NamedNode(iri)
        return self.names[iri]

    def text(self, text: str) -> Any:
        """A text in the language that it looks like."""
        return self.rdf.Literal(text, language=self.options.code(detect_language(text) or "en"))

    def triples(self, concepts: list[Concept]) -> Iterator[Any]:
        scheme = self.name(SCHEME)
        yield self.rdf.Triple(scheme, self.name(RDF_TYPE), self.name(f"{SKOS}ConceptScheme"))
        for concept in concepts:
            node = self.rdf.NamedNode(iri_of(concept.id))
            yield self.rdf.Triple(node, self.name(RDF_TYPE), self.name(f"{SKOS}Concept"))
            yield self.rdf.Triple(node, self.name(f"{SKOS}inScheme"), scheme)
            yield self.rdf.Triple(node, self.name(f"{SKOS}notation"), self.rdf.Literal(concept.id))
            for predicate, value in (*self.labels(concept), *self.facts(concept), *self.record(concept)):
                yield self.rdf.Triple(node, self.name(predicate), value)

    def labels(self, concept: Concept) -> Iterator[tuple[str, Any]]:
        for kind, term in labelled(concept):
            yield f"{SKOS}{kind}", self.rdf.Literal(term.text, language=term.tag or self.options.code(term.language))

    def facts(self, concept: Concept) -> Iterator[tuple[str, Any]]:
        for one in concept.every_definition:
            yield f"{SKOS}definition", self.rdf.Literal(one.text, language=one.language or None)
        if concept.note:
            yield f"{SKOS}note", self.text(concept.note)
        for name, text in (
            ("subject", concept.subject),
            ("source", concept.definition_source),
            ("creator", concept.created_by),
            ("contributor", concept.modified_by),
        ):
            if text:
                yield f"{DCT}{name}", self.rdf.Literal(text)
        for name in ("created", "modified"):
            if text := getattr(concept, name):
                yield f"{DCT}{name}", self.time(text)
        for reference in concept.references:
            yield f"{SKOS}{KINDS[reference.kind]}", self.rdf.NamedNode(iri_of(reference.concept))
        for link in concept.links:
            yield f"{RDFS}seeAlso", self.link(link)

    def time(self, text: str) -> Any:
        kind = "" if not is_time(text) else "date" if len(text) == len("2026-11-25") else "dateTime"
        return self.rdf.Literal(text, datatype=self.name(XSD + kind)) if kind else self.rdf.Literal(text)

    def link(self, text: str) -> Any:
        try:
            return self.rdf.NamedNode(text)
        except ValueError:
            return self.rdf.Literal(text)

    def record(self, concept: Concept) -> Iterator[tuple[str, Any]]:
        whole = concept_to_dict(concept)
        told = {name: whole[name] for name in TOLD if name in whole}
        if any(term != plain_term(kind, term.text, term.language, term.tag) for kind, term in labelled(concept)):
            told["terms"] = whole["terms"]
        if any(one.source for one in concept.definitions):
            told["definitions"] = whole["definitions"]
        if told:
            yield RECORD, self.rdf.Literal(json.dumps(told, ensure_ascii=False))


def labelled(concept: Concept) -> Iterator[tuple[str, Term]]:
    """The terms with the kind of label that each one is.

    >>> [(kind, t.text) for kind, t in labelled(Concept("c", (Term("a", "en"), Term("b", "en", "deprecated"))))]
    [('prefLabel', 'a'), ('hiddenLabel', 'b')]
    """
    for language in LANGUAGES:
        named: set[str] = set()
        for term in concept.of(language):
            hidden = term.status in ("deprecated", "superseded")
            yield "hiddenLabel" if hidden else "altLabel" if term.tag in named else "prefLabel", term
            named |= set() if hidden else {term.tag}


def plain_term(kind: str, text: str, language: str, tag: str = "") -> Term:
    """What a label alone tells of a term."""
    status = LABELS[kind]
    known: Status = "preferred" if status == "preferred" else "admitted" if status == "admitted" else "deprecated"
    return Term(text, language, known, tag=tag)
