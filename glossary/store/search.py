"""Concepts found: words in any order, wildcards, nearly so; in terms, definitions and notes; filtered and in an order.

The texts are scanned, not indexed: Chinese words of two characters are the usual ones, and no trigram holds them; a scan
of 50,000 concepts takes as long as a key stroke, on every SQLite there is (docs/decisions.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpora.errors import InputError
from glossary.concept import STATUSES, VALIDATIONS, Concept
from glossary.store.codec import BATCH, read
from glossary.store.database import Database
from glossary.store.folding import searched
from glossary.store.words import condition, phrase_of, words_of

Place = Literal["terms", "definitions", "notes"]
Sort = Literal["best", "zh", "en", "subject", "id", "changed", "created", "frequent"]
PLACES: tuple[Place, ...] = ("terms", "definitions", "notes")
SORTS: tuple[Sort, ...] = ("best", "zh", "en", "subject", "id", "changed", "created", "frequent")

PIECES = 8  # of a term by which others are found that are like it
STEM = 6  # letters of a word without its ending
SHORT_WORD = 3
_RANK = "CASE status WHEN 'preferred' THEN 0 WHEN 'admitted' THEN 1 WHEN 'deprecated' THEN 2 ELSE 3 END"
_CHANGED = "coalesce(nullif(c.modified, ''), c.created)"


def _leading(language: str) -> str:
    """The leading term of a language, those without one last."""
    found = (
        f"(SELECT folded FROM term WHERE concept = c.seq AND language = '{language}' ORDER BY {_RANK}, place LIMIT 1)"
    )
    return f"{found} IS NULL, {found}, c.seq"


_ORDERS: dict[Sort, str] = {
    "best": "hit.rank, c.seq",
    "zh": _leading("zh"),
    "en": _leading("en"),
    "subject": "c.subject = '', c.subject, c.seq",
    "id": "c.id",
    "changed": f"{_CHANGED} DESC, c.seq DESC",
    "created": "c.created DESC, c.seq DESC",
    "frequent": "c.frequency DESC, c.seq",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; without a text everything. ``language``, ``body``, ``status`` and ``validation`` are of the term.

    ``since`` and ``until`` (a day, or a year, or a time) say when a concept was changed last. ``limit`` None: all.
    """

    text: str = ""
    language: str | None = None
    places: tuple[Place, ...] = PLACES
    subject: str = ""
    body: str = ""
    status: str = ""
    validation: str = ""
    since: str = ""
    until: str = ""
    sort: Sort = "best"
    fuzzy: bool = False
    limit: int | None = 50
    start: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The concepts that were asked for, and how many there are in all."""

    concepts: tuple[Concept, ...]
    total: int


def find(database: Database, query: Query) -> Found:
    """Concepts in the order that was asked for, best first: whole terms, then terms that begin so, then longer ones."""
    _check(query)
    with database.reading():
        seqs = _seqs(database, query)
        end = len(seqs) if query.limit is None else query.start + max(query.limit, 0)
        wanted = seqs[max(query.start, 0) : end]
        found: list[Concept] = []
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            by_seq = dict(zip(sorted(part), read(database, part), strict=True))
            found += [by_seq[seq] for seq in part]
    return Found(tuple(found), len(seqs))


def alike(database: Database, concept: Concept, most: int) -> list[Concept]:
    """Concepts that share most pieces with the leading terms of another: pairs of Han characters, beginnings of words."""
    zh, en = (searched(concept.preferred(language)) for language in ("zh", "en"))
    pieces = [zh[k : k + 2] for k in range(len(zh) - 1)][:PIECES] or [zh] * bool(zh)
    pieces += [word[:STEM] for word in en.split() if len(word) > SHORT_WORD][:PIECES] or [en] * bool(en)
    if not pieces:
        return []
    held = " + ".join(["(instr(folded, ?) > 0 OR instr(simple, ?) > 0)"] * len(pieces))
    values = [piece for piece in pieces for _twice in "12"]
    with database.reading():
        rows = database.rows(
            f"SELECT concept, max(n) FROM (SELECT concept, {held} AS n FROM term) WHERE n > 0"
            " GROUP BY concept ORDER BY 2 DESC, concept LIMIT ?",
            [*values, most],
        )
        seqs = [row[0] for row in rows]
        found = dict(zip(sorted(seqs), read(database, seqs), strict=True))
    return [found[seq] for seq in seqs if found[seq].id != concept.id]


def _check(query: Query) -> None:
    for value, known in ((query.status, STATUSES), (query.validation, VALIDATIONS), (query.sort, SORTS)):
        if value and value not in known:
            raise InputError(f"{value!r} is not known", f"one of {', '.join(known)}")


def _seqs(database: Database, query: Query) -> list[int]:
    words = words_of(query.text)
    if query.text.strip() and not words:
        return []
    of_term, term_values = _of_term(query)
    where, values = _of_concept(query)
    hits: list[str] = []
    given: list[Any] = []
    if words and "terms" in query.places:
        phrase = phrase_of(words)
        held, some = condition(words, ("folded", "simple"), fuzzy=query.fuzzy)
        rank = (
            "CASE WHEN folded = ? OR simple = ? THEN 0 WHEN instr(folded, ?) = 1 OR instr(simple, ?) = 1 THEN 1000000"
            " WHEN instr(folded, ?) OR instr(simple, ?) THEN 2000000 ELSE 3000000 END + min(length(folded), 999999)"
        )
        hits.append(f"SELECT concept AS seq, {rank} AS rank FROM term WHERE {held}{of_term}")
        given += [*[phrase] * 6, *some, *term_values]
    some_term = f"AND EXISTS (SELECT 1 FROM term WHERE concept = concept.seq{of_term})" if of_term else ""
    for place, column, below in (("definitions", "defined", 4_000_000), ("notes", "noted", 5_000_000)):
        if words and place in query.places:
            held, some = condition(words, (column,))
            hits.append(f"SELECT seq, {below} AS rank FROM concept WHERE {held} {some_term}")
            given += [*some, *term_values]
    if not words:
        hits.append(f"SELECT seq, 0 AS rank FROM concept WHERE 1 {some_term}")
        given += term_values
    elif not of_term:
        hits.append("SELECT seq, -1 AS rank FROM concept WHERE id = ?")
        given.append(query.text.strip())
    sql = (
        f"WITH hit AS (SELECT seq, min(rank) AS rank FROM ({' UNION ALL '.join(hits)}) GROUP BY seq)"
        f" SELECT c.seq FROM hit JOIN concept AS c ON c.seq = hit.seq WHERE 1{where} ORDER BY {_ORDERS[query.sort]}"
    )
    return [row[0] for row in database.rows(sql, [*given, *values])]


def _of_term(query: Query) -> tuple[str, list[Any]]:
    """What the term must be."""
    parts: list[str] = []
    values: list[Any] = []
    for name in ("language", "status", "validation"):
        if value := getattr(query, name):
            parts.append(f" AND {name} = ?")
            values.append(value)
    if query.body:
        parts.append(f" AND body <> '' AND {_among('body')}")
        values.append(query.body.strip().lower())
    return "".join(parts), values


def _of_concept(query: Query) -> tuple[str, list[Any]]:
    """What the concept must be."""
    parts: list[str] = []
    values: list[Any] = []
    if query.subject:
        parts.append(f" AND {_among('c.subject')}")
        values.append(query.subject.strip().lower())
    if query.since:
        parts.append(f" AND {_CHANGED} >= ?")
        values.append(query.since)
    if query.until:
        parts.append(f" AND {_CHANGED} <> '' AND substr({_CHANGED}, 1, length(?)) <= ?")
        values += [query.until, query.until]
    return "".join(parts), values


def _among(column: str) -> str:
    """Whether one of several texts, parted by semicolons, is the one that is asked for."""
    return f"instr(';' || replace(replace(lower({column}), '; ', ';'), ' ;', ';') || ';', ';' || ? || ';')"
