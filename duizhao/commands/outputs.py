"""What a command must not write over: a termbase, or a file that the same command reads or writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from corpora.errors import InputError
from glossary.store import is_sqlite


def refuse_inputs(output: Path | None, used: Iterable[Path | None]) -> None:
    """Raise :class:`InputError` when ``output`` is a SQLite file, or one of the files ``used`` by the same command.

    Call it before anything is written. Paths are compared as files, so links and other spellings are seen through;
    ``None`` stands for an option that was not given.

    >>> refuse_inputs(Path("./draft.tsv"), [Path("memory.tmx"), Path("draft.tsv")])
    Traceback (most recent call last):
    corpora.errors.InputError: draft.tsv: is a file of this very command; name another one to write
    >>> refuse_inputs(Path("terms.tsv"), [Path("memory.tmx"), None])
    """
    if output is None:
        return
    if is_sqlite(output):
        raise InputError(f"{output}: is a termbase, and would be lost", "name another file to write")
    if any(_is_same(output, one) for one in used if one is not None):
        raise InputError(f"{output}: is a file of this very command", "name another one to write")


def remark(remarks: Iterable[str]) -> None:
    """What is to be said of the rows that were read, a line each, on standard error."""
    for one in remarks:
        typer.echo(one, err=True)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, or is no name at all
        pass
    try:
        return one.resolve() == other.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links
        return False
