"""The note in which evidence travels through formats that have no category for it: readable, and read again exactly.

``[duizhao] frequency 5; score 0.9; documents ["A/1/2"]``: names and JSON values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from glossary.concept import Concept, Term

MARK = "[duizhao] "
KEY = re.compile(r"([a-z_]+) ")
DECODER = json.JSONDecoder()
MAX_NOTE = 1_000_000


def evidence_of(concept: Concept, id: str) -> dict[str, Any]:
    """What of a concept has no category of its own; ``id`` is what the file calls it."""
    found: dict[str, Any] = {}
    if id != concept.id:
        found["id"] = concept.id
    for name in ("frequency", "score", "probability"):
        if value := getattr(concept, name):
            found[name] = value
    if concept.symbols:
        found["documents"] = list(concept.symbols)
    kinds = [reference.kind for reference in concept.references]
    if set(kinds) - {"related"}:
        found["relations"] = kinds
    return found


def evidence_of_term(term: Term) -> dict[str, Any]:
    """What of a term has no category of its own."""
    found: dict[str, Any] = {}
    if term.frequency:
        found["frequency"] = term.frequency
    segments = [context.segment for context in term.contexts]
    if any(segments):
        found["segments"] = segments
    for name in ("register", "reliability", "validation"):
        if value := getattr(term, name):
            found[name] = value
    return found


def evidence_note(found: Mapping[str, Any]) -> str:
    """A note from names and values.

    >>> evidence_note({"frequency": 5, "documents": ["A/1/2"]})
    '[duizhao] frequency 5; documents ["A/1/2"]'
    """
    parts = (f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in found.items())
    return MARK + "; ".join(parts) if found else ""


def parse_evidence(note: str) -> dict[str, Any] | None:
    """The reverse of :func:`evidence_note`; ``None`` for any other note.

    >>> parse_evidence('[duizhao] frequency 5; documents ["A/1/2"]'), parse_evidence("seen in A/1/2")
    ({'frequency': 5, 'documents': ['A/1/2']}, None)
    """
    if not note.startswith(MARK) or len(note) > MAX_NOTE:
        return None
    found: dict[str, Any] = {}
    place = len(MARK)
    while place < len(note):
        key = KEY.match(note, place)
        if key is None:
            return None
        try:
            value, place = DECODER.raw_decode(note, key.end())
        except (ValueError, RecursionError):
            return None
        found[key[1]] = value
        if place < len(note):
            if not note.startswith("; ", place):
                return None
            place += 2
    return found


def whole(found: Mapping[str, Any], name: str) -> int:
    """A count from an evidence note; 0 for anything else."""
    value = found.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63 else 0


def number(found: Mapping[str, Any], name: str) -> str:
    """A count as text; empty for none."""
    return str(whole(found, name) or "")


def fraction(found: Mapping[str, Any], name: str) -> float:
    """A score from an evidence note; 0 for anything else."""
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
        return 0.0
    return float(value)


def word(found: Mapping[str, Any], name: str) -> str:
    """A word from an evidence note; empty for anything else."""
    value = found.get(name)
    return value if isinstance(value, str) else ""


def texts(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts from an evidence note; empty for anything else."""
    value = found.get(name)
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else ()
