"""A page as it is read: blocks of text, what is linked in them, the elements that can be notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from corpora.document import Kind
from corpora.readers.markup.lists import Item

SPACE = " \t\n\r\f\u00a0\u3000"
# the label that Word puts before an item of a list as text, with the no-break spaces that set it apart
_BULLETS = "[·•§Øüvqoà¨\u25a0-\u25ff\uf000-\uf0ff]"  # as Word's symbol fonts have them, too
LABEL = re.compile(rf"([(（]?\w{{1,6}}[.)）．、]+|{_BULLETS})([ \u00a0]{{2,}})(?=\S)")
BULLETS = re.compile(_BULLETS)
SYMBOL_BULLET = re.compile(r"[\uf000-\uf0ff]+[ \t\u00a0]*(?=\S)")

Marks = list[tuple[int, int, str]]
MAX_IN_CELL = 8
"""Paragraphs of a cell that is part of a table; more are text that a table arranges."""


class Words(NamedTuple):
    """What an element says it is: its roles (ARIA and EPUB) and its classes, in lower case."""

    roles: frozenset[str]
    classes: frozenset[str]

    def any_of(self, names: frozenset[str]) -> bool:
        """Whether one of the names is among its roles or classes."""
        return not (names.isdisjoint(self.roles) and names.isdisjoint(self.classes))


NONE: frozenset[str] = frozenset()
NO_WORDS = Words(NONE, NONE)


class Link(NamedTuple):
    """A stretch of a block that links to ``target`` within the page, and what it says of itself."""

    start: int
    end: int
    target: str
    words: Words


class Anchor(NamedTuple):
    """Where a name stands, and the element that has it, where that is a block."""

    block: Block
    offset: int
    scope: Scope | None


@dataclass(slots=True, eq=False)
class Scope:
    """An element that can be a note, or hold notes (``role``): the blocks from ``first`` to before ``last`` are in it."""

    names: tuple[str, ...]
    role: str
    parent: Scope | None
    first: int
    last: int = -1


@dataclass(slots=True, eq=False)
class Table:
    """A table: its size, how many cells hold several blocks, whether it says itself that it only arranges."""

    layout: bool = False
    rows: int = 0
    columns: int = 0
    width: int = 0  # of the row that is being read
    cells: int = 0
    many: int = 0

    def start_row(self) -> None:
        """A row begins."""
        self.rows += 1
        self.width = 0

    def start_cell(self, row: int) -> Cell:
        """A cell begins; ``row`` numbers the rows of the page."""
        self.rows = max(self.rows, 1)
        self.width += 1
        self.columns = max(self.columns, self.width)
        self.cells += 1
        return Cell(self, row)

    @property
    def grid(self) -> bool:
        """Whether its cells hold data, a paragraph each but for a few."""
        return self.rows > 1 and self.columns > 1 and self.many * 3 <= self.cells


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: how many blocks it holds, and whether there are tables, lists or headings among them."""

    table: Table
    row: int
    blocks: int = 0
    rich: bool = False

    def count(self) -> None:
        """One more block."""
        self.blocks += 1
        self.table.many += self.blocks == 2

    @property
    def kind(self) -> Kind | None:
        """What its blocks are: nothing special where the table only arranges the page."""
        table = self.table
        if table.layout or self.rich or table.rows * table.columns == 1:
            return None
        return "cell" if self.blocks == 1 or (table.grid and self.blocks <= MAX_IN_CELL) else None


@dataclass(slots=True)
class Place:
    """What holds for the text inside an element."""

    kind: Kind | None = None
    verbatim: bool = False
    scope: Scope | None = None
    cell: Cell | None = None
    sectioned: bool = False  # in an article, a section or the main part: headers and footers are its own
    main: bool = False
    contents: bool = False  # in a table of contents


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph. ``items``: the list items that begin with it; ``raised``: where superscripts stand; ``marks``: what
    the format itself says is no text of it.

    ``number`` counts the blocks of a page; -1 while it is being read.
    """

    place: Place = field(default_factory=Place)
    text: str = ""
    number: int = -1
    links: list[Link] = field(default_factory=list)
    raised: list[tuple[int, int]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    marks: Marks = field(default_factory=list)
    page: bool = False

    @property
    def kind(self) -> Kind | None:
        """What the page says it is."""
        return self.place.kind or (self.place.cell.kind if self.place.cell else None)

    def finish(self, text: str, number: int) -> None:
        """The text is complete: places in it are trimmed, and Word's labels of list items made plain."""
        self.text, self.number = text, number
        if self.links:
            placed = [(link, _trimmed(text, link.start, link.end)) for link in self.links]
            self.links = [link._replace(start=span["start"], end=span["end"]) for link, span in placed]
        if self.raised:
            spans = (_trimmed(text, start, end) for start, end in self.raised)
            self.raised = sorted((span["start"], span["end"]) for span in spans if span["start"] < span["end"])
        if self.place.verbatim or text.isascii():
            return
        symbol = SYMBOL_BULLET.match(text)
        if symbol is not None:
            self._begin_with("• ", symbol.end())
        elif "\u00a0" in text[:40]:
            self._make_label_plain()

    def _make_label_plain(self) -> None:
        match = LABEL.match(self.text)
        if match is None or "\u00a0" not in match[2]:
            return
        self._begin_with(("•" if BULLETS.fullmatch(match[1]) else match[1]) + " ", match.end())

    def _begin_with(self, front: str, at: int) -> None:
        """Put ``front`` for what stands before ``at``, unless that is linked or raised."""
        places = [span[0] for spans in (self.links, self.raised, self.marks) for span in spans]
        if places and min(places) < at:
            return
        gone = at - len(front)
        self.text = front + self.text[at:]
        self.links = [link._replace(start=link.start - gone, end=link.end - gone) for link in self.links]
        self.marks = [(start - gone, end - gone, reason) for start, end, reason in self.marks]
        self.raised = [(start - gone, end - gone) for start, end in self.raised]


def _trimmed(text: str, start: int, end: int) -> dict[str, int]:
    """A stretch without the spaces at its ends."""
    end = min(end, len(text))
    while start < end and text[start] in SPACE:
        start += 1
    while end > start and text[end - 1] in SPACE:
        end -= 1
    return {"start": start, "end": end}


@dataclass(slots=True)
class Page:
    """A page that was read. ``left_out`` counts characters by the reason why they are no text."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)
    title: str = ""
    language: str = ""
    symbols: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    frames: bool = False
