"""The SQLite file below a termbase: opened with care, written in whole transactions, every error one line."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpora.errors import DuizhaoError, InputError, MissingDependencyError, OutputError, short
from glossary.store.folding import teach
from glossary.store.refusal import ELSEWHERE, find_stray, refused
from glossary.store.schema import TERMBASE, Form
from glossary.store.words import teach_words

MAGIC = b"SQLite format 3\0"  # corpora.files.SQLITE, without loading what reads documents
PATIENCE = 30.0
"""Seconds to wait for another process that writes: an import of 50,000 concepts takes about half of it."""
OLDEST_SQLITE = (3, 37, 0)
"""The first version with STRICT tables."""


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as SQLite files do."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


ONE_PAGE = 4096  # bytes of a file without a table


def _remove_empty(path: Path) -> None:
    """Remove a file that has just been made, and what SQLite put beside it, where no table got into it."""
    log, index = (path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))
    with suppress(OSError):
        if path.stat().st_size <= ONE_PAGE and not (log.exists() and log.stat().st_size):
            for one in (path, log, index):
                one.unlink(missing_ok=True)


class Database:
    """A connection with its file's name. Statements run at once, or within :meth:`writing` all or none of them."""

    def __init__(self, path: Path, connection: sqlite3.Connection, form: Form = TERMBASE) -> None:
        self.path = path
        self.form = form
        self._connection = connection
        self._depth = 0

    @classmethod
    def open(cls, path: Path, *, create: bool, form: Form | None = None) -> Database:
        """Open, make or bring up to date; raises :class:`InputError` for anything that is no file of ours of this form."""
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise MissingDependencyError(
                f"SQLite {sqlite3.sqlite_version} of this Python is too old for termbases", "3.37 or newer is needed"
            )
        form = form or TERMBASE
        _check_file(path, create, form)
        made = create and not path.exists()
        database = _connected(path, create, form)
        try:
            database._prepare(create)
        except BaseException as error:
            database.close()
            if made and isinstance(error, OutputError):
                _remove_empty(path)
            raise
        return database

    def close(self) -> None:
        """Close; the last one to close folds what was written into the one file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise self._refused(error) from error

    def first(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        try:
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            raise self._refused(error) from error
        return row

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; return the row number of what it inserted."""
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except (sqlite3.Error, UnicodeError) as error:
            raise self._refused(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        try:
            self._connection.executemany(sql, rows)
        except (sqlite3.Error, UnicodeError) as error:
            raise self._refused(error) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries over one and the same state, whatever others write meanwhile."""
        if self._depth:
            yield
            return
        self.run("BEGIN")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """All or nothing, also inside of another one; yields whether it is the outermost.

        The lock is taken at the beginning, so that what is read within cannot change before it is written.
        """
        outermost = not self._depth
        name = f"level_{self._depth}"
        self.run("BEGIN IMMEDIATE" if outermost else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield outermost
            self.run("COMMIT" if outermost else f"RELEASE {name}")
        except BaseException:
            with suppress(sqlite3.Error):  # the first error is the one to tell
                if outermost:
                    self._connection.execute("ROLLBACK")
                else:
                    self._connection.execute(f"ROLLBACK TO {name}")
                    self._connection.execute(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1

    def _refused(self, error: Exception) -> DuizhaoError:
        """As :func:`refused`; where a text is none, with the entry that holds it."""
        if isinstance(error, sqlite3.OperationalError) and "decode to UTF-8" in str(error):
            if entry := find_stray(self._connection):
                what = f"{self.path}: {entry} holds bytes that are no valid text"
                return InputError(what, "export what there is from the last good copy, or mend that entry in it")
        return refused(self.path, error)

    def _pragma(self, name: str) -> int:
        row = self.first(f"PRAGMA {name}")
        return int(row[0]) if row else 0

    def _prepare(self, create: bool) -> None:
        version, mark = self._pragma("user_version"), self._pragma("application_id")
        tables = self._pragma("schema_version")
        known = len(self.form.migrations)
        if mark != self.form.mark and (mark or version or tables or not create):
            raise InputError(f"{self.path}: is a SQLite file, but no {self.form.name} of duizhao", "give another file")
        if version < 0:
            raise InputError(f"{self.path}: has a schema that is not ours ({version})", "take the last good copy")
        if version > known:
            raise InputError(
                f"{self.path}: was written by a newer duizhao (schema {version}, known: {known})",
                "use a newer duizhao",
            )
        self._refuse_program()
        self._prefer_wal()
        if version < known:
            try:
                self._migrate()
            except DuizhaoError as error:
                code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
                if code == sqlite3.SQLITE_ERROR:  # a table is there already, or one is missing
                    what = f"{self.path}: says that its schema is {version}, which it is not ({error.__cause__})"
                    raise InputError(what, "take the last good copy") from error
                if code not in ELSEWHERE or not version:
                    raise
                self._migrate_copy()

    def _refuse_program(self) -> None:
        """What runs by itself (triggers) or stands for a table (views) is none of ours, and could change or hide entries, or never end."""
        found = self.first("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')")
        if found:
            what = f"{self.path}: holds a {short(str(found[0]))} ({short(str(found[1]))}), which duizhao did not make"
            raise InputError(what, "take it out with its own program, or take the last good copy")

    def _prefer_wal(self) -> None:
        """Ask for a WAL; where it cannot be had (network drives, read-only files) the present journal stays."""
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA journal_mode = WAL").fetchone()

    def _migrate_copy(self) -> None:
        """An older file that may not be written is brought up to date in memory, from where it can only be read."""
        copy = sqlite3.connect(":memory:", isolation_level=None)
        try:
            self._connection.backup(copy)
            self._connection.close()
            self._connection = copy
            self._migrate(keep=False)
            copy.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            copy.close()
            raise refused(self.path, error) from error

    def _migrate(self, *, keep: bool = True) -> None:
        teach(self._connection)
        teach_words(self._connection)  # the copy of a file that may not be written knows none yet
        with self.writing():
            # another process may have done it while this one waited
            version, known = self._pragma("user_version"), len(self.form.migrations)
            if keep and 0 < version < known:
                self.run(f"PRAGMA user_version = {version}")  # what may not be written says so now
                self._keep_older(version)
            for number in range(version, known):
                for statement in self.form.migrations[number]:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {number + 1}")
            self.run(f"PRAGMA application_id = {self.form.mark}")

    def _keep_older(self, version: int) -> None:
        """Keep the file as it is beside itself, whole or not at all, before its schema changes; nobody else writes meanwhile."""
        kept = free_name(self.path.with_name(f"{self.path.name}.schema{version}"))
        making = self.path.with_name(f"{kept.name}.part")
        try:
            making.unlink(missing_ok=True)
            source = _connection(self.path, "mode=ro", self.form)._connection
            target = _connection(making, "mode=rwc", self.form)._connection
            with closing(source), closing(target):
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE").fetchone()
            making.replace(kept)
        except (sqlite3.Error, OSError) as error:
            with suppress(OSError):
                making.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise OutputError(f"{kept}: cannot be written ({error.strerror})", "make room beside it") from error
            raise refused(self.path, error) from error


def free_name(path: Path) -> Path:
    """The name itself, or with a number where there is such a file."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _check_file(path: Path, create: bool, form: Form) -> None:
    if "\0" in str(path):
        raise InputError(f"{path}: is no name of a file", "check the name")
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder", f"give the file of a {form.name}")
        if not path.exists():
            if not create:
                raise InputError(f"{path}: no such file", form.made)
            path.parent.mkdir(parents=True, exist_ok=True)
        elif path.stat().st_size == 0:
            if not create:
                raise InputError(f"{path}: file is empty", form.made)
        elif not is_sqlite(path):
            with path.open("rb"):  # what may not be read says so itself
                pass
            raise InputError(f"{path}: is no {form.name} (no SQLite file)", form.others)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be opened ({error.strerror or error})", "check the name and your rights"
        ) from error


def _connected(path: Path, create: bool, form: Form) -> Database:
    """A connection that can read; where the files beside a WAL file cannot be made, one that does without."""
    try:
        return _connection(path, f"mode={'rwc' if create else 'rw'}", form)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in ELSEWHERE or not path.exists():
            raise refused(path, error) from error
        first = error
    with suppress(sqlite3.Error):
        return _without_wal(path, form)
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        raise InputError(
            f"{path}: a part of it stands in {wal.name}, which cannot be read here",
            "copy both files to a place where you may write",
        )
    try:
        return _connection(path, "mode=ro&immutable=1", form)
    except (sqlite3.Error, UnicodeDecodeError):
        raise refused(path, first) from first


def _without_wal(path: Path, form: Form) -> Database:
    """A WAL file on a drive without shared memory: one process alone can read it, and give up the WAL for good."""
    database = _connection(path, "mode=rw", form, exclusive=True)
    try:
        if database._pragma("application_id") == form.mark:
            database._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        database.close()
    return _connection(path, "mode=rw", form)


def _connection(path: Path, options: str, form: Form = TERMBASE, *, exclusive: bool = False) -> Database:
    if path.exists() and not path.is_file() and not path.is_dir():  # SQLite would wait for a pipe without end
        raise InputError(f"{path}: is not an ordinary file", "give a file")
    place = path.absolute().as_posix()
    name = quote(os.fsencode(place if place.startswith("/") else f"/{place}"), safe="/:")
    connection = sqlite3.connect(f"file://{name}?{options}", uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        if exclusive:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere may hold what we did not write
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        teach_words(connection)
    except BaseException:
        connection.close()
        raise
    return Database(path, connection, form)
