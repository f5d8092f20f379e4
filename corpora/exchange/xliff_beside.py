"""What the units of an XLIFF say beside their texts: who wrote them and when, contexts, notes, what a row has no place for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpora.about import compact_date
from corpora.exchange.remarks import Remarks
from corpora.exchange.xliff_names import XML
from corpora.files import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

MADE = {
    **dict.fromkeys(("created-at", "created_on"), "created"),
    **dict.fromkeys(("created-by", "created_by"), "created_by"),
    **dict.fromkeys(("lastchangedtimestamp", "modified-at", "modified_on", "translatorcommittimestamp"), "modified"),
    **dict.fromkeys(("lastchanginguser", "modified-by", "last_modified_by", "translatorcommitusername"), "modified_by"),
}
"""How memoQ, Phrase (attributes of units) and Trados (``value`` in ``seg``) say who wrote a segment, and when."""
LATEST_MS = 10_000_000_000_000
SUGGESTIONS = ("alt-trans", "matches")


def made_of(segment: _Element | None, unit: _Element | None) -> dict[str, str]:
    """Dates and people of a segment, as fields of :class:`corpora.about.About`.

    >>> from lxml import etree
    >>> made_of(None, etree.fromstring('<u xmlns:m="m" m:created-by="li" m:modified-at="1577836800000" m:created-at=""/>'))
    {'created_by': 'li', 'modified': '20200101T000000Z'}
    """
    said = {} if segment is None else {one.get("key") or "": one.text or "" for one in segment.iterchildren("{*}value")}
    for name, value in unit.attrib.items() if unit is not None else ():
        said.setdefault(str(name).rpartition("}")[2], str(value))
    found: dict[str, str] = {}
    for name, field in MADE.items():
        value = said.get(name, "").strip()
        if value and not field.endswith("_by"):
            value = _date(value)
        if value:
            found.setdefault(field, value)
    return dict(sorted(found.items()))


def _date(text: str) -> str:
    """A date as TMX writes it, also of the milliseconds that Phrase counts."""
    if text.isascii() and text.isdecimal() and len(text) > 9 and int(text[:20]) < LATEST_MS:
        return f"{datetime.fromtimestamp(int(text) / 1000, UTC):%Y%m%dT%H%M%SZ}"
    return compact_date(text)


def contexts_of(unit: _Element) -> tuple[tuple[str, str], ...]:
    """Where a unit stands, as its file says it (``context``): kinds and texts."""
    found = ((one.get("context-type") or "context", (one.text or "").strip()) for one in _contexts(unit))
    return tuple((kind if kind.startswith("x-") else f"x-{kind}", text) for kind, text in found if text)


def _contexts(unit: _Element) -> Iterator[_Element]:
    yield from unit.iterfind("{*}context-group/{*}context")


def notes_of(unit: _Element) -> tuple[str, ...]:
    """The notes of a unit, in either version."""
    found = (*unit.iterchildren("{*}note"), *unit.iterfind("{*}notes/{*}note"))
    return tuple(filter(None, ("".join(map(str, note.itertext())).strip() for note in found)))


class Named:
    """Counts what the units of one ``file`` say that goes when they become rows."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def remark(self, unit: _Element, said: Remarks, own: bool) -> None:
        """Notes, contexts, suggestions; an id that an earlier unit has. ``own``: we wrote the file, which has notes only."""
        said.count("note", "left out", len(notes_of(unit)), kind="note")
        if own:
            return
        for kind, _text in contexts_of(unit):
            said.count(f"context of units: {kind.removeprefix('x-')}", "left out", kind="property")
        suggestions = sum(local_name(child) in SUGGESTIONS for child in unit)
        said.count("suggested translation", "left out", suggestions)
        ids = {(name, unit.get(name) or "") for name in ("id", f"{XML}id")}
        if any(id in self.seen and id[1] for id in ids):
            said.count("unit with the id of an earlier one", "read as a row of its own")
        self.seen |= ids


def remark_made(made: Mapping[str, str], id: str, said: Remarks) -> None:
    """Count the dates and people of a segment, and its id."""
    said.count("id of a unit", "left out", bool(id), kind="id")
    for field in made:
        if field.endswith("_by"):
            said.count("name of a person", "left out", kind="person")
        else:
            said.count("date", "left out", kind="date")
