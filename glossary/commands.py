"""``duizhao glossary``: drafts from bitexts, the termbase, its review and its exchange with other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.commands import Model
from corpora.errors import InputError
from glossary import termbase_commands as commands
from glossary.find_commands import find_command
from glossary.review.commands import app as review_app

app = typer.Typer(
    help="Termbases: extract candidates from bitexts, review them, look terms up, exchange with other tools.",
    no_args_is_help=True,
)
TABLE_SUFFIXES = (".tsv", ".csv", ".parquet", ".jsonl")

Output = Annotated[
    Path, typer.Option("--output", "-o", help="The suffix decides: .tsv, .xlsx, .tbx, .json, ...", dir_okay=False)
]
Dialect = Annotated[str, typer.Option(help="TBX version: v3 (ISO 30042:2019), or v2 for today's CAT tools.")]


app.command("find")(find_command)


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


app.command("import")(commands.import_command)
app.command("export")(commands.export_command)
app.command("convert")(commands.convert_command)
app.command("propose")(commands.propose_command)
app.add_typer(review_app, name="review")
app.command("search")(commands.search_command)
app.command("show")(commands.show_command)
app.command("history")(commands.history_command)
app.command("undo")(commands.undo_command)
app.command("merge")(commands.merge_command)
app.command("remove")(commands.remove_command)


def write_termbase(termbase: object, output: Path, dialect: str) -> None:
    """Write a draft by suffix; raises :class:`InputError` for a suffix or a dialect that is not known."""
    from glossary.concept import Termbase
    from glossary.exchange import write_terms
    from glossary.formats import save

    assert isinstance(termbase, Termbase)
    suffix = output.suffix.lower()
    if suffix == ".tbx" and dialect not in ("v2", "v3"):
        raise InputError(f"--dialect {dialect!r} is not known", "v2 or v3")
    if suffix in TABLE_SUFFIXES:
        write_terms(termbase, output)
    else:
        save(termbase, output, "tbx3" if suffix == ".tbx" and dialect == "v3" else None)
