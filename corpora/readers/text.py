"""Plain text: bytes to characters, repair, sentences."""

from __future__ import annotations

from pathlib import Path

from corpora.errors import InputError
from corpora.files import decode, lines_of, read_bytes
from corpora.logs import Remark
from corpora.page import split_lines
from corpora.readers.extract import Extract, check_size

"""Bytes of a file of any format; scans make PDFs large."""
MAX_BYTES = 64_000_000
"""Bytes of plain text: more than the characters that are allowed take in any encoding."""
HEAD = 40_000
"""Characters that tell what a document is."""


def extract(data: bytes, path: Path) -> Extract:
    """Plain text: nothing is known of its lines. Raises :class:`InputError` past the limits."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: {len(data) / 1e6:,.0f} MB of text, more than {MAX_BYTES // 1_000_000}", "split it")
    text, encoding = decode(data, path)
    check_size(path, len(text), sum(map(text.count, "\n\r\f\x85\u2028\u2029")))
    warnings = [] if encoding in ("utf-8", "utf-16") else [Remark("encoding", f"read as {encoding}")]
    return Extract(text, tuple(split_lines(text)), encoding=encoding, warnings=tuple(warnings))


def extract_head(data: bytes, path: Path) -> Extract:
    """The first pages: what a masthead and a language need."""
    text, encoding = decode(data[:MAX_BYTES], path)
    text = text[:HEAD]
    return Extract(text, tuple(split_lines(text)), encoding=encoding)


def read_sentences(path: Path) -> list[str]:
    """Lines of a file as sentences, one to one, so that ids fit; only the line feed is cut off."""
    text, _ = decode(read_bytes(path), path)
    return lines_of(text)
