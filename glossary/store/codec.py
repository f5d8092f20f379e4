"""Concepts as rows of the tables and as JSON for the history; folded texts, by which terms are found and compared."""

from __future__ import annotations

import gc
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from corpora.errors import InputError
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
from glossary.records import concept_from_dict, concept_to_dict
from glossary.store.database import Database
from glossary.store.folding import folded, lines_searched, other_script, stem

BIGGEST = (1 << 63) - 1
BATCH = 2000  # concepts read at once: keeps memory low, and below SQLite's limit of values


def pair_id(zh: str, en: str) -> str:
    """The id of a candidate: the same for the same two terms, whatever extraction they come from.

    Made of the first 60 bits of a SHA-256; among 100,000 candidates two have the same id once in 10^8 times.

    >>> pair_id("难民营", "refugee camps") == pair_id("难民营", "The refugee camp")
    True
    """
    return "k" + hashlib.sha256(f"{stem(zh)}\t{stem(en)}".encode("utf-8", "replace")).hexdigest()[:15]


def dump(concept: Concept | None) -> str | None:
    """A concept as JSON, as the history keeps it; None stays None."""
    return None if concept is None else json.dumps(concept_to_dict(concept), ensure_ascii=False)


def parse(text: str | None) -> Concept | None:
    """The reverse of :func:`dump`."""
    return None if text is None else concept_from_dict(loads(text))


def loads(text: str) -> dict[str, Any]:
    """JSON of the tables; raises :class:`InputError` where somebody spoilt it."""
    try:
        return dict(json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            "the termbase is damaged (JSON of a candidate or a change)", "take the last good copy"
        ) from error


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage collection meanwhile: among a million new objects it finds nothing and takes half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def check(concept: Concept) -> None:
    """Raise :class:`InputError` for a concept that a termbase cannot hold."""
    if not concept.id:
        raise InputError("a concept has no id", "give it one")
    numbers = [concept.frequency, *(term.frequency for term in concept.terms)]
    if not all(0 <= number <= BIGGEST for number in numbers):
        raise InputError(f"concept {concept.id}: a frequency is below 0 or too large", "give a count")
    if not (math.isfinite(concept.score) and math.isfinite(concept.probability)):
        raise InputError(f"concept {concept.id}: score or probability is not a number", "give a number")
    for term in concept.terms:
        for value, known in (
            (term.status, STATUSES),
            (term.type, ("", *TERM_TYPES)),
            (term.pos, ("", *PARTS_OF_SPEECH)),
            (term.register, ("", *REGISTERS)),
            (term.validation, ("", *VALIDATIONS)),
        ):
            if value not in known:
                raise InputError(
                    f"concept {concept.id}: {str(value)[:40]!r} is not known",
                    f"one of {', '.join(filter(None, known))}",
                )
        if not 0 <= term.reliability <= MOST_RELIABLE:
            raise InputError(f"concept {concept.id}: reliability {term.reliability}", f"1 to {MOST_RELIABLE}, or none")
    if not all(reference.concept for reference in concept.references):
        raise InputError(f"concept {concept.id}: a reference names no concept", "give the id of one")


def write(database: Database, before: Concept | None, concept: Concept, seq: int | None, version: int) -> int:
    """Put a concept into the tables, in place of ``before``; return its number in the order of creation."""
    row = _concept_row(concept)
    if before is None:
        seq = database.run(_INSERT_CONCEPT, (seq, concept.id, version, *row))
    else:
        database.run(_UPDATE_CONCEPT, (version, *row, seq))
    assert seq is not None
    for table, name, rows_of in _LISTS:
        values = getattr(concept, name)
        if before is not None and values != getattr(before, name):
            database.run(f"DELETE FROM {table} WHERE concept = ?", (seq,))
        if values and (before is None or values != getattr(before, name)):
            rows_of(database, seq, values)
    return seq


def _write_terms(database: Database, seq: int, terms: tuple[Term, ...]) -> None:
    database.run_many(_INSERT_TERM, [_term_row(seq, place, term) for place, term in enumerate(terms)])
    contexts = [
        (seq, number, place, context.text, context.symbol, context.segment)
        for number, term in enumerate(terms)
        for place, context in enumerate(term.contexts)
    ]
    if contexts:
        database.run_many("INSERT INTO context VALUES (?, ?, ?, ?, ?, ?)", contexts)


def _write_symbols(database: Database, seq: int, symbols: tuple[str, ...]) -> None:
    database.run_many("INSERT INTO symbol VALUES (?, ?, ?)", [(seq, *one) for one in enumerate(symbols)])


def _write_links(database: Database, seq: int, links: tuple[str, ...]) -> None:
    database.run_many("INSERT INTO link VALUES (?, ?, ?)", [(seq, *one) for one in enumerate(links)])


def _write_references(database: Database, seq: int, references: tuple[Reference, ...]) -> None:
    rows = [(seq, place, one.concept, one.kind) for place, one in enumerate(references)]
    database.run_many("INSERT INTO reference VALUES (?, ?, ?, ?)", rows)


def _write_definitions(database: Database, seq: int, definitions: tuple[Definition, ...]) -> None:
    rows = [(seq, place, one.text, one.language, one.source) for place, one in enumerate(definitions)]
    database.run_many("INSERT INTO definition VALUES (?, ?, ?, ?, ?)", rows)


_LISTS: tuple[tuple[str, str, Callable[[Database, int, Any], None]], ...] = (
    ("term", "terms", _write_terms),
    ("symbol", "symbols", _write_symbols),
    ("link", "links", _write_links),
    ("reference", "references", _write_references),
    ("definition", "definitions", _write_definitions),
)

_FIELDS = (
    "frequency",
    "score",
    "probability",
    "subject",
    "definition",
    "definition_source",
    "note",
    "created",
    "created_by",
    "modified",
    "modified_by",
    "definition_language",
)
_WRITTEN = (*_FIELDS, "defined", "noted")
"""The fields, and the texts that are searched."""
_INSERT_CONCEPT = (
    f"INSERT INTO concept (seq, id, version, {', '.join(_WRITTEN)}) VALUES (?, ?, ?{', ?' * len(_WRITTEN)})"
)
_UPDATE_CONCEPT = f"UPDATE concept SET version = ?, {', '.join(f'{name} = ?' for name in _WRITTEN)} WHERE seq = ?"
_TERM_FIELDS = (
    "language",
    "text",
    "status",
    "type",
    "pos",
    "frequency",
    "source",
    "note",
    "tag",
    "body",
    "register",
    "reliability",
    "validation",
)
_INSERT_TERM = (
    f"INSERT INTO term (concept, place, folded, simple, {', '.join(_TERM_FIELDS)})"
    f" VALUES (?, ?, ?, ?{', ?' * len(_TERM_FIELDS)})"
)


def _concept_row(concept: Concept) -> tuple[Any, ...]:
    defined = lines_searched("\0".join(one.text for one in concept.every_definition))
    noted = lines_searched("\0".join(filter(None, (concept.note, *(term.note for term in concept.terms)))))
    return *(getattr(concept, name) for name in _FIELDS), defined, noted


def _term_row(seq: int, place: int, term: Term) -> tuple[Any, ...]:
    key = folded(term.text)
    return seq, place, key, other_script(key), *(getattr(term, name) for name in _TERM_FIELDS)


def read(database: Database, seqs: Sequence[int]) -> Iterator[Concept]:
    """The concepts with these numbers, in the order of creation; at most :data:`BATCH` at once."""
    marks = ", ".join("?" * len(seqs))

    def rows(columns: str, table: str, order: str) -> list[tuple[Any, ...]]:
        return database.rows(f"SELECT {columns} FROM {table} WHERE concept IN ({marks}) ORDER BY {order}", seqs)

    contexts: dict[tuple[int, int], list[Context]] = defaultdict(list)
    for seq, term, *values in rows("concept, term, text, symbol, segment", "context", "concept, term, place"):
        contexts[seq, term].append(Context(*values))
    terms: dict[int, list[Term]] = defaultdict(list)
    columns = (
        "concept, place, text, language, status, frequency, type, pos, source, note, tag, body, register, reliability,"
        " validation"
    )
    for seq, place, text, language, status, frequency, *values in rows(columns, "term", "concept, place"):
        found = tuple(contexts.get((seq, place), ()))
        terms[seq].append(Term(text, language, status, frequency, found, *values))
    lists: dict[str, dict[int, list[Any]]] = {}
    for table in ("symbol", "link"):
        lists[table] = defaultdict(list)
        for seq, text in rows("concept, text", table, "concept, place"):
            lists[table][seq].append(text)
    references: dict[int, list[Reference]] = defaultdict(list)
    for seq, target, kind in rows("concept, target, kind", "reference", "concept, place"):
        references[seq].append(Reference(target, kind))
    definitions: dict[int, list[Definition]] = defaultdict(list)
    for seq, *texts in rows("concept, text, language, source", "definition", "concept, place"):
        definitions[seq].append(Definition(*texts))
    for seq, id, *values in database.rows(
        f"SELECT seq, id, {', '.join(_FIELDS)} FROM concept WHERE seq IN ({marks}) ORDER BY seq", seqs
    ):
        yield Concept(
            id,
            tuple(terms.get(seq, ())),
            symbols=tuple(lists["symbol"].get(seq, ())),
            links=tuple(lists["link"].get(seq, ())),
            references=tuple(references.get(seq, ())),
            definitions=tuple(definitions.get(seq, ())),
            **dict(zip(_FIELDS, values, strict=True)),
        )
