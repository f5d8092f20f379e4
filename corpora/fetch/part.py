"""A download that is not complete yet, and what is known of the version that it belongs to.

It grows in a hidden ``.part`` file. Beside it stands what the server said of the version that it sends (ETag or
Last-Modified), so that the rest can be asked for later with ``Range`` and ``If-Range`` (RFC 9110, 13.1.5 and 14.2): if
the document has changed meanwhile, the server sends it whole and the download begins again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpora.files import unwritable

RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})$")


def version_of(headers: Mapping[str, str]) -> str | None:
    """What tells this version of a document from another: a strong ETag, else the date of the last change.

    >>> version_of({"etag": '"a1"'}), version_of({"etag": 'W/"a1"'})
    ('"a1"', None)
    """
    if headers.get("accept-ranges", "").strip().lower() == "none":
        return None
    etag = headers.get("etag", "").strip()
    if etag.startswith('"'):
        return etag
    return headers.get("last-modified", "").strip() or None


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Raise :class:`OutputError` when the file, not the network, is the trouble."""
    try:
        yield
    except OSError as error:
        # nobody knows the hidden file in which a document grows
        document = path.name.removeprefix(".").removesuffix(".json").removesuffix(".part")
        raise unwritable(path.with_name(document), error) from error


@dataclass(slots=True)
class Part:
    """The part at ``path``, of which ``version`` was asked for in the last request: ``None`` for the whole."""

    path: Path
    version: str | None = None

    @property
    def _facts(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def size(self) -> int:
        """Bytes that are there, 0 without a file."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def headers(self, address: str) -> dict[str, str]:
        """The headers that ask for the rest; none when the download has to begin at the beginning."""
        self.version = None
        size = self.size()
        with suppress(OSError, ValueError, RecursionError):
            facts = json.loads(self._facts.read_text("utf-8"))
            version = facts.get("version") if isinstance(facts, dict) and facts.get("address") == address else None
            if size and isinstance(version, str) and version.isascii() and version.isprintable():
                self.version = version.strip() or None
        return {"Range": f"bytes={size}-", "If-Range": self.version} if self.version else {}

    def continues(self, headers: Mapping[str, str]) -> int | None:
        """The size of the whole document, when a partial answer is the rest of what is there; else ``None``."""
        found = RANGE.match(headers.get("content-range", "").strip())
        if not found or int(found[1]) != self.size() or self.version is None:
            return None
        now = headers.get("etag" if self.version.startswith('"') else "last-modified", self.version)
        return int(found[2]) if now.strip() == self.version else None

    def begin(self, address: str, version: str | None) -> None:
        """Throw away what is there, and write down which version comes now."""
        self.discard()
        if version is not None:
            with disk(self._facts):
                self._facts.write_text(json.dumps({"address": address, "version": version}), "utf-8")

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The file, to add to; what was written stays there, however the block ends."""
        with disk(self.path):
            file = self.path.open("ab")
        try:
            yield file
            with disk(self.path):
                file.flush()
                os.fsync(file.fileno())
        finally:
            with disk(self.path):
                file.close()

    def discard(self) -> None:
        """Remove the part and what is known of it."""
        with disk(self.path):
            self.path.unlink(missing_ok=True)
            self._facts.unlink(missing_ok=True)

    def keep_if_of_use(self) -> None:
        """Remove a part that cannot be resumed."""
        if not (self._facts.exists() and self.size()):
            self.discard()
