"""Lines of a file as extractors leave them, and what a format knows of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpora.document import Kind
from corpora.text import HAN, display_width


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: offsets in the decoded text, indentation in columns, text without outer spaces.

    What a format knows of its lines, and plain text does not: ``block`` numbers the paragraph that the line belongs
    to (lines of one block have one number and follow each other; -1: the layout has to tell), ``kind`` says what it is
    (``None``: its form has to tell), ``columns`` is its measured width (-1: counted from its characters), ``row`` and
    ``column`` are the place of a cell in its table, from 1 (0: unknown).
    """

    start: int
    end: int
    indent: int
    text: str
    page_break: bool = False  # a form feed stands before this line
    block: int = -1
    kind: Kind | None = None
    columns: int = -1
    row: int = 0
    column: int = 0

    @property
    def width(self) -> int:
        """Columns: Han characters and other wide ones count two."""
        return display_width(self.text) if self.columns < 0 else self.columns


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text (offsets, end exclusive) that is no text of the sentence around it, and why it goes."""

    start: int
    end: int
    reason: str


SPACES = " \t\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\ufeff\r\x0b"
HAN_GAPS = re.compile(rf"(?<=[{HAN}])[ \t\u00a0\u3000]+(?=[{HAN}])")


def close_han(text: str) -> str:
    """Spaces inside Han text removed, for comparing.

    >>> close_han("大  会")
    '大会'
    """
    return HAN_GAPS.sub("", text)


def split_lines(text: str) -> list[Line]:
    """Lines with their offsets; form feeds end lines and mark the next one."""
    lines: list[Line] = []
    start, page = 0, False
    for match in re.finditer(r"\r\n|[\n\r\f\x85\u2028\u2029]|\Z", text):
        raw = text[start : match.start()]
        body = raw.strip(SPACES)
        lead = raw[: len(raw) - len(raw.lstrip(SPACES))]
        at = start + len(lead)
        lines.append(Line(at, at + len(body), display_width(lead), body, page, columns=display_width(body)))
        page = match.group() == "\f"
        start = match.end()
        if match.end() == len(text) and match.group() == "":
            break
    return lines
