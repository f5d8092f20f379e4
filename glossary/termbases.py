"""Termbases from files: what checks and jobs use. All formats, both ways, are in :mod:`glossary.formats`."""

from __future__ import annotations

from pathlib import Path

from corpora.exchange import write_frame
from corpora.logs import staged
from glossary import formats, store
from glossary.concept import Termbase


def write_terms(termbase: Termbase, path: Path) -> None:
    """A draft as a table, one row a concept, by suffix: ``.tsv``, ``.csv`` (for Excel), ``.parquet``, ``.jsonl``.

    Shares and variants with their counts, for people to look through; :func:`glossary.formats.save` keeps everything.
    """
    write_frame(termbase.to_frame(), path)


@staged("read termbase")
def read_termbase(path: Path) -> Termbase:
    """A termbase from any format of :mod:`glossary.formats`, or from a store (a SQLite file)."""
    if formats.is_store(path):
        with store.Store.open(path) as opened:
            return opened.termbase()
    return formats.load(path).termbase
