"""Where the documents of a project are and where its outputs, from the one folder that somebody named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from duizhao.job import MARK, Documents
from glossary.project import LEDGER

OUT = "duizhao"
"""The folder of outputs within the folder of documents, where nobody names another."""


def find_project(folder: Path, out: Path | None = None) -> tuple[Documents, Path]:
    """The documents and the outputs of a project; neither has to be there yet.

    ``folder``: documents, or what an earlier run wrote, which names its documents. Raises :class:`InputError` where it does
    not, or where they are gone.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not a folder", "give the folder of the documents, or what 'run' wrote")
    if out is None and _is_output(folder):
        return _documents_of(folder), folder
    return folder, out or folder / OUT


def _is_output(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (MARK, LEDGER))


def _documents_of(out: Path) -> Documents:
    """What an earlier run was given, as its ``run.json`` names it; the folder around where nobody has run yet."""
    if not (out / MARK).is_file() and out.name == OUT:
        return out.parent
    given = _record(out / MARK).get("given")
    paths = [out / one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    if not 1 <= len(paths) <= 2:
        raise InputError(
            f"{out}: does not say where its documents are", f"name both: duizhao desk FOLDER -o {out.as_posix()}"
        )
    for path in paths:
        if not path.exists():
            raise InputError(
                f"{path}: is not there, and {out} was made of it", "name the folder where it is now, and -o"
            )
    paths = [path.resolve() for path in paths]
    return paths[0] if len(paths) == 1 else (paths[0], paths[1])


def _record(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
