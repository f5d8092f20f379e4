"""Lines of one paragraph as one text: line ends, hyphens, spaces, composed characters, each with its place.

Widths are kept: NFC, never NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.page import SPACES, Line
from corpora.repair.layout import continues_symbol
from corpora.text import HAN, TO_TEN, is_lone_mark, late

Span = tuple[int, int, str]
"""Something taken out: from, to (exclusive), reason."""


@dataclass(slots=True)
class Paragraph:
    """Repaired text; ``offsets[k]`` is the place of character ``k`` in the original."""

    text: str = ""
    offsets: array[int] = field(default_factory=lambda: array("I"))
    kind: Kind = "body"
    page: int = 0
    row: int = 0
    column: int = 0

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


def join_lines(
    lines: Sequence[Line], words: set[str] | frozenset[str] = frozenset(), spans: list[Span] | None = None
) -> Paragraph:
    """Lines of one paragraph as one text: no space between Han characters, hyphenated words whole again.

    ``words``: words of the document in lower case; a hyphen at a line end goes when the joined word is among them, and
    is put on record in ``spans``.
    """
    parts: list[str] = []
    tail, offsets = "", array("I")
    for line in lines:
        if parts:
            dropped, between = _joint(tail, line, words)
            if dropped:
                parts[-1] = parts[-1][:-1]
                at = offsets.pop()
                if spans is not None and tail[-1] == "-":
                    spans.append((at, at + 1, "hyphen at a line end"))
            if between:
                parts.append(" ")
                offsets.append(offsets[-1] + 1)  # the line end
        parts.append(line.text)
        tail = (tail + line.text)[-TAIL:]
        offsets.extend(range(line.start, line.start + len(line.text)))
    paragraph = Paragraph("".join(parts), offsets, next((line.kind for line in lines if line.kind), "body"))
    if lines and lines[0].row:
        paragraph.row, paragraph.column = lines[0].row, lines[0].column
    _clean(paragraph)
    return paragraph


TAIL = 60  # characters before a line end that tell how it is joined


def _joint(text: str, line: Line, words: set[str] | frozenset[str]) -> tuple[bool, bool]:
    """Whether the last character goes where a line begins, and whether a space comes between; ``text`` is what is before."""
    last, before = text[-1], text[-2:-1]
    if last == "\u00ad":
        return True, False
    if last == "-" and before.isalnum() and SUSPENDED.match(line.text):
        return False, True
    if last == "-" and before.isalnum() and (line.text[:1].isupper() or line.text[:1].isdigit()):
        return False, False  # Secretary-General, UN-Women, 2024-25
    if (last.isalpha() and DASHED.match(line.text)) or (last.isdigit() and RANGE.match(line.text)):
        return False, False
    if last == "-" and before.isalpha() and line.text[:1].islower():
        left = re.search(r"(?<![A-Za-z])[A-Za-z]++-$", text[-40:])
        right = re.match(r"[A-Za-z]+", line.text)
        return bool(left and right and (left.group()[:-1] + right.group()).lower() in words), False
    if (last in "/–—" and before and before != " ") or continues_symbol(text, line.text):
        return False, False
    if last in ".)" and is_lone_mark(text):
        return False, True
    first = line.text[0]
    closed = (WIDE_ONE.match(last) and not first.isalnum()) or (WIDE_ONE.match(first) and not last.isalnum())
    return False, not closed


SUSPENDED = late(r"(?:and|or|to|nor|und|et)\b")
"""What follows a hyphen that stands for a word: ``short- and long-term``."""
DASHED = late(r"[-–‐‑][A-Z]\w")
RANGE = late(r"[–‐‑]\d")
"""A hyphen or dash that was put to the word behind it: ``Beirut`` / ``–Damascus``."""
ARTICLE = late(rf"第[{TO_TEN}百零〇\d]{{1,6}}(?:条|條|章|节|節|编|編|部分)(?=[ \u3000][{HAN}《“（])")
"""The number of an article, whose space is its full stop: ``第一条　定义``."""
WIDE = rf"{HAN}\u3001-\u301f\uff01-\uff5e《》〈〉“”‘’…—"
WIDE_ONE = late(rf"[{HAN}\u3001-\u301f\uff01-\uff5e]")
GAP = late(
    rf"(?<=[{HAN}]) +(?=[{HAN}])|(?<=[\u3001-\u301f\uff01-\uff5e]) +|(?<! ) +(?=[\u3001-\u3003\u3009-\u301f\uff01\uff09\uff0c-\uff0e\uff1a\uff1b\uff1f])"
)
GAP_QUOTES = late(
    rf"(?<=[{HAN}]) +(?=[“”‘’《〈（(]?[{HAN}])|(?<=[“‘《〈]) +(?=[{HAN}])|(?<=[{HAN}]) +(?=[”’》〉])|(?<=[”’》〉]) +(?=[{HAN}])"
)
GAP_HYPHEN = late(
    r"\b(?:co|non|in|pre|post|anti|multi|sub|self|semi|inter|intra|mid)-( +)(?=[a-z]{3})(?!(?:and|nor|but|than)\b)",
    re.I,
)
"""A space that a file has behind a prefix: ``co- chaired``."""


DROPPED = r"\u200b\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ud800-\udfff"
NOISE = late(rf"[{DROPPED}]+")
SPACE_RUN = late(rf"[{SPACES}\n\f\x85 ]+")
EMPTY = late(rf"[\s{DROPPED}{SPACES}]")


def _clean(paragraph: Paragraph) -> None:
    """White space made plain, spaces inside Han text closed, NFC (never NFKC: widths are kept)."""
    first, last = 0, len(paragraph.text)
    while first < last and EMPTY.match(paragraph.text[first]):
        first += 1
    while first < last and EMPTY.match(paragraph.text[last - 1]):
        last -= 1
    paragraph.keep([(first, last)])
    paragraph.drop(match.span() for match in NOISE.finditer(paragraph.text))
    paragraph.drop((m.start() + 1, m.end()) for m in SPACE_RUN.finditer(paragraph.text) if m.end() - m.start() > 1)
    article = ARTICLE.match(paragraph.text)
    kept = article.end() if article else -1
    paragraph.text = SPACE_RUN.sub(lambda match: match[0] if match.start() == kept else " ", paragraph.text)
    for pattern in (GAP, GAP_QUOTES, GAP_HYPHEN):
        spans = (match.span(match.lastindex or 0) for match in pattern.finditer(paragraph.text))
        paragraph.drop(span for span in spans if span[0] != kept)
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
