"""The paragraphs of a page while its elements come in: where one begins and ends, and what holds for it."""

from __future__ import annotations

from pathlib import Path

from corpora.readers.extract import MAX_LINES, MAX_TEXT, check_size, too_long
from corpora.readers.markup.flow import WHITE, Flow
from corpora.readers.markup.page import Anchor, Block, Page, Place, Scope

MAX_BLANK_LINES = 3
"""Empty paragraphs in a row that are kept; more say no more."""
EMPTY = WHITE + "\u00a0\u3000\u00ad"


class Paragraphs:
    """Text comes in pieces and goes into ``page``, block by block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.page = Page()
        self.place = Place()
        self._flow = Flow()
        self.block = Block()
        self._outer: list[tuple[Block, Flow]] = []
        self._characters = 0
        self._blank_lines = 0
        self._new_page = False
        self.after_pre = False  # a line end right behind <pre> is none

    def write(self, text: str) -> None:
        """More text, where the page is now."""
        if self.after_pre:
            self.after_pre = False
            text = text.removeprefix("\n")
        if not self._flow.length:
            if not text.strip(WHITE):
                return
            self._begin()
        if "\u00ad" in text:
            text = text.replace("\u00ad", "")
        before = self._flow.length
        if self.block.place.verbatim:
            self._flow.verbatim(text)
        else:
            self._flow.add(text)
        self._characters += self._flow.length - before
        if self._characters > MAX_TEXT:
            raise too_long(self.path)

    def _begin(self) -> None:
        self.block.place = self.place
        self.block.page, self._new_page = self.block.page or self._new_page, False

    @property
    def at(self) -> int:
        """Where the next text goes in the open block."""
        return self._flow.length

    def name(self, names: tuple[str, ...], scope: Scope | None) -> None:
        """Here are names that links can lead to; the first of its kind counts."""
        for name in names:
            self.page.anchors.setdefault(name, Anchor(self.block, self._flow.length, scope))

    def end_line(self) -> None:
        """A line ends; two in a row end a paragraph, as the authors of old pages meant them to."""
        self.after_pre = False
        if not self._flow.length:
            self._begin()
        elif self._flow.last == "\n" and not self.block.place.verbatim:
            self.flush()
            return
        self._flow.line()

    def new_line(self) -> None:
        """What follows stands on a line of its own, as the end of a sentence or a line of the source."""
        if self._flow.length and self._flow.last != "\n":
            self._flow.line()

    def end_page(self) -> None:
        """A page ends here, and the paragraph with it."""
        self.flush()
        self.turn_page()

    def turn_page(self) -> None:
        """A page ends here; a paragraph goes on, and the next one begins on the new page."""
        self._new_page = bool(self.page.blocks or self._flow.length)

    def flush(self) -> None:
        """The paragraph that is open ends, where there is one."""
        if not self._flow.length:
            return
        text = self._flow.take()
        if not text.strip(EMPTY):
            self.block.links.clear()
            self.block.raised.clear()
            self._blank_line()
            return
        number = len(self.page.blocks)
        if number >= MAX_LINES:
            check_size(self.path, 0, number + 1)
        block, self.block = self.block, Block()
        block.finish(text, number)
        if block.place.cell is not None:
            block.place.cell.count()
        self.page.blocks.append(block)
        self._blank_lines = 0

    def _blank_line(self) -> None:
        if (
            self._blank_lines < MAX_BLANK_LINES
            and self.place.cell is None
            and self.page.blocks
            and not self.block.items
        ):
            self._blank_lines += 1
            self.page.blocks.append(Block(self.place, number=len(self.page.blocks)))

    def step_out(self) -> None:
        """What follows is no part of the open paragraph, which goes on after it: a note in the middle of a sentence."""
        self._outer.append((self.block, self._flow))
        self.block, self._flow = Block(), Flow()

    def step_back(self) -> None:
        """Back to the paragraph that was left."""
        self.flush()
        if self._outer:
            self.block, self._flow = self._outer.pop()
