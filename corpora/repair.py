"""Repair of UN documents as extractors leave them: whole paragraphs, and a reason for everything removed.

Text in, paragraphs out, each character with its place in the original. Nothing vanishes: every character of the input
is in a paragraph, in a :class:`Removal`, or white space. Ideas as in ftfy: a repair explains itself.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.furniture import BLANKS, Line, Mark, close_han, masthead_end, meeting_lines, running_heads, split_lines
from corpora.layout import Layout, starts_paragraph, study
from corpora.notes import FootnoteBlock, find_footnotes, find_mark, signature_lines

REPAIR_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out of the text, where it stood (offsets, end exclusive), and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(slots=True)
class Paragraph:
    """Repaired text; ``offsets[k]`` is the place of character ``k`` in the original."""

    text: str = ""
    offsets: array[int] = field(default_factory=lambda: array("I"))
    kind: Kind = "body"
    page: int = 0

    def cut(self, start: int, end: int) -> None:
        """Take characters ``start..end`` out."""
        self.keep([(0, start), (end, len(self.text))])

    def keep(self, spans: Iterable[tuple[int, int]]) -> None:
        """Leave only the characters in ``spans``, which are in order."""
        text, offsets = [], array("I")
        for start, end in spans:
            text.append(self.text[start:end])
            offsets += self.offsets[start:end]
        self.text, self.offsets = "".join(text), offsets

    def drop(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take the characters in ``spans`` out, which are in order and apart; linear however many they are."""
        places = [place for span in spans for place in span]
        if places:
            edges = [0, *places, len(self.text)]
            self.keep(zip(edges[::2], edges[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Repaired:
    """Paragraphs in reading order, footnotes last, and what was removed, in order of place."""

    paragraphs: tuple[Paragraph, ...]
    removals: tuple[Removal, ...]


def repair(
    text: str, lines: Sequence[Line] | None = None, marks: Sequence[Mark] = (), *, paged: bool = True
) -> Repaired:
    r"""Repair one document.

    ``lines`` and ``marks``: what a reader knows of the text (see :class:`corpora.furniture.Line`); without them the
    text is cut into lines. ``paged``: page heads and feet can stand between the lines.

    >>> [p.text for p in repair("联 合 国  A/99/1\nDistr.: General\n*9912345*\n\n大  会重申其决议。\n").paragraphs]
    ['大会重申其决议。']
    """
    lines = split_lines(text) if lines is None else lines
    removed = _marked(lines, marks)
    top = masthead_end(lines)
    for k in range(top):
        if lines[k].text:
            removed.setdefault(k, "masthead")
    removed = running_heads(lines, top, paged) | meeting_lines(lines, top) | removed
    notes = find_footnotes(lines, top, removed)
    for note in notes:
        if note.rule >= 0:
            removed[note.rule] = "footnote rule"
    in_notes = {k for note in notes for k in note.lines}
    labelled = [k for k, line in enumerate(lines) if line.kind == "footnote" and k not in removed and k not in in_notes]
    in_notes.update(labelled)
    for k, line in enumerate(lines):
        if k not in removed and k not in in_notes and line.text and set(line.text) <= set("_＿-–—─*＊ "):
            removed[k] = "rule"
    removed |= signature_lines(lines, top, removed, in_notes)
    body = [k for k, line in enumerate(lines) if line.text and k not in removed and k not in in_notes]
    layout = study(lines, body)
    groups = _groups(lines, body, layout)
    words = {w.lower() for k in body for w in re.findall(r"[A-Za-z-]+", lines[k].text)}
    paragraphs = [join_lines([lines[k] for k in group], words) for group in groups]
    removals = [Removal(lines[k].start, lines[k].end, lines[k].text, why) for k, why in removed.items()]
    footnotes = _footnotes(lines, notes, paragraphs, removals)
    footnotes += _labelled_notes(lines, labelled, words)
    _take_out([*paragraphs, *footnotes], marks, removals)
    whole = [p for p in [*paragraphs, *footnotes] if p.text]
    _kinds(whole, bool(top))
    _pages(whole, lines)
    return Repaired(tuple(whole), tuple(sorted(removals, key=lambda r: (r.start, r.end))))


def _marked(lines: Sequence[Line], marks: Sequence[Mark]) -> dict[int, str]:
    """Lines that a mark of the reader covers from end to end."""
    whole = {(mark.start, mark.end): mark.reason for mark in marks}
    found = {k: whole.get((line.start, line.end), "") for k, line in enumerate(lines) if line.text} if whole else {}
    return {k: reason for k, reason in found.items() if reason}


def _take_out(paragraphs: Sequence[Paragraph], marks: Sequence[Mark], removals: list[Removal]) -> None:
    """The reader's marks out of the paragraphs that hold them, and on record."""
    if not marks:
        return
    ordered = sorted(marks, key=lambda mark: mark.start)
    starts = [mark.start for mark in ordered]
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        first, last = min(paragraph.offsets), max(paragraph.offsets)
        here = ordered[max(bisect_left(starts, first) - 1, 0) : bisect_left(starts, last + 1)]
        for mark in reversed(here):
            start, end = (bisect_left(paragraph.offsets, at) for at in (mark.start, mark.end))
            if start < end:
                _record(paragraph, start, end, mark.reason, removals)
                _close(paragraph, start)


def _labelled_notes(lines: Sequence[Line], notes: Sequence[int], words: set[str]) -> list[Paragraph]:
    """Footnotes that the format itself names, one paragraph each."""
    groups: list[list[int]] = []
    for k in notes:
        if not groups or lines[k].block < 0 or lines[k].block != lines[groups[-1][-1]].block:
            groups.append([])
        groups[-1].append(k)
    return [join_lines([lines[k] for k in group], words) for group in groups]


def _pages(paragraphs: Sequence[Paragraph], lines: Sequence[Line]) -> None:
    """The page on which each paragraph begins, from 1; 0 where no line begins a page."""
    breaks = [line.start for line in lines if line.page_break]
    for paragraph in paragraphs if breaks else ():
        paragraph.page = bisect_left(breaks, paragraph.offsets[0] + 1) + 1


def _groups(lines: Sequence[Line], body: Sequence[int], layout: Layout) -> list[list[int]]:
    groups: list[list[int]] = []
    for place, k in enumerate(body):
        before = lines[body[place - 1]].block if place else -1
        known = lines[k].block >= 0 or before >= 0  # the format says where a paragraph begins
        if not place or (lines[k].block != before if known else starts_paragraph(lines, body, place, layout)):
            groups.append([])
        groups[-1].append(k)
    return groups


def join_lines(lines: Sequence[Line], words: set[str] | frozenset[str] = frozenset()) -> Paragraph:
    """Lines of one paragraph as one text: no blank between Han characters, hyphenated words whole again.

    ``words``: words of the document in lower case; a hyphen at a line end goes when the joined word is among them.
    """
    text, offsets = "", array("I")
    for line in lines:
        if text:
            dropped, between = _joint(text, line, words)
            if dropped:
                text = text[:-1]
                offsets.pop()
            if between:
                text += " "
                offsets.append(offsets[-1] + 1)  # the line end
        text += line.text
        offsets.extend(range(line.start, line.start + len(line.text)))
    paragraph = Paragraph(text, offsets, next((line.kind for line in lines if line.kind), "body"))
    _clean(paragraph)
    return paragraph


def _joint(text: str, line: Line, words: set[str] | frozenset[str]) -> tuple[bool, bool]:
    """Whether the last character goes where a line begins, and whether a blank comes between."""
    last, before = text[-1], text[-2:-1]
    if last == "\u00ad":
        return True, False
    if last == "-" and before.isalpha() and line.text[:1].islower():
        left = re.search(r"[A-Za-z]+-$", text[-40:])
        right = re.match(r"[A-Za-z]+", line.text)
        return bool(left and right and (left.group()[:-1] + right.group()).lower() in words), False
    if last in "/–—" and before and before != " ":
        return False, False
    first = line.text[0]
    closed = (WIDE_ONE.match(last) and not first.isalnum()) or (WIDE_ONE.match(first) and not last.isalnum())
    return False, not closed


HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE = rf"{HAN}\u3001-\u301f\uff01-\uff5e《》〈〉“”‘’…—"
WIDE_ONE = re.compile(rf"[{HAN}\u3001-\u301f\uff01-\uff5e]")
GAP = re.compile(
    rf"(?<=[{HAN}]) +(?=[{HAN}])|(?<=[\u3001-\u301f\uff01-\uff5e]) +| +(?=[\u3001-\u3003\u3009-\u301f\uff01\uff09\uff0c-\uff0e\uff1a\uff1b\uff1f])"
)
GAP_QUOTES = re.compile(
    rf"(?<=[{HAN}]) +(?=[“”‘’《〈（(]?[{HAN}])|(?<=[“‘《〈]) +(?=[{HAN}])|(?<=[{HAN}]) +(?=[”’》〉])|(?<=[”’》〉]) +(?=[{HAN}])"
)


DROPPED = r"\u200b\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ud800-\udfff"
NOISE = re.compile(rf"[{DROPPED}]+")
SPACES = re.compile(rf"[{BLANKS}\n\f\x85 ]+")
EDGES = re.compile(rf"^[\s{DROPPED}{BLANKS}]+|[\s{DROPPED}{BLANKS}]+$")


def _clean(paragraph: Paragraph) -> None:
    """White space made plain, spaces inside Han text closed, NFC (never NFKC: widths are kept)."""
    paragraph.drop(match.span() for match in EDGES.finditer(paragraph.text))
    paragraph.drop(match.span() for match in NOISE.finditer(paragraph.text))
    paragraph.drop((m.start() + 1, m.end()) for m in SPACES.finditer(paragraph.text) if m.end() - m.start() > 1)
    paragraph.text = SPACES.sub(" ", paragraph.text)
    for pattern in (GAP, GAP_QUOTES):
        paragraph.drop(match.span() for match in pattern.finditer(paragraph.text))
    _compose(paragraph)


def _compose(paragraph: Paragraph) -> None:
    """NFC, with offsets: a composed character keeps the place of its first part."""
    if unicodedata.is_normalized("NFC", paragraph.text):
        return
    text: list[str] = []
    offsets = array("I")
    for start, end in _clusters(paragraph.text):
        composed = unicodedata.normalize("NFC", paragraph.text[start:end])
        text.append(composed)
        offsets.extend(paragraph.offsets[min(start + k, end - 1)] for k in range(len(composed)))
    paragraph.text, paragraph.offsets = "".join(text), offsets


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for k in range(1, len(text) + 1):
        if k == len(text) or (unicodedata.combining(text[k]) == 0 and not 0x1160 <= ord(text[k]) <= 0x11FF):
            yield start, k
            start = k


def _footnotes(
    lines: Sequence[Line], notes: Sequence[FootnoteBlock], paragraphs: Sequence[Paragraph], removals: list[Removal]
) -> list[Paragraph]:
    """Footnotes as paragraphs of their own; their marks are taken out of the text and recorded."""
    result: list[Paragraph] = []
    starts = [p.offsets[0] if p.offsets else 0 for p in paragraphs]
    for note in notes:
        paragraph = join_lines([lines[k] for k in note.lines])
        paragraph.kind = "footnote"
        if note.mark and paragraph.text.startswith(note.mark):
            _record(paragraph, 0, len(note.mark), "footnote number", removals)
            while paragraph.text.startswith(" "):
                paragraph.cut(0, 1)
        result.append(paragraph)
        first = lines[note.lines[0]].start
        here = bisect_left(starts, first)
        near = [p for p in paragraphs[max(here - 15, 0) : here] if p.text][::-1]
        place = find_mark([p.text for p in near], note.mark)
        if place is not None:
            candidate, at = near[place[0]], place[1]
            _record(candidate, at, at + len(note.mark), "footnote mark", removals)
            _close(candidate, at)
    return result


def _record(paragraph: Paragraph, start: int, end: int, reason: str, removals: list[Removal]) -> None:
    places = paragraph.offsets[start:end]
    removals.append(Removal(places[0], places[-1] + 1, paragraph.text[start:end], reason))
    paragraph.cut(start, end)


def _close(paragraph: Paragraph, at: int) -> None:
    """Tidy the blank that a removed mark leaves before Han text or at the end."""
    if at < len(paragraph.text) and paragraph.text[at] == " ":
        after = paragraph.text[at + 1 : at + 2]
        before = paragraph.text[at - 1 : at]
        if not after or re.match(rf"[{WIDE}]", after) or before in "。，；：！？）”":
            paragraph.cut(at, at + 1)
    while paragraph.text.endswith(" "):
        paragraph.cut(len(paragraph.text) - 1, len(paragraph.text))


LIST_MARK = re.compile(
    r"(?:\([a-z]{1,4}\)|（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|[(（]\d{1,2}[)）]|[•●▪–—-]\s)"
)
ENDS = re.compile(r"[。！？；：.!?;:…][”’\"'）)\]】」]*$")


ANNEX = re.compile(
    r"(?:附件|附录|附文|附表)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVXLC]{1,5})?$|(?:Annex|Appendix|Enclosure)(?:es)?(?:\s(?:[IVXLC]{1,5}|\d{1,2}|[A-Z]))?$",
    re.I,
)


def _kinds(paragraphs: Sequence[Paragraph], masthead: bool) -> None:
    """Titles before the first sentence of a document with a masthead, headings, annexes, list items, quotations.

    What the format says stands, but for an annex and a title, which no format names.
    """
    opening = masthead
    for paragraph in paragraphs:
        text = close_han(paragraph.text)
        sentence = bool(ENDS.search(text)) or len(text) > 220
        if paragraph.kind in ("body", "heading", "title") and ANNEX.match(text):
            paragraph.kind = "annex"
            opening = False
        elif paragraph.kind == "heading" and opening:
            paragraph.kind = "title"
        elif paragraph.kind == "body":
            if LIST_MARK.match(text):
                paragraph.kind = "list"
            elif not sentence and not text.endswith((",", "，", "、")):
                paragraph.kind = "title" if opening else "heading"
            elif text[0] in '“"「' and not opening:
                paragraph.kind = "quote"
        if sentence:
            opening = False
