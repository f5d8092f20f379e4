"""``duizhao.toml``: a project's own defaults, by command, with the same names as the options.

A table a command (``[check]``, ``[align.run]``), a key an option without its dashes. Paths are relative to the file. What
stands on the command line wins.

A file that was found by itself may have come with a folder of documents, so it shapes what a command finds and how that
looks (:data:`FREE`), never where something is written or fetched (:data:`KEPT`): that is said on the command line, or in a
file that was named with ``--config``.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

from corpora.errors import InputError, short

NAME = "duizhao.toml"
LARGEST = 1_000_000  # bytes of a project file
DOTS = 4_000_000  # full stops of its lines, squared and added up
PROJECT_FILE = "duizhao.project_file"
"""Under this name the context of a command keeps the project file that was read."""
PATHS = frozenset({"termbase", "against", "waivers", "baseline", "checklist", "output", "report", "log"})
"""Options that name files; ``model`` does where there is a folder of that name."""
BESIDE = "builtin+"
"""How the name of a model begins that is taken together with the built-in one."""
FREE = frozenset(
    [
        "select",
        "extend-select",
        "ignore",
        "severity",
        "fail-on",
        "termbase",
        "against",
        "waivers",
        "baseline",
        "checklist",
        "house",
        "language",
        "languages",
        "from",
        "source",
        "original",
        "changes",
        "ui",
        "zh",
        "zh-code",
        "en-code",
        "model",
        "device",
        "prompt",
        "format",
        "input-format",
        "dialect",
        "xliff",
        "type",
        "decision",
        "explain",
        "all",
        "quiet",
        "verbose",
        "jobs",
        "recursive",
        "sentences",
        "limit",
        "top",
        "min",
        "min-confidence",
        "min-links",
        "min-match",
        "only",
        "keep",
        "min-probability",
        "most",
        "test",
        "worst-first",
        "no-deprecated",
        "who",
        "why",
        "cache",
        "dimensions",
        "vocabulary",
        "epochs",
        "batch",
        "learning-rate",
        "seed",
        "dry-run",
        "all-or-nothing",
        "in",
        "subject",
        "body",
        "status",
        "validation",
        "since",
        "until",
        "fuzzy",
        "sort",
        "alike",
        "docx",
    ]
)
"""What a file that was found by itself may set, ``model`` to a folder only."""
KEPT = frozenset(
    [
        "output",
        "report",
        "view",
        "base-url",
        "from-file",
        "contact",
        "delay",
        "retries",
        "timeout",
        "max-size",
        "engine",
        "force",
        "fresh",
        "replace",
        "sync",
        "delete",
        "set",
        "term",
        "add",
        "drop",
        "refer",
        "unrefer",
        "id",
        "homonym",
        "new-subject",
        "expect",
        "rename",
        "resume",
        "port",
        "no-browser",
        "base",
        "heldout",
        "corrections",
        "bitext",
        "links",
        "terms",
        "reference",
        "compare",
        "log",
        "log-text",
    ]
)
"""What it may not: where things are written or fetched, and what is written over. A test sees that each option is in one of the two."""


@dataclass(frozen=True, slots=True)
class Project:
    """The project file that is in force: what it sets by command, and by command the keys that were left out.

    ``found``: by itself, and not named. ``mark``: what stands for it in signatures, the name and a fingerprint of the file.
    """

    path: Path
    found: bool
    mark: str
    defaults: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)


IN_FORCE: ContextVar[Project | None] = ContextVar("project", default=None)
"""The file whose settings the command that runs has; ``None`` where no file says anything about it."""


def mark_in_force() -> str:
    """What stands in signatures for the project file that is in force; nothing where none is."""
    project = IN_FORCE.get()
    return project.mark if project else ""


def signed(signature: str) -> str:
    """A signature with the project file that is in force.

    >>> signed("duizhao:0.2.0")
    'duizhao:0.2.0'
    """
    return "|".join(part for part in (signature, mark_in_force()) if part)


def find_project_file(start: Path) -> tuple[Path | None, list[Path]]:
    """The nearest ``duizhao.toml`` of the project, and nearer ones that are not used because they belong to another user."""
    foreign: list[Path] = []
    for folder in _folders(start):
        path = folder / NAME
        with suppress(OSError):
            if path.is_file():
                if _is_own(path):
                    return path, foreign
                foreign.append(path)
    return None, foreign


def _folders(start: Path) -> Iterator[Path]:
    """From a folder up to the one that holds ``.git``, or home; that folder alone where it lies in neither."""
    try:
        home: Path | None = Path.home().resolve() if os.environ.get("HOME", "x") else None
        home = None if home == Path(start.anchor) else home  # a service: everything would be at home
    except (OSError, RuntimeError):  # a user without a home
        home = None
    way = []
    for folder in (start, *start.parents):
        way.append(folder)
        if folder == home or os.path.lexists(folder / ".git"):
            return iter(way)
    return iter([start])


def _is_own(path: Path) -> bool:
    """Whether a file, and the link by which it is reached, belong to whoever runs this; Windows does not say so."""
    if os.name != "posix":
        return True
    return {path.stat().st_uid, path.lstat().st_uid} == {os.geteuid()}


def read_project(path: Path, commands: Mapping[str, Any], *, found: bool) -> Project:
    """Read a project file for the commands of a Typer group (``name -> command``); ``found``: by itself.

    Raises :class:`InputError` with the place of a mistake: no TOML, a table that is no command, a key that is no option.
    """
    from corpora.files import read_bytes

    data = b"" if path.is_file() and not path.stat().st_size else read_bytes(path, largest=LARGEST)
    if sum(line.count(b".") ** 2 for line in data.splitlines()) > DOTS:  # a dotted key takes the square of its length
        raise InputError(f"{path}: has too many full stops in a line", "break the line, or mend that place")
    try:
        tables = tomllib.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else short(str(error), 160)
        raise InputError(f"{path}: is not TOML: {reason}", "mend that place") from error
    project = Project(path, found, f"project:{path.name}:{hashlib.sha256(data).hexdigest()[:8]}")
    project.defaults.update(_tables(tables, commands, project))
    return project


def _tables(
    tables: Mapping[str, Any], commands: Mapping[str, Any], project: Project, above: str = ""
) -> dict[str, Any]:
    """Defaults by command, as Typer's ``default_map`` wants them."""
    defaults: dict[str, Any] = {}
    for name, table in tables.items():
        where = f"{above}{name}"
        command = commands.get(name)
        if command is None or not isinstance(table, Mapping):
            there = ", ".join(f"[{above}{one}]" for one in commands)
            raise InputError(f"{project.path}: there is no command {where}", f"tables are {there}")
        inner = getattr(command, "commands", None)
        defaults[name] = (
            _tables(table, inner, project, f"{where}.") if inner else _options(table, command, project, where)
        )
    return defaults


def _options(table: Mapping[str, Any], command: Any, project: Project, where: str) -> dict[str, Any]:
    params = {opt[2:]: param for param in command.params for opt in param.opts if opt.startswith("--")}
    listing = ", ".join(sorted(set(params) - {"help"}))
    for old, new in getattr(command, "old_names", {}).items():  # they go on working, unseen
        params.setdefault(old.lstrip("-"), params[new[2:]])
    defaults: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in params or name == "help":
            raise InputError(f"{project.path}: [{where}] has no option {short(key)}", f"there are {listing}")
        option = max(params[name].opts, key=len)[2:]
        given = _value(option, value, project.path.parent)
        if not all(isinstance(one, (str, int, float)) and _is_short(one) for one in _each(given)):
            raise InputError(
                f"{project.path}: [{where}] {key} is no value for an option", "give a text, a number or a list of them"
            )
        if project.found and not _is_free(option, _each(given)):
            project.left_out.setdefault(where.replace(".", " "), []).append(key)
            continue
        several = bool(getattr(params[name], "multiple", False))
        defaults[params[name].name] = [str(one) for one in _each(given)] if several else given
    return defaults


def _is_short(value: str | int | float) -> bool:
    """Whether a number can be written out: Python refuses those of thousands of digits."""
    return not isinstance(value, int) or value.bit_length() < 256


def _is_free(option: str, values: list[Any]) -> bool:
    """Whether a file that was found by itself may set an option to these values."""
    if option not in FREE:
        return False
    if option == "model":
        names = [str(one).removeprefix(BESIDE) for one in values]
        return not _remote(names) and all(one == "builtin" or Path(one).is_dir() for one in names)
    return option not in PATHS or not _remote(values)


def _remote(values: list[Any]) -> bool:
    r"""Whether a path of Windows names another machine, to which merely opening it would send the user's name (``\\host\share``)."""
    return os.name == "nt" and any(PureWindowsPath(str(one)).drive.startswith("\\\\") for one in values)


def words_of(context: Any) -> list[str]:
    """The command and its groups, as they are typed."""
    words: list[str] = []
    while context is not None and context.parent is not None:
        words.insert(0, str(context.info_name))
        context = context.parent
    return words


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(name: str, value: Any, folder: Path) -> Any:
    """A value as the command line would give it: tables as ``key=value``, paths from where the file is."""
    if isinstance(value, Mapping):
        return [
            f"{key}={short(str(one)) if not isinstance(one, int) or _is_short(one) else '?'}"
            for key, one in value.items()
        ]
    if isinstance(value, list):
        return [_value(name, one, folder) for one in value]
    if isinstance(value, str) and name == "model":
        beside, own = (BESIDE, value[len(BESIDE) :]) if value.startswith(BESIDE) else ("", value)
        return f"{beside}{folder / own}" if own not in ("", "builtin") and _is_folder(folder / own) else value
    if isinstance(value, str) and name in PATHS:
        return str(folder / value)
    return value


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long, or no name at all
        return False
