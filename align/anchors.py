"""What must survive translation: figures by value, dates, document symbols, resolution numbers, Latin names.

Values are normal forms that are equal in both languages: ``2.5 million`` and ``250万`` are both ``2500000``;
``1 October 2020`` and ``2020 年 10 月 1 日`` are both ``2020-10-01``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from corpora.symbol import find_symbols

AnchorKind = Literal["number", "date", "symbol", "name"]
ANCHORS_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One piece of hard evidence. ``strong`` is false where the other language may well spell it otherwise.

    A strong number is written in figures; Han numerals, number words and ordinals are weak: they can answer a
    strong number of the other side, but they do not have to be answered.
    """

    kind: AnchorKind
    value: str
    start: int
    end: int
    text: str
    strong: bool = True


class _Take(Protocol):
    def __call__(self, kind: AnchorKind, value: str, start: int, end: int, strong: bool = True) -> None: ...


GAP = "[ \u00a0\u2009\u202f]"
FIGURE = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:{GAP}\d{{3}})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
ZH_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
EN_UNITS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
NUMBER = re.compile(
    rf"(?<![A-Za-z\d.])(?P<figure>{FIGURE})(?:{GAP}?(?P<zh>万亿|千亿|百亿|十亿|亿|千万|百万|万|千|百)(?:{GAP}?(?P<rest>\d{{1,4}})(?!\d))?|[ \u00a0-](?P<en>hundred|thousand|million|billion|trillion)s?\b)?"
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTH = (
    {name.lower(): k for k, name in enumerate(MONTHS, start=1)}
    | {name[:3].lower(): k for k, name in enumerate(MONTHS, start=1)}
    | {"sept": 9}
)
MONTH_NAMES = "|".join([*MONTHS, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"])
EN_DATE = re.compile(
    rf"(?<![\w/])(?:(?P<d>\d{{1,2}})(?:\s?(?:[-–]|to|and)\s?(?P<d2>\d{{1,2}}))?\s)?(?P<m>{MONTH_NAMES})\b\.?(?:\s(?P<d3>\d{{1,2}})(?=,\s?\d{{4}}))?(?:,?\s(?P<y>\d{{4}}))?(?!\w)"
)
ZH_DATE = re.compile(
    r"(?:(?P<y>\d{4}|[一二][〇零○一二三四五六七八九]{3})\s?年\s?)?(?P<m>\d{1,2}|十[一二]|[一二三四五六七八九十])\s?月(?:份)?\s?(?:(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?(?:日|号)?\s?(?:至|到|[-–—和])\s?(?P<d2>\d{1,2})\s?日|(?P<d3>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号])?"
)
ZH_YEAR = re.compile(r"(?<!\d)(?P<y>[12]\d{3})\s?年(?!代?以前)")
RESOLUTION = re.compile(
    r"(?<![\dA-Za-z/.])(?:(?P<n>\d{1,4}(?:/\d{1,4})?)\s?(?P<l>[A-Z])?\s?\((?P<y>[12]\d{3}|[IVXLC]+)\)|(?P<ga>\d{2,3}/\d{1,3})(?:\s?(?P<l2>[A-Z])(?![a-z]))?)"
)
HAN_DIGITS = {
    c: v for v, cs in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for c in cs
}
HAN_NUMBER = re.compile(r"[〇零○一二两三四五六七八九十百千万亿]+")
WORDS = {
    w: k
    for k, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    w: 10 * k
    for k, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
ORDINALS = (
    {
        w: k
        for k, w in enumerate(
            [
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
            ],
            start=1,
        )
    }
    | {
        w: 10 * k
        for k, w in enumerate(
            ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"],
            start=2,
        )
    }
    | {
        "once": 1,
        "twice": 2,
        "half": 2,
        "dozen": 12,
        "double": 2,
        "triple": 3,
        "both": 2,
        "decade": 10,
        "decades": 10,
        "quarter": 4,
        "bilateral": 2,
        "trilateral": 3,
        "tripartite": 3,
        "fortnight": 14,
        "hundredth": 100,
        "single": 1,
    }
)
WORD_NUMBER = re.compile(
    rf"(?i)\b(?:{'|'.join(sorted({**WORDS, **ORDINALS, 'hundred': 0, 'thousand': 0, 'million': 0, 'billion': 0}, key=len, reverse=True))})\b(?:[-\s](?:and\s)?(?:{'|'.join([*WORDS, *ORDINALS, *EN_UNITS])})\b)*"
)
ROMAN = re.compile(r"(?<![A-Za-z])(?P<r>[IVXLC]{1,7})(?![A-Za-z])")
EN_ORDINAL = re.compile(r"(?<![\w.])(?P<n>\d{1,4})(?:st|nd|rd|th)\b")
NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{3,}(?![A-Za-z/])")


def extract_anchors(text: str, language: str) -> list[Anchor]:
    """Anchors of a sentence in order of place; what is part of a date or symbol is not a number again.

    >>> [(a.kind, a.value) for a in extract_anchors("2020 年 10 月 1 日约 2 300 人，其中21.6万妇女(S/2020/9)", "zh")]
    [('date', '2020-10-01'), ('number', '2300'), ('number', '216000'), ('symbol', 'S/2020/9')]
    >>> [(a.kind, a.value) for a in extract_anchors("resolution 822 (1993) of 30 April 1993, $2.5 million", "en")]
    [('symbol', '822(1993)'), ('date', '1993-04-30'), ('number', '2500000')]
    """
    found: list[Anchor] = []
    free = list(text)

    def take(kind: AnchorKind, value: str, start: int, end: int, strong: bool = True) -> None:
        found.append(Anchor(kind, value, start, end, text[start:end], strong))
        free[start:end] = ["\x00"] * (end - start)

    if any(c.isdigit() for c in text):
        for start, end, symbol in find_symbols(text):
            for name in symbol.names[:1]:
                take("symbol", _symbol_value(name), start, end)
        _resolutions("".join(free), take)
        _dates("".join(free), language, take)
        _numbers("".join(free), take)
    elif language == "en" or "月" in text:
        _dates(text, language, take)
    weak = _weak_zh if language == "zh" else _weak_en
    weak("".join(free), take)
    if language == "zh":
        for match in NAME.finditer("".join(free)):
            take("name", match.group().lower(), *match.span(), strong=False)
    return sorted(found, key=lambda a: a.start)


def _symbol_value(name: str) -> str:
    """``S/RES/822(1993)`` and ``resolution 822 (1993)`` are the same."""
    match = re.match(r"(?:S|A|E)/RES/(.+)$", name)
    return match[1] if match else name


def _resolutions(text: str, take: _Take) -> None:
    for match in RESOLUTION.finditer(text):
        number = match["n"] or match["ga"]
        letter = match["l"] or match["l2"] or ""
        year = f"({match['y']})" if match["y"] else ""
        if match["ga"] and re.match(r"\s?(?:年|月|%|per)", text[match.end() :]):
            continue
        take("symbol", f"{number}{letter}{year}", *match.span())


def _dates(text: str, language: str, take: _Take) -> None:
    pattern = ZH_DATE if language == "zh" else EN_DATE
    for match in pattern.finditer(text):
        year = _plain(match["y"]) if match["y"] else None
        month = (_plain(match["m"]) if language == "zh" else MONTH.get(match["m"].lower()[:3])) or 0
        days = [_plain(match[k]) for k in ("d", "d2", "d3") if match[k]]
        if not 1 <= month <= 12 or any(not 1 <= d <= 31 for d in days):
            continue
        if language == "zh" and not days and not year and match.group().strip()[0] not in "0123456789":
            continue  # 三月 alone, or 六个月
        if language == "en" and not days and not year and match["m"] in ("May", "March", "Mar"):
            continue  # the verb, the month without a day
        for day in days or [0]:
            value = f"{year or '----'}-{month:02d}" + (f"-{day:02d}" if day else "")
            take("date", value, *match.span())
    if language == "zh":
        for match in ZH_YEAR.finditer(text):
            if "\x00" not in match.group() and not re.match(r"\s?\d{1,2}\s?月", text[match.end() :]):
                take("number", match["y"], match.start("y"), match.end("y"))


def _numbers(text: str, take: _Take) -> None:
    for match in EN_ORDINAL.finditer(text):
        take("number", match["n"], *match.span(), strong=False)
        text = text[: match.start()] + "\x00" * (match.end() - match.start()) + text[match.end() :]
    for match in NUMBER.finditer(text):
        try:
            value = Decimal(re.sub(rf"{GAP}|,", "", match["figure"]))
        except InvalidOperation:
            continue
        if match["zh"]:
            value *= ZH_UNITS[match["zh"]]
            if match["rest"] and match["zh"] in ("万", "亿"):
                value += Decimal(match["rest"]) * (1 if match["zh"] == "万" else 10**4)
            elif match["rest"]:
                take("number", normal(Decimal(match["rest"])), match.start("rest"), match.end("rest"))
        elif match["en"]:
            value *= EN_UNITS[match["en"]]
        take("number", normal(value), match.start(), match.end())


def normal(value: Decimal) -> str:
    """A number without trailing zeros or exponent.

    >>> normal(Decimal("2.50")), normal(Decimal("1200"))
    ('2.5', '1200')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(text: str) -> int:
    return int(text) if text.isdigit() else han_value(text) or 0


def han_value(text: str) -> int | None:
    """The value of a Han numeral, also digit by digit (``二〇二〇``).

    >>> han_value("十二"), han_value("三百零五"), han_value("二〇二〇"), han_value("两万五千")
    (12, 305, 2020, 25000)
    """
    if all(c in HAN_DIGITS for c in text):
        return int("".join(str(HAN_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
        elif c in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
        else:
            total = (total + section + digit) * (10**4 if c == "万" else 10**8)
            section = digit = 0
    return total + section + digit


def _weak_zh(text: str, take: _Take) -> None:
    for match in HAN_NUMBER.finditer(text):
        value = han_value(match.group())
        if value:
            take("number", str(value), *match.span(), strong=False)


def _weak_en(text: str, take: _Take) -> None:
    for match in WORD_NUMBER.finditer(text):
        total = current = 0
        for word in re.split(r"[-\s]+", match.group().lower()):
            if word in EN_UNITS:
                current = max(current, 1) * EN_UNITS[word]
                if word != "hundred":
                    total, current = total + current, 0
            elif word != "and":
                current += WORDS.get(word, ORDINALS.get(word, 0))
        if total + current:
            take("number", str(total + current), *match.span(), strong=False)
    for match in ROMAN.finditer(text):
        if match["r"] != "I":
            take("number", str(roman_value(match["r"])), *match.span(), strong=False)


def roman_value(text: str) -> int:
    """The value of a Roman numeral.

    >>> roman_value("XIV")
    14
    """
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[c] for c in text]
    return sum(-v if any(v < w for w in values[k + 1 : k + 2]) else v for k, v in enumerate(values))
