"""The door: one Typer app, and the one place where an error becomes an exit code.

Exit 0: done, or clean. Exit 1: findings at or above ``--fail-on``. Exit 2: could not run, in whole or in part.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.errors import DuizhaoError
from duizhao.commands import check as checks
from duizhao.commands import options
from duizhao.commands.align import app as align_app
from duizhao.commands.compare import compare_command
from duizhao.commands.corpora import app as corpora_app
from duizhao.commands.glossary import app as glossary_app
from duizhao.commands.options import Approved, Fail, FailOn, Language, Model, Ui

if TYPE_CHECKING:
    from duizhao.job import RunResult

app = typer.Typer(
    name="duizhao",
    help="对照 · side by side: align Chinese and English UN documents, build termbases, check translations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        from corpora.versions import program_version

        typer.echo(f"duizhao {program_version()}")
        raise typer.Exit()


@app.callback()
def main_options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Defaults of this project. Default: duizhao.toml here or in a folder above."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """对照 · side by side: align Chinese and English UN documents, build termbases, check translations."""
    from duizhao.project_file import defaults, find_project_file, read_project_file

    path = config or find_project_file(Path.cwd())
    if path is not None and context.invoked_subcommand != "doctor":
        commands: dict[str, Any] = getattr(context.command, "commands", {})
        context.default_map = defaults(read_project_file(path), commands, path)


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
    termbase: Approved = None,
    against: options.Against = None,
    select: options.Select = None,
    extend_select: options.Extend = None,
    ignore: options.Ignore = None,
    severity: options.Severities = None,
    waivers: options.Waivers = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="With all subfolders; zh/ and en/ are read anyway.")
    ] = False,
    original: options.Original = None,
    zh_code: Annotated[str, typer.Option(help="Language code of Chinese in the TMX.")] = "zh-CN",
    en_code: Annotated[str, typer.Option(help="Language code of English in the TMX.")] = "en",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """The whole job: pair, read, align; write the memory, a draft termbase and the report.

    Example: duizhao run documents/ -o out/ && open out/report.html
    """
    from duizhao.job import RunOptions, run_folder
    from glossary.quality import CheckOptions

    selection = options.selection_of(select, extend_select, ignore, severity)
    check = CheckOptions(model, termbase, tuple(against or ()), selection, waivers)
    how = RunOptions(model, ui.value, recursive, zh_code, en_code, check, original.value if original else "")
    if quiet or not sys.stderr.isatty():
        result = run_folder(folder, output, how)
    else:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("documents", total=None)
            result = run_folder(
                folder,
                output,
                how,
                lambda done, total, what: bar.update(task, completed=done, total=total, description=what),
            )
    for line in [*_failures(result), *([] if quiet else result.spare)]:
        typer.echo(f"duizhao: {line}", err=True)
    if not quiet:
        _summary(result)
    if result.failed:
        raise typer.Exit(2)
    if result.checked:
        checks.tell_beside(result.checked)
    checks.exit_on(fail_on, result.report.findings if result.report else ())


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


app.command("check")(checks.check_command)
app.command("compare")(compare_command)
app.command("waive")(checks.waive_command)
app.command("explain")(checks.explain_command)
app.command("doctor")(checks.doctor_command)
app.add_typer(corpora_app, name="corpora")
app.add_typer(align_app, name="align")
app.add_typer(glossary_app, name="glossary")


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
