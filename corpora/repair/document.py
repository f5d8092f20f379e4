"""Repair of UN documents as extractors leave them: whole paragraphs, and a reason for everything removed.

Text in, paragraphs out, each character with its place in the original. Nothing vanishes: every character of the input
is in a paragraph, in a :class:`Removal`, or white space. Ideas as in ftfy: a repair explains itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop

from corpora.page import ANNEX_HEADING, SENTENCE_END, Line, Mark, close_han, split_lines
from corpora.repair.contents import contents
from corpora.repair.furniture import doubled_title, meeting_lines, own_symbols, running_heads
from corpora.repair.joining import WIDE, Paragraph, Span, join_lines
from corpora.repair.layout import Layout, starts_paragraph, study
from corpora.repair.notes import FootnoteBlock, find_footnotes, mark_places, signature_lines
from corpora.repair.top import masthead_end
from corpora.repair.zones import Zone, mastheads
from corpora.text import MARK, TO_TEN, is_lone_mark, late

__all__ = ["REPAIR_VERSION", "Paragraph", "Removal", "Repaired", "join_lines", "repair"]

REPAIR_VERSION = "6"


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out of the text, where it stood (offsets, end exclusive), and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Paragraphs in reading order, footnotes last, and what was removed, in order of place."""

    paragraphs: tuple[Paragraph, ...]
    removals: tuple[Removal, ...]


def repair(
    text: str, lines: Sequence[Line] | None = None, marks: Sequence[Mark] = (), *, paged: bool = True
) -> Repaired:
    r"""Repair one document.

    ``lines`` and ``marks``: what a reader knows of the text (see :class:`corpora.repair.furniture.Line`); without them the
    text is cut into lines. ``paged``: page heads and feet can stand between the lines.

    >>> [p.text for p in repair("联 合 国  A/99/1\nDistr.: General\n*9912345*\n\n大  会重申其决议。\n").paragraphs]
    ['大会重申其决议。']
    """
    lines = split_lines(text) if lines is None else lines
    top = masthead_end(lines)
    zones = mastheads(lines, top)
    removed, leaders = _furniture(lines, marks, top, zones, paged)
    notes = find_footnotes(lines, top, removed)
    for note in notes:
        if note.rule >= 0:
            removed[note.rule] = "footnote rule"
    in_notes = {k for note in notes for k in note.lines}
    labelled = [k for k, line in enumerate(lines) if line.kind == "footnote" and k not in removed and k not in in_notes]
    in_notes.update(labelled)
    for k, line in enumerate(lines):
        if k not in removed and k not in in_notes and line.text and set(line.text) <= RULE_SIGNS:
            removed[k] = "rule"
    removed |= signature_lines(lines, top, removed, in_notes)
    body = [k for k, line in enumerate(lines) if line.text and k not in removed and k not in in_notes]
    groups = _groups(lines, body, study(lines, body))
    words = {w.lower() for k in body for w in re.findall(r"[A-Za-z-]+", lines[k].text)}
    spans = [(lines[k].start, lines[k].end, why) for k, why in removed.items()]
    paragraphs = [join_lines([lines[k] for k in group], words, spans) for group in groups]
    footnotes = _footnotes(lines, notes, paragraphs, spans)
    footnotes += _labelled_notes(lines, labelled, words, spans)
    _take_out([*paragraphs, *footnotes], [*marks, *leaders], spans)
    whole = [p for p in [*paragraphs, *footnotes] if p.text]
    _kinds(whole, [0] * bool(top) + [lines[zone.end - 1].end for zone in zones])
    _pages(whole, lines)
    return Repaired(tuple(whole), tuple(Removal(a, b, text[a:b], why) for a, b, why in sorted(spans)))


RULE_SIGNS = frozenset("_＿-–—─*＊ ")


def _furniture(
    lines: Sequence[Line], marks: Sequence[Mark], top: int, zones: Sequence[Zone], paged: bool
) -> tuple[dict[int, str], list[Mark]]:
    """Lines that are no text, with their reasons, and the ends of rows of a table of contents."""
    zoned = [k for first, last in [Zone(0, top), *zones] for k in range(first, last) if lines[k].text]
    above: dict[int, str] = dict.fromkeys(zoned, "masthead")
    own = own_symbols(lines, top).union(*(own_symbols(lines[z.start : z.end], z.end - z.start) for z in zones))
    head = zones[0].end if zones and not any(line.text for line in lines[: zones[0].start]) else top
    heads = running_heads(lines, top, paged, own) | (doubled_title(lines, head) if paged else {})
    rows, leaders = contents(lines, top)
    meetings = meeting_lines(lines, top, heads | above)
    return rows | heads | above | meetings | _marked(lines, marks), leaders


def _marked(lines: Sequence[Line], marks: Sequence[Mark]) -> dict[int, str]:
    """Lines that a mark of the reader covers from end to end."""
    whole = {(mark.start, mark.end): mark.reason for mark in marks}
    found = {k: whole.get((line.start, line.end), "") for k, line in enumerate(lines) if line.text} if whole else {}
    return {k: reason for k, reason in found.items() if reason}


def _take_out(paragraphs: Sequence[Paragraph], marks: Sequence[Mark], spans: list[Span]) -> None:
    """The marks of the reader, and of rows of contents, out of the paragraphs that hold them, and on record."""
    if not marks:
        return
    ordered = sorted(marks, key=lambda mark: mark.start)
    starts = [mark.start for mark in ordered]
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        first, last = paragraph.offsets[0], paragraph.offsets[-1]
        taken: list[tuple[int, int]] = []
        for mark in ordered[max(bisect_left(starts, first) - 1, 0) : bisect_left(starts, last + 1)]:
            start, end = (bisect_left(paragraph.offsets, at) for at in (mark.start, mark.end))
            start = max(start, taken[-1][1] if taken else 0)
            if start < end:
                taken.append((start, end))
                spans.append((paragraph.offsets[start], paragraph.offsets[end - 1] + 1, mark.reason))
        _close(paragraph, taken)


def _labelled_notes(lines: Sequence[Line], notes: Sequence[int], words: set[str], spans: list[Span]) -> list[Paragraph]:
    """Footnotes that the format itself names, one paragraph each."""
    groups: list[list[int]] = []
    for k in notes:
        if not groups or lines[k].block < 0 or lines[k].block != lines[groups[-1][-1]].block:
            groups.append([])
        groups[-1].append(k)
    return [join_lines([lines[k] for k in group], words, spans) for group in groups]


def _pages(paragraphs: Sequence[Paragraph], lines: Sequence[Line]) -> None:
    """The page on which each paragraph begins, from 1; 0 where no line begins a page."""
    breaks = [line.start for line in lines if line.page_break]
    for paragraph in paragraphs if breaks else ():
        paragraph.page = bisect_left(breaks, paragraph.offsets[0] + 1) + 1


TEXT_KINDS = (None, "body", "list", "heading", "title")


def _groups(lines: Sequence[Line], body: Sequence[int], layout: Layout) -> list[list[int]]:
    groups: list[list[int]] = []
    for place, k in enumerate(body):
        before = lines[body[place - 1]].block if place else -1
        known = lines[k].block >= 0 or before >= 0  # the format says where a paragraph begins
        if not place or (lines[k].block != before if known else starts_paragraph(lines, body, place, layout)):
            if not place or not _is_numbered(lines, groups[-1], lines[k]):
                groups.append([])
        groups[-1].append(k)
    return groups


def _is_numbered(lines: Sequence[Line], group: Sequence[int], line: Line) -> bool:
    """Whether a line is the paragraph whose number stands alone above it, as extractors of PDF leave it."""
    number = lines[group[0]]
    return (
        len(group) == 1
        and number.kind in TEXT_KINDS
        and line.kind in TEXT_KINDS
        and is_lone_mark(number.text)
        and not MARK.match(line.text)
        and not ANNEX.match(line.text[:40])
    )


def _footnotes(
    lines: Sequence[Line], notes: Sequence[FootnoteBlock], paragraphs: Sequence[Paragraph], spans: list[Span]
) -> list[Paragraph]:
    """Footnotes as paragraphs of their own; their marks are taken out of the text and recorded."""
    result: list[Paragraph] = []
    filled = [p for p in paragraphs if p.text]
    starts = [p.offsets[0] for p in filled]
    places: dict[int, dict[str, list[tuple[int, int]]]] = {}
    taken: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        paragraph = join_lines([lines[k] for k in note.lines], spans=spans)
        paragraph.kind = "footnote"
        if note.mark and paragraph.text.startswith(note.mark):
            width = len(note.mark)
            spans.append((paragraph.offsets[0], paragraph.offsets[width - 1] + 1, "footnote number"))
            bare = paragraph.text[width:].lstrip(" ")
            paragraph.keep([(len(paragraph.text) - len(bare), len(paragraph.text))])
        result.append(paragraph)
        here = bisect_left(starts, lines[note.lines[0]].start)
        found = _take_mark(filled, range(here - 1, max(here - REACH, 0) - 1, -1), note.mark, places)
        if found is not None:
            number, at = found
            offsets = filled[number].offsets
            spans.append((offsets[at], offsets[at + len(note.mark) - 1] + 1, "footnote mark"))
            taken.setdefault(number, []).append((at, at + len(note.mark)))
    for number, marks in taken.items():
        _close(filled[number], sorted(marks))
    return result


REACH = 15  # paragraphs above a note in which its mark can stand


def _take_mark(
    paragraphs: Sequence[Paragraph],
    near: Iterable[int],
    mark: str,
    places: dict[int, dict[str, list[tuple[int, int]]]],
) -> tuple[int, int] | None:
    """The surest place of a mark in the nearest paragraph, each place once: number of the paragraph, offset in it."""
    best: tuple[tuple[int, int], int] | None = None
    for number in near:
        if number not in places:
            places[number] = mark_places(paragraphs[number].text)  # sorted lists: heaps already
        here = places[number].get(mark)
        if here and (best is None or here[0][0] < best[0][0]):
            best = here[0], number
    if best is None:
        return None
    heappop(places[best[1]][mark])
    return best[1], best[0][1]


def _close(paragraph: Paragraph, taken: Sequence[tuple[int, int]]) -> None:
    """Take spans out, in order, and the space that each leaves before Han text or at an end."""
    text = paragraph.text
    gone: list[tuple[int, int]] = []
    for start, end in taken:
        if text[end : end + 1] == " ":
            after = text[end + 1 : end + 2]
            if not start or not after or WIDE_AFTER.match(after) or text[start - 1] in "。，；：！？）”":
                end += 1
        gone.append((start, end))
    paragraph.drop(gone)
    paragraph.keep([(0, len(paragraph.text.rstrip(" ")))])


WIDE_AFTER = late(rf"[{WIDE}]")
LIST_MARK = late(rf"(?:\([a-z]{{1,4}}\)|（[{TO_TEN}]{{1,3}}）|\([{TO_TEN}]{{1,3}}\)|[(（]\d{{1,2}}[)）]|[•●▪–—-]\s)")
ENDS = late(f"{SENTENCE_END}$")


ANNEX = late(ANNEX_HEADING, re.I)


def _kinds(paragraphs: Sequence[Paragraph], mastheads: Sequence[int]) -> None:
    """Titles between a masthead and the first sentence of its document, headings, annexes, list items, quotations.

    ``mastheads``: where each ends, in order. What the format says stands, but for an annex and a title, which no
    format names.
    """
    opening, passed = False, 0
    for paragraph in paragraphs:
        while passed < len(mastheads) and mastheads[passed] <= paragraph.offsets[0]:
            opening, passed = True, passed + 1
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
