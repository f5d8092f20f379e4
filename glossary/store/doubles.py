"""Concepts that may be one: with the same terms, with nearly the same, with the same definition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from glossary.store.database import Database
from glossary.store.folding import searched, stem

Kind = Literal["pair", "term", "near", "definition"]
KINDS: tuple[Kind, ...] = ("pair", "term", "near", "definition")
MARKS = re.compile(r"[\W_]+")
SPELT = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ise", "ize"),
    ("our", "or"),
    ("programme", "program"),
)
"""How one English word is spelt in two countries; only for comparing, so that what it spoils is spoilt on both sides."""
LEAST = 20  # characters of a definition: shorter ones ("see above") are the same by chance


@dataclass(frozen=True, slots=True)
class Double:
    """Concepts that have something in common: a Chinese and an English term, a term, a term but for its form, a definition."""

    kind: Kind
    concepts: tuple[str, ...]
    what: str


def near_key(text: str) -> str:
    """What is left of an English term without number, article, marks, order of words and the country's spelling.

    >>> near_key("The decolonisation programmes") == near_key("Program, decolonization")
    True
    """
    words = []
    for word in MARKS.sub(" ", stem(text)).split():
        for british, american in SPELT:
            word = word.replace(british, american)
        words.append(stem(word))
    return " ".join(sorted(words))


def doubles(database: Database) -> list[Double]:
    """All of them, the surest first; concepts that are named together already are not named for less."""
    found: list[Double] = []
    told: set[frozenset[str]] = set()
    for kind, groups in (
        ("pair", _pairs(database)),
        ("term", _terms(database)),
        ("near", _near(database)),
        ("definition", _definitions(database)),
    ):
        for what, ids in groups:
            if len(ids) > 1 and (group := frozenset(ids)) not in told:
                told.add(group)
                found.append(Double(kind, tuple(ids), what))  # type: ignore[arg-type]
    return found


def _terms_by(database: Database) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Concepts with the term, by language and text in simplified characters."""
    rows = database.rows(
        "SELECT language, CASE simple WHEN '' THEN folded ELSE simple END, text, id"
        " FROM term JOIN concept ON concept.seq = term.concept WHERE folded <> '' ORDER BY concept.seq, place"
    )
    holders: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for language, folded, text, id in rows:
        if id not in [known for known, _text in holders[language, folded]]:
            holders[language, folded].append((id, text))
    return holders


def _pairs(database: Database) -> Iterator[tuple[str, list[str]]]:
    holders = {key: some for key, some in _terms_by(database).items() if len(some) > 1}
    of_zh: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (language, folded), some in holders.items():
        if language == "zh":
            for id, text in some:
                of_zh[id].append((folded, text))
    for (language, _folded), some in holders.items():
        if language == "en":
            by_zh: dict[str, list[str]] = defaultdict(list)
            for id, _text in some:
                for folded, _zh in of_zh.get(id, ()):
                    by_zh[folded].append(id)
            for zh, ids in by_zh.items():
                if len(ids) > 1:
                    yield f"{zh} / {some[0][1]}", ids


def _terms(database: Database) -> Iterator[tuple[str, list[str]]]:
    for some in _terms_by(database).values():
        yield some[0][1], [id for id, _text in some]


def _near(database: Database) -> Iterator[tuple[str, list[str]]]:
    near: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (language, folded), some in _terms_by(database).items():
        key = near_key(folded) if language == "en" else MARKS.sub("", folded).replace("的", "")
        for id, text in some:
            near[language, key].setdefault(id, text)
    for (_language, key), some_ids in near.items():
        if key:
            yield " ~ ".join(dict.fromkeys(some_ids.values())), list(some_ids)


def _definitions(database: Database) -> Iterator[tuple[str, list[str]]]:
    same: dict[str, dict[str, str]] = defaultdict(dict)
    rows = database.rows(
        "SELECT seq, id, definition FROM concept UNION ALL"
        " SELECT seq, id, text FROM definition JOIN concept ON seq = concept ORDER BY 1"
    )
    for _seq, id, text in rows:
        if len(text) >= LEAST:
            same[MARKS.sub("", searched(text))].setdefault(id, text)
    for some in same.values():
        yield next(iter(some.values())), list(some)
