"""``duizhao align run`` and ``duizhao align status``: many documents, on one machine or a cluster."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duizhao.commands.options import Original

if TYPE_CHECKING:
    from align.jobs import JobStatus

SHOWN = 10  # failures that are listed on the screen; the rest is in documents.tsv


class Engine(StrEnum):
    """Who runs the shards."""

    local = "local"
    ray = "ray"


class StatusFormat(StrEnum):
    """How ``align status`` prints."""

    text = "text"
    json = "json"


def run_job(
    source: Annotated[
        Path, typer.Argument(help="A folder of documents, or a table with the columns symbol, zh, en (paths).")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder of the job.", file_okay=False)],
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Workers. Default: as many as there are cores.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Processes of this machine, or a Ray cluster (RAY_ADDRESS).")] = (
        Engine.local
    ),
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="Go on with what is there, or begin again from nothing.")
    ] = True,
    sentences: Annotated[bool, typer.Option("--sentences", help="Each line is a sentence: no repair.")] = False,
    model: Annotated[str, typer.Option("--model", "-m", help="'builtin', a folder, or a hub model.")] = "builtin",
    original: Original = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="With all subfolders of the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Align a whole archive: OUT/parts/*.parquet, OUT/documents.tsv. Killed, it goes on where it was.

    A document that fails is named with its reason and stops nothing; the exit code is 1 then.

    Example: duizhao align run archive/ -o out/ --jobs 8
    """
    from align.jobs import LocalExecutor, RayExecutor, make_plan, read_mark, read_sources, write_summary

    documents, problems = read_sources(source, recursive)
    if original:
        documents = [replace(document, original=original.value) for document in documents]
    shards = make_plan(documents, problems, output, model, sentences, fresh=not resume)
    marks = {shard.number: read_mark(shard) for shard in shards}
    # a document that failed is tried again: its file may have been mended
    waiting = [shard for shard in shards if not (mark := marks[shard.number]) or mark["failed"]]
    if len(waiting) < len(shards) and not quiet:
        typer.echo(f"{len(shards) - len(waiting)} of {len(shards)} shards are done already", err=True)
    count = jobs or os.cpu_count() or 1
    executor = LocalExecutor(count) if engine is Engine.local else RayExecutor(count)
    try:
        if quiet or not sys.stderr.isatty():
            executor.run(waiting, lambda _number: None)
        else:
            from rich.console import Console
            from rich.progress import Progress

            with Progress(console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("shards", total=len(shards), completed=len(shards) - len(waiting))
                executor.run(waiting, lambda _number: bar.advance(task))
    except KeyboardInterrupt:
        typer.echo("duizhao: interrupted; give the same command again to go on", err=True)
        raise typer.Exit(130) from None
    status = write_summary(output)
    for line in problems:
        typer.echo(f"duizhao: {line}", err=True)
    _failures(status)
    if not quiet:
        typer.echo(f"{status.documents_done:,} documents, {status.links:,} links in {output / 'parts'}")
    if not status.complete:
        typer.echo("duizhao: some shards are not done; give the same command again to go on", err=True)
        raise typer.Exit(2)
    if status.failed or problems:
        raise typer.Exit(1)


def _failures(status: JobStatus) -> None:
    for some in (status.failed, status.doubtful):
        for failure in some[:SHOWN]:
            typer.echo(f"duizhao: {failure['symbol']}: {failure['reason']}", err=True)
        if len(some) > SHOWN:
            typer.echo(f"duizhao: and {len(some) - SHOWN} more, see documents.tsv", err=True)


def job_status_command(
    output: Annotated[Path, typer.Argument(help="The folder of a job.", file_okay=False)],
    format: Annotated[StatusFormat, typer.Option("--format", "-f", help="text or json.")] = StatusFormat.text,
) -> None:
    """How far a job is, and which documents failed why. Exit code 1 when some did.

    Example: duizhao align status out/
    """
    from align.jobs import job_status

    status = job_status(output)
    if format is StatusFormat.json:
        typer.echo(json.dumps(asdict(status) | {"complete": status.complete}, ensure_ascii=False, indent=1))
    else:
        state = "complete" if status.complete else "not complete"
        typer.echo(f"{output}: {state}: {status.shards_done:,} of {status.shards:,} shards")
        typer.echo(f"{status.documents_done:,} of {status.documents:,} documents, {status.links:,} links")
        for line in status.problems:
            typer.echo(f"duizhao: {line}", err=True)
        _failures(status)
    if status.failed or status.problems:
        raise typer.Exit(1)
