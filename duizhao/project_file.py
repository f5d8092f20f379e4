"""``duizhao.toml``: a project's own defaults, by command, with the same names as the options.

A table a command (``[check]``, ``[align.run]``), a key an option without its dashes. Paths are relative to the file. What
stands on the command line wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.errors import InputError

NAME = "duizhao.toml"
PATHS = frozenset({"termbase", "against", "waivers", "output", "log"})
"""Options that name files; ``model`` does where there is a folder of that name."""


def find_project_file(start: Path) -> Path | None:
    """The nearest ``duizhao.toml`` in a folder or above it."""
    for folder in (start, *start.parents):
        path = folder / NAME
        if path.is_file():
            return path
    return None


def read_project_file(path: Path) -> dict[str, Any]:
    """The tables of the file. Raises :class:`InputError` with the place of a mistake."""
    from corpora.files import read_bytes

    text = read_bytes(path).decode("utf-8-sig", "replace")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not TOML: {error}", "mend that place") from error


def defaults(tables: Mapping[str, Any], commands: Mapping[str, Any], path: Path, above: str = "") -> dict[str, Any]:
    """Defaults for the commands of a Typer group (``name -> command``), as its ``default_map`` wants them.

    Raises :class:`InputError` for a table that is no command and a key that is no option, with what there is.
    """
    found: dict[str, Any] = {}
    for name, table in tables.items():
        where = f"{above}{name}"
        command = commands.get(name)
        if command is None or not isinstance(table, Mapping):
            there = ", ".join(f"[{above}{one}]" for one in commands)
            raise InputError(f"{path}: there is no command {where}", f"tables are {there}")
        inner = getattr(command, "commands", None)
        found[name] = defaults(table, inner, path, f"{where}.") if inner else _options(table, command, path, where)
    return found


def _options(table: Mapping[str, Any], command: Any, path: Path, where: str) -> dict[str, Any]:
    params = {opt[2:]: param for param in command.params for opt in param.opts if opt.startswith("--")}
    listing = ", ".join(sorted(set(params) - {"help"}))
    for old, new in getattr(command, "old_names", {}).items():  # they go on working, unseen
        params.setdefault(old.lstrip("-"), params[new[2:]])
    found: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in params or name == "help":
            raise InputError(f"{path}: [{where}] has no option {key}", f"there are {listing}")
        given = _value(max(params[name].opts, key=len)[2:], value, path.parent)
        if not all(isinstance(one, (str, int, float)) for one in _each(given)):
            raise InputError(
                f"{path}: [{where}] {key} is no value for an option", "give a text, a number or a list of them"
            )
        several = bool(getattr(params[name], "multiple", False))
        found[params[name].name] = [str(one) for one in _each(given)] if several else given
    return found


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(name: str, value: Any, folder: Path) -> Any:
    """A value as the command line would give it: tables as ``key=value``, paths from where the file is."""
    if isinstance(value, Mapping):
        return [f"{key}={one}" for key, one in value.items()]
    if isinstance(value, list):
        return [_value(name, one, folder) for one in value]
    if isinstance(value, str) and (name in PATHS or (name == "model" and (folder / value).is_dir())):
        return str(folder / value)
    return value
