"""Training pairs: sentence pairs of any bitext, of a TSV without a header, of two text files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from corpora.errors import InputError
from corpora.exchange.read import CATALOGUES, read_pairs, xml_kind
from corpora.exchange.remarks import ALL, Remarks
from corpora.exchange.tables import DELIMITED, ONE_LINE, WORD, read_table, read_with_facts, text_of
from corpora.exchange.tmx import read_tmx
from corpora.exchange.xliff import read_xliff
from corpora.files import read_bytes
from corpora.text import LANGUAGES


def read_training_pairs(
    paths: Sequence[Path], minimum: Mapping[str, float], languages: tuple[str, str] = LANGUAGES
) -> list[tuple[str, str]]:
    """Sentence pairs with both sides, from any bitext, a TSV without header, or ``FILE.zh`` beside ``FILE.en``.

    ``minimum``: rows whose column is below the value are left out, in tables that have the column. ``languages``: the
    names of the columns, the language codes in TMX and XLIFF, and the suffixes of a pair of text files.
    """
    pairs: list[tuple[str, str]] = []
    for path in paths:
        pairs += [(a, b) for a, b in _training(path, minimum, languages) if a and b]
    if not pairs:
        raise InputError(f"{', '.join(map(str, paths))}: no sentence pair in it", "check the files")
    return pairs


def _training(path: Path, minimum: Mapping[str, float], languages: tuple[str, str]) -> list[tuple[str, str]]:
    first, second = languages
    if path.suffix in (f".{first}", f".{second}"):
        sides = [read_bytes(path.with_suffix(f".{s}")).decode("utf-8-sig", "replace").split("\n") for s in languages]
        if len(sides[0]) != len(sides[1]):
            raise InputError(
                f"{path}: {len(sides[0])} lines, its partner has {len(sides[1])}", "both need the same number"
            )
        return [(a.strip(), b.strip()) for a, b in zip(*sides, strict=True)]
    kind = xml_kind(path)
    if kind:
        rows = read_tmx(path, languages) if kind == "tmx" else read_xliff(path, languages)
        return [(pair.zh, pair.en) for pair in rows]
    if path.suffix.lower() in (*WORD, *CATALOGUES):
        return [(pair.zh, pair.en) for pair in read_pairs(path)]
    frame, (first, second) = _training_sides(path, read_table(path), languages)
    for name, value in minimum.items():
        if name in frame.columns and not frame.schema[name].is_nested():
            frame = frame.filter(pl.col(name).cast(pl.Float64, strict=False) >= value)
    texts = (text_of(frame, side, path, ONE_LINE).to_list() for side in (first, second))
    return list(zip(*texts, strict=True))


def _training_sides(
    path: Path, frame: pl.DataFrame, languages: tuple[str, str]
) -> tuple[pl.DataFrame, tuple[str, str]]:
    first, second = languages
    if {first, second} <= set(frame.columns):
        return frame, languages
    if languages == LANGUAGES:
        try:
            return read_with_facts(path, Remarks(), ALL), LANGUAGES
        except InputError:
            if path.suffix.lower() not in DELIMITED or frame.width < 2:
                raise
    elif {"zh", "en"} <= set(frame.columns):
        raise InputError(f"{path}: columns zh and en, not {first} and {second}", "name other --languages")
    if path.suffix.lower() not in DELIMITED or frame.width < 2:
        raise InputError(f"{path}: no columns {first} and {second}", f"name the text columns {first} and {second}")
    bare = read_table(path, header=False)
    return bare, (bare.columns[0], bare.columns[1])
