"""The number formats of Word lists: an integer and the name of a format give its text (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from corpora.text.han_numbers import STEMS, TO_NINE
from corpora.text.number_words import ORDINAL_OF, TEENS, TENS, UNITS
from corpora.text.roman import to_roman

MAX_VALUE = 32_767
"""Word counts no further; values beyond are written as decimals, so that no label grows without bound."""

DIGITS = f"〇{TO_NINE}"
TAIWAN_DIGITS = f"○{TO_NINE}"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
HAN_UNITS = ("", "十", "百", "千")
SMALL = tuple(word.capitalize() for word in ("zero", *UNITS, *TEENS))
TENS_WRITTEN = tuple(word.capitalize() for word in ("", "ten", *TENS))


def format_number(value: int, style: str) -> str:
    """``value`` in the number format ``style``; decimal for formats that are not known and for values out of range.

    >>> [format_number(12, style) for style in ("decimal", "upperRoman", "lowerLetter", "ordinal", "decimalZero")]
    ['12', 'XII', 'l', '12th', '12']
    >>> [format_number(28, style) for style in ("lowerLetter", "chineseCounting", "japaneseCounting", "ordinalText")]
    ['bb', '二十八', '二十八', 'Twenty-eighth']
    >>> [format_number(105, style) for style in ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified")]
    ['一〇五', '一百零五', '壹佰零伍']
    >>> [format_number(3, style) for style in ("decimalEnclosedCircle", "ideographTraditional", "none", "bullet")]
    ['③', '丙', '', '']
    """
    if style in ("none", "bullet"):
        return ""
    if not 0 < value <= MAX_VALUE:
        return str(value)
    return FORMATS.get(style, str)(value)


def _letters(value: int) -> str:
    """From a to z, then aa, bb, cc: the letter is repeated, not counted on."""
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if times < 30 else str(value)


def _ordinal(value: int) -> str:
    teens = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _cardinal(value: int) -> str:
    if value >= 1000:
        head = f"{_cardinal(value // 1000)} thousand"
    elif value >= 100:
        head = f"{SMALL[value // 100]} hundred"
    elif value >= 20:
        return TENS_WRITTEN[value // 10] + (f"-{SMALL[value % 10].lower()}" if value % 10 else "")
    else:
        return SMALL[value]
    rest = value % (1000 if value >= 1000 else 100)
    return f"{head} {_cardinal(rest).lower()}" if rest else head


def _ordinal_text(value: int) -> str:
    text = _cardinal(value)
    start = max(text.rfind(" "), text.rfind("-")) + 1
    last = text[start:].lower()
    ordinal = ORDINAL_OF.get(last, f"{last}th")
    return text[:start] + (ordinal if start else ordinal.capitalize())


def _series(characters: str) -> Callable[[int], str]:
    """One character for each value, decimals after the last."""
    return lambda value: characters[value - 1] if value <= len(characters) else str(value)


def _run(first: int, length: int) -> Callable[[int], str]:
    return _series("".join(chr(first + k) for k in range(length)))


def _positional(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _counting(digits: str) -> Callable[[int], str]:
    """With 十 up to 99, digit by digit from 100."""
    positional = _positional(digits)

    def text(value: int) -> str:
        if value >= 100:
            return positional(value)
        tens, ones = divmod(value, 10)
        head = "" if not tens else ("十" if tens == 1 else f"{digits[tens]}十")
        return head + (digits[ones] if ones else "")

    return text


def _thousands(
    digits: str, units: tuple[str, ...], zero: str, ten_thousand: str, silent: Literal["all", "first ten", "none"]
) -> Callable[[int], str]:
    """With units for tens, hundreds and thousands; ``silent``: which ones are not written before their unit."""

    def group(value: int, first: bool) -> str:
        text, gap = "", False
        for power in range(3, -1, -1):
            digit = value // 10**power % 10
            if not digit:
                gap = bool(text)
                continue
            drop = silent == "all" or (silent == "first ten" and power == 1 and first and not text)
            text += (zero if gap else "") + ("" if digit == 1 and power and drop else digits[digit]) + units[power]
            gap = False
        return text

    def text(value: int) -> str:
        high, low = divmod(value, 10_000)
        if not high:
            return group(low, first=True)
        between = zero if 0 < low < 1000 else ""
        return group(high, first=True) + ten_thousand + between + group(low, first=False)

    return text


LEGAL_UNITS = ("", "拾", "佰", "仟")
ZODIAC = "".join(STEMS[k % 10] + BRANCHES[k % 12] for k in range(60))

FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": to_roman,
    "lowerRoman": lambda value: to_roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "ordinalText": _ordinal_text,
    "hex": lambda value: f"{value:X}",
    "chicago": lambda value: "*†‡§"[(value - 1) % 4] * min((value + 3) // 4, 30),
    "decimalZero": lambda value: f"{value:02}",
    "numberInDash": lambda value: f"- {value} -",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "decimalEnclosedCircle": _run(0x2460, 20),
    "decimalEnclosedCircleChinese": _run(0x2460, 20),
    "decimalEnclosedParen": _run(0x2474, 20),
    "decimalEnclosedFullstop": _run(0x2488, 20),
    "ideographEnclosedCircle": _run(0x3280, 10),
    "ideographDigital": _positional(DIGITS),
    "japaneseDigitalTenThousand": _positional(DIGITS),
    "taiwaneseDigital": _positional(TAIWAN_DIGITS),
    "koreanDigital2": _positional(f"零{TO_NINE}"),
    "ideographTraditional": _series(STEMS),
    "ideographZodiac": _series(BRANCHES),
    "ideographZodiacTraditional": lambda value: ZODIAC[2 * value - 2 : 2 * value] if value <= 60 else str(value),
    "chineseCounting": _counting(DIGITS),
    "taiwaneseCounting": _counting(TAIWAN_DIGITS),
    "chineseCountingThousand": _thousands(DIGITS, HAN_UNITS, "零", "万", "first ten"),
    "taiwaneseCountingThousand": _thousands(DIGITS, HAN_UNITS, "零", "萬", "first ten"),
    "japaneseCounting": _thousands(DIGITS, HAN_UNITS, "", "万", "all"),
    "chineseLegalSimplified": _thousands("零壹贰叁肆伍陆柒捌玖", LEGAL_UNITS, "零", "万", "none"),
    "ideographLegalTraditional": _thousands("零壹貳參肆伍陸柒捌玖", LEGAL_UNITS, "零", "萬", "none"),
    "japaneseLegal": _thousands("零壱弐参四伍六七八九", ("", "拾", "百", "阡"), "", "萬", "none"),
}
"""Formats other than the plain decimal; those of languages that this program does not read are left decimal."""
