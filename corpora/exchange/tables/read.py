"""Tables in: TSV, CSV, XLSX, JSONL and Parquet, in the encodings and dialects that office programs and hubs write."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from corpora.errors import InputError, short
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.tables.begin import begin_of
from corpora.exchange.tables.columns import HEADER_WITHIN, SAMPLE, columns_of
from corpora.exchange.tables.delimited import BILINGUAL, MAX_COLUMNS, Extra, body_of, frame_of, open_delimited, too_wide
from corpora.exchange.tables.frames import with_facts
from corpora.exchange.tables.grids import WORD, grids_of, grids_with_facts, no_columns, read_word
from corpora.files import decode, is_utf8, read_bytes
from corpora.sheets import read_workbook
from corpora.text import late, no_surrogates

DELIMITED = (".tsv", ".tab", ".csv", ".txt")
LINES = (".jsonl", ".ndjson")
WORKBOOKS = (".xlsx", ".xlsm")
TABLES = {*DELIMITED, *LINES, *WORKBOOKS, ".parquet"}
MAX_TABLE = 1 << 30
"""Bytes of a Parquet file; what is text has the limit of :func:`corpora.readers.text.read_bytes`."""
MAX_ROWS = 20_000_000
NESTED = "translation"
"""The column in which hubs keep both texts of a row: ``{"translation": {"zh": ..., "en": ...}}``."""
OURS = {
    ("id", "severity", "code", "message"): ("a report of duizhao", "give the bitext that was checked"),
    ("concept_id", "zh_variants", "en_variants"): ("a table of terms", "give it as the termbase"),
    ("concept_id", "zh_status", "en_status"): ("a table of terms", "give it as the termbase"),
    ("code", "message", "decision", "id"): ("a report of duizhao", "give the bitext that was checked"),
    ("代码", "说明", "决定", "编号"): ("a report of duizhao", "give the bitext that was checked"),
    ("decision", "merge into"): ("a sheet of candidates", "duizhao glossary review import reads it"),
    ("决定", "并入"): ("a sheet of candidates", "duizhao glossary review import reads it"),
}
"""Columns of tables that duizhao writes and that hold no rows of a bitext, though they have texts in both languages."""


def read_with_facts(path: Path, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    """A table with a column for each fact of a row: ``zh``, ``en``, ``symbol``, ..., ``line``.

    Raises :class:`InputError` where no column of both languages can be made out, and for tables of something else.
    """
    suffix = path.suffix.lower()
    if suffix in DELIMITED:
        return _delimited_with_facts(path, said, wanted)
    if suffix in WORKBOOKS:
        sheets = read_workbook(path)
        for row in (row for sheet in sheets for row in sheet.rows[:HEADER_WITHIN]):
            _refuse_ours(path, row)
        return grids_with_facts(path, grids_of(sheets), said, wanted)
    if suffix in WORD:
        return read_word(path, said, wanted)
    frame, lines = _named(path)
    _refuse_ours(path, frame.columns)
    if NESTED in frame.columns and isinstance(frame.schema[NESTED], pl.Struct):
        inner = frame[NESTED].struct.unnest()
        frame = frame.drop(NESTED, *(name for name in inner.columns if name in frame.columns)).hstack(inner)
    columns = columns_of(frame.columns, _sample(frame), wanted.zh)
    if not columns.whole:
        raise no_columns(path, columns)
    for line in columns.guessed:
        said.guess(line)
    if "line" in frame.columns:
        frame = frame.rename({"line": "line "})
    return with_facts(frame.with_columns(lines.alias("line")), columns, said, wanted)


def _delimited_with_facts(path: Path, said: Remarks, wanted: Wanted) -> pl.DataFrame:
    table = open_delimited(path)
    head = table.head(HEADER_WITHIN + SAMPLE)
    for row in head[:HEADER_WITHIN]:
        _refuse_ours(path, row)
    begin = begin_of(head, wanted.zh)
    if not begin.columns.whole:
        raise no_columns(path, begin.columns)
    for line in (*table.said, *begin.said):
        said.guess(line)
    extra = Extra()
    frame = body_of(table, begin.first, len(begin.names) or max(map(len, head)), extra)
    if extra.rows:
        said.say(extra.line())
    return with_facts(frame, begin.columns, said, wanted)


def _refuse_ours(path: Path, names: Sequence[str]) -> None:
    for columns, (what, hint) in OURS.items():
        if set(columns) <= {name.strip().lower() for name in names}:
            raise InputError(f"{path}: is {what}, not a bitext", hint)


def _sample(frame: pl.DataFrame) -> list[list[str]]:
    """The first rows as texts."""
    some = frame.head(SAMPLE).rows()
    return [["" if cell is None else str(cell) for cell in row] for row in some]


def _named(path: Path) -> tuple[pl.DataFrame, pl.Series]:
    """A table whose columns have names, and the line, else the number, of each row."""
    frame = read_table(path)
    lines = pl.int_range(1, frame.height + 1, eager=True, dtype=pl.UInt32)
    if path.suffix.lower() in LINES:
        filled = [number for number, line in enumerate(read_bytes(path).split(b"\n"), start=1) if line.strip()]
        lines = pl.Series(filled, dtype=pl.UInt32) if len(filled) == frame.height else lines
    return frame, lines


def read_table(path: Path, header: bool = True) -> pl.DataFrame:
    """A table by suffix; texts as they stand, no guessing of types.

    ``header``: the first row names the columns. Cells are quoted in CSV, and in TSV where quotation marks are as Excel
    writes them; the separator is the one that the first lines use. UTF-8, UTF-16, GB18030 and Big5 are recognised.
    Raises :class:`InputError` for anything else.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise InputError(
            f"{path}: {suffix or 'no suffix'} is not a bitext format",
            "give TMX, XLIFF, Parquet, JSONL, TSV, CSV, XLSX or a Word table",
        )
    if suffix == ".parquet":
        return _read_parquet(path)
    if suffix in LINES:
        return _read_lines(_utf8(path), path)
    return _read_sheet(path, header) if suffix in WORKBOOKS else _read_delimited(path, header)


def _read_sheet(path: Path, header: bool) -> pl.DataFrame:
    """The first sheet of a workbook, as its first filled row names the columns."""
    rows = [row for row in read_workbook(path)[0].rows if row]
    names = rows[0] if header else []
    width = len(names) or max(map(len, rows))
    frame = frame_of(enumerate(rows[bool(names) :], start=1), width, Extra()).drop("line")
    return frame.rename(dict(zip(frame.columns, _unique(names, width), strict=True)))


def _utf8(path: Path) -> bytes:
    """A text file in UTF-8 without its mark."""
    data = read_bytes(path)
    text, encoding = decode(data, path)
    if not BILINGUAL.fullmatch(encoding):
        raise InputError(f"{path}: not UTF-8, nor an encoding that has Chinese ({encoding})", "save it as UTF-8")
    return data.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8" else text.encode()


def _read_delimited(path: Path, header: bool) -> pl.DataFrame:
    """The columns as the first row names them; blank lines are no rows."""
    table = open_delimited(path)
    head = table.head(SAMPLE)
    first = next((at for at, row in enumerate(head) if any(row)), 0)
    names = list(head[first]) if header and head else []
    width = len(names) or max(map(len, head), default=0)
    frame = body_of(table, first + bool(names), width, Extra()).drop("line")
    return frame.rename(dict(zip(frame.columns, _unique(names, width), strict=True)))


def _unique(names: Sequence[str], width: int) -> list[str]:
    """Names of columns, each once."""
    found: dict[str, None] = {}
    for place in range(width):
        name = names[place] if place < len(names) else f"column_{place + 1}"
        found[name if name not in found else f"{name}_{place + 1}"] = None
    return list(found)


KEY = late(rb'"((?:[^"\\\n]++|\\[^\n])*+)(?:"(\s*+:)?|\\?(?:\n|\Z))')
"""A string of JSON, and the colon behind it where it names a value; what is never closed ends with its line."""


def _read_lines(data: bytes, path: Path) -> pl.DataFrame:
    # the names of the first lines are counted in the others, which is fast; only where others come too are all sought
    usual = {name for name, colon in KEY.findall(data, 0, 1 << 14) if colon}
    others = data.count(b'":') + len(re.findall(rb'"\s+:', data)) - sum(data.count(b'"%b":' % name) for name in usual)
    if (len(usual) > 50 or others > MAX_COLUMNS) and len(
        {name for name, colon in KEY.findall(data) if colon}
    ) > MAX_COLUMNS:
        raise too_wide(path)
    try:
        return pl.read_ndjson(data, infer_schema_length=None)
    except pl.exceptions.PolarsError:
        rows = list(_objects(data, path))
        names = list(dict.fromkeys(name for row in rows for name in row))
        return pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, dict.fromkeys(names, pl.String))


def _objects(data: bytes, path: Path) -> Iterator[dict[str, str | None]]:
    """Line by line: which line is wrong, and all values as texts where their kinds differ from line to line."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = "nested too deep" if isinstance(error, RecursionError) else short(str(error), 120)
            raise InputError(f"{path}:{number}: not JSON ({reason})", "one JSON object a line is needed") from error
        if not isinstance(found, dict):
            raise InputError(f"{path}:{number}: not a JSON object", "one JSON object a line is needed")
        inner = found.pop("translation", None)
        if isinstance(inner, dict):
            found.update(inner)
        yield {no_surrogates(name): _value(value) for name, value in found.items()}


def _value(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(one, int) for one in value):
        return ",".join(map(str, value))
    return no_surrogates(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


# A damaged Parquet file can end the process that reads it: the library asks for as much memory as the file says, and
# aborts when there is none. So another process reads it first; one that dies takes nothing with it.
TRIAL = """\
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
except (ImportError, OSError, ValueError):
    pass
import polars as pl
try:
    source = sys.argv[1]
    if any("\\ud800" <= letter <= "\\udfff" for letter in source):
        source = open(source, "rb").read()
    table = pl.scan_parquet(source)
    if table.select(pl.len()).collect().item() > int(sys.argv[3]):
        sys.exit(4)
    if len(table.collect_schema()) > int(sys.argv[4]):
        sys.exit(5)
    pl.read_parquet(source)
except (pl.exceptions.PolarsError, OSError):
    pass  # the reader meets it again, and says it
"""
TRIAL_MEMORY = 4 << 30
TRIAL_SECONDS = 60


def _read_parquet(path: Path) -> pl.DataFrame:
    if not path.is_file() or path.stat().st_size < 1024:
        read_bytes(path)  # missing, a folder, empty: the same words as for other files
    if path.stat().st_size > MAX_TABLE:
        raise InputError(f"{path}: holds more than {MAX_TABLE >> 30} GB", "split it")
    _try_parquet(path)
    try:
        return pl.read_parquet(path if is_utf8(path) else path.read_bytes())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"{path}: cannot be read as PARQUET ({short(str(error), 120)})", "export it again") from error


def _try_parquet(path: Path) -> None:
    size = path.stat().st_size
    limits = [TRIAL_MEMORY + 20 * size, MAX_ROWS, MAX_COLUMNS]
    command = [sys.executable, "-P", "-c", TRIAL, str(path), *map(str, limits)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "POLARS_MAX_THREADS": "2"},
            timeout=TRIAL_SECONDS + size / 1e6,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{path}: takes too long to read as PARQUET", "export it again") from error
    except OSError:  # no other process can be started here: better read without the trial than not at all
        return
    if done.returncode == 5:
        raise too_wide(path)
    if done.returncode == 4:
        raise InputError(f"{path}: more than {MAX_ROWS:,} rows", "split it")
    if done.returncode:
        raise InputError(f"{path}: cannot be read as PARQUET (damaged, or larger than memory)", "export it again")
