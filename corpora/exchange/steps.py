"""A segment of TMX or XLIFF, walked through once: pieces of text, codes, and elements around words."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files import MAX_DEPTH, local_name, too_deep, unbroken

if TYPE_CHECKING:
    from lxml.etree import _Element, _Entity

MAX_CODES = 100_000
"""Codes in one segment; those of real documents are counted in tens."""
DELETED = "x-sdl-deleted"
"""How one tool marks a deletion that was not accepted yet: ``mrk`` around words that no longer count."""


class Step(NamedTuple):
    """What comes next in a segment.

    ``text``: words of the file, its line ends as blanks. ``character``: one that was written by its name. ``code``: an
    element that is not gone into. ``enter`` and ``leave``: one that stands around words.
    """

    kind: Literal["text", "character", "code", "enter", "leave"]
    element: _Element
    text: str = ""
    name: str = ""


def steps(element: _Element, kept: frozenset[str], path: Path | str = "") -> Iterator[Step]:
    """All that stands in a segment, in its order; elements called ``kept`` are gone into. No recursion, so that depth costs nothing.

    Raises :class:`InputError` for more than :data:`MAX_CODES` codes, and for elements nested too deep.

    >>> [step.text or step.name for step in steps(etree.fromstring("<seg>a<g>b<x/></g>&amp;c</seg>"), frozenset({"g"}))]
    ['a', 'g', 'b', 'x', 'g', '&c']
    """
    yield from _words(element, element.text)
    stack: list[tuple[_Element, Iterator[_Element]]] = [(element, iter(element))]
    codes = 0
    while stack:
        owner, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield Step("leave", owner, name=local_name(owner))
                yield from _words(owner, owner.tail)
            continue
        codes += 1
        if codes > MAX_CODES:
            line = element.sourceline or 0
            raise InputError(f"{path}:{line}: more than {MAX_CODES:,} codes in a segment", "clean it")
        name = local_name(child)
        if name in kept and child.get("mtype") != DELETED:
            if len(stack) >= MAX_DEPTH:
                raise too_deep(path)
            yield Step("enter", child, name=name)
            yield from _words(child, child.text)
            stack.append((child, iter(child)))
            continue
        if cast(object, child.tag) is etree.Entity:
            yield Step("character", child, _character(cast("_Entity", child).name))
        elif name:  # else a comment, an instruction
            yield Step("code", child, name=name)
        yield from _words(child, child.tail)


def _words(element: _Element, text: str | None) -> Iterator[Step]:
    if text:
        yield Step("text", element, unbroken(text))


def _character(name: str) -> str:
    return html5.get(f"{name};", f"&{name};")
