"""Which format a file is in, by suffix and first bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpora.errors import InputError
from corpora.files import SQLITE, check_ordinary, sniff_root, unreadable

RDF = frozenset({".rdf", ".owl", ".nq", ".trig"})
"""Suffixes of thesauri that are read only."""
XML = {"tbx": "tbx", "martif": "tbx", "mtf": "tbx", "tmx": "tmx", "RDF": "skos-turtle"}
HEAD = 1 << 12


def head_of(path: Path, size: int = HEAD) -> bytes:
    """The first bytes of a file; raises :class:`InputError` where there is none to read."""
    try:
        check_ordinary(path)
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise unreadable(path, IsADirectoryError() if path.is_dir() else error) from error


def is_store(path: Path) -> bool:
    """Whether a file is a SQLite database, as termbases are stored."""
    return path.suffix.lower() == ".db" or (path.is_file() and head_of(path, len(SQLITE)) == SQLITE)


def detect(path: Path, by_suffix: Mapping[str, str]) -> str:
    """The name of the format that a file is read as; raises :class:`InputError` for one that is not known.

    ``by_suffix``: the suffixes of the registry, for what the bytes leave open.
    """
    head = head_of(path)
    suffix = path.suffix.lower()
    if suffix in (".txt", ".utx", ".csv", ".tsv") and head.removeprefix(b"\xef\xbb\xbf")[:5].upper() == b"#UTX ":
        return "utx"
    if suffix == ".txt" and head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "tsv"  # what Excel calls Unicode text
    if suffix == ".json" and (b'"@context"' in head or b'"@graph"' in head or b'"@id"' in head):
        return "skos-jsonld"
    if suffix in RDF:
        return "skos-turtle"
    if suffix in (".tbx", ".tmx", ".xml", ".martif", ".mtf", ".gz"):
        return _xml(path)
    if suffix in by_suffix:
        return by_suffix[suffix]
    raise InputError(
        f"{path}: {suffix or 'no suffix'} is not a termbase format",
        "give TBX, CSV, TSV, XLSX, JSON, Parquet, an OmegaT glossary, UTX, SKOS or TMX, or say --format",
    )


def _xml(path: Path) -> str:
    root = sniff_root(path) or ""
    if root in XML:
        return XML[root]
    return "tmx" if path.suffix.lower() == ".tmx" else "tbx"
