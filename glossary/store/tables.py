"""Concepts and candidates one by one, in and out of the tables; each change goes into the history as it is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn

from corpora.errors import InputError
from glossary.concept import Concept
from glossary.records import concept_from_dict, concept_to_dict
from glossary.store import codec
from glossary.store.database import Database
from glossary.store.history import ConflictError, History

Decision = Literal["open", "accepted", "rejected", "merged"]
MOST_DIGITS = 18  # of a number that an id has; a longer one is a name
DECISIONS: tuple[Decision, ...] = ("open", "accepted", "rejected", "merged")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed concept and what was decided about it: who, when (UTC), why.

    ``into``: the concept that it became (accepted) or that has its terms (merged). ``edited``: a person changed the
    draft. ``seen``: segment pairs and documents that spoke for it at the decision.
    """

    id: str
    version: int
    draft: Concept
    decision: Decision = "open"
    into: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    edited: bool = False
    seen: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Brief:
    """A candidate as a list shows it."""

    id: str
    version: int
    decision: Decision
    zh: str
    en: str
    probability: float
    frequency: int


BRIEF = (
    "SELECT id, version, decision, zh, en, probability, frequency FROM candidate"
    " ORDER BY score DESC, probability DESC, frequency DESC, id"
)


TERMS_OF_CANDIDATES = "SELECT id, duizhao_terms(draft) FROM candidate"


class Tables:
    """What all parts of the store write through."""

    def __init__(self, database: Database, history: History) -> None:
        self.database = database
        self.history = history

    def version(self, id: str) -> int:
        """The version of a concept; 0 where there is none."""
        row = self.database.first("SELECT version FROM concept WHERE id = ?", (id,))
        return row[0] if row else 0

    def concept(self, id: str) -> Concept | None:
        """A concept by its id."""
        with self.database.reading():
            row = self.database.first("SELECT seq FROM concept WHERE id = ?", (id,))
            return next(codec.read(self.database, [row[0]]), None) if row else None

    def concepts(self, ids: Iterable[str]) -> dict[str, Concept]:
        """Those concepts that are there, by id, a :data:`store_codec.BATCH` of them at most."""
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        rows = self.database.rows(f"SELECT seq FROM concept WHERE id IN ({marks}) ORDER BY seq", wanted)
        return {concept.id: concept for concept in codec.read(self.database, [row[0] for row in rows])}

    def existing(self, id: str) -> Concept:
        """A concept by its id; raises :class:`InputError` where there is none."""
        found = self.concept(id)
        if found is None:
            where = self.leads_to(id)
            if where:
                raise InputError(f"{self.database.path}: {id!r} was merged into {where!r}", f"give {where}")
            raise InputError(f"{self.database.path}: no concept {id!r}", "'duizhao glossary search' finds concepts")
        return found

    def leads_to(self, id: str) -> str:
        """The concept that an id stands for today: its own, else the one it was merged into; empty for none."""
        seen: set[str] = set()
        while id and id not in seen:
            if self.version(id):
                return id
            seen.add(id)
            id = self.history.went_to(id)
        return ""

    def next_id(self) -> str:
        """``c`` and the number after the greatest that any concept ever had: an id never comes back for something else."""
        rows = self.database.rows("SELECT DISTINCT id FROM change WHERE kind = 'concept' AND id GLOB 'c[0-9]*'")
        numbers = (int(id[1:]) for (id,) in rows if id[1:].isdecimal() and len(id) <= MOST_DIGITS)
        return f"c{max(numbers, default=0) + 1}"

    def expect(self, id: str, found: int, expected: int | None) -> None:
        """Raise :class:`ConflictError` unless the version is the one that the caller has seen."""
        if expected is not None and found != expected:
            what = f"changed meanwhile (version {found}, expected {expected})" if found else "removed meanwhile"
            raise ConflictError(f"{self.database.path}: {id!r} was {what}", "look at it again, then repeat")

    def changed_since(self, id: str, what: str) -> NoReturn:
        """Raise :class:`ConflictError`: it is not any more as it was after ``what``."""
        raise ConflictError(
            f"{self.database.path}: {id!r} was changed since {what}", "look at its history, and change it by hand"
        )

    def put(
        self,
        id: str,
        before: Concept | None,
        after: Concept | None,
        action: str,
        why: str,
        *,
        undoes: int | None = None,
        seq: int | None = None,
        into: str = "",
    ) -> int:
        """Write a concept, or remove it (``after`` None); return its new version. Within ``database.writing``.

        ``before`` is its present state; ``seq`` its old place in the order, when it comes back.
        """
        if before is None:
            version = self.history.next_version("concept", id)
        else:
            row = self.database.first("SELECT seq, version + 1 FROM concept WHERE id = ?", (id,))
            assert row is not None
            seq, version = row
        if after is None:
            self.database.run("DELETE FROM concept WHERE seq = ?", (seq,))
        else:
            codec.check(after)
            seq = codec.write(self.database, before, after, seq, version)
        self.history.record(
            "concept",
            id,
            action,
            codec.dump(after),
            why=why,
            seq=seq or 0,
            version=version,
            undoes=undoes,
            into=into,
        )
        return version

    def candidate(self, id: str) -> Candidate | None:
        """A candidate by its id."""
        return next(self.candidates("WHERE id = ?", (id,)), None)

    def candidates(self, where: str = "", values: tuple[object, ...] = ()) -> Iterator[Candidate]:
        """Candidates that a condition holds for, best first."""
        rows = self.database.rows(
            "SELECT id, version, draft, decision, into_concept, who, decided, why, edited, seen_frequency,"
            f" seen_documents FROM candidate {where} ORDER BY score DESC, probability DESC, frequency DESC, id",
            values,
        )
        for id, version, draft, decision, into, who, when, why, edited, *seen in rows:
            concept = concept_from_dict(codec.loads(draft))
            yield Candidate(id, version, concept, decision, into, who, when, why, bool(edited), (seen[0], seen[1]))

    def put_candidate(
        self,
        id: str,
        before: Candidate | None,
        after: Candidate | None,
        action: str,
        why: str,
        *,
        undoes: int | None = None,
        seq: int | None = None,
    ) -> None:
        """Write a candidate, or remove it. Within ``database.writing``."""
        version = self.history.next_version("candidate", id)
        if before is not None:
            row = self.database.first("SELECT seq FROM candidate WHERE id = ?", (id,))
            seq = int(row[0]) if row else None
        if after is None:
            self.database.run("DELETE FROM candidate WHERE id = ?", (id,))
        else:
            codec.check(after.draft)
            seq = self.database.run(_PUT_CANDIDATE, (seq, id, version, *_candidate_row(after))) or seq
        self.history.record(
            "candidate",
            id,
            action,
            dump_candidate(after),
            why=why,
            seq=seq or 0,
            version=version,
            undoes=undoes,
        )


_PUT_CANDIDATE = """INSERT INTO candidate (seq, id, version, decision, into_concept, who, decided, why, edited,
    seen_frequency, seen_documents, score, probability, frequency, documents, draft, zh, en)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, decision = excluded.decision,
    into_concept = excluded.into_concept, who = excluded.who, decided = excluded.decided, why = excluded.why,
    edited = excluded.edited, seen_frequency = excluded.seen_frequency, seen_documents = excluded.seen_documents,
    score = excluded.score, probability = excluded.probability, frequency = excluded.frequency,
    documents = excluded.documents, draft = excluded.draft, zh = excluded.zh, en = excluded.en"""


def _candidate_row(one: Candidate) -> tuple[object, ...]:
    draft = one.draft
    numbers = (draft.score, draft.probability, draft.frequency, len(draft.symbols))
    shown = codec.dump(draft), draft.preferred("zh"), draft.preferred("en")
    return one.decision, one.into, one.who, one.when, one.why, int(one.edited), *one.seen, *numbers, *shown


def dump_candidate(one: Candidate | None) -> str | None:
    """A candidate as JSON, as the history keeps it; its version is not part of its state."""
    if one is None:
        return None
    state = {
        "draft": concept_to_dict(one.draft),
        "decision": one.decision,
        "into": one.into,
        "who": one.who,
        "when": one.when,
        "why": one.why,
        "edited": one.edited,
        "seen": list(one.seen),
    }
    return json.dumps(state, ensure_ascii=False)


def parse_candidate(id: str, text: str | None) -> Candidate | None:
    """The reverse of :func:`dump_candidate`, with version 0."""
    if text is None:
        return None
    state = codec.loads(text)
    draft = concept_from_dict(state.pop("draft"))
    seen = tuple(state.pop("seen"))
    return Candidate(id, 0, draft, **state, seen=(seen[0], seen[1]))
