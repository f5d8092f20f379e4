"""``duizhao corpora``: documents looked at and explained."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpora.fetch_commands import fetch

app = typer.Typer(help="Documents: read and explain, split into sentences, pair by symbol.", no_args_is_help=True)
app.command("fetch")(fetch)


class Language(StrEnum):
    """The languages of a document."""

    zh = "zh"
    en = "en"


class TextFormat(StrEnum):
    """How ``read`` prints a document."""

    text = "text"
    tsv = "tsv"
    json = "json"


class PairFormat(StrEnum):
    """How ``pair`` prints a catalogue."""

    table = "table"
    json = "json"


def _out(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help="A plain-text document.")],
    language: Annotated[Language | None, typer.Option(help="zh or en; default: recognised.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show every removal with its reason instead.")] = False,
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text, tsv or json.")] = TextFormat.text,
) -> None:
    """Repair a document and print its sentences, one a line; with --explain what was taken out, and why.

    Example: duizhao corpora read letter.zh.txt --explain
    """
    from corpora.reading import explain as explain_result
    from corpora.reading import read_document

    result = read_document(file, language.value if language else None)
    for warning in result.warnings:
        typer.echo(f"duizhao: {warning}", err=True)
    segments = result.document.segments
    if explain:
        _out("".join(f"{line}\n" for line in explain_result(result)))
    elif format is TextFormat.json:
        data = {
            "symbol": result.document.symbol,
            "language": result.document.language,
            "encoding": result.encoding,
            "segments": [asdict(segment) for segment in segments],
            "removals": [asdict(removal) for removal in result.removals],
        }
        _out(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    elif format is TextFormat.tsv:
        head = "index\tparagraph\tkind\tstart\tend\ttext\n"
        _out(head + "".join(f"{s.index}\t{s.paragraph}\t{s.kind}\t{s.start}\t{s.end}\t{s.text}\n" for s in segments))
    else:
        _out("".join(f"{s.text}\n" for s in segments))


@app.command("split")
def split(
    file: Annotated[Path, typer.Argument(help="Plain text, one paragraph a line.")],
    language: Annotated[Language | None, typer.Option(help="zh or en; default: recognised.")] = None,
) -> None:
    """Split paragraphs (one a line, no repair) into sentences, one a line."""
    from corpora.language import detect_language
    from corpora.readers.text import decode, read_bytes
    from corpora.split import split_sentences

    text, _ = decode(read_bytes(file), file)
    chosen = language.value if language else (detect_language(text) or "en")
    for line in text.splitlines():
        _out("".join(f"{line[s:e]}\n" for s, e in split_sentences(line, chosen)))


@app.command("pair")
def pair(
    folder: Annotated[Path, typer.Argument(help="A folder of documents.", file_okay=False, exists=True)],
    format: Annotated[PairFormat, typer.Option("--format", "-f", help="table or json.")] = PairFormat.table,
) -> None:
    """Which file is which symbol in which language; exit 2 when a file could not be used."""
    from corpora.catalogue import pair_folder

    catalogue = pair_folder(folder)
    if format is PairFormat.json:
        data = {
            "documents": [{"symbol": e.symbol, "zh": str(e.zh_path), "en": str(e.en_path)} for e in catalogue.entries],
            "problems": [{"path": str(p.path), "message": p.message, "hint": p.hint} for p in catalogue.problems],
            "ignored": [str(path) for path in catalogue.ignored],
        }
        _out(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    else:
        for entry in catalogue.entries:
            _out(f"{entry.symbol}\t{entry.zh_path.name}\t{entry.en_path.name}\n")
    for problem in catalogue.problems:
        typer.echo(f"duizhao: {problem.message}; {problem.hint}", err=True)
    if catalogue.problems:
        raise typer.Exit(2)
