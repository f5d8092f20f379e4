"""The masthead at the top of a file: where it ends, and the text begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpora.page import (
    BAR_CODE,
    DATE,
    DISTRIBUTION,
    LONGEST,
    LOOSE_SESSION,
    ORGANS,
    RULE,
    Line,
    close_han,
    is_symbol_line,
    masthead_part,
    own_form,
)
from corpora.text import late

_STRONG = late(r"(?:.*[ \u3000]{3}|.*\t)?(?:Distr\.|分发\s?[:：]|Original\s?[:：]|原件\s?[:：]|原文\s?[:：])", re.I)
SENTENCE = late(r"[A-Z]\S*(?:\s\S+){3,}[a-z)]\.$")
HEAD = 60
"""Filled lines among which a masthead ends."""


def masthead_end(lines: Sequence[Line]) -> int:
    """How many lines from the top belong to the masthead: 0 where nothing says that there is one.

    The zone ends after the last of bar code, job number, ``Original:`` and ``Distr.`` among the first 60 filled
    lines, and goes on over organ names, sessions, agenda items and the symbol.
    """
    filled: list[int] = []
    for k, line in enumerate(lines):
        if line.text:
            # text, or the foot of the first page, ends the zone: a bar code below it is not part of the masthead
            if len(filled) == HEAD or _is_text(line) or _opens_text(lines, k):
                break
            filled.append(k)
    foot = _foot(lines, filled)
    marks = [k for k in filled if _STRONG.match(lines[k].text[:LONGEST]) or BAR_CODE.match(lines[k].text)]
    while marks and marks[-1] >= foot and not _joins(lines, filled, marks):
        marks.pop()
    if not marks:
        return _plain_masthead(lines, filled)
    end = marks[-1] + 1
    for k in filled[bisect_left(filled, end) :]:
        if not _in_masthead(close_han(lines[k].text)) and masthead_part(lines[k].text) in (None, "body"):
            break
        end = k + 1
    return end


def _foot(lines: Sequence[Line], filled: Sequence[int]) -> int:
    """The first of the lines at the foot of page one: job number, bar code, notices, up to the end of the page."""
    after = filled[-1] + 1 if filled else 0
    while after < len(lines) and not lines[after].text:
        after += 1
    if after < len(lines) and not lines[after].page_break:
        return len(lines)
    foot = after
    for k in reversed(filled):
        if own_form(lines[k].text) not in _FOOT and not _PRINT_DATE.match(lines[k].text):
            break
        foot = k
    return foot


def _joins(lines: Sequence[Line], filled: Sequence[int], marks: Sequence[int]) -> bool:
    """Whether all between the last mark and the one before it looks like a masthead."""
    between = filled[bisect_left(filled, marks[-2]) + 1 : bisect_left(filled, marks[-1])] if len(marks) > 1 else []
    return len(marks) > 1 and all(
        _in_masthead(close_han(lines[k].text)) or masthead_part(lines[k].text) or _PRINT_DATE.match(lines[k].text)
        for k in between
    )


_FOOT = ("job number", "bar code", "recycling notice", "edition notice", "page number")
_PRINT_DATE = late(r"\d{6}(?:\s+\d{6})*$")
_LOWER = late(r"[a-z]")


def _opens_text(lines: Sequence[Line], k: int) -> bool:
    r"""Whether a sentence begins with a line: it ends within a few lines, and most of its words are small.

    >>> from corpora.page import split_lines
    >>> _opens_text(split_lines("Takes note of the annual report on the work\nof the office (A/99/19)."), 0)
    True
    """
    line = lines[k]
    if _in_masthead(close_han(line.text)) or masthead_part(line.text) not in (None, "body"):
        return False
    text = ""
    for below in lines[k : k + SENTENCE_LINES]:
        if not below.text or below.page_break or (below.block != line.block and below.block >= 0):
            break
        text = f"{text} {below.text}"
        if len(text.split()) >= SENTENCE_WORDS and _SENTENCE_STOP.search(text):
            break
    words = text.split()
    if len(words) < SENTENCE_WORDS or not _SENTENCE_STOP.search(text):
        return False
    return sum(_LOWER.match(word) is not None for word in words) >= 0.5 * len(words)


SENTENCE_LINES, SENTENCE_WORDS = 6, 8
"""Lines in which the first sentence of a text ends, and words that it has at least."""
_SENTENCE_STOP = late(r"(?:[a-z]{2}|\)|\d)[.;:](?:\s|$)")


def _in_masthead(text: str) -> bool:
    forms = (DISTRIBUTION, ORGANS, LOOSE_SESSION, DATE)
    return bool(own_form(text) or any(form.match(text) for form in forms) or is_symbol_line(text))


def _is_text(line: Line) -> bool:
    text = line.text
    if line.page_break or RULE.match(text) or re.match(r"\d{1,3}[.．、]\s*\S", text):
        return True
    if len(text) > LONGEST:
        return own_form(text) is None
    if own_form(text) or LOOSE_SESSION.match(close_han(text)) or masthead_part(text) not in (None, "body"):
        return False
    return line.width > 70 or bool(re.search(r"[。；;，,]$", text)) or SENTENCE.match(text) is not None


def _plain_masthead(lines: Sequence[Line], filled: Sequence[int]) -> int:
    """A masthead without distribution block: the symbol stands alone among organ names at the very top."""
    end, symbol = 0, False
    for k in filled:
        text = close_han(lines[k].text)
        if is_symbol_line(text):
            symbol = True
        elif not _in_masthead(text):
            break
        end = k + 1
    return end if symbol else 0
