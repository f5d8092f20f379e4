"""Tables in and out, each file written whole or not at all."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import polars as pl

from corpora.bitext import Pair, pairs_to_frame
from corpora.errors import InputError, OutputError

TABLE_SUFFIXES = (".parquet", ".tsv", ".csv", ".jsonl")
XLIFF_SUFFIXES = (".xlf", ".xliff")
BITEXT_OUT = (".tmx", *XLIFF_SUFFIXES, *TABLE_SUFFIXES)
"""What :func:`write_pairs` writes."""


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` when the block ends well, and is removed otherwise.

    Raises :class:`OutputError` when the folder cannot be written or the disk is full, with a hint that fits.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})", write_hint(error, path)) from error
    except BaseException:
        _remove(temporary)
        raise


def write_hint(error: OSError, path: Path) -> str:
    """What to do about an error of writing ``path``, by its number.

    >>> write_hint(OSError(errno.ENOSPC, "No space left on device"), Path("x.tsv"))
    'free some space or choose another place with -o'
    """
    other = "choose another place with -o"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"free some space or {other}"
    if os.path.isdir(path):  # noqa: PTH112 (unlike pathlib it raises nothing where a folder cannot be looked into)
        return "it is a folder: give the name of a file"
    file = next((folder for folder in path.parents if os.path.isfile(folder)), None)  # noqa: PTH113
    if file is not None:
        return f"{file} is a file, not a folder: {other}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"it is write-protected, or open in another program: {other}"
    if error.errno == errno.ENAMETOOLONG:
        return "choose a shorter name"
    return other


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def flat_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """List columns as text (``0,1``), so that they fit into TSV and CSV."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(",") for name in lists)


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write by suffix: ``.parquet``, ``.tsv``, ``.csv`` (with a byte order mark, for Excel) or ``.jsonl``.

    In TSV, tabs and line ends inside a cell become spaces: there is no quoting in TSV.
    """
    suffix = path.suffix.lower()
    with atomic_path(path) as temporary:
        try:
            if suffix == ".parquet":
                frame.write_parquet(temporary, compression="zstd")
            elif suffix == ".jsonl":
                frame.write_ndjson(temporary)
            elif suffix == ".csv":
                flat_frame(frame).write_csv(temporary, include_bom=True)
            elif suffix == ".tsv":
                flat = flat_frame(frame)
                texts = [c for c, kind in flat.schema.items() if kind == pl.String]
                flat = flat.with_columns(pl.col(texts).str.replace_all(r"[\t\r\n\x0b\x0c\x{85}\x{2028}\x{2029}]+", " "))
                flat.write_csv(temporary, separator="\t", quote_style="never")
            else:
                raise InputError(
                    f"{path}: {suffix or 'no suffix'} is not a table format", "use .parquet, .tsv, .csv or .jsonl"
                )
        except pl.exceptions.PolarsError as error:
            raise OutputError(
                f"{path}: cannot be written ({error})", "free some space or choose another place with -o"
            ) from error


def clean_text(text: str) -> str:
    """NFC, without lone surrogates, which no file format can hold."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return text


def write_pairs(
    pairs: Sequence[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "zh",
    xliff: Literal["2.1", "1.2"] = "2.1",
) -> int:
    """A bitext by suffix, TMX and XLIFF (``.xlf``, ``.xliff``) included; return the number of rows written.

    ``zh_code``, ``en_code`` and ``source`` (``zh`` or ``en``) matter to TMX and XLIFF, ``xliff`` is its version.
    """
    suffix = path.suffix.lower()
    if suffix == ".tmx":
        from corpora.tmx import write_tmx

        return write_tmx(pairs, path, zh_code=zh_code, en_code=en_code, source=source)
    if suffix in XLIFF_SUFFIXES:
        from corpora.xliff import write_xliff

        return write_xliff(pairs, path, zh_code=zh_code, en_code=en_code, source=source, version=xliff)
    write_frame(pairs_to_frame(_cleaned(pairs)), path)
    return len(pairs)


def _cleaned(pairs: Iterable[Pair]) -> Iterator[Pair]:
    from dataclasses import replace

    for pair in pairs:
        zh, en = clean_text(pair.zh), clean_text(pair.en)
        yield pair if (zh, en) == (pair.zh, pair.en) else replace(pair, zh=zh, en=en)
