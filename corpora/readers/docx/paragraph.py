"""Paragraphs of a Word file while they are read: their text, their fields, the notes that they refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.readers.docx.styles import Style
from corpora.readers.extract import Origin
from corpora.text import format_number

Marks = list[tuple[int, int, str]]


@dataclass(slots=True)
class Run:
    """A stretch of text of one formatting; ``hidden`` is ``None`` where the run itself says nothing.

    ``note``: the note whose own mark is the rest of this run, which began at character ``start``, piece ``piece``.
    ``number``: which run of its part it is, ``at``: how many of its characters have come.
    """

    hidden: bool | None = None
    style: str = ""
    font: str = ""
    note: tuple[str, str] | None = None
    start: int = 0
    piece: int = 0
    number: int = -1
    at: int = 0


@dataclass(slots=True)
class Block:
    """A finished paragraph. ``section``: how the section begins that ends here, where one ends here.

    ``cell``: row and column in its table, from 1. ``origins``: where in the file its stretches of text stand.
    """

    text: str
    kind: Kind | None = None
    marks: Marks = field(default_factory=list)
    page_before: bool = False
    page_after: bool = False
    section: str | None = None
    cell: tuple[int, int] = (0, 0)
    origins: list[Origin] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """A paragraph in the making.

    ``deleted`` and ``hidden`` are said of its end: it runs on into the next paragraph, which gives its number to the
    whole in the first case, and is the continuation of this one, number and all, in the second. ``boxes`` are the
    paragraphs of text boxes that hang on this one; ``breaks``: whether it begins a page, where it says so itself;
    ``contents``: whether it is in a table of contents.
    """

    number: int = -1
    pieces: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    length: int = 0
    marks: Marks = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    style: str = ""
    num_id: str | None = None
    level: int | None = None
    outline: int | None = None
    breaks: bool | None = None
    deleted: bool = False
    hidden: bool = False
    numbered: bool = False
    page_before: bool = False
    page_after: bool = False
    section: str | None = None
    contents: bool = False

    def add(self, text: str) -> None:
        """More text."""
        self.pieces.append(text)
        self.length += len(text)

    def add_from(self, part: str, text: str, length: int) -> None:
        """More text from the run that is being read, which has ``length`` characters there."""
        if self.runs:
            run = self.runs[-1]
            self.origins.append(Origin(self.length, self.length + len(text), part, self.number, run.number, run.at))
            run.at += length
        self.add(text)

    def pass_over(self, length: int) -> None:
        """Characters of the run that are not read."""
        if self.runs:
            self.runs[-1].at += length

    def mark(self, start: int, reason: str) -> None:
        """Say that the text from ``start`` on is not part of the sentence."""
        if start < self.length:
            self.marks.append((start, self.length, reason))

    def page(self) -> None:
        """A page ends here: before this paragraph while it is empty, else behind it."""
        if self.length:
            self.page_after = True
        else:
            self.page_before = True

    def put_in_front(self, label: str) -> None:
        """Text before all that is there."""
        if label:
            self.pieces.insert(0, label)
            self.length += len(label)
            self.marks = [(start + len(label), end + len(label), why) for start, end, why in self.marks]
            self.origins = [origin.moved(len(label)) for origin in self.origins]

    def run_on(self, before: Paragraph) -> None:
        """Put the text of the paragraph before in front; linear over any number of them, as its lists are reused."""
        before.pieces += self.pieces
        before.marks += [(start + before.length, end + before.length, why) for start, end, why in self.marks]
        before.origins += [origin.moved(before.length) for origin in self.origins]
        before.boxes += self.boxes
        self.pieces, self.marks, self.boxes = before.pieces, before.marks, before.boxes
        self.origins = before.origins
        self.page_after |= before.page_after | (self.page_before and bool(before.length))
        self.page_before = before.page_before or (self.page_before and not before.length)
        self.length += before.length
        self.section = self.section or before.section
        self.numbered = before.numbered


LIST_LABEL = re.compile(r"(?:[(（]\s?\w{1,6}\s?[)）]|\w{1,3}[)）]|[•‐‑–—―−*-]+)$")
CONTENTS_PAGE = re.compile(r"(?:\t[\s.…·]*|\s*(?:\.\s?){3,}\s*|\s*…+\s*)(?:\d{1,4}|[ivxlc]{1,7})\s*$")


def kind_of(paragraph: Paragraph, style: Style, label: str) -> Kind | None:
    """What the format says a paragraph is: by its outline level, its style, its number."""
    role = style.role
    if paragraph.outline is not None and role in (None, "heading"):
        role = "heading" if paragraph.outline <= 8 else None
    if role is not None:
        return "heading" if role == "contents" else role
    return "list" if LIST_LABEL.match(label.strip()) else None


def contents_page(text: str) -> tuple[int, int, str] | None:
    r"""The mark over the leader and the page number of an entry in a table of contents.

    >>> contents_page("I.\tIntroduction\t3"), contents_page("Introduction")
    ((15, 17, 'page number of a contents entry'), None)
    """
    tail = max(0, len(text) - 400)
    match = CONTENTS_PAGE.search(text, tail)
    return (match.start(), len(text), "page number of a contents entry") if match else None


class Fields:
    """Complex fields: which text is an instruction and which a result.

    A field whose instruction does not end in the paragraph in which it began is broken; its text counts again, so
    that one missing element does not hide the rest of a document.
    """

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._reading: list[list[str]] = []

    def begin(self) -> None:
        """A field begins with its instruction."""
        self._open.append([])
        self._reading.append(self._open[-1])

    def separate(self) -> None:
        """The instruction ends and the result begins."""
        if self._open and self._reading and self._reading[-1] is self._open[-1]:
            self._reading.pop()

    def end(self) -> str:
        """A field ends; gives its name where it had no result, else nothing."""
        if not self._open:
            return ""
        bare = bool(self._reading) and self._reading[-1] is self._open[-1]
        if bare:
            self._reading.pop()
        instruction = "".join(self._open.pop())
        return field_name(instruction) if bare else ""

    def instruct(self, text: str) -> None:
        """Text of the innermost instruction; its beginning is kept."""
        if self._open and len(self._open[-1]) < 20:
            self._open[-1].append(text[:200])

    def paragraph_ends(self) -> None:
        """Instructions that are open now are broken."""
        self._reading.clear()

    @property
    def instruction(self) -> bool:
        """Whether what comes now is no text."""
        return bool(self._reading)

    @property
    def contents(self) -> bool:
        """Whether what comes now is a table of contents."""
        return bool(self._open) and any(field_name("".join(one)) == "TOC" for one in self._open[:8])


def field_name(instruction: str) -> str:
    r"""The first word of an instruction.

    >>> field_name(' TOC \\o "1-3" ')
    'TOC'
    """
    return (instruction.split(maxsplit=1) or [""])[0].upper()


@dataclass(slots=True)
class Notes:
    """Footnotes or endnotes: their numbers in order of reference.

    ``marks`` maps ids to what stands in the text; ``own`` are the notes whose mark is typed, which do not count.
    """

    kind: str
    style: str = "decimal"
    number: int = 0
    marks: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    blocks: dict[str, list[Block]] = field(default_factory=dict)

    def refer(self, note: str, own_mark: bool) -> str:
        """A reference to a note: its number, or nothing where a mark of its own follows."""
        if note not in self.marks:
            self.number += not own_mark
            self.marks[note] = "" if own_mark else format_number(self.number, self.style) or str(self.number)
            if own_mark:
                self.own.add(note)
        return "" if own_mark else self.marks[note]

    def finished(self) -> list[Block]:
        """The paragraphs of the notes in order of reference, each note with its mark in front."""
        found: list[Block] = []
        for note, mark in self.marks.items():
            blocks = self.blocks.get(note, [])
            first = next((block for block in blocks if block.text.strip()), None)
            if first is not None and mark:
                _put_in_front(first, mark, note in self.own)
            found += blocks
        return found


def _put_in_front(block: Block, mark: str, own: bool) -> None:
    """The mark before the text of a note, unless it is typed there, and a mark over it."""
    body = block.text.lstrip()
    after = body[len(mark) : len(mark) + 1]
    if own and body.startswith(mark) and not (mark[-1].isalnum() and after.isalnum()):
        text, rest, shift = block.text, body, 0
        while rest.startswith(mark):  # LibreOffice writes its own before the one that is typed
            rest = rest[len(mark) :].lstrip()
    else:
        text, rest = f"{mark} {body}", body
        shift = len(text) - len(block.text)
    covered = len(text) - len(rest)
    shifted = [(max(start + shift, 0), end + shift, why) for start, end, why in block.marks]
    block.origins = [origin.moved(shift) for origin in block.origins]
    block.text, block.marks = text, [(0, covered, "footnote number"), *shifted]
