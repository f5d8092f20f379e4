"""Concepts as plain records, from which JSON, Parquet and a history are made, and back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from corpora.errors import short
from glossary.concept import (
    MOST_RELIABLE,
    PARTS_OF_SPEECH,
    REGISTERS,
    STATUSES,
    TERM_TYPES,
    VALIDATIONS,
    Concept,
    Context,
    Definition,
    Reference,
    Term,
)
from glossary.losses import Losses

CONCEPT = {
    "frequency": int,
    "score": float,
    "subject": str,
    "definition": str,
    "note": str,
    "probability": float,
    "definition_source": str,
    "created": str,
    "created_by": str,
    "modified": str,
    "modified_by": str,
    "definition_language": str,
}
TERM = {
    "text": str,
    "language": str,
    "status": str,
    "frequency": int,
    "type": str,
    "pos": str,
    "source": str,
    "note": str,
    "tag": str,
    "body": str,
    "register": str,
    "reliability": int,
    "validation": str,
}
DEFINITION = {"text": str, "language": str, "source": str}
CHOICES: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "type": ("", *TERM_TYPES),
    "pos": ("", *PARTS_OF_SPEECH),
    "kind": ("related", "broader", "narrower"),
    "register": ("", *REGISTERS),
    "validation": ("", *VALIDATIONS),
}


def concept_to_dict(concept: Concept) -> dict[str, Any]:
    """A concept as JSON can hold it, without what is empty.

    >>> concept_to_dict(Concept("c1", (Term("会员国", "zh", "preferred"),)))
    {'id': 'c1', 'terms': [{'text': '会员国', 'language': 'zh', 'status': 'preferred'}]}
    """
    found: dict[str, Any] = {"id": concept.id, "terms": [_term_to_dict(term) for term in concept.terms]}
    for name in CONCEPT:
        if value := getattr(concept, name):
            found[name] = value
    for name in ("symbols", "links"):
        if values := getattr(concept, name):
            found[name] = list(values)
    if concept.references:
        found["references"] = [{"concept": r.concept, "kind": r.kind} for r in concept.references]
    if concept.definitions:
        found["definitions"] = [
            {name: value for name in DEFINITION if (value := getattr(one, name)) or name == "text"}
            for one in concept.definitions
        ]
    return found


def _term_to_dict(term: Term) -> dict[str, Any]:
    found: dict[str, Any] = {"text": term.text, "language": term.language, "status": term.status}
    for name in TERM:
        if name not in found and (value := getattr(term, name)):
            found[name] = value
    if term.contexts:
        found["contexts"] = [
            {name: value for name in ("text", "symbol", "segment") if (value := getattr(c, name)) or name == "text"}
            for c in term.contexts
        ]
    return found


def concept_from_dict(record: Mapping[str, Any], losses: Losses | None = None) -> Concept:
    """The reverse of :func:`concept_to_dict`; what is of the wrong kind is left out and named.

    >>> concept_from_dict({"id": "c1", "terms": [{"text": "会员国", "language": "zh"}], "score": "high"}).score
    0.0
    """
    losses = losses or Losses()
    id = _text(record.get("id"))
    values = _values(record, CONCEPT, id, losses)
    values["id"] = id
    terms = tuple(_term(one, id, losses) for one in _objects(record, "terms", id, losses))
    references = []
    for one in _objects(record, "references", id, losses):
        found = _values(one, {"concept": str, "kind": str}, id, losses)
        if found.get("concept"):
            references.append(Reference(**found))
    said = (_values(one, DEFINITION, id, losses) for one in _objects(record, "definitions", id, losses))
    values["definitions"] = tuple(Definition(**one) for one in said if "text" in one)
    for name in ("symbols", "links"):
        given = record.get(name)
        texts = given if isinstance(given, list | tuple) else []
        values[name] = tuple(text for text in texts if isinstance(text, str))
        if given is not None and (not isinstance(given, list | tuple) or len(values[name]) < len(texts)):
            _wrong(id, name, losses)
    known = {*CONCEPT, "id", "terms", "references", "symbols", "links", "definitions"}
    for name in record:
        if name not in known:
            losses.add(id, f"field {short(str(name))!r} is not known: left out", "fields that are not known, left out")
    return Concept(terms=terms, references=tuple(references), **values)


def _term(record: Mapping[str, Any], id: str, losses: Losses) -> Term:
    values = _values(record, TERM, id, losses)
    contexts = []
    for one in _objects(record, "contexts", id, losses):
        found = _values(one, {"text": str, "symbol": str, "segment": str}, id, losses)
        contexts.append(Context(**{"text": "", **found}))
    return Term(**{"text": "", "language": "", **values}, contexts=tuple(contexts))


def _values(record: Mapping[str, Any], kinds: Mapping[str, type], id: str, losses: Losses) -> dict[str, Any]:
    """The fields of a record that are of the right kind and, where only some values are allowed, one of these."""
    found: dict[str, Any] = {}
    for name, kind in kinds.items():
        value = record.get(name)
        if value is None:
            continue
        if kind is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53:
            value = float(value)
        right = isinstance(value, kind) and not isinstance(value, bool)
        if right and isinstance(value, float):
            right = math.isfinite(value)
        if right and isinstance(value, int):
            right = 0 <= value < 1 << 63
        if right and name == "reliability":
            right = value <= MOST_RELIABLE
        if right and name in CHOICES and len(kinds) != len(CONCEPT):
            right = value in CHOICES[name]
        if right:
            found[name] = value
        else:
            _wrong(id, name, losses)
    return found


def _objects(record: Mapping[str, Any], name: str, id: str, losses: Losses) -> Iterator[Mapping[str, Any]]:
    given = record.get(name)
    if given is None:
        return
    if not isinstance(given, list | tuple):
        _wrong(id, name, losses)
        return
    for one in given:
        if isinstance(one, Mapping):
            yield one
        else:
            _wrong(id, name, losses)


def _wrong(id: str, name: str, losses: Losses) -> None:
    losses.add(id, f"field {name!r} is of the wrong kind: left out", f"fields {name!r} of the wrong kind, left out")


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
