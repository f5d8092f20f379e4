"""Figures of one side that number a provision, a heading or a period of time, and that the other side writes in another way.

第十二条第三项 is Article 12.3, 前条 is Article 11, 第七十五条至第七十七条 are Articles 75, 76 and 77, 二十世纪初 are the early 1900s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpora.figures import Anchor
from corpora.text import TENS, late, plain_value, roman_value
from glossary.checks.numbers.lettered import other_numbers

_ARTICLE = "articles?|arts?\\.?|sections?|regulations?|rules?|clauses?"
_PART = "(?:sub-?)?paragraphs?|(?:sub-?)?paras?\\.?|items?|clauses?|points?|(?:sub-?)?subparagraphs?|subaragraphs?|subsections?"
_NUMBER = r"[(\[]?\d[\d.()~–-]*+"
_EN_REFERENCE = late(
    rf"(?i)\b(?:(?P<article>{_ARTICLE})|{_PART})\s?(?P<list>{_NUMBER}(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|to|through)\s(?:articles?\s|paragraphs?\s|items?\s)?|\s?[~–-]\s?){_NUMBER})*+)"
)
_RELATIVE_ARTICLE = late("[前上次同该本][一二两三四五六]?条|各该条")
_RELATIVE_PART = late("[前上次同该本][一二两三四五六]?[项款目段]|各该[项款目]|第一项前段|[前后]段")
_DOTTED = late(r"(?<!\d)\d++(?:[.–-]\d++)++")
_HEAD = late(
    r"\s*(?:[(（]?\d+(?:[.-]\d+)+[.)）]?(?:\s+|(?=[A-Z]))(?=[\"“(]?[A-Z\u4e00-\u9fff])|[(（]\d{1,2}\.(?=\s?[A-Z])|(?:Item|Subparagraph|Paragraph|Clause)\s\d{1,2}\s(?=[A-Z]))"
)
"""The number of a heading or a list item that is more than one figure, or has its name: 12.1.4, Item 3."""
_LIST_MARK = late(r"\s*[（(]?(?:[一二三四五六七八九十百零〇]{1,5}|\d{1,3}|[A-Za-z])[）)、.．]")
_THROUGH = late(r"\s?[条项款目届次年号]?\s?(?:[至到~～]|[-–—])\s?第?\s?$")
_LONGEST = 12  # numbers that a range may stand for
_SHORT_DECADE = late(r"(?<!\d)(?:\d\d)?(\d0)['’]?s\b")
_POINTED = late(r"(?<!\d)\.\d++")
_PERIOD, _TO = late(r"['’]?s\b"), late(r"\s?(?:to|through|[-–~])\s?")
_SPACED = late(r"(?<![\d/])(?P<n>\d{1,2})\s/\s(?P<d>\d{1,3})(?![\d/])")
_CENTURY = late(r"(?P<n>\d{1,2}|[一二]?十[一二三四五六七八九]?)\s?世纪")
_DECADES = {word.removesuffix("y") + "ies": str(value) for word, value in TENS.items()}
_DECADE_WORDS = late(rf"(?i)\b(?:{'|'.join(_DECADES)})\b")


def without_references(
    left: list[Anchor], right: list[Anchor], anchors: tuple[list[Anchor], list[Anchor]], texts: tuple[str, str]
) -> tuple[list[Anchor], list[Anchor]]:
    """Figures that differ without those that are a number of a provision, heading or period which both sides have."""
    if not left and not right:
        return left, right
    zh, en = texts
    said: set[str] = set()
    gone = {id(b) for b in right if _is_head(b, en, zh)} | {id(a) for a in left if _is_head(a, zh, en)}
    articles = {a.value for a in anchors[0] if a.kind == "number" and zh.startswith("条", a.end)}
    for match in _EN_REFERENCE.finditer(en) if right else ():
        relative = (_RELATIVE_ARTICLE if match["article"] else _RELATIVE_PART).search(zh)
        start, end = match.span("list")
        dotted = {(start + one.start(), start + one.end()): one[0] for one in _DOTTED.finditer(match["list"])}
        for b in right:
            if not start <= b.start < end:
                continue
            whole = next((text for (a, z), text in dotted.items() if a <= b.start < z), "")
            main = re.split("[.–-]", whole)[0]
            if relative or main in articles:
                gone.add(id(b))
                said |= {main} & articles
    for found, side in zip(other_numbers(zh, en), (left, right), strict=True):  # another check tells them
        gone |= {id(one) for one in side if any(start <= one.start < end for _, (start, end) in found)}
    gone |= {id(b) for b in right if _in_range(b, anchors[0], zh)} | {
        id(a) for a in left if _in_range(a, anchors[1], en)
    }
    gone |= {id(b) for b in right if _of_period(b, en, anchors[0], zh)}
    gone |= {id(a) for a in left if _is_decade(a, en) or _is_pointed(a, en)} | {
        id(b) for b in right if _is_pointed(b, zh)
    }
    gone |= {id(b) for b in right if _spaced_fraction(b, en, anchors[0])}
    kept = [a for a in left if id(a) not in gone and a.value not in said]
    return kept, [b for b in right if id(b) not in gone]


def _is_head(anchor: Anchor, text: str, other: str) -> bool:
    """Whether a figure numbers a heading of more than one level, or a list item that has another mark on the other side."""
    match = _HEAD.match(text)
    if match is None or anchor.end > match.end():
        return False
    return "." in match[0].strip(". ") or "-" in match[0] or _LIST_MARK.match(other) is not None


def _in_range(anchor: Anchor, others: Sequence[Anchor], text: str) -> bool:
    """Whether a number lies in a range of the other side: 第七十五条至第七十七条 are 75, 76 and 77."""
    if not anchor.value.isdigit():
        return False
    numbers = [one for one in others if one.kind == "number" and one.value.isdigit()]
    for one, next_one in pairwise(numbers):
        between = text[one.end : next_one.start]
        joined = _THROUGH.fullmatch(between) or _TO.fullmatch(between)
        if joined and int(one.value) < int(anchor.value) < int(next_one.value) <= int(one.value) + _LONGEST:
            return True
    return False


def _of_period(anchor: Anchor, text: str, others: Sequence[Anchor], other: str) -> bool:
    """Whether an English figure is a century or a decade that the Chinese names: the early 1900s, the '90s."""
    if not _PERIOD.match(text, anchor.end) or not anchor.value.isdigit():
        return False
    value = int(anchor.value)
    if value % 100 == 0:
        centuries = (plain_value(match["n"]) for match in _CENTURY.finditer(other))
        return any((century - 1) * 100 == value for century in centuries)
    return any(
        one.text.endswith("年代") and int(one.value) % 100 == value % 100 for one in others if one.value.isdigit()
    )


def _is_decade(anchor: Anchor, other: str) -> bool:
    """Whether a Chinese decade stands on the English side in a short form or in words: the 90's, the eighties."""
    if not anchor.text.endswith("年代") or not anchor.value.isdigit():
        return False
    decade = anchor.value[-2:]
    words = (_DECADES[match.group().lower()] for match in _DECADE_WORDS.finditer(other))
    return decade in _SHORT_DECADE.findall(other) or decade in words


def _is_pointed(anchor: Anchor, other: str) -> bool:
    """Whether a fraction below one stands on the other side without its naught: .329."""
    if not anchor.value.startswith("0."):
        return False
    parts = {part.rstrip("0") for part in _POINTED.findall(other)}
    return anchor.value[1:] in parts or _in_circles(anchor.value, other)


def _in_circles(value: str, other: str) -> bool:
    """Whether a fraction is written digit by digit in Han: ○．二."""
    han = "".join("〇一二三四五六七八九"[int(c)] if c.isdigit() else "." for c in value)
    return han in other.translate(_CIRCLES)


_CIRCLES = str.maketrans("○零０．·点ㄧ", "〇〇〇...一")


def _spaced_fraction(anchor: Anchor, text: str, others: Sequence[Anchor]) -> bool:
    """Whether a figure belongs to a fraction that is written with spaces: 1 / 10 is 十分之一."""
    for match in _SPACED.finditer(text):
        if match.start() <= anchor.start < match.end():
            return any(one.value == f"{match['n']}/{match['d']}" for one in others)
    return False


def mark_values(mark: str) -> frozenset[str]:
    """What a paragraph number counts, in whatever form: 二、 is (2), II, B and (b).

    >>> sorted(mark_values("II")), sorted(mark_values("(2)")), sorted(mark_values("b")), sorted(mark_values("I"))
    (['2'], ['2'], ['2'], ['1', '9'])
    """
    mark = mark.strip("()（）.、")
    values = {str(roman_value(mark.upper()))} if re.fullmatch("(?i:[IVX]+)", mark) else set()
    if len(mark) == 1 and mark.isascii() and mark.isalpha():
        values.add(str(ord(mark.upper()) - ord("A") + 1))
    return frozenset(values or {mark})
