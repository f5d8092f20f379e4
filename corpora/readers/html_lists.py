"""The marks of list items, which browsers make and files leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

STYLE = re.compile(r"(?i)list-style(?:-type)?\s*:\s*([\w-]+)")
TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
BULLETS = {"disc", "circle", "square"}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
CHINESE = "〇一二三四五六七八九"


def list_marker(item: _Element, counters: dict[_Element, int]) -> str:
    """What a browser puts before an item: ``1.``, ``a.``, ``•``, ``一、``; empty where the list has no marks.

    ``counters``: the last ordinal of each list, kept from one call to the next; items come in order.

    >>> from lxml import etree
    >>> root, counters = etree.HTML("<ol type=a start=3><li>x<li value=9>y<li>z</ol>"), {}
    >>> [list_marker(item, counters) for item in root.iter("li")]
    ['c.', 'i.', 'j.']
    """
    parent = item.getparent()
    if parent is None:
        return "•"
    number = _number(item, parent, counters)
    style = _style(item) or _style(parent) or TYPES.get(item.get("type") or parent.get("type") or "", "")
    if style == "none":
        return ""
    if style in BULLETS or (parent.tag != "ol" and not style):
        return "•"
    return formatted(number, style or "decimal")


def _style(element: _Element) -> str:
    match = STYLE.search(element.get("style") or "")
    return match[1].lower() if match else ""


def _number(item: _Element, parent: _Element, counters: dict[_Element, int]) -> int:
    """The ordinal of an item."""
    step = -1 if parent.get("reversed") is not None else 1
    if parent not in counters:
        start = _whole(parent.get("start"))
        if start is None:
            start = 1 if step > 0 else sum(1 for child in parent if child.tag == "li")
        counters[parent] = start - step
    value = _whole(item.get("value"))
    counters[parent] = counters[parent] + step if value is None else value
    return counters[parent]


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,9}\s*", text) else None


def formatted(number: int, style: str) -> str:
    """A number in a style of CSS, with its full stop.

    >>> formatted(28, "lower-alpha"), formatted(14, "upper-roman"), formatted(12, "cjk-ideographic")
    ('ab.', 'XIV.', '十二、')
    """
    if style in ("lower-alpha", "upper-alpha", "lower-latin", "upper-latin") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return (letters.upper() if style.startswith("upper") else letters) + "."
    if style in ("lower-roman", "upper-roman") and 0 < number < 4000:
        text = ""
        for value, letters in ROMAN:
            count, number = divmod(number, value)
            text += letters * count
        return (text.upper() if style.startswith("upper") else text) + "."
    if style.startswith(("cjk", "simp-chinese", "trad-chinese")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (
            ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens] + "十") + (CHINESE[ones] if ones else "") + "、"
        )
    return f"{number}."
