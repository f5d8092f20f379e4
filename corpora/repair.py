"""Repair of UN documents as extractors leave them: whole paragraphs, and a reason for everything removed.

Text in, paragraphs out, each character with its place in the original. Nothing vanishes: every character of the input
is in a paragraph, in a :class:`Removal`, or white space. Ideas as in ftfy: a repair explains itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.furniture import BLANKS, Line, close_han, masthead_end, meeting_lines, running_heads, split_lines
from corpora.layout import Layout, starts_paragraph, study
from corpora.notes import FootnoteBlock, find_footnotes, find_mark, signature_lines

REPAIR_VERSION = "1"


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
    offsets: list[int] = field(default_factory=list)
    kind: Kind = "body"

    def cut(self, start: int, end: int) -> None:
        """Take characters ``start..end`` out."""
        self.text = self.text[:start] + self.text[end:]
        del self.offsets[start:end]


@dataclass(frozen=True, slots=True)
class Repaired:
    """Paragraphs in reading order, footnotes last, and what was removed, in order of place."""

    paragraphs: tuple[Paragraph, ...]
    removals: tuple[Removal, ...]


def repair(text: str) -> Repaired:
    r"""Repair one document.

    >>> [p.text for p in repair("联 合 国  A/99/1\nDistr.: General\n*9912345*\n\n大  会重申其决议。\n").paragraphs]
    ['大会重申其决议。']
    """
    lines = split_lines(text)
    removed: dict[int, str] = {}
    top = masthead_end(lines)
    for k in range(top):
        if lines[k].text:
            removed[k] = "masthead"
    heads = running_heads(lines, top)
    removed |= heads | meeting_lines(lines, top)
    notes = find_footnotes(lines, top, removed)
    for note in notes:
        if note.rule >= 0:
            removed[note.rule] = "footnote rule"
    in_notes = {k for note in notes for k in note.lines}
    for k, line in enumerate(lines):
        if k not in removed and k not in in_notes and line.text and set(line.text) <= set("_＿-–—─*＊ "):
            removed[k] = "rule"
    removed |= signature_lines(lines, top, removed, in_notes)
    body = [k for k, line in enumerate(lines) if line.text and k not in removed and k not in in_notes]
    layout = study(lines, body)
    paragraphs = _paragraphs(lines, body, layout)
    _kinds(paragraphs, bool(top))
    removals = [Removal(lines[k].start, lines[k].end, lines[k].text, why) for k, why in removed.items()]
    footnotes = _footnotes(lines, notes, paragraphs, removals)
    whole = [p for p in [*paragraphs, *footnotes] if p.text]
    return Repaired(tuple(whole), tuple(sorted(removals, key=lambda r: (r.start, r.end))))


def _paragraphs(lines: Sequence[Line], body: Sequence[int], layout: Layout) -> list[Paragraph]:
    groups: list[list[int]] = []
    for place, k in enumerate(body):
        if not groups or starts_paragraph(lines, body, place, layout):
            groups.append([])
        groups[-1].append(k)
    words = {w.lower() for k in body for w in re.findall(r"[A-Za-z-]+", lines[k].text)}
    return [join_lines([lines[k] for k in group], words) for group in groups]


def join_lines(lines: Sequence[Line], words: set[str] | frozenset[str] = frozenset()) -> Paragraph:
    """Lines of one paragraph as one text: no blank between Han characters, hyphenated words whole again.

    ``words``: words of the document in lower case; a hyphen at a line end goes when the joined word is among them.
    """
    characters: list[tuple[str, int]] = []
    for line in lines:
        if characters:
            characters = _join(characters, line, words)
        characters += [(c, line.start + k) for k, c in enumerate(line.text)]
    return _clean(characters)


def _join(characters: list[tuple[str, int]], line: Line, words: set[str] | frozenset[str]) -> list[tuple[str, int]]:
    last = characters[-1][0]
    if last == "\u00ad":
        return characters[:-1]
    if last == "-" and len(characters) > 1 and characters[-2][0].isalpha() and line.text[:1].islower():
        left = re.search(r"[A-Za-z]+-$", "".join(c for c, _ in characters[-40:]))
        right = re.match(r"[A-Za-z]+", line.text)
        if left and right and (left.group()[:-1] + right.group()).lower() in words:
            return characters[:-1]
        return characters
    if last in "/–—" and not (len(characters) > 1 and characters[-2][0] == " "):
        return characters
    first = line.text[0]
    if (WIDE_ONE.match(last) and not first.isalnum()) or (WIDE_ONE.match(first) and not last.isalnum()):
        return characters
    return [*characters, (" ", characters[-1][1])]


HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE = rf"{HAN}\u3001-\u301f\uff01-\uff5e《》〈〉“”‘’…—"
WIDE_ONE = re.compile(rf"[{HAN}\u3001-\u301f\uff01-\uff5e]")
GAP = re.compile(
    rf"(?<=[{HAN}]) +(?=[{HAN}])|(?<=[\u3001-\u301f\uff01-\uff5e]) +| +(?=[\u3001-\u3003\u3009-\u301f\uff01\uff09\uff0c-\uff0e\uff1a\uff1b\uff1f])"
)
GAP_QUOTES = re.compile(
    rf"(?<=[{HAN}]) +(?=[“”‘’《〈（(]?[{HAN}])|(?<=[“‘《〈]) +(?=[{HAN}])|(?<=[{HAN}]) +(?=[”’》〉])|(?<=[”’》〉]) +(?=[{HAN}])"
)


def _clean(characters: list[tuple[str, int]]) -> Paragraph:
    """White space made plain, spaces inside Han text closed, NFC (never NFKC: widths are kept)."""
    out: list[tuple[str, int]] = []
    for c, at in characters:
        if c in BLANKS or c == " ":
            if c in "\u200b\ufeff" or (out and out[-1][0] == " "):
                continue
            c = " "
        elif (
            (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xE000 <= ord(c) <= 0xF8FF)
            or 0xD800 <= ord(c) <= 0xDFFF
            or c == "\u00ad"
        ):
            continue
        out.append((c, at))
    while out and out[0][0] == " ":
        out.pop(0)
    while out and out[-1][0] == " ":
        out.pop()
    paragraph = Paragraph("".join(c for c, _ in out), [at for _, at in out])
    for pattern in (GAP, GAP_QUOTES):
        for match in reversed(list(pattern.finditer(paragraph.text))):
            paragraph.cut(match.start(), match.end())
    return _compose(paragraph)


def _compose(paragraph: Paragraph) -> Paragraph:
    """NFC, with offsets: a composed character keeps the place of its first part."""
    if unicodedata.is_normalized("NFC", paragraph.text):
        return paragraph
    text: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(paragraph.text):
        composed = unicodedata.normalize("NFC", paragraph.text[start:end])
        text.append(composed)
        offsets += [paragraph.offsets[min(start + k, end - 1)] for k in range(len(composed))]
    return Paragraph("".join(text), offsets, paragraph.kind)


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
    for note in notes:
        paragraph = join_lines([lines[k] for k in note.lines])
        paragraph.kind = "footnote"
        if note.mark and paragraph.text.startswith(note.mark):
            _record(paragraph, 0, len(note.mark), "footnote number", removals)
            while paragraph.text.startswith(" "):
                paragraph.cut(0, 1)
        result.append(paragraph)
        first = lines[note.lines[0]].start
        near = [p for p in paragraphs if p.offsets and p.offsets[0] < first][:-16:-1]
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


def _kinds(paragraphs: Sequence[Paragraph], masthead: bool) -> None:
    """Titles before the first sentence of a document with a masthead, headings, list items, quotations."""
    opening = masthead
    for paragraph in paragraphs:
        text = close_han(paragraph.text)
        sentence = bool(ENDS.search(text)) or len(text) > 220
        if LIST_MARK.match(text):
            paragraph.kind = "list"
        elif not sentence and not text.endswith((",", "，", "、")):
            paragraph.kind = "title" if opening else "heading"
        elif text[0] in '“"「' and not opening:
            paragraph.kind = "quote"
        if sentence:
            opening = False
