"""SKOS in, as Turtle, N-Triples, N-Quads, RDF/XML or JSON-LD: own exports, and thesauri in many languages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as rdf

from corpora.errors import InputError, short
from corpora.files import MAX_FILE, PROLOG, read_prolog
from corpora.text import LANGUAGES, language_tag
from glossary.concept import Concept, Context, Definition, Reference, Status, Term, Termbase, rivals
from glossary.formats.detect import head_of
from glossary.formats.reading import Ids, defined, finished, language_of, tag_of
from glossary.formats.skos.names import LABELS, id_of, local_part
from glossary.formats.skos.nodes import Node, Said, add, labels_of
from glossary.formats.skos.write import plain_term
from glossary.formats.text import one_term, plain_words
from glossary.losses import Losses
from glossary.records import concept_from_dict

RDF_FORMATS = {
    ".jsonld": rdf.RdfFormat.JSON_LD,
    ".json": rdf.RdfFormat.JSON_LD,
    ".rdf": rdf.RdfFormat.RDF_XML,
    ".owl": rdf.RdfFormat.RDF_XML,
    ".xml": rdf.RdfFormat.RDF_XML,
    ".nq": rdf.RdfFormat.N_QUADS,
    ".trig": rdf.RdfFormat.TRIG,
}


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a thesaurus; labels in other languages are counted. Raises :class:`InputError` for anything else."""
    nodes: dict[str, Node] = {}
    for quad in _quads(path):
        add(nodes, quad)
    concepts = {
        iri: node
        for iri, node in nodes.items()
        if (node.concept or node.labels or node.xl) and not (node.scheme or node.label)
    }
    ids = _ids(concepts, losses)
    for scheme in dict.fromkeys(name for node in concepts.values() for name in node.schemes):
        losses.add("", f"scheme {short(local_part(scheme), 40)!r} left out", "schemes left out")
    found = []
    for iri, node in concepts.items():
        concept = _concept(iri, node, nodes, ids, losses)
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
    head = head_of(path, PROLOG)
    if path.stat().st_size > MAX_FILE:
        raise InputError(f"{path}: holds more than {MAX_FILE >> 30} GB", "split it")
    format = RDF_FORMATS.get(path.suffix.lower(), rdf.RdfFormat.TURTLE)
    if format is rdf.RdfFormat.RDF_XML:
        read_prolog(head, path)  # refuses what declares entities
    try:
        with path.open("rb") as stream:
            stream.seek(3 if head.startswith(b"\xef\xbb\xbf") else 0)
            yield from rdf.parse(stream, format, base_iri="urn:file:")
    except (SyntaxError, ValueError, OSError) as error:
        reason = short(getattr(error, "msg", None) or str(error), 120)
        if "LoadDocumentCallback" in reason:
            raise InputError(
                f"{path}: its context {_remote_context(path)}is on the network and is not fetched",
                "export it with the context inside",
            ) from error
        raise InputError(f"{path}: cannot be read as RDF ({reason})", "export it again as Turtle or JSON-LD") from error


def _remote_context(path: Path) -> str:
    """The address of a JSON-LD context, with a space behind it; empty where it is not found."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError, OSError):
        return ""
    first = found[0] if isinstance(found, list) and found else found
    given = first.get("@context") if isinstance(first, dict) else None
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, str):
            return f"{short(one, 100)} "
    return ""


def _ids(nodes: dict[str, Node], losses: Losses) -> dict[str, str]:
    """Ours by their id, others by the last part of their IRI where that is unique."""
    bare = {name: name.strip("<>") for name in nodes}
    parts = Counter(local_part(iri) for iri in bare.values())
    ids = Ids(losses)
    return {
        name: ids.unique(id_of(iri) or (part if parts[part := local_part(iri)] == 1 else iri))
        for name, iri in bare.items()
    }


def _concept(name: str, node: Node, nodes: dict[str, Node], ids: dict[str, str], losses: Losses) -> Concept:
    id, iri = ids[name], name.strip("<>")
    for what, text in node.other:
        losses.add(id, f"{what} {text!r} left out", f"properties left out ({what})")
    told = _told(node.record, id, losses)
    links = node.links if id_of(iri) or not iri.startswith("http") else [*node.links, iri]
    references = [
        Reference(ids.get(target) or id_of(target.strip("<>")) or target.strip("<>"), kind)
        for target, kind in dict.fromkeys(node.relations)
    ]
    notes = _by_language(node.notes, id, losses)
    terms = _terms(node, labels_of(node, nodes, id, losses), told.terms)
    if len(notes) > 1:  # a note of each language stays with its language
        terms = _with_notes(terms, notes)
        notes = {code: texts for code, texts in notes.items() if code not in {term.language for term in terms}}
    terms = _with_examples(terms, _by_language(node.examples, id, losses))
    texts = dict(node.texts)
    definitions = _definitions(node, nodes, told, id, losses)
    source = texts.pop("definition_source", "")
    definitions["definition_source"] = definitions["definition_source"] or source
    if source and not id_of(iri):  # others say once where all definitions of a concept come from
        definitions["definitions"] = tuple(
            replace(one, source=one.source or source) for one in definitions["definitions"]
        )
    return replace(
        told,
        terms=terms,
        note="\n".join(text for one in notes.values() for text in one),
        links=tuple(dict.fromkeys(filter(None, links))),
        references=tuple(references),
        **{**definitions, **texts},
    )


def _by_language(said: list[Said], id: str, losses: Losses) -> dict[str, list[str]]:
    """Texts by their language, each once; those in other languages are named."""
    found: dict[str, list[str]] = {}
    for text, code in said:
        language = language_of(code)
        if language not in ("", *LANGUAGES):
            what = "notes and definitions in other languages, left out"
            losses.add(id, f"a note in {short(language, 20)} left out", what)
        elif text and text not in found.setdefault(language, []):
            found[language].append(text)
    return found


def _definitions(node: Node, nodes: dict[str, Node], told: Concept, id: str, losses: Losses) -> dict[str, Any]:
    sources = {(one.text, one.language): one.source for one in told.definitions}
    found: dict[str, Definition] = {}
    texts = [(text, code, "") for text, code in node.definitions]
    for name in node.definition_nodes:
        if name in nodes:
            texts.append((*nodes[name].value, nodes[name].texts.get("definition_source", "")))
    for text, code, source in texts:
        tag = language_tag(code)
        if language_of(code) not in ("", *LANGUAGES):
            what = "notes and definitions in other languages, left out"
            losses.add(id, f"a definition in {short(code, 20)} left out", what)
        elif tag in found:
            losses.add(id, "a second definition left out", "concepts: a second definition left out")
        elif text:
            found[tag] = Definition(plain_words(text), tag, source or sources.get((text, tag), ""))
    return defined(found.values())


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


def _terms(node: Node, labels: list[tuple[str, str, str]], told: tuple[Term, ...]) -> tuple[Term, ...]:
    """Labels as terms, with all that the record says of them."""
    known = {(term.language, term.text, term.tag): term for term in told}
    found: dict[tuple[str, str, str], Term] = {}
    for kind in LABELS:
        for label, code, text in labels:
            if label == kind:
                key = (language_of(code), one_term(text), tag_of(code))
                found.setdefault(key, known.get(key) or plain_term(kind, key[1], key[0], key[2]))
    terms: list[Term] = []
    for key, term in sorted(found.items(), key=lambda one: one[0][0] != "zh"):
        if key not in known:
            status: Status = term.status
            if status == "preferred" and any(t.status == "preferred" and rivals(t, term) for t in terms):
                status = "admitted"
            term = replace(term, status="deprecated" if node.deprecated else status)
        terms.append(term)
    return tuple(terms)


def _with_notes(terms: tuple[Term, ...], notes: dict[str, list[str]]) -> tuple[Term, ...]:
    """The terms, the leading one of each language with the notes that are in it."""
    rest = dict(notes)
    found = []
    for term in terms:
        texts = rest.pop(term.language, None) if term.status != "deprecated" else None
        found.append(replace(term, note="\n".join(texts)) if texts and not term.note else term)
    return tuple(found)


def _with_examples(terms: tuple[Term, ...], examples: dict[str, list[str]]) -> tuple[Term, ...]:
    """The terms, the leading one of each language with the examples that are in it; others go to the first."""
    rest = dict(examples)
    found = []
    for term in terms:
        texts = [*rest.pop(term.language, []), *(rest.pop("", []) if term is terms[0] else [])]
        found.append(replace(term, contexts=(*term.contexts, *map(Context, texts))) if texts else term)
    return tuple(found)


def _related(concepts: list[Concept], losses: Losses) -> Iterator[Concept]:
    """Without relations to what the file does not describe, except those that our own exports have."""
    known = {concept.id for concept in concepts}
    for concept in concepts:
        kept = tuple(r for r in concept.references if r.concept in known)
        for _ in range(len(concept.references) - len(kept)):
            what = "relations to concepts that are not in the file, left out"
            losses.add(concept.id, "a relation to a concept that is not in the file left out", what)
        yield replace(concept, references=kept) if len(kept) < len(concept.references) else concept
