"""What the beginning and the form of a line show: list marks and their numbers, headings, lines of nothing but figures."""

from __future__ import annotations

import re

MARK = re.compile(
    r"[（(\[]?[ \t]{0,3}(?:[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3}|\d{1,3})[ \t]{0,3}[)）\].．、]{0,2}"
)
NUMBER = re.compile(
    r"[（(\[]?(?:([A-Za-z])|([ivxIVX]{1,5})|第?([一二三四五六七八九十]{1,3})|(\d{1,3}))(?:[)）\].．、]|$)"
)
WORD = re.compile(r"[^\W\d_a-zA-Z]|[A-Za-z]{4}|[a-z]{2}")
HAN = "一二三四五六七八九"
ROMAN = {"i": 1, "v": 5, "x": 10}
LETTERS = 1001  # letters count from here, so that B is not 2
STOP = "。！？；：，.!?;:,…”’」』"
LONGEST = 120  # characters of a heading


def is_heading(text: str) -> bool:
    """Whether a text ends like a heading.

    >>> is_heading("基金的投资收益"), is_heading("The meeting rose.")
    (True, False)
    """
    tail = text.rstrip()
    return bool(tail) and tail[-1] not in STOP and len(tail) < LONGEST


def is_mark(text: str) -> bool:
    """Whether a line is nothing but a list mark.

    >>> is_mark("三、"), is_mark("(a)"), is_mark("三、治理")
    (True, True, False)
    """
    return bool(MARK.fullmatch(text.strip()))


def list_number(text: str) -> frozenset[int]:
    """The values that the list mark before a text can have; letters count from 1001, and I, V and X are both.

    >>> sorted(list_number("三、付款人")), sorted(list_number("(i) the payee")), sorted(list_number("Annex"))
    ([3], [1, 1009], [])
    """
    match = NUMBER.match(text.strip())
    if not match:
        return frozenset()
    letter, roman, han, digits = match.groups()
    found = set()
    if letter:
        found.add(LETTERS + ord(letter.lower()) - ord("a"))
    if roman or (letter and letter.lower() in ROMAN):
        values = [ROMAN[c] for c in (roman or letter).lower()]
        found.add(sum(-v if any(w > v for w in values[k + 1 :]) else v for k, v in enumerate(values)))
    if han:
        tens, ten, ones = han.partition("十")
        found.add((HAN.find(tens) + 1 or 1) * 10 + HAN.find(ones) + 1 if ten and ones else _round(tens, ten))
    if digits:
        found.add(int(digits))
    return frozenset(found)


def _round(tens: str, ten: str) -> int:
    return (HAN.find(tens[:1]) + 1 if tens else 1) * (10 if ten else 1)


def bare_figures(text: str) -> str:
    """The digits of a text that is nothing but figures and symbols; empty for any other.

    >>> bare_figures("A/71/305"), bare_figures("1,234.5"), bare_figures("Annex 3")
    ('71305', '12345', '')
    """
    return "" if WORD.search(text) else "".join(c for c in text if c.isdigit())
