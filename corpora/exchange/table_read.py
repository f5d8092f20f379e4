"""Tables in: TSV, CSV, JSONL and Parquet, in the encodings and dialects that office programs and hubs write."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from corpora.errors import InputError, short
from corpora.files import decode, read_bytes
from corpora.sheets import separator_of
from corpora.text import late, no_surrogates

DELIMITED = (".tsv", ".tab", ".csv", ".txt")
LINES = (".jsonl", ".ndjson")
TABLES = {*DELIMITED, *LINES, ".parquet"}
MAX_TABLE = 1 << 30
"""Bytes of a Parquet file; what is text has the limit of :func:`corpora.readers.text.read_bytes`."""
MAX_ROWS = 20_000_000
MAX_COLUMNS = 1000
"""Thousands of columns cost minutes and gigabytes, and no bitext has them."""
# encodings in which a Chinese and an English text can stand together
BILINGUAL = late(r"utf[-_]?(?:8|16).*|gb\w+|big5\w*|cp9(?:36|50)|hz", re.I)


def read_table(path: Path, header: bool = True) -> pl.DataFrame:
    """A table by suffix; texts as they stand, no guessing of types.

    TSV has no quoting, except in UTF-16, which is how Excel saves "Unicode text" (``.txt``). In CSV the separator is
    the one of ``,`` ``;`` and tab that the first lines use. UTF-8, UTF-16, GB18030 and Big5 are recognised.
    Raises :class:`InputError` for anything else.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise InputError(
            f"{path}: {suffix or 'no suffix'} is not a bitext format", "give TMX, XLIFF, Parquet, JSONL, TSV or CSV"
        )
    if suffix == ".parquet":
        return _read_parquet(path)
    data, encoding = _utf8(path)
    if suffix in LINES:
        return _read_lines(data, path)
    return _read_delimited(data, path, suffix, header, quoted=suffix == ".csv" or encoding.startswith("utf-16"))


def _utf8(path: Path) -> tuple[bytes, str]:
    """A text file in UTF-8 without its mark, and the encoding it was in."""
    data = read_bytes(path)
    text, encoding = decode(data, path)
    if not BILINGUAL.fullmatch(encoding):
        raise InputError(f"{path}: not UTF-8, nor an encoding that has Chinese ({encoding})", "save it as UTF-8")
    return (data.removeprefix(b"\xef\xbb\xbf") if encoding == "utf-8" else text.encode()), encoding


def _read_delimited(data: bytes, path: Path, suffix: str, header: bool, quoted: bool) -> pl.DataFrame:
    head = data[: 1 << 16]
    if b"\n" not in head and b"\r" in head:
        data = data.replace(b"\r", b"\n")
    declared = re.match(rb"sep=([,;\t|])\r?\n", head)  # what Excel takes as an order, and leaves in
    if declared:
        data = data[declared.end() :]
    separator = (
        "\t"
        if suffix != ".csv"
        else declared[1].decode("latin-1")
        if declared
        else separator_of(head.decode("utf-8", "replace"))
    )
    if data.partition(b"\n")[0].count(separator.encode()) >= MAX_COLUMNS:
        raise _too_wide(path)
    try:
        return _read_csv(data, separator, header, quoted)
    except pl.exceptions.PolarsError as error:
        if quoted and suffix != ".csv":
            return _read_csv(data, separator, header, quoted=False)
        reason = "a quotation mark is never closed" if data.count(b'"') % 2 else short(str(error), 120)
        raise InputError(f"{path}: cannot be read as {suffix[1:].upper()} ({reason})", "export it again") from error


def _read_csv(data: bytes, separator: str, header: bool, quoted: bool) -> pl.DataFrame:
    frame = pl.read_csv(
        data,
        separator=separator,
        quote_char='"' if quoted else None,
        has_header=header,
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    return frame.filter(~pl.all_horizontal(pl.all().is_null())) if frame.width else frame  # blank lines are no rows


def _too_wide(path: Path) -> InputError:
    return InputError(f"{path}: more than {MAX_COLUMNS:,} columns", "export the columns zh and en alone")


KEY = late(rb'"((?:[^"\\\n]++|\\[^\n])*+)(?:"(\s*+:)?|\\?(?:\n|\Z))')
"""A string of JSON, and the colon behind it where it names a value; what is never closed ends with its line."""


def _read_lines(data: bytes, path: Path) -> pl.DataFrame:
    # the names of the first lines are counted in the others, which is fast; only where others come too are all sought
    usual = {name for name, colon in KEY.findall(data, 0, 1 << 14) if colon}
    others = data.count(b'":') + len(re.findall(rb'"\s+:', data)) - sum(data.count(b'"%b":' % name) for name in usual)
    if (len(usual) > 50 or others > MAX_COLUMNS) and len(
        {name for name, colon in KEY.findall(data) if colon}
    ) > MAX_COLUMNS:
        raise _too_wide(path)
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
    table = pl.scan_parquet(sys.argv[1])
    if table.select(pl.len()).collect().item() > int(sys.argv[3]):
        sys.exit(4)
    if len(table.collect_schema()) > int(sys.argv[4]):
        sys.exit(5)
    pl.read_parquet(sys.argv[1])
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
        return pl.read_parquet(path)
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
        raise _too_wide(path)
    if done.returncode == 4:
        raise InputError(f"{path}: more than {MAX_ROWS:,} rows", "split it")
    if done.returncode:
        raise InputError(f"{path}: cannot be read as PARQUET (damaged, or larger than memory)", "export it again")
