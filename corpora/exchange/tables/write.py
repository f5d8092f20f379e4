"""Tables in and out, each file written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corpora.errors import InputError
from corpora.files import atomic_path, for_libraries, unwritable
from corpora.text import CELL_BREAKS

TABLE_SUFFIXES = (".parquet", ".tsv", ".csv", ".jsonl")
"""What :func:`write_pairs` writes."""


UNSAFE = r"^('*[=+\-@\t\r\n＝＋－＠])"
"""How a cell begins that a spreadsheet would run, as :func:`corpora.sheets.guarded` says it."""


def flat_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """List columns as text (``0,1``), so that they fit into TSV and CSV."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(",") for name in lists)


def write_frame(frame: pl.DataFrame, path: Path, schema: int | None = None) -> None:
    """Write by suffix: ``.parquet``, ``.tsv``, ``.csv`` (with a byte order mark, for Excel) or ``.jsonl``.

    In TSV, tabs and line ends inside a cell become spaces: there is no quoting in TSV. In CSV and TSV a cell that a
    spreadsheet would run as a formula has an apostrophe before it, which is taken away when the file is read.
    ``schema``: the version of what the columns hold, which Parquet keeps (``duizhao.schema``); the other formats have no place
    for it.
    """
    suffix = path.suffix.lower()
    with atomic_path(path) as made, for_libraries(made) as temporary:
        try:
            if suffix == ".parquet":
                known = None if schema is None else {"duizhao.schema": str(schema)}
                frame.write_parquet(temporary, compression="zstd", metadata=known)
            elif suffix == ".jsonl":
                frame.write_ndjson(temporary)
            elif suffix == ".csv":
                _guarded(flat_frame(frame)).write_csv(temporary, include_bom=True)
            elif suffix == ".tsv":
                flat = flat_frame(frame)
                texts = [c for c, kind in flat.schema.items() if kind == pl.String]
                flat = flat.with_columns(pl.col(texts).str.replace_all(f"[{CELL_BREAKS}]+", " "))
                _guarded(flat).write_csv(temporary, separator="\t", quote_style="never")
            else:
                raise InputError(
                    f"{path}: {suffix or 'no suffix'} is not a table format", "use .parquet, .tsv, .csv or .jsonl"
                )
        except pl.exceptions.PolarsError as error:
            raise unwritable(path, error) from error


def _guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """No cell is a formula anywhere."""
    return frame.with_columns(pl.col(pl.String).str.replace(UNSAFE, "'$1"))
