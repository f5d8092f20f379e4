"""Files that somebody drops on the desk: into the folder of the documents, what they replace into ``versions/`` of the outputs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from corpora.errors import InputError, OutputError, quoted
from corpora.files import digest, unwritable
from duizhao.desk.state import Project
from duizhao.project_file import NAME as PROJECT_FILE

LARGEST = 512_000_000
"""Bytes of one file, as many as are read of one."""
VERSIONS = "versions"
DEEPEST = 6
LONGEST = 180  # bytes of a name; file systems take 255
_STRANGE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
Stored = Literal["new", "replaced", "same"]


def clean_name(name: str) -> PurePosixPath:
    """Where a dropped file goes in the folder of the documents. Raises :class:`InputError` for a name that leads elsewhere.

    >>> clean_name("zh/A_75_1.docx"), clean_name("x/A:1.pdf")
    (PurePosixPath('zh/A_75_1.docx'), PurePosixPath('x/A_1.pdf'))
    >>> clean_name("../passwd")
    Traceback (most recent call last):
    corpora.errors.InputError: '../passwd': is no name of a document; rename the file
    """
    parts = [_STRANGE.sub("_", part).strip() for part in re.split(r"[/\\]", name) if part not in ("", ".")]
    wrong = (
        not parts or len(parts) > DEEPEST or any(part.startswith((".", "~")) or part.endswith(".") for part in parts)
    )
    if wrong or any(len(part.encode("utf-8", "replace")) > LONGEST for part in parts) or parts[-1] == PROJECT_FILE:
        raise InputError(f"{quoted(name)}: is no name of a document", "rename the file")
    return PurePosixPath(*parts)


def place_for(project: Project, name: str) -> Path:
    """The path of a dropped file. Raises :class:`InputError` for one that would not stay among the documents."""
    path = project.folder / clean_name(name)
    folder, out = project.folder.resolve(), project.out.resolve()
    place = path.parent.resolve()
    if not place.is_relative_to(folder) or (out != folder and (place / path.name).is_relative_to(out)):
        raise InputError(f"{quoted(name)}: would not lie among the documents", "rename the file")
    if path.is_dir():
        raise InputError(f"{path}: is a folder", "rename the file")
    return path


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole; hidden, so that nobody reads it."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def take_in(project: Project, part: Path, path: Path) -> Stored:
    """Give a file that came in its name; one that has it already is kept under ``versions/``. Nothing is done for the same bytes."""
    with project.lock:
        project.must_not_run()
        try:
            if not path.exists():
                part.replace(path)
                return "new"
            if digest(part) == digest(path):
                part.unlink()
                return "same"
            keep(project, path)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise unwritable(path, error) from error
        return "replaced"


def keep(project: Project, path: Path) -> Path:
    """A copy of a document under a dated name among the outputs, where no run reads it."""
    with project.ledger():  # marks the folder as one of outputs
        pass
    folder = project.out / VERSIONS
    folder.mkdir(parents=True, exist_ok=True)
    for target in _dated(folder, path):
        if target.exists():
            if digest(target) == digest(path):  # by a desk that was killed after this
                return target
            continue
        part = part_of(target)
        shutil.copy2(path, part)
        part.replace(target)
        return target
    raise OutputError(f"{path}: cannot be kept in {folder}", "move older versions away")


def put_aside(project: Project, name: str) -> Path:
    """Take a document out of the folder into ``versions/``: one of two that say they are the same, one that is not meant."""
    path = place_for(project, name)
    with project.lock:
        project.must_not_run()
        if not path.is_file():
            raise LookupError(f"{path}: is not there any more")
        try:
            kept = keep(project, path)
            path.unlink()
        except OSError as error:
            raise unwritable(path, error) from error
    return kept


def _dated(folder: Path, path: Path) -> Iterator[Path]:
    today = date.today().isoformat()
    yield folder / f"{path.stem}.{today}{path.suffix}"
    for number in range(2, 1000):
        yield folder / f"{path.stem}.{today}-{number}{path.suffix}"
