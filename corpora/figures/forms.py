"""How figures, dates, times and symbols of resolutions are written. Most begin with a digit, so that a search goes from digit to digit.

What must not stand before is therefore looked at behind the first digit.
"""

from __future__ import annotations

import re

from corpora.figures.numerals import FIGURE, GAP
from corpora.text import HAN, MONTHS, TO_NINE, TO_TEN, late

MONTH = {name.lower()[:3]: k for k, name in enumerate(MONTHS, start=1)}
_MONTH_NAMES = "|".join([*MONTHS, *(["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"])])
ANY_MONTH = late("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
EN_DATE = late(
    rf"(?<![\w/])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:[-–]|to|and)\s?(?P<d2>\d{{1,2}}))?\s)?"
    rf"(?P<m>{_MONTH_NAMES})\b\.?(?:\s(?P<d3>\d{{1,2}})(?=,\s?\d{{4}}))?(?:,?\s(?P<y>\d{{4}}))?(?!\w)"
)
MORE_MONTHS = late(rf"\s?(?:and|to|or|[-–/,])\s?(?:\d{{1,2}}\s)?(?:{_MONTH_NAMES})\b")
_HAN_DAY = f"[二三]?十[{TO_NINE}]?|[{TO_NINE}]"
ZH_DATE = late(
    rf"(?:(?P<y>\d{{4}}|[一二][〇零○{TO_NINE}]{{3}})\s?年\s?|(?P<rel>[今去明同当本翌次]年\s?))?"
    rf"(?P<m>\d{{1,2}}|十[一二]|[{TO_TEN}])\s?月(?:份)?\s?"
    rf"(?:(?P<d>\d{{1,2}}|{_HAN_DAY})\s?[日号]?\s?(?:至|到|[-–—和])\s?(?P<d2>\d{{1,2}})\s?日"
    rf"|(?P<d3>\d{{1,2}}|{_HAN_DAY})\s?[日号])?"
)
ZH_MONTHS = late(
    r"(?<![\d.,/第月-])(?P<months>\d{1,2}\s?(?:[、至到和及~～—–-]\s?\d{1,2}\s?){1,11})月(?!\s?\d{1,2}\s?[日号至到-])"
)
"""1至3月, 1、2月."""
MONTHS_BEFORE = late(rf"(?:{_MONTH_NAMES})\.?(?:\sand\s|\sto\s|\sor\s|\s?[-–/,]\s?)$")
"""Before May and March, where they are months."""
ISO_DATE = late(r"\d(?<![\d/-]\d)(?:(?<=1)9|(?<=2)0)\d\d-\d\d-\d\d(?![\d-])")
ZH_YEAR = late(r"(?P<y>[12](?<!\d[12])\d{3})\s?年(?!代)")
ZH_DECADE = late(
    rf"(?:(?P<c>\d{{1,2}}|[一二]?十[{TO_NINE}]?)\s?世纪|(?P<this>[本新]世纪)|上个?世纪)?\s?"
    rf"(?:(?P<also>[{TO_NINE}](?=[{TO_NINE}]十)|\d0(?=\s?[、和至-]\s?\d0\s?年代))\s?[、和至-]?\s?)?"
    rf"(?P<d>[12]\d{{3}}|\d0|[{TO_NINE}]十)\s?年代"
)
ZH_TIME = late(
    r"(?P<part>上午|下午|晚上?|傍晚|中午|凌晨|清晨|早上?)?\s?(?P<h>\d{1,2}|零)\s?时(?!代|期|间|刻|常)(?:\s?(?P<m>\d{1,2})\s?分(?!之)|(?P<half>半))?"
)
EN_TIME = late(r"(?P<h>\d(?<![\d.,/$]\d)\d?)(?:[.:](?P<m>[0-5]\d))?\s?(?:(?P<ap>[ap])\.?m\b\.?|(?P<noon>noon)\b)")
EN_HOURS = late(
    r"(?=\d)(?:(?<![\d.,/$])(?P<h>[01]\d|2[0-4])[:.]?(?P<m>[0-5]\d)(?:(?=\s?(?:hours|hrs|h\b|Z\b|UTC|GMT))|(?=\s(?:and|to)\s\d{4}\shours))"
    r"|(?<=[Aa]t\s)(?P<h2>0\d|1[0-8]|2[1-4]):?(?P<m2>[0-5]\d)(?![\d,.]\d|\w|%))"
)
RESOLUTION = late(
    rf"(?=\d)(?<![\dA-Za-z/.,])(?<!\d{GAP})(?:(?P<n>\d{{1,4}}(?:/\d{{1,4}})?)\s?(?P<l>[A-Z])?\s?[(（](?P<y>[12]\d{{3}}|[IVXLC]+)[)）]"
    r"|(?P<ga>\d{2,3}/\d{1,3})(?:\s?(?P<l2>[A-Z])(?![A-Za-z]))?(?!\d|/)|(?P<es>\d{4}/\d{1,3})(?!\d|/|\s?年))"
)
RESOLVES = late("决议|决定|resolution|decision", re.IGNORECASE)
NO_RESOLUTION = late(r"\s?(?:年|月|%|per)|(?<=24/7)")
"""Behind a figure such as 60/40."""
EN_NOTE_FIRST = late(r"\s*(?P<n>\d{1,3})\s(?=[A-Z][a-z]|The\b)")
NOTE = {
    "zh": late(rf"\d(?:(?<=[{HAN}》”\"）)]\d)\d?(?=[。；，、：](?!\d)|\s*$)|(?<=、\d)\d?(?= [{HAN}]))"),
    "en": late(r"\d(?:(?<=[A-Za-z\"”’)\]\x00][,.;:]\d)|(?<=[\"”’]\d))\d{0,2}(?=[\s;:]|[,.](?!\d)|$)"),
}
BRACKETED_NOTE = late(r"\[(\d{1,3})\]")
_CURRENCY = "".join(
    rf"|(?<={code}\d)"
    for code in ("Euro", "EUR", "USD", "CHF", "SwF", "GBP", "RMB", "CNY", "SDR", r"\$A", r"\$C", "Rs")
)
_FIGURE = rf"\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?|\d{{0,2}}(?:{GAP}\d{{3}})+(?!\d)(?:\.\d+)?|\d*(?:\.\d+)?"
"""What goes on :data:`FIGURE` behind its first digit."""
NUMBER = late(
    rf"(?P<figure>\d(?:(?<![A-Za-z\d]\d)(?<!\d[.,]\d){_CURRENCY})(?:{_FIGURE}))"
    rf"(?:(?:[)）\]](?!万[国隆象维]|百[慕事年]|千[禧年]))?{GAP}?[多余]?(?P<zh>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦兆赫卡吨伏升帕字焦年])|百(?!分))"
    rf"(?:{GAP}?(?P<rest>{FIGURE})(?:{GAP}?(?P<more>千万|百万|十万|万|千(?![克米瓦兆赫卡吨伏升帕字焦年])|百(?!分)))?)?"
    rf"|[)）\]]?[ \u00a0-](?P<en>(?i:hundred|thousand|million|billion|trillion|bn))s?\b)?"
)
RANGE = late(
    rf"{GAP}?(?:[-–—~至到]|to){GAP}?\$?(?P<figure>{FIGURE})(?:{GAP}?[多余]?(?P<zh>万亿|亿|百万|万)|[ \u00a0](?P<en>(?i:million|billion|trillion))\b)"
)
YEAR_BEFORE = late(r"(?<!\d)(?P<year>(?P<century>19|20)\d\d)\s?(?:[-–—‑/]|(?P<to>[至到~～]|to\s))$")
"""Of 2022–24, 1998/99 and, where 年 follows, 2022至24年."""
TO_YEAR = late(r"\s?(?:学|财政|财|预算)?年|(?=[\s.,;)])(?!\s?\w)")
SLASH_FRACTION = late(r"(?P<n>\d(?<![\d/.]\d)\d?)/(?P<d>\d{1,3}(?:,\d{3})+|\d{1,2})(?![\d/]|[.,]\d)")
ZH_FRACTION = late(
    rf"(?P<d>\d{{1,3}}|[{TO_TEN}百千万亿]{{1,40}})分之(?P<n>\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百]{{1,40}})"
)
PARTS = frozenset(("百", "千"))  # of 百分之, 千分之
TENTHS = late("成(?![员为立果本功年人就分千效都绩熟套份形长]|[交对])")  # 3成 is 30 per cent
ROMAN = late(r"[IVXLC](?<![A-Za-z][IVXLC])[IVXLC]{0,6}(?![A-Za-z])")
EN_ORDINAL = late(r"(?P<n>\d(?<![\w.]\d)\d{0,3})(?:st|nd|rd|th)\b")
NAME = late(r"[A-Z](?<![A-Za-z][A-Z])[A-Za-z]{3,}(?![A-Za-z/])")
DISEASE = late(r"2019\s?(?:新型)?冠状病毒病?|COVID[-‑\s]?19|SARS[-‑\s]?CoV[-‑\s]?2|2019-nCoV", re.IGNORECASE)
DIGIT = late(r"\d")
OF_NAME = late(r"[A-Z][-‑]")
"""Before the figure of a name: U-235."""
