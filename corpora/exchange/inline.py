"""Text with codes in it, as TMX and XLIFF have it: the words without the codes."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files import MAX_DEPTH, MAX_UNIT_TEXT, local_name, too_deep

if TYPE_CHECKING:
    from lxml.etree import _Element, _Entity

LINE_BREAKS = {"lb", "x-lb", "x-br", "br", "xlf:lb"}
"""How tools mark a code that breaks the line: ``ctype`` and ``type`` in TMX and XLIFF 1.2, ``subType`` in 2.x."""
MAX_CODES = 100_000
"""Codes in one segment; those of real documents are counted in tens."""
DELETED = "x-sdl-deleted"
"""How one tool marks a deletion that was not accepted yet: ``mrk`` around words that no longer count."""


def inline_text(element: _Element, path: Path | str, kept: frozenset[str]) -> str:
    """Text of an element with codes in it: elements called ``kept`` give their text, all others only what follows them.

    A code that stands for a line break becomes a space. References to characters that HTML knows by name become those
    characters, others stay as they are written. No recursion, so that depth costs nothing.

    >>> inline_text(etree.fromstring("<seg>a <hi>b</hi> <ph>&lt;br/></ph>c</seg>"), "a.tmx", frozenset({"hi"}))
    'a b c'
    """
    if not len(element):
        text = element.text or ""
    else:
        text = "".join(_pieces(element, path, kept))
    if len(text) > MAX_UNIT_TEXT:
        raise InputError(
            f"{path}:{element.sourceline or 0}: a segment of more than {MAX_UNIT_TEXT:,} characters", "split it"
        )
    return text


def _pieces(element: _Element, path: Path | str, kept: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    stack: list[tuple[_Element, Iterator[_Element]]] = [(element, iter(element))]
    codes = 0
    while stack:
        owner, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield owner.tail or ""
            continue
        codes += 1
        if codes > MAX_CODES:
            raise InputError(
                f"{path}:{element.sourceline or 0}: more than {MAX_CODES:,} codes in a segment", "clean it"
            )
        if local_name(child) in kept and child.get("mtype") != DELETED:
            if len(stack) >= MAX_DEPTH:
                raise too_deep(path)
            yield child.text or ""
            stack.append((child, iter(child)))
            continue
        if cast(object, child.tag) is etree.Entity:
            yield _character(cast("_Entity", child).name)
        elif isinstance(child.tag, str) and LINE_BREAKS & set(child.attrib.values()):
            yield " "
        yield child.tail or ""


def _character(name: str) -> str:
    return html5.get(f"{name};", f"&{name};")
