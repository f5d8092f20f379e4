"""What a unit of TMX says beside its texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora.about import About, Marked, in_languages
from corpora.exchange.kept.facts import KEPT_ATTRIBUTES
from corpora.files import local_name
from corpora.text import language_tag, more_than_language

if TYPE_CHECKING:
    from lxml.etree import _Element


class Side(NamedTuple):
    """The text of a language, as its file calls the language, and with its codes."""

    code: str = ""
    text: str = ""
    marked: Marked = ()


def tag_of(code: str) -> str:
    """What a code says beyond the language (``zh-TW``), as a tag; nothing where that is all."""
    return more_than_language(language_tag(code)) if code else ""


def _is_place(name: str) -> bool:
    """Whether we named a unit by the place of its row.

    >>> _is_place("A/1:12"), _is_place("A/1:12+"), _is_place("41")
    (True, True, False)
    """
    stem, _colon, number = name.rstrip("+").rpartition(":")
    return bool(stem) and number.isdecimal()


def about_unit(
    unit: _Element,
    sides: tuple[Side, Side],
    others: Sequence[Side],
    own: Collection[str],
    ours: bool,
) -> About:
    """What a unit says beside its texts; attributes and properties of a text count as those of the unit.

    ``own``: properties that are facts of a row; ``ours``: whether we wrote the file, and so named units by their rows.
    """
    found: dict[str, Any] = {}
    notes: list[str] = []
    props: list[tuple[str, str]] = []
    for one in (unit, *unit.iterchildren("{*}tuv")):
        for name, field in KEPT_ATTRIBUTES.items():
            if one.get(name):
                found.setdefault(field, one.get(name) or "")
        for child in one:
            text = (child.text or "").strip()
            if text and local_name(child) == "note":
                notes.append(text)
            elif text and local_name(child) == "prop" and kind_of(child) not in own:
                props.append((child.get("type") or "", text))
    name = unit.get("tuid") or ""
    if ours and _is_place(name):
        name = ""
    zh, en = sides
    languages = in_languages(tag_of(zh.code), tag_of(en.code))
    about = replace(
        languages,
        id=name,
        notes=tuple(notes),
        props=tuple(props),
        marked=(zh.marked, en.marked),
        others=tuple((one.code, one.text) for one in others if one.text),
        **found,
    )
    return about if about.says_more else languages


def kind_of(prop: _Element) -> str:
    """The type of a property, without the ``x-`` of those that no standard names."""
    return (prop.get("type") or "").removeprefix("x-")


ATTRIBUTES = {
    "creationdate": ("date", "date"),
    "changedate": ("date", "date"),
    "lastusagedate": ("date", "date"),
    "creationid": ("name of a person", "person"),
    "changeid": ("name of a person", "person"),
    "usagecount": ("count of use", "uses"),
}
"""Attributes of units and texts in words, and by the kind that formats say they hold."""
OTHERS = ("creationtool", "creationtoolversion", "datatype", "o-encoding", "o-tmf", "segtype")
"""Attributes that a row has no place for."""
