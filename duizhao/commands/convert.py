"""``duizhao corpora convert``: any bitext to any other."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import Language, among, format_option
from duizhao.commands.outputs import complain, named_as, note, record


class XliffVersion(StrEnum):
    """The versions of XLIFF that are written."""

    v21 = "2.1"
    v12 = "1.2"


class Only(StrEnum):
    """Which rows are read."""

    confirmed = "confirmed"


class BitextFormat(StrEnum):
    """The formats of bitexts that are written."""

    tmx = "tmx"
    xliff = "xliff"
    tsv = "tsv"
    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"
    xlsx = "xlsx"
    docx = "docx"
    po = "po"


@renamed(source="--from")
def convert(
    bitext: Annotated[
        Path,
        typer.Argument(
            help="TMX, XLIFF 1.2 or 2.x, Parquet, JSONL, TSV, CSV, XLSX, PO, a memory of Wordfast or a bilingual table of Word.",
            metavar="BITEXT",
            show_default=False,
        ),
    ],
    output: options.OutputFile,
    format: Annotated[BitextFormat | None, format_option(BitextFormat)] = None,
    zh_code: options.ZhCodeOfFile = None,
    en_code: options.EnCodeOfFile = None,
    source: options.From = None,
    xliff: Annotated[
        XliffVersion, among(XliffVersion, "--xliff", what="version", help="Version of XLIFF to write: 2.1 or 1.2.")
    ] = XliffVersion.v21,
    zh: options.WhichChinese = None,
    only: Annotated[
        Only | None, among(Only, "--only", what="state", help="Read only what a person has confirmed (XLIFF).")
    ] = None,
    min_match: Annotated[
        int, typer.Option("--min-match", help="Leave out rows with a lower match in percent (XLIFF).", min=0, max=100)
    ] = 0,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Carry all that the format can hold: ids, dates, people, notes, properties, contexts, codes, other languages.",
        ),
    ] = False,
) -> None:
    """Convert a bitext into another format: TMX, XLIFF, TSV, CSV (for Excel), XLSX, a table of Word (DOCX), Parquet, JSONL or PO.

    States, matches and locks are written; what else a file says of its rows (dates, notes, codes, other languages) is
    carried with --keep where the format can hold it, and named on standard error where it is lost.
    Exit 1: a part of the file could not be read.
    TMX takes rows that have both languages, each pair once; XLIFF takes rows that have a source; tables take all.
    Example: duizhao corpora convert job.sdlxliff -o job.tmx
    """
    from corpora.errors import InputError
    from corpora.exchange import Remarks, Wanted, holds, one_language, read_pairs, write_pairs
    from corpora.original import common_source

    suffix = f".{format}" if format else output.suffix.lower()
    _check_output(bitext, output, suffix)
    said = Remarks()
    pairs = read_pairs(bitext, said, Wanted(options.variety_of(zh), only is Only.confirmed, min_match))
    if not pairs:
        raise InputError(f"{bitext}: no row is left to write", "ask for less with --only or --min-match")
    given = source.value if source else ""
    with named_as(output, suffix) as path:
        written = write_pairs(
            pairs,
            path,
            zh_code=zh_code or "",
            en_code=en_code or "",
            source=given,
            xliff=_version(xliff),
            keep=keep,
            said=said,
        )
    source = source or Language(common_source(pair.original for pair in pairs) or "zh")
    if not zh_code:
        one_language(pairs, said, suffix)
    for line in said.lines(holds(suffix, keep)):
        note(f"{bitext}: {line}")
        record(line, "left-out")
    if not written:
        raise InputError(
            f"{output}: no row could be written ({len(pairs):,} read)", "give another format; tables take all rows"
        )
    note(f"{output}: {_summary(written, len(pairs) - written, suffix, source)}")
    if said.part:
        complain(f"{bitext}: was read only in part; the lines above say what is missing", "input")
        raise typer.Exit(1)


def _version(chosen: XliffVersion) -> Literal["2.1", "1.2"]:
    return "1.2" if chosen is XliffVersion.v12 else "2.1"


def _check_output(bitext: Path, output: Path, suffix: str) -> None:
    """Refuse what could not be written before anything is read."""
    from corpora.errors import InputError
    from corpora.exchange import BITEXT_OUT

    if output.is_dir():
        raise InputError(f"{output}: is a folder", "name the file to write with -o")
    if suffix not in BITEXT_OUT:
        raise InputError(
            f"{output}: {suffix or 'no suffix'} is not a bitext format", f"use {' '.join(BITEXT_OUT)}, or give --format"
        )


def _summary(written: int, left_out: int, suffix: str, source: Language) -> str:
    """How many rows were written and left out, and why.

    >>> _summary(2, 1, ".tmx", Language.zh), _summary(1, 0, ".tsv", Language.zh)
    ('2 rows, 1 left out (TMX takes rows with both languages, each once)', '1 row, 0 left out')
    """
    line = f"{written:,} row{'' if written == 1 else 's'}, {left_out:,} left out"
    if not left_out:
        return line
    if suffix == ".tmx":
        return f"{line} (TMX takes rows with both languages, each once)"
    return f"{line} (XLIFF takes rows with {'Chinese' if source is Language.zh else 'English'}, its source)"
