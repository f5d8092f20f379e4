"""What the triples of a thesaurus say of each thing in it: labels, texts, relations; SKOS and SKOS-XL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpora.errors import short
from corpora.files import tidy
from glossary.concept import Relation
from glossary.formats.reading import TRUE, language_of
from glossary.formats.skos.names import DCT, LABELS, RDF_TYPE, RDFS, RECORD, SCHEME, SKOS, XL, id_of, local_part
from glossary.losses import Losses

RELATIONS: dict[str, Relation] = {
    f"{SKOS}related": "related",
    f"{SKOS}broader": "broader",
    f"{SKOS}narrower": "narrower",
    f"{SKOS}broaderTransitive": "broader",
    f"{SKOS}narrowerTransitive": "narrower",
    f"{DCT}isReplacedBy": "related",
}
NOTES = frozenset(f"{SKOS}{name}" for name in ("note", "scopeNote", "editorialNote"))
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
QUIET = frozenset(f"{SKOS}{name}" for name in ("topConceptOf", "hasTopConcept", "member"))
NO_CONCEPT = frozenset(f"{SKOS}{name}" for name in ("ConceptScheme", "Collection", "OrderedCollection"))
LABEL_OF = {f"{SKOS}{name}": name for name in LABELS}
XL_LABEL_OF = {f"{XL}{name}": name for name in LABELS}
VALUES = frozenset({f"{XL}literalForm", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"})
DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"

Said = tuple[str, str]
"""A text and the code of its language; empty for none."""


@dataclass(slots=True)
class Node:
    """What is said of one subject; the values of ``xl`` and ``definition_nodes`` are subjects themselves."""

    labels: list[tuple[str, str, str]] = field(default_factory=list)
    xl: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, Any] = field(default_factory=dict)
    definitions: list[Said] = field(default_factory=list)
    definition_nodes: list[str] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    examples: list[Said] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    relations: list[tuple[str, Relation]] = field(default_factory=list)
    value: Said = ("", "")
    record: str = ""
    deprecated: bool = False
    concept: bool = False
    scheme: bool = False
    label: bool = False
    schemes: list[str] = field(default_factory=list)
    other: list[Said] = field(default_factory=list)


def add(nodes: dict[str, Node], quad: Any) -> None:
    """Take note of one triple."""
    subject, predicate, value = str(quad.subject), quad.predicate.value, quad.object
    node = nodes.get(subject)
    if node is None:
        node = nodes[subject] = Node()
    text: str = tidy(getattr(value, "value", "") or "")
    code: str = getattr(value, "language", None) or ""
    if predicate in LABEL_OF:
        node.labels.append((LABEL_OF[predicate], code, text))
    elif predicate in XL_LABEL_OF:
        node.xl.append((XL_LABEL_OF[predicate], str(value)))
    elif predicate in VALUES:
        node.value = (text, code)
    elif predicate in RELATIONS:
        node.relations.append((str(value), RELATIONS[predicate]))
    elif predicate in LINKS:
        node.links.append(text)
    elif predicate == RDF_TYPE:
        node.scheme = node.scheme or text in NO_CONCEPT
        node.concept = node.concept or text == f"{SKOS}Concept"
        node.label = node.label or text == f"{XL}Label"
    elif predicate == f"{SKOS}definition" and str(value)[:1] in "<_" and not hasattr(value, "datatype"):
        node.definition_nodes.append(str(value))
    elif predicate not in QUIET:
        _describe(node, subject, predicate, text, code)


def _describe(node: Node, subject: str, predicate: str, text: str, code: str) -> None:
    if predicate == RECORD:
        node.record = text
    elif predicate == f"{SKOS}definition":
        node.definitions.append((text, code))
    elif predicate in NOTES:
        node.notes.append((text, code))
    elif predicate == f"{SKOS}example":
        node.examples.append((text, code))
    elif predicate == DEPRECATED:
        node.deprecated = text.lower() in TRUE
    elif predicate in ONCE:
        name = ONCE[predicate]
        if node.texts.setdefault(name, text) != text:
            node.other.append((f"a second {name}", text))
    elif predicate == f"{SKOS}inScheme":
        node.schemes += [] if text == SCHEME else [text]
    elif not _own(subject, predicate, text):
        node.other.append((short(local_part(predicate), 40), short(text, 40)))


def _own(subject: str, predicate: str, text: str) -> bool:
    """Whether a notation says what the address says already, as ours do."""
    iri = subject.strip("<>")
    return predicate == f"{SKOS}notation" and text in (id_of(iri), local_part(iri))


def labels_of(node: Node, nodes: dict[str, Node], id: str, losses: Losses) -> list[tuple[str, str, str]]:
    """The labels in Chinese and English, those that are things of their own (SKOS-XL) too: kind, code, text; each once."""
    found: dict[tuple[str, str, str], None] = {}
    every = [*node.labels, *((kind, *reversed(nodes[name].value)) for kind, name in node.xl if name in nodes)]
    known = {(language_of(code), text) for _kind, code, text in node.labels}
    for place, (kind, code, text) in enumerate(every):
        language = language_of(code)
        if place >= len(node.labels) and (language, text) in known:
            continue
        if language in ("zh", "en"):
            if text:
                found[kind, code, text] = None
        elif language:
            losses.language(language)
        else:
            losses.add(id, f"label {short(text)!r} without a language left out", "labels without a language, left out")
    return list(found)
