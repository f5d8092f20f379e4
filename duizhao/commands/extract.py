"""``duizhao glossary extract``: candidates for a termbase from bitexts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.exchange import of_dialect
from duizhao.commands.options import TbxDialect
from duizhao.commands.outputs import named_as, note, progress_bars, read_rows, remark
from duizhao.guard import adding
from duizhao.project_file import signed

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from glossary.concept import Termbase
    from glossary.formats import ExportOptions

TABLES = (".tsv", ".csv", ".parquet", ".jsonl", ".xlsx")
STORES = (".db", ".sqlite", ".sqlite3")


@renamed(known="--termbase", top="--limit")
@adding(*STORES)
def extract_command(
    bitexts: Annotated[
        list[Path],
        typer.Argument(metavar="BITEXT", help="TMX, XLIFF, Parquet, JSONL, TSV, CSV or XLSX with zh and en."),
    ],
    output: options.OutputFile,
    termbase: options.ApprovedTerms = None,
    probability: Annotated[
        float, typer.Option("--min-probability", min=0.0, max=1.0, help="Least probability of being a term pair.")
    ] = 0.3,
    least: Annotated[
        int,
        typer.Option("--min-links", min=0, help="Least number of links a pair stands in; 0: by size of the bitext."),
    ] = 0,
    limit: options.Limit = 0,
    format: options.TermFormat = None,
    dialect: options.Dialect = TbxDialect.v2,
    zh_code: options.ZhCode = "zh",
    en_code: options.EnCode = "en",
    zh: options.WhichChinese = None,
    who: options.Who = "",
    model: options.Model = "builtin",
) -> None:
    """Extract term candidates from bitexts, the best first: a table, a termbase in any format, or candidates of a .db.

    With --termbase each row says whether its term is new. Example: duizhao glossary extract memory.tmx -o terms.xlsx
    """
    from align.encoders import load_encoder
    from glossary.concept import Termbase
    from glossary.extraction import ExtractConfig, extract_terms
    from glossary.formats import ExportOptions
    from glossary.rows import Rows
    from glossary.termbases import read_termbase

    if output.suffix.lower() in STORES and format:
        raise InputError(
            f"{output}: a termbase of duizhao has no other form", "leave out --format, or name another file"
        )
    known = read_termbase(termbase) if termbase else None
    pairs = [pair for rows in in_one_order(read_rows(bitext, zh) for bitext in bitexts) for pair in rows]
    rows = Rows.of(pairs, load_encoder(model))
    remark(rows.remarks)
    with progress_bars() as tell:
        found = extract_terms(
            rows, config=ExtractConfig(least, probability), tell=lambda done, total: tell("terms", done, total)
        )
    if limit:
        found = Termbase.of(list(found)[:limit], f"{found.signature},top={limit}")
    found = replace(found, signature=signed(found.signature))
    form = format or of_dialect(output, dialect)
    _write(found, output, form, ExportOptions(zh_code, en_code), known, who)


def in_one_order(bitexts: Iterable[Sequence[Pair]]) -> list[Sequence[Pair]]:
    """Bitexts by what they say, whatever they are called and in whatever order they are given.

    Which occurrences of a phrase are looked at depends on the order of the rows. By symbol, then by a digest of the texts.
    """

    def key(rows: Sequence[Pair]) -> tuple[str, str]:
        digest = hashlib.sha256()
        for row in rows:
            line = "\0".join((row.symbol, str(row.position), row.zh, row.en))
            digest.update(f"{line}\0\0".encode("utf-8", "surrogatepass"))
        return next((row.symbol for row in rows), ""), digest.hexdigest()

    return sorted(bitexts, key=key)


def _write(
    found: Termbase, output: Path, format: str | None, how: ExportOptions, known: Termbase | None, who: str
) -> None:
    from corpora.notebook import counted
    from glossary.extraction import extract_frame, write_extract
    from glossary.formats import save

    suffix = output.suffix.lower()
    if suffix in STORES:
        from glossary.store import Store

        with Store.open(output, create=True, who=who) as store:
            told = store.propose(found)
        counts = {name: getattr(told, name) for name in ("new", "updated", "unchanged", "known", "silent", "returned")}
        said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        note(f"{counted(len(found), 'concept')} extracted; candidates in {output}: {said or 'none'}")
        return
    table = f".{format}" if format else suffix
    if table in TABLES:
        with named_as(output, table) as path:
            write_extract(found, path, known)
    else:
        save(found, output, format, how)
    new = "" if known is None else f", {sum(told == 'new' for told in extract_frame(found, known)['known'])} new"
    note(f"{counted(len(found), 'concept')}{new}: {output}")
