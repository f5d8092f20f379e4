"""Drafted terms as a table for people and scripts, each row told known or new against a termbase."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corpora.exchange import flat_frame, write_frame
from corpora.files import atomic_path
from corpora.sheets import write_sheet
from glossary.concept import Concept, Termbase
from glossary.words import HAN_RUN, folded


def extract_frame(found: Termbase, known: Termbase | None = None) -> pl.DataFrame:
    """One row a concept, schema :data:`~glossary.concept.TERMS_SCHEMA` and ``known``.

    ``known``: the id of the concept that has the pair; ``zh: ID`` or ``en: ID`` where only one term is known (so it is
    rendered in another way there); ``new``; empty where there is no termbase to compare with.
    """
    frame = found.to_frame()
    if known is None:
        return frame.with_columns(known=pl.lit("", pl.String))
    index = _Known(known)
    return frame.with_columns(known=pl.Series([index.of(concept) for concept in found], dtype=pl.String))


class _Known:
    """The concepts of each term of a termbase."""

    def __init__(self, termbase: Termbase) -> None:
        self.zh: dict[str, list[str]] = {}
        self.en: dict[str, list[str]] = {}
        for concept in termbase:
            for term in concept.terms:
                found = (self.zh if term.language == "zh" else self.en).setdefault(_key(term.text), [])
                found.append(concept.id)

    def of(self, concept: Concept) -> str:
        """What is known of a drafted concept."""
        zh = [id for term in concept.of("zh") for id in self.zh.get(_key(term.text), ())]
        en = [id for term in concept.of("en") for id in self.en.get(_key(term.text), ())]
        both = next((id for id in zh if id in en), "")
        if both:
            return both
        if zh or en:
            return f"zh: {zh[0]}" if zh else f"en: {en[0]}"
        return "new"


def _key(text: str) -> str:
    """A term as it is compared: without title marks and spaces, or without case, plural and article.

    >>> _key("《联合国宪章》") == _key("联合国 宪章"), _key("The Member States") == _key("member State")
    (True, True)
    """
    if HAN_RUN.search(text):
        return "".join(text.split()).strip("《》〈〉")
    return folded(text).removeprefix("the ")


def write_extract(found: Termbase, path: Path, known: Termbase | None = None) -> None:
    """By suffix: ``.tsv``, ``.csv``, ``.parquet``, ``.jsonl``, ``.xlsx``."""
    frame = extract_frame(found, known)
    if path.suffix.lower() != ".xlsx":
        write_frame(frame, path)
        return

    floats = [name for name, kind in frame.schema.items() if kind == pl.Float32]
    texts = flat_frame(frame.with_columns(pl.col(floats).round(3))).cast(pl.String)
    with atomic_path(path) as temporary:
        write_sheet(temporary, frame.columns, texts.iter_rows())
