"""Where the sentences of a Word file stand in its runs: found by their letters and figures, in their order."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
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

    What stands once is found first; between such rows the others are looked for one behind the other, so that a sentence
    that stands twice is found twice. ``document`` and ``rows``: letters and figures only.

    >>> find_rows("onetwoonethree", ["one", "2one", "three", "four"])
    [Stretch(start=0, label=0, length=3), Stretch(start=6, label=1, length=3), Stretch(start=9, label=0, length=5), None]
    """
    once = dict(_once(document, rows))
    fixed = _in_order(sorted(once.items()))
    found: list[Stretch | None] = [None] * len(rows)
    at = begin = 0
    for number, place in [*fixed, (len(rows), len(document))]:
        for between in range(begin, number):
            row = rows[between]
            limit = min(place, at + NEAR + len(row)) if len(row) <= SHORT else place
            stretch = _found(document, row, at, limit)
            if stretch is None and between in once:
                found[between] = Stretch(once[between], 0, len(row))  # in another order than the others
            elif stretch is not None:
                found[between], at = stretch, stretch.start + stretch.length
        if number < len(rows):
            found[number], at = Stretch(place, 0, len(rows[number])), place + len(rows[number])
        begin = number + 1
    return found


def _once(document: str, rows: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Rows that are long enough and stand once in the document and among the rows, with their places."""
    counts = Counter(rows)
    for number, row in enumerate(rows):
        if len(row) > EDGE and counts[row] == 1 and (place := document.find(row)) >= 0:
            if document.find(row, place + 1) < 0:
                yield number, place


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs, in order of the first number, in which the second one rises.

    >>> _in_order([(0, 5), (1, 9), (2, 6), (3, 7)])
    [(0, 5), (2, 6), (3, 7)]
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_row, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [place], [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


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
