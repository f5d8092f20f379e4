"""What one element of a page is by itself: a block or not, its kind, its names, what holds inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpora.document import Kind
from corpora.readers.html.style import Style
from corpora.readers.html.tags import BLOCKS, CLASS_KINDS, KINDS, NOTE_ROLES, NOTES_ROLES, SECTIONS, VERBATIM
from corpora.readers.markup import Cell, Place, Scope, Words

TABLE_PARTS = frozenset(("table", "caption", "tr", "td", "th"))
LISTS = frozenset(("ul", "ol", "dir"))
STRUCTURE = TABLE_PARTS | LISTS | {"li"}
LINES = frozenset(("block", "flex", "grid", "table", "list-item", "table-cell", "table-row", "flow-root"))
"""Values of ``display`` that set an element on lines of its own."""
CONTENTS = re.compile(r"(?i)table[ _]of[ _]contents\d*|msotoc\d|contents_20_\d|doc-toc")
"""What LibreOffice and Word call a table of contents and its entries."""


def is_block(tag: str, style: Style) -> bool:
    """Whether an element begins and ends a paragraph."""
    if tag in BLOCKS:
        return style.display not in ("inline", "contents") or tag in STRUCTURE
    return style.display in LINES and not style.floats


def kind_of(tag: str, words: Words, around: Place) -> Kind | None:
    """What the text in a block is, by its element, role and class; else by the one around it."""
    if tag in TABLE_PARTS:
        return None
    if tag in KINDS:
        return KINDS[tag]
    if "heading" in words.roles:
        return "heading"
    return next((CLASS_KINDS[name] for name in words.classes if name in CLASS_KINDS), around.kind)


def place_in(
    tag: str,
    names: tuple[str, ...],
    words: Words,
    style: Style,
    around: Place,
    kind: Kind | None,
    scope: Scope | None,
    cell: Cell | None,
) -> Place:
    """What holds inside a block; the place around it where nothing changes."""
    verbatim = around.verbatim if style.verbatim is None else style.verbatim
    contents = around.contents or any(map(CONTENTS.fullmatch, (*names, *words.classes, *words.roles)))
    place = Place(
        kind,
        tag in VERBATIM or verbatim,
        scope,
        cell,
        around.sectioned or tag in SECTIONS or not SECTIONS.isdisjoint(words.roles),
        around.main or tag == "main" or "main" in words.roles,
        contents,
    )
    return around if place == around else place


def names_of(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """The names under which links find an element."""
    named = (attributes.get("id"), attributes.get("name") if tag == "a" else None)
    return tuple(name[:300] for name in named if name)


def note_role(words: Words) -> str:
    """``note`` or ``notes`` for an element that says that it is one, or holds them."""
    if not NOTE_ROLES.isdisjoint(words.roles):
        return "note"
    return "notes" if not NOTES_ROLES.isdisjoint(words.roles) else ""
