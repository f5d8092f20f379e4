"""Where the sentences of a Word file stand in its runs: found by their letters and figures, in their order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpora.files import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "txbxContent", "rt", "oMath", "oMathPara"}
)
"""What is no text, and text boxes and formulas, in which Word has no comments."""
LONGEST_LABEL = 8
"""Letters and figures of a number that Word makes itself and the file does not have."""
EDGE = 12
"""Letters and figures at both ends of a sentence by which it is found where something else within it differs."""
OTHER_LENGTH = 20
SHORT, NEAR = 8, 2_000
"""A sentence of so few letters and figures is looked for so near behind the one before."""


class Piece(NamedTuple):
    """A child of a run and the place of its text in the document, in characters."""

    run: _Element
    child: _Element
    start: int
    end: int


class WordText(NamedTuple):
    """The text of a document, a line end behind each paragraph, with the children of runs that hold it."""

    text: str
    pieces: list[Piece]


def text_of(body: _Element) -> WordText:
    """The text of a body as it stands when all changes are accepted; no recursion, so that depth costs nothing."""
    parts: list[str] = []
    pieces: list[Piece] = []
    size = 0
    stack: list[tuple[_Element, Iterator[_Element]]] = [(body, iter(body))]
    while stack:
        owner, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if local_name(owner) == "p":
                parts.append("\n")
                size += 1
            continue
        name = local_name(child)
        if local_name(owner) == "r" and (text := _text(child, name)):
            pieces.append(Piece(owner, child, size, size + len(text)))
            parts.append(text)
            size += len(text)
        elif name and name not in SKIPPED:
            stack.append((child, iter(child)))
    return WordText("".join(parts), pieces)


def _text(child: _Element, name: str) -> str:
    return child.text or "" if name == "t" else SIGNS.get(name, "")


def letters(text: str) -> tuple[str, list[int]]:
    """The letters and figures of a text in small letters and plain forms, and the place of each in the text.

    >>> letters("第１条, ½ A")
    ('第1条12a', [0, 1, 2, 5, 5, 7])
    """
    found: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).lower():
            if one.isalnum():
                found.append(one)
                places.append(place)
    return "".join(found), places


class Stretch(NamedTuple):
    """Where a sentence stands in the text of a document; ``plain``: its letters and figures, ``first``: the number of them before it."""

    start: int
    label: int
    length: int


def find_rows(document: str, rows: Sequence[str]) -> list[Stretch | None]:
    """The place of each of ``rows`` among the letters and figures of a document, ``None`` for what is not found.

    They are looked for in their order, one behind the other, so that a sentence that stands twice is found twice; one that
    stands elsewhere (a note) is looked for in all of it and moves nothing. ``document`` and ``rows``: letters and figures only.

    >>> find_rows("onetwoonethree", ["one", "2one", "three", "four"])
    [Stretch(start=0, label=0, length=3), Stretch(start=6, label=1, length=3), Stretch(start=9, label=0, length=5), None]
    """
    found: list[Stretch | None] = []
    at = 0
    for row in rows:
        stretch = _found(document, row, at, at + NEAR + len(row) if len(row) <= SHORT else len(document))
        if stretch is not None:
            at = stretch.start + stretch.length
        elif len(row) > SHORT:
            stretch = _found(document, row, 0, at)
        found.append(stretch)
    return found


def _found(document: str, row: str, start: int, end: int) -> Stretch | None:
    """The first place of a row, without a number that Word makes; else where both its ends stand as far apart as in it."""
    for label in range(min(LONGEST_LABEL + 1, len(row))):
        place = document.find(row[label:], start, end)
        if place >= 0 and (not label or len(row) - label > 1):
            return Stretch(place, label, len(row) - label)
    place = document.find(row[:EDGE], start, end) if len(row) >= 2 * EDGE else -1
    if place >= 0:
        last = document.find(row[-EDGE:], place + EDGE, min(end, place + len(row) + OTHER_LENGTH))
        if last >= 0 and abs(last + EDGE - place - len(row)) <= OTHER_LENGTH:
            return Stretch(place, 0, last + EDGE - place)
    return None
