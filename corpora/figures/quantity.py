"""Quantities in whatever words and units: two decades and 20年, three quarters and 75%, half a kilogram and 500克 are the same.

Anchors are figures by their value. A quantity is what a number and its unit say together, as a fraction of one base unit of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from corpora.figures.calendar_forms import calendar_readings
from corpora.figures.forms import PARTS, ZH_FRACTION
from corpora.figures.numerals import EN_FRACTION, fraction_value, word_value
from corpora.text import TEENS, TENS, UNITS, han_value, late, read_table


class Quantity(NamedTuple):
    """What is measured, how much, and where it stands. One that is not ``firm`` may be meant otherwise: *a year*, *half*."""

    kind: str
    value: Fraction
    start: int
    end: int
    firm: bool = True


_UNITS = tuple(
    (kind, Fraction(factor), zh, en) for kind, factor, zh, en in read_table(__package__, "quantity_units.tsv")
)
_ZH_UNIT = "|".join(f"(?P<u{k}>{zh})" for k, (_, _, zh, _) in enumerate(_UNITS) if zh)
_EN_UNIT = "|".join(f"(?P<u{k}>(?:{en})(?![A-Za-z]))" for k, (_, _, _, en) in enumerate(_UNITS) if en)
_HAN = "〇零一二两三四五六七八九十百千廿卅卌"
_ZH_N = (
    rf"(?P<n>(?<![\d.,])\d[\d,]*+(?:\.\d+)?|(?<![{_HAN}第])[{_HAN}]{{1,9}}+(?:[点．·][〇零一二三四五六七八九]{{1,4}})?)"
)
_LARGE = "(?P<large>万亿|亿|千万|百万|十万|万)?"
_ZH = late(rf"{_ZH_N}{_LARGE}[多余来几]?(?P<half>个?半(?=[个年天月小公]))?\s?(?:{_ZH_UNIT})(?P<more>半(?!数|途|岛))?")
_ZH_HALF = late(rf"(?<![{_HAN}\d])半\s?(?:{_ZH_UNIT})")
_WORD = (
    rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(UNITS)}))?|(?:{'|'.join([*UNITS, *TEENS])})(?![- ](?:hundred|thousand))"
)
_EN_N = rf"(?<![\w.,])(?P<n>\d[\d,]*+(?:\.\d+)?|(?i:{_WORD})\b)"
_AND = r"(?P<and>(?:-|\s)and(?:-|\s)(?:a|one)(?:-|\s)(?:half|quarter)|(?:-|\s)and(?:-|\s)three(?:-|\s)quarters|½|¼|¾)?"
_ADJECTIVE = (
    r"(?:(?:past|last|first|next|previous|coming|following|full|whole|entire|more|additional|consecutive|calendar)\s)?"
)
_EN = late(rf"{_EN_N}{_AND}[-\s]?{_ADJECTIVE}(?i:{_EN_UNIT})(?P<more>\sand\sa\shalf)?")
_EN_ONE = late(
    rf"\b(?i:an?|the|per|each|every|this|last|past|next|first)\s{_ADJECTIVE}(?i:{_EN_UNIT})(?P<more>\sand\sa\shalf)?"
)
_EN_HALF = late(
    rf"(?<!and a )(?<!and-a-)\b(?i:(?P<half>half)(?:[-\s](?:of\s)?an?\s|[-\s])|(?:a|one)\s(?P<quarter>quarter)\sof\san?\s)(?i:{_EN_UNIT})"
)
_EN_MIXED = late(rf"{_EN_N}(?P<and>(?:-|\s)and(?:-|\s)(?:a|one)(?:-|\s)half)")
_MORE = {"half": Fraction(1, 2), "½": Fraction(1, 2), "three": Fraction(3, 4), "¾": Fraction(3, 4)}
_SCALE = {"万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_ZH_PARTS = {"百": 100, "千": 1000, "万": 10000}
_ZH_PART = late(
    rf"(?P<d>[百千万])分之(?P<n>\d[\d,]*+(?:\.\d+)?|[{_HAN}]{{1,9}}(?:[点．][〇零一二三四五六七八九]{{1,4}})?)"
)
_ZH_RATE = late(rf"{_ZH_N}\s?(?P<sign>[%％‰])")
_ZH_TENTHS = late(
    rf"(?<![{_HAN}\d])(?P<n>\d|[一二两三四五六七八九])成(?P<more>[一二三四五六七八九半])?(?![员为立果本功年就分千效都绩熟套份形长]|[交对人])"
)
_ZH_HALVES = late("一半|半数|过半|对半|百分百")
_ZH_TIMES = late(rf"(?P<by>(?:[增升涨长加大多高]|提高|上升|扩大)出?了?(?:[近约逾]|超过)?)?{_ZH_N}[多余]?倍")
_TO = late("[至到为](?:[近约逾]|超过)?$")
_ZH_DOUBLED = late(rf"翻了?(?P<n>[{_HAN}]|\d)[番倍]")
_EN_RATE = late(
    r"(?<![\w.,])(?P<n>\d[\d,]*+(?:\.\d+)?|(?i:"
    + _WORD
    + r"))(?:\s?(?P<sign>%|‰)|[-\s]?per\s?cent\b(?! point)|\sper\s(?P<thousand>thousand|1,?000))"
)
_EN_HALVES = late(r"(?i)\b(?:half(?!-)|halves|halved?|halving)\b")
_EN_FOLD = late(rf"(?<![\w.,])(?P<n>\d+(?:\.\d+)?|(?i:{_WORD}))[-\s]?(?:fold\b|times\b)")
_FOLDS = {"doubl": 2, "twice": 2, "trebl": 3, "tripl": 3, "quadrupl": 4, "quintupl": 5}
_EN_MULTIPLE = late(r"(?i)\b(?P<n>doubl|trebl|tripl|quadrupl|quintupl)(?:e[sd]?|ing)\b|\b(?P<twice>twice)\b")
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_OLD_TENS = late("[廿卅卌][一二三四五六七八九]?(?![〇零一二三四五六七八九十百千])")
_HAN_POINT = late(rf"(?P<n>[{_HAN}]{{1,4}}[．·][〇零一二三四五六七八九]{{1,4}})")
_SPACED = late(r"(?<![\d.,])\d{1,3}(?: ?, \d{3})++(?!\d)")
_FEASTS = late(r"(?i)\b(?P<n>bi|ter|tri|)(?:centenar(?:y|ies)|centennials?)\b")


def number_of(text: str) -> Fraction:
    """The value of figures or of a number in words of either language.

    >>> number_of("2,300.5"), number_of("三十八点五"), number_of("twenty-five"), number_of("廿五")
    (Fraction(4601, 2), Fraction(77, 2), Fraction(25, 1), Fraction(25, 1))
    """
    if text[0].isdigit():
        return Fraction(text.replace(",", "").rstrip("."))
    if text.isascii():
        return Fraction(word_value(text))
    whole, point, part = (re.sub("[．·]", "点", text)).translate(_TENS).partition("点")
    return (
        Fraction(
            f"{han_value(whole)}.{han_value(part) if len(part) == 1 else ''.join(str(han_value(c)) for c in part)}"
        )
        if point
        else Fraction(han_value(whole))
    )


def quantities(text: str, language: str) -> list[Quantity]:
    """What a text says in numbers with units, shares, multiples, years and times, as far as two wordings can be compared.

    >>> [(q.kind, str(q.value)) for q in quantities("18个月后，三成五的港口增加了一倍", "zh") if q.firm]
    [('months', '18'), ('share', '7/20'), ('multiple', '2')]
    >>> [(q.kind, str(q.value)) for q in quantities("one and a half years, 35 per cent, doubled", "en") if q.firm]
    [('months', '18'), ('share', '7/20'), ('multiple', '2')]
    """
    found = [*(_zh if language == "zh" else _en)(text), *_either(text)]
    found += (
        Quantity(kind, Fraction(value), start, end, False)
        for kind, value, start, end in calendar_readings(text, language)
    )
    return sorted(found, key=lambda q: (q.start, q.end))


def _unit(match: re.Match[str]) -> tuple[str, Fraction]:
    number = next(
        int(name[1:]) for name, text in match.groupdict().items() if text and name[0] == "u" and name[1:].isdigit()
    )
    return _UNITS[number][:2]


def _more(text: str | None) -> Fraction:
    """What stands behind *and*: a half, a quarter, three quarters."""
    return next((value for word, value in _MORE.items() if word in text), Fraction(1, 4)) if text else Fraction(0)


def _zh(text: str) -> Iterator[Quantity]:
    for match in _ZH.finditer(text):
        kind, factor = _unit(match)
        value = number_of(match["n"]) * _SCALE.get(match["large"] or "", 1)
        value += Fraction(1, 2) if match["half"] or match["more"] else 0
        yield Quantity(kind, value * factor, *match.span())
    for match in _ZH_HALF.finditer(text) if "半" in text else ():
        kind, factor = _unit(match)
        yield Quantity(kind, factor / 2, *match.span())
    for match in re.finditer("[单][天日](?!元)", text):
        yield Quantity("days", Fraction(1), *match.span())
    for match in _OLD_TENS.finditer(text):
        yield Quantity("count", number_of(match.group()), *match.span())
    for match in _HAN_POINT.finditer(text):
        yield Quantity("count", number_of(match["n"]), *match.span())
    yield from _zh_shares(text)


def _zh_shares(text: str) -> Iterator[Quantity]:
    if "分之" in text:
        for match in _ZH_PART.finditer(text):
            yield Quantity("share", number_of(match["n"]) / _ZH_PARTS[match["d"]], *match.span())
        for match in ZH_FRACTION.finditer(text):
            if match["d"] not in (*PARTS, "万") and number_of(match["d"]):
                yield Quantity("share", number_of(match["n"]) / number_of(match["d"]), *match.span())
    for match in _ZH_RATE.finditer(text):
        yield Quantity("share", number_of(match["n"]) / (1000 if match["sign"] == "‰" else 100), *match.span())
    for match in _ZH_TENTHS.finditer(text) if "成" in text else ():
        rest = Fraction(5 if match["more"] == "半" else number_of(match["more"] or "零")) / 10
        yield Quantity("share", (number_of(match["n"]) + rest) / 10, *match.span())
    for match in _ZH_HALVES.finditer(text):
        yield Quantity(
            "share",
            Fraction(1) if match.group() == "百分百" else Fraction(1, 2),
            *match.span(),
            match.group() == "一半",
        )
    for match in _ZH_TIMES.finditer(text) if "倍" in text else ():
        value = number_of(match["n"])
        yield Quantity("share", value, *match.span(), False)
        firm = bool(match["by"] or _TO.search(text[max(match.start() - 4, 0) : match.start()]))
        yield Quantity("multiple", value + bool(match["by"]), *match.span(), firm)
    for match in _ZH_DOUBLED.finditer(text) if "翻" in text else ():
        yield Quantity("multiple", Fraction(2) ** min(int(number_of(match["n"])), 9), *match.span())


def _en(text: str) -> Iterator[Quantity]:
    for match in _EN.finditer(text):
        kind, factor = _unit(match)
        value = number_of(match["n"].lower()) + _more(match["and"]) + (Fraction(1, 2) if match["more"] else 0)
        yield Quantity(kind, value * factor, *match.span(), kind != "count")
        if match["and"]:
            yield Quantity("count", number_of(match["n"].lower()) + _more(match["and"]), *match.span(), False)
    for match in _EN_ONE.finditer(text):
        kind, factor = _unit(match)
        yield Quantity(kind, factor * (1 + (Fraction(1, 2) if match["more"] else 0)), *match.span(), False)
    for match in _EN_HALF.finditer(text):
        kind, factor = _unit(match)
        yield Quantity(kind, factor / (2 if match["half"] else 4), *match.span())
    for match in _EN_MIXED.finditer(text):
        yield Quantity("count", number_of(match["n"].lower()) + Fraction(1, 2), *match.span(), False)
    for match in _FEASTS.finditer(text):
        years = {"bi": 200, "ter": 300, "tri": 300}.get(match["n"].lower(), 100)
        yield Quantity("months", Fraction(12 * years), *match.span(), False)
    yield from _en_shares(text)


def _en_shares(text: str) -> Iterator[Quantity]:
    for match in _EN_RATE.finditer(text):
        part = 1000 if match["thousand"] or match["sign"] == "‰" else 100
        yield Quantity("share", number_of(match["n"].lower()) / part, *match.span())
    for match in EN_FRACTION.finditer(text):
        firm = re.match(r"\s+of\b|[.,;)]|$", text[match.end() :]) is not None
        yield Quantity("share", Fraction(fraction_value(match["n"], match["d"])), *match.span(), firm)
    for match in _EN_HALVES.finditer(text):
        yield Quantity("share", Fraction(1, 2), *match.span(), re.match(r"\s+of\b", text[match.end() :]) is not None)
    for match in _EN_FOLD.finditer(text):
        value = number_of(match["n"].lower())
        yield Quantity("multiple", value, *match.span(), match.group().endswith("fold"))
        yield Quantity("share", value, *match.span(), False)
    for match in _EN_MULTIPLE.finditer(text):
        value = Fraction(_FOLDS[(match["n"] or match["twice"]).lower()])
        yield Quantity("multiple", value, *match.span(), bool(match["n"]))


def _either(text: str) -> Iterator[Quantity]:
    """Figures with a space behind the comma: 40 , 000."""
    for match in _SPACED.finditer(text):
        yield Quantity("count", Fraction(re.sub("[ ,]", "", match.group())), *match.span(), False)
