"""Vectors of texts on disk, so that a slow model encodes every sentence once.

One SQLite file for all models: a vector is kept under the fingerprint of the model (with its prompt) and a digest of
the text. Several processes may use it at once. A file that cannot be read is set aside, never a reason to stop.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from corpora.arrays import Floats
from corpora.logs import logger

LOG = logger(__name__)
TABLE = (
    "CREATE TABLE IF NOT EXISTS vectors (model TEXT, text BLOB, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
)
ASKED = 500  # keys in one question: SQLite allows 999 and more


class VectorCache:
    """Vectors of one model.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> cache = VectorCache(Path(folder.name) / "vectors.sqlite", "model")
    >>> cache.put(["a"], np.array([[0.5, 1.0]], np.float32))
    >>> {text: vector.tolist() for text, vector in cache.get(["a", "b"]).items()}
    {'a': [0.5, 1.0]}
    >>> folder.cleanup()
    """

    def __init__(self, path: Path, model: str) -> None:
        self.path, self.model = path, model

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        connection = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=30)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(TABLE)
        except (sqlite3.DatabaseError, OSError) as error:
            if connection is not None:
                connection.close()
                connection = None
            self._set_aside(error)
        try:
            yield connection
        finally:
            if connection is not None:
                connection.close()

    def _set_aside(self, error: Exception) -> None:
        """A file that is no database is renamed; where nothing can be written, the cache is simply not used."""
        LOG.warning("%s: the vector cache cannot be used (%s)", self.path, error, extra={"code": "cache"})
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            try:
                self.path.replace(self.path.with_suffix(".damaged"))
            except OSError:
                LOG.warning("%s: cannot be set aside", self.path, extra={"code": "cache"})

    def get(self, texts: Sequence[str]) -> dict[str, Floats]:
        """The vectors that are known, by text."""
        keys = {_digest(text): text for text in texts}
        found: dict[str, Floats] = {}
        with self._open() as connection:
            if connection is None:
                return found
            wanted = list(keys)
            try:
                for start in range(0, len(wanted), ASKED):
                    some = wanted[start : start + ASKED]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"
                    for key, blob in connection.execute(query, [self.model, *some]):
                        found[keys[key]] = np.frombuffer(blob, "<f4").astype(np.float32)
            except sqlite3.DatabaseError as error:
                self._set_aside(error)
        return found

    def put(self, texts: Sequence[str], vectors: Floats) -> None:
        """Keep vectors ``(n, d)``; a text that is known keeps its vector."""
        rows = [(self.model, _digest(t), v.astype("<f4").tobytes()) for t, v in zip(texts, vectors, strict=True)]
        with self._open() as connection:
            if connection is None:
                return
            try:
                with connection:
                    connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
            except sqlite3.DatabaseError as error:
                LOG.warning("%s: vectors cannot be kept (%s)", self.path, error, extra={"code": "cache"})


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
