"""Numbers and times as the cells of a table have them."""

from __future__ import annotations

import re
from datetime import datetime

MEMOQ_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M")


def iso_time(text: str) -> str:
    """The times of memoQ (``11/25/2026 2:05:00 PM``) as ISO 8601; other texts as they are.

    >>> iso_time("11/25/2026 2:05:00 PM"), iso_time("2026-11-25")
    ('2026-11-25T14:05:00Z', '2026-11-25')
    """
    if not MEMOQ_TIME.fullmatch(text):
        return text
    try:
        return f"{datetime.strptime(text, '%m/%d/%Y %I:%M:%S %p'):%Y-%m-%dT%H:%M:%S}Z"
    except ValueError:
        return text


def number_of(text: str) -> float | None:
    """A number of a cell, 0 for an empty one, ``None`` for what is none or below zero.

    >>> number_of("0.5"), number_of("1,200"), number_of(""), number_of("many"), number_of("nan")
    (0.5, 1200.0, 0.0, None, None)
    """
    if not text:
        return 0.0
    try:
        value = float(text.replace(",", "")) if not text.isdecimal() else int(text[:18])
    except ValueError:
        return None
    return value if 0 <= value < 1e18 else None
