"""What must survive translation: figures by value, dates, times, document symbols, paragraph marks, Latin names.

Values are normal forms that are equal in both languages: ``2.5 million`` and ``250万`` are both ``2500000``;
``1 October 2020`` and ``2020 年 10 月 1 日`` are both ``2020-10-01``; ``下午3时05分`` and ``3.05 p.m.`` are both ``15:05``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpora.figures.numerals import (
    EN_FRACTION,
    EN_UNITS,
    FIGURE,
    GAP,
    WORD_NUMBER,
    ZH_UNITS,
    figure_value,
    find_words,
    fraction_value,
    normal,
    word_value,
)
from corpora.symbol import find_symbols
from corpora.text import (
    HAN,
    HAN_DECIMAL,
    HAN_NUMBER,
    MONTHS,
    TO_NINE,
    TO_TEN,
    approximate_values,
    decimal_value,
    han_value,
    late,
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
        self.free = text
        self.found: list[Anchor] = []

    def take(self, kind: AnchorKind, value: str, start: int, end: int, strong: bool = True) -> None:
        self.found.append(Anchor(kind, value, start, end, self.text[start:end], strong))
        self.free = self.free[:start] + "\x00" * (end - start) + self.free[end:]


_MONTH = {name.lower()[:3]: k for k, name in enumerate(MONTHS, start=1)}
_MONTH_NAMES = "|".join([*MONTHS, *(["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"])])
_EN_DATE = late(
    rf"(?<![\w/])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:[-–]|to|and)\s?(?P<d2>\d{{1,2}}))?\s)?"
    rf"(?P<m>{_MONTH_NAMES})\b\.?(?:\s(?P<d3>\d{{1,2}})(?=,\s?\d{{4}}))?(?:,?\s(?P<y>\d{{4}}))?(?!\w)"
)
_MORE_MONTHS = late(rf"\s?(?:and|to|or|[-–/,])\s?(?:\d{{1,2}}\s)?(?:{_MONTH_NAMES})\b")
_HAN_DAY = f"[二三]?十[{TO_NINE}]?|[{TO_NINE}]"
_ZH_DATE = late(
    rf"(?:(?P<y>\d{{4}}|[一二][〇零○{TO_NINE}]{{3}})\s?年\s?|(?P<rel>[今去明同当本翌次]年\s?))?"
    rf"(?P<m>\d{{1,2}}|十[一二]|[{TO_TEN}])\s?月(?:份)?\s?"
    rf"(?:(?P<d>\d{{1,2}}|{_HAN_DAY})\s?[日号]?\s?(?:至|到|[-–—和])\s?(?P<d2>\d{{1,2}})\s?日"
    rf"|(?P<d3>\d{{1,2}}|{_HAN_DAY})\s?[日号])?"
)
_ISO_DATE = late(r"(?<![\d/-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_ZH_YEAR = late(r"(?<!\d)(?P<y>[12]\d{3})\s?年(?!代)")
_ZH_DECADE = late(
    rf"(?:(?P<c>\d{{1,2}}|[一二]?十[{TO_NINE}]?)\s?世纪|(?P<this>[本新]世纪)|上个?世纪)?\s?"
    rf"(?:(?P<also>[{TO_NINE}](?=[{TO_NINE}]十)|\d0(?=\s?[、和至-]\s?\d0\s?年代))\s?[、和至-]?\s?)?"
    rf"(?P<d>[12]\d{{3}}|\d0|[{TO_NINE}]十)\s?年代"
)
_ZH_TIME = late(
    r"(?P<part>上午|下午|晚上?|傍晚|中午|凌晨|清晨|早上?)?\s?(?P<h>\d{1,2}|零)\s?时(?!代|期|间|刻|常)(?:\s?(?P<m>\d{1,2})\s?分(?!之)|(?P<half>半))?"
)
_EN_TIME = late(r"(?<![\d.,/$])(?P<h>\d{1,2})(?:[.:](?P<m>[0-5]\d))?\s?(?:(?P<ap>[ap])\.?m\b\.?|(?P<noon>noon)\b)")
_EN_HOURS = late(
    r"(?<![\d.,/$])(?P<h>[01]\d|2[0-4])[:.]?(?P<m>[0-5]\d)(?:(?=\s?(?:hours|hrs|h\b|Z\b|UTC|GMT))|(?=\s(?:and|to)\s\d{4}\shours))"
    r"|(?<=[Aa]t\s)(?P<h2>0\d|1[0-8]|2[1-4]):?(?P<m2>[0-5]\d)(?![\d,.]\d|\w|%)"
)
_RESOLUTION = late(
    rf"(?<![\dA-Za-z/.,])(?<!\d{GAP})(?:(?P<n>\d{{1,4}}(?:/\d{{1,4}})?)\s?(?P<l>[A-Z])?\s?[(（](?P<y>[12]\d{{3}}|[IVXLC]+)[)）]"
    r"|(?P<ga>\d{2,3}/\d{1,3})(?:\s?(?P<l2>[A-Z])(?![A-Za-z]))?(?!\d|/)|(?P<es>\d{4}/\d{1,3})(?!\d|/|\s?年))"
)
_RESOLVES = late("决议|决定|resolution|decision", re.IGNORECASE)
_EN_NOTE_FIRST = late(r"\s*(?P<n>\d{1,3})\s(?=[A-Z][a-z]|The\b)")
_NOTE = {
    "zh": late(
        rf"(?<=[{HAN}》”\"）)])(?P<n>\d{{1,2}})(?=[。；，、：](?!\d)|\s*$)|(?<=、)(?P<c>\d{{1,2}})(?= [{HAN}])|\[(?P<b>\d{{1,3}})\]"
    ),
    "en": late(
        r"(?:(?<=[A-Za-z\"”’)\]\x00][,.;:])|(?<=[\"”’]))(?P<n>\d{1,3})(?=[\s;:]|[,.](?!\d)|$)|\[(?P<b>\d{1,3})\]"
    ),
}
_CURRENCY = "".join(
    rf"|(?<={code})" for code in ("Euro", "EUR", "USD", "CHF", "SwF", "GBP", "RMB", "CNY", "SDR", r"\$A", r"\$C", "Rs")
)
_NUMBER = late(
    rf"(?:(?<![A-Za-z\d])(?<!\d[.,]){_CURRENCY})(?P<figure>{FIGURE})"
    rf"(?:(?:[)）\]](?!万[国隆象维]|百[慕事年]|千[禧年]))?{GAP}?[多余]?(?P<zh>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦兆赫卡吨伏升帕字焦年])|百(?!分))"
    rf"(?:{GAP}?(?P<rest>{FIGURE})(?:{GAP}?(?P<more>千万|百万|十万|万|千(?![克米瓦兆赫卡吨伏升帕字焦年])|百(?!分)))?)?"
    rf"|[)）\]]?[ \u00a0-](?P<en>hundred|thousand|million|billion|trillion|bn)s?\b)?"
)
_RANGE = late(
    rf"{GAP}?(?:[-–—~至到]|to){GAP}?\$?(?P<figure>{FIGURE})(?:{GAP}?[多余]?(?P<zh>万亿|亿|百万|万)|[ \u00a0](?P<en>million|billion|trillion)\b)"
)
_YEAR_BEFORE = late(r"(?<!\d)(?P<year>(?P<century>19|20)\d\d)[-–—‑/]$")  # of 2022–24, 1998/99
LEAST_REST = 100  # of a figure behind 万 or 亿 that is not of another number
_SLASH_FRACTION = late(r"(?<![\d/.])(?P<n>\d{1,2})/(?P<d>\d{1,2})(?![\d/]|\.\d)")
_ZH_FRACTION = late(
    rf"(?P<d>\d{{1,3}}|[{TO_TEN}百千]{{1,40}})分之(?P<n>\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百]{{1,40}})"
)
PARTS = frozenset(("百", "千"))  # of 百分之, 千分之
_TENTHS = late("成(?![员为立果本功年人就分千效都绩熟套份形长]|[交对])")  # 3成 is 30 per cent
_ROMAN = late(r"(?<![A-Za-z])[IVXLC]{1,7}(?![A-Za-z])")
_EN_ORDINAL = late(r"(?<![\w.])(?P<n>\d{1,4})(?:st|nd|rd|th)\b")
_NAME = late(r"(?<![A-Za-z])[A-Z][A-Za-z]{3,}(?![A-Za-z/])")
_DISEASE = late(r"2019\s?(?:新型)?冠状病毒病?|COVID[-‑\s]?19|SARS[-‑\s]?CoV[-‑\s]?2|2019-nCoV", re.IGNORECASE)
_DIGIT = late(r"\d")


def extract_anchors(text: str, language: str) -> list[Anchor]:
    """Anchors of a sentence in order of place; what is part of a date or symbol is not a number again.

    >>> [(a.kind, a.value) for a in extract_anchors("2020 年 10 月 1 日约 2 300 人，其中21.6万妇女(S/2020/9)", "zh")]
    [('date', '2020-10-01'), ('number', '2300'), ('number', '216000'), ('symbol', 'S/2020/9')]
    >>> [(a.kind, a.value) for a in extract_anchors("resolution 822 (1993) of 30 April 1993, $2.5 million", "en")]
    [('symbol', '822(1993)'), ('date', '1993-04-30'), ('number', '2500000')]
    """
    scan = _Scan(text)
    if _DIGIT.search(text):
        for match in _DISEASE.finditer(scan.free):
            scan.take("name", "covid-19", *match.span(), strong=False)
        _symbols(scan)
        _dates(scan, language)
        _mark(scan, language)
        _notes(scan, language)
        _times(scan, language)
        _numbers(scan)
    else:
        if language == "en" or "月" in text or "年代" in text:
            _dates(scan, language)
        _mark(scan, language)
    (_weak_zh if language == "zh" else _weak_en)(scan)
    return sorted(scan.found, key=lambda a: (a.start, a.end))


def _symbols(scan: _Scan) -> None:
    for start, end, symbol in find_symbols(scan.text):
        # S/RES/822(1993) and resolution 822 (1993) are the same
        scan.take("symbol", re.sub(r"^(?:S|A|E)/RES/", "", symbol.names[0]), start, end)
    for match in _RESOLUTION.finditer(scan.free):
        if match["ga"] and re.match(r"\s?(?:年|月|%|per)", scan.free[match.end() :]):
            continue
        if match["es"] and not _RESOLVES.search(scan.text):
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
        first = _EN_NOTE_FIRST.match(scan.free)
        if first:
            scan.take("mark", str(int(first["n"])), *first.span("n"), strong=False)


def _notes(scan: _Scan, language: str) -> None:
    """Footnote marks glued to a word."""
    for match in _NOTE.get(language, _NOTE["en"]).finditer(scan.free):
        value = next(group for group in match.groups() if group)
        scan.take("number", value, *match.span(), strong=False)


def _dates(scan: _Scan, language: str) -> None:
    zh = language == "zh"
    for match in (_ZH_DATE if zh else _EN_DATE).finditer(scan.free):
        year = plain_value(match["y"]) if match["y"] else None
        month = plain_value(match["m"]) if zh else _MONTH[match["m"].lower()[:3]]
        days = [plain_value(match[k]) for k in ("d", "d2", "d3") if match[k]]
        if not 1 <= month <= 12 or any(not 1 <= d <= 31 for d in days):
            continue
        if not days and not year:
            if zh and not match["rel"] and not match.group()[0].isdigit():
                continue  # 三月 alone, or part of a longer word
            if not zh and match["m"] in ("May", "March", "Mar") and not _MORE_MONTHS.match(scan.free[match.end() :]):
                continue  # the verb, the walk
        for day in days or [0]:
            value = f"{year or '----'}-{month:02d}" + (f"-{day:02d}" if day else "")
            scan.take("date", value, *match.span())
    for match in _ISO_DATE.finditer(scan.free):
        scan.take("date", match.group(), *match.span())
    if zh and "年" in scan.free:
        _years(scan)


def _years(scan: _Scan) -> None:
    for match in _ZH_DECADE.finditer(scan.free):
        century = (plain_value(match["c"]) - 1 if match["c"] else 20 if match["this"] else 19) * 100
        for text in filter(None, (match["also"], match["d"])):  # 八九十年代: two decades
            decade = plain_value(text) * (10 if len(text) == 1 else 1)
            value = decade if decade >= 100 else century + decade
            scan.take("number", str(value), *match.span(), strong=match["d"].isdigit())
    for match in _ZH_YEAR.finditer(scan.free):
        scan.take("number", match["y"], *match.span("y"))


def _times(scan: _Scan, language: str) -> None:
    if language == "zh":
        for match in _ZH_TIME.finditer(scan.free):
            hour = 0 if match["h"] == "零" else int(match["h"])
            if hour < 12 and match["part"] in ("下午", "晚", "晚上", "傍晚"):
                hour += 12
            minutes = 30 if match["half"] else int(match["m"] or 0)
            scan.take("time", f"{hour % 24:02d}:{minutes:02d}", *match.span())
        return
    for match in _EN_TIME.finditer(scan.free):
        hour = int(match["h"]) % 12 + (12 if match["ap"] == "p" or match["noon"] else 0)
        scan.take("time", f"{hour:02d}:{match['m'] or '00'}", *match.span())
    for match in _EN_HOURS.finditer(scan.free):
        hour, minute = int(match["h"] or match["h2"]), match["m"] or match["m2"]
        scan.take("time", f"{hour % 24:02d}:{minute}", *match.span())


def _numbers(scan: _Scan) -> None:
    for match in _ZH_FRACTION.finditer(scan.free):
        if match["d"] in PARTS:
            continue  # a percentage: its figure or numeral is a number like any other
        value = f"{plain_value(match['n'])}/{plain_value(match['d'])}" if "." not in match["n"] else match["n"]
        scan.take("number", value, *match.span(), strong=False)
    for match in _SLASH_FRACTION.finditer(scan.free):
        if 0 < int(match["n"]) < int(match["d"]):
            scan.take("number", f"{int(match['n'])}/{int(match['d'])}", *match.span())
    for match in _EN_ORDINAL.finditer(scan.free):
        scan.take("number", match["n"], *match.span())
    for match in _NUMBER.finditer(scan.free):
        _number(scan, match)


def _number(scan: _Scan, match: re.Match[str]) -> None:
    value, end = figure_value(match["figure"]), match.end()
    before = scan.text[max(match.start() - 2, 0) : match.start()]
    if match["zh"]:
        value *= ZH_UNITS[match["zh"]]
        rest = figure_value(match["rest"]) if match["rest"] else Decimal(0)
        if rest and match["zh"] in ("万", "亿") and (match["more"] or rest >= LEAST_REST):
            value += rest * (ZH_UNITS[match["more"]] if match["more"] else 1)
        elif match["rest"]:
            end = match.start("rest")  # 5千3 is two figures, and so is 164万1 in 164万1岁以上的人
            scan.take("number", normal(rest * ZH_UNITS.get(match["more"] or "", 1)), match.start("rest"), match.end())
    elif match["en"]:
        value *= EN_UNITS[match["en"]]
    elif value < 10 and _TENTHS.match(scan.text, match.end()):
        value *= 10
    else:
        wide = _RANGE.match(scan.free, match.end())
        first = _YEAR_BEFORE.search(scan.text[max(match.start() - 6, 0) : match.start()])
        if first and len(match["figure"]) == 2 and int(first["year"]) % 100 < value:
            value += int(first["century"]) * 100
        elif wide and value < figure_value(wide["figure"]):
            value *= ZH_UNITS[wide["zh"]] if wide["zh"] else EN_UNITS[wide["en"]]
    item = before.endswith("第") and scan.text[match.end() : match.end() + 1] in ("项", "目")  # often a letter: (j)
    strong = not item and re.fullmatch(r"[A-Z][-‑]", before) is None  # U-235 is a name
    scan.take("number", normal(value), match.start(), end, strong=strong)


def _weak_zh(scan: _Scan) -> None:
    for match in _ZH_FRACTION.finditer(scan.free):
        if match["d"] not in PARTS:
            scan.take("number", f"{plain_value(match['n'])}/{plain_value(match['d'])}", *match.span(), strong=False)
    for match in HAN_DECIMAL.finditer(scan.free) if "点" in scan.text else ():
        scan.take("number", decimal_value(match["whole"], match["part"]), *match.span(), strong=False)
    for match in HAN_NUMBER.finditer(scan.free):
        if match.group()[0] in "百千万亿" and scan.free[match.start() - 1 : match.start()] == "\x00":
            continue  # what follows a figure is its measure: 13 730千克
        scan.take("number", str(han_value(match.group())), *match.span(), strong=False)
        for value in approximate_values(match.group()) or ():
            scan.take("number", str(value), *match.span(), strong=False)  # 十六七岁 is 16 and 17
    for match in _ROMAN.finditer(scan.free):
        scan.take("number", str(roman_value(match.group())), *match.span(), strong=False)
    for match in _NAME.finditer(scan.free):
        scan.take("name", match.group().lower(), *match.span(), strong=False)


def _weak_en(scan: _Scan) -> None:
    _number_words(scan)
    for match in _ROMAN.finditer(scan.free):
        if match.group() != "I":
            scan.take("number", str(roman_value(match.group())), *match.span(), strong=False)


def _number_words(scan: _Scan) -> None:
    for match in EN_FRACTION.finditer(scan.free):
        if match["s"] or match["n"].lower() in ("one", "a", "an"):
            scan.take("number", fraction_value(match["n"], match["d"]), *match.span(), strong=False)
    for match in find_words(WORD_NUMBER, scan.free):
        scan.take("number", str(word_value(match.group())), *match.span(), strong=False)
