"""Which checks run, how severe they are, and with which rules of one's own, as five options say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import InputError

if TYPE_CHECKING:
    from glossary.checks import Selection


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
    try:
        selection.of(CHECKS)
    except InputError as error:  # which names the list, as the functions of the library call it
        name, _, rest = error.message.partition(":")
        raise InputError(f"--{name.replace('_', '-')}:{rest}", error.hint) from error
    return selection


def _codes(given: list[str] | None) -> list[str]:
    """Codes between commas. Raises :class:`InputError` for an option that names none."""
    codes = [code.strip() for one in given or () for code in one.split(",") if code.strip()]
    if given and not codes:
        raise InputError("check: a selection without a code", "'duizhao explain' lists all codes")
    return codes


def with_rules(selection: Selection, checklist: Path | None, house: str | None = None) -> Selection:
    """The selection with the rules of a file and of a house. Raises :class:`InputError` for a file that cannot be used."""
    if checklist is None and house is None:
        return selection
    from glossary.quality import house_rules, read_checklist

    own = read_checklist(checklist) if checklist else ()
    return replace(selection, rules=(*own, *(house_rules(house) if house else ())))
