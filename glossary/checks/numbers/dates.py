"""Dates and times, compared by year, month, day, hour and minute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpora.figures import Anchor
from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.checks.numbers.anchored import anchors_of, difference, differing, pair_up
from glossary.finding import Finding, Severity
from glossary.rows import Key, Rows

_DAY_ZH, _DAY_EN = late(r"(?<!\d)0?(\d{1,2})\s?[日号]"), late(r"(?<!\d)0?(\d{1,2})(?!\d)")
_HALF_DAY = late(r"[上下]午|晚|[ap]\.?m\b", re.IGNORECASE)


def _same_date(a: str, b: str) -> bool:
    """Dates agree when every part that both give is the same.

    >>> _same_date("2020-10-01", "-----10-01"), _same_date("2020-10", "2020-10-01"), _same_date("2020-10-01", "2020-11-01")
    (True, True, False)
    """
    left, right = a.replace("----", "*").split("-"), b.replace("----", "*").split("-")
    return all(x == y or "*" in (x, y) for x, y in zip(left, right, strict=False))


def _same_time(a: Anchor, b: Anchor) -> bool:
    """Times agree on the clock face; to the half of the day where both say it: ``3.05`` without p.m. is 15:05 as well.

    >>> three, five = (Anchor("time", "03:00", 0, 6, "3 a.m."), Anchor("time", "15:00", 0, 5, "下午3时"))
    >>> _same_time(three, five), _same_time(Anchor("time", "03:00", 0, 4, "3.00"), five)
    (False, True)
    """
    whole = 24 if _HALF_DAY.search(a.text) and _HALF_DAY.search(b.text) else 12
    return a.value[2:] == b.value[2:] and (int(a.value[:2]) - int(b.value[:2])) % whole == 0


Differences = tuple[list[Anchor], list[Anchor]]
DATES: Key[Mapping[int, Differences]] = Key("dates that differ")


def date_differences(rows: Rows, row: int) -> Differences:
    """Dates of each side of a row (from 1) that no date of the other side agrees with."""
    return rows.derived(DATES, _differences).get(row, ([], []))


def _differences(rows: Rows) -> Mapping[int, Differences]:
    found: dict[int, Differences] = {}
    for row in (rows.compared_anchors("date")[0].nonzero()[0] + 1).tolist():
        zh, en = anchors_of(rows, row, "date")
        left = [a for a in zh if not any(_same_date(a.value, b.value) for b in en)]
        right = [b for b in en if not any(_same_date(a.value, b.value) for a in zh)]
        if left and right and _listed(left, right, rows.pairs[row - 1].zh, rows.pairs[row - 1].en):
            continue
        if left or right:
            found[row] = left, right
    return found


def _listed(left: list[Anchor], right: list[Anchor], zh: str, en: str) -> bool:
    """Whether days of one month stand in a list of which only some are read as dates: 3月11日、18日和25日, 11, 18 and 25 March."""
    months = {one.value[:-2] for one in (*left, *right) if one.value.count("-") > 1}
    if len(months) != 1 or any(one.value[:-2] not in months for one in (*left, *right)):
        return False
    days = {one.value[-2:].lstrip("0") for one in (*left, *right)}
    return days <= set(_DAY_ZH.findall(zh)) and days <= set(_DAY_EN.findall(en))


def check_dates(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares dates by year, month and day, and times: 2020 年 10 月 1 日 and 1 October 2020 are the same.

    A part that one side leaves out (the year, the day) is not compared. An error where both sides have a date and they
    differ; a warning where one side has none.

    Why it matters: a wrong day or year changes deadlines, mandates and references.

    Wrong: 2044年3月17日 beside "27 March 2044"

    Right: 2044年3月17日 beside "17 March 2044" or, where the year is clear, "17 March"

    What to do: look the date up in the original and correct the version that is wrong.
    """
    for row, pair in differing(material, "date", "time"):
        left, right = date_differences(material.rows, row)
        for a, b in pair_up(left, right):
            if a and b:
                yield difference(check, material, row, a, b, "the date", check.severity)
            elif not _spelled(a or b, pair.en if a else pair.zh):
                yield difference(check, material, row, a, b, "the date", Severity.WARNING)
        zh, en = anchors_of(material.rows, row, "time")
        left = [a for a in zh if not any(_same_time(a, b) for b in en)]
        right = [b for b in en if not any(_same_time(a, b) for a in zh)]
        for a, b in pair_up(left, right):
            if a and b:
                yield difference(check, material, row, a, b, "the time", check.severity)


def _spelled(anchor: Anchor | None, other: str) -> bool:
    """Whether the parts of a date stand on the other side in a form that is not read as a date."""
    parts = [p.lstrip("0") for p in re.findall(r"\d+", anchor.value)] if anchor else []
    return len(parts) < 2 or re.search(rf"(?<!\d)0?{parts[-1]}(?!\d)", other) is not None


CHECKS = (
    Check("N102", "date", "日期或时间不一致", Severity.ERROR, "Accuracy/Mistranslation", check_dates, "查对原文中的日期，改正有误的一侧。"),
)  # fmt: skip
