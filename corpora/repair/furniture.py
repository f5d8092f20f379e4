"""What on a page is not text: mastheads, running heads, page numbers, bar codes, link lists.

Every rule names its reason. A line is furniture only by its own form or by its place (a page edge, the masthead
zone); repeated text alone is never enough, because resolutions repeat themselves.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpora.page import (
    DATE,
    LONGEST,
    RULE,
    SPACES,
    URL,
    Line,
    Mark,
    close_han,
    is_symbol_line,
    own_form,
    split_lines,
)
from corpora.symbol import chain_at, chains
from corpora.text import HAN, late

__all__ = [
    "RULE",
    "SPACES",
    "Line",
    "Mark",
    "close_han",
    "doubled_title",
    "is_symbol_line",
    "meeting_lines",
    "own_form",
    "own_symbols",
    "running_heads",
    "split_lines",
]


def own_symbols(lines: Sequence[Line], end: int) -> frozenset[str]:
    """The names under which the document itself is issued, from its masthead."""
    for line in lines[:end]:
        first = next(chains(line.text), None)
        if first:
            return frozenset(first.names)
    return frozenset()


MEETING = late(
    rf"(?:\d{{1,5}}(?:st|nd|rd|th) (?:\([A-Za-z]+\) )?(?:plenary |closed |resumed )*meeting|(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日)?\s?第\d{{1,5}}次(?:\([{HAN}]+\))?(?:全体)?会议)$"
)
PLENARY = late(r".*(?:plenary meeting|全体会议)$")
AFTER_MEETING = late(r"(?i:Annex|Appendix)(?:es)?\b.{0,8}$|附件.{0,3}$|附录.{0,3}$")
LONGEST_MEETING = 60


def meeting_lines(lines: Sequence[Line], start: int, removed: Mapping[int, str] | None = None) -> dict[int, str]:
    """The meeting and the date under a resolution: ``87th plenary meeting`` / ``19 December 2000``.

    A plenary meeting without its date is one where the document ends there: ``removed`` holds mastheads that follow.
    """
    found: dict[int, str] = {}
    removed = removed or {}
    filled = [k for k in range(start, len(lines)) if lines[k].text and lines[k].kind not in ("cell", "footnote")]
    for n, k in enumerate(filled):
        text = _closed(lines[k].text)
        if not (MEETING.match(lines[k].text) or MEETING.match(text)):
            continue
        near = [filled[n + step] for step in (-1, 1) if 0 <= n + step < len(filled)]
        dates = [p for p in near if DATE.match(lines[p].text) or DATE.match(_closed(lines[p].text))]
        after = filled[n + 1] if n + 1 < len(filled) else -1
        ends = after < 0 or after in removed or AFTER_MEETING.match(lines[after].text[:LONGEST_MEETING])
        if dates or "年" in lines[k].text or (ends and PLENARY.match(text)):
            found |= dict.fromkeys([k, *dates], "meeting line")
    return found


def _closed(text: str) -> str:
    """A short line without the spaces around Han characters and figures."""
    if len(text) > LONGEST_MEETING:
        return ""
    return re.sub(rf"(?<!\s)\s++(?=[{HAN}\d])|(?<=[{HAN}])\s++", "", text)


def running_heads(
    lines: Sequence[Line], start: int, paged: bool = True, own: frozenset[str] | None = None
) -> dict[int, str]:
    """Lines after ``start`` that are page heads or feet, with their reasons.

    ``paged``: the text has page edges (plain text, PDF); elsewhere only a line's own form can tell. Lines that the
    format calls cells or footnotes are text. ``own``: the symbols of the document, else those of its masthead.
    """
    found: dict[int, str] = {}
    filled = [k for k in range(start, len(lines)) if lines[k].text and lines[k].kind not in ("cell", "footnote")]
    own = own_symbols(lines, start) if own is None else own
    found |= _link_lists(lines, filled)
    for k in filled:
        reason = own_form(lines[k].text)
        if reason:
            found[k] = reason
        elif is_symbol_line(lines[k].text) and own.issuperset(_names(lines[k].text)):
            found[k] = "running head"
    edges = _page_edges(lines, filled, found) if paged else {}
    short = {k: lines[k].text for k in edges if len(lines[k].text) <= MAX_HEAD}
    own = own | _head_symbols(short.values())
    repeated = _repeated(lines, filled, edges, short)
    for k, text in short.items():
        if LONE_PAGE.match(text) and any(depth == 1 for _, depth in edges[k]):
            found[k] = "page number"
        elif is_symbol_line(text) or LANGUAGE.match(text) or k in repeated or _has_symbol(text, own):
            found[k] = "running head"
    return found


Place = tuple[str, int]
"""Side of a page edge (``foot`` or ``head``), and how many lines that are left lie further out, this one counted."""


def _repeated(
    lines: Sequence[Line], filled: Sequence[int], edges: Mapping[int, set[Place]], short: Mapping[int, str]
) -> set[int]:
    """Lines that stand at the same place of several pages: of a tenth of them, and no less than two.

    Resolutions repeat themselves, so a line that fills the page, begins in mid-sentence or in brackets is text all the same.
    """
    widths = sorted(lines[k].width for k in filled)
    full = 0.85 * widths[int(len(widths) * 0.9)] if widths else 0
    places = [(k, _head_key(text), place) for k, text in short.items() for place in edges[k]]
    counts = Counter((key, place) for _, key, place in places)
    pages = sum(1 for places in edges.values() for _, depth in places if depth == 1) // 2
    wanted = max(2, pages // 10)
    return {
        k
        for k, key, place in places
        if counts[key, place] >= wanted
        and lines[k].block < 0  # a reader that knows the places of lines has judged them already
        and not _SENTENCE.search(short[k])
        and not (short[k][0].islower() or short[k][0] in '([（“"')
        and (lines[k].width < full or "  " in short[k] or "\t" in short[k])
    }


def _link_lists(lines: Sequence[Line], filled: Sequence[int]) -> dict[int, str]:
    """Several addresses below each other; one alone can be the end of a sentence that was cut before it."""
    found: dict[int, str] = {}
    for a, b in itertools.pairwise(filled):
        if URL.match(lines[a].text) and URL.match(lines[b].text) and not lines[a].text.endswith((".", "。", ";", "；")):
            found[a] = found[b] = "link list"
    return found


def doubled_title(lines: Sequence[Line], start: int) -> dict[int, str]:
    """The first of two same lines below the masthead: the title as the heads of left and right pages have it."""
    first: Line | None = None
    for k in range(start, len(lines)):
        line = lines[k]
        if not line.text:
            continue
        if first is None:
            if line.block >= 0 or not 10 <= len(line.text) <= LONGEST or _CLAUSE.search(line.text):
                break
            first, place = line, k
        else:
            return {place: "running head"} if line.text == first.text else {}
    return {}


MAX_HEAD = 120
"""Characters of a running head."""
LONE_PAGE = late(r"\d{1,3}$|[ivxl]{1,6}$")
LANGUAGE = late(r"(?:English|Chinese|French|Spanish|Russian|Arabic|中文|英文)(?: only)?$")
_SENTENCE = late(r"[。；;.]$")
_CLAUSE = late(r"[。；;.,，]$")


def _names(text: str) -> set[str]:
    return {name for chain in chains(text) for name in chain.names}


def _head_symbols(texts: Iterable[str]) -> frozenset[str]:
    """Symbols that stand at one side of at least two lines at page edges."""
    ends = (part for text in texts for part in {_left(text), _right(text)} if part and is_symbol_line(part))
    return frozenset(
        name for name, count in Counter(name for part in ends for name in _names(part)).items() if count > 1
    )


def _left(text: str) -> str:
    chain = chain_at(text)
    return text[: chain.end] if chain else ""


def _right(text: str) -> str:
    """What stands behind the last gap of two spaces or a tab."""
    return re.split(r" {2,}|\t", text)[-1].strip() if "  " in text or "\t" in text else ""


def _has_symbol(text: str, own: frozenset[str]) -> bool:
    """Whether a line at a page edge has the symbol of the document before or behind a title, or any before a gap."""
    if _CLAUSE.search(text):
        return False
    first = chain_at(text)
    if first:
        after = text[first.end : first.end + 2]
        return after[:1] in (" ", "\t", "\u3000") and (after in ("  ", "\t") or _names(text[: first.end]) <= own)
    last = _right(text)
    return bool(last) and is_symbol_line(last) and _names(last) <= own


def _head_key(text: str) -> str:
    return re.sub(r"(?<!\d)\d++\s*+/\s*+\d++|^\d++\s++|(?<!\s)\s++\d++$", "", close_han(text)).strip()


def _page_edges(lines: Sequence[Line], filled: Sequence[int], found: Mapping[int, str]) -> dict[int, set[Place]]:
    """Lines next to a form feed or to a page number, up to three deep, with their places."""
    edges: dict[int, set[Place]] = {}

    def walk(side: str, places: range) -> None:
        depth = 0
        for n in places:
            if 0 <= n < len(filled) and filled[n] not in found:
                depth += 1
                edges.setdefault(filled[n], set()).add((side, depth))

    for n, k in enumerate(filled):
        if found.get(k) in ("page number", "job number"):
            walk("foot", range(n - 1, n - 3, -1))
            walk("head", range(n + 1, n + 3))
    for k in (k for k, line in enumerate(lines) if line.page_break):
        n = bisect_left(filled, k)
        walk("foot", range(n - 1, n - 3, -1))
        walk("head", range(n, n + 3))
    return edges
