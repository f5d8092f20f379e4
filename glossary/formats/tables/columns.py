"""A concept as rows of a table: the columns, and lists inside a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from corpora.text import LANGUAGES
from glossary.concept import Concept, Term

TERM_PARTS = (
    "status",
    "type",
    "pos",
    "source",
    "frequency",
    "note",
    "context",
    "context_symbol",
    "context_segment",
    "tag",
    "body",
    "register",
    "reliability",
    "validation",
)
SHARED = ("concept_id", "zh", "en", "zh_status", "en_status", "subject", "definition", "definition_source", "note")
"""The first columns: what people look at."""
MORE = "more_contexts"
COLUMNS = (
    *SHARED,
    *(f"{language}_{part}" for language in LANGUAGES for part in (*TERM_PARTS[1:], MORE)),
    "cross_ref",
    "links",
    "frequency",
    "documents",
    "score",
    "probability",
    "created",
    "created_by",
    "modified",
    "modified_by",
    "definition_language",
    "more_definitions",
)
SELDOM_OF_TERMS = ("tag", "body", "register", "reliability", "validation")
SELDOM = frozenset(
    {"definition_language", "more_definitions"}
    | {f"{language}_{part}" for language in LANGUAGES for part in SELDOM_OF_TERMS}
)
"""Columns that stand in a table only where something is in them: which Chinese, whose term, further definitions."""
SEPARATOR = "; "


def rows_of(concept: Concept) -> Iterator[dict[str, str]]:
    """One row for the first term of each language, one for the second of each, and so on.

    ``concept_id`` and ``subject`` stand in each row, so that a table can be sorted and filtered, the rest once.

    >>> [row["zh"] + "|" + row.get("en", "") for row in rows_of(Concept("c1", (Term("甲", "zh"), Term("乙", "zh"))))]
    ['甲|', '乙|']
    """
    sides = [[term for term in concept.terms if term.language == language] for language in LANGUAGES]
    head = _head(concept)
    for pair in zip_longest(*sides):
        row = {"concept_id": concept.id, "subject": concept.subject, **head}
        for language, term in zip(LANGUAGES, pair, strict=True):
            row.update(_term(language, term) if term else {language: ""})
        yield row
        head = {}


def _head(concept: Concept) -> dict[str, str]:
    texts = ("definition", "definition_source", "note", "created", "created_by", "modified", "modified_by")
    row = {"definition_language": concept.definition_language}
    if concept.definitions:
        more = [[one.text, one.language, one.source] for one in concept.definitions]
        row["more_definitions"] = json.dumps(more, ensure_ascii=False)
    row |= {name: getattr(concept, name) for name in texts}
    row |= {name: number(getattr(concept, name)) for name in ("frequency", "score", "probability")}
    row["documents"] = join(concept.symbols)
    row["links"] = join(concept.links)
    row["cross_ref"] = join(r.concept if r.kind == "related" else f"{r.kind}:{r.concept}" for r in concept.references)
    return row


def _term(language: str, term: Term) -> dict[str, str]:
    row = {language: term.text}
    for name in ("status", "type", "pos", "source", "note", "tag", "body", "register", "validation"):
        row[f"{language}_{name}"] = getattr(term, name)
    for name in ("frequency", "reliability"):
        row[f"{language}_{name}"] = number(getattr(term, name))
    if term.contexts:
        first, *more = term.contexts
        row |= {
            f"{language}_context": first.text,
            f"{language}_context_symbol": first.symbol,
            f"{language}_context_segment": first.segment,
        }
        if more:
            row[f"{language}_{MORE}"] = json.dumps([[c.text, c.symbol, c.segment] for c in more], ensure_ascii=False)
    return row


def number(value: float) -> str:
    """A count or a score as text that reads as the same number; empty for none."""
    return repr(value) if value else ""


def join(texts: Iterable[str]) -> str:
    """A list in a cell, separated by semicolons; as JSON where one of them has a semicolon itself.

    >>> join(["A/1", "A/2"]), join(["a; b"])
    ('A/1; A/2', '["a; b"]')
    """
    found = list(texts)
    text = SEPARATOR.join(found)
    return text if split(text) == found else json.dumps(found, ensure_ascii=False)


def split(text: str) -> list[str]:
    """The reverse of :func:`join`; line ends separate too, as people write lists.

    >>> split("A/1;A/2 ; "), split('["a; b"]'), split("")
    (['A/1', 'A/2'], ['a; b'], [])
    """
    if text.startswith("["):
        found = parsed(text)
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    return [part for one in re.split(r"[;；\n]", text) if (part := one.strip())]


def parsed(text: str) -> Any:
    """JSON in a cell; ``None`` where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
