"""The parts of a TBX entry, whatever version and style: a category, its text, and what is grouped with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpora.files import local_name

STRUCTURE = frozenset({"langSec", "langSet", "termSec", "tig", "ntig"})


class Field(NamedTuple):
    """A data category: ``kind`` is its name, or that of the element where it has none (``note``, ``date``, ``term``)."""

    kind: str
    text: str
    target: str = ""
    group: tuple[Field, ...] = ()

    def of(self, kind: str) -> str:
        """Text of the first part of the group that is of this kind."""
        return next((part.text for part in self.group if part.kind == kind), "")


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
    """The categories right inside an element; a group counts as its first part, which has the others."""
    for child in element:
        name = local_name(child)
        if not name or name in STRUCTURE:
            continue
        if name.endswith("Grp"):
            inner = tuple(fields(child))
            if name == "termGrp":
                yield from inner
            elif inner:
                yield inner[0]._replace(group=inner[1:])
        else:
            yield Field(child.get("type") or name, text_of(child), child.get("target") or "")


def sections(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Elements of these names right inside another."""
    for child in element:
        if local_name(child) in names:
            yield child
