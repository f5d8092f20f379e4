"""SKOS in, as Turtle, N-Triples or JSON-LD: own exports, and thesauri in many languages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyoxigraph as rdf

from corpora.errors import InputError, short
from corpora.files import MAX_FILE, tidy
from glossary.concept import Concept, Reference, Relation, Term, Termbase
from glossary.formats.detect import head_of
from glossary.formats.reading import Ids, finished, language_of
from glossary.formats.skos.names import DCT, LABELS, RDF_TYPE, RDFS, RECORD, SKOS, id_of, local_part
from glossary.formats.skos.write import plain_term
from glossary.losses import Losses
from glossary.records import concept_from_dict

RELATIONS: dict[str, Relation] = {
    f"{SKOS}related": "related",
    f"{SKOS}broader": "broader",
    f"{SKOS}narrower": "narrower",
    f"{SKOS}broaderTransitive": "broader",
    f"{SKOS}narrowerTransitive": "narrower",
}
NOTES = frozenset(f"{SKOS}{name}" for name in ("note", "scopeNote", "editorialNote", "example"))
LINKS = frozenset(
    (*(f"{SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")), f"{RDFS}seeAlso")
)  # fmt: skip
ONCE = {
    f"{DCT}subject": "subject",
    f"{DCT}source": "definition_source",
    f"{DCT}creator": "created_by",
    f"{DCT}contributor": "modified_by",
    f"{DCT}created": "created",
    f"{DCT}modified": "modified",
}
QUIET = frozenset(f"{SKOS}{name}" for name in ("inScheme", "topConceptOf", "hasTopConcept", "notation", "member"))
NO_CONCEPT = frozenset(f"{SKOS}{name}" for name in ("ConceptScheme", "Collection", "OrderedCollection"))
LABEL_OF = {f"{SKOS}{name}": name for name in LABELS}


@dataclass(slots=True)
class _Node:
    labels: list[tuple[str, str, str]] = field(default_factory=list)
    texts: dict[str, Any] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    relations: list[tuple[str, Relation]] = field(default_factory=list)
    record: str = ""
    concept: bool = False
    scheme: bool = False


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a thesaurus; labels in other languages are counted. Raises :class:`InputError` for anything else."""
    nodes: dict[str, _Node] = {}
    for quad in _quads(path):
        _add(nodes, quad, losses)
    concepts = {iri: node for iri, node in nodes.items() if (node.concept or node.labels) and not node.scheme}
    ids = _ids(concepts, losses)
    found = []
    for iri, node in concepts.items():
        concept = _concept(iri, node, ids, losses)
        if concept.terms:
            found.append(concept)
        else:
            losses.add(
                concept.id,
                "no Chinese or English label: left out",
                "concepts without a Chinese or English label, left out",
            )
    return finished(_related(found, losses), path, f"skos:{path.name}", len(concepts))


def _quads(path: Path) -> Iterator[Any]:
    bom = head_of(path, 3) == b"\xef\xbb\xbf"
    if path.stat().st_size > MAX_FILE:
        raise InputError(f"{path}: holds more than {MAX_FILE >> 30} GB", "split it")
    json_ld = path.suffix.lower() in (".jsonld", ".json")
    format = rdf.RdfFormat.JSON_LD if json_ld else rdf.RdfFormat.TURTLE
    try:
        with path.open("rb") as stream:
            stream.seek(3 if bom else 0)
            yield from rdf.parse(stream, format, base_iri="urn:file:")
    except (SyntaxError, ValueError, OSError) as error:
        reason = short(getattr(error, "msg", None) or str(error), 120)
        raise InputError(f"{path}: cannot be read as RDF ({reason})", "export it again as Turtle or JSON-LD") from error


def _add(nodes: dict[str, _Node], quad: Any, losses: Losses) -> None:
    subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
    node = nodes.get(subject)
    if node is None:
        node = nodes[subject] = _Node()
    text: str = getattr(value, "value", "") or ""
    if predicate in LABEL_OF:
        language = language_of(getattr(value, "language", None) or "")
        if language in ("zh", "en"):
            if label := tidy(text):
                node.labels.append((LABEL_OF[predicate], language, label))
        elif language:
            losses.language(language)
        else:
            losses.add(
                short(local_part(subject)), "a label without a language left out", "labels without a language, left out"
            )
    elif predicate in RELATIONS:
        node.relations.append((text, RELATIONS[predicate]))
    elif predicate in LINKS:
        node.links.append(tidy(text))
    elif predicate == RDF_TYPE:
        node.scheme = node.scheme or text in NO_CONCEPT
        node.concept = node.concept or text == f"{SKOS}Concept"
    elif predicate not in QUIET:
        _describe(node, subject, predicate, value, tidy(text), losses)


def _describe(node: _Node, subject: str, predicate: str, value: Any, text: str, losses: Losses) -> None:
    language = language_of(getattr(value, "language", None) or "")
    id = short(local_part(subject))
    if predicate == RECORD:
        node.record = text
    elif predicate == f"{SKOS}definition" or predicate in NOTES:
        if language not in ("zh", "en", ""):
            losses.add(
                id, f"a note in {short(language, 20)} left out", "notes and definitions in other languages, left out"
            )
        elif predicate in NOTES:
            node.notes.append(text)
        else:
            node.definitions.setdefault(language, text)
    elif predicate in ONCE:
        if node.texts.setdefault(ONCE[predicate], text) != text:
            name = ONCE[predicate]
            losses.add(id, f"a second {name} left out", f"concepts: a second {name} left out")
    else:
        name = short(local_part(predicate), 40)
        losses.add(id, f"{name} left out", f"properties left out ({name})")


def _ids(nodes: dict[str, _Node], losses: Losses) -> dict[str, str]:
    """Ours by their id, others by the last part of their IRI where that is unique."""
    parts = Counter(local_part(iri) for iri in nodes)
    ids = Ids(losses)
    return {iri: ids.unique(id_of(iri) or (part if parts[part := local_part(iri)] == 1 else iri)) for iri in nodes}


def _concept(iri: str, node: _Node, ids: dict[str, str], losses: Losses) -> Concept:
    told = _told(node.record, ids[iri], losses)
    definition = next((text for language in ("en", "zh", "") if (text := node.definitions.get(language))), "")
    if len(node.definitions) > 1:
        losses.add(ids[iri], "a second definition left out", "concepts: a second definition left out")
    links = node.links if id_of(iri) or not iri.startswith("http") else [*node.links, iri]
    references = [
        Reference(ids.get(target) or id_of(target) or target, kind) for target, kind in dict.fromkeys(node.relations)
    ]
    return replace(
        told,
        terms=_terms(node, told.terms),
        definition=definition,
        note="\n".join(dict.fromkeys(filter(None, node.notes))),
        links=tuple(dict.fromkeys(filter(None, links))),
        references=tuple(references),
        **node.texts,
    )


def _told(record: str, id: str, losses: Losses) -> Concept:
    if record:
        try:
            found = json.loads(record)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return concept_from_dict({**found, "id": id}, losses)
        losses.add(id, "its record is damaged: left out", "records are damaged: left out")
    return Concept(id, ())


def _terms(node: _Node, told: tuple[Term, ...]) -> tuple[Term, ...]:
    """Labels as terms, with all that the record says of them."""
    known = {(term.language, term.text): term for term in told}
    found: dict[tuple[str, str], Term] = {}
    for kind in LABELS:
        for label, language, text in node.labels:
            if label == kind:
                found.setdefault((language, text), known.get((language, text)) or plain_term(kind, text, language))
    seen: set[str] = set()
    terms = []
    for term in sorted(found.values(), key=lambda term: term.language != "zh"):
        if term.status == "preferred" and (term.language, term.text) not in known:
            if term.language in seen:  # simplified and traditional, or British and American
                term = replace(term, status="admitted")
            seen.add(term.language)
        terms.append(term)
    return tuple(terms)


def _related(concepts: list[Concept], losses: Losses) -> Iterator[Concept]:
    """Without relations to what the file does not describe, except those that our own exports have."""
    known = {concept.id for concept in concepts}
    for concept in concepts:
        kept = tuple(r for r in concept.references if r.concept in known)
        for _ in range(len(concept.references) - len(kept)):
            what = "relations to concepts that are not in the file, left out"
            losses.add(concept.id, "a relation to a concept that is not in the file left out", what)
        yield replace(concept, references=kept) if len(kept) < len(concept.references) else concept
