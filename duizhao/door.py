"""The door: one Typer app, and the one place where an error becomes an exit code.

Exit 0: done, or clean. Exit 1: findings at or above ``--fail-on``. Exit 2: could not run, in whole or in part.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from corpora.errors import DuizhaoError, MissingDependencyError, OutputError
from corpora.here import leave_here
from corpora.threads import bound_threads
from duizhao.commands.align import app as align_app
from duizhao.commands.app import App, ReaderGoneError, Root
from duizhao.commands.check import check_command, waive_command
from duizhao.commands.compare import compare_command
from duizhao.commands.corpora import app as corpora_app
from duizhao.commands.decisions import app as decisions_app
from duizhao.commands.desk import desk_command
from duizhao.commands.explain import doctor_command, explain_command
from duizhao.commands.glossary import app as glossary_app
from duizhao.commands.outputs import MANNER, close_journal, complain, complaints_heard
from duizhao.commands.run import run_command
from duizhao.mistakes import line_of
from duizhao.project_file import PROJECT_FILE, find_project_file, read_project
from duizhao.standard import (
    flush_stdout,
    open_standard_streams,
    reason_of,
    silence_stdout,
    stdout_failed,
    unprintable,
)
from duizhao.stopping import StoppedError, stops_heard

CODES_OF = {OutputError: "output", MissingDependencyError: "dependency"}
app = App(
    "对照 · side by side: align Chinese and English UN documents, build termbases, check translations.",
    name="duizhao",
    cls=Root,
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
        typer.Option(
            "--config",
            help="Defaults of this project. Default: duizhao.toml here or in a folder above, up to .git or home.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """对照 · side by side: align Chinese and English UN documents, build termbases, check translations."""
    if context.invoked_subcommand == "doctor":
        return
    found, foreign = (config, []) if config else find_project_file(Path.cwd())
    for path in foreign:
        complain(f"{path}: belongs to another user and is not used; name it with --config if it is meant", "ignored")
    if found is not None:
        commands: dict[str, Any] = getattr(context.command, "commands", {})
        project = read_project(found, commands, found=config is None)
        context.default_map = project.defaults
        context.meta[PROJECT_FILE] = project


app.command("run")(run_command)
app.command("desk")(desk_command)
app.command("check")(check_command)
app.command("compare")(compare_command)
app.command("waive")(waive_command)
app.add_typer(decisions_app, name="decisions")
app.command("explain")(explain_command)
app.command("doctor")(doctor_command)
app.add_typer(corpora_app, name="corpora")
app.add_typer(align_app, name="align")
app.add_typer(glossary_app, name="glossary")


def main() -> None:
    """Run the app; every error becomes one line on standard error and exit code 2, and the log gets its last line."""
    leave_here()
    code = 1  # where an error goes through
    try:
        _main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
        raise
    finally:
        close_journal(code)


def _main() -> None:
    bound_threads()
    gc.set_threshold(50_000, 20, 20)  # modules and tables stay: looking for garbage among them is time lost
    try:
        open_standard_streams()
        with complaints_heard(), stops_heard():
            status = typer.main.get_command(app)(prog_name="duizhao", standalone_mode=False)
        flush_stdout()
    except SystemExit:
        raise
    except BaseException as error:
        status = _ended_by(error)
    sys.exit(status if isinstance(status, int) else 0)


def _ended_by(error: BaseException) -> int:
    """Say in one line what ended the command; its exit code."""
    if isinstance(error, KeyboardInterrupt | StoppedError | typer.Abort):
        stop = error if isinstance(error, StoppedError) else StoppedError(error)
        if stdout_failed():
            silence_stdout()
        complain(stop.line, "interrupted", grave=True)
        return stop.status
    if isinstance(error, ReaderGoneError | BrokenPipeError):
        silence_stdout()  # the reader of our output went away (`| head`): not an error of ours
        return 0
    if stdout_failed():
        silence_stdout()
        if not isinstance(error, DuizhaoError) and isinstance(error, OSError):
            error = unprintable(error)
    if isinstance(error, TyperException):
        return _mistaken(error)
    if isinstance(error, DuizhaoError):
        return _failed(str(error), CODES_OF.get(type(error), "input"))
    if isinstance(error, OSError):
        return _failed(f"{error.filename or 'file'}: {reason_of(error)}; check that it exists and can be used", "input")
    if not isinstance(error, Exception) or os.environ.get("DUIZHAO_DEBUG") or MANNER.get().verbose:
        raise error
    told = f"internal error: {type(error).__name__}: {error}; set DUIZHAO_DEBUG=1 for details and report it"
    return _failed(told, "internal")


def _mistaken(error: TyperException) -> int:
    """A command line that cannot be read; a group without a command shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return 2
    return _failed(line_of(error), "usage")


def _failed(line: str, code: str) -> int:
    complain(line, code, grave=True)
    return 2


if __name__ == "__main__":
    main()
