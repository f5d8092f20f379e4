"""Tables of contents: the title of a row is text in both languages, its dots and page numbers are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.page import Line, Mark, close_han
from corpora.text import late

LONGEST = 400  # characters of a row
_DOTS = r"[.．·…‥・]"
_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,6})"
_RANGE = rf"{_NUMBER}(?:\s?[-–—]\s?{_NUMBER})?"
_PAGES = rf"(?:{_RANGE}\s+)?{_RANGE}"
LEADER = late(rf"\s*(?:{_DOTS}[ \t\u3000\u00a0]?){{4,}}\s*{_PAGES}$|\s*(?:{_DOTS}[ \t\u3000\u00a0]?){{9,}}$")
SHORT_LEADER = late(
    rf"(?<!\s)\s*+(?:{_DOTS}\s?){{2,3}}\s*{_PAGES}$|(?<!\s)\s++\d{{1,4}}\s?[-–—]\s?\d{{1,4}}(?:\s+\d{{1,4}})?$"
)
"""How a row ends whose title leaves no room for dots; only beside a row that has them."""
HEADER = late(
    r"(?:(?:Chapter|Section|Part|Articles?|Annex)\s+)?(?:(?:Paragraphs?|Paras?\.)\s+)?Page(?:s|\s+No\.?)?$|Paragraphs?$|(?:章次|章节|节次|部分)?\s*+(?:(?:段\s?次|段落)\s*+)?页\s?次$|段\s?次$"
)
BARE_ROW = late(rf"{_RANGE}\s+{_NUMBER}$|{_NUMBER}\s?[-–—]\s?{_NUMBER}$")
NEAR = 3  # filled lines from a row with dots to the words above the columns or to the numbers of a row without title


def leader(text: str) -> re.Match[str] | None:
    """The dots and numbers at the end of a row of a table of contents.

    >>> leader("II. Organization of the session ........ 12–15  6").group().strip(), leader("And so on...")
    ('........ 12–15  6', None)
    """
    # four dots, or the dots of two ellipses, are in every row: most lines need no search
    if len(text) > LONGEST or text[-1:] not in _ENDS or ("..." not in text and not _MANY.search(text)):
        return None
    return LEADER.search(text)


_ENDS = "0123456789.．·…‥・ivxlc"
_MANY = late(rf"{_DOTS}\s?{_DOTS}\s?{_DOTS}")


def contents(lines: Sequence[Line], start: int) -> tuple[dict[int, str], list[Mark]]:
    """What goes of a table of contents: whole lines with their reason, and the ends of rows."""
    filled = [k for k in range(start, len(lines)) if lines[k].text]
    rows = [n for n, k in enumerate(filled) if leader(lines[k].text)]
    removed: dict[int, str] = {}
    marks: list[Mark] = []
    for n in rows:
        line = lines[filled[n]]
        match = leader(line.text)
        if match is None or not match.start():
            removed[filled[n]] = "contents row"
            continue
        marks.append(Mark(line.start + match.start(), line.end, "contents leader"))
        for k in filled[max(n - 1, 0) : n + 2]:
            short = SHORT_LEADER.search(lines[k].text) if len(lines[k].text) <= LONGEST else None
            if short and short.start() and leader(lines[k].text) is None:
                marks.append(Mark(lines[k].start + short.start(), lines[k].end, "contents leader"))
        for k in filled[max(n - NEAR, 0) : n + NEAR + 1]:
            text = close_han(lines[k].text[:40])
            if lines[k].end - lines[k].start <= 40 and (HEADER.match(text) or BARE_ROW.match(text)):
                removed[k] = "contents row"
    return removed, sorted(set(marks), key=lambda mark: mark.start)
