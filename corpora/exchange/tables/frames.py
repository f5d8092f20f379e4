"""Frames of one column a fact as rows of a bitext: texts, symbols, positions, scores, states."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from corpora.about import in_languages
from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.kept import with_columns
from corpora.exchange.remarks import Remarks, Wanted, remark_status
from corpora.exchange.rows import LARGEST, LINK, id_list, link_of, main_language, original_code
from corpora.exchange.status import UNTOUCHED, Status, status_of_cells
from corpora.exchange.tables.columns import TITLES, Columns
from corpora.exchange.xliff_names import symbol_of_original
from corpora.files import MAX_FILE, MAX_UNIT_TEXT
from corpora.text import LANGUAGES, heading_of, more_than_language

ROWS_AT_ONCE = 1 << 15
ONE_LINE = r"\s*[\t\n\r\x0b\x0c\x{85}\x{2028}\x{2029}]\s*"
LINE_END = r"[ \t]*(?:\r\n|[\n\r\x0b\x0c\x{85}\x{2028}\x{2029}])[ \t]*"
STATES = ("status", "match", "locked")
KINDS = {
    "unit_id": ("id of a unit", "id"),
    "note": ("note", "note"),
    "created": ("date of a unit", "date"),
    "modified": ("date of a unit", "date"),
    "used": ("date of a unit", "date"),
    "created_by": ("person of a unit", "person"),
    "modified_by": ("person of a unit", "person"),
    "uses": ("number of uses", "uses"),
    "properties": ("property of units", "property"),
    "origin": ("origin of a segment", "origin"),
}
"""What a column says of rows that not every format can hold, and the kind that it is of there."""


def with_facts(frame: pl.DataFrame, columns: Columns, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    """A frame whose columns are called after what is in them: ``zh``, ``en``, and the facts of a row.

    The columns of ``frame`` come in the order that ``columns`` counts in; ``line`` may stand behind them. What is not
    read is said; rows that are not ``wanted`` are left out.
    """
    names = [name for name in frame.columns if name != "line"]
    facts = {fact: names[place] for fact, place in columns.facts.items()}
    found = frame.select(
        *(one for language in LANGUAGES for one in _texts(frame, names, columns, language, said)),
        *(pl.col(name).alias(fact) for fact, name in facts.items()),
        *(["line"] if "line" in frame.columns else []),
    )
    found = _in_its_language(found, said) if columns.coded else found
    found = _with_texts(found, columns, said)
    left = dict(columns.left)
    if "number" in found.columns:
        if "position" not in found.columns and _counts(found):
            found = found.rename({"number": "position"})
        elif "unit_id" not in found.columns:
            found = found.rename({"number": "unit_id"})
        else:
            left[columns.facts["number"]] = columns.name(columns.facts["number"])
            found = found.drop("number")
    if "file" in found.columns:
        found = found.drop("file") if "symbol" in found.columns else _with_symbols(found)
    if columns.original and "original" not in found.columns:
        found = found.with_columns(pl.lit(columns.original).alias("original"))
    if any(place in left for place in columns.texts["zh"][1:]):
        said.two_chinese(wanted.zh)
    said.columns(left[place] for place in sorted(left))
    return _taken(found, said, wanted)


def _with_texts(frame: pl.DataFrame, columns: Columns, said: Remarks) -> pl.DataFrame:
    """Rows in which something stands, but for the header where it comes again."""
    if "source_ids" in frame.columns or any(frame.schema[one].is_nested() for one in LANGUAGES):
        return frame  # ours, or nothing that can be read
    zh, en = (pl.col(one).cast(pl.String, strict=False).fill_null("").str.strip_chars() for one in LANGUAGES)
    names = [columns.name(columns.texts[one][0]) for one in LANGUAGES]
    again = (zh == names[0]) & (en == names[1]) if columns.names else pl.lit(value=False)
    empty = (zh == "") & (en == "")
    counts = frame.select(again=again.sum(), empty=empty.sum())
    said.count("row that repeats the header", "left out", int(counts["again"].item()))
    said.count("row without text", "left out", int(counts["empty"].item()))
    return frame.filter(~(again | empty))


def _texts(
    frame: pl.DataFrame, names: list[str], columns: Columns, language: str, said: Remarks
) -> Iterator[pl.Series]:
    """The text of the first of several columns of a language, of the next where that is empty; and their tags."""
    places = columns.texts[language]
    texts = [frame[names[place]] for place in places]
    tags = [more_than_language(heading_of(columns.name(place)).tag) for place in places]
    first, tag = texts[0], pl.repeat(tags[0], frame.height, eager=True)
    if len(texts) > 1 and not any(text.dtype.is_nested() for text in texts):
        first, *others = (text.cast(pl.String, strict=False).str.strip_chars().replace("", None) for text in texts)
        for other, its in zip(others, tags[1:], strict=True):
            taken = first.is_null() & other.is_not_null()
            what = "taken from a second column, where the first is empty"
            said.count(f"{TITLES[language]} text", what, int(taken.sum()))
            first = first.zip_with(~taken, other)
            tag = tag.zip_with(~taken, pl.repeat(its, frame.height, eager=True))
    yield first.alias(language)
    if any(tags):
        yield tag.alias(f"{language}_tag")


def _in_its_language(frame: pl.DataFrame, said: Remarks) -> pl.DataFrame:
    """Rows whose source and target say in which language they are; ``en`` holds the source here."""
    codes = {
        code: main_language(code or "")
        for side in ("source_language", "target_language")
        for code in frame[side].cast(pl.String).unique().to_list()
    }
    source, target = (
        pl.col(f"{side}_language").replace_strict(codes, return_dtype=pl.String) for side in ("source", "target")
    )
    turned = (source == "zh") & (target == "en")
    here = turned | ((source == "en") & (target == "zh"))
    said.count("row in other languages", "left out", frame.select((~here).sum()).item())
    return frame.filter(here).with_columns(
        zh=pl.when(turned).then("en").otherwise("zh"),
        en=pl.when(turned).then("zh").otherwise("en"),
        original=pl.when(turned).then(pl.lit("zh")).otherwise(pl.lit("en")),
    )


def _counts(frame: pl.DataFrame) -> bool:
    """Whether a column of numbers tells the rows of each document apart, in their order."""
    texts = frame["number"].cast(pl.String, strict=False).str.strip_chars().replace("", None)
    numbers = texts.str.extract(r"^0*([1-9][0-9]{0,8})(?:\.0+)?\.?$").cast(pl.UInt32)
    if numbers.null_count() > texts.null_count():
        return False
    group = next((name for name in ("symbol", "file") if name in frame.columns), None)
    steps = pl.col("n").diff().over("g") if group else pl.col("n").diff()
    table = pl.DataFrame({"n": numbers.cast(pl.Int64), "g": frame[group] if group else pl.Series([""] * len(numbers))})
    return bool(table.drop_nulls("n").select((steps.fill_null(1) > 0).all()).item())


def _with_symbols(frame: pl.DataFrame) -> pl.DataFrame:
    """The symbols that names of files spell."""
    files = frame["file"].cast(pl.String, strict=False)
    symbols = {name: symbol_of_original(name.strip()) for name in files.drop_nulls().unique().to_list()}
    return frame.drop("file").with_columns(files.replace_strict(symbols, default=None).alias("symbol"))


def _taken(frame: pl.DataFrame, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    """The rows that are wanted by their state and match; what is said of them is counted."""
    if set(STATES) & set(frame.columns):
        frame = _by_status(frame, said, wanted)
    for name, (what, kind) in KINDS.items():
        if name in frame.columns:
            filled = frame[name].cast(pl.String, strict=False).str.strip_chars().replace("", None).is_not_null()
            said.count(what, "left out", int(filled.sum()), kind=kind)
    return frame


def _by_status(frame: pl.DataFrame, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    cells = [
        frame[name].cast(pl.String, strict=False).fill_null("").to_list()
        if name in frame.columns
        else [""] * len(frame)
        for name in STATES
    ]
    known: dict[tuple[str, ...], Status] = {}
    kept, found = [], []
    for row in zip(*cells, strict=True):
        status = known.get(row) or known.setdefault(row, status_of_cells(*row))
        kept.append(wanted.takes(status, said))
        if kept[-1]:
            remark_status(status, said)
            found.append(("" if status.state in UNTOUCHED else status.state, status.match, status.locked))
    told = pl.DataFrame(found, schema={"state": pl.String, "match": pl.Int32, "locked": pl.Boolean}, orient="row")
    told = told.with_columns(pl.col("match").replace(-1, None), pl.col("locked").replace(False, None))
    return frame.filter(pl.Series(kept, dtype=pl.Boolean)).drop(STATES, strict=False).hstack(told)


def pairs_of(frame: pl.DataFrame, path: Path) -> list[Pair]:
    """All rows, column by column and some thousands at a time: a million are read in seconds."""
    nothing = pl.Series("", [None], pl.String).new_from_index(0, frame.height)
    symbols, positions, kinds, links = (
        text_of(frame, name, path, ONE_LINE) if name in frame.columns else nothing
        for name in ("symbol", "position", "kind", "link")
    )
    given = pl.col("position").str.extract(r"^([0-9]{1,10})$").cast(pl.UInt64)
    counted = pl.int_range(1, pl.len() + 1).over("symbol").cast(pl.UInt64)
    table = pl.DataFrame(
        {
            "symbol": symbols.replace("", None).fill_null(path.stem),
            "position": positions,
            "zh": text_of(frame, "zh", path),
            "en": text_of(frame, "en", path),
            "source_ids": _known(frame, "source_ids"),
            "target_ids": _known(frame, "target_ids"),
            "score": _scores(frame),
            "kind": kinds.replace("", None).fill_null("body"),
            "link": links.str.extract(f"^({LINK.pattern})$"),
            "original": _originals(frame),
            "paragraph": _numbers(frame, "paragraph"),
            "page": _numbers(frame, "page"),
            "line": _numbers(frame, "line"),
        }
    ).with_columns(pl.when(given <= LARGEST).then(given).otherwise(counted).alias("position"))
    pairs = [pair for part in table.iter_slices(ROWS_AT_ONCE) for pair in _some(part)]
    return _in_languages(with_columns(pairs, frame), frame)


def _in_languages(pairs: list[Pair], frame: pl.DataFrame) -> list[Pair]:
    """Rows with what the columns of their texts call the languages, where that says more than Chinese and English."""
    names = [f"{language}_tag" for language in LANGUAGES]
    if not set(names) & set(frame.columns):
        return pairs
    zh, en = (frame[name].to_list() if name in frame.columns else [""] * len(pairs) for name in names)
    tagged = zip(pairs, zh, en, strict=True)
    return [
        replace(pair, about=replace(pair.about, tags=(a, b)) if pair.about else in_languages(a, b)) if a or b else pair
        for pair, a, b in tagged
    ]


def _some(part: pl.DataFrame) -> Iterator[Pair]:
    columns = [_ids(part[name]) if name.endswith("_ids") else part[name].to_list() for name in part.columns]
    columns[0] = list(map(sys.intern, columns[0]))  # few symbols name many rows
    known = {code: original_code(code) for code in set(part["original"])}
    for symbol, position, zh, en, zh_ids, en_ids, score, kind, link, code, paragraph, page, line in zip(
        *columns, strict=True
    ):
        link = link or link_of(zh, en, zh_ids, en_ids)
        yield Pair(symbol, position, zh, en, zh_ids, en_ids, score, kind, link, known[code], paragraph, page, line=line)


def text_of(frame: pl.DataFrame, name: str, path: Path, breaks: str = "") -> pl.Series:
    """A column as texts; what matches ``breaks`` is a blank, else all line ends are alike. Raises :class:`InputError` for what is no text, and past the limits."""
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
    text = text.str.replace_all("\x00", "\ufffd", literal=True)
    return text.str.replace_all(breaks or LINE_END, " " if breaks else "\n").str.strip_chars()


def _known(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column as it is, or one without values."""
    return frame[name] if name in frame.columns else pl.Series(name, [None], pl.String).new_from_index(0, frame.height)


def _originals(frame: pl.DataFrame) -> pl.Series:
    """What the column ``original`` says."""
    column = _known(frame, "original")
    if column.dtype.is_nested() or isinstance(column.dtype, pl.Object):
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
