"""Footnotes of a page: which link calls a note, which blocks are the note, which small figures are marks.

Forms seen: Word (``#_ftn1`` and ``div#ftn1``), LibreOffice (``sdfootnote1sym``), ARIA (``doc-noteref``,
``doc-footnote``), EPUB (``epub:type``), Markdown (``fnref``), encyclopaedias (``cite_note``), pages by hand. What they
have in common is believed: a short label that links onwards to a place which has the name or the role of a note, links
back, or begins with the same label. All other links are text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpora.readers.markup.page import Anchor, Block, Link, Marks, Page, Scope
from corpora.readers.markup.raised import SIGNS, label_of, loose_marks

CALL_ROLES = frozenset(
    [
        "doc-noteref",
        "noteref",
        "footnote-ref",
        "footnote-reference",
        "fnref",
        "sdfootnoteanc",
        "sdendnoteanc",
        "footnoteref",
        "footnote",
    ]
)
BACK_ROLES = frozenset(
    [
        "doc-backlink",
        "backlink",
        "footnote-back",
        "footnote-backref",
        "fn-backref",
        "reversefootnote",
        "data-footnote-backref",
        "sdfootnotesym",
        "sdendnotesym",
        "referrer",
    ]
)
"""Roles and classes of links that call notes, and of those that lead back."""
CALLED = re.compile(
    r"(?i)_?(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym|(?:user-content-)?fn[:_-]?\w{1,20}|(?:foot|end)?note[:_-]?\d+|cite_note-.{1,80}"
)
"""Names that word processors and converters give to notes."""
CALLING = re.compile(
    r"(?i)_?(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc|(?:user-content-)?fnref[:_-]?[\w:.-]{1,30}|(?:foot|end)?note[:_-]?(?:ref|call)[:_-]?\d+|cite_ref-.{1,80}"
)
"""Names that they give to the places where notes are called."""
BOX = re.compile(r"(?i)(?:sd(?:foot|end)note|ftn|edn|fn:?|(?:foot|end)note[:_-]?)\d+")
BACK = re.compile(
    r"(?i)[\s\[\]()↩↑⇑⤴⏎^←\ufe0e\ufe0f]*|(?:\[?(?:back|return|top|up)(?: to (?:the )?text)?\]?|返回(?:正文)?|回到正文)\W{0,3}"
)
HEADING = re.compile(r"(?i)(?:foot|end)?notes?|脚注|尾注|附注|注释?|註釋?|腳註")
NUMBER = re.compile(
    rf"\s*+(?:[\[(（［〔]\s*+)?(\d{{1,4}}|[{SIGNS}]{{1,4}}|[A-Za-z]{{1,6}})\s*+[\])）］〕]?[.．、:：]?\s*+"
)
"""The number that a note begins with."""
APART = frozenset(" \u00a0\t.．、:：])）］〕*＊†‡§¶")
LONGEST = 40
"""Paragraphs of one note; more are a section."""
NEAR = 3
"""Characters between a call and the name that links lead back to."""


@dataclass(slots=True)
class Notes:
    """``marks``: what is no text, by number of the block. ``blocks``: which blocks are notes."""

    marks: dict[int, Marks] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)

    def mark(self, block: Block, start: int, end: int, reason: str) -> None:
        """Say that a stretch is no text; of stretches that overlap the first counts."""
        marks = self.marks.setdefault(block.number, [])
        place = bisect_left(marks, (start, end, reason))
        free = (not place or marks[place - 1][1] <= start) and (place == len(marks) or end <= marks[place][0])
        if start < end and free:
            insort(marks, (start, end, reason))


@dataclass(frozen=True, slots=True)
class Call:
    """A link that calls the note in the blocks from ``first`` to before ``last``, by its label."""

    block: Block
    link: Link
    label: str
    first: int
    last: int


def find_notes(page: Page) -> Notes:
    """The footnotes of a page."""
    notes = Notes()
    for block in page.blocks:
        for mark in block.marks:
            notes.mark(block, *mark)
    finder = _Finder(page)
    for first, (last, label) in sorted(_regions(notes, finder).items()):
        _mark_note(notes, finder, first, last, label)
    for scope in page.scopes:
        if scope.role == "notes":
            _mark_section(notes, page.blocks[scope.first : scope.last])
    for block, start, end, reason in loose_marks(page.blocks, notes.blocks):
        notes.mark(block, start, end, reason)
        if reason == "footnote number":
            notes.blocks.add(block.number)
    return notes


def _regions(notes: Notes, finder: _Finder) -> dict[int, tuple[int, str]]:
    """The notes by their first blocks: the block after their last one and their labels; calls are marked."""
    regions: dict[int, tuple[int, str]] = {}
    for call in finder.calls():
        known = regions.get(call.first)
        if known is not None and known[1] != call.label:
            continue  # many labels that lead to one place are no calls
        _mark_call(notes, call)
        if call.first >= 0:
            regions.setdefault(call.first, (call.last, call.label))
            finder.called.setdefault(call.block.number, []).append(call.link.start)
    for scope in finder.page.scopes:
        if scope.role == "note" and scope.first < scope.last:
            regions.setdefault(scope.first, (scope.last, ""))
    return regions


def _mark_call(notes: Notes, call: Call) -> None:
    """The label of a call, with the superscript or the brackets that are around it."""
    block, start, end = call.block, call.link.start, call.link.end
    text = block.text
    for left, right in _raised_around(block, start, end):
        if label_of(text[left:right]) is not None:
            start, end = left, right
    if text[start - 1 : start] in ("[", "［", "〔") and text[end : end + 1] in ("]", "］", "〕"):
        start, end = start - 1, end + 1
    notes.mark(block, start, end, "footnote mark")


def _raised_around(block: Block, start: int, end: int) -> list[tuple[int, int]]:
    """The superscripts that hold a stretch, the innermost first; they are in order of their beginnings."""
    place = bisect_right(block.raised, (start, len(block.text)))
    return [(left, right) for left, right in block.raised[max(place - 4, 0) : place][::-1] if right >= end]


def _mark_note(notes: Notes, finder: _Finder, first: int, last: int, label: str) -> None:
    """The blocks of a note, its number at the beginning and the links back out of it."""
    blocks = finder.page.blocks
    for number in range(first, last):
        block = blocks[number]
        if number in notes.blocks:
            break
        notes.blocks.add(number)
        if number == first:
            end = _number_end(block, label)
            notes.mark(block, 0, end, "footnote number")
            if end >= len(block.text) and last == first + 1:
                _add_rest(notes, blocks, block)
        for link in block.links:
            text = block.text[link.start : link.end]
            if len(text) <= 20 and finder.leads_back(link) and (BACK.fullmatch(text) or len(text) <= 3):
                notes.mark(block, link.start, link.end, "link back")


def _add_rest(notes: Notes, blocks: list[Block], block: Block) -> None:
    """The text of a note whose number stands alone: in the rest of its row, or in the next block."""
    cell = block.place.cell
    for following in blocks[block.number + 1 : block.number + 1 + LONGEST]:
        beside = following.place.cell
        together = beside is not None and beside.row == cell.row if cell is not None else beside is None
        if not together or following.kind == "heading" or following.number in notes.blocks:
            break
        notes.blocks.add(following.number)
        if cell is None:
            break


def _number_end(block: Block, label: str) -> int:
    """Where the number ends that a note begins with, by the label of its call where there is one; 0 for none."""
    text = block.text
    raised = block.raised[0][1] if block.raised and block.raised[0][0] <= 1 else 0
    match = NUMBER.match(text)
    # LibreOffice writes a mark of one's own twice, once as a link
    if match is None or (label and match[1] != label and (label.isalnum() or match[1] != 2 * label)):
        return 0
    end = match.end()
    linked = any(link.start <= 1 and match.end(1) - 1 <= link.end <= end for link in block.links[:2])
    if (raised and raised in (end, end - 1)) or linked:
        return end
    if not label and (match[1].isalpha() or text[match.end(1) : match.end(1) + 1] not in APART):
        return 0
    glued = text[end - 1].isalnum() and text[end : end + 1].isascii() and text[end : end + 1].isalnum()
    return 0 if glued else end


def _mark_section(notes: Notes, blocks: Iterable[Block]) -> None:
    """What stands in a section of notes: the notes, and the heading above them."""
    for block in blocks:
        if block.number in notes.blocks or not block.text:
            continue
        if block.kind == "heading" or HEADING.fullmatch(block.text.strip(" :：")):
            notes.mark(block, 0, len(block.text), "heading of the notes")
        else:
            notes.blocks.add(block.number)
            notes.mark(block, 0, _number_end(block, ""), "footnote number")


class _Finder:
    """Looks links up in a page. ``called``: where notes are called, by number of the block."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.called: dict[int, list[int]] = {}

    def calls(self) -> list[Call]:
        """The links that call notes."""
        found = []
        for block in self.page.blocks:
            for link in block.links:
                label = label_of(block.text[link.start : link.end])
                if label is not None or (not link.words.roles.isdisjoint(CALL_ROLES) and link.end - link.start <= 8):
                    call = self._call(block, link, label or block.text[link.start : link.end])
                    if call is not None:
                        found.append(call)
        return found

    def _call(self, block: Block, link: Link, label: str) -> Call | None:
        named = CALLED.fullmatch(link.target) is not None
        anchor = self.page.anchors.get(link.target)
        region = self._region(anchor) if anchor is not None else None
        if region is None:
            # a note that was not saved with the page, or that is empty
            lost = anchor is None or not 0 <= anchor.block.number < len(self.page.blocks)
            return Call(block, link, label, -1, -1) if named and lost else None
        first, last, role = region
        if first <= block.number and role != "note":
            return None
        says = named or role == "note" or link.words.any_of(CALL_ROLES)
        if says or self._answers(block, link, first, last) or self._begins(block, link, first, label):
            return Call(block, link, label, first, last)
        return None

    def _region(self, anchor: Anchor) -> tuple[int, int, str] | None:
        """The blocks of the note that an anchor names, and its role."""
        first = anchor.block.number
        scope = anchor.scope or self._around(anchor)
        if scope is not None:
            wider = scope.parent
            # Word and LibreOffice put the paragraphs of a note into an element of its own
            if wider is not None and wider.first == scope.first and any(map(BOX.fullmatch, wider.names)):
                scope = wider
            first, last, role = scope.first, scope.last, scope.role
        else:
            last, role = first + 1, ""
        if first < 0 or not first < last <= first + LONGEST:
            return None
        blocks = self.page.blocks[first:last]
        return None if any(block.kind == "heading" for block in blocks) else (first, last, role)

    def _around(self, anchor: Anchor) -> Scope | None:
        """The item, or the element with the name of a note, that begins where a name stands."""
        scope = anchor.block.place.scope
        if scope is None or scope.first != anchor.block.number or anchor.offset > NEAR:
            return None
        own = not scope.names or any(map(BOX.fullmatch, scope.names)) or scope.role == "note"
        return scope if own else None

    def _answers(self, block: Block, link: Link, first: int, last: int) -> bool:
        """Whether a link of the note leads back to its call."""
        for answer in (answer for note in self.page.blocks[first:last] for answer in note.links[:20]):
            anchor = self.page.anchors.get(answer.target)
            if anchor is None or anchor.block is not block:
                continue
            if anchor.scope is not None or link.start - NEAR <= anchor.offset <= link.end:
                return True
        return False

    def _begins(self, block: Block, link: Link, first: int, label: str) -> bool:
        """Whether a raised call leads to a block that begins with the same label."""
        raised = _raised_around(block, link.start, link.end)
        return bool(raised) and _number_end(self.page.blocks[first], label) > 0

    def leads_back(self, link: Link) -> bool:
        """Whether a link leads to a place where a note is called."""
        if CALLING.fullmatch(link.target) or link.words.any_of(BACK_ROLES):
            return True
        anchor = self.page.anchors.get(link.target)
        if anchor is None:
            return False
        places = self.called.get(anchor.block.number, [])
        at = bisect_left(places, anchor.offset - NEAR)
        return bool(places) and (anchor.scope is not None or (at < len(places) and places[at] <= anchor.offset + NEAR))
