"""What must survive translation: figures by value, dates, times, document symbols, paragraph marks, Latin names.

Values are normal forms that are equal in both languages: ``2.5 million`` and ``250万`` are both ``2500000``;
``1 October 2020`` and ``2020 年 10 月 1 日`` are both ``2020-10-01``; ``下午3时05分`` and ``3.05 p.m.`` are both ``15:05``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from re import Match, Pattern
from typing import Literal

from corpora.figures.forms import (
    ANY_MONTH,
    BRACKETED_NOTE,
    DIGIT,
    DISEASE,
    EN_DATE,
    EN_HOURS,
    EN_NOTE_FIRST,
    EN_ORDINAL,
    EN_TIME,
    ISO_DATE,
    MONTH,
    MONTHS_BEFORE,
    MORE_MONTHS,
    NAME,
    NO_RESOLUTION,
    NOTE,
    NUMBER,
    OF_NAME,
    PARTS,
    RANGE,
    RESOLUTION,
    RESOLVES,
    ROMAN,
    SLASH_FRACTION,
    TENTHS,
    TO_YEAR,
    YEAR_BEFORE,
    ZH_DATE,
    ZH_DECADE,
    ZH_FRACTION,
    ZH_MONTHS,
    ZH_TIME,
    ZH_YEAR,
)
from corpora.figures.numerals import (
    EN_UNITS,
    ZH_UNITS,
    figure_value,
    find_fractions,
    find_numbers,
    fraction_value,
    normal,
    number_words,
    word_value,
)
from corpora.symbol import find_symbols
from corpora.text import (
    HAN_DECIMAL,
    HAN_NUMBER,
    approximate_values,
    decimal_value,
    han_value,
    paragraph_mark,
    plain_value,
    roman_value,
)

AnchorKind = Literal["number", "date", "time", "symbol", "mark", "name"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One piece of hard evidence. ``strong`` is false where the other language may well spell it otherwise.

    A strong number is written in figures; Han numerals, number words, figures that are part of a name (``U-235``),
    paragraph and footnote marks are weak: they can answer a strong number of the other side, but they do not have to be
    answered.
    """

    kind: AnchorKind
    value: str
    start: int
    end: int
    text: str
    strong: bool = True


class _Scan:
    """A text in which what was taken is masked, so that part of a date or symbol is not a number again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Anchor] = []
        self._free = text
        self._taken: list[tuple[int, int]] = []

    @property
    def free(self) -> str:
        """The text with what was taken so far masked."""
        if self._taken:
            parts, at = [], 0
            for start, end in sorted(self._taken):
                if end > at:
                    start = max(start, at)
                    parts += [self._free[at:start], "\x00" * (end - start)]
                    at = end
            self._free = "".join([*parts, self._free[at:]])
            self._taken = []
        return self._free

    def each(self, pattern: Pattern[str]) -> Iterator[Match[str]]:
        """What a pattern finds in what is free now; what is taken meanwhile does not change it."""
        return pattern.finditer(self.free)

    def take(self, kind: AnchorKind, value: str, start: int, end: int, strong: bool = True) -> None:
        self.found.append(Anchor(kind, value, start, end, self.text[start:end], strong))
        self._taken.append((start, end))


LEAST_REST = 100  # of a figure behind 万 or 亿 that is not of another number


def extract_anchors(text: str, language: str) -> list[Anchor]:
    """Anchors of a sentence in order of place; what is part of a date or symbol is not a number again.

    >>> [(a.kind, a.value) for a in extract_anchors("2020 年 10 月 1 日约 2 300 人，其中21.6万妇女(S/2020/9)", "zh")]
    [('date', '2020-10-01'), ('number', '2300'), ('number', '216000'), ('symbol', 'S/2020/9')]
    >>> [(a.kind, a.value) for a in extract_anchors("resolution 822 (1993) of 30 April 1993, $2.5 million", "en")]
    [('symbol', '822(1993)'), ('date', '1993-04-30'), ('number', '2500000')]
    """
    scan = _Scan(text)
    if DIGIT.search(text):
        _diseases(scan)
        _symbols(scan)
        _dates(scan, language)
        _mark(scan, language)
        _notes(scan, language)
        _times(scan, language)
        _numbers(scan)
    else:
        _dates(scan, language)
        _mark(scan, language)
    (_weak_zh if language == "zh" else _weak_en)(scan)
    return sorted(scan.found, key=lambda a: (a.start, a.end))


def _diseases(scan: _Scan) -> None:
    if "冠状" in scan.text or "cov" in scan.text.lower():
        for match in scan.each(DISEASE):
            scan.take("name", "covid-19", *match.span(), strong=False)


def _symbols(scan: _Scan) -> None:
    text = scan.text
    for start, end, symbol in find_symbols(text):
        name = symbol.names[0]
        # S/RES/822(1993) and resolution 822 (1993) are the same
        scan.take("symbol", name[6:] if name[1:6] == "/RES/" and name[0] in "SAE" else name, start, end)
    if "/" not in text and "(" not in text and "（" not in text:
        return
    free = scan.free
    for match in RESOLUTION.finditer(free):
        if match["ga"] and NO_RESOLUTION.match(free, match.end()):
            continue
        if match["es"] and not RESOLVES.search(text):
            continue  # a biennium, not a resolution
        number = match["n"] or match["ga"] or match["es"]
        year = f"({match['y']})" if match["y"] else ""
        scan.take("symbol", f"{number}{match['l'] or match['l2'] or ''}{year}", *match.span())


def _mark(scan: _Scan, language: str) -> None:
    """The number of a paragraph, heading, list item or footnote at the beginning."""
    mark = paragraph_mark(scan.free)
    if mark:
        scan.take("mark", *mark, strong=False)
    elif language == "en":
        first = EN_NOTE_FIRST.match(scan.free)
        if first:
            scan.take("mark", str(int(first["n"])), *first.span("n"), strong=False)


def _notes(scan: _Scan, language: str) -> None:
    """Footnote marks glued to a word."""
    for match in scan.each(NOTE.get(language, NOTE["en"])):
        scan.take("number", match.group(), *match.span(), strong=False)
    for match in scan.each(BRACKETED_NOTE) if "[" in scan.text else ():
        scan.take("number", match[1], *match.span(), strong=False)


def _dates(scan: _Scan, language: str) -> None:
    zh = language == "zh"
    if "月" in scan.text if zh else ANY_MONTH.search(scan.text):
        for match in scan.each(ZH_MONTHS) if zh else ():
            months = [int(month) for month in re.findall(r"\d+", match["months"])]
            for month in months if all(1 <= month <= 12 for month in months) else ():
                scan.take("date", f"-----{month:02d}", *match.span())
        for match in scan.each(ZH_DATE if zh else EN_DATE):
            _date(scan, match, zh)
    for match in scan.each(ISO_DATE) if "-" in scan.text else ():
        scan.take("date", match.group(), *match.span())
    if zh and "年" in scan.text:
        _years(scan)


def _date(scan: _Scan, match: Match[str], zh: bool) -> None:
    year = plain_value(match["y"]) if match["y"] else None
    month = plain_value(match["m"]) if zh else MONTH[match["m"].lower()[:3]]
    days = [plain_value(match[k]) for k in ("d", "d2", "d3") if match[k]]
    if not 1 <= month <= 12 or any(not 1 <= d <= 31 for d in days):
        return
    if not days and not year:
        if zh and not match["rel"] and not match.group()[0].isdigit():
            return  # 三月 alone, or part of a longer word
        if not zh and match["m"] in ("May", "March", "Mar") and not _beside_months(match):
            return  # the verb, the walk
    for day in days or [0]:
        value = f"{year or '----'}-{month:02d}" + (f"-{day:02d}" if day else "")
        scan.take("date", value, *match.span())


def _beside_months(match: Match[str]) -> bool:
    before = match.string[max(match.start() - 16, 0) : match.start()]
    return MORE_MONTHS.match(match.string, match.end()) is not None or MONTHS_BEFORE.search(before) is not None


def _years(scan: _Scan) -> None:
    for match in scan.each(ZH_DECADE) if "年代" in scan.text else ():
        century = (plain_value(match["c"]) - 1 if match["c"] else 20 if match["this"] else 19) * 100
        for text in filter(None, (match["also"], match["d"])):  # 八九十年代: two decades
            decade = plain_value(text) * (10 if len(text) == 1 else 1)
            value = decade if decade >= 100 else century + decade
            scan.take("number", str(value), *match.span(), strong=match["d"].isdigit())
    for match in scan.each(ZH_YEAR):
        scan.take("number", match["y"], *match.span("y"))


def _times(scan: _Scan, language: str) -> None:
    if language == "zh":
        for match in scan.each(ZH_TIME) if "时" in scan.text else ():
            hour = 0 if match["h"] == "零" else int(match["h"])
            if hour < 12 and match["part"] in ("下午", "晚", "晚上", "傍晚"):
                hour += 12
            minutes = 30 if match["half"] else int(match["m"] or 0)
            scan.take("time", f"{hour % 24:02d}:{minutes:02d}", *match.span())
        return
    for match in scan.each(EN_TIME):
        hour = int(match["h"]) % 12 + (12 if match["ap"] == "p" or match["noon"] else 0)
        scan.take("time", f"{hour:02d}:{match['m'] or '00'}", *match.span())
    for match in scan.each(EN_HOURS):
        hour, minute = int(match["h"] or match["h2"]), match["m"] or match["m2"]
        scan.take("time", f"{hour % 24:02d}:{minute}", *match.span())


def _numbers(scan: _Scan) -> None:
    for match in scan.each(ZH_FRACTION) if "分之" in scan.text else ():
        if match["d"] in PARTS:
            continue  # a percentage: its figure or numeral is a number like any other
        value = f"{plain_value(match['n'])}/{plain_value(match['d'])}" if "." not in match["n"] else match["n"]
        scan.take("number", value, *match.span(), strong=False)
    for match in scan.each(SLASH_FRACTION) if "/" in scan.text else ():
        parts = int(match["d"].replace(",", ""))
        if 0 < int(match["n"]) < parts:
            scan.take("number", f"{int(match['n'])}/{parts}", *match.span())
    for match in scan.each(EN_ORDINAL):
        scan.take("number", match["n"], *match.span())
    for match in scan.each(NUMBER):
        _number(scan, match)


def _number(scan: _Scan, match: Match[str]) -> None:
    text, value, start, end = scan.text, figure_value(match["figure"]), match.start(), match.end()
    if match["zh"]:
        value *= ZH_UNITS[match["zh"]]
        rest = figure_value(match["rest"]) if match["rest"] else Decimal(0)
        if rest and match["zh"] in ("万", "亿") and (match["more"] or rest >= LEAST_REST):
            value += rest * (ZH_UNITS[match["more"]] if match["more"] else 1)
        elif match["rest"]:
            end = match.start("rest")  # 5千3 is two figures, and so is 164万1 in 164万1岁以上的人
            scan.take("number", normal(rest * ZH_UNITS.get(match["more"] or "", 1)), end, match.end())
    elif match["en"]:
        value *= EN_UNITS[match["en"].lower()]
    elif value < 10 and TENTHS.match(text, end):
        value *= 10
    else:
        wide = RANGE.match(match.string, end)
        first = YEAR_BEFORE.search(text[max(start - 8, 0) : start]) if len(match["figure"]) == 2 else None
        if first and first["to"] and not TO_YEAR.match(text, end):
            first = None
        if first and int(first["year"]) % 100 < value:
            value += int(first["century"]) * 100
        elif wide and value < figure_value(wide["figure"]):
            value *= ZH_UNITS[wide["zh"]] if wide["zh"] else EN_UNITS[wide["en"].lower()]
    # 第3项 is often a letter, (j); U-235 is a name
    item = start > 0 and text[start - 1] == "第" and text[match.end() : match.end() + 1] in ("项", "目")
    strong = not item and (start < 2 or OF_NAME.match(text, start - 2) is None)
    scan.take("number", normal(value), start, end, strong=strong)


def _weak_zh(scan: _Scan) -> None:
    for match in scan.each(ZH_FRACTION) if "分之" in scan.text else ():
        if match["d"] not in PARTS:
            scan.take("number", f"{plain_value(match['n'])}/{plain_value(match['d'])}", *match.span(), strong=False)
    for match in scan.each(HAN_DECIMAL) if "点" in scan.text else ():
        scan.take("number", decimal_value(match["whole"], match["part"]), *match.span(), strong=False)
    last = -1
    for match in scan.each(HAN_NUMBER):
        start, text = match.start(), match.group()
        if text[0] in "百千万亿" and (start == last or match.string[start - 1 : start] == "\x00"):
            continue  # what follows a figure is its measure: 13 730千克
        last = match.end()
        scan.take("number", str(han_value(text)), *match.span(), strong=False)
        for value in approximate_values(text) or ():
            scan.take("number", str(value), *match.span(), strong=False)  # 十六七岁 is 16 and 17
    for match in scan.each(ROMAN):
        scan.take("number", str(roman_value(match.group())), *match.span(), strong=False)
    for match in scan.each(NAME):
        scan.take("name", match.group().lower(), *match.span(), strong=False)


def _weak_en(scan: _Scan) -> None:
    _number_words(scan)
    for match in scan.each(ROMAN):
        if match.group() != "I":
            scan.take("number", str(roman_value(match.group())), *match.span(), strong=False)


def _number_words(scan: _Scan) -> None:
    words = number_words(scan.free)
    if not words:
        return
    for match in find_fractions(scan.free, words):
        if match["s"] or match["n"].lower() in ("one", "a", "an"):
            scan.take("number", fraction_value(match["n"], match["d"]), *match.span(), strong=False)
    for start, end in find_numbers(scan.free):
        scan.take("number", str(word_value(scan.text[start:end])), start, end, strong=False)
