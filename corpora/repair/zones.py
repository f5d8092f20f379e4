"""Mastheads that stand in the middle of a file, and those at its head that have no bar code and no ``Distr.``.

A file can hold the end of one document and the start of the next, and an export can lose half of a masthead. One line
that looks like part of a masthead proves nothing: a table of meetings has dates, a report has a heading ``Agenda item
5``. Several different parts in a row do, or one before the title of a document (``Report of the``, ``Letter dated``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpora.page import LONGEST, OPENING, Line, close_han, masthead_part


class Zone(NamedTuple):
    """Lines of one masthead, end exclusive."""

    start: int
    end: int


TOP_LINE = re.compile(r"(?:United Nations|联合国)(?:\s.*)?$")
NEAR = 4  # filled lines below a masthead among which a title begins
TABLE = 15  # filled lines among which three such zones are a table of meetings


def mastheads(lines: Sequence[Line], top: int) -> list[Zone]:
    r"""Masthead zones from line ``top`` on; where ``top`` is 0 also one at the head of the file.

    >>> from corpora.page.lines import split_lines
    >>> text = "The end of a report.\n2043 session\nAgenda item 5\nLetter dated 3 May 2043\nI write to you."
    >>> mastheads(split_lines(text), 0)
    [Zone(start=1, end=3)]
    """
    filled = [k for k in range(top, len(lines)) if lines[k].text]
    parts = [None if lines[k].kind in ("cell", "footnote") else masthead_part(lines[k].text) for k in filled]
    runs: list[tuple[int, int]] = []
    loose: list[int] = []  # of those without agenda item or distribution: a table can look like them
    top_lines = {n for n, k in enumerate(filled) if parts[n] and TOP_LINE.match(close_han(lines[k].text))}
    for first, last in _runs(parts, top_lines):
        here = [str(part) for part in parts[first:last]]
        title = any(_opens(lines[k]) for k in filled[last : last + NEAR])
        # a format that names its headings would not leave the masthead to the first of them
        head = first == 0 and top == 0 and last < len(filled) and lines[filled[0]].kind not in ("heading", "title")
        if _is_masthead(here, title, head):
            if not {"item", "distribution", "number"}.intersection(here) and first:
                loose.append(len(runs))
            runs.append((first, last))
    tables = {
        n
        for a, b, c in zip(loose, loose[1:], loose[2:], strict=False)
        if runs[c][0] - runs[a][0] <= TABLE
        for n in (a, b, c)
    }
    return [Zone(filled[first], filled[last - 1] + 1) for n, (first, last) in enumerate(runs) if n not in tables]


def _runs(parts: Sequence[str | None], top_lines: set[int]) -> list[tuple[int, int]]:
    """Neighbouring lines that all look like parts, without the names of bodies at their end: those begin the text.

    Names above the line ``United Nations`` are the end of the document before: ``Draft decision`` / ``Executive Board``.
    """
    runs: list[tuple[int, int]] = []
    first = 0
    for n, part in enumerate([*parts, None]):
        if part is not None:
            continue
        last = n
        for k in range(first + 1, last):
            if k in top_lines and all(part in ("organ", "body") for part in parts[first:k]):
                first = k
                break
        while last > first and parts[last - 1] == "body":
            last -= 1
        if last > first + 1 and parts[last - 1] == "organ" and "item" in parts[first:last]:
            last -= 1
        if last > first:
            runs.append((first, last))
        first = n + 1
    return runs


def _is_masthead(parts: Sequence[str], title: bool, head: bool) -> bool:
    """Whether parts in a row make a masthead; ``title``: the title of a document follows."""
    found = set(parts)
    if parts.count("session") > 2:
        return False
    if "item" in found and found & {"session", "span", "organ", "distribution", "number"}:
        return True
    if "session" in found and found & {"organ", "body", "span", "symbol", "distribution", "number"}:
        return True
    if "distribution" in found and found & {"symbol", "organ", "number"}:
        return True
    if head and ("organ" in found or len(found - {"body", "word"}) > 1 or {"date", "word"} <= found):
        return True
    return title and bool(
        found & {"item", "session"}
        or ("span" in found and found & {"organ", "body"})
        or ("organ" in found and found & {"date", "symbol"})
        or {"date", "symbol"} <= found
    )


def _opens(line: Line) -> bool:
    return len(line.text) <= 2 * LONGEST and OPENING.match(close_han(line.text)) is not None
