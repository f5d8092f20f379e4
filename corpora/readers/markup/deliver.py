"""Blocks of a marked-up text as paragraphs: list marks in front, lines of mastheads apart, page numbers of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.document import Kind
from corpora.page import SENTENCE_END
from corpora.readers.extract import Draft
from corpora.readers.markup.notes import Notes
from corpora.readers.markup.page import Block, Marks
from corpora.text import display_width

MANY_LINES = 6
"""Lines of preformatted text from which on each is one of a printed page, and the layout has to tell paragraphs."""
MASTHEAD_WIDTH = 60
"""Columns of the longest line in a masthead of several lines a cell: each of them stands for itself."""
NUMBERED = re.compile(r"\d{1,3}\.\s")
SENTENCE = re.compile(rf"{SENTENCE_END}(?:\d{{1,3}}|\*{{1,3}})?$")
GLUED = re.compile(r"(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})\.(?=[A-Z][a-z])")
CONTENTS_PAGE = re.compile(r"(?<=[^\s.…·\d])[\s.…·]*[\s.…·](?:\d{1,4}|[ivxlc]{1,7})$")


def deliver(draft: Draft, blocks: Sequence[Block], notes: Notes) -> None:
    """All blocks in their order; :mod:`corpora.reading` puts the notes last."""
    opening = True  # nothing but tables so far: the masthead
    for block in blocks:
        if block.page:
            draft.page()
        opening = opening and (block.place.cell is not None or not block.text)
        if opening and "\n" in block.text and max(map(display_width, block.text.split("\n"))) <= MASTHEAD_WIDTH:
            _deliver_lines(draft, block, notes.marks.get(block.number, []), block.kind)
        else:
            _deliver(draft, block, notes)


def _deliver(draft: Draft, block: Block, notes: Notes) -> None:
    """A block as a paragraph: its list marks in front, its kind, what is no text in it."""
    note = block.number in notes.blocks
    kind = "footnote" if note else block.kind
    marks = notes.marks.get(block.number, [])
    if block.place.verbatim and block.text.count("\n") >= MANY_LINES - 1:
        _deliver_lines(draft, block, marks, None)
        return
    front = _front(block)
    text = block.text
    if kind == "heading":
        text, marks = _set_apart(text, marks)
    if block.place.contents and not note:
        kind = "heading"
        marks = [*marks, *_contents_page(text)]
    if kind == "list" and NUMBERED.match(front + text[:10]) and SENTENCE.search(text):
        kind = None  # numbered paragraphs, which word processors export as items of a list
    if front:
        marks = [(start + len(front), end + len(front), reason) for start, end, reason in marks]
        if note:
            marks.insert(0, (0, len(front), "footnote number"))
    draft.paragraph(front + text, kind, marks)


def _set_apart(text: str, marks: Marks) -> tuple[str, Marks]:
    """A heading whose number has lost its tab, as in LibreOffice's export: ``I.Introduction``."""
    match = GLUED.match(text)
    if match is None:
        return text, marks
    at = match.end()
    return f"{text[:at]} {text[at:]}", [(s + (s >= at), e + (e > at), reason) for s, e, reason in marks]


def _contents_page(text: str) -> Marks:
    """The page number of an entry in a table of contents, with the dots before it."""
    match = CONTENTS_PAGE.search(text, max(0, len(text) - 400))
    return [(match.start(), len(text), "page number of a contents entry")] if match else []


def _deliver_lines(draft: Draft, block: Block, marks: Marks, kind: Kind | None) -> None:
    """Lines each by itself, form feeds as page breaks."""
    at = 0
    for line in block.text.split("\n"):
        if "\f" in line:
            draft.page()
        end = at + len(line)
        inside = [(start - at, stop - at, reason) for start, stop, reason in marks if at <= start and stop <= end]
        draft.paragraph(line.replace("\f", " "), kind, inside)
        at = end + 1


def _front(block: Block) -> str:
    """The marks of the list items that begin with a block, but for one that the text has itself."""
    typed = re.match(r"[(（]?(\w{1,6})[.)）、．]|[•·]", block.text)
    front = ""
    for item in block.items:
        marker = item.marker()
        if marker and not (typed and marker.strip(".、") == (typed[1] or "•")):
            front += f"{marker} "
    return front
