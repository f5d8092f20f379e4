"""Han numerals: which characters they have, and what they are worth."""

from __future__ import annotations

from corpora.text.patterns import late

LONGEST_NUMERAL = 40  # characters; a longer run of numerals is ornament, not a number
TO_NINE = "一二三四五六七八九"
TO_TEN = f"{TO_NINE}十"
NUMERALS = f"〇零○一二两{TO_TEN[2:]}百千万亿"
"""Numerals for use inside the brackets of a regular expression, as the two above."""
STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The heavenly stems, which number as the letters from A to J do."""
WEEKDAYS_ZH = f"{TO_NINE[:6]}日"
"""What stands behind 星期, Monday first."""
_FORMS = ("〇零○", "一㈠①", "二两㈡②", "三㈢③", "四㈣④", "五㈤⑤", "六㈥⑥", "七㈦⑦", "八㈧⑧", "九㈨⑨")
_DIGITS = {c: value for value, forms in enumerate(_FORMS) for c in forms}
_SMALL = {"十": 10, "㈩": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_APPROXIMATE = late(
    f"(?P<tens>[{TO_NINE[1:]}]?十)?(?P<a>[{TO_NINE[:8]}两])(?P<b>[{TO_NINE[1:]}])(?P<unit>[十百千万亿])?"
)
HAN_DECIMAL = late(f"(?P<whole>[〇零{TO_TEN}百千]{{1,9}})点(?P<part>[〇零{TO_NINE}]{{1,6}})")
HAN_NUMBER = late(f"[㈠-㈩①-⑨{NUMERALS}](?:(?<=[{NUMERALS}])[{NUMERALS}]+)?")


def han_value(text: str) -> int:
    """The value of a Han numeral, also digit by digit (``二〇二〇``).

    >>> han_value("十二"), han_value("三百零五"), han_value("二〇二〇"), han_value("两万五千"), han_value("三千万")
    (12, 305, 2020, 25000, 30000000)
    >>> han_value("一亿五千万"), han_value("五千万亿"), han_value("三万二千亿")
    (150000000, 5000000000000000, 3200000000000)
    """
    if len(text) > LONGEST_NUMERAL:
        return 0
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = last = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            if _LARGE[c] < last:  # 一亿五千万
                total += (section + digit or 1) * _LARGE[c]
            else:
                total = (total + section + digit or 1) * _LARGE[c]
            section, digit, last = 0, 0, _LARGE[c]
    return total + section + digit


def plain_value(text: str) -> int:
    """Digits or a Han numeral.

    >>> plain_value("07"), plain_value("十一")
    (7, 11)
    """
    if text.isdigit():
        return int(text) if len(text) <= LONGEST_NUMERAL else 0
    return han_value(text)


def approximate_values(text: str) -> tuple[int, int] | None:
    """The two values of a Han numeral that names two neighbours, ``None`` where it names one number.

    >>> approximate_values("十六七"), approximate_values("七八"), approximate_values("五六十"), approximate_values("两三百")
    ((16, 17), (7, 8), (50, 60), (200, 300))
    >>> approximate_values("七十八"), approximate_values("一五六"), approximate_values("二〇二三")
    (None, None, None)
    """
    match = _APPROXIMATE.fullmatch(text)
    if not match or _DIGITS[match["b"]] != _DIGITS[match["a"]] + 1:
        return None
    first, second = (han_value(f"{match['tens'] or ''}{match[one]}{match['unit'] or ''}") for one in ("a", "b"))
    return first, second


def decimal_value(whole: str, part: str) -> str:
    """The value of a Han numeral with decimals.

    >>> decimal_value("三十八", "五"), decimal_value("零", "二〇")
    ('38.5', '0.2')
    """
    decimals = "".join(str(_DIGITS[c]) for c in part)
    return f"{han_value(whole)}.{decimals}".rstrip("0").rstrip(".")
