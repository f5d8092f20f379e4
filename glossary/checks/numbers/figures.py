"""How figures and dates are written within one version: separators of thousands, dates that cannot be."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from corpora.text import (
    LANGUAGE_NAMES,
    LANGUAGE_NAMES_ZH,
    LANGUAGES,
    MONTHS,
    TO_TEN,
    WEEKDAYS,
    WEEKDAYS_ZH,
    late,
    plain_value,
)
from glossary.checks.base import Check, Material
from glossary.checks.numbers.dates import date_differences
from glossary.finding import Finding, Severity, Span

_STYLES = {
    "2,300": late(r"\d(?<![\d.,/A-Za-z-]\d)\d{0,2}(?:,\d{3})+(?![\d,]|\.\d{3})"),
    "2 300": late(
        r"\d(?:(?<=[A-Za-z] \d)|(?<![\d.,/A-Za-z\u00a0\u2009\u202f -]\d))\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})++(?![\d/,]|[ \u00a0\u2009\u202f]\d)"
    ),
    "2300": late(r"\d(?<![\d.,/A-Za-z(（第-]\d)(?<!No\. \d)\d{4,6}(?![\d/.)）A-Za-z-]|号)"),
}
_LONG = late(r"\d[\d, \u00a0\u2009\u202f]\d{3}")
"""What stands in every figure of these."""
_LEAST = 2  # of a style: one may be a quotation
_MONTHS = [month.lower() for month in MONTHS]
_WEEKDAYS = [day.lower() for day in WEEKDAYS]
_NUMERAL = f"[{TO_TEN}]{{1,3}}"
_ZH_DATE = late(
    rf"(?:(?P<y>(?:19|20)\d\d)\s?年\s?)?(?<![\d第.])(?P<m>\d{{1,2}}|{_NUMERAL})\s?月\s?(?P<d>\d{{1,2}}|{_NUMERAL})\s?[日号](?!决议)(?:\s?[,，(（]?\s?星期(?P<w>[一二三四五六日天]))?"
)
_ZH_MONTH = late(r"(?:19|20)\d\d\s?年\s?(?P<m>\d{1,2})\s?月")
_DAY_LOST = late(r"(?<!\d)\d{1,2}\s?月\s?(?P<d>\d{1,2})(?=\s?(?:至|到|—|–|-)\s?\d{1,2}\s?月\s?\d{1,2}\s?日)")
_EN_DATE = late(
    rf"(?i)(?:\b(?P<w>{'|'.join(_WEEKDAYS)}),?\s)?(?<![\d/.,-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m>{'|'.join(_MONTHS)})\b(?:,?\s(?P<y>(?:19|20)\d\d)(?!\d))?"
)
_DAY_AND_MONTH = late(rf"\d(?:st|nd|rd|th)?\s(?i:{'|'.join(_MONTHS)})\b")
_NO_DAY = late(r"(?i)\b(?:non-?existent|invalid|impossible|does not exist)\b|不存在|无效|没有这[一]?天")
"""Where a text speaks of a date that cannot be."""
_HAN_WEEK = {c: k for k, c in enumerate(WEEKDAYS_ZH)} | {"天": 6}


def check_separators(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes a document that separates thousands in several ways: 2 300, 2,300 and 23000 in one version.

    One note a document and version, at the first figure in the rarer style; only where each style stands at least twice.
    Figures of four digits without a separator are not counted: they may be years or numbers of documents.

    Why it matters: house rules differ (a space or none in Chinese, a comma in English), but one document follows one.

    Wrong: 12,300 tons here, "12 300 tons" there

    Right: 12,300 tons throughout

    What to do: choose one way, and write all figures so.
    """
    documents: dict[tuple[str, str], dict[str, list[tuple[int, Span]]]] = {}
    for row, pair in material.bilingual():
        for side in LANGUAGES:
            text = pair.zh if side == "zh" else pair.en
            for style, pattern in _STYLES.items() if _LONG.search(text) else ():
                for match in pattern.finditer(text):
                    documents.setdefault((pair.symbol, side), {}).setdefault(style, []).append((row, match.span()))
    for (_, side), styles in documents.items():
        often = {style: places for style, places in styles.items() if len(places) >= _LEAST}
        if len(often) < 2:
            continue
        rare = min(often, key=lambda style: len(often[style]))
        counts = ", ".join(f"{style} ({len(places)})" for style, places in sorted(often.items()))
        row, span = often[rare][0]
        yield check.finding(
            material,
            row,
            f"the {LANGUAGE_NAMES[side]} version separates thousands in several ways: {counts}",
            f"{LANGUAGE_NAMES_ZH[side]}千位分隔写法不一致：{counts}",
            zh_spans=[span] if side == "zh" else (),
            en_spans=[span] if side == "en" else (),
            found=counts,
            others=[place[0] for place in often[rare][1:]],
        )


def _wrong(year: int | None, month: int, day: int, weekday: int | None) -> tuple[str, str] | None:
    """Why a date cannot be, in both languages, or ``None``.

    >>> _wrong(2023, 2, 29, None)[0], _wrong(None, 2, 29, None), _wrong(2044, 3, 17, 3)
    ('2023-02 has 28 days', None, None)
    """
    if not 1 <= month <= 12:
        return f"there is no month {month}", f"没有{month}月"
    longest = monthrange(year or 2000, month)[1]
    name = f"{year}-{month:02d}" if year else f"month {month}"
    if not 1 <= day <= longest:
        return f"{name} has {longest} days", f"{f'{year}年' if year else ''}{month}月只有{longest}天"
    if year and weekday is not None and date(year, month, day).weekday() != weekday:
        right = date(year, month, day).weekday()
        return f"that day is a {WEEKDAYS[right]}", f"该日为星期{WEEKDAYS_ZH[right]}"
    return None


def _dates(text: str, side: str) -> Iterator[tuple[Span, tuple[str, str]]]:
    for match in (_ZH_DATE if side == "zh" else _EN_DATE).finditer(text):
        if side == "en" and match["m"] == "may":
            continue  # the verb: Article 62 may
        year = int(match["y"]) if match["y"] else None
        if side == "zh":
            month, day = plain_value(match["m"]), plain_value(match["d"])
            weekday = _HAN_WEEK[match["w"]] if match["w"] else None
        else:
            month, day = _MONTHS.index(match["m"].lower()) + 1, int(match["d"])
            weekday = _WEEKDAYS.index(match["w"].lower()) if match["w"] else None
        if wrong := _wrong(year, month, day, weekday):
            yield match.span(), wrong


def check_possible_dates(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds dates that cannot be (31 November, 2月30日, month 13, a weekday that does not fit) and a date whose
    first part lacks its 日 (2月21至3月1日).

    Why it matters: nobody can act on such a date, and both versions may have inherited it from the original.

    Wrong: 2044年2月30日 beside "30 February 2044"

    Right: 2044年2月29日 beside "29 February 2044"

    What to do: look the date up in the original; where the original has it too, tell its author.
    """
    for row, pair in material.bilingual():
        for side in LANGUAGES:
            text = pair.zh if side == "zh" else pair.en
            if "月" not in text if side == "zh" else not _DAY_AND_MONTH.search(text):
                continue
            for span, (message, message_zh) in _dates(text, side) if not _NO_DAY.search(text) else ():
                if not all(date_differences(material.rows, row)):  # N102 reports dates that differ
                    yield _date_finding(check, material, row, side, span, message, message_zh)
        if "月" not in pair.zh:
            continue
        for match in _ZH_MONTH.finditer(pair.zh):
            if not 1 <= int(match["m"]) <= 12 and not _ZH_DATE.match(pair.zh, match.start()):
                month = int(match["m"])
                yield _date_finding(
                    check, material, row, "zh", match.span(), f"there is no month {month}", f"没有{month}月"
                )
        for match in _DAY_LOST.finditer(pair.zh):
            yield _date_finding(
                check, material, row, "zh", match.span(), "日 is missing behind the day", "日期后缺“日”字"
            )


def _date_finding(
    check: Check, material: Material, row: int, side: str, span: Span, message: str, message_zh: str
) -> Finding:
    found = getattr(material.pairs[row - 1], side)[span[0] : span[1]]
    return check.finding(
        material,
        row,
        f"{found} in the {LANGUAGE_NAMES[side]} version: {message}",
        f"{LANGUAGE_NAMES_ZH[side]}日期“{found}”有误：{message_zh}",
        zh_spans=[span] if side == "zh" else (),
        en_spans=[span] if side == "en" else (),
        found=found,
    )


CHECKS = (
    Check("N106", "separators of thousands", "千位分隔写法不一致", Severity.NOTE, "Locale conventions/Number format", check_separators, "全文统一一种写法。", raw=True),
    Check("N107", "impossible date", "日期有误或不全", Severity.WARNING, "Locale conventions/Date format", check_possible_dates, "查对原文中的日期；原文有误的，告知作者。"),
)  # fmt: skip
