"""The parts of a TBX entry, whatever version and style: a category, its text, and what is grouped with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpora.files import local_name

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DESCRIPTIONS = frozenset({"definition", "context", "subjectfield", "example", "explanation", "examplesentence"})
STRUCTURE = frozenset({"langSec", "langSet", "termSec", "tig", "ntig"})


class Field(NamedTuple):
    """A data category: ``kind`` is its name, or that of the element where it has none (``note``, ``date``, ``term``)."""

    kind: str
    text: str
    target: str = ""
    language: str = ""
    group: tuple[Field, ...] = ()

    def of(self, kind: str) -> str:
        """Text of the first part of the group that is of this kind."""
        return next((part.text for part in self.group if part.kind == kind), "")

    @property
    def name(self) -> str:
        """The kind, without what tools write in different ways: ``Usage note`` is ``usagenote``."""
        return re.sub(r"[\W_]+", "", self.kind.lower())


def text_of(element: etree._Element) -> str:
    """All text in an element, that of its markup included, comments and instructions not."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def fields(element: etree._Element) -> Iterator[Field]:
    """The categories right inside an element; a group counts as its first part, which has the others.

    A second description in a group is one of its own: Pontoon puts the definition and the context into one group.
    """
    for child in element:
        name = local_name(child)
        if not name or name in STRUCTURE:
            continue
        if name.endswith("Grp"):
            inner = tuple(fields(child))
            if name == "termGrp":
                yield from inner
            elif inner:
                own = [part for part in inner if part.name in DESCRIPTIONS] or [inner[0]]
                rest = tuple(part for part in inner if part not in own)
                yield own[0]._replace(group=(*own[0].group, *rest))
                yield from own[1:]
        else:
            yield Field(child.get("type") or name, text_of(child), child.get("target") or "", child.get(XML_LANG) or "")


def sections(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Elements of these names right inside another."""
    for child in element:
        if local_name(child) in names:
            yield child
