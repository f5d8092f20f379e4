"""``duizhao align run`` and ``duizhao align status``: many documents, on one machine or a cluster."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.changes import Changes
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import Engine, TextFormat
from duizhao.commands.outputs import (
    complain,
    is_quiet,
    note,
    refuse_inputs,
    shows_progress,
    tell_done,
    write_json,
    write_out,
)
from duizhao.stopping import StoppedError

if TYPE_CHECKING:
    from align.jobs import JobStatus, LocalExecutor, RayExecutor, Shard, Spread

SHOWN = 10  # failures that are listed on the screen; the rest is in documents.tsv


@renamed(executor="--engine")
def run_job(
    source: Annotated[
        Path, typer.Argument(help="A folder of documents, or a table with the columns symbol, zh, en (paths).")
    ],
    output: options.OutputFolder,
    jobs: options.Jobs = None,
    engine: options.Engines = Engine.local,
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="Go on with what is there, or begin again from nothing.")
    ] = True,
    sentences: options.Sentences = False,
    model: options.Model = "builtin",
    original: options.Original = None,
    changes: options.TrackedChanges = Changes.accepted,
    recursive: options.Recursive = False,
) -> None:
    """Align a whole archive: OUT/parts/*.parquet, OUT/documents.tsv. Killed, it goes on where it was.

    A document that fails is named with its reason and stops nothing; the exit code is 2 then.

    Example: duizhao align run archive/ -o out/ --jobs 8
    """
    from align.jobs import PLAN, LocalExecutor, RayExecutor, make_plan, read_sources, write_summary
    from corpora.files import kept_for_us, replacing
    from corpora.notebook import counted

    documents, problems = read_sources(source, recursive)
    if original:
        documents = [replace(document, original=original.value) for document in documents]
    if changes is not Changes.accepted:
        documents = [replace(document, changes=changes) for document in documents]
    own = [output / name for name in (PLAN, "documents.tsv", "job.json")]
    for path in own:
        refuse_inputs(path, [source, *(Path(file) for document in documents for file in (document.zh, document.en))])
    count = jobs or os.cpu_count() or 1
    with kept_for_us(output), replacing(own[1:2]):
        shards = make_plan(documents, problems, output, model, sentences, fresh=not resume)
        _work(shards, LocalExecutor(count) if engine is Engine.local else RayExecutor(count))
        status = write_summary(output)
    for line in problems:
        complain(line, "unusable")
    _failures(status)
    if not is_quiet():
        made = f"{counted(status.documents_done, 'document')}, {counted(status.links, 'link')} in {output / 'parts'}"
        tell_done(made, f"{made}\n")
    if not status.complete:
        complain("some shards are not done; give the same command again to go on", "worker")
        raise typer.Exit(2)
    if status.failed or problems:
        raise typer.Exit(2)


def _work(shards: Sequence[Shard], executor: LocalExecutor | RayExecutor) -> None:
    """Do what is not done yet; a document that failed is tried again: its file may have been mended."""
    from align.jobs import read_mark

    waiting = [shard for shard in shards if not (mark := read_mark(shard)) or mark["failed"]]
    if len(waiting) < len(shards):
        note(f"{len(shards) - len(waiting)} of {len(shards)} shards are done already")
    tell = _teller(waiting)
    try:
        if not shows_progress():
            executor.run(waiting, tell)
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("shards", total=len(shards), completed=len(shards) - len(waiting))

            def advance(number: int) -> None:
                tell(number)
                bar.advance(task)

            executor.run(waiting, advance)
    except KeyboardInterrupt as stop:
        raise StoppedError(stop, "interrupted; give the same command again to go on") from stop


def _teller(shards: Sequence[Shard]) -> Callable[[int], None]:
    """Tells of each shard that is done, and what became of its documents."""
    from align.jobs import read_mark
    from corpora.logs import STAGES, tell_stage

    begun = time.perf_counter()

    def tell(number: int) -> None:
        if not STAGES.isEnabledFor(logging.INFO):
            return
        mark = next(read_mark(shard) for shard in shards if shard.number == number)
        for status in ("done", "failed"):
            for one in (mark or {}).get({"done": "documents"}.get(status, status), ()):
                counts = {name: one[name] for name in ("zh_sentences", "en_sentences", "links") if name in one}
                codes = ["alignment"] if one.get("warning") else []
                tell_stage("document", one["symbol"], event="document", status=status, warnings=codes, **counts)
        tell_stage("shard", event="shard", shard=number, since=round(time.perf_counter() - begun, 4))

    return tell


def _failures(status: JobStatus) -> None:
    for some, code in ((status.failed, "input"), (status.doubtful, "alignment")):
        for failure in some[:SHOWN]:
            complain(f"{failure['symbol']}: {failure['reason']}", code)
        if len(some) > SHOWN:
            complain(f"and {len(some) - SHOWN} more, see documents.tsv")


def job_status_command(
    output: Annotated[Path, typer.Argument(help="The folder of a job.", file_okay=False)],
    format: options.Format = TextFormat.text,
) -> None:
    """How far a job is, and which documents failed why. Exit code 1 when some did, or when their files have moved.

    Example: duizhao align status out/
    """
    from align.jobs import job_record, job_status
    from corpora.notebook import counted

    status = job_status(output)
    if format is TextFormat.json:
        write_json(job_record(status) | {"complete": status.complete})
    else:
        state = "complete" if status.complete else "not complete"
        write_out(
            f"{output}: {state}: {status.shards_done:,} of {status.shards:,} shards\n"
            f"{status.documents_done:,} of {counted(status.documents, 'document')}, {counted(status.links, 'link')}\n"
        )
        for line in status.problems:
            complain(line)
        _failures(status)
    if status.stale:
        why = f"{status.gone} is not there any more" if status.gone else "the files or the shard have changed since"
        complain(
            f"{status.stale:,} shards were done and do not count now: {why}; "
            "give 'duizhao align run' the documents where they are today"
        )
    if status.failed or status.problems or status.stale:
        raise typer.Exit(1)


def spread_over(jobs: int | None, engine: Engine) -> Spread | None:
    """Who does the work: workers, or nobody else where none are asked for."""
    jobs = jobs or 1
    if jobs == 1 and engine is Engine.local:
        return None
    from align.jobs import Cluster, Processes

    return Processes(jobs) if engine is Engine.local else Cluster(jobs)
