"""What a unit of TMX says beside its texts."""

from __future__ import annotations

import re
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


def about_unit(
    unit: _Element,
    sides: tuple[Side, Side],
    others: Sequence[Side],
    own: Collection[str],
    own_id: re.Pattern[str] | None,
) -> About:
    """What a unit says beside its texts; attributes and properties of a text count as those of the unit.

    ``own``: properties that are facts of a row; ``own_id``: how units are called that we wrote.
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
    if own_id is not None and own_id.fullmatch(name):
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
