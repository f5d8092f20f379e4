"""Footnotes and signature blocks: found by their form and place, taken out of the running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.furniture import RULE, Line


@dataclass(frozen=True, slots=True)
class FootnoteBlock:
    """One footnote: its mark as printed, its lines, the rule above it (-1 where another note is above it)."""

    mark: str
    lines: tuple[int, ...]
    rule: int


NOTE = re.compile(r"(\d{1,3}|\*{1,3}|†)\s*(?=\S)(?![./年月\-–)）%])")
FULL_STOP = re.compile(r"[。.!?！？][”’\"'）)]*$")


def find_footnotes(lines: Sequence[Line], start: int, removed: Mapping[int, str]) -> list[FootnoteBlock]:
    """Footnotes under a rule of underscores, with their continuation lines.

    A note goes on until furniture, the end of the page, a gap larger than between its own lines, or a new line that
    begins after a full stop without being the next note.
    """
    notes: list[FootnoteBlock] = []
    k = start
    while k < len(lines):
        if RULE.match(lines[k].text) and k not in removed and "_" in lines[k].text.replace("＿", "_"):
            found, k = _notes_under(lines, k, removed)
            notes += found
        else:
            k += 1
    return notes


def _notes_under(lines: Sequence[Line], rule: int, removed: Mapping[int, str]) -> tuple[list[FootnoteBlock], int]:
    notes: list[FootnoteBlock] = []
    current: list[int] = []
    mark = ""
    k, gap, usual = rule + 1, 0, None
    while k < len(lines):
        line = lines[k]
        if not line.text:
            gap += 1
            k += 1
            continue
        if k in removed or RULE.match(line.text) or (line.page_break and current):
            break
        match = NOTE.match(line.text)
        if match and _is_next(match[1], mark):
            if current:
                notes.append(FootnoteBlock(mark, tuple(current), -1 if notes else rule))
            current, mark, usual = [k], match[1], None
        elif not current:
            break
        else:
            finished = bool(FULL_STOP.search(lines[current[-1]].text))
            if (
                (usual is not None and gap > usual)
                or (usual is None and gap > 1)
                or (finished and _looks_new(lines, current, line))
            ):
                break
            usual = gap if usual is None else usual
            current.append(k)
        gap = 0
        k += 1
    if current:
        notes.append(FootnoteBlock(mark, tuple(current), -1 if notes else rule))
    return notes, max(k, rule + 1)


def _is_next(mark: str, last: str) -> bool:
    if not last:
        return True
    if mark.isdigit() and last.isdigit():
        return int(mark) == int(last) + 1
    return mark != last


def _looks_new(lines: Sequence[Line], current: Sequence[int], line: Line) -> bool:
    """A line after a finished note is text again unless the note's last line filled its width."""
    widest = max(lines[k].width for k in current)
    return lines[current[-1]].width < 0.85 * max(widest, line.width)


def find_mark(texts: Sequence[str], mark: str) -> tuple[int, int] | None:
    """Where the mark of a footnote stands: number of the text, offset in it; the surest form in the nearest text wins.

    ``texts`` are the paragraphs before the note, the nearest first. A mark is glued to what it follows: a word, a
    bracket, punctuation, at last a year. ``No. 1``, decimals, dates and symbols are left alone.

    >>> find_mark(["had been destroyed or damaged.1"], "1"), find_mark(["报告1该委员会"], "1")
    ((0, 30), (0, 2))
    >>> find_mark(["school No. 1 and 2020 年 1 月, 12.1, S/2020/1, 附件1所载"], "1") is None
    True
    """
    escaped = re.escape(mark)
    patterns = mark_patterns(escaped) if mark.isdigit() else (rf"(?<=[^\s*]){escaped}(?!\*)",)
    for pattern in patterns:
        for number, text in enumerate(texts):
            match = next(re.finditer(pattern, text), None)
            if match:
                return number, match.end() - len(mark)
    return None


COUNTED = "年月日时分秒名个人次条款段项件号届国位家所岁天周章节页期种类万亿千百元吨公度%％"
BEFORE_NUMBER = "第表图附件款段条项目号节章约近共于在至到和与及约达为了月年版页卷"


def mark_patterns(mark: str) -> tuple[str, ...]:
    """Patterns for a numbered mark, the surest first."""
    return (
        rf"(?<=[。！？”’》）]){mark}(?=\s*$|\s?[^\d\s./{COUNTED}、，至到和-])",
        rf"(?<![Nn]o\.)(?<=[A-Za-z)\]”\"'’%][.,;:!?”\"'’]){mark}(?=\s|$)",
        rf"(?<=\d[,;:)]){mark}(?=\s|$)|(?<=\b\d{{4}}\.){mark}(?=\s|$)|(?<=/\d{{3}}\.){mark}(?=\s|$)",
        rf"(?:(?<=\d[段条款号届章页项])|(?<=\d [段条款号届章页项])){mark}(?=[，。；、\u4e00-\u9fff])(?!\d*[{COUNTED}])",
        rf"(?<=[a-z]{{3}}){mark}(?=[\s,.;:)]|$)",
        rf"(?<=[)）\]]){mark}(?=[\s,.;:，。；：]|$)",
        rf"(?<=[，；：、]){mark}(?=\s?$|\s?[^\d\s./%)、，{COUNTED}-])",
        rf"(?<=[\u4e00-\u9fff]){mark}(?=[，。；：、”》]|$)",
        rf"(?<=[\u4e00-\u9fff])(?<![{BEFORE_NUMBER}]){mark}(?=[\u4e00-\u9fff])(?![{COUNTED}])",
        rf"(?<=[。！？；]) {mark}(?= ?$)",
        rf"(?<=\b(?:19|20)\d\d){mark}(?=[\s,.;:)]|$)",
    )


SIGNED = re.compile(r"\(\s?(?:Signed|签名|签字)\s?\)|（\s?(?:签名|签字)\s?）")
TITLES = re.compile(
    r"(?:Ambassador|Permanent Representative|Chargé|Secretary-General|President|Chair|大使|代表|秘书长|主席|代办)"
)


def signature_lines(lines: Sequence[Line], start: int, removed: Mapping[int, str], notes: set[int]) -> dict[int, str]:
    """The short lines around ``(Signed)`` or ``(签名)``: rank and name, above it in Chinese, below it in English."""
    found: dict[int, str] = {}
    filled = [k for k in range(start, len(lines)) if lines[k].text and k not in removed and k not in notes]
    for place, k in enumerate(filled):
        if not SIGNED.search(lines[k].text) or len(lines[k].text) > 100:
            continue
        found[k] = "signature block"
        for step in (-1, 1):
            for distance in range(1, 6):
                at = place + step * distance
                if not 0 <= at < len(filled) or not _rank_or_name(lines[filled[at]]):
                    break
                found[filled[at]] = "signature block"
    return found


def _rank_or_name(line: Line) -> bool:
    text = line.text
    if len(text) > 90 or re.search(r"[。；;：:！？!?]|\.$", text):
        return False
    if re.search(r"[\u4e00-\u9fff]", text):
        return len(text) <= 40 and not re.match(r"附件|附录", text)
    words = text.split()
    return len(words) <= 14 and not re.match(r"(?i)annex|appendix|enclosure", text) and text[0].isupper()
