"""The links of a file as links that a person confirmed: for documents that are aligned around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from align.score import parse_links, read_lines
from align.search import FixedLink, check_fixed
from corpora.bitext import Link, Pair, join_segments
from corpora.document import Document
from corpora.errors import InputError, quoted
from corpora.exchange import read_pairs
from corpora.text import no_surrogates

PLAIN = (".links", ".align")
CONFIRMED = " confirmed"
CROSSING = " crossing"


def read_confirmed(path: Path, source: Document, target: Document) -> list[FixedLink]:
    """The confirmed links of a bitext that ``align file`` or ``run`` wrote, or of a list of links (``.links``, ``.align``).

    The rows that say ``confirmed`` in their column ``link``; all rows where none does, so that whoever deletes the wrong
    rows keeps the others. Of a bitext of several documents those of this symbol. Raises :class:`InputError` for rows without
    ids, for rows that say something else than the documents do at these ids, and for links that cannot be fixed.
    """
    links = _plain(path) if path.suffix.lower() in PLAIN else _of_rows(path, source, target)
    try:
        check_fixed(links, len(source), len(target))
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from error
    return links


def _plain(path: Path) -> list[FixedLink]:
    return [*parse_links(read_lines(path), str(path))]


def _of_rows(path: Path, source: Document, target: Document) -> list[FixedLink]:
    rows = read_pairs(path)
    symbols = {row.symbol for row in rows}
    if len(symbols) > 1:
        here = {source.symbol, target.symbol} & symbols
        if not here:
            raise InputError(f"{path}: {len(symbols)} documents, none of them {source.symbol}", "give the rows of one")
        rows = [row for row in rows if row.symbol in here]
    said = [row for row in rows if row.link.endswith(CONFIRMED)]
    turned = target.language == "zh" or source.language == "en"
    return [_of_row(row, path, source, target, turned) for row in said or rows]


def _of_row(row: Pair, path: Path, source: Document, target: Document, turned: bool) -> Link | FixedLink:
    """A row as a link, its ids and texts in the order of the documents."""
    where = f"{path}:{row.line}" if row.line else f"{path}: row {row.position}"
    ids, texts = (row.source_ids, row.target_ids), (row.zh, row.en)
    if turned:
        ids, texts = ids[::-1], texts[::-1]
    if not any(ids):
        raise InputError(
            f"{where}: no source_ids and no target_ids",
            "give a table that 'align file' or 'run' wrote, or a .links file",
        )
    for document, some, text in zip((source, target), ids, texts, strict=True):
        there = join_segments([document.segments[k] for k in some if k < len(document)], document.language)
        if all(k < len(document) for k in some) and _compared(there) != _compared(text):
            raise InputError(
                f"{where}: {quoted(text)} is not what {_name(document)} says at {list(some)}, {quoted(there)}",
                "the document or the row was changed: take the row out, and its sentences are aligned anew",
            )
    if CROSSING in row.link and all(ids):
        return Link(_run(ids[0]), _run(ids[1]), crossing=True)
    return ids


def _run(ids: Sequence[int]) -> range:
    return range(min(ids), max(ids) + 1)


def _name(document: Document) -> str:
    return document.source or document.symbol or document.language


def _compared(text: str) -> str:
    return "".join(no_surrogates(text).split())
