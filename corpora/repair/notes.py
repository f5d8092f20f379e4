"""Footnotes and signature blocks: found by their form and place, taken out of the running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.page import COUNTED, RULE, Line
from corpora.text import HAN, HAN_CHARACTER, late


@dataclass(frozen=True, slots=True)
class FootnoteBlock:
    """One footnote: its mark as printed, its lines, the rule above it (-1 where another note is above it)."""

    mark: str
    lines: tuple[int, ...]
    rule: int


NOTE = late(r"(\d{1,3}|\*{1,3}|†)\s*(?=\S)(?![./年月\-–)）%])")
FULL_STOP = late(r"[。.!?！？][”’\"'）)]*$")


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


@dataclass(slots=True)
class _Open:
    """The note that is being read: its mark, lines, widest line, and the blank lines between its lines."""

    mark: str
    lines: list[int]
    widest: int
    gap: int | None = None

    def goes_on(self, line: Line, last: Line, gap: int) -> bool:
        """Whether a line that is no new note belongs to this one, ``gap`` blank lines below its ``last``."""
        if gap > (1 if self.gap is None else self.gap):
            return False
        # after a finished note a line is text again unless the note's last line filled its width
        return not FULL_STOP.search(last.text) or last.width >= 0.85 * max(self.widest, line.width)

    def add(self, k: int, line: Line, gap: int) -> None:
        self.gap = gap if self.gap is None else self.gap
        self.widest = max(self.widest, line.width)
        self.lines.append(k)


def _notes_under(lines: Sequence[Line], rule: int, removed: Mapping[int, str]) -> tuple[list[FootnoteBlock], int]:
    notes: list[_Open] = []
    k, gap = rule + 1, 0
    while k < len(lines):
        line = lines[k]
        if not line.text or removed.get(k) == "masthead note":
            gap += not line.text
            k += 1
            continue
        if k in removed or RULE.match(line.text) or (line.page_break and notes):
            break
        match = NOTE.match(line.text)
        if match and _is_next(match[1], notes[-1].mark if notes else ""):
            notes.append(_Open(match[1], [k], line.width))
        elif notes and notes[-1].goes_on(line, lines[notes[-1].lines[-1]], gap):
            notes[-1].add(k, line, gap)
        else:
            break
        gap = 0
        k += 1
    blocks = [FootnoteBlock(note.mark, tuple(note.lines), -1 if n else rule) for n, note in enumerate(notes)]
    return blocks, max(k, rule + 1)


def _is_next(mark: str, last: str) -> bool:
    if not last:
        return True
    if mark.isdigit() and last.isdigit():
        return int(mark) == int(last) + 1
    return mark != last


BEFORE_NUMBER = "第表图附件款段条项目号节章约近共于在至到和与及约达为了月年版页卷"
_DIGITS = r"(?P<mark>\d{1,3})"
MARK_FORMS = tuple(
    late(pattern)
    for pattern in (
        rf"(?<=[。！？”’》）]){_DIGITS}(?=\s*$|\s?[^\d\s./{COUNTED}、，至到和-])",
        rf"(?<![Nn]o\.)(?<=[A-Za-z)\]”\"'’%][.,;:!?”\"'’]){_DIGITS}(?=\s|$)",
        rf"(?:(?<=\d[,;:)])|(?<=\b\d{{4}}\.)|(?<=/\d{{3}}\.)){_DIGITS}(?=\s|$)",
        rf"(?:(?<=\d[段条款号届章页项])|(?<=\d [段条款号届章页项])){_DIGITS}(?=[，。；、{HAN}])(?!\d*[{COUNTED}])",
        rf"(?<=[a-z]{{3}}){_DIGITS}(?=[\s,.;:)]|$)",
        rf"(?<=[)）\]]){_DIGITS}(?=[\s,.;:，。；：]|$)",
        rf"(?<=[，；：、]){_DIGITS}(?=\s?$|\s?[^\d\s./%)、，{COUNTED}-])",
        rf"(?<=[{HAN}]){_DIGITS}(?=[，。；、”》]|$)",
        rf"(?<=[{HAN}])(?<![{BEFORE_NUMBER}]){_DIGITS}(?=[{HAN}])(?![{COUNTED}])",
        rf"(?<=[。！？；]) {_DIGITS}(?= ?$)",
        rf"(?<=\b(?:19|20)\d\d){_DIGITS}(?=[\s,.;:)]|$)",
        r"(?<=[^\s*])(?P<mark>\*{1,3}|†)(?!\*)",
    )
)
"""What stands around the mark of a footnote, the surest first: it is glued to a word, a bracket, punctuation, at last a year."""


def mark_places(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where marks of footnotes may stand, by mark: how sure (0 is best) and the offset, in this order.

    ``No. 1``, decimals, dates and symbols are left alone.

    >>> mark_places("had been destroyed or damaged.1"), mark_places("报告1该委员会")
    ({'1': [(1, 30)]}, {'1': [(8, 2)]})
    """
    found: dict[str, set[int]] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    for rank, pattern in enumerate(MARK_FORMS):
        for match in pattern.finditer(text):
            mark, at = match["mark"], match.start("mark")
            if at not in found.setdefault(mark, set()):
                found[mark].add(at)
                places.setdefault(mark, []).append((rank, at))
    return places


SIGNED = late(r"\(\s?(?:Signed|签名|签字)\s?\)|（\s?(?:签名|签字)\s?）")
LONGEST_SIGNATURE = 100
SIGNED_ALONE = late(r"\(\s?Signed\s?\)[^.;:!?]{3,197}$")
"""Name, rank and office in one line."""
RANK = late(
    r"(?:(?:Deputy |Acting |Alternate )?Permanent Representative|Ambassador(?: and Permanent Representative)?|Chargé d[’']affaires(?:,? a\.i\.)?|Permanent Observer)\b[^.;:!?]{0,110}$"
    rf"|[{HAN}·、 ]{{0,60}}(?:常驻(?:联合国)?(?:副?代表|观察员)|大使|临时代办|代办)(?:[\s·{HAN}]{{0,12}})$"
)
"""Rank and office under a letter that lost its ``(Signed)``: only at the end of a document."""
ENDS = ("masthead", "meeting line")


def signature_lines(lines: Sequence[Line], start: int, removed: Mapping[int, str], notes: set[int]) -> dict[int, str]:
    """The short lines around ``(Signed)`` or ``(签名)``: rank and name, above it in Chinese, below it in English.

    The next document of the file ends a block; and a rank that is the last line of a document is one.
    """
    found: dict[int, str] = {}
    filled = [
        k
        for k in range(start, len(lines))
        if lines[k].text and k not in notes and (k not in removed or removed[k] in ENDS)
    ]
    for place, k in enumerate(filled):
        if k in removed or not _is_signed(lines[k].text):
            continue
        found[k] = "signature block"
        for step in (-1, 1):
            for distance in range(1, 6):
                at = place + step * distance
                if not 0 <= at < len(filled) or filled[at] in removed or not _rank_or_name(lines[filled[at]]):
                    break
                found[filled[at]] = "signature block"
    return found | _last_ranks(lines, filled, removed)


def _is_signed(text: str) -> bool:
    if len(text) > LONGEST_SIGNATURE:
        return len(text) <= 2 * LONGEST_SIGNATURE and SIGNED_ALONE.match(text) is not None
    return SIGNED.search(text) is not None


def _last_ranks(lines: Sequence[Line], filled: Sequence[int], removed: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for n, k in enumerate(filled):
        ends = (
            n + 1 == len(filled) or removed.get(filled[n + 1]) == "masthead" or ANNEX.match(lines[filled[n + 1]].text)
        )
        while ends and n > 0 and k not in removed and _is_rank(lines[k].text):
            found[k] = "signature block"
            n, k = n - 1, filled[n - 1]
    return found


ANNEX = late(r"(?i:Annex|Enclosure|Appendix)\b.{0,90}$|(?:附件|附文|附录).{0,30}$")


def _is_rank(text: str) -> bool:
    return len(text) <= 2 * LONGEST_SIGNATURE and RANK.match(text) is not None


def _rank_or_name(line: Line) -> bool:
    text = line.text
    if len(text) > 90 or re.search(r"[。；;：:！？!?]|\.$", text):
        return False
    if HAN_CHARACTER.search(text):
        return len(text) <= 40 and not re.match(r"附件|附录|附文", text)
    words = text.split()
    return len(words) <= 14 and not re.match(r"(?i)annex|appendix|enclosure", text) and text[0].isupper()
