"""What the head of a UN document says of it: symbol, original language, job number, date.

Facts: a masthead has ``Distr.: General``, a date, ``Original: English`` (``原件：英文``); the job number stands at the
foot of the first page with the letter of the language (``20-13735 (C)``) and as a bar code (``*2013735*``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.page import Line, close_han, is_symbol_line, own_form
from corpora.repair.top import masthead_end
from corpora.repair.zones import mastheads
from corpora.symbol import Symbol, find_symbols
from corpora.text import MONTHS, late

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
ORIGINAL = late(r"(?:Original|ORIGINAL|原件|原文)\s?[:：]\s*+(.+)")
JOB = late(
    r"(?<![\w.-])(?:(?P<place>[A-Z]{1,4})\.)?(?P<year>\d{2})-(?P<number>\d{5})X?(?:\s*\(?(?P<letter>[ACEFRS])\)?(?![A-Za-z]))?(?![\d-])"
)
LONG_JOB = late(r"(?<!\w)N(?P<year>\d{2})(?P<number>\d{5})(?:\s*\((?P<letter>[ACEFRS])\))?(?!\w)")
BAR_CODE = late(r"^\*\s?(\d{2})(\d{5})\d?\s?\*$")
EN_DATE = late(rf"^(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d{{4}})$")
ZH_DATE = late(r"^(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日$")
MEETING_DATE = late(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<date>\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})(?:, at)?|(?P<zh>\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日)\s?星期[一二三四五六日天])[^;。；]{{0,30}}$"
)
"""The line of a meeting record: ``Wednesday, 16 April 2042, 10 a.m.``; nothing else in its masthead is a date."""
FIRST_PAGE = 150  # lines: a job number further down is a citation
RECORD_HEAD = 15  # filled lines among which the day of a meeting stands


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
    whole = lines[: _end(lines)]
    head = [close_han(line.text) for line in whole if line.text]
    page = [line.text for line in lines[:FIRST_PAGE] if line.text and own_form(line.text) is not None]
    job, letter = _job([*head, *page])
    top = [close_han(line.text) for line in lines[:FIRST_PAGE] if line.text][:RECORD_HEAD]
    return Masthead(
        _symbol(head) or _symbol_at_foot(lines),
        _original([*head, *(close_han(line.text) for line in lines[len(whole) : len(whole) + 1])]),
        job,
        LETTERS.get(letter, ""),
        next((date for text in head if (date := _date(text))), "") or next(filter(None, map(_meeting_date, top)), ""),
    )


def _end(lines: Sequence[Line]) -> int:
    """Where the masthead ends; also that of a document whose head has neither ``Distr.`` nor a symbol."""
    end = masthead_end(lines)
    if end:
        return end
    first = next((zone for zone in mastheads(lines, 0)), None)
    return first.end if first and not any(line.text for line in lines[: first.start]) else 0


def _symbol(head: Sequence[str]) -> str:
    """The first symbol of the head; a second one that stands alone in the next line is the other name of a dual one."""
    for k, text in enumerate(head):
        found = find_symbols(text) if text[:1] not in ("*", "＊") else []
        if not found:
            continue
        symbol = found[0][2]
        after = head[k + 1] if k + 1 < len(head) else ""
        other = find_symbols(after) if is_symbol_line(text) and is_symbol_line(after) else []
        if len(other) == 1 and len(symbol.names) == 1 and not other[0][2].matches(symbol):
            return Symbol((*symbol.names, *other[0][2].names)).text
        return symbol.text
    return ""


def _symbol_at_foot(lines: Sequence[Line]) -> str:
    """The symbol above or below the job number of page one, where its head has none."""
    page = [line for line in lines[:FIRST_PAGE] if line.text]
    page = page[: next((k for k, line in enumerate(page) if k and line.page_break), len(page))]
    for k, line in enumerate(page):
        if own_form(line.text) == "job number":
            for near in (*page[max(k - 1, 0) : k], *page[k + 1 : k + 2]):
                if is_symbol_line(near.text) and (found := find_symbols(near.text)):
                    return found[0][2].text
    return ""


def _original(head: Sequence[str]) -> str:
    """The languages behind ``Original:``, which can go on in the next line behind a slash or a comma."""
    for k, text in enumerate(head):
        match = ORIGINAL.search(text)
        if match:
            said = match[1]
            if said[-1:] in "/,、，" and k + 1 < len(head):
                said = f"{said} {head[k + 1]}"
            if codes := _languages(said):
                return codes
    return ""


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


def _meeting_date(text: str) -> str:
    """The day of a meeting, in the head of its record.

    >>> _meeting_date("Wednesday, 16 April 2042, 10 a.m."), _meeting_date("2042年4月16日星期三上午10时")
    ('2042-04-16', '2042-04-16')
    """
    match = MEETING_DATE.match(text)
    return _date(match["date"] or match["zh"]) if match else ""


def _date(text: str) -> str:
    """A line that is a date and nothing else, as ISO 8601."""
    match = EN_DATE.match(text)
    if match:
        return f"{match['year']}-{MONTHS.index(match['month']) + 1:02d}-{int(match['day']):02d}"
    match = ZH_DATE.match(text)
    if match and 1 <= int(match["month"]) <= 12:
        return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
    return ""
