"""Options that several commands share, defined once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpora.errors import InputError
from glossary.checks import Selection


class Language(StrEnum):
    """English or Chinese."""

    en = "en"
    zh = "zh"


class FailOn(StrEnum):
    """From which severity on findings give exit code 1."""

    never = "never"
    note = "note"
    warning = "warning"
    error = "error"


Ui = Annotated[Language, typer.Option("--ui", help="Language of the report: en or zh.")]


Original = Annotated[
    Language | None,
    typer.Option(
        "--original", help="Which version was not translated: zh or en. Default: what the documents or the bitext say."
    ),
]


Fail = Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 on findings of this severity or above.")]


Approved = Annotated[
    Path | None,
    typer.Option(
        "--termbase", "-t", help="Approved terms: a .db, TBX, CSV, XLSX ... Default: terms drawn from the text."
    ),
]


Against = Annotated[
    list[Path] | None,
    typer.Option("--against", help="A bitext of earlier documents to hold this one against; can be given again."),
]


Select = Annotated[
    list[str] | None,
    typer.Option("--select", help="Only these checks: codes or their beginnings (N, T103), 'all'; commas or again."),
]


Extend = Annotated[
    list[str] | None, typer.Option("--extend-select", help="These checks too, such as those that are off.")
]


Ignore = Annotated[list[str] | None, typer.Option("--ignore", help="Not these checks.")]


Severities = Annotated[
    list[str] | None, typer.Option("--severity", help="Another severity for a check: N101=warning; commas or again.")
]


Waivers = Annotated[
    Path | None,
    typer.Option(
        "--waivers", help="Accepted findings, which stay silent. Default: duizhao-waivers.txt beside the bitext."
    ),
]


def selection_of(
    select: list[str] | None, extend: list[str] | None, ignore: list[str] | None, severities: list[str] | None
) -> Selection:
    """What the four options ask for. Raises :class:`InputError` for a code or a severity that there is not."""
    from glossary.checks import CHECKS, Selection
    from glossary.finding import Severity

    levels: dict[str, Severity] = {}
    for one in _codes(severities):
        code, _, level = one.partition("=")
        if level.lower() not in [s.value for s in Severity]:
            raise InputError(
                f"--severity: {one!r} is not CODE=note, CODE=warning or CODE=error", "give a code and a level"
            )
        levels[code] = Severity(level.lower())
    selection = Selection(_codes(select), _codes(extend), _codes(ignore), levels)
    selection.of(CHECKS)
    return selection


def _codes(given: list[str] | None) -> list[str]:
    """Codes between commas. Raises :class:`InputError` for an option that names none."""
    codes = [code.strip() for one in given or () for code in one.split(",") if code.strip()]
    if given and not codes:
        raise InputError("check: a selection without a code", "'duizhao explain' lists all codes")
    return codes


Model = Annotated[
    str,
    typer.Option("--model", "-m", help="'builtin', a model folder, or a sentence-transformers model by name."),
]
