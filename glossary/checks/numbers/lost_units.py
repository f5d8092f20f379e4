"""Units and currencies that one side gives to a figure and the other leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpora.figures import Anchor
from corpora.text import HAN, late, read_table

Unit = tuple[Anchor, str, int, int]
"""A figure, its unit, the place of both."""


class Lost(NamedTuple):
    """A figure with a unit on side 0 (Chinese) or 1, with the place of both, and the same figure without one on the other."""

    side: int
    start: int
    end: int
    bare: Anchor


_ROWS = read_table(__package__, "units.tsv")
_MONEY = frozenset(row[0] for row in _ROWS if row[6])
_NEVER = frozenset({"years"})  # 472年 is a date
_SHORT = late(r"[\s-]?(?:[mtg]|nm|ha|t)\s*$")  # of English: may be million, or the letter of a row
_COUNTED = (
    rf"\s?(?:[{HAN}]?[多余]\s?)?[个名位人架艘辆台件份项条段次种类只头家间座栋幢套支枝把张片块根枚颗粒门发匹批组排列层级等本册篇首幅届节期号户口村县州"
    "省市岁年月日周秒分时度页行款章节卷集版词字点处对双倍折成平立万亿千百]|\\s?[A-Za-z/]"
)
_EN_COUNTED = (
    r"\s?[/:]|-[a-z]|,\d|\s?(?:hundred|thousand|million|billion|dozen|(?:points?|mi|mph|[Mm]iles?|bn|mn|m|k)\b)"
)
_NEXT = (
    r"\s?(?:[、，至到和与及或或者-]|[–—~～－])\s?(?:(?:约|近|达|为|从|由)\s?)?",
    r"(?:,?\s(?:and|or|to|through|x|by)\s|,\s|\s?[-–—x×]\s?)(?:(?:about|nearly|some|from|up to)\s)?",
)
_FIGURE = r"\$?\d++(?:[.,]\d++|\s\d{3}(?!\d))*+"
_BARE = late(rf"(?!{_COUNTED})"), late(rf"(?!{_EN_COUNTED})")
_RATES = late("百分|[一二两三四五六七八九几]成|[一二三四五六七八九]折"), late("percent|ratio|fraction|quota|proportion")
_BEFORE = (late("(?!x)x"), late(r"(?i)\b(?:days?|weeks?|months?|hours?|minutes?|years?|miles?|kms?)\s$"))
_MONEY_WORDS = "|[元币镑磅]", r"|\$|currenc|dollar"


_LOOSE = _MONEY | {"per cent", "percentage points"}
"""What nothing but the unit itself says; of other units what is counted may stand behind the figure: 38 sailing dates."""
_PLAIN = (
    late(rf"(?![{HAN}])|[的以和与及至由在内里]"),
    late(
        r"(?=[.,;:)](?!\d)|\s{0,3}$|\s(?:of|and|to|in|for|at|by|from|with|on|had|has|was|were|is|are|or|after|before)\b)"
    ),
)
_MONEY_FIRST = late(rf"[$€£¥]\s?{_FIGURE}(?:\s[mb]illion)?(?:, (?:and )?|\s(?:and|or|to)\s|-)$")


def _patterns() -> dict[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], tuple[re.Pattern[str], re.Pattern[str]]]]:
    """By unit, what says it or one of its kind anywhere (any currency for a currency), and a list or a range that ends with it."""
    found = {}
    for unit, *_ in _ROWS:
        kind = [row for row in _ROWS if row[0] == unit or (unit in _MONEY and row[0] in _MONEY)]
        if unit == "percentage points":
            kind += [row for row in _ROWS if row[0] == "per cent"]
        said = ["|".join(row[1] for row in kind), "|".join(part for row in kind for part in (row[2], row[4]) if part)]
        shared = [rf"(?:{_NEXT[k]}{_FIGURE}){{1,6}}\s?[-]?(?:{said[k]})" for k in (0, 1)]
        if unit in _MONEY:
            said = [one + more for one, more in zip(said, _MONEY_WORDS, strict=True)]
        found[unit] = (late(said[0]), late(said[1])), (late(shared[0]), late(shared[1]))
    return found


_PATTERNS = _patterns()


def lost_unit(
    figures: tuple[list[Anchor], list[Anchor]], units: tuple[list[Unit], list[Unit]], texts: tuple[str, str]
) -> Lost | None:
    """The first figure of a row whose unit the other side leaves out, though the same figure stands bare there."""
    for side, other in ((0, 1), (1, 0)):
        for anchor, unit, start, end in units[side]:
            twins = [one for one in figures[other] if one.value == anchor.value]
            if len(twins) != 1 or sum(one.value == anchor.value for one in figures[side]) != 1 or unit in _NEVER:
                continue
            bare = twins[0]
            if side == 1 and _SHORT.match(texts[1], anchor.end, end):
                continue
            if any(one is bare for one, *_ in units[other]) or not _is_bare(texts[other], bare, unit, other):
                continue
            if not _said(texts[other], unit, units[other], other):
                return Lost(side, start, end, bare)
    return None


def _is_bare(text: str, figure: Anchor, unit: str, side: int) -> bool:
    """Whether nothing stands at a figure that counts, and it is no part of a list that ends with the unit."""
    if not any(c.isdigit() for c in figure.text) or not _BARE[side].match(text, figure.end):
        return False
    head = text[max(figure.start - 40, 0) : figure.start]
    if _BEFORE[side].search(head) or (unit in _MONEY and _MONEY_FIRST.search(head)):
        return False
    if unit not in _LOOSE and not _PLAIN[side].match(text, figure.end):
        return False
    return not _PATTERNS[unit][1][side].match(text, figure.end)


def _said(text: str, unit: str, units: Sequence[Unit], side: int) -> bool:
    """Whether a side says a unit otherwise than behind or before its figures; where it gives none, any word of a share does."""
    taken = [(start, end) for _, _, start, end in units]
    for match in _PATTERNS[unit][0][side].finditer(text):
        if not any(start <= match.start() and match.end() <= end for start, end in taken):
            return True
    kind = {"per cent", "percentage points"}
    if unit not in kind:
        return False
    return not any(one in kind for _, one, _, _ in units) and _RATES[side].search(text) is not None
