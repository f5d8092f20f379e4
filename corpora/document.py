"""One language version of one document: an ordered tuple of segments that know their place in the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from corpora.notebook import counted, html_table

Kind = Literal["title", "heading", "body", "list", "quote", "cell", "footnote", "annex", "signature"]

DOCUMENT_SCHEMA = pl.Schema(
    {
        "symbol": pl.String,
        "language": pl.String,
        "position": pl.UInt32,
        "text": pl.String,
        "paragraph": pl.UInt32,
        "kind": pl.String,
        "start": pl.UInt32,
        "end": pl.UInt32,
        "page": pl.UInt32,
        "original": pl.String,
        "row": pl.UInt32,
        "column": pl.UInt32,
    }
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence. ``start`` and ``end`` are character offsets in the file as decoded, end exclusive.

    ``index`` counts from 0 in the document; ``paragraph`` from 0; ``page`` from 1, where the format has pages (0: it
    has none). The original between ``start`` and ``end`` can hold page furniture that ``text`` leaves out. For
    formats other than plain text the offsets count in the text that the reader took from the file. ``row`` and
    ``column`` of a cell count from 1 in its table, where PDF and Word files tell them; 0 outside tables.
    """

    index: int
    text: str
    paragraph: int = 0
    kind: Kind = "body"
    start: int = 0
    end: int = 0
    page: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """The segments of one document in one language (``"zh"`` or ``"en"``), in order.

    ``symbol`` is the normalised symbol as text, or a file stem where no symbol is known; ``source`` is the file.
    ``original`` is the language that the document was written in, empty where nobody says it (:mod:`corpora.original`).
    """

    symbol: str
    language: str
    segments: tuple[Segment, ...]
    source: str = ""
    original: str = ""

    def __len__(self) -> int:
        return len(self.segments)

    @property
    def texts(self) -> list[str]:
        """The sentences as plain strings, in order."""
        return [segment.text for segment in self.segments]

    @classmethod
    def from_sentences(
        cls, sentences: Iterable[str], language: str, symbol: str = "", source: str = "", original: str = ""
    ) -> Document:
        """A document from ready sentences, one paragraph each.

        >>> Document.from_sentences(["大会，", "重申"], "zh").texts
        ['大会，', '重申']
        """
        segments: list[Segment] = []
        offset = 0
        for index, text in enumerate(sentences):
            segments.append(Segment(index, text, index, "body", offset, offset + len(text)))
            offset += len(text) + 1
        return cls(symbol, language, tuple(segments), source, original)

    def to_frame(self) -> pl.DataFrame:
        """One row a segment, schema :data:`DOCUMENT_SCHEMA`; ``position`` and ``paragraph`` count from 1."""
        original = self.original or None
        rows = [(self.symbol, self.language, *_row(segment, original)) for segment in self.segments]
        return pl.DataFrame(rows, schema=DOCUMENT_SCHEMA, orient="row")

    def _repr_html_(self) -> str:
        what = f"{self.symbol or 'a document'} ({self.language}): {counted(len(self), 'sentence')}"
        return html_table(what, ["kind", "text"], ((s.kind, s.text) for s in self.segments), len(self))

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, source: str = "") -> Document:
        """The reverse of :meth:`to_frame`; rows are put in order of ``position``.

        >>> document = Document.from_sentences(["One.", "Two."], "en")
        >>> document.to_frame()["position"].to_list(), Document.from_frame(document.to_frame()) == document
        ([1, 2], True)
        """
        rows: Sequence[dict[str, Any]] = frame.sort("position").to_dicts()
        first = rows[0] if rows else {}
        base = 0 if first.get("position") == 0 else 1  # version 0.1 counted sentences and paragraphs from 0
        segments = tuple(
            Segment(
                r["position"] - base,
                r["text"],
                r["paragraph"] - base,
                r["kind"],
                r["start"],
                r["end"],
                r.get("page") or 0,
                r.get("row") or 0,
                r.get("column") or 0,
            )
            for r in rows
        )
        symbol, language, original = (str(first.get(name) or "") for name in ("symbol", "language", "original"))
        return cls(symbol, language, segments, source, original)


def _row(segment: Segment, original: str | None) -> tuple[int | str | None, ...]:
    """A segment in the order of :data:`DOCUMENT_SCHEMA`, from ``position`` on."""
    s = segment
    return (
        *(s.index + 1, s.text, s.paragraph + 1, s.kind),
        *(s.start, s.end, s.page, original, s.row, s.column),
    )
