"""The tables of a termbase file, as a list of migrations: ``PRAGMA user_version`` counts those that were made.

A migration that was released is never changed: a new one is added behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

APPLICATION_ID = 0x445A5442
"""``DZTB``: the mark of our files among SQLite files (``PRAGMA application_id``)."""

_CONCEPTS = (
    # AUTOINCREMENT: a number is never used twice, so that a concept that comes back keeps its place in the order
    """CREATE TABLE concept (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        version INTEGER NOT NULL CHECK (version > 0),
        frequency INTEGER NOT NULL CHECK (frequency >= 0),
        score REAL NOT NULL,
        probability REAL NOT NULL,
        subject TEXT NOT NULL,
        definition TEXT NOT NULL,
        definition_source TEXT NOT NULL,
        note TEXT NOT NULL,
        created TEXT NOT NULL,
        created_by TEXT NOT NULL,
        modified TEXT NOT NULL,
        modified_by TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE term (
        concept INTEGER NOT NULL REFERENCES concept (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        folded TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('preferred', 'admitted', 'deprecated', 'superseded')),
        type TEXT NOT NULL,
        pos TEXT NOT NULL,
        frequency INTEGER NOT NULL CHECK (frequency >= 0),
        source TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (concept, place)
    ) STRICT, WITHOUT ROWID""",
    # covers the search by substring, which then reads no more than the folded texts
    "CREATE INDEX term_folded ON term (folded, language)",
    """CREATE TABLE context (
        concept INTEGER NOT NULL,
        term INTEGER NOT NULL,
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        symbol TEXT NOT NULL,
        segment TEXT NOT NULL,
        PRIMARY KEY (concept, term, place),
        FOREIGN KEY (concept, term) REFERENCES term (concept, place) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE symbol (
        concept INTEGER NOT NULL REFERENCES concept (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (concept, place)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE link (
        concept INTEGER NOT NULL REFERENCES concept (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (concept, place)
    ) STRICT, WITHOUT ROWID""",
    # a target may be missing: the concept can come with a later import
    """CREATE TABLE reference (
        concept INTEGER NOT NULL REFERENCES concept (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        target TEXT NOT NULL CHECK (target <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('related', 'broader', 'narrower')),
        PRIMARY KEY (concept, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reference_target ON reference (target)",
    # the state before a change is the one after the last change of the same thing: it is not kept twice
    """CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        grp INTEGER NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('concept', 'candidate')),
        id TEXT NOT NULL,
        action TEXT NOT NULL,
        after TEXT,
        seq INTEGER NOT NULL,
        version INTEGER NOT NULL,
        undoes INTEGER
    ) STRICT""",
    "CREATE INDEX change_id ON change (id, kind, number)",
    "CREATE INDEX change_grp ON change (grp, undoes)",
)

_CANDIDATES = (
    # frequency and documents at the decision: what later evidence is measured against
    """CREATE TABLE candidate (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        version INTEGER NOT NULL CHECK (version > 0),
        decision TEXT NOT NULL CHECK (decision IN ('open', 'accepted', 'rejected', 'merged')),
        into_concept TEXT NOT NULL,
        who TEXT NOT NULL,
        decided TEXT NOT NULL,
        why TEXT NOT NULL,
        edited INTEGER NOT NULL CHECK (edited IN (0, 1)),
        seen_frequency INTEGER NOT NULL,
        seen_documents INTEGER NOT NULL,
        score REAL NOT NULL,
        probability REAL NOT NULL,
        frequency INTEGER NOT NULL,
        documents INTEGER NOT NULL,
        draft TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX candidate_decision ON candidate (decision, probability DESC, score DESC, frequency DESC, id)",
    "CREATE INDEX candidate_into ON candidate (into_concept)",
)

_LANGUAGES = (
    # which Chinese, which English: empty where nobody says more than the language
    "ALTER TABLE term ADD COLUMN tag TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE concept ADD COLUMN definition_language TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE definition (
        concept INTEGER NOT NULL REFERENCES concept (seq) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (concept, place)
    ) STRICT, WITHOUT ROWID""",
)

_HOUSES = (
    # whose term it is (several bodies parted by "; "), how it is spoken, how far it can be relied on
    "ALTER TABLE term ADD COLUMN body TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE term ADD COLUMN register TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE term ADD COLUMN reliability INTEGER NOT NULL DEFAULT 0 CHECK (reliability BETWEEN 0 AND 10)",
    "ALTER TABLE term ADD COLUMN validation TEXT NOT NULL DEFAULT ''",
    # the folded text in simplified characters, where it is not that already; the index covers the whole search of terms
    "ALTER TABLE term ADD COLUMN simple TEXT NOT NULL DEFAULT ''",
    "UPDATE term SET simple = duizhao_other_script(folded) WHERE duizhao_other_script(folded) <> ''",
    "DROP INDEX term_folded",
    "CREATE INDEX term_folded ON term (folded, language, simple)",
    # definitions and notes as they are searched, a line each
    "ALTER TABLE concept ADD COLUMN defined TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE concept ADD COLUMN noted TEXT NOT NULL DEFAULT ''",
    """UPDATE concept SET defined = duizhao_lines(definition || char(0) || coalesce(
        (SELECT group_concat(text, char(0)) FROM definition WHERE definition.concept = concept.seq), ''))""",
    """UPDATE concept SET noted = duizhao_lines(note || char(0) || coalesce(
        (SELECT group_concat(note, char(0)) FROM term WHERE term.concept = concept.seq AND term.note <> ''), ''))""",
    "CREATE INDEX concept_subject ON concept (subject)",
    "CREATE INDEX term_body ON term (body) WHERE body <> ''",
    # where a concept went that was merged into another one
    "ALTER TABLE change ADD COLUMN into_id TEXT NOT NULL DEFAULT ''",
    # what a list of candidates shows, without the whole draft of each
    "ALTER TABLE candidate ADD COLUMN zh TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE candidate ADD COLUMN en TEXT NOT NULL DEFAULT ''",
    "UPDATE candidate SET zh = duizhao_leading(draft, 'zh'), en = duizhao_leading(draft, 'en')",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_CONCEPTS, _CANDIDATES, _LANGUAGES, _HOUSES)
SCHEMA_VERSION = len(MIGRATIONS)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file of ours: its name, its mark (``PRAGMA application_id``), its tables as migrations, what makes one, what reads others."""

    name: str
    mark: int
    migrations: Sequence[Sequence[str]]
    made: str
    others: str


TERMBASE = Form(
    "termbase",
    APPLICATION_ID,
    MIGRATIONS,
    "'duizhao glossary import STORE FILE' makes a termbase",
    "'duizhao glossary import' reads other files",
)
