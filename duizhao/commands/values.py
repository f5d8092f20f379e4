"""Values of options read without Pydantic, which takes longer to load than the whole command line to read.

Typer asks Pydantic to read every value, even one that is not given. What is plainly right is read here; whatever is
not goes to Typer, whose words say what is wrong with it.
"""

from __future__ import annotations

import os
import re
import stat
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

UNSURE = object()
"""Stands for a value that Typer must look at."""
NUMBERS = {int: re.compile(r"[0-9]{1,15}"), float: re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")}


def read_plainly(params: list[Any]) -> list[Any]:
    """Have parameters of a command read plain values by themselves; the same parameters."""
    for param in params:
        theirs = getattr(param, "get_runtime_param", None)  # where Typer has none, Click reads the values
        if theirs is not None and "get_runtime_param" not in vars(param):
            param.get_runtime_param = partial(_Reader, param, theirs)
    return params


class _Reader:
    """What reads the value of one parameter, in place of Typer's own, which it asks where it must."""

    def __init__(self, param: Any, typers: Any) -> None:
        self._described, self._typers = param.type_descriptor, typers

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as the command takes it."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        found = UNSURE
        if self._described.file_annotation is None:
            found = plain(self._described.annotation, self._described.parameter_info, value)
        return self._typers().coerce(value, param=param, ctx=ctx) if found is UNSURE else found


def plain(kind: Any, said: Any, value: Any) -> Any:
    """A value of a type as Typer reads it, :data:`UNSURE` where it may be wrong; ``said``: what its option says of it.

    >>> from typer.models import OptionInfo
    >>> plain(list[int], OptionInfo(min=2), ["3", 4]), plain(int, OptionInfo(min=2), "1") is UNSURE
    ([3, 4], True)
    """
    if get_origin(kind) in (list, tuple):
        return _several(kind, said, value)
    if said.parser is not None:
        try:
            return said.parser(value)
        except Exception:
            return UNSURE
    if not isinstance(kind, type):
        return UNSURE
    if issubclass(kind, Enum):
        if isinstance(value, kind):
            return value
        return next((one for one in kind if one.value == value and said.case_sensitive), UNSURE)
    if issubclass(kind, Path):
        return _path(said, value) if kind is Path else UNSURE
    if kind is int or kind is float:
        return _number(kind, said, value)
    return value if kind in (str, bool) and type(value) is kind else UNSURE


def _several(kind: Any, said: Any, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return UNSURE
    inner = get_args(kind) * len(value) if get_origin(kind) is list else get_args(kind)
    if len(inner) != len(value):
        return UNSURE
    found = [plain(one, said, part) for one, part in zip(inner, value, strict=True)]
    return UNSURE if any(one is UNSURE for one in found) else get_origin(kind)(found)


def _number(kind: type[int] | type[float], said: Any, value: Any) -> Any:
    if said.clamp or not (type(value) in (int, kind) or (isinstance(value, str) and NUMBERS[kind].fullmatch(value))):
        return UNSURE
    number = kind(value)
    inside = (said.min is None or number >= said.min) and (said.max is None or number <= said.max)
    return number if inside else UNSURE


def _path(said: Any, value: Any) -> Any:
    asks = said.exists or said.writable or said.resolve_path or said.allow_dash or said.path_type is not None
    if asks or not isinstance(value, str | Path):
        return UNSURE
    path = Path(value)
    try:
        mode = path.stat().st_mode
    except OSError:
        return path
    except ValueError:
        return UNSURE
    right = (said.file_okay or not stat.S_ISREG(mode)) and (said.dir_okay or not stat.S_ISDIR(mode))
    return path if right and (not said.readable or os.access(path, os.R_OK)) else UNSURE
