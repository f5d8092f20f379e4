"""``duizhao corpora``: documents looked at and explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.changes import Changes
from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import App
from duizhao.commands.convert import convert
from duizhao.commands.fetch import fetch
from duizhao.commands.options import format_option
from duizhao.commands.outputs import complain, note, record, refuse_inputs, write_json, write_out

if TYPE_CHECKING:
    from corpora.catalogue import Catalogue, Problem
    from corpora.document import Segment

app = App("Documents: read and explain, split into sentences, pair by symbol, fetch, convert bitexts.")
app.command("fetch")(fetch)
app.command("convert")(convert)


class ReadFormat(StrEnum):
    """How ``read`` prints a document."""

    text = "text"
    tsv = "tsv"
    json = "json"


class PairFormat(StrEnum):
    """How ``pair`` prints a catalogue."""

    text = "text"
    tsv = "tsv"
    json = "json"


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help="A document: PDF, Word, HTML, TEI or plain text.")],
    language: options.OneLanguage = None,
    changes: options.TrackedChanges = Changes.accepted,
    explain: Annotated[bool, typer.Option("--explain", help="Show every removal with its reason instead.")] = False,
    format: Annotated[ReadFormat, format_option(ReadFormat)] = ReadFormat.text,
    view: Annotated[
        Path | None,
        typer.Option(
            "--view", help="Write a page (.html) that shows what was made of each line of a PDF.", dir_okay=False
        ),
    ] = None,
    ui: options.Ui = options.Language.en,
) -> None:
    """Repair a document and print its sentences, one a line; with --explain what was taken out, and why.

    With --view a PDF becomes a page: pictures of its pages, every line in the colour of what it was taken for, and the
    sentences beside them.

    Example: duizhao corpora read letter.zh.txt --explain
    """
    if view is not None:
        _view(file, view, language, ui)
        return
    from corpora.reading import explain as explain_result
    from corpora.reading import read_document
    from corpora.versions import SCHEMAS

    result = read_document(file, language.value if language else None, changes=changes)
    for warning in result.warnings:
        complain(warning)
    segments = result.document.segments
    if explain:
        write_out("".join(f"{line}\n" for line in explain_result(result)))
    elif format is ReadFormat.json:
        data = {
            "schema": SCHEMAS["document"],
            "symbol": result.document.symbol,
            "language": result.document.language,
            "original": result.document.original,
            "format": result.format.name,
            "encoding": result.encoding,
            "segments": [_segment(segment) for segment in segments],
            "removals": [asdict(removal) for removal in result.removals],
        }
        write_json(data)
    elif format is ReadFormat.tsv:
        names = ("position", "paragraph", "page", "kind", "start", "end", "text", "row", "column")
        rows = [names, *([record[name] for name in names] for record in map(_segment, segments))]
        write_out("".join("\t".join(map(str, row)) + "\n" for row in rows))
    else:
        write_out("".join(f"{s.text}\n" for s in segments))


def _view(file: Path, view: Path, language: options.Language | None, ui: options.Language) -> None:
    """The page that shows how a PDF was read."""
    from corpora.notebook import counted
    from corpora.view import view_page

    refuse_inputs(view, [file])
    if view.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{view}: no name of a page", "end the name in .html")
    page, result = view_page(file, language.value if language else None, ui.value)
    for warning in result.warnings:
        complain(warning)
    write_out(page, view)
    note(f"duizhao: {counted(len(result.document), 'sentence')} of {file} in {view}")


def _segment(segment: Segment) -> dict[str, Any]:
    """A sentence as JSON and tables hold it: places count from 1, as everywhere that people read."""
    record = asdict(segment)
    return {"position": record.pop("index") + 1} | record | {"paragraph": segment.paragraph + 1}


@app.command("split")
def split(
    file: Annotated[Path, typer.Argument(help="Plain text, one paragraph a line.")],
    language: options.OneLanguage = None,
) -> None:
    """Split paragraphs (one a line, no repair) into sentences, one a line.

    Example: duizhao corpora split speech.txt
    """
    from corpora.files import decode, read_bytes
    from corpora.text import detect_language, split_sentences

    text, _ = decode(read_bytes(file), file)
    chosen = language.value if language else (detect_language(text) or "en")
    for line in text.splitlines():
        write_out("".join(f"{line[s:e]}\n" for s, e in split_sentences(line, chosen)))


@app.command("pair")
def pair(
    folder: Annotated[Path, typer.Argument(help="A folder of documents.")],
    recursive: options.Recursive = False,
    format: Annotated[PairFormat, format_option(PairFormat, {"table": "tsv"})] = PairFormat.tsv,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A table for 'align run': .tsv, .csv, .parquet or .jsonl.")
    ] = None,
) -> None:
    """Which file is which symbol in which language; what has no partner, what is there twice, what disagrees.

    The table names symbol, files, status, relation to another document (corrigendum, revision), original language,
    date, formats, job numbers and notes. Exit 2 when a file could not be used.

    Example: duizhao corpora pair archive/ -r -o archive.tsv && duizhao align run archive.tsv -o out/
    """
    from corpora.catalogue import pair_folder
    from corpora.versions import SCHEMAS

    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "no such folder"
        raise InputError(f"{folder}: {what}", "give the folder that holds the Chinese and the English files")
    catalogue = pair_folder(folder, recursive)
    refuse_inputs(output, (path for entry in catalogue.entries for path in (entry.zh_path, entry.en_path)))
    if output is not None:
        _write_catalogue(catalogue, output)
    elif format is PairFormat.json:
        data = {
            "schema": SCHEMAS["pairing"],
            "documents": [row for row in catalogue.to_frame().to_dicts() if row["status"] in ("paired", "bitext")],
            "problems": [asdict_short(p) for p in catalogue.problems],
            "spare": [asdict_short(p) for p in catalogue.spare],
            "ignored": [str(path) for path in catalogue.ignored],
        }
        write_json(data)
    elif format is PairFormat.text:
        write_out("".join(_lines(catalogue)))
    else:
        write_out(catalogue.to_frame().write_csv(separator="\t", quote_style="never"))
    for entry in catalogue.entries:
        for remark in entry.notes:
            note(f"duizhao: {entry.symbol}: {remark}")
            record(remark, "disagree")
    for line in catalogue.remarks:
        note(f"duizhao: {line}")
        record(line, "ignored")
    for problem in catalogue.problems:
        complain(
            str(InputError(problem.message, problem.hint)), "unpaired" if problem.kind.startswith("no ") else "unusable"
        )
    if catalogue.problems:
        raise typer.Exit(2)


def _lines(catalogue: Catalogue) -> Iterator[str]:
    """A document a line with what stands in its way, and its two files."""
    for row in catalogue.to_frame().iter_rows(named=True):
        said = ", ".join(filter(None, (row["status"], row["relation"], row["date"], row["note"])))
        yield f"{row['symbol']}: {said}\n"
        yield from (f"    {language}  {row[language]}\n" for language in ("zh", "en") if row[language])


def asdict_short(problem: Problem) -> dict[str, str]:
    """A problem as JSON holds it."""
    return {"path": str(problem.path), "kind": problem.kind, "message": problem.message, "hint": problem.hint}


def _write_catalogue(catalogue: Catalogue, output: Path) -> None:
    """The table with paths that count from its own folder, as ``align run`` reads them."""
    import os

    import polars as pl

    from corpora.exchange import write_frame

    def local(path: str) -> str:
        try:
            return os.path.relpath(path, output.parent or ".") if path else ""
        except ValueError:  # another drive of a Windows machine
            return str(Path(path).resolve())

    frame = catalogue.to_frame()
    sides = [pl.Series(name, [local(path) for path in frame[name]], dtype=pl.String) for name in ("zh", "en")]
    write_frame(frame.with_columns(sides), output)
