"""``duizhao glossary extract``: candidates for a termbase from bitexts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands.options import Model

if TYPE_CHECKING:
    from glossary.concept import Termbase

TABLES = (".tsv", ".csv", ".parquet", ".jsonl", ".xlsx")
STORES = (".db", ".sqlite", ".sqlite3")


def extract_command(
    bitexts: Annotated[
        list[Path], typer.Argument(metavar="BITEXT...", help="TMX, XLIFF, Parquet, JSONL, TSV or CSV with zh and en.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The suffix decides: .tsv, .xlsx, .parquet, .json, .tbx ..., or .db: candidates of a termbase.",
            dir_okay=False,
        ),
    ],
    known: Annotated[
        Path | None, typer.Option("--known", help="A termbase in any format: each row says whether it is new.")
    ] = None,
    probability: Annotated[
        float, typer.Option("--min-probability", min=0.0, max=1.0, help="Least probability of being a term pair.")
    ] = 0.3,
    least: Annotated[
        int,
        typer.Option("--min-links", min=0, help="Least number of links a pair stands in; 0: by size of the bitext."),
    ] = 0,
    top: Annotated[int, typer.Option("--top", min=0, help="Only the best so many; 0: all.")] = 0,
    dialect: Annotated[str, typer.Option(help="TBX version: v2 for today's CAT tools, or v3 (ISO 30042:2019).")] = "v2",
    who: Annotated[str, typer.Option("--who", help="Name in the history of a termbase (.db).")] = "",
    model: Model = "builtin",
) -> None:
    """Draw term candidates from bitexts, the best first. Example: duizhao glossary extract memory.tmx -o terms.xlsx"""
    from align.encoders import load_encoder
    from corpora.exchange import read_pairs
    from duizhao.commands.outputs import refuse_inputs, remark
    from glossary.concept import Termbase
    from glossary.extraction import ExtractConfig, extract_terms
    from glossary.rows import Rows
    from glossary.termbases import read_termbase

    if dialect not in ("v2", "v3"):
        raise InputError(f"--dialect {dialect!r} is not known", "v2 or v3")
    if output.suffix.lower() not in STORES:
        refuse_inputs(output, [*bitexts, known])
    there = read_termbase(known) if known else None
    pairs = [pair for bitext in bitexts for pair in read_pairs(bitext)]
    rows = Rows.of(pairs, load_encoder(model))
    remark(rows.remarks)
    found = extract_terms(rows, config=ExtractConfig(least, probability))
    if top:
        found = Termbase.of(list(found)[:top], f"{found.signature},top={top}")
    _write(found, output, dialect, there, who)


def _write(found: Termbase, output: Path, dialect: str, known: Termbase | None, who: str) -> None:
    from glossary.extraction import extract_frame, write_extract
    from glossary.formats import save

    suffix = output.suffix.lower()
    if suffix in STORES:
        from glossary.store import Store

        with Store.open(output, create=True, who=who) as store:
            told = store.propose(found)
        counts = {name: getattr(told, name) for name in ("new", "updated", "unchanged", "known", "silent", "returned")}
        said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        typer.echo(f"{len(found)} concepts drawn; candidates in {output}: {said or 'none'}", err=True)
        return
    if suffix in TABLES:
        write_extract(found, output, known)
    else:
        save(found, output, "tbx3" if suffix == ".tbx" and dialect == "v3" else None)
    new = "" if known is None else f", {sum(told == 'new' for told in extract_frame(found, known)['known'])} new"
    typer.echo(f"{len(found)} concepts{new}: {output}", err=True)
