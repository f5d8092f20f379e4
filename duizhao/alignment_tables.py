"""What a reviser looks at first: sentences without counterpart, and links that are probably wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.bitext import is_doubtful
from corpora.document import DOCUMENT_SCHEMA, Document
from corpora.files import for_libraries
from corpora.text import no_surrogates

if TYPE_CHECKING:
    import polars as pl

    from corpora.bitext import Pair

ALONE, DOUBTFUL, SENTENCES = "alone.tsv", "doubtful.tsv", "sentences.parquet"
HEADS = {
    ALONE: ("symbol", "language", "paragraph", "printed", "page", "position", "confidence", "text"),
    DOUBTFUL: ("confidence", "symbol", "position", "paragraph", "printed", "page", "link", "zh", "en"),
}


def alone(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Rows without counterpart, both ways, in the order of the documents: where they stand, how sure it is that they are alone."""
    return [
        (p.symbol, "zh" if p.zh else "en", _number(p.paragraph), printed, _number(p.page), str(p.position), f"{p.score:.2f}", p.zh or p.en)
        for p, printed in zip(pairs, _printed(pairs), strict=True)
        if bool(p.zh) != bool(p.en)
    ]  # fmt: skip


def doubtful(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Rows of two sides that are probably wrong, worst first."""
    both = [(p, printed) for p, printed in zip(pairs, _printed(pairs), strict=True) if is_doubtful(p)]
    worst = sorted(both, key=lambda one: (one[0].score, one[0].symbol, one[0].position))
    return [
        (f"{p.score:.2f}", p.symbol, str(p.position), _number(p.paragraph), printed, _number(p.page), p.link, p.zh, p.en)
        for p, printed in worst
    ]  # fmt: skip


def _printed(pairs: Sequence[Pair]) -> Sequence[str]:
    """The numbers of paragraphs as the documents print them, which is how people name a place."""
    from glossary.rows import Rows  # brings polars and a model: not at the door

    return Rows.of(pairs).printed


def sure(pairs: Sequence[Pair], least: float) -> Sequence[Pair]:
    """The rows whose confidence is at least ``least``."""
    return [pair for pair in pairs if pair.score >= least] if least else pairs


def write_alignment_tables(pairs: Sequence[Pair], folder: Path, sentences: Sequence[pl.DataFrame] = ()) -> None:
    """``alone.tsv`` and ``doubtful.tsv`` in a folder, with a header, also where there is nothing to tell; the sentences themselves."""
    for name, rows in ((ALONE, alone(pairs)), (DOUBTFUL, doubtful(pairs))):
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in (HEADS[name], *rows))
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8", "replace", "\n")

    import polars as pl

    frame = pl.concat(sentences) if sentences else pl.DataFrame(schema=DOCUMENT_SCHEMA)
    with for_libraries(folder / SENTENCES) as place:
        frame.write_parquet(place)


def sentences_of(document: Document) -> pl.DataFrame:
    """The sentences of a version of a document as a table holds them: no halves of characters."""
    texts = [no_surrogates(text) for text in document.texts]
    if texts != document.texts:
        changed = [replace(one, text=text) for one, text in zip(document.segments, texts, strict=True)]
        document = replace(document, segments=tuple(changed))
    return document.to_frame()


def _number(value: int) -> str:
    return str(value) if value else ""
