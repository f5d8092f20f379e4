"""Quantities of a row in other words and units: which figures they answer (20年 and two decades), and which of them differ (半年, three months)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from corpora.figures import Anchor, Quantity, quantities
from corpora.text import HAN, late

_ONE = late(
    r"\s?(?:多)?(?:[个名位人架艘辆台件份项条次种只头家间座栋幢套支枝把张片块根枚颗粒门发匹批组排列层级等类部本册篇首幅届节期艇座所处"
    r"岁年天日周吨克米升桶元股户村省州市县国]|美元|欧元|英镑|小时|分钟|公里|公斤|平方|立方|美分|架次|海里|英里)"
)
_ARTICLE = late(
    r"(?i)\b(?:an?|the|another|each|every|either|per|one|single|sole|once|only|first|any|this|that|its|his|her|their|other)\b"
)
_MARK_BEHIND = late(r"(?:(?:19|20)\d\d|[.”\"’)\]])\s\d{1,2}\s*$")  # the mark of a footnote behind a year
_DIFFERING = late(rf"半|倍|翻|一半|单[日天]|[{HAN}]分之")
_SIGNS = ("半", "倍", "翻", "单", "分之")  # one of which is in whatever differs
KINDS = ("share", "months", "days", "multiple")


class _Side(NamedTuple):
    quantities: list[Quantity]
    anchors: list[Anchor]
    text: str

    def holds(self, quantity: Quantity, value: str) -> bool:
        """Whether a quantity is said with a figure of this value."""
        return any(a.value == value and quantity.start <= a.start and a.end <= quantity.end for a in self.anchors)


def _number(anchor: Anchor) -> Fraction | None:
    try:
        return Fraction(Decimal(anchor.value)) if "/" not in anchor.value else Fraction(anchor.value)
    except (ArithmeticError, ValueError):
        return None


def unanswered_by_quantities(
    left: list[Anchor], right: list[Anchor], anchors: tuple[list[Anchor], list[Anchor]], texts: tuple[str, str]
) -> tuple[list[Anchor], list[Anchor]]:
    """Figures of each side without those that a quantity of the other side says in other words or units."""
    if not left and not right:
        return left, right
    found = quantities(texts[0], "zh"), quantities(texts[1], "en")
    zh, en = (_Side(*side) for side in zip(found, anchors, texts, strict=True))
    left = [a for a in left if not _answered(a, zh, en) and not _note(a, zh.text)]
    right = [b for b in right if not _answered(b, en, zh) and not _note(b, en.text)]
    if not right and _ARTICLE.search(texts[1]):
        left = [a for a in left if not _is_one(a, texts[0])]
    return left, right


def _answered(anchor: Anchor, mine: _Side, theirs: _Side) -> bool:
    """Whether a quantity that holds this figure, or the bare figure, is said on the other side without the same figure."""
    value = _number(anchor)
    known = {(q.kind, q.value) for q in theirs.quantities if not theirs.holds(q, anchor.value)}
    if value is not None and not known.isdisjoint((("count", value), ("year", value))):
        return True
    values = {_number(other) for other in theirs.anchors if other.kind == "number" and other.value != anchor.value}
    return any(
        (q.kind, q.value) in known or (q.kind in ("count", "year") and q.value in values)
        for q in mine.quantities
        if q.start <= anchor.start and anchor.end <= q.end
    )


def _note(anchor: Anchor, text: str) -> bool:
    return (
        _MARK_BEHIND.search(text[max(anchor.start - 5, 0) : anchor.end]) is not None and not text[anchor.end :].strip()
    )


def _is_one(anchor: Anchor, text: str) -> bool:
    """Whether a figure is a 1 with its measure word: English has an article for it."""
    return (
        anchor.text.strip() == "1"
        and not text[: anchor.start].rstrip().endswith(("第", ".", "-", "/"))
        and _ONE.match(text, anchor.end) is not None
    )


def has_quantity(zh: str) -> bool:
    """Whether a Chinese text may have a quantity in words that can differ."""
    return any(sign in zh for sign in _SIGNS) and _DIFFERING.search(zh) is not None


def differing_quantities(texts: tuple[str, str]) -> Iterator[tuple[Quantity, Quantity]]:
    """Shares, spans of time and multiples that stand once on each side, plainly, and differ."""
    if not has_quantity(texts[0]):
        return
    found = quantities(texts[0], "zh"), quantities(texts[1], "en")
    for kind in KINDS:
        left, right = ([q for q in side if q.kind == kind] for side in found)
        values = {q.value for q in left}, {q.value for q in right}
        if kind == "multiple" and any(value.denominator > 1 for value in values[0]):
            continue  # growth by 3.3倍 is 3.3-fold to many
        if len(left) == len(right) == 1 and left[0].firm and right[0].firm and not values[0] & values[1]:
            yield left[0], right[0]


def shown(quantity: Quantity, text: str) -> str:
    """A quantity as it stands in its text."""
    return re.sub(r"\s+", " ", text[quantity.start : quantity.end]).strip()
