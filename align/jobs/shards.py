"""One shard of a job: its documents, its Parquet part, its completion mark, and the work on it.

A part is written under a temporary name and renamed; its mark is written after it. What has a mark is done: a job that
was killed at any moment goes on with the shards that have none, and ends with the same bytes.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.aligner import Aligner
from corpora.bitext import pairs_to_frame, with_original
from corpora.changes import Changes
from corpora.document import Document
from corpora.errors import DuizhaoError, InputError, OutputError
from corpora.exchange import read_pairs, write_frame
from corpora.files import atomic_path
from corpora.readers import read_sentences
from corpora.reading import read_document
from corpora.versions import SCHEMAS

if TYPE_CHECKING:
    from corpora.changes import Changes
from corpora.bitext import Pair

PARTS = "parts"


@dataclass(frozen=True, slots=True)
class JobDocument:
    """One document of a job: its symbol and its two files; ``original`` where its mastheads do not count.

    ``changes``: what becomes of tracked changes.
    """

    symbol: str
    zh: str
    en: str
    original: str = ""
    changes: str = "accepted"


@dataclass(frozen=True, slots=True)
class Shard:
    """What a worker gets: its number, its documents, where to write, and documents that killed a worker before."""

    number: int
    documents: tuple[JobDocument, ...]
    out: str
    signature: str
    model: str
    sentences: bool
    deadly: tuple[str, ...] = ()

    @property
    def part(self) -> Path:
        """The Parquet file of this shard."""
        return Path(self.out) / PARTS / f"part-{self.number:06d}.parquet"

    @property
    def mark(self) -> Path:
        """The completion mark of this shard."""
        return self.part.with_suffix(".json")

    @property
    def at(self) -> Path:
        """The file that names the document a worker is busy with: who is to blame when it dies."""
        return self.part.with_suffix(".at")


def read_mark(shard: Shard) -> dict[str, Any] | None:
    """What the mark of a finished shard says; ``None`` where the shard is still to do."""
    try:
        mark: dict[str, Any] = json.loads(shard.mark.read_text(encoding="utf-8"))
        done = mark["signature"] == shard.signature and shard.part.stat().st_size == mark["bytes"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark if done else None


@lru_cache(maxsize=2)
def load_aligner(model: str) -> Aligner:
    """One aligner a process and model."""
    return Aligner(model)


def run_shard(shard: Shard) -> int:
    """Align the documents of a shard and write its part and its mark; the number of the shard."""
    aligner = load_aligner(shard.model)
    rows: list[Pair] = []
    done, failed = [], []
    for document in shard.documents:
        with suppress(OSError):
            shard.at.write_text(document.symbol, encoding="utf-8")
        try:
            if document.symbol in shard.deadly:
                raise InputError("the worker died on this document, twice", "look at its files, or at the memory")
            pairs, entry = _align_document(document, aligner, shard.sentences)
        except OutputError:
            raise
        except DuizhaoError as error:
            failed.append(asdict(document) | {"reason": str(error)})
        except Exception as error:  # one document never stops a job
            failed.append(asdict(document) | {"reason": f"unexpected {type(error).__name__}: {error}"[:300]})
        else:
            rows += pairs
            done.append(entry)
    write_frame(pairs_to_frame(rows), shard.part, SCHEMAS["bitext"])
    write_json(
        shard.mark,
        {
            "signature": shard.signature,
            "bytes": shard.part.stat().st_size,
            "links": len(rows),
            "documents": done,
            "failed": failed,
        },
    )
    shard.at.unlink(missing_ok=True)
    return shard.number


def _align_document(document: JobDocument, aligner: Aligner, sentences: bool) -> tuple[list[Pair], dict[str, Any]]:
    if document.zh == document.en:
        return _bitext_rows(document)
    sides = []
    for path, language in ((document.zh, "zh"), (document.en, "en")):
        if sentences:
            lines = read_sentences(Path(path))
            sides.append(Document.from_sentences(lines, language, document.symbol, path, document.original))
        else:
            sides.append(
                read_document(
                    Path(path), language, document.symbol, document.original, Changes(document.changes)
                ).document
            )
    bitext = aligner.align(sides[0], sides[1])
    nulls = sum(link.is_null for link in bitext.links)
    entry = {"symbol": document.symbol, "zh_sentences": len(sides[0]), "en_sentences": len(sides[1])}
    return bitext.pairs(), entry | {"links": len(bitext.links), "null_links": nulls, "warning": bitext.warning}


def _bitext_rows(document: JobDocument) -> tuple[list[Pair], dict[str, Any]]:
    """The rows of a file that holds both languages, as they stand."""
    pairs = with_original(read_pairs(Path(document.zh)), document.original)
    sides = sum(bool(pair.zh) for pair in pairs), sum(bool(pair.en) for pair in pairs)
    entry = {"symbol": document.symbol, "zh_sentences": sides[0], "en_sentences": sides[1], "links": len(pairs)}
    return pairs, entry | {"null_links": 2 * len(pairs) - sum(sides), "warning": ""}


def write_json(path: Path, data: Any) -> None:
    """Values as a JSON file, whole or not at all."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        written = text.encode()
    except UnicodeEncodeError:  # the name of a file that is not valid UTF-8: escaped, so that it comes back as it is
        written = json.dumps(data, indent=1).encode()
    with atomic_path(path) as temporary:
        temporary.write_bytes(written + b"\n")
