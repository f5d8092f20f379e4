"""Bitexts in: TMX, Parquet, JSONL, TSV and CSV, as rows or as plain training pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.readers.text import read_bytes
from corpora.tmx import read_tmx

TABLES = {".parquet", ".jsonl", ".ndjson", ".tsv", ".tab", ".csv"}


def read_pairs(path: Path) -> list[Pair]:
    """Rows of a bitext in their order.

    A table needs the columns ``zh`` and ``en``; ``symbol``, ``position``, ``score``, ``kind``, ``source_ids`` and
    ``target_ids`` are taken where they are there. Raises :class:`InputError` for anything else.
    """
    if _is_tmx(path):
        read_bytes(path)
        return list(read_tmx(path))
    frame = read_table(path)
    missing = [name for name in ("zh", "en") if name not in frame.columns]
    if missing:
        listing = ", ".join(frame.columns[:8]) or "none"
        raise InputError(
            f"{path}: no column {' and '.join(missing)} (columns: {listing})", "name the text columns zh and en"
        )
    counts: dict[str, int] = {}
    pairs = []
    for row in frame.iter_rows(named=True):
        pairs.append(_pair(row, path, counts))
    if not any(pair.zh or pair.en for pair in pairs):
        raise InputError(f"{path}: no text in the columns zh and en", "check the export")
    return pairs


def _is_tmx(path: Path) -> bool:
    return path.suffix.lower() == ".tmx" or path.name.lower().endswith(".tmx.gz")


def read_table(path: Path, header: bool = True) -> pl.DataFrame:
    """A table by suffix; texts as they stand, no guessing of types."""
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise InputError(
            f"{path}: {suffix or 'no suffix'} is not a bitext format", "give TMX, Parquet, JSONL, TSV or CSV"
        )
    data = read_bytes(path)
    try:
        if suffix == ".parquet":
            return pl.read_parquet(path)
        text = data.decode("utf-8-sig")
        if suffix in (".jsonl", ".ndjson"):
            return pl.read_ndjson(text.encode(), infer_schema_length=None)
        quote = '"' if suffix == ".csv" else None
        separator = "," if suffix == ".csv" else "\t"
        return pl.read_csv(
            text.encode(),
            separator=separator,
            quote_char=quote,
            has_header=header,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: not UTF-8", "save it as UTF-8") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(f"{path}: cannot be read as {suffix[1:].upper()} ({reason})", "export it again") from error


def _pair(row: Mapping[str, object], path: Path, counts: dict[str, int]) -> Pair:
    zh, en = (" ".join(str(row[name] or "").split("\n")).strip() for name in ("zh", "en"))
    symbol = str(row.get("symbol") or path.stem)
    counts[symbol] = counts.get(symbol, 0) + 1
    ids = tuple(_ids(row.get(name)) for name in ("source_ids", "target_ids"))
    position = str(row.get("position") or "")
    return Pair(
        symbol=symbol,
        position=int(position) if position.isdigit() else counts[symbol],
        zh=zh,
        en=en,
        source_ids=ids[0],
        target_ids=ids[1],
        score=_score(row.get("score")),
        kind=str(row.get("kind") or "body"),
        link=str(row.get("link") or f"{len(ids[0]) or bool(zh):d}-{len(ids[1]) or bool(en):d}"),
    )


def _ids(value: object) -> tuple[int, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(int(k) for k in value)
    return tuple(int(k) for k in str(value or "").split(",") if k.strip().isdigit())


def _score(value: object) -> float:
    try:
        return 1.0 if value is None or value == "" else float(str(value))
    except ValueError:
        return 1.0


def read_training_pairs(
    paths: Sequence[Path], minimum: Mapping[str, float], languages: tuple[str, str] = ("zh", "en")
) -> list[tuple[str, str]]:
    """Sentence pairs with both sides, from any bitext, a TSV without header, or ``FILE.zh`` beside ``FILE.en``.

    ``minimum``: rows whose column is below the value are left out, in tables that have the column. ``languages``: the
    names of the columns, the language codes in TMX, and the suffixes of a pair of text files.
    """
    pairs: list[tuple[str, str]] = []
    for path in paths:
        pairs += [(a, b) for a, b in _training(path, minimum, languages) if a and b]
    if not pairs:
        raise InputError(f"{', '.join(map(str, paths))}: no sentence pair in it", "check the files")
    return pairs


def _training(path: Path, minimum: Mapping[str, float], languages: tuple[str, str]) -> list[tuple[str, str]]:
    first, second = languages
    if _is_tmx(path):
        return [(pair.zh, pair.en) for pair in read_tmx(path, languages)]
    if path.suffix in (f".{first}", f".{second}"):
        sides = [read_bytes(path.with_suffix(f".{s}")).decode("utf-8-sig", "replace").split("\n") for s in languages]
        if len(sides[0]) != len(sides[1]):
            raise InputError(
                f"{path}: {len(sides[0])} lines, its partner has {len(sides[1])}", "both need the same number"
            )
        return [(a.strip(), b.strip()) for a, b in zip(*sides, strict=True)]
    frame = read_table(path)
    if not {first, second} <= set(frame.columns):
        if {"zh", "en"} <= set(frame.columns):
            raise InputError(f"{path}: columns zh and en, not {first} and {second}", "name other --languages")
        if path.suffix.lower() in (".parquet", ".jsonl", ".ndjson") or len(frame.columns) < 2:
            raise InputError(f"{path}: no columns {first} and {second}", f"name the text columns {first} and {second}")
        frame = read_table(path, header=False)
        frame = frame.rename({frame.columns[0]: first, frame.columns[1]: second})
    for name, value in minimum.items():
        if name in frame.columns:
            frame = frame.filter(pl.col(name).cast(pl.Float64, strict=False) >= value)
    return list(zip(frame[first].fill_null("").to_list(), frame[second].fill_null("").to_list(), strict=True))
