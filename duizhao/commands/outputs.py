"""Where commands write: data to standard output or a file, everything that is said to standard error."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import OutputError, visible
from duizhao.standard import print_bytes

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from duizhao.commands.options import Chinese
    from duizhao.journal import Journal
    from glossary.finding import Checked


@dataclass(frozen=True, slots=True)
class Manner:
    """How much the command that runs has to say: what ``--quiet`` and ``--verbose`` set."""

    quiet: bool = False
    verbose: bool = False
    begun: float = field(default_factory=time.perf_counter)


MANNER: ContextVar[Manner] = ContextVar("manner", default=Manner())  # noqa: B039 - frozen


JOURNAL: ContextVar[Journal | None] = ContextVar("journal", default=None)
"""Who writes down what the command does, where somebody wants to know."""


def open_journal(path: Path | None, command: str, *, text: bool = False) -> None:
    """Begin to write down what a command does (``--log``), and to show its stages with ``--verbose``."""
    verbose = MANNER.get().verbose
    if path is None and not verbose:
        return
    from duizhao.journal import Journal

    journal = Journal(path, command, text=text, says=note if verbose else None)
    journal.begin()
    JOURNAL.set(journal)


def close_journal(code: int) -> None:
    """The command is over."""
    journal = JOURNAL.get()
    if journal is not None:
        JOURNAL.set(None)
        journal.end(code)


def elapsed() -> float:
    """Seconds since the command began."""
    return time.perf_counter() - MANNER.get().begun


def is_quiet() -> bool:
    """Whether only data and what went wrong are to be written."""
    return MANNER.get().quiet


def shows_progress() -> bool:
    """Whether a progress bar would be seen and is wanted."""
    return not is_quiet() and sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Whom to tell how far each stage of a command is (``stage, done, total``): a bar a stage, with the time left, on a terminal."""
    if not shows_progress():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        known: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in known:
                known[stage] = bars.add_task(stage)
            bars.update(known[stage], completed=done, total=total)

        yield tell


def write_out(data: bytes | str, output: Path | None = None) -> None:
    """Data to a file, whole or not at all, or to standard output: in UTF-8 whatever the terminal says."""
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if output is None:
        print_bytes(raw)
        return
    from corpora.files import atomic_path

    with atomic_path(output) as temporary:
        temporary.write_bytes(raw)


def tell_done(done: str, data: bytes | str) -> None:
    """What a command that has changed something prints about it; where that fails, that the change is made is said all the same."""
    try:
        write_out(data)
    except OutputError as error:
        raise OutputError(f"{done}; that is done, but {error.message}", "do not give the command again") from error


def write_parts(parts: Iterable[str], output: Path | None = None) -> None:
    """Text that comes in parts, to a file, whole or not at all, or to standard output as it comes."""
    if output is None:
        for part in parts:
            write_out(part)
        return
    from corpora.files import atomic_path

    with atomic_path(output) as temporary, temporary.open("wb") as stream:
        stream.writelines(part.encode("utf-8", "replace") for part in parts)


def write_report(kind: str, done: Checked, path: Path, ui: str = "en", bitext: Path | None = None) -> None:
    """A report to a file, and the pages that lie beside it; pages of an earlier, longer one go."""
    from corpora.files import is_ours, keep_aside, replacing
    from glossary.report import ROWS_FOLDER, report_files

    written = set()
    for name, data in report_files(kind, done, path.name, ui, bitext):
        target = path.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing([target]):
            write_out(data, target)
        written.add(target.name)
    folder = path.parent / ROWS_FOLDER.format(stem=path.stem)
    if kind == "html" and folder.is_dir():
        for page in folder.glob("rows-[0-9]*.html"):
            is_one = page.stem.removeprefix("rows-").isdigit()  # and not one that was kept under a dated name
            if (
                is_one
                and page.name not in written
                and b'name="generator" content="duizhao"' in page.read_bytes()[:1000]
            ):
                if not is_ours(page):
                    keep_aside(page)
                page.unlink()


@contextmanager
def named_as(output: Path, suffix: str | None) -> Iterator[Path]:
    """A path that ends in ``suffix``, for a writer that goes by it; what it writes there becomes ``output``."""
    if suffix is None or output.suffix.lower() == suffix:
        yield output
        return
    with written_aside(f"{output.stem}{suffix}", output) as made:
        yield made
        write_out(made.read_bytes(), output)


@contextmanager
def written_aside(name: str, output: Path | None) -> Iterator[Path]:
    """A path in a temporary folder, for a file that becomes ``output``; what goes wrong there is said of ``output``."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / name
        try:
            yield made
        except OutputError as error:
            known = str(output or "the temporary folder")
            raise OutputError(error.message.replace(str(made), known), error.hint) from error


def write_json(value: object, output: Path | None = None) -> None:
    """A value as JSON for people and machines: indented, Chinese as it is."""
    from corpora.files import json_text

    write_out(json_text(value) + "\n", output)


def say(*parts: str) -> None:
    """One line on standard error; parts that are not empty are parted by semicolons."""
    tell(" ".join("; ".join(part for part in parts if part).split()))


def tell(text: str) -> None:
    """Lines on standard error, in which nothing steers a terminal: names of files and texts of documents are among them."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):  # whoever listens is gone; the work is what counts
        sys.stderr.write(f"{visible(text)}\n")
        sys.stderr.flush()


def complain(line: str, code: str = "", *, grave: bool = False) -> None:
    """One line on standard error about something that is wrong, and in the log, where there is one.

    ``code``: of :data:`corpora.logs.CODES`, by default that of the line; ``grave``: the command ends with it.
    """
    say(f"duizhao: {line}")
    record(line, code, grave=grave)


def record(line: str, code: str = "", *, grave: bool = False) -> None:
    """A line for the log alone, where there is one: what :func:`complain` does beside writing."""
    journal = JOURNAL.get()
    if journal is not None:
        journal.heard(line, code or getattr(line, "code", "other"), grave=grave)


class Complaints(logging.Handler):
    """What the floors log, a line each on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if record.levelno >= logging.WARNING:
            complain(record.getMessage(), getattr(record, "code", ""))


@contextmanager
def complaints_heard() -> Iterator[None]:
    """The floors are heard while a command runs; for those who import them they are silent."""
    from corpora.logs import FLOORS

    handler, floors = Complaints(logging.WARNING), [logging.getLogger(name) for name in FLOORS]
    for floor in floors:
        floor.addHandler(handler)
    try:
        yield
    finally:
        for floor in floors:
            floor.removeHandler(handler)


def note(*parts: str) -> None:
    """:func:`say`, but nothing with ``--quiet``."""
    if not is_quiet():
        say(*parts)


def remark(remarks: Iterable[str]) -> None:
    """What is to be said of the rows that were read, a line each."""
    for one in remarks:
        note(one)
        record(one, getattr(one, "code", "numbered"))


def read_rows(bitext: Path, zh: Chinese | None) -> list[Pair]:
    """The rows of a bitext in the Chinese that is wanted; what was guessed and could not be read is said."""
    from corpora.exchange import Remarks, Wanted, read_pairs
    from corpora.logs import Remark
    from duizhao.commands.options import variety_of

    said = Remarks()
    rows = read_pairs(bitext, said, Wanted(variety_of(zh)))
    remark(Remark("guessed", f"{bitext}: {line}") for line in (*said.guessed, *said.lost))
    return rows


def refuse_inputs(output: Path | None, used: Iterable[Path | None]) -> None:
    """Raise :class:`InputError` when ``output`` may not be written; ``used``: what the command reads beside its arguments.

    What the arguments name is looked at for every command before it begins (:mod:`duizhao.guard`).
    """
    from corpora.files import refuse

    refuse(output, used)
