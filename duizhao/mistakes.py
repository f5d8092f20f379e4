"""What was typed wrongly, in one line: which option or argument, what is wrong with it, what there is instead."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.exceptions import TyperException

from duizhao.commands.options import WrongValueError
from duizhao.project_file import PROJECT_FILE, words_of

NUMBERS = {
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_parsing": "is not a number",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
}
"""What the reader of numbers finds, by its own names."""
PLACE = re.compile(r"(?:File|Dir(?:ectory)?|Path) '(?P<path>.*)' is a (?P<what>file|dir(?:ectory)?)\.?", re.S | re.I)
TOO_FEW = re.compile(r"Option '.*' requires (?P<count>an|\d+) arguments?\.?")
TOO_MANY = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<extra>.*)\)", re.S)
NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.?(?: Did you mean (?P<near>.*)\?)?", re.S)


def line_of(error: TyperException) -> str:
    """The line for a mistake that Typer has found, whichever it is."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(error)
    if kind == "MissingParameter":
        return _missing(error)
    if kind == "BadOptionUsage":
        return _usage(error)
    if isinstance(error, typer.BadParameter):
        return _bad_value(error)
    if found := NO_COMMAND.fullmatch(error.message):
        return _no_such_command(error, found)
    if found := TOO_MANY.fullmatch(error.message):
        return f"{found['extra']}: more than is expected here; put a name that has spaces between quotation marks"
    return f"{_sentence(error.message)}; {_help(error)}"


def _no_such_option(error: Any) -> str:
    near = sorted(error.possibilities or ())
    instead = f"did you mean {' or '.join(near)}?" if near else _help(error)
    return f"{error.option_name}: no such option; {instead}"


def _no_such_command(error: Any, found: re.Match[str]) -> str:
    """Names that are near, or the group in which a command of this name stands."""
    name, near = found["name"], (found["near"] or "").replace("'", "")
    groups: dict[str, Any] = getattr(error.ctx and error.ctx.command, "commands", {})
    inside = [f"{group} {name}" for group, one in groups.items() if name in getattr(one, "commands", {})]
    instead = " or ".join(inside or near.split(", "))
    return f"{name}: no such command; " + (f"did you mean {instead}?" if instead else _help(error))


def _missing(error: Any) -> str:
    about = (getattr(error.param, "help", "") or "").strip().rstrip(".")
    return f"{_name(error.param)} is missing{f' ({about})' if about else ''}; {_help(error)}"


def _usage(error: Any) -> str:
    found = TOO_FEW.fullmatch(error.message)
    if found is None:
        return f"{error.option_name} takes no value; {_help(error)}"
    count = "a value" if found["count"] == "an" else f"{found['count']} values"
    return f"{error.option_name} needs {count}; {_help(error)}"


def _bad_value(error: Any) -> str:
    """``--format nope: no such format; ...``, or where it stands when the project file says it."""
    place = _place(error)
    if isinstance(error, WrongValueError):
        return f"{place} {error.message}"
    if found := PLACE.fullmatch(error.message):
        wrong = ("exists and is not a folder", "folder") if found["what"] == "file" else ("is a folder", "file")
        return f"{place} {found['path']}: {wrong[0]}; name a {wrong[1]}"
    try:  # what Typer's reader of values has kept of it
        told = error.__cause__.errors()[0]
        given, what = f" {str(told['input'])[:80]}", NUMBERS[told["type"]].format(**told.get("ctx", {}))
    except (AttributeError, LookupError, TypeError, ValueError):
        given, what = "", _sentence(error.message)
    return f"{place}{given}: {what}; {_help(error)}"


def _place(error: Any) -> str:
    """The option or argument; in a project file, the file, the table and the key."""
    name, context = _name(error.param), error.ctx
    if context is None or error.param is None:
        return name
    source = context.get_parameter_source(error.param.name)
    project = context.meta.get(PROJECT_FILE)
    if project is None or getattr(source, "name", "") != "DEFAULT_MAP":
        return name
    return f"{project.path}: [{'.'.join(words_of(context))}] {name.lstrip('-')}"


def _name(param: Any) -> str:
    """The name of an option as one types it, the metavar of an argument."""
    if param is None:
        return "a value"
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return str(max(param.opts, key=len))


def _help(error: Any) -> str:
    return " ".join(["duizhao", *words_of(getattr(error, "ctx", None)), "--help"]) + " says more"


def _sentence(message: str) -> str:
    """Typer's own words without their full stop and capital.

    >>> _sentence("Missing command."), _sentence("Value error, 'x' is not a valid UUID.")
    ('missing command', "'x' is not a valid UUID")
    """
    text = " ".join(message.split()).removeprefix("Value error, ").removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
