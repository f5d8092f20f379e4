"""The door: one Typer app, and the one place where an error becomes an exit code.

Exit 0: done, or clean. Exit 1: findings at or above ``--fail-on``. Exit 2: could not run, in whole or in part.
"""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from align.commands import Model
from align.commands import app as align_app
from corpora.commands import app as corpora_app
from corpora.errors import DuizhaoError, InputError
from glossary.commands import app as glossary_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glossary.finding import Finding
    from glossary.job import RunResult

app = typer.Typer(
    name="duizhao",
    help="对照 · side by side: align Chinese and English UN documents, build termbases, check translations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(corpora_app, name="corpora")
app.add_typer(align_app, name="align")
app.add_typer(glossary_app, name="glossary")


class Language(StrEnum):
    """Language of a report."""

    en = "en"
    zh = "zh"


class FailOn(StrEnum):
    """From which severity on findings give exit code 1."""

    never = "never"
    note = "note"
    warning = "warning"
    error = "error"


class CheckFormat(StrEnum):
    """How ``check`` prints findings."""

    text = "text"
    json = "json"
    html = "html"


Ui = Annotated[Language, typer.Option("--ui", help="Language of the report: en or zh.")]
Fail = Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 on findings of this severity or above.")]


def _show_version(value: bool) -> None:
    if value:
        from glossary.job import version

        typer.echo(f"duizhao {version()}")
        raise typer.Exit()


@app.callback()
def main_options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """对照 · side by side: align Chinese and English UN documents, build termbases, check translations."""


@app.command()
def run(
    folder: Annotated[
        Path,
        typer.Argument(
            help="A folder with the Chinese and English files of documents: PDF, Word, HTML, TEI, plain text, or bitexts."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.")],
    model: Model = "builtin",
    ui: Ui = Language.en,
    fail_on: Fail = FailOn.never,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="With all subfolders; zh/ and en/ are read anyway.")
    ] = False,
    zh_code: Annotated[str, typer.Option(help="Language code of Chinese in the TMX.")] = "zh-CN",
    en_code: Annotated[str, typer.Option(help="Language code of English in the TMX.")] = "en",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """The whole job: pair, read, align; write the memory, a draft termbase and the report.

    Example: duizhao run documents/ -o out/ && open out/report.html
    """
    from glossary.job import RunOptions, run_folder

    options = RunOptions(model, ui.value, recursive, zh_code, en_code)
    if quiet or not sys.stderr.isatty():
        result = run_folder(folder, output, options)
    else:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("documents", total=None)
            result = run_folder(
                folder,
                output,
                options,
                lambda done, total, what: bar.update(task, completed=done, total=total, description=what),
            )
    for line in [*_failures(result), *([] if quiet else result.spare)]:
        typer.echo(f"duizhao: {line}", err=True)
    if not quiet:
        _summary(result)
    if result.failed:
        raise typer.Exit(2)
    _exit_on(fail_on, result.report.findings if result.report else ())


def _failures(result: RunResult) -> list[str]:
    return result.problems + [document.message for document in result.documents if document.status == "failed"]


def _summary(result: RunResult) -> None:
    """A few lines on standard error: what was done, what was found, where it is."""
    from glossary.report import render_summary

    done = [d for d in result.documents if d.status == "done"]
    sentences = sum(d.zh_sentences for d in done), sum(d.en_sentences for d in done)
    typer.echo(
        f"{len(done)} of {len(result.documents)} documents aligned: {sentences[0]:,} Chinese and {sentences[1]:,} "
        f"English sentences in {len(result.pairs):,} links ({sum(d.null_links for d in done):,} with one side only)"
        + (f"; could not be used, see above: {len(result.problems)}" if result.problems else ""),
        err=True,
    )
    for document in done:
        for warning in document.warnings:
            typer.echo(f"  {document.symbol}: {warning}", err=True)
    if result.report is not None:
        typer.echo(render_summary(result.report, len(result.termbase or ())), err=True)
    typer.echo(f"Report: {result.out / 'report.html'}", err=True)


def _exit_on(fail_on: FailOn, findings: Sequence[Finding]) -> None:
    if fail_on is FailOn.never:
        return
    from glossary.finding import Severity

    if any(finding.severity.rank >= Severity(fail_on.value).rank for finding in findings):
        raise typer.Exit(1)


@app.command()
def check(
    bitext: Annotated[
        Path, typer.Argument(help="A bitext: TMX, XLIFF, Parquet, JSONL, TSV or CSV with the columns zh and en.")
    ],
    termbase: Annotated[
        Path | None, typer.Option("--termbase", "-t", help="TBX or TSV/CSV; default: terms drawn from the bitext.")
    ] = None,
    format: Annotated[CheckFormat, typer.Option("--format", "-f", help="text, json or html.")] = CheckFormat.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here instead of standard output.", dir_okay=False)
    ] = None,
    model: Model = "builtin",
    ui: Ui = Language.en,
    fail_on: Fail = FailOn.error,
) -> None:
    """Findings and consistency scores of a bitext.

    Exit 0: nothing at or above --fail-on (default: error); 1: findings; 2: could not run.
    Example: duizhao check memory.tmx --format json
    """
    from dataclasses import replace

    from align.encoder import load_encoder
    from corpora.readers.bitext import read_pairs
    from glossary.exchange import read_termbase
    from glossary.job import version
    from glossary.quality import examine
    from glossary.report import render_html, render_text

    pairs = read_pairs(bitext)
    known = read_termbase(termbase) if termbase else None
    encoder = load_encoder(model)
    quality = examine(pairs, encoder, termbase=known)
    signature = f"duizhao:{version()}|model:{encoder.fingerprint}|{quality.signature}"
    report = replace(quality.report, signature=signature)
    if format is CheckFormat.json:
        text = json.dumps(report.to_dict(ui.value), ensure_ascii=False, indent=1) + "\n"
    elif format is CheckFormat.html:
        text = render_html(report, pairs, quality.termbase, ui=ui.value)
    else:
        text = render_text(report, ui.value)
    _put(text, output)
    _exit_on(fail_on, report.findings)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
        return
    from corpora.tables import atomic_path

    with atomic_path(output) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))


@app.command()
def explain(
    code: Annotated[str | None, typer.Argument(help="A code such as N101; without one, all codes.")] = None,
) -> None:
    """What a check does, why it matters, an example, and what to do."""
    from glossary.checks import CHECKS, explain_check

    if code is None:
        for check_type in CHECKS:
            off = "" if check_type.on else "  (off)"
            typer.echo(
                f"{check_type.code}  {check_type.severity.value:<8} {check_type.name} · {check_type.name_zh}{off}"
            )
        return
    text = explain_check(code)
    if text is None:
        raise InputError(f"no check has the code {code!r}", "'duizhao explain' lists all codes")
    typer.echo(text)


@app.command()
def doctor() -> None:
    """Versions and the state of the built-in model: what to put into a bug report."""
    from align.encoder import BUILTIN, StaticEncoder
    from glossary.job import versions

    for name, value in versions().items():
        typer.echo(f"{name:<16} {value}")
    encoder = StaticEncoder(BUILTIN)
    typer.echo(f"{'built-in model':<16} {encoder.fingerprint}, {encoder.shape[0]:,} x {encoder.shape[1]}")


def main() -> None:
    """Run the app; every error becomes one line on standard error and exit code 2."""
    try:
        app()
    except DuizhaoError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        typer.echo("duizhao: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # the reader of our output went away (`| head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'file'}: {error.strerror or error}; check that it exists and can be used")
    except Exception as error:
        if os.environ.get("DUIZHAO_DEBUG"):
            raise
        _fail(f"internal error: {type(error).__name__}: {error}; set DUIZHAO_DEBUG=1 for details and report it")


def _fail(line: str) -> None:
    typer.echo(f"duizhao: {' '.join(line.split())}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
