"""Texts with their codes into segments of TMX and XLIFF."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from lxml import etree

from corpora.about import Mark, Marked
from corpora.files import memory_text

if TYPE_CHECKING:
    from lxml.etree import _Element

Dialect = Literal["tmx", "1.2", "2.1"]


def put_marked(parent: _Element, text: Marked, dialect: Dialect, data: Callable[[str], str] = str) -> None:
    """Write pieces of text and codes into a segment. ``data``: for 2.1, the name under which a unit keeps a content.

    >>> seg = etree.Element("seg")
    >>> put_marked(seg, ("a ", Mark("open", "1", "<b>"), "c", Mark("close", "1", "</b>"), Mark("open", "2", "<i>")), "tmx")
    >>> etree.tostring(seg).decode()
    '<seg>a <bpt i="1">&lt;b&gt;</bpt>c<ept i="1">&lt;/b&gt;</ept><it pos="begin">&lt;i&gt;</it></seg>'
    """
    numbers, partners = _numbered(text)
    last: _Element | None = None
    for at, piece in enumerate(text):
        if isinstance(piece, str):
            if last is None:
                parent.text = (parent.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece
            continue
        name, attributes = _NAMED[dialect](piece, numbers[at], at in partners)
        last = etree.SubElement(parent, name, attributes)
        if dialect != "2.1":
            last.text = memory_text(piece.content) or None
        elif piece.content and not piece.character:
            last.set("dataRef", data(memory_text(piece.content)))


def _numbered(text: Marked) -> tuple[dict[int, int], set[int]]:
    """By place, the number of each code, that of an opening one and its closing one the same; places of those with a partner."""
    numbers: dict[int, int] = {}
    partners: set[int] = set()
    opened: dict[str, list[int]] = {}
    for at, piece in enumerate(text):
        if not isinstance(piece, Mark):
            continue
        start = opened[piece.id].pop() if piece.kind == "close" and opened.get(piece.id) else None
        numbers[at] = len(numbers) + 1 if start is None else numbers[start]
        if start is not None:
            partners |= {start, at}
        elif piece.kind == "open":
            opened.setdefault(piece.id, []).append(at)
    return numbers, partners


def _tmx(mark: Mark, number: int, paired: bool) -> tuple[str, dict[str, str]]:
    kind = {"type": memory_text(mark.type)} if mark.type else {}
    if mark.kind == "alone":
        return "ph", {"x": str(number), **kind}
    if not paired:
        return "it", {"pos": "begin" if mark.kind == "open" else "end", **kind}
    return ("bpt", {"i": str(number), **kind}) if mark.kind == "open" else ("ept", {"i": str(number)})


def _old(mark: Mark, number: int, paired: bool) -> tuple[str, dict[str, str]]:
    kind = {"ctype": _old_type(memory_text(mark.type))} if mark.type else {}
    if mark.kind == "alone":
        return "ph", {"id": str(number), **kind}
    if not paired:
        return "it", {"id": str(number), "pos": "open" if mark.kind == "open" else "close", **kind}
    return ("bpt", {"id": str(number), **kind}) if mark.kind == "open" else ("ept", {"id": str(number)})


def _new(mark: Mark, number: int, paired: bool) -> tuple[str, dict[str, str]]:
    if mark.kind == "alone":
        kind = NEW_TYPES.get(mark.type) if mark.character else None
        return "ph", {"id": str(number), **({"type": "fmt", "subType": kind} if kind else {})}
    if not paired:
        return ("sc" if mark.kind == "open" else "ec"), {"id": str(number), "isolated": "yes"}
    return ("sc", {"id": str(number)}) if mark.kind == "open" else ("ec", {"startRef": str(number)})


OLD_TYPES = frozenset({"bold", "italic", "underlined", "link", "image", "pb", "lb"})


NEW_TYPES = {"lb": "xlf:lb", "x-tab": "duizhao:tab"}


def _old_type(kind: str) -> str:
    """A type as 1.2 allows it."""
    return kind if kind in OLD_TYPES or kind.startswith("x-") else f"x-{kind}"


_NAMED: dict[Dialect, Callable[[Mark, int, bool], tuple[str, dict[str, str]]]] = {"tmx": _tmx, "1.2": _old, "2.1": _new}
