"""What on a page is not text: mastheads, running heads, page numbers, bar codes, link lists.

Every rule names its reason. A line is furniture only by its own form or by its place (a page edge, the masthead
zone); repeated text alone is never enough, because resolutions repeat themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.document import Kind
from corpora.symbol import SYMBOL


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: offsets in the decoded text, indentation in columns, text without outer blanks.

    What a format knows of its lines, and plain text does not: ``block`` numbers the paragraph that the line belongs
    to (lines of one block have one number and follow each other; -1: the layout has to tell), ``kind`` says what it is
    (``None``: its form has to tell), ``columns`` is its measured width (-1: counted from its characters).
    """

    start: int
    end: int
    indent: int
    text: str
    page_break: bool = False  # a form feed stands before this line
    block: int = -1
    kind: Kind | None = None
    columns: int = -1

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


BLANKS = " \t\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\ufeff\r\x0b"


WIDE_RUN = re.compile("[\u1101-\u1fff\u2e80-\U0010ffff]+")


def display_width(text: str) -> int:
    """Columns of a text in a fixed-width font.

    >>> display_width("大会A/1")
    7
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(map(len, WIDE_RUN.findall(text)))


def split_lines(text: str) -> list[Line]:
    """Lines with their offsets; form feeds end lines and mark the next one."""
    lines: list[Line] = []
    start, page = 0, False
    for match in re.finditer(r"\r\n|[\n\r\f\x85\u2028\u2029]|\Z", text):
        raw = text[start : match.start()]
        body = raw.strip(BLANKS)
        lead = raw[: len(raw) - len(raw.lstrip(BLANKS))]
        lines.append(
            Line(
                start + len(lead),
                start + len(lead) + len(body),
                display_width(lead),
                body,
                page,
                columns=display_width(body),
            )
        )
        page = match.group() == "\f"
        start = match.end()
        if match.end() == len(text) and match.group() == "":
            break
    return lines


URL = re.compile(r"(?:https?://|www\.|undocs\.org)\S+$", re.I)
BAR_CODE = re.compile(r"\*\s?\d{6,8}\s?\*$")
JOB = re.compile(
    r"(?:[A-Z]{1,4}\.)?\d{2}-\d{5}(?:\s*\(?[ACEFRS]\)?)?(?:\s+\d{6})*$|N\d{7}(?:\s*\([ACEFRS]\))?(?:\s+\d{6})*$"
)
PAGE = re.compile(
    r"(?:\d{1,4}\s?/\s?\d{1,4}|[-–—]\s?\d{1,4}\s?[-–—]|[Pp]age\s+\d+(?:\s+of\s+\d+)?|第\s?\d+\s?页(?:[,，/\s]*共\s?\d+\s?页)?)$"
)
JOB_AND_PAGE = re.compile(
    r"(?:\d{1,4}\s?/\s?\d{1,4}\s+(?:[A-Z]{1,4}\.)?\d{2}-\d{5}|(?:[A-Z]{1,4}\.)?\d{2}-\d{5}\s+\d{1,4}\s?/\s?\d{1,4})$"
)
RULE = re.compile(r"[_＿]{5,}$|[-–—─]{8,}$|[*＊]{3,}$")
DISTRIBUTION = re.compile(
    r"(?:Distr\.?\s?[:：]?\s*\w*|分发\s?[:：]?\s*\S*|(?:GENERAL|LIMITED|General|Limited|普遍|限制)$|Original\s?[:：].*|原件\s?[:：].*|"
    r"(?:English|Chinese|Chinese only|English only)$|(?:中文|英文)$|\d{1,2} [A-Z][a-z]+ \d{4}$|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$)"
)
SESSION = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d\s]+(?:届|次|期)[^。，]*(?:会议|年)|第[一二三四五六七八九十百零〇]+年|[A-Z][a-z]+(?:-[a-z]+)* (?:special |emergency |resumed )*(?:session|year)\b[^.;]*|"
    r"(?:临时)?议程(?:项目|\s?草案)?\s*[\d、和,，()a-z（） \s]+(?:\*+)?|(?:[Pp]rovisional )?[Aa]genda items? [\d, and()a-z]+(?:\*+)?|"
    r"Items? \d[\d, and()a-z]*(?: of the (?:provisional |preliminary )?(?:agenda|list))?(?:\*+)?)(?:\s+(?:第[一二三四五六七八九十百零〇]+年|[A-Z][a-z]+(?:-[a-z]+)* (?:year|session)))?$"
)
ORGAN_NAMES = (
    "联合国|大会|安全理事会|经济及社会理事会|人权理事会|托管理事会|秘书处|第[一二三四五六]委员会|裁军审议委员会|国际法委员会|"
    "United Nations|General Assembly|Security Council|Economic and Social Council|Human Rights Council|Trusteeship Council|"
    "Secretariat|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee|Disarmament Commission|International Law Commission"
)
ORGANS = re.compile(rf"(?:(?:{ORGAN_NAMES})\s*)+$")
HAN_GAPS = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u00a0\u3000]+(?=[\u3400-\u9fff])")


def close_han(text: str) -> str:
    """Spaces inside Han text removed, for comparing.

    >>> close_han("大  会")
    '大会'
    """
    return HAN_GAPS.sub("", text)


MEETING = re.compile(
    r"(?:\d{1,5}(?:st|nd|rd|th) (?:\([A-Za-z]+\) )?(?:plenary |closed |resumed )*meeting|(?:\d{4}年\d{1,2}月\d{1,2}日)?\s?第\d{1,5}次(?:全体)?会议)$"
)
DATE = re.compile(r"(?:\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日)$")


def meeting_lines(lines: Sequence[Line], start: int) -> dict[int, str]:
    """The meeting and the date under a resolution: ``87th plenary meeting`` / ``19 December 2000``."""
    found: dict[int, str] = {}
    filled = [k for k in range(start, len(lines)) if lines[k].text]
    plain = {k: re.sub(r"\s+(?=[\u4e00-\u9fff\d])|(?<=[\u4e00-\u9fff])\s+", "", lines[k].text) for k in filled}
    for n, k in enumerate(filled):
        if not (MEETING.match(lines[k].text) or MEETING.match(plain[k])):
            continue
        near = [filled[n + step] for step in (-1, 1) if 0 <= n + step < len(filled)]
        dates = [p for p in near if DATE.match(lines[p].text) or DATE.match(plain[p])]
        if dates or "年" in lines[k].text:
            found |= dict.fromkeys([k, *dates], "meeting line")
    return found


def is_symbol_line(text: str) -> bool:
    """Whether a line holds document symbols and nothing else but organ names or a page number."""
    rest = SYMBOL.sub("", text)
    if rest == text:
        return False
    rest = re.sub(rf"{ORGAN_NAMES}", "", close_han(rest))
    return not re.sub(r"[\s()（）*\d/–—-]", "", rest)


def own_form(text: str) -> str | None:
    """The reason why a line is furniture by its own form alone, or ``None``.

    >>> own_form("*2013735*"), own_form("20-13735 (C)    221020"), own_form("2/5"), own_form("The Council decides")
    ('bar code', 'job number', 'page number', None)
    """
    if URL.match(text):
        return "link list"
    if BAR_CODE.match(text):
        return "bar code"
    if JOB_AND_PAGE.match(text) or PAGE.match(text):
        return "page number"
    if JOB.match(text):
        return "job number"
    return None


def masthead_end(lines: Sequence[Line]) -> int:
    """How many lines from the top belong to the masthead: 0 where nothing says that there is one.

    The zone ends after the last of bar code, job number, ``Original:`` and ``Distr.`` among the first 60 filled
    lines, and goes on over organ names, sessions, agenda items and the symbol.
    """
    filled = [k for k, line in enumerate(lines) if line.text][:60]
    strong = re.compile(r"(?:Distr\.|分发\s?[:：]|Original\s?[:：]|原件\s?[:：])", re.I)
    # text, or the foot of the first page, ends the zone: a bar code below it is not part of the masthead
    first = next((n for n, k in enumerate(filled) if _is_text(lines[k])), len(filled))
    filled = filled[:first]
    marks = [k for k in filled if strong.match(lines[k].text) or BAR_CODE.match(lines[k].text)]
    if not marks:
        return _plain_masthead(lines, filled)
    end = marks[-1] + 1
    for k in [k for k in filled if k >= end]:
        text = close_han(lines[k].text)
        known = own_form(text) or DISTRIBUTION.match(text) or ORGANS.match(text) or SESSION.match(text)
        if not (known or is_symbol_line(text)):
            break
        end = k + 1
    return end


def _is_text(line: Line) -> bool:
    if line.page_break or RULE.match(line.text) or re.match(r"\d{1,3}[.．、]\s*\S", line.text):
        return True
    if own_form(line.text) or SESSION.match(close_han(line.text)) or is_symbol_line(line.text):
        return False
    return line.width > 70 or bool(re.search(r"[。；;]$|[，,]$", line.text))


def own_symbols(lines: Sequence[Line], end: int) -> frozenset[str]:
    """The names under which the document itself is issued, from its masthead."""
    for line in lines[:end]:
        match = SYMBOL.search(line.text)
        if match:
            return frozenset(name for name in match.groups() if name)
    return frozenset()


def _plain_masthead(lines: Sequence[Line], filled: Sequence[int]) -> int:
    """A masthead without distribution block: the symbol stands alone among organ names at the very top."""
    end, symbol = 0, False
    for k in filled:
        text = close_han(lines[k].text)
        if is_symbol_line(text):
            symbol = True
        elif not (ORGANS.match(text) or SESSION.match(text) or DISTRIBUTION.match(text) or own_form(text)):
            break
        end = k + 1
    return end if symbol else 0


def running_heads(lines: Sequence[Line], start: int, paged: bool = True) -> dict[int, str]:
    """Lines after ``start`` that are page heads or feet, with their reasons.

    ``paged``: the text has page edges (plain text, PDF); elsewhere only a line's own form can tell. Lines that the
    format calls cells or footnotes are text.
    """
    found: dict[int, str] = {}
    filled = [k for k in range(start, len(lines)) if lines[k].text and lines[k].kind not in ("cell", "footnote")]
    own = own_symbols(lines, start)
    for k in filled:
        reason = own_form(lines[k].text)
        if reason:
            found[k] = reason
        elif is_symbol_line(lines[k].text) and own.issuperset(
            name for match in SYMBOL.finditer(lines[k].text) for name in match.groups() if name
        ):
            found[k] = "running head"
    edges = _page_edges(lines, filled, found) if paged else set()
    repeated = Counter(_head_key(lines[k].text) for k in edges)
    for k in edges:
        text = lines[k].text
        symbol = SYMBOL.match(text)
        if is_symbol_line(text):
            found[k] = "running head"
        elif text.isdigit() and len(text) <= 3:
            found[k] = "page number"
        elif (repeated[_head_key(text)] >= 2 and len(text) <= 120 and not text.endswith(("。", "；", ";", "."))) or (
            symbol
            and symbol.end() < len(text)
            and text[symbol.end()] in " \t\u3000"
            and len(text) <= 120
            and not text.endswith(("。", ".", ";", "；", ",", "，"))
        ):
            found[k] = "running head"
    return found


def _head_key(text: str) -> str:
    return re.sub(r"\d+\s*/\s*\d+|^\d+\s+|\s+\d+$", "", close_han(text)).strip()


def _page_edges(lines: Sequence[Line], filled: Sequence[int], found: dict[int, str]) -> set[int]:
    """Lines next to a form feed or to a page number, up to three deep and only as long as they are short."""
    place = {k: n for n, k in enumerate(filled)}
    edges: set[int] = set()
    pages = [k for k in filled if found.get(k) in ("page number", "job number")]
    breaks = [k for k, line in enumerate(lines) if line.page_break]
    for k in pages:
        n = place[k]
        edges.update(filled[max(n - 2, 0) : n + 3])
    for k in breaks:
        n = bisect_left(filled, k)
        edges.update(filled[max(n - 2, 0) : n + 3])
    return edges - set(found)
