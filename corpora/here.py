"""Nothing of the current folder is run, neither a module nor a program, whatever is called ``numpy.py`` or ``soffice`` there.

The folder may have come from a stranger, so this is the first module that is loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

OURS = Path(__file__).resolve().parents[1]
"""The folder of our packages, which stays on the path also where it is the current one: a checkout that is run from where it lies."""


def leave_here() -> None:
    """Take the current folder off the paths of modules and of programs, of this process and of all that it starts.

    For the program, as its first step; a library does not change the paths of whoever uses it (see :func:`safe_modules`).
    """
    sys.path[:] = safe_modules(sys.path)
    os.environ["PYTHONSAFEPATH"] = "1"
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = os.pathsep.join(safe_modules(os.environ["PYTHONPATH"].split(os.pathsep)))
    if "PATH" in os.environ:
        os.environ["PATH"] = os.pathsep.join(safe_programs(os.environ["PATH"]))
    if os.name == "nt":  # there the current folder is looked at before all others, unless this is set
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"


def safe_modules(path: list[str]) -> list[str]:
    """A path of modules without the current folder, however it is written there."""
    here = Path.cwd().resolve()
    return list(path) if here == OURS else [folder for folder in path if Path(folder).resolve() != here]


def safe_programs(path: str) -> list[str]:
    """The folders of a path of programs that mean the same wherever one stands.

    >>> safe_programs(os.pathsep.join(["", ".", "bin"]))
    []
    """
    return [folder for folder in path.split(os.pathsep) if Path(folder).is_absolute()]


def find_program(*names: str) -> str | None:
    """The absolute path of the first of some programs that is there; never one of the current folder."""
    suffixes = (".exe", ".com") if os.name == "nt" else ("",)
    for name in names:
        for folder in safe_programs(os.environ.get("PATH", os.defpath)):
            for suffix in suffixes:
                place = Path(folder, name + suffix)
                if place.is_file() and os.access(place, os.X_OK):
                    return str(place)
    return None
