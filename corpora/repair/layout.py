"""How the lines of an extracted page make paragraphs: indentation, line width, blank lines, list marks."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from corpora.page import ANNEX_HEADING, OPEN_END, OPENING, ORGAN_NAMES, TERMINAL, Line, close_han
from corpora.repair.contents import leader
from corpora.text import HAN, MARK, TO_TEN, display_width, late, read_table, to_roman

__all__ = ["MARK", "OPEN_END", "TERMINAL", "Layout", "Run", "continues_symbol", "starts_paragraph", "study"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a document's lines have in common.

    ``spaced``: a blank line stands between all lines, so it says nothing. ``blank_lines``: blank lines separate paragraphs.
    ``width``: columns of a full line. ``indented``: paragraphs begin with an indentation. ``wrapped``: paragraphs run
    over several lines at all; where they do not, every line is a paragraph. ``indent``: columns by which the first
    line of a paragraph is set in, 0 where that is not the custom.
    """

    spaced: bool
    blank_lines: bool
    width: int
    indented: bool
    wrapped: bool
    indent: int = 0
    runs: tuple[Run | None, ...] = ()  # for each body line the run of short lines that it is in


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring short lines: how many, the width that counts as full among them, how many reach it."""

    length: int
    room: int
    widest: int


STOP = late(r"[。！？；.!?;][”’\"'）)\]】」]*\s?(?:\d{1,3}|\*{1,3})?$")
CLAUSE_END = late(r"[,，、]\d{0,3}$")
_OPENINGS = "|".join(opening for (opening,) in read_table(__package__, "clauses.tsv"))
CLAUSE = late(rf"(?:{_OPENINGS})\b")
"""How the clauses of a preamble begin (*United Nations Editorial Manual*, resolutions): each is a paragraph that ends with a comma."""
ALONE = late(
    rf"{ANNEX_HEADING}"
    rf"|Summary[*＊]{{0,3}}$|摘\s?要[*＊]{{0,3}}$|Contents$|目\s?录$|(?:The )?(?:{ORGAN_NAMES}),$|(?:{ORGAN_NAMES})，$"
)
LABEL = late(r"(?:Sources?|Notes?|Abbreviations?):\s|(?:资料来源|注|说明|缩略语)[：:]")
SYMBOL_CUT = late(
    r"[A-Z\d]/(?:[\w.-]+/){0,6}(?:Add|Corr|Rev|Amend|CP|CRP|L|WP|INF|Inf|SR|PV|MISC|Misc|SC|C|CN|AC|WG|NGO|RES|DEC|CONF)\.$"
)
ADDRESS = late(r"(?:https?://|www\.)\S{20}")  # it cannot be broken, so it makes a line as wide as it is
NARROWEST, WIDEST = 36, 200
"""Columns of a line of a page: shorter ones are cells of a table, longer ones paragraphs."""


def continues_symbol(before: str, text: str) -> bool:
    """Whether a document symbol was cut at its full stop, as splitters and line ends do.

    >>> continues_symbol("Adopted in FCCC/CP/2015/10/Add.", "1, decision 1/CP.21."), continues_symbol("See sect. C.", "1 May")
    (True, False)
    """
    return text[:1].isdigit() and before.endswith(".") and SYMBOL_CUT.search(before[-60:]) is not None


def study(lines: Sequence[Line], body: Sequence[int]) -> Layout:
    """Measure the layout of the body lines (indices into ``lines``)."""
    if not body:
        return Layout(False, False, 80, False, False)
    widths = sorted(line.width + line.indent for line in (lines[k] for k in body))
    gaps = [b - a - 1 for a, b in itertools.pairwise(body)]
    with_gap = sum(g > 0 for g in gaps)
    # the width of a full line: nine tenths of the lines are not wider by much
    width = widths[min(len(widths) - 1, int(len(widths) * 0.9))]
    wrapped = NARROWEST <= width <= WIDEST and _is_wrapped(lines, body, widths, width)
    spaced = bool(gaps) and wrapped and with_gap > 0.7 * len(gaps)
    indents = sum(lines[k].indent > 0 for k in body)
    indented = wrapped and 0.02 * len(body) <= indents <= 0.92 * len(body) and indents >= 2
    firsts = Counter(lines[a].indent for a, b in itertools.pairwise(body) if lines[a].indent > lines[b].indent == 0)
    indent = firsts.most_common(1)[0][0] if indented and firsts else 0
    runs = _narrow_runs(lines, body, 0.75 * width) if wrapped else ()
    return Layout(spaced, not spaced and with_gap >= 1, width, indented, wrapped, indent, runs)


def _is_wrapped(lines: Sequence[Line], body: Sequence[int], widths: Sequence[int], width: int) -> bool:
    """Whether paragraphs run over several lines: lines of about one width that break off in the middle of a phrase.

    A clause of a resolution ends with a comma, so commas prove nothing; and pages have no line much wider than the rest.
    """
    wider = len(widths) - bisect_right(widths, 1.3 * width)
    if wider > max(1, len(widths) // 50):
        addresses = sum(
            lines[k].width > 1.3 * width and "/" in lines[k].text and bool(ADDRESS.search(lines[k].text)) for k in body
        )
        if wider - addresses > max(1, len(widths) // 50):
            return False
    cut = 0
    for k, after in itertools.pairwise(body):
        line = lines[k]
        if _unfinished(line.text) and 0.8 * width < line.width + line.indent < 1.15 * width:
            # a small letter after it is proof, other words are a sign
            cut += 2 if lines[after].text[0].islower() else not CLAUSE_END.search(line.text)
    return cut >= max(2, len(body) // 12)


def _unfinished(text: str) -> bool:
    return not TERMINAL.search(text)


def starts_paragraph(lines: Sequence[Line], body: Sequence[int], place: int, layout: Layout) -> bool:
    """Whether the body line at ``place`` begins a paragraph."""
    here, before = body[place], body[place - 1]
    text, last = lines[here].text, lines[before].text
    if continues_symbol(last, text):
        return False
    if not layout.wrapped or leader(last) is not None or _stands_alone(last) or _stands_alone(text):
        return True
    if LABEL.match(text) or (CLAUSE_END.search(last) and CLAUSE.match(text)):
        return True
    return _starts_line(lines, body, place, layout)


def _stands_alone(text: str) -> bool:
    """Whether a line is a paragraph of its own whatever stands around it: ``Annex II``, ``摘要``, ``The General Assembly,``."""
    return len(text) <= 60 and ALONE.match(close_han(text)) is not None


def _starts_line(lines: Sequence[Line], body: Sequence[int], place: int, layout: Layout) -> bool:
    """Whether a line of a page with wrapped paragraphs begins one."""
    here, before = body[place], body[place - 1]
    line, previous = lines[here], lines[before]
    full = _is_full(lines, body, place - 1, layout)
    unfinished = _unfinished(previous.text)
    page_cut = _page_cut(lines, before, here, layout)
    if unfinished and line.text[0].islower() and (layout.spaced or here - before == 1):
        return False
    if layout.blank_lines and not layout.spaced and here - before > 1 and not page_cut:
        return True
    if layout.indented and not page_cut and _by_indentation(line, previous, unfinished, layout):
        return True
    if unfinished and full:
        # a sentence that runs on: over a page edge even an indentation does not end it
        if not layout.indented or line.indent == 0 or page_cut or line.indent <= previous.indent:
            return bool(MARK.match(line.text)) and not page_cut and not OPEN_END.search(previous.text)
        return not OPEN_END.search(previous.text) or display_width(previous.text) < 0.7 * layout.width
    if MARK.match(line.text):
        return not _runs_in(lines, body, place)
    if STOP.search(previous.text) and _is_heading(line, layout):
        return True
    if page_cut and unfinished:
        return bool(layout.indented and line.indent) or not line.text[:1].islower()
    if layout.indented and line.indent > 0 and line.indent >= previous.indent:
        return True
    return not full


def _is_heading(line: Line, layout: Layout) -> bool:
    """Whether a line below a finished sentence is no part of its paragraph: it is short, and no sentence ends there."""
    if line.text[0].islower():
        return False
    return line.width + line.indent < 0.7 * layout.width and _unfinished(line.text) and not CLAUSE_END.search(line.text)


RUN_IN = 12  # lines above an item in which the item before it can stand


def _runs_in(lines: Sequence[Line], body: Sequence[int], place: int) -> bool:
    """Whether a list mark at the beginning of a line belongs to a list inside the paragraph: ``: (a) wells; (b) rivers``.

    Then the item before it stands inside a line, and not at the beginning of one.
    """
    match = INNER.match(lines[body[place]].text)
    before = _before(match[0]) if match else ""
    if not before:
        return False
    for k in reversed(body[max(place - RUN_IN, 0) : place]):
        at = lines[k].text.rfind(before)
        if at >= 0:
            return at > 0
    return False


INNER = late(rf"[(（](?:[a-z]|[ivx]{{1,4}}|\d{{1,2}}|[{TO_TEN}])[)）]")
_ITEMS = (ascii_lowercase, TO_TEN)
_ROMAN = tuple(to_roman(k).lower() for k in range(1, 13))


def _before(mark: str) -> str:
    """The mark before a mark: ``(b)`` of ``(c)``; empty before the first.

    >>> [_before(mark) for mark in ("(c)", "（二）", "(10)", "(iv)", "(a)")]
    ['(b)', '（一）', '(9)', '(iii)', '']
    """
    inner, item = mark[1:-1], ""
    if inner.isdigit():
        item = str(int(inner) - 1) if int(inner) > 1 else ""
    elif inner in _ROMAN[1:]:
        item = _ROMAN[_ROMAN.index(inner) - 1]
    else:
        row = next((row for row in _ITEMS if inner in row), "")
        item = row[row.index(inner) - 1] if row and row.index(inner) else ""
    return f"{mark[0]}{item}{mark[-1]}" if item else ""


def _by_indentation(line: Line, previous: Line, unfinished: bool, layout: Layout) -> bool:
    if 0 < line.indent < previous.indent:
        return True  # text below a title, which is set further in
    hanging = (
        previous.indent == line.indent
        and unfinished
        and not CLAUSE_END.search(previous.text)
        and OPENING.match(line.text[:200]) is None
    )
    return line.indent == layout.indent > 0 and not hanging


def _is_full(lines: Sequence[Line], body: Sequence[int], place: int, layout: Layout) -> bool:
    """Whether a line is so long that the first word of the next one did not fit.

    Titles are set narrower than text, so a run of short lines is measured by its own widest line.
    """
    line, following = lines[body[place]], lines[body[place + 1]]
    word = re.match(rf"[{HAN}]|[^\s{HAN}]+", following.text)
    need = min(display_width(word.group()) if word else 1, 14)
    # quotations and lists are set narrower: a long line that ends in mid-sentence is full all the same
    room = layout.width * (0.85 if _unfinished(line.text) else 0.94)
    run = layout.runs[place]
    if run is not None and run.length > 1:
        room = run.room
        # one line alone at the widest says nothing, unless it breaks off in the middle of a phrase
        if run.widest == 1 and line.width > room and not OPEN_END.search(line.text):
            return False
    return line.width + line.indent + (1 if line.text[-1:].isascii() else 0) + need > room


def _narrow_runs(lines: Sequence[Line], body: Sequence[int], limit: float) -> tuple[Run | None, ...]:
    """Titles and the like: neighbouring lines narrower than ``limit`` columns, indented alike."""
    runs: list[Run | None] = []
    keys = [(lines[k].width < limit, lines[k].indent > 0) for k in body]
    for key, group in itertools.groupby(zip(keys, body, strict=True), key=lambda item: item[0]):
        widths = [lines[k].width for _, k in group]
        room = max(widths) - 1
        run = Run(len(widths), room, sum(width >= room - 1 for width in widths)) if key[0] else None
        runs += [run] * len(widths)
    return tuple(runs)


def _page_cut(lines: Sequence[Line], before: int, here: int, layout: Layout) -> bool:
    """Whether furniture, a footnote or a form feed stands between two body lines, or the spacing breaks its rhythm."""
    if any(lines[k].text or lines[k].page_break for k in range(before + 1, here)) or lines[here].page_break:
        return True
    return layout.spaced and here - before == 1
