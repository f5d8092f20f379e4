"""The termbase as one SQLite file: concepts, decisions on candidates, and a history that can be undone.

Several processes may write at once: every change is a transaction that takes the lock before it reads.
"""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from corpora.errors import InputError
from glossary.concept import SEVERAL, Concept, Termbase, parts_of
from glossary.store import bring_in as store_import
from glossary.store import candidates as store_candidates
from glossary.store import codec as store_codec
from glossary.store.bring_in import BroughtIn, Note, Way
from glossary.store.candidates import Proposal, Ruling, Split
from glossary.store.database import Database
from glossary.store.doubles import Double, doubles
from glossary.store.history import Change, ConflictError, History, now
from glossary.store.merging import Merged, merge, merged, referring
from glossary.store.search import Found, Query, alike, find
from glossary.store.tables import BRIEF, DECISIONS, TERMS_OF_CANDIDATES, Brief, Candidate, Decision, Tables
from glossary.store.undo import undo

__all__ = [
    "DECISIONS",
    "BroughtIn",
    "Candidate",
    "Change",
    "ConflictError",
    "Decision",
    "Note",
    "Proposal",
    "Split",
    "Store",
]


class Store:
    """An open termbase file. Use it in a ``with`` block, in the thread that opened it.

    >>> import tempfile
    >>> from glossary.concept import Term
    >>> folder = tempfile.TemporaryDirectory()
    >>> with Store.open(Path(folder.name) / "terms.db", create=True, who="Li") as store:
    ...     _ = store.save(Concept("c1", (Term("会员国", "zh"), Term("Member State", "en"))))
    ...     [concept.id for concept in store.search("员国")], store.history()[0].who
    (['c1'], 'Li')
    >>> folder.cleanup()
    """

    def __init__(self, database: Database, who: str) -> None:
        self._database = database
        self._who = who
        self._history = History(database, who)
        self._tables = Tables(database, self._history)

    @classmethod
    def open(cls, path: Path, *, create: bool = False, who: str = "") -> Store:
        """Open a termbase; with ``create`` make it where there is none. ``who`` signs changes: default the login name.

        A file of an older version is brought up to date. Raises :class:`InputError` for what is no termbase, was
        written by a newer version, is damaged, or is locked by another program.
        """
        return cls(Database.open(path, create=create), who or login())

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def __len__(self) -> int:
        row = self._database.first("SELECT count(*) FROM concept")
        return int(row[0]) if row else 0

    def concepts(self, ids: Iterable[str] | None = None) -> Iterator[Concept]:
        """Concepts in order of creation, all or those with these ids; an id that is not there is passed over."""
        if ids is None:
            seqs = [row[0] for row in self._database.rows("SELECT seq FROM concept ORDER BY seq")]
        else:
            seqs = sorted(self._seqs(ids))
        for start in range(0, len(seqs), store_codec.BATCH):
            with self._database.reading():
                batch = list(store_codec.read(self._database, seqs[start : start + store_codec.BATCH]))
            yield from batch

    def _seqs(self, ids: Iterable[str]) -> set[int]:
        found = (self._database.first("SELECT seq FROM concept WHERE id = ?", (id,)) for id in ids)
        return {row[0] for row in found if row}

    def get(self, id: str) -> Concept | None:
        """A concept by its id."""
        return self._tables.concept(id)

    def version(self, id: str) -> int:
        """The version of a concept: it grows by one with every change; 0 where there is none."""
        return self._tables.version(id)

    def termbase(self) -> Termbase:
        """The whole termbase, as it is at one moment."""
        with self._database.reading(), store_codec.without_collection():
            return Termbase.of(self.concepts(), f"store:{self.path.name}")

    def search(self, text: str, language: str | None = None, limit: int = 50) -> list[Concept]:
        """Concepts with a term that holds all words of ``text`` (case, width, script and kinds of spaces aside): whole terms
        first, then terms that begin with it, then shorter before longer ones. :meth:`find` knows more.
        """
        if not text.strip():
            return []
        return list(self.find(Query(text, language, ("terms",), limit=max(limit, 0))).concepts)

    def find(self, query: Query) -> Found:
        """Concepts by words in any order, wildcards, fields; see :class:`Query`."""
        return find(self._database, query)

    @property
    def group(self) -> int | None:
        """The group of the changes of the present transaction; None where it has made none."""
        return self._history.group

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is done within is one group of changes, made whole or not at all."""
        with self._database.writing() as outermost:
            if outermost:
                self._history.new_group()
            yield

    def save(self, concept: Concept, *, why: str = "", expect: int | None = None) -> int:
        """Put a concept into the termbase, in place of the one with its id; return its version.

        It is kept exactly as given, its stamps included. Raises :class:`ConflictError` when ``expect`` is given and is
        not the present version (0: there is none).
        """
        store_codec.check(concept)
        with self.transaction():
            version = self._tables.version(concept.id)
            self._tables.expect(concept.id, version, expect)
            before = self._tables.concept(concept.id)
            if before == concept:
                return version
            return self._tables.put(concept.id, before, concept, "changed" if before else "created", why)

    def remove(self, id: str, *, why: str = "", expect: int | None = None) -> None:
        """Take a concept out; references to it stay, and name a concept that is not there."""
        with self.transaction():
            self._tables.expect(id, self._tables.version(id), expect)
            self._tables.put(id, self._tables.existing(id), None, "removed", why)

    def add(self, concept: Concept, *, why: str = "", homonym: bool = False) -> Concept:
        """Put a new concept in; one without an id gets the next number that nobody ever had.

        Raises :class:`InputError` where its id is taken, or another concept has its leading pair: unless it is a ``homonym``.
        """
        with self.transaction():
            id = concept.id or self._tables.next_id()
            if self._tables.version(id) or self._tables.leads_to(id):
                raise InputError(f"{self.path}: there is a concept {id!r}", "edit it, or give another id")
            made = replace(concept, id=id, created=now(), created_by=self._who, modified=now(), modified_by=self._who)
            if not homonym:
                store_candidates.refuse_duplicate(self._tables, None, made)
            store_codec.check(made)
            self._tables.put(id, None, made, "created", why)
            return made

    def change(self, wanted: Concept, *, why: str = "", expect: int | None = None, homonym: bool = False) -> Concept:
        """Put a concept that a person has edited in place of what it was; nothing is written where nothing is different.

        Raises :class:`ConflictError` when its version is not ``expect``.
        """
        with self.transaction():
            before = self._tables.existing(wanted.id)
            self._tables.expect(wanted.id, self._tables.version(wanted.id), expect)
            if wanted == before:
                return before
            if not homonym:
                store_candidates.refuse_duplicate(self._tables, before, wanted)
            after = replace(wanted, modified=now(), modified_by=self._who)
            self._tables.put(wanted.id, before, after, "changed", why)
            return after

    def merging(self, id: str, into: str) -> Merged:
        """What :meth:`merge` would make, and what of the first concept it would give up."""
        with self._database.reading():
            return merged(self._tables, id, into)

    def merge(self, id: str, into: str, *, why: str = "") -> Concept:
        """Make two concepts one: ``into`` gets what ``id`` has more, references to ``id`` and the id itself lead to it."""
        with self.transaction():
            return merge(self._tables, id, into, self._who, why).concept

    def expect(self, id: str, version: int) -> None:
        """Raise :class:`ConflictError` unless a concept is of this version. Within :meth:`transaction`."""
        self._tables.expect(id, self._tables.version(id), version)

    def bodies(self) -> list[str]:
        """The bodies that terms are of."""
        rows = self._database.rows("SELECT DISTINCT body FROM term WHERE body <> ''")
        return sorted({body for (text,) in rows for body in parts_of(text)})

    def alike(self, concept: Concept, most: int) -> list[Concept]:
        """Concepts that share most pieces of their terms with this one, those with most in common first."""
        return alike(self._database, concept, most)

    def brief(self) -> list[Brief]:
        """All candidates, best first, by what a list of them shows."""
        return [Brief(*row) for row in self._database.rows(BRIEF)]

    def variants(self) -> dict[str, str]:
        """The terms of each candidate, a line each."""
        return dict(self._database.rows(TERMS_OF_CANDIDATES))

    def leads_to(self, id: str) -> str:
        """The concept that an id stands for: its own, else the one that it was merged into; empty for none."""
        return self._tables.leads_to(id)

    def referring(self, id: str) -> list[str]:
        """The concepts that refer to one."""
        return referring(self._tables, id)

    def doubles(self) -> list[Double]:
        """Concepts that may be one, the surest first; see :class:`Double`."""
        with self._database.reading():
            return doubles(self._database)

    def subjects(self) -> dict[str, int]:
        """The subject fields with the concepts of each; one that is unlike these only in case is none of its own."""
        counts: Counter[str] = Counter()
        for text, count in self._database.rows("SELECT subject, count(*) FROM concept GROUP BY subject"):
            counts.update(dict.fromkeys(parts_of(text), count))
        return dict(sorted(counts.items()))

    def rename_subject(self, old: str, new: str, *, why: str = "") -> int:
        """Call a subject field by another name in all concepts, as one group of changes; return how many these are."""
        with self.transaction():
            found = self.find(Query(subject=old, limit=None)).concepts
            for concept in found:
                names = (new if one.lower() == old.lower() else one for one in parts_of(concept.subject))
                self.change(replace(concept, subject=SEVERAL.join(dict.fromkeys(names))), why=why, homonym=True)
            return len(found)

    def propose(self, draft: Termbase) -> Proposal:
        """Take the concepts of a draft as candidates, as one group of changes; see :class:`Proposal`."""
        with self.transaction(), store_codec.without_collection():
            return store_candidates.propose(self._tables, draft)

    def candidates(self, decision: Decision | None = "open") -> list[Candidate]:
        """Candidates with a decision (None: all), best first."""
        with store_codec.without_collection():
            if decision is None:
                return list(self._tables.candidates())
            return list(self._tables.candidates("WHERE decision = ?", (decision,)))

    def count_candidates(self) -> dict[Decision, int]:
        """How many candidates there are of each decision; those with none are left out."""
        return dict(self._database.rows("SELECT decision, count(*) FROM candidate GROUP BY decision"))

    def candidate(self, id: str) -> Candidate | None:
        """A candidate by its id."""
        return self._tables.candidate(id)

    def decide(
        self,
        id: str,
        decision: Decision,
        *,
        edited: Concept | None = None,
        into: str = "",
        why: str = "",
        expect: int | None = None,
        drafts: bool = False,
    ) -> Candidate:
        """Decide on a candidate; a new decision takes back what the old one did to the concepts.

        ``accepted`` makes a concept of it, with the candidate's id; ``merged`` adds its terms to the concept ``into``, with
        ``drafts`` also to another open candidate of that id.
        ``edited`` takes the place of the draft. Raises :class:`ConflictError` when its version is not ``expect``, and
        :class:`InputError` when another concept has the leading pair that is accepted.
        """
        if decision not in DECISIONS:
            raise InputError(f"decision {str(decision)[:40]!r} is not known", f"one of {', '.join(DECISIONS)}")
        with self.transaction():
            candidate = self._tables.candidate(id)
            if candidate is None:
                raise InputError(f"{self.path}: no candidate {id!r}", "'duizhao glossary propose' brings candidates in")
            self._tables.expect(id, candidate.version, expect)
            return store_candidates.decide(
                self._tables, candidate, Ruling(decision, edited, into, why, self._who, drafts)
            )

    def bring_in(
        self, termbase: Termbase, *, dry_run: bool = False, replace: bool = False, why: str = "", way: Way | None = None
    ) -> BroughtIn:
        """Combine another termbase with this one, whole or not at all; see :class:`BroughtIn`.

        ``replace``: where both say something else, the other one is believed. ``way`` knows more: see :class:`Way`.
        """
        way = way or Way(replacing=replace)
        tables, who = self._tables, self._who
        if dry_run:
            with self._database.reading(), store_codec.without_collection():
                return store_import.bring_in(tables, termbase, way, who=who, why=why, dry_run=True)
        with self.transaction(), store_codec.without_collection():
            return store_import.bring_in(tables, termbase, way, who=who, why=why, dry_run=False)

    def history(self, id: str | None = None, limit: int = 100) -> list[Change]:
        """The last changes, newest first; with ``id`` those of one concept or candidate."""
        return self._history.changes(id, limit)

    def undo(self, group: int | None = None) -> list[Change]:
        """Take back a group of changes, whole or not at all; without a number the last one that was not undone yet.

        This is a change itself: undoing its group makes it good again. Return the changes made. Raises
        :class:`ConflictError` when a concept or candidate of the group was changed since.
        """
        with self.transaction(), store_codec.without_collection():
            return undo(self._tables, group)


def login() -> str:
    """Who is at work: the login name, empty where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, no name in the environment
        return ""
