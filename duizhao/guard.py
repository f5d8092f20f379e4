"""Which values of a command are files that it writes, and which it reads: the rule of ``corpora.files`` applied to all commands alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpora.errors import InputError

OUTPUTS = ("output", "report")
"""The names of parameters that are files to write; a folder to write into is seen to by its command."""


def adding(*suffixes: str, merged: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a command whose output is not replaced: files of these suffixes are added to, or (``merged``) what stands there is kept."""

    def mark(function: Callable[..., None]) -> Callable[..., None]:
        function.__dict__["adds_to"] = suffixes
        function.__dict__["merges"] = merged
        return function

    return mark


@contextmanager
def guarded(
    function: Callable[..., None], given: Mapping[str, Any], also: Iterator[Path] | None = None
) -> Iterator[None]:
    """Refuse what may not be written, then hold the rule while the command runs; ``also``: more files that it reads."""
    outputs = {name: list(_paths(given.get(name))) for name in OUTPUTS}
    if not any(outputs.values()):
        yield
        return
    from corpora.files import refuse, replacing

    read = [*_paths([value for name, value in given.items() if name not in OUTPUTS]), *(also or ())]
    added, merged = getattr(function, "adds_to", ()), getattr(function, "merges", False)
    replaced: list[Path] = []
    for name, paths in outputs.items():
        others = [path for other, some in outputs.items() if other != name for path in some]
        for path in paths:
            if name == "output" and path.suffix.lower() in added:
                continue
            if path.is_dir():
                continue  # the command says what it wants
            refuse(path, [*read, *others], merged=merged and name == "output")
            if not (merged and name == "output"):
                replaced.append(path)
    with replacing(replaced):
        yield


def _paths(value: object) -> Iterator[Path]:
    """Whatever of a value may be a file; words that are none match nothing."""
    if isinstance(value, Path):
        if value != Path("-"):
            yield value
    elif isinstance(value, str) and type(value) is str:
        if value and "\0" not in value and len(value) < 4096:
            yield Path(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _paths(one)


def refuse_written(out: Path, written: Sequence[str], inputs: Sequence[Path]) -> None:
    """Raise :class:`InputError` where a run would read one of the files that it is about to write into ``out``."""
    read = {known for path in inputs if (known := _identity(path))}
    for name in written:
        if (known := _identity(out / name)) and known in read:
            raise InputError(
                f"{out / name}: is read by this run, which writes a file of this name",
                "copy it to another place and name the copy, or choose another folder with -o",
            )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        known = path.stat()
    except (OSError, ValueError):
        return None
    return known.st_dev, known.st_ino
