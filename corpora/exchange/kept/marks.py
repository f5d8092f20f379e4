"""The codes of a segment of TMX or XLIFF, as pieces of text and codes between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corpora.about import Mark, Marked, MarkKind
from corpora.exchange.codes import Code, Known, code_of, content_of
from corpora.exchange.steps import steps
from corpora.files import memory_text

if TYPE_CHECKING:
    from lxml.etree import _Element

OPENING, CLOSING = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
AROUND = {"g", "pc", "hi"}
GONE_INTO = frozenset({*AROUND, "mrk", "sub"})
BROKEN = {"\n": ("<br/>", "lb"), "\t": ("<tab/>", "x-tab")}
"""Line ends and tabs: what we write into their codes, and how these are called."""
MOST = 2000
"""Codes of one segment; of one that has more none is kept, and they are counted as left out."""


def marked_text(element: _Element | None, known: Mapping[str, Code]) -> Marked:
    """A segment with its codes; empty where it has none. ``known``: what its codes stand for, by id.

    >>> from lxml import etree
    >>> marked_text(etree.fromstring('<seg>a <bpt i="1">&lt;b></bpt>c<ept i="1">&lt;/b></ept> <ph x="2"/></seg>'), {})
    ('a ', Mark(kind='open', id='1', content='<b>', type='', character=False), 'c', Mark(kind='close', id='1', content='</b>', type='', character=False), ' ', Mark(kind='alone', id='2', content='', type='', character=False))
    """
    if element is None or not len(element):
        return ()
    pieces: list[str | Mark] = []
    for piece in _pieces(element, known):
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
    codes = sum(isinstance(piece, Mark) for piece in pieces)
    return tuple(pieces) if 0 < codes <= MOST else ()


def _pieces(element: _Element, known: Mapping[str, Code]) -> Iterator[str | Mark]:
    around: list[Mark | None] = []
    contents = known.contents if isinstance(known, Known) else {}
    for number, step in enumerate(steps(element, GONE_INTO)):
        if step.kind in ("text", "character"):
            yield step.text
        elif step.kind == "code":
            if step.name not in ("mrk", "sm", "em"):
                yield _mark_of(step.element, step.name, known)
        elif step.kind == "enter":
            start, end = _around(step.element, step.name, number, contents) if step.name in AROUND else (None, None)
            around.append(end)
            if start is not None:
                yield start
        elif closing := around.pop():
            yield closing


def _mark_of(child: _Element, name: str, known: Mapping[str, Code]) -> Mark | str:
    """A code; one that is a character is that character, line ends and tabs in the form in which we write them."""
    character = code_of(child, known).character
    if character is None:
        return _mark(child, name, known.contents if isinstance(known, Known) else {})
    if character in BROKEN:
        content, kind = BROKEN[character]
        return Mark("alone", child.get("x") or child.get("id") or "", content, kind, character=True)
    return character


def _mark(child: _Element, name: str, contents: Mapping[str, str]) -> Mark:
    kind: MarkKind = "open" if name in OPENING else "close" if name in CLOSING else "alone"
    if name == "it":
        kind = "open" if child.get("pos") in ("begin", "open") else "close"
    id = child.get("i") or child.get("rid") or child.get("startRef") or child.get("x") or child.get("id") or ""
    content = content_of(child) or contents.get(f"#{child.get('dataRef')}") or contents.get(child.get("id") or "")
    content = content or child.get("equiv-text") or child.get("disp") or child.get("equiv") or ""
    return Mark(kind, id[:80], memory_text(content)[:2000], _type(child, name))


def _around(child: _Element, name: str, number: int, contents: Mapping[str, str]) -> tuple[Mark, Mark]:
    """What stands before and behind words that an element is around."""
    start, end = (contents.get(f"#{child.get(f'dataRef{edge}')}", "") for edge in ("Start", "End"))
    start = start or contents.get(child.get("id") or "", "")
    id = child.get("id") or f"{name}{number}"
    mark = Mark("open", id, memory_text(start)[:2000], _type(child, name))
    return mark, mark._replace(kind="close", content=memory_text(end)[:2000])


def _type(child: _Element, name: str) -> str:
    return (child.get("type") or child.get("ctype") or child.get("subType") or ("hi" if name == "hi" else ""))[:80]


def plain_marked(text: Marked) -> str:
    """The pieces of text alone."""
    return "".join(piece for piece in text if isinstance(piece, str))
