"""The marks of list items, which browsers make and files leave out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpora.text import format_number

TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
BULLETS = {"disc", "circle", "square", "disclosure-open", "disclosure-closed"}
BULLET = "•"
# styles of CSS that Word has too: the name there, and what follows the number
OTHERS = {
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


@dataclass(slots=True)
class List:
    """A list that is open: its style in CSS, the number of its latest item, how many it has.

    ``from_end``: it counts down to 1, so that its numbers are known when all items are: until then they are negative.
    """

    style: str
    step: int = 1
    last: int = 0
    count: int = 0
    from_end: bool = False

    def next(self, value: int | None) -> int:
        """The number of the next item, which can have one of its own."""
        self.count += 1
        if value is None:
            self.last += self.step
        else:
            self.last, self.from_end = value, False
        return self.last


@dataclass(slots=True)
class Item:
    """An item: its list, its number, its own style where it has one."""

    list: List
    number: int
    style: str
    from_end: bool = False

    def marker(self) -> str:
        """What a browser puts before the item: ``1.``, ``a.``, ``•``, ``一、``; empty where the list has no marks."""
        if self.style == "none":
            return ""
        if self.style.startswith('"'):
            return self.style[1:].strip()
        if self.style in BULLETS:
            return BULLET
        return formatted(self.number + (self.list.count + 1 if self.from_end else 0), self.style)


def open_list(tag: str, attributes: Mapping[str, str], style: str) -> List:
    """A list begins; ``style`` is what CSS says.

    >>> found = open_list("ol", {"type": "a", "start": "3"}, "")
    >>> [open_item(found, {"value": value}, "").marker() for value in ("", "9", "")]
    ['c.', 'i.', 'j.']
    """
    typed = TYPES.get(attributes.get("type", ""), "")
    known = style or typed or ("decimal" if tag == "ol" else "disc")
    step = -1 if "reversed" in attributes else 1
    start = _whole(attributes.get("start"))
    return List(known, step, 0 if start is None else start - step, from_end=step < 0 and start is None)


def open_item(around: List | None, attributes: Mapping[str, str], style: str) -> Item:
    """An item begins; without a list around it, it has a bullet."""
    around = around or List("disc")
    own = style or TYPES.get(attributes.get("type", ""), "") or around.style
    return Item(around, around.next(_whole(attributes.get("value"))), own, around.from_end)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*[-+]?[0-9]{1,9}\s*", text) else None


def formatted(number: int, style: str) -> str:
    """A number in a style of CSS (Counter Styles 3), with what follows it there.

    >>> formatted(28, "lower-alpha"), formatted(14, "upper-roman"), formatted(12, "cjk-ideographic")
    ('ab.', 'XIV.', '十二、')
    """
    case, _, kind = style.partition("-")
    if kind in ("alpha", "latin", "greek") and number > 0:
        letters = _letters(number, GREEK if kind == "greek" else "abcdefghijklmnopqrstuvwxyz")
        return (letters.upper() if case == "upper" else letters) + "."
    if style in OTHERS and 0 < number < 4000:
        name, end = OTHERS[style]
        return format_number(number, name) + end
    return f"{number}."


def _letters(number: int, alphabet: str) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(alphabet))
        letters = alphabet[rest] + letters
    return letters
