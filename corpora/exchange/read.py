"""Bitexts in: TMX, XLIFF, Parquet, JSONL, TSV and CSV, as rows or as plain training pairs."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.kept import with_columns
from corpora.exchange.remarks import ALL, Remarks, Wanted
from corpora.exchange.rows import LARGEST, LINK, id_list, link_of, main_language, original_code
from corpora.exchange.table_read import DELIMITED, TABLES, read_table
from corpora.exchange.tmx import read_tmx
from corpora.exchange.xliff import read_xliff
from corpora.exchange.xliff_names import SUFFIXES
from corpora.files import MAX_FILE, MAX_UNIT_TEXT, read_bytes, sniff_root
from corpora.logs import staged
from corpora.text import LANGUAGES, detect_language, late

__all__ = ["TABLES", "read_pairs", "read_table", "read_training_pairs"]

# what may stand behind a language in the name of a column: en_US, zh-Hans, Chinese (Simplified), en_text
BEHIND = late(
    r"(?:(?:[-_ ]++|(?<=\)))(?:[a-z]{2}|hans|hant|simplified|traditional|china|text|segment|sentence)(?![a-z])"
    r"|[-_ ]*+\((?:[^()]++|\([^()]*+\))*+\))*+",
    re.I,
)
CHINESE_NAMES = {
    **dict.fromkeys(("中文", "汉语", "漢語", "华语", "简体中文", "繁體中文", "中文文本", "中文译文", "中文原文"), "zh"),
    **dict.fromkeys(("英文", "英语", "英語", "英文文本", "英文译文", "英文原文"), "en"),
}
SIDES = late(r"(?:source|src|target|tgt|trg|translation|original)(?:[-_ ]*(?:text|segment|sentence))?", re.I)
"""Columns whose language only their text tells."""
CHINESE_SIDES = {"原文", "译文", "譯文", "原文文本", "译文文本"}
NESTED = "translation"
"""The column in which hubs keep both texts of a row: ``{"translation": {"zh": ..., "en": ...}}``."""
SAMPLE = 500
ROWS_AT_ONCE = 1 << 15
OURS = {
    ("id", "severity", "code", "message"): ("a report of duizhao", "give the bitext that was checked"),
    ("concept_id", "zh_variants", "en_variants"): ("a table of terms", "give it as the termbase"),
    ("concept_id", "zh_status", "en_status"): ("a table of terms", "give it as the termbase"),
}
"""Columns of tables that duizhao writes and that hold no rows of a bitext, though they have texts in both languages."""
ONE_LINE = r"\s*[\t\n\r\x0b\x0c\x{85}\x{2028}\x{2029}]\s*"


@staged("read bitext")
def read_pairs(path: Path, said: Remarks | None = None, wanted: Wanted = ALL) -> list[Pair]:
    """Rows of a bitext in their order, whatever its format; XML is known by its content, a table by its suffix.

    A table needs a column of each language, called ``zh`` and ``en`` or by other names of these languages; columns
    ``source`` and ``target`` are told apart by their text, and so are the two columns of a TSV or CSV without a header.
    ``symbol``, ``position``, ``score``, ``kind``, ``link``, ``source_ids``, ``target_ids``, ``original`` (the code of a
    language), ``paragraph`` and ``page`` are taken where they are there. Line ends inside a text become spaces. Raises
    :class:`InputError` for anything else.
    """
    kind = _xml_kind(path)
    if kind == "tmx":
        return list(read_tmx(path, said=said, wanted=wanted))
    if kind == "xliff":
        return list(read_xliff(path, said=said, wanted=wanted))
    table = read_table(path)
    for columns, (what, hint) in OURS.items():
        if set(columns) <= set(table.columns):
            raise InputError(f"{path}: is {what}, not a bitext", hint)
    frame, (zh, en) = _with_sides(path, table)
    pairs = with_columns(_pairs(frame, zh, en, path), frame)
    if not any(pair.zh or pair.en for pair in pairs):
        raise InputError(f"{path}: no text in the columns {zh} and {en}", "check the export")
    return pairs


def _xml_kind(path: Path) -> str | None:
    """``tmx`` or ``xliff`` by the first element, by the suffix where there is none; ``None`` for tables."""
    root = None if path.is_file() and not path.stat().st_size else sniff_root(path)
    if root in ("tmx", "xliff"):
        return root
    name = path.name.lower()
    if name.endswith((".tmx", ".tmx.gz")):
        return "tmx"
    return "xliff" if name.removesuffix(".gz").endswith(SUFFIXES) else None


def _with_sides(path: Path, frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, str]]:
    """A table, and the names of its Chinese and its English column."""
    if NESTED in frame.columns and isinstance(frame.schema[NESTED], pl.Struct):
        inner = frame[NESTED].struct.unnest()
        frame = frame.drop(NESTED, *(name for name in inner.columns if name in frame.columns)).hstack(inner)
    sides = _named_sides(frame)
    if sides:
        return frame, sides
    if path.suffix.lower() in DELIMITED and frame.width == 2:
        bare = read_table(path, header=False)
        first = [detect_language(cell or "") for cell in bare.row(0)] if bare.height and bare.width == 2 else []
        names = {language: name for name, language in zip(bare.columns, first, strict=False)}
        if set(names) == set(LANGUAGES) and all(_language_of(bare[name]) == one for one, name in names.items()):
            return bare, (names["zh"], names["en"])
    missing = [
        side for side in LANGUAGES if not any(_language_named(name) == side for name in frame.columns)
    ] or LANGUAGES
    listing = ", ".join(name[:40] for name in frame.columns[:8]) or "none"
    raise InputError(
        f"{path}: no column {' and '.join(missing)} (columns: {listing})", "name the text columns zh and en"
    )


def _named_sides(frame: pl.DataFrame) -> tuple[str, str] | None:
    """Columns by their names; ``source``, ``target`` and the like fill in for a side that no name has."""
    sides: dict[str, str] = {}
    for name in sorted(frame.columns, key=lambda name: name.strip().lower() not in LANGUAGES):
        language = _language_named(name)
        if language:
            sides.setdefault(language, name)
    if len(sides) < 2:
        for name in frame.columns:
            if SIDES.fullmatch(name.strip()) or name.strip() in CHINESE_SIDES:
                sides.setdefault(_language_of(frame[name]) or "", name)
    return (sides["zh"], sides["en"]) if {"zh", "en"} <= set(sides) else None


def _language_named(name: str) -> str | None:
    """The language that a column is named after.

    >>> [_language_named(name) for name in ("zh_CN", "English (US)", "中文", "en_ids", "entry")]
    ['zh', 'en', 'zh', None, None]
    """
    name = name.strip().strip('"').lower()
    if name in CHINESE_NAMES:
        return CHINESE_NAMES[name]
    head = re.match(r"[a-z]+", name)
    language = main_language(head[0]) if head else ""
    return language if language in LANGUAGES and head and BEHIND.fullmatch(name, head.end()) else None


def _language_of(column: pl.Series) -> str | None:
    """The language of most cells of a column, at least four in five of those that have letters."""
    cells = column.drop_nulls().head(SAMPLE).to_list()
    votes = Counter(detect_language(cell) for cell in cells if isinstance(cell, str))
    votes.pop(None, None)
    language, number = max(votes.items(), key=lambda vote: vote[1], default=(None, 0))
    return language if number * 5 >= votes.total() * 4 else None


def _pairs(frame: pl.DataFrame, zh: str, en: str, path: Path) -> list[Pair]:
    """All rows, column by column and some thousands at a time: a million are read in seconds."""
    nothing = pl.Series("", [None], pl.String).new_from_index(0, frame.height)
    symbols, positions, kinds, links = (
        _text(frame, name, path) if name in frame.columns else nothing
        for name in ("symbol", "position", "kind", "link")
    )
    given = pl.col("position").str.extract(r"^([0-9]{1,10})$").cast(pl.UInt64)
    counted = pl.int_range(1, pl.len() + 1).over("symbol").cast(pl.UInt64)
    table = pl.DataFrame(
        {
            "symbol": symbols.replace("", None).fill_null(path.stem),
            "position": positions,
            "zh": _text(frame, zh, path),
            "en": _text(frame, en, path),
            "source_ids": _known(frame, "source_ids"),
            "target_ids": _known(frame, "target_ids"),
            "score": _scores(frame),
            "kind": kinds.replace("", None).fill_null("body"),
            "link": links.str.extract(f"^({LINK.pattern})$"),
            "original": _originals(frame, (zh, en)),
            "paragraph": _numbers(frame, "paragraph"),
            "page": _numbers(frame, "page"),
        }
    ).with_columns(pl.when(given <= LARGEST).then(given).otherwise(counted).alias("position"))
    return [pair for part in table.iter_slices(ROWS_AT_ONCE) for pair in _some(part)]


def _some(part: pl.DataFrame) -> Iterator[Pair]:
    columns = [_ids(part[name]) if name.endswith("_ids") else part[name].to_list() for name in part.columns]
    columns[0] = list(map(sys.intern, columns[0]))  # few symbols name many rows
    known = {code: original_code(code) for code in set(part["original"])}
    for symbol, position, zh, en, zh_ids, en_ids, score, kind, link, code, *at in zip(*columns, strict=True):
        link = link or link_of(zh, en, zh_ids, en_ids)
        yield Pair(symbol, position, zh, en, zh_ids, en_ids, score, kind, link, known[code], *at)


def _text(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A column as texts of one line; raises :class:`InputError` for what is no text, and past the limits."""
    column = frame[name]
    try:
        if column.dtype.is_nested() or isinstance(column.dtype, pl.Object):
            raise InputError(f"{path}: column {name} holds {column.dtype}, not text", "export it as text")
        text = column.cast(pl.String).fill_null("")
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path}: column {name} holds {column.dtype}, not text", "export it as text") from error
    sizes = text.str.len_bytes()
    if (sizes.max() or 0) > MAX_UNIT_TEXT and (text.str.len_chars().max() or 0) > MAX_UNIT_TEXT:  # type: ignore[operator]
        raise InputError(f"{path}: a cell of more than {MAX_UNIT_TEXT:,} characters in column {name}", "split it")
    if sizes.sum() > MAX_FILE:
        raise InputError(f"{path}: more than {MAX_FILE >> 30} GB of text in column {name}", "split it")
    # U+0000 is also what half a surrogate pair becomes in JSON
    return text.str.replace_all("\x00", "\ufffd", literal=True).str.replace_all(ONE_LINE, " ").str.strip_chars()


def _known(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column as it is, or one without values."""
    return frame[name] if name in frame.columns else pl.Series(name, [None], pl.String).new_from_index(0, frame.height)


def _originals(frame: pl.DataFrame, sides: tuple[str, str]) -> pl.Series:
    """What the column ``original`` says, unless it is the text of one side, as it is in some tables."""
    column = _known(frame, "original")
    if column.dtype.is_nested() or isinstance(column.dtype, pl.Object) or "original" in sides:
        return pl.Series([""]).new_from_index(0, frame.height)
    return column.cast(pl.String, strict=False).fill_null("").str.strip_chars()


def _numbers(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column of numbers from 1, 0 where a cell is none."""
    column = _known(frame, name)
    if column.dtype.is_nested() or isinstance(column.dtype, pl.Object):
        return pl.Series([0]).new_from_index(0, frame.height)
    number = column.cast(pl.String, strict=False).str.extract(r"^([0-9]{1,10})(?:\.0)?$").cast(pl.UInt64).fill_null(0)
    return number * (number <= LARGEST)


def _scores(frame: pl.DataFrame) -> pl.Series:
    column = _known(frame, "score")
    if column.dtype.is_nested():
        return pl.Series([1.0]).new_from_index(0, frame.height)
    column = column.cast(pl.Float64, strict=False)
    return column.set(~column.is_finite(), None).fill_null(1.0)


def _ids(column: pl.Series) -> list[tuple[int, ...]]:
    if isinstance(column.dtype, pl.List) and column.dtype.inner.is_numeric():
        rows = column.cast(pl.List(pl.Int64), strict=False).to_list()
        return [tuple(k for k in row or () if k is not None and 0 <= k <= LARGEST) for row in rows]
    if column.dtype.is_nested():
        return [()] * len(column)
    return [id_list(cell or "") for cell in column.cast(pl.String, strict=False).to_list()]


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
    kind = _xml_kind(path)
    if kind:
        rows = read_tmx(path, languages) if kind == "tmx" else read_xliff(path, languages)
        return [(pair.zh, pair.en) for pair in rows]
    frame, (first, second) = _training_sides(path, read_table(path), languages)
    for name, value in minimum.items():
        if name in frame.columns and not frame.schema[name].is_nested():
            frame = frame.filter(pl.col(name).cast(pl.Float64, strict=False) >= value)
    return list(zip(_text(frame, first, path).to_list(), _text(frame, second, path).to_list(), strict=True))


def _training_sides(
    path: Path, frame: pl.DataFrame, languages: tuple[str, str]
) -> tuple[pl.DataFrame, tuple[str, str]]:
    first, second = languages
    if {first, second} <= set(frame.columns):
        return frame, languages
    if languages == LANGUAGES:
        try:
            return _with_sides(path, frame)
        except InputError:
            if path.suffix.lower() not in DELIMITED or frame.width < 2:
                raise
    elif {"zh", "en"} <= set(frame.columns):
        raise InputError(f"{path}: columns zh and en, not {first} and {second}", "name other --languages")
    if path.suffix.lower() not in DELIMITED or frame.width < 2:
        raise InputError(f"{path}: no columns {first} and {second}", f"name the text columns {first} and {second}")
    bare = read_table(path, header=False)
    return bare, (bare.columns[0], bare.columns[1])
