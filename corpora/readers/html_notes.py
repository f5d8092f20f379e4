"""Footnotes of web pages: which link calls a note, which element is the note.

Forms seen: Word (``#_ftn1`` and ``div#ftn1``), LibreOffice (``sdfootnote1sym``), ARIA (``doc-noteref``,
``doc-footnote``), EPUB (``epub:type``), Markdown (``fnref``). What they have in common is believed: a short number that
links to an element which links back, or whose role says what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

NUMBER = re.compile(r"^[\[(（［]?\s*(\d{1,4}|[*†‡]{1,3}|[a-z]|[ivxl]{1,6})\s*[\])）］]?$")
BACK = re.compile(r"^[\s↩↑⤴^\ufe0e\ufe0f←]*$")
NAMED = re.compile(r"(?i)(?:^|[_-])(?:fn|ftn|sdfootnote|sdendnote|edn|footnote|endnote|note)s?[_-]?\d+")
CONTAINERS = {"div", "p", "li", "td", "aside", "section", "dd", "dt", "tr"}


@dataclass(slots=True)
class Notes:
    """``calls``: links that call a note, with its number; ``bodies``: the notes; ``backs``: links back to the text."""

    calls: dict[_Element, str] = field(default_factory=dict)
    bodies: dict[_Element, str] = field(default_factory=dict)
    backs: set[_Element] = field(default_factory=set)


def find_notes(root: _Element) -> Notes:
    """The footnotes of a page."""
    found = Notes()
    names, aims = _anchors(root)
    order = {element: number for number, element in enumerate(root.iter())} if aims else {}
    for link, aim in aims.items():
        target = names.get(aim)
        number = NUMBER.match(_text(link))
        if target is None or number is None or order[target] < order[link]:
            continue  # a note stands after its call; what links upwards is the way back
        body = _body(target)
        back = _way_back(link, body, aims, names)
        if _role(link) == "noteref" or _role(body) == "footnote" or back is not None:
            found.calls[link] = number[1]
            found.bodies.setdefault(body, number[1])
            if back is not None:
                found.backs.add(back)
    for link, aim in aims.items():  # further ways back: a note that is called twice
        aimed = names.get(aim)
        if aimed is not None and (aimed in found.calls or any(call in found.calls for call in aimed.iter("a"))):
            found.backs.add(link)
    return found


def _anchors(root: _Element) -> tuple[dict[str, _Element], dict[_Element, str]]:
    """Elements by their names, and where the links within the page lead."""
    names: dict[str, _Element] = {}
    aims: dict[_Element, str] = {}
    for element in root.iter():
        for key in ("id", "name"):
            if value := element.get(key):
                names.setdefault(value, element)
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and len(href) > 1:
            aims[element] = href[1:]
    return names, aims


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _role(element: _Element) -> str:
    words = " ".join(
        value for key, value in element.items() if key in ("role", "class", "type") or key.endswith("type")
    ).lower()
    if "noteref" in words or "footnote-ref" in words or "fnref" in words or "footnoteanc" in words:
        return "noteref"
    return "footnote" if "doc-footnote" in words or "doc-endnote" in words or words == "footnote" else ""


def _body(target: _Element) -> _Element:
    """The element that holds a whole note: the target, or what stands around it."""
    body = target
    while body.tag not in CONTAINERS and body.getparent() is not None:
        parent = body.getparent()
        assert parent is not None
        body = parent
    around = body.getparent()
    # Word and LibreOffice put the paragraphs of a note into a div of its own
    if around is not None and around.tag == "div" and NAMED.search(around.get("id") or ""):
        return around
    return body


def _way_back(link: _Element, body: _Element, aims: dict[_Element, str], names: dict[str, _Element]) -> _Element | None:
    """The link inside a note that leads back to its call."""
    near = {link, *link.iterancestors("sup", "span"), *link.iterdescendants()}
    own = {value for element in near for key in ("id", "name") if (value := element.get(key))}
    for number, element in enumerate(body.iter("a")):
        if number > 20:
            return None
        aim = aims.get(element)
        if aim is not None and (aim in own or names.get(aim) in near):
            return element
    return None
