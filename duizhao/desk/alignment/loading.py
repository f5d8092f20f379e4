"""The alignment of a document as the last run wrote it: sentences and links, without reading the documents again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from corpora.bitext import Bitext, Link
from corpora.document import Document
from corpora.errors import InputError
from duizhao.alignment_tables import SENTENCES

AGAIN = "align and check again (room Documents), then it can be corrected"


def load_bitext(out: Path, symbol: str) -> Bitext:
    """Both versions and their links. Raises :class:`InputError` where the run wrote no sentences, or they cannot be read."""
    try:
        sentences = pl.read_parquet(out / SENTENCES).filter(pl.col("symbol") == symbol)
        columns = ["source_ids", "target_ids", "score", "link"]
        rows = pl.read_parquet(out / "bitext.parquet").filter(pl.col("symbol") == symbol).sort("position")
        links = _links(rows.select(columns).rows())
    except FileNotFoundError as error:
        raise InputError(f"{out}: was written by an earlier version, without its sentences", AGAIN) from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{out}: its tables cannot be read ({error})", AGAIN) from error
    zh, en = (Document.from_frame(sentences.filter(pl.col("language") == language)) for language in ("zh", "en"))
    if not len(zh) or not len(en):
        raise InputError(
            f"{symbol}: was aligned elsewhere, and is no text of both versions", "correct it where it was made"
        )
    return Bitext(zh, en, links)


def symbols_of(out: Path) -> set[str]:
    """The documents that can be corrected: those whose sentences the run wrote."""
    try:
        return set(pl.read_parquet(out / SENTENCES, columns=["symbol"])["symbol"].unique())
    except (OSError, pl.exceptions.PolarsError):
        return set()


def _links(rows: Sequence[tuple[Any, ...]]) -> tuple[Link, ...]:
    """Links from their ids; where a side is empty it begins where the link before it in the order ended."""
    found = []
    i = j = 0
    for source_ids, target_ids, score, kind in rows:
        source = range(source_ids[0], source_ids[-1] + 1) if source_ids else range(i, i)
        target = range(target_ids[0], target_ids[-1] + 1) if target_ids else range(j, j)
        crossing = "crossing" in kind
        found.append(Link(source, target, float(score), crossing, kind.endswith("confirmed")))
        i = source.stop
        j = j if crossing else target.stop
    return tuple(found)
