"""Running text as mark-up gives it, in pieces: white space collapsed, stretches marked, paragraphs handed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpora.document import Kind

SPACE = re.compile(r"[ \t\r\n\f]+")
WIDE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef“”‘’…—]")
Marks = list[tuple[int, int, str]]
Emit = Callable[[str, Kind | None, Marks], None]


@dataclass(slots=True)
class Flow:
    r"""Pieces of a paragraph, then the next one; ``emit`` gets text, kind and marks of each.

    >>> flow = Flow(lambda text, kind, marks: print(repr(text), kind, marks))
    >>> for piece in ("  大会\n  重申", " its\n resolutions"):
    ...     flow.add(piece)
    >>> flow.add("1", "footnote mark")
    >>> flow.end("body")
    '大会重申 its resolutions1' body [(20, 21, 'footnote mark')]
    """

    emit: Emit
    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    marks: Marks = field(default_factory=list)
    gap: str = ""  # white space that has been seen and not yet been written
    waiting: list[tuple[str, str]] = field(default_factory=list)  # what comes before the next text, and why it goes

    def add(self, piece: str, reason: str = "") -> None:
        """More text; ``reason`` marks it as what is no text."""
        at = 0
        for match in SPACE.finditer(piece):
            self._write(piece[at : match.start()], reason)
            self.gap += match.group()
            at = match.end()
        self._write(piece[at:], reason)

    def verbatim(self, piece: str) -> None:
        """More text whose white space and line ends stand."""
        self._write(piece.replace("\r\n", "\n").replace("\r", "\n"), "")

    def before(self, piece: str, reason: str = "") -> None:
        """What is put in front of the next text: the mark of a list item, the number of a note."""
        self.waiting.append((piece, reason))

    def line(self) -> None:
        """A line ends here."""
        self.gap = ""
        if self.parts:
            self._put("\n")

    def _write(self, piece: str, reason: str) -> None:
        if not piece:
            return
        if self.waiting and not self.parts:
            waiting, self.waiting = self.waiting, []
            for text, why in waiting:
                if why:
                    self.marks.append((self.length, self.length + len(text), why))
                self._put(text)
            self.gap = ""
        if self.gap:
            # a line of the source that ends between two Han characters is no blank
            wrapped = "\n" in self.gap and WIDE.match(self.last or "a") and WIDE.match(piece)
            if not self.last.isspace() and self.last and not wrapped:
                self._put(" ")
            self.gap = ""
        if reason:
            self.marks.append((self.length, self.length + len(piece), reason))
        self._put(piece)

    def _put(self, piece: str) -> None:
        self.parts.append(piece)
        self.length += len(piece)
        self.last = piece[-1]

    def end(self, kind: Kind | None) -> None:
        """The paragraph is over; nothing happens where there is none."""
        self.gap = ""
        if self.parts:
            self.emit("".join(self.parts), kind, self.marks)
            self.parts, self.marks, self.length, self.last = [], [], 0, ""
