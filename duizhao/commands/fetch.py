"""``duizhao corpora fetch``: documents by symbol from the Official Document System."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import Language, among
from duizhao.commands.outputs import complain, is_quiet, note, shows_progress, write_out
from duizhao.stopping import StoppedError

if TYPE_CHECKING:
    from rich.progress import Progress

    from corpora.fetch import BadSymbol, Options, Row
    from corpora.symbol import Symbol

COLUMNS = ("symbol", "language", "status", "file", "reason")


class FetchType(StrEnum):
    """What the server is asked for."""

    pdf = "pdf"
    doc = "doc"
    docx = "docx"


@renamed(lang="--language")
def fetch(
    output: options.OutputFolder,
    symbols: Annotated[
        list[str] | None, typer.Argument(help="Document symbols, like A/75/379.", show_default=False)
    ] = None,
    from_file: Annotated[
        str | None, typer.Option(help="A list of symbols, one a line, # for comments; - for standard input.")
    ] = None,
    language: Annotated[
        list[Language] | None, among(Language, "--language", "-l", help="zh or en; can be given again; default: both.")
    ] = None,
    type: Annotated[
        list[FetchType] | None,
        among(
            FetchType,
            "--type",
            help="pdf, doc or docx; repeated, the next is tried where the server lacks one. Default: pdf.",
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="A mirror to ask instead of documents.un.org; http only if named so here.")
    ] = None,
    delay: Annotated[float, typer.Option(min=0, help="Seconds of rest between two requests.")] = 1.0,
    timeout: Annotated[float, typer.Option(min=0.001, help="Seconds for one file in all.")] = 600.0,
    max_size: Annotated[float, typer.Option(min=0.000001, max=10_000, help="Largest file, in MB.")] = 100.0,
    retries: Annotated[int, typer.Option(min=0, max=20, help="Tries after the first when a server is busy.")] = 4,
    contact: Annotated[
        str, typer.Option(envvar="DUIZHAO_CONTACT", help="Your mail or web address, told to the server.")
    ] = "",
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> None:
    """Fetch documents by symbol; a table of what came, what was there, what is missing and why.

    Exit 0: all are there; 1: the server lacks some; 2: something failed. The same command goes on where it stopped.
    Example: duizhao corpora fetch A/75/379 S/2020/965 -o documents/
    """
    from corpora.fetch import LANGUAGES, Options, read_symbols

    how = Options(
        languages=tuple(one.value for one in language) if language else LANGUAGES,
        types=tuple(one.value for one in type) if type else ("pdf",),
        base_url=base_url,
        delay=delay,
        timeout=timeout,
        max_bytes=int(max_size * 1e6),
        retries=retries,
        force=force,
        contact=contact,
    )
    good, bad = read_symbols(_entries(symbols or [], from_file))
    for one in bad:
        complain(str(one))
    if dry_run:
        _addresses(good, output, how)
    elif good:
        _run(good, bad, output, how)
    else:
        _table(bad)
    if bad:
        raise typer.Exit(2)


def _entries(symbols: list[str], from_file: str | None) -> list[tuple[str, str]]:
    """Arguments and lines of the list, each with its place.

    Raises ``InputError`` when there is neither, or the list cannot be read.
    """
    from corpora.fetch import list_lines
    from corpora.files import read_bytes

    entries = [(symbol, "") for symbol in symbols]
    if from_file == "-":
        entries += list_lines(sys.stdin.buffer.read(), "standard input")
    elif from_file is not None:
        entries += list_lines(read_bytes(Path(from_file), empty=True), from_file)
    if not entries:
        raise InputError("no symbol given", "name some, like A/75/379, or a list with --from-file")
    return entries


def _out(*cells: str) -> None:
    write_out("\t".join(" ".join(cell.split()) for cell in cells) + "\n")


def _table(bad: Iterable[BadSymbol]) -> None:
    """The head of the table, and what could not be asked for at all."""
    _out(*COLUMNS)
    for one in bad:
        place = f" ({one.place})" if one.place else ""
        _out(one.text, "", "failed", "", f"not a document symbol{place}")


def _addresses(symbols: list[Symbol], folder: Path, options: Options) -> None:
    """``--dry-run``: what would be asked, in order; what is there already is left out."""
    from corpora.fetch import Manifest, addresses, present

    manifest = Manifest(folder, complain)
    _out("symbol", "language", "address")
    for symbol in symbols:
        for language in dict.fromkeys(options.languages):
            row = None if options.force else present(symbol, language, folder, manifest, options)
            if row is None:
                for _kind, address in addresses(symbol, language, options):
                    _out(symbol.text, language, address)
            elif row.reason:
                complain(f"{row.file}: {row.reason}")


class _Screen:
    """A progress bar on standard error, where that is a terminal; it gives way while a line is printed."""

    def __init__(self, total: int) -> None:
        self._bar: Progress | None = None
        self._total, self._settled = total, 0
        if shows_progress():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> _Screen:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def progress(self, what: str, done: int, whole: int | None) -> None:
        """Bytes of the file that is being fetched."""
        if self._bar is not None:
            told = f"{self._settled:,}/{self._total:,}  {what}  {done / 1e6:,.1f} MB"
            self._bar.update(self._task, description=told, completed=done, total=whole)

    def put(self, write: Callable[[], None], settled: int = 0) -> None:
        """Write something between two states of the bar."""
        self._settled += settled
        self.__exit__()
        write()
        self.__enter__()


def _run(symbols: list[Symbol], bad: list[BadSymbol], folder: Path, options: Options) -> None:
    """Fetch, print a row as soon as it is settled, and end with the exit code."""
    from corpora.fetch import Status, World
    from corpora.fetch import fetch as fetch_all
    from corpora.reading import look_at

    count: Counter[Status] = Counter()
    total = len(symbols) * len(set(options.languages))

    def remark(line: str) -> None:
        if not is_quiet():
            screen.put(lambda: complain(line))

    def put(row: Row) -> None:
        if not count.total():
            _table(bad)
        _out(row.symbol, row.language, row.status.value, row.file, row.reason)

    with (
        _Screen(total) as screen,
        closing(
            fetch_all(symbols, folder, options, World(note=remark, progress=screen.progress, look=look_at))
        ) as rows,
    ):
        try:
            for row in rows:
                screen.put(partial(put, row), settled=1)
                count[row.status] += 1
        except KeyboardInterrupt as stop:
            line = f"interrupted after {count.total():,} of {total:,}; the same command goes on from here"
            raise StoppedError(stop, line) from stop
    note(", ".join(f"{count[status]:,} {status.value}" for status in Status))
    if count[Status.failed]:
        raise typer.Exit(2)
    if count[Status.missing] and not bad:
        raise typer.Exit(1)
