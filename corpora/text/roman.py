"""Roman numerals, read and written, in one place."""

from __future__ import annotations

_LETTERS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_VALUES = {letter: worth for worth, letter in _LETTERS if len(letter) == 1}


def roman_value(text: str) -> int:
    """The value of a Roman numeral in capitals.

    >>> roman_value("XIV"), roman_value("LXXX"), roman_value("MCMXCIX")
    (14, 80, 1999)
    """
    values = [_VALUES[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def to_roman(number: int) -> str:
    """A positive number in Roman numerals.

    >>> to_roman(3), to_roman(26), to_roman(1999)
    ('III', 'XXVI', 'MCMXCIX')
    """
    text = ""
    for worth, letters in _LETTERS:
        text += letters * (number // worth)
        number %= worth
    return text
