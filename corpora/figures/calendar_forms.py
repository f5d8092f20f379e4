"""Years, days and times of the day in forms that are no dates to a search for them: 22 Oct 14, 5.3.2044, 民国102年, 80后, half past three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.figures.forms import MONTH
from corpora.text import UNITS, late, plain_value

Reading = tuple[str, int, int, int]
"""What it is (year, month, day, time, event), its value, its place."""

_N = "〇零一二三四五六七八九十百"
_DOTTED = late(r"(?<![\d./-])(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)?\d\d)(?![\d./-]?\d)")
_MONTH_OF = late(r"(?<![\d./-])(?P<m>0?[1-9]|1[0-2])[/.](?P<y>(?:19|20)\d\d)(?![\d./-]?\d)")
_SHORT = late(
    rf"(?P<d>\d{{1,2}})[- ](?P<m>{'|'.join(name.capitalize() for name in MONTH)})[a-z]*+\.?[- ,’']{{1,2}}(?P<y>\d\d)(?!\d|[.:]\d)"
)
_APOSTROPHE = late(r"(?<!\w)[’'‘](?P<y>\d\d)(?!\d)")
_ZH_YMD = late(
    rf"(?P<y>(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{{3}})\s?年(?:\s?(?P<m>\d{{1,2}}|[{_N}]{{1,3}})\s?月)?(?:(?:份)?\s?(?P<d>\d{{1,2}}|[{_N}]{{1,3}})\s?[日号])?"
)
_REPUBLIC = late(
    rf"(?P<rep>民国\s?)?(?<![\d{_N}])(?P<y>\d{{1,3}}|[{_N}]{{1,6}})\s?年(?:度|(?P<m>\s?(?:\d{{1,2}}|[{_N}]{{1,3}})\s?月))?"
)
_EN_YEAR = late(r"(?<![\d.,/])(?P<y>(?:19|20)\d\d)(?!\d|,\d)")
_BORN = late(r"(?<!\d)(?P<y>[0-9]0|[〇零五六七八九]零)后(?!天)")
_ZH_CLOCK = late(
    rf"(?<![\d.])(?P<h>\d{{1,2}}|[{_N}]{{1,3}})\s?(?:点钟?(?![〇零一二三四五六七八九]{{1,3}}[%％倍])|[:：](?=\d\d))(?:\s?(?P<m>[0-5]?\d|[{_N}]{{1,3}})分?|(?P<half>半)|(?P<q>[一三])刻)?"
)
_ZH_HOUR = late(
    rf"(?<![\d.{_N}])(?P<h>\d{{1,2}}|[{_N}]{{1,3}})\s?时(?!代|期|间|刻|常)(?:\s?(?P<m>\d{{1,2}}|[{_N}]{{1,3}})\s?分|(?P<half>半))?"
)
_EN_CLOCK = late(r"(?<![\d.,$])(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d)(?!\d)|(?=\s?[ap]\.?m\b))")
_EN_SPOKEN = late(rf"(?i)\b(?P<q>quarter|half)\s(?P<w>to|past)\s(?P<h>\d{{1,2}}|{'|'.join(UNITS)}|ten|eleven|twelve)\b")
_HOURS = {**UNITS, "ten": 10, "eleven": 11, "twelve": 12}
_ZH_EVENT = late(
    r"(?<![\d〇零一二三四五六七八九十百])[“\"]?(?P<d>[一二三四五六七八九]{1,4}(?:[·.‧][一二三四五六七八九]{1,3})?|\d[·.‧]\d{1,2}|\d{3})[”\"]?"
    r"(?=[\u4e00-\u9fff]{0,2}?(?:恐怖|事件|袭击|事变|运动|恐袭))"
)
_EN_EVENT = late(r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])")
_FIRST_REPUBLIC = 1911


def calendar_readings(text: str, language: str) -> Iterator[Reading]:
    """Years and what else belongs to the calendar; a form that can be meant in two ways gives both.

    >>> sorted(reading[:2] for reading in calendar_readings("22 Oct 14", "en"))
    [('day', 20141022), ('year', 2014)]
    >>> [reading[:2] for reading in calendar_readings("民国102年", "zh")], [r[:2] for r in calendar_readings("15:30", "zh")]
    ([('year', 2013)], [('time', 210)])
    """
    yield from (_zh if language == "zh" else _en)(text)
    for match in _DOTTED.finditer(text):
        year, (a, b) = _century(int(match["y"])), (int(match["a"]), int(match["b"]))
        for day, month in ((a, b), (b, a)):
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield "day", year * 10000 + month * 100 + day, *match.span()
        yield "year", year, *match.span("y")
    for match in _MONTH_OF.finditer(text):
        yield "month", int(match["y"]) * 100 + int(match["m"]), *match.span()


def _century(year: int) -> int:
    """The year of two figures: from 1930 to 2029."""
    return year if year > 99 else year + (2000 if year < 30 else 1900)


def _zh(text: str) -> Iterator[Reading]:
    for match in _ZH_YMD.finditer(text):
        year, month, day = (plain_value(match[k]) if match[k] else 0 for k in ("y", "m", "d"))
        yield "year", year, *match.span()
        if month:
            yield "month", year * 100 + month, *match.span()
        if day:
            yield "day", year * 10000 + month * 100 + day, *match.span()
    for match in _REPUBLIC.finditer(text):
        value = plain_value(match["y"])
        if match["rep"] or (20 <= value <= 150 and (match["m"] or "百" in match["y"])):
            yield "year", _FIRST_REPUBLIC + value, *match.span()
        elif len(match["y"]) == 2 and match["y"].isdigit():
            yield "year", _century(value), *match.span()
    for match in _BORN.finditer(text):
        value = plain_value(match["y"])
        yield "year", _century(value * (10 if value < 10 and not match["y"][0].isdigit() else 1)), *match.span()
    yield from _zh_clock(text)
    for match in _ZH_EVENT.finditer(text):
        digits = re.sub("[·.‧]", "", match["d"])
        yield "event", int("".join(str(plain_value(c)) for c in digits)), *match.span()


def _zh_clock(text: str) -> Iterator[Reading]:
    for pattern in (_ZH_CLOCK, _ZH_HOUR):
        for match in pattern.finditer(text):
            minutes = 30 if match["half"] else plain_value(match["m"] or "0")
            if pattern is _ZH_CLOCK and match["q"]:
                minutes = 15 * plain_value(match["q"])
            yield "time", (plain_value(match["h"]) * 60 + minutes) % 720, *match.span()


def _en(text: str) -> Iterator[Reading]:
    for match in _EN_YEAR.finditer(text):
        yield "year", int(match["y"]), *match.span()
    for match in _SHORT.finditer(text):
        year = _century(int(match["y"]))
        yield "year", year, *match.span()
        yield "day", year * 10000 + MONTH[match["m"].lower()] * 100 + int(match["d"]), *match.span()
    for match in _APOSTROPHE.finditer(text):
        yield "year", _century(int(match["y"])), *match.span()
    for match in _EN_CLOCK.finditer(text):
        yield "time", (int(match["h"]) * 60 + int(match["m"] or 0)) % 720, *match.span()
    for match in _EN_SPOKEN.finditer(text):
        hour = _HOURS.get(match["h"].lower()) or int(match["h"])
        minutes = 30 if match["q"].lower() == "half" else 15
        yield "time", (hour * 60 + (minutes if match["w"].lower() == "past" else -minutes)) % 720, *match.span()
    for match in _EN_EVENT.finditer(text):
        yield "event", int(f"{int(match['m'])}{int(match['d'])}"), *match.span()
