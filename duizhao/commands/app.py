"""How a command is made: old names of options go on working unseen, ``--quiet`` and ``--verbose`` are everywhere."""

from __future__ import annotations

import copy
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from corpora.errors import InputError
from duizhao.commands.outputs import MANNER, Manner, complain, elapsed, note, open_journal, refuse_inputs, say
from duizhao.guard import guarded
from duizhao.project_file import IN_FORCE, PROJECT_FILE, words_of
from duizhao.stopping import StoppedError

Function = Callable[..., None]
OLD_COMMANDS = {"remove": "delete"}
SHORT = 200  # characters of a first sentence: Typer would show 45
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only data and what went wrong: no progress, no summary.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="How long each stage took, and where an internal error arose.")
]
Log = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="FILE",
        help="Add what was done to this file, in JSON Lines: stages, documents, seconds, memory, warnings.",
        dir_okay=False,
    ),
]
LogText = Annotated[bool, typer.Option("--log-text", help="Lines of the log may quote the documents.")]


FOLLOWED: ContextVar[object] = ContextVar("followed", default=None)
"""The project file of the command that runs."""


class ReaderGoneError(Exception):
    """Whoever read our output went away (``| head``); Typer would call it an error."""


class Command(TyperCommand):
    """A command whose options may have older names, which no help shows."""

    def get_short_help_str(self, limit: int = SHORT) -> str:
        """The whole first sentence, where all commands are listed."""
        return super().get_short_help_str(SHORT)

    @property
    def old_names(self) -> Mapping[str, str]:
        """Older names of options with the names of today."""
        names: Mapping[str, str] = getattr(self.callback, "old_names", {})
        return names

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; every mistake knows the command."""
        project = ctx.meta.get(PROJECT_FILE)
        FOLLOWED.set(project and project.path)
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            if getattr(error, "ctx", ctx) is None:
                error.__dict__["ctx"] = ctx
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and tell what it does where ``--log`` or ``--verbose`` asks for it.

        Which project file it follows is said before, and what it does not take from it.
        """
        given: dict[str, Any] = ctx.params
        log = given.get("log")
        if log is not None:
            refuse_inputs(log, _paths(one for name, one in given.items() if name != "log"))
            _refuse_in_folder(log, given.get("output"))
        MANNER.set(Manner(bool(given.get("quiet")), bool(given.get("verbose"))))
        open_journal(log, ctx.command_path.removeprefix("duizhao "), text=bool(given.get("log_text")))
        _follow_project(ctx)
        try:
            return super().invoke(ctx)
        except InputError as error:
            _name_project(ctx, error)
            raise

    def make_parser(self, ctx: Any) -> Any:
        """The parser of the command line, which knows the older names too."""
        parser = super().make_parser(ctx)
        for old, new in self.old_names.items():
            param = copy.copy(next(one for one in self.params if new in one.opts))
            param.opts = [old]
            param.add_to_parser(parser, ctx)
        return parser


def _refuse_in_folder(log: Path, output: object) -> None:
    """Raise :class:`InputError` where a log in the folder that the command fills could have the name of one of its files."""
    if not isinstance(output, Path) or (output.suffix and not output.is_dir()):
        return
    if log.suffix != ".log" and output.resolve() in log.resolve().parents:
        raise InputError(
            f"{log}: a log in the folder that is written to ends in .log", "name it so, or put it elsewhere"
        )


def _follow_project(ctx: Any) -> None:
    """Put the project file in force where it has a table for this command, and say so; what is left out is said with ``-q`` too."""
    project, words = ctx.meta.get(PROJECT_FILE), " ".join(words_of(ctx))
    left_out = project.left_out.get(words, []) if project else []
    is_used = project is not None and bool(ctx.default_map)
    IN_FORCE.set(project if is_used else None)
    if is_used and not ctx.params.get("quiet"):
        say(f"duizhao: defaults of [{words.replace(' ', '.')}] from {project.path}")
    for key in left_out:
        complain(
            f"{project.path}: [{words.replace(' ', '.')}] {key} is left out: a file that was found by itself does not say "
            "where things are written or fetched; give it on the command line, or name the file with --config",
            "ignored",
        )


def _name_project(ctx: Any, error: InputError) -> None:
    """Where an error is about a value of the project file, have it name that file, the table and the key."""
    project = IN_FORCE.get()
    if project is None:
        return
    for param in ctx.command.params:
        if getattr(ctx.get_parameter_source(param.name), "name", "") != "DEFAULT_MAP":
            continue
        option, value = max(param.opts, key=len), ctx.params.get(param.name)
        values = value if isinstance(value, list | tuple) else [value]
        if error.message.startswith((f"{option}: ", *(f"{one}: " for one in values if isinstance(one, Path)))):
            told = error.message.removeprefix(f"{option}: ")
            error.message = f"{project.path}: [{'.'.join(words_of(ctx))}] {option[2:]}: {told}"
            return


def _paths(values: Iterable[object]) -> Iterator[Path]:
    """Whatever of the values of options may be a file: the log is none of them."""
    for value in values:
        if isinstance(value, str | Path):
            yield Path(value)
        elif isinstance(value, list | tuple):
            yield from _paths(value)


class Group(TyperGroup):
    """Commands under one name; what one of them was called before goes on working, and no help shows it."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name of today, or an older one."""
        return super().get_command(ctx, cmd_name) or super().get_command(ctx, OLD_COMMANDS.get(cmd_name, ""))

    def get_short_help_str(self, limit: int = SHORT) -> str:
        """The whole first sentence, where all commands are listed."""
        return super().get_short_help_str(SHORT)


class Root(Group):
    """All commands: what stops one from outside keeps its name on the way to the door."""

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Read the command line."""
        with _stops_named():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _stops_named():
            return super().invoke(ctx)


@contextmanager
def _stops_named() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        raise StoppedError(error) from error
    except BrokenPipeError as error:
        raise ReaderGoneError from error


class App(typer.Typer):
    """A group of commands, each of them a :class:`Command` with ``--quiet`` and ``--verbose``."""

    def __init__(self, help: str, **settings: Any) -> None:
        settings = {"cls": Group} | settings
        # plain help: drawing boxes loads half of Rich, which takes longer than everything else
        super().__init__(
            help=help, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, **settings
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:  # type: ignore[override]
        """Make a function a command under a name."""

        def add(function: Function) -> Function:
            help = re.sub(r"(?<!\s)\s*+\bExample: ", "\n\nExample: ", inspect.cleandoc(function.__doc__ or ""))
            super(App, self).command(name, cls=Command, help=help, **settings)(_with_manner(function))
            return function

        return add


def renamed(**names: str) -> Callable[[Function], Function]:
    """Give options of a command older names: ``renamed(lang="--language", t="--terms")`` for ``--lang`` and ``-t``."""

    def mark(function: Function) -> Function:
        dashed = {f"{'-' * min(len(old), 2)}{old.replace('_', '-')}": new for old, new in names.items()}
        function.__dict__["old_names"] = dashed
        return function

    return mark


def project_files() -> Iterator[Path]:
    """The project file that is in force, which the command reads as well."""
    known = FOLLOWED.get()
    path = getattr(known, "path", known)
    if isinstance(path, Path):
        yield path


def _with_manner(function: Function) -> Function:
    """The function with four more options, which say how much it tells, and to whom."""

    @functools.wraps(function)
    def called(
        *, quiet: bool = False, verbose: bool = False, log: object = None, log_text: bool = False, **given: Any
    ) -> None:
        try:
            with guarded(function, given, project_files()):
                function(**given)
        finally:
            if verbose:
                note(f"duizhao: {elapsed():.1f} seconds")

    signature = inspect.signature(function, eval_str=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    manner = [
        inspect.Parameter(name, keyword, default=False, annotation=annotation)
        for name, annotation in (("quiet", Quiet), ("verbose", Verbose), ("log_text", LogText))
    ]
    manner.insert(2, inspect.Parameter("log", keyword, default=None, annotation=Log))
    given = [one.replace(kind=keyword) for one in signature.parameters.values()]
    called.__dict__["__signature__"] = signature.replace(parameters=[*given, *manner])
    called.__annotations__ = {one.name: one.annotation for one in (*given, *manner)}
    return called
