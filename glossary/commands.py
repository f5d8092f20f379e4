"""``duizhao glossary``: draft termbases from bitexts, and conversions between formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.commands import Model
from corpora.errors import InputError
from glossary.find_commands import find_command
from glossary.review.commands import app as review_app

app = typer.Typer(help="Termbases: extract a draft from a bitext, convert between formats.", no_args_is_help=True)

Output = Annotated[Path, typer.Option("--output", "-o", help="The suffix decides: .tbx, .tsv, .csv.", dir_okay=False)]
Dialect = Annotated[str, typer.Option(help="TBX version: v3 (ISO 30042:2019), or v2 for today's CAT tools.")]


app.command("find")(find_command)
app.add_typer(review_app, name="review")


@app.command("extract")
def extract(
    bitext: Annotated[Path, typer.Argument(help="TMX, Parquet, JSONL, or TSV/CSV with a header that has zh and en.")],
    output: Output,
    dialect: Dialect = "v3",
    model: Model = "builtin",
) -> None:
    """Draw a draft termbase from a bitext. Example: duizhao glossary extract memory.tmx -o terms.tbx"""
    from align.encoder import load_encoder
    from corpora.readers.bitext import read_pairs
    from glossary.pairing import extract_terms

    termbase = extract_terms(read_pairs(bitext), vectors=load_encoder(model).encode)
    write_termbase(termbase, output, dialect)
    typer.echo(f"{len(termbase)} concepts: {output}", err=True)


@app.command("convert")
def convert(
    termbase: Annotated[Path, typer.Argument(help="TBX (v2 or v3), or TSV/CSV with a header that has zh and en.")],
    output: Output,
    dialect: Dialect = "v2",
) -> None:
    """Convert a termbase. Example: duizhao glossary convert terms.tsv -o terms.tbx"""
    from glossary.exchange import read_termbase

    terms = read_termbase(termbase)
    write_termbase(terms, output, dialect)
    typer.echo(f"{len(terms)} concepts: {output}", err=True)


def write_termbase(termbase: object, output: Path, dialect: str) -> None:
    """Write by suffix; raises :class:`InputError` for a suffix or a dialect that is not known."""
    from glossary.concept import Termbase
    from glossary.exchange import write_terms
    from glossary.tbx import write_tbx

    assert isinstance(termbase, Termbase)
    if output.suffix.lower() == ".tbx":
        if dialect not in ("v2", "v3"):
            raise InputError(f"--dialect {dialect!r} is not known", "v2 or v3")
        write_tbx(termbase, output, dialect="v3" if dialect == "v3" else "v2")
        return
    write_terms(termbase, output)
