"""The value of numbers as people write them: figures with separators and units, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpora.text import TEEN_ORDINALS, TEENS, TEN_ORDINALS, TENS, UNIT_ORDINALS, UNITS, late

GAP = "[ \u00a0\u2009\u202f]"
FIGURE = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:{GAP}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
ZH_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
EN_UNITS = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
# words that answer a figure of the other side without being numerals
NEAR_NUMBERS = {
    "zero": 0,
    "single": 1,
    "once": 1,
    "both": 2,
    "twice": 2,
    "double": 2,
    "doubled": 2,
    "half": 2,
    "bilateral": 2,
    "biennial": 2,
    "biennium": 2,
    "pair": 2,
    "triple": 3,
    "trilateral": 3,
    "tripartite": 3,
    "triennial": 3,
    "quadrennial": 4,
    "quarter": 4,
    "decade": 10,
    "decades": 10,
    "dozen": 12,
    "fortnight": 14,
    "centenary": 100,
    "century": 100,
}
WORD_VALUES = UNITS | TEENS | TENS | UNIT_ORDINALS | TEEN_ORDINALS | TEN_ORDINALS


_FRACTION_NAMES = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4} | {
    word: value for word, value in (UNIT_ORDINALS | TEEN_ORDINALS).items() if value > 4
}
EN_FRACTION = late(
    r"(?i)\b(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)[-\s](?P<d>"
    + "|".join(sorted(_FRACTION_NAMES, key=lambda word: (-len(word), word)))
    + r")(?P<s>s)?\b"
)
_FRACTION_WORDS = frozenset(word + end for word in _FRACTION_NAMES for end in ("", "s"))

_WORD = late(r"\b[A-Za-z]+(?!\w)")
_LETTERS = late(r"[a-z]+")
_NUMBER_WORDS = frozenset(
    word + end
    for table in (WORD_VALUES, NEAR_NUMBERS, _FRACTION_NAMES, EN_UNITS)
    for word in table
    for end in ("", "s", "th", "ths")
)
# what a word can be in a number: T(ens), U(nits), W for other numbers below a hundred, H(undred), M(illion), R for
# trillion, S for millions, N(ear numbers)
_SORTS = {"a": "a", "and": "&", "trillion": "R", **dict.fromkeys(NEAR_NUMBERS, "N")}
_SORTS |= {word: "W" for word in WORD_VALUES} | dict.fromkeys(TENS, "T") | dict.fromkeys(UNITS | UNIT_ORDINALS, "U")
_SORTS |= dict.fromkeys(("hundred", "hundredth", "hundreds"), "H")
_SORTS |= {word + end: sort for word in ("thousand", "million", "billion") for end, sort in (("", "M"), ("s", "S"))}
_BELOW_100 = "(?:T[- ]U|[TUW])"  # twenty-one, eleventh
_BELOW_1000 = f"(?:(?:(?:a|{_BELOW_100}) )?H(?: (?:& )?{_BELOW_100})?|{_BELOW_100})"
_SORTED_NUMBER = late(f"{_BELOW_1000}(?:[- ][MR](?:[, ](?:& )?{_BELOW_1000})?)*|[MSN]")


def number_words(text: str) -> frozenset[str]:
    """The number words of an English text, none where it has no number in words.

    >>> sorted(number_words("the seventy-fifth session")), sorted(number_words("a session"))
    (['fifth', 'seventy'], [])
    """
    return _NUMBER_WORDS.intersection(_LETTERS.findall(text.lower()))


def find_fractions(text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
    """Fractions in words; ``words``: the number words of the text."""
    return EN_FRACTION.finditer(text) if not _FRACTION_WORDS.isdisjoint(words) else iter(())


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers in words stand, cardinal and ordinal, and words such as ``both``.

    >>> text = "a hundred and five of the seventy-fifth, two million, one hundred"
    >>> [text[start:end] for start, end in find_numbers(text)]
    ['a hundred and five', 'seventy-fifth', 'two million, one hundred']
    """
    places: list[tuple[int, int]] = []
    sorts: list[str] = []
    last = 0
    for word in _WORD.finditer(text):
        sort = _SORTS.get(word.group().lower())
        if sort:
            start, end = word.span()
            places.append((start, end))
            sorts += (_gap(text[last:start]), sort)
            last = end
    for match in _SORTED_NUMBER.finditer("".join(sorts)):
        yield places[match.start() // 2][0], places[(match.end() - 1) // 2][1]


def _gap(text: str) -> str:
    """What stands between two words: a hyphen, a space, a comma and a space, or anything else."""
    if text == "-":
        return "-"
    if text[-1:].isspace() and text[:-1] in ("", ","):
        return "," if text[:-1] else " "
    return "|"


def normal(value: Decimal) -> str:
    """A number without trailing zeros or exponent.

    >>> normal(Decimal("2.50")), normal(Decimal("1200"))
    ('2.5', '1200')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_value(text: str) -> Decimal:
    """The value of a figure with commas or spaces between thousands.

    >>> figure_value("2\u202f300"), figure_value("1,234.5")
    (Decimal('2300'), Decimal('1234.5'))
    """
    return Decimal(re.sub(rf"{GAP}|,", "", text))


def word_value(text: str) -> int:
    """The value of an English number word, cardinal or ordinal, as :func:`find_numbers` finds it.

    >>> [word_value(w) for w in ("seventy-fifth", "two hundred and five", "three million", "a hundred", "both")]
    [75, 205, 3000000, 100, 2]
    """
    total = current = 0
    for word in re.split(r"[-,\s]+", text.lower()):
        unit = EN_UNITS.get(word.removesuffix("s").removesuffix("th"), 0) if word not in WORD_VALUES else 0
        if unit:
            current = max(current, 1) * unit
            if unit > 100:
                total, current = total + current, 0
        elif word not in ("and", "a"):
            current += WORD_VALUES.get(word, NEAR_NUMBERS.get(word, 0))
    return total + current


def fraction_value(numerator: str, denominator: str) -> str:
    """``one`` and ``third`` are ``1/3``.

    >>> fraction_value("two", "Fifth")
    '2/5'
    """
    return f"{UNITS.get(numerator.lower(), 1)}/{_FRACTION_NAMES[denominator.lower()]}"
