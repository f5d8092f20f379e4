"""Readers: one file per format, all behind one protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from corpora.readers.text import ReadResult


class Reader(Protocol):
    """A format: a file in, a document and the reasons for all removals out."""

    def __call__(self, path: Path, language: str | None = None, symbol: str | None = None) -> ReadResult:
        """Read ``path``; language and symbol are recognised where they are not given."""
        ...
