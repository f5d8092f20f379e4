"""``duizhao run``: the whole job on a folder of documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.changes import Changes
from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.align_jobs import spread_over
from duizhao.commands.check import exit_on, tell_beside
from duizhao.commands.outputs import complain, is_quiet, note, record, shows_progress, tell
from duizhao.project_file import mark_in_force
from duizhao.selection import selection_of, with_rules

if TYPE_CHECKING:
    from align.jobs import Spread
    from duizhao.job import Documents, RunOptions, RunResult


def run_command(
    documents: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER|ZH EN",
            help="A folder with the Chinese and English files of documents: PDF, Word, HTML, TEI, plain text, or bitexts; or the two files of one.",
        ),
    ],
    output: options.OutputFolder,
    model: options.Model = "builtin",
    ui: options.Ui = options.Language.en,
    fail_on: options.Fail = options.FailOn.never,
    termbase: options.ApprovedTerms = None,
    against: options.Against = None,
    select: options.Select = None,
    extend_select: options.Extend = None,
    ignore: options.Ignore = None,
    severity: options.Severities = None,
    checklist: options.Checklist = None,
    house: options.House = None,
    waivers: options.Waivers = None,
    recursive: options.Recursive = False,
    original: options.Original = None,
    changes: options.TrackedChanges = Changes.accepted,
    zh_code: options.ZhCode = "zh-CN",
    en_code: options.EnCode = "en",
    jobs: options.Jobs = None,
    engine: options.Engines = options.Engine.local,
    links: options.Links = None,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Forget decisions of earlier runs, about terms too: they stay beside under a dated name."
        ),
    ] = False,
    who: options.Who = "",
    docx: Annotated[
        bool,
        typer.Option(
            "--docx",
            help="Also review.docx, the texts side by side with findings, and Word versions with findings as comments.",
        ),
    ] = False,
    least: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out links that are less sure than this.")
    ] = 0.0,
) -> None:
    """The whole job: pair, read, align; write the memory, a draft termbase and the report.

    Sentences without counterpart are in OUT/alone.tsv, links that are probably wrong in OUT/doubtful.tsv, worst first.
    --min-confidence is about the memory OUT/bitext.tmx; the tables keep every row.

    --docx writes OUT/review.docx, a table for revisers, and into OUT/commented/ a copy of each translation that is a Word file, with
    findings as comments; where nobody knows the original, of both versions. Later runs into the folder keep them up.

    Without --termbase the text is held against what was approved in OUT/terms.db, else against terms that are extracted from it. Decisions that were written into OUT/report.xlsx
    or review.docx since the last run are read back first, and hold in this one; so do links that were confirmed once (--links).
    Example: duizhao run documents/ -o out/ && open out/report.html
    """
    from duizhao.job import RunOptions
    from glossary.quality import CheckOptions

    selection = with_rules(selection_of(select, extend_select, ignore, severity), checklist, house)
    check = CheckOptions(model, termbase, tuple(against or ()), selection, waivers, settings=mark_in_force())
    written = original.value if original else ""
    how = RunOptions(
        model, ui.value, recursive, zh_code, en_code, check, written, changes, fresh, who, links, least, docx
    )
    if len(documents) > 2:
        raise InputError("run: give a folder, or the two files of one document", "duizhao run --help")
    given = documents[0] if len(documents) == 1 else (documents[0], documents[1])
    result = _run(given, output, how, spread_over(jobs, engine))
    codes = {fate.why: fate.code for fate in result.inputs}
    for line in result.problems:
        complain(line, codes.get(line, "unusable"))
    for document in result.documents:
        if document.status == "failed":
            complain(document.message, "input")
        for warning in document.warnings:
            record(warning)
    for line in result.remembered.said:
        complain(line, "decisions")
    for line in result.spare:
        note(f"duizhao: {line}")
        record(line, codes.get(line, getattr(line, "code", "ignored")))
    _summary(result, ui.value)
    if result.failed:
        raise typer.Exit(2)
    if result.checked:
        tell_beside(result.checked, ui.value)
    exit_on(fail_on, result.report.findings if result.report else ())


def _run(folder: Documents, output: Path, how: RunOptions, spread: Spread | None) -> RunResult:
    from duizhao.job import run_folder

    if not shows_progress():
        return run_folder(folder, output, how, spread=spread)
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    from corpora.errors import visible

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("documents", total=None)
        return run_folder(
            folder,
            output,
            how,
            lambda done, total, what: bar.update(task, completed=done, total=total, description=escape(visible(what))),
            spread=spread,
        )


SUMMARY = {
    "en": {
        "aligned": "{done} of {documents} aligned: {zh:,} Chinese and {en:,} English sentences in {rows} ({lone:,} with one side only)",
        "problems": "; could not be used, see above: {n}",
        "alone": "Without counterpart: {n}, {path}",
        "doubtful": "Probably wrong: {n}, {path}",
        "report": "Report: {path}",
        "word": "For Word: {path}",
    },
    "zh": {
        "aligned": "{all}份文件中已对齐{done}份：中文{zh:,}句、英文{en:,}句，共{links:,}个句段（其中{lone:,}个仅一侧有）",
        "problems": "；未能使用的{n}项，见上",
        "alone": "仅一侧有的句子{n}个：{path}",
        "doubtful": "可能有误的对齐{n}处：{path}",
        "report": "报告：{path}",
        "word": "Word文件：{path}",
    },
}


def _summary(result: RunResult, ui: str) -> None:
    """A few lines on standard error: what was done, what was found, where it is."""
    if is_quiet():
        return
    from corpora.notebook import counted
    from duizhao.alignment_tables import ALONE, DOUBTFUL, alone, doubtful
    from glossary.report import render_summary

    t = SUMMARY[ui]
    done = [d for d in result.documents if d.status == "done"]
    said = t["aligned"].format(
        done=len(done),
        all=len(result.documents),
        zh=sum(d.zh_sentences for d in done),
        en=sum(d.en_sentences for d in done),
        links=len(result.pairs),
        documents=counted(len(result.documents), "document"),
        rows=counted(len(result.pairs), "link"),
        lone=sum(d.null_links for d in done),
    )
    note(said + (t["problems"].format(n=len(result.problems)) if result.problems else ""))
    for key, rows, what, name in (
        ("alone", alone(result.pairs), "sentence", ALONE),
        ("doubtful", doubtful(result.pairs), "link", DOUBTFUL),
    ):
        if rows:
            number = str(len(rows)) if ui == "zh" else counted(len(rows), what)
            note(t[key].format(n=number, path=result.out / name))
    for document in done:
        for warning in document.warnings:
            tell(f"  {document.symbol}: {warning}")
    if result.report is not None:
        tell(render_summary(result.report, len(result.termbase or ()), ui))
    note(t["report"].format(path=result.out / "report.html"))
    if result.versions is not None:
        note(t["word"].format(path=result.out / "review.docx"))
