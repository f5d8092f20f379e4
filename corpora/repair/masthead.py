"""What the head of a UN document says of it: symbol, original language, job number, date.

Facts: a masthead has ``Distr.: General``, a date, ``Original: English`` (``原件：英文``); the job number stands at the
foot of the first page with the letter of the language (``20-13735 (C)``) and as a bar code (``*2013735*``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.page import Line, close_han, own_form
from corpora.repair.top import masthead_end
from corpora.symbol import find_symbols
from corpora.text import MONTHS

LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}
"""The letters of the six official languages in job numbers and old addresses."""

LANGUAGE_WORDS = {
    "en": ("english", "anglais", "inglés", "英文", "英语"),
    "zh": ("chinese", "chinois", "chino", "中文", "汉语"),
    "fr": ("french", "français", "francés", "法文", "法语"),
    "es": ("spanish", "espagnol", "español", "西班牙文", "西班牙语"),
    "ru": ("russian", "russe", "ruso", "俄文", "俄语"),
    "ar": ("arabic", "arabe", "árabe", "阿拉伯文", "阿拉伯语"),
}
ORIGINAL = re.compile(r"(?:Original|ORIGINAL|原件|原文)\s?[:：]\s*+(.+)")
JOB = re.compile(
    r"(?<![\w.-])(?:(?P<place>[A-Z]{1,4})\.)?(?P<year>\d{2})-(?P<number>\d{5})X?(?:\s*\(?(?P<letter>[ACEFRS])\)?(?![A-Za-z]))?(?![\d-])"
)
LONG_JOB = re.compile(r"(?<!\w)N(?P<year>\d{2})(?P<number>\d{5})(?:\s*\((?P<letter>[ACEFRS])\))?(?!\w)")
BAR_CODE = re.compile(r"^\*\s?(\d{2})(\d{5})\d?\s?\*$")
EN_DATE = re.compile(rf"^(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d{{4}})$")
ZH_DATE = re.compile(r"^(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日$")
FIRST_PAGE = 150  # lines: a job number further down is a citation


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head says; empty where it says nothing. ``original`` and ``language`` are codes (``en``, ``en/fr``)."""

    symbol: str = ""
    original: str = ""
    job: str = ""
    language: str = ""
    date: str = ""


def read_masthead(lines: Sequence[Line]) -> Masthead:
    r"""The facts in the masthead, and the job number also from the foot of the first page.

    >>> from corpora.repair.furniture import split_lines
    >>> read_masthead(split_lines("A/99/1\nDistr.: General\n3 May 2043\nOriginal: English\n43-00001 (C)\n*4300001*"))
    Masthead(symbol='A/99/1', original='en', job='43-00001', language='zh', date='2043-05-03')
    """
    lines = lines[: 4 * FIRST_PAGE]
    head = [close_han(line.text) for line in lines[: masthead_end(lines)] if line.text]
    symbols = (found[0][2].text for text in head if text[:1] not in ("*", "＊") and (found := find_symbols(text)))
    page = [line.text for line in lines[:FIRST_PAGE] if line.text and own_form(line.text) is not None]
    job, letter = _job([*head, *page])
    return Masthead(
        next(symbols, ""),
        next((codes for text in head if (match := ORIGINAL.search(text)) and (codes := _languages(match[1]))), ""),
        job,
        LETTERS.get(letter, ""),
        next((date for text in head if (date := _date(text))), ""),
    )


def _languages(text: str) -> str:
    """``English/French`` as ``en/fr``."""
    lower = text.lower()
    places = {
        code: min((lower.find(w) for w in words if w in lower), default=-1) for code, words in LANGUAGE_WORDS.items()
    }
    return "/".join(sorted((code for code, at in places.items() if at >= 0), key=places.__getitem__))


def _job(texts: Iterable[str]) -> tuple[str, str]:
    """Job number in its printed form, and the letter of the language where one stands beside it."""
    found: dict[str, str] = {}
    for text in texts:
        bar = BAR_CODE.match(text)
        match = JOB.search(text) or LONG_JOB.search(text)
        if bar:
            found.setdefault(f"{bar[1]}-{bar[2]}", "")
        elif match and not find_symbols(text):
            place = match.groupdict().get("place")
            name = f"{place}." * bool(place) + f"{match['year']}-{match['number']}"
            found[name] = found.get(name) or match["letter"] or ""
    return next(((name, letter) for name, letter in found.items() if letter), next(iter(found.items()), ("", "")))


def job_of_name(stem: str) -> str:
    """The job number that a file name spells, as the Official Document System names its files.

    >>> job_of_name("N2023735"), job_of_name("20-13735_c"), job_of_name("A_75_379")
    ('20-23735', '20-13735', '')
    """
    match = re.search(r"(?<![A-Za-z0-9])N(\d{2})(\d{5})(?!\d)", stem) or re.search(
        r"(?<!\d)(\d{2})-(\d{5})(?!\d)", stem
    )
    return f"{match[1]}-{match[2]}" if match else ""


def _date(text: str) -> str:
    """A line that is a date and nothing else, as ISO 8601."""
    match = EN_DATE.match(text)
    if match:
        return f"{match['year']}-{MONTHS.index(match['month']) + 1:02d}-{int(match['day']):02d}"
    match = ZH_DATE.match(text)
    if match and 1 <= int(match["month"]) <= 12:
        return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
    return ""
