"""The termbase as one SQLite file: concepts, decisions on candidates, and a history that can be undone.

Several processes may write at once: every change is a transaction that takes the lock before it reads.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from corpora.errors import InputError
from glossary.concept import Concept, Termbase
from glossary.store import bring_in as store_import
from glossary.store import candidates as store_candidates
from glossary.store import codec as store_codec
from glossary.store.bring_in import BroughtIn, Note
from glossary.store.candidates import Proposal, Ruling, Split
from glossary.store.combine import combined
from glossary.store.database import Database
from glossary.store.history import Change, ConflictError, History, now
from glossary.store.search import Found, Query, find
from glossary.store.tables import DECISIONS, Candidate, Decision, Tables
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

    def merge(self, id: str, into: str, *, why: str = "") -> Concept:
        """Make two concepts one: ``into`` gets what ``id`` has more, references to ``id`` point to it, ``id`` goes."""
        if id == into:
            raise InputError(f"{id!r} cannot be merged into itself", "name two concepts")
        with self.transaction():
            gone, kept = self._tables.existing(id), self._tables.existing(into)
            both = combined(kept, replace(gone, id=into), adding=True).concept
            references = tuple(one for one in both.references if one.concept not in (id, into))
            both = replace(both, references=references, modified=now(), modified_by=self._who)
            self._tables.put(into, kept, both, "changed", why)
            self._tables.put(id, gone, None, "merged", why, into=into)
            self._point_elsewhere(id, into, why)
            return self._tables.existing(into)

    def _point_elsewhere(self, id: str, into: str, why: str) -> None:
        rows = self._database.rows(
            "SELECT DISTINCT concept.id FROM reference JOIN concept ON concept.seq = reference.concept WHERE target = ?",
            (id,),
        )
        for before in self.concepts([row[0] for row in rows]):
            moved = [replace(one, concept=into) if one.concept == id else one for one in before.references]
            after = replace(before, references=tuple(dict.fromkeys(moved)))
            self._tables.put(before.id, before, after, "changed", why)
        for candidate in list(self._tables.candidates("WHERE into_concept = ?", (id,))):
            after_candidate = replace(candidate, decision="merged", into=into)
            self._tables.put_candidate(candidate.id, candidate, after_candidate, "merged", why)

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
    ) -> Candidate:
        """Decide on a candidate; a new decision takes back what the old one did to the concepts.

        ``accepted`` makes a concept of it, with the candidate's id; ``merged`` adds its terms to the concept ``into``.
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
            return store_candidates.decide(self._tables, candidate, Ruling(decision, edited, into, why, self._who))

    def bring_in(self, termbase: Termbase, *, dry_run: bool = False, replace: bool = False, why: str = "") -> BroughtIn:
        """Combine another termbase with this one, whole or not at all; see :class:`BroughtIn`.

        ``replace``: where both say something else, the other one is believed.
        """
        if dry_run:
            with self._database.reading(), store_codec.without_collection():
                return store_import.bring_in(
                    self._tables, termbase, who=self._who, why=why, dry_run=True, replacing=replace
                )
        with self.transaction(), store_codec.without_collection():
            return store_import.bring_in(
                self._tables, termbase, who=self._who, why=why, dry_run=False, replacing=replace
            )

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
