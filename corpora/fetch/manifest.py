"""What a folder of fetched documents holds: ``fetch.jsonl``, and the lock that keeps two fetches apart.

One line of JSON a file: ``symbol``, ``language``, ``type`` (what was asked for), ``url`` (the address that was asked),
``file``, ``sha256``, ``bytes`` and ``fetched`` (time in UTC). Lines are only ever added; the last one of a symbol,
language and type counts. A line that cannot be read, such as the last one after a power cut, is named and passed over.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpora.errors import InputError, OutputError
from corpora.files import check_ordinary, lock_file, reason, unwritable, write_hint

NAME = "fetch.jsonl"
LOCK = ".fetch.lock"


@dataclass(frozen=True, slots=True)
class Record:
    """One fetched file: a line of ``fetch.jsonl``."""

    symbol: str
    language: str
    type: str
    url: str
    file: str
    sha256: str
    bytes: int
    fetched: str


def parse_record(line: str) -> Record | None:
    """A line of the manifest, or ``None`` when it is not one; a file outside the folder is not one either."""
    try:
        data = json.loads(line)
        values = {name: data[name] for name in Record.__slots__}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    size = values.pop("bytes")
    if not all(isinstance(value, str) for value in values.values()) or not isinstance(size, int):
        return None
    name = values["file"]
    if not name or name in (".", "..") or any(c in name for c in "/\\:\0"):
        return None
    return Record(bytes=size, **values)


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 as hexadecimal digits, and size in bytes; raises ``OSError`` for a pipe, which would be waited for."""
    if path.is_fifo():
        raise OSError(errno.EINVAL, "is not an ordinary file", str(path))
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


class Manifest:
    """The records of a folder; reading it does not need the folder to exist."""

    def __init__(self, folder: Path, note: Callable[[str], None] = lambda _line: None) -> None:
        self.path = folder / NAME
        self._records: dict[tuple[str, str], dict[str, Record]] = {}
        self._torn = False
        try:
            check_ordinary(self.path)
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(
                f"{self.path}: cannot be read ({error.strerror or error})", "choose another folder with -o"
            ) from error
        self._torn = bool(data) and not data.endswith(b"\n")
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
            record = parse_record(line) if line.strip() else None
            if record is not None:
                self._keep(record)
            elif line.strip():
                note(f"{self.path}:{number}: not a record, passed over")

    def _keep(self, record: Record) -> None:
        types = self._records.setdefault((record.symbol, record.language), {})
        types.pop(record.type, None)
        types[record.type] = record

    def of(self, symbol: str, language: str) -> list[Record]:
        """The records of a symbol in a language, one for each type, the latest first."""
        return list(self._records.get((symbol, language), {}).values())[::-1]

    def twin(self, digest: str, symbol: str) -> Record | None:
        """A file of the same bytes that came for another symbol."""
        records = (record for types in self._records.values() for record in types.values())
        return next((record for record in records if record.sha256 == digest and record.symbol != symbol), None)

    def add(self, record: Record) -> None:
        """Write a record down; it is on the disk when this returns."""
        line = json.dumps(asdict(record), ensure_ascii=False) + "\n"
        try:
            with self.path.open("ab") as file:
                file.write((b"\n" if self._torn else b"") + line.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise unwritable(self.path, error) from error
        self._torn = False
        self._keep(record)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Keep the folder for one fetch; the system lets go of it when the program ends, however it ends.

    Raises :class:`InputError` while another fetch works there, :class:`OutputError` when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_ordinary(folder / LOCK)
        file = (folder / LOCK).open("ab")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({reason(error)})", write_hint(error, folder / LOCK)) from error
    with file:
        if not lock_file(file.fileno()):
            raise InputError(f"{folder}: another fetch is at work in this folder", "wait for it to end")
        yield
