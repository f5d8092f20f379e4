"""``--checklist``: a reviser's own rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from glossary.checks import Selection

Checklist = Annotated[
    Path | None,
    typer.Option("--checklist", metavar="FILE", help="Your own rules (.toml): pairs, forbidden words, words to keep."),
]


def with_rules(selection: Selection, checklist: Path | None) -> Selection:
    """The selection with the rules of a file. Raises :class:`InputError` for one that cannot be used."""
    if checklist is None:
        return selection
    from glossary.quality import read_checklist

    return replace(selection, rules=read_checklist(checklist))
