"""Numbers written in words or Han numerals: compared where both versions have one that the other does not answer."""

from __future__ import annotations

import re
from collections import Counter

from corpora.figures import Anchor
from corpora.text import TEEN_ORDINALS, TEENS, TEN_ORDINALS, TENS, UNIT_ORDINALS, UNITS, late

_MEASURES = "个项名国位份种类章条次届艘架所座家人年天周月岁度层级组部篇卷页吨英美欧分轮批场件"
_LONGEST = 3  # digits: 第26743号 is a figure that N101 reads by itself
_GROUPS = late(r"[\s-](?:decade|dozen|score|centur|fortnight|thousand|hundred|million|billion)")
_NAME_BEFORE, _NAME_BEHIND = late(r"[a-z,]\s(?:[A-Z][a-z]+\s)+$"), late(r"\s[A-Z][a-z]")
_CARDINALS = frozenset(set(UNITS) | set(TEENS) | set(TENS)) - {"one"}
_ORDINALS = frozenset(set(UNIT_ORDINALS) | set(TEEN_ORDINALS) | set(TEN_ORDINALS))


def kind_of(anchor: Anchor, text: str) -> str:
    """``fraction``, ``ordinal`` or ``cardinal`` for a number in words; nothing for others.

    >>> kind_of(Anchor("number", "3", 4, 5, "三", False), "港务局第三届会议")
    'ordinal'
    """
    if anchor.kind != "number":
        return ""
    if "/" in anchor.value:
        return "fraction"
    if len(anchor.value) > _LONGEST or _GROUPS.match(text, anchor.end) or _in_name(anchor, text):
        return ""
    word = anchor.text.lower()
    if (
        text[: anchor.start].rstrip().endswith("第")
        or word.split("-")[-1] in _ORDINALS
        or re.fullmatch(r"\d+(?:st|nd|rd|th)", word)
    ):
        return "ordinal"
    if re.fullmatch("[IVX]+", anchor.text) and re.search(r"[a-z]\s$", text[: anchor.start]):
        return "ordinal"
    if word.split("-")[-1] in _CARDINALS:
        return "cardinal"
    if re.fullmatch("[二两三四五六七八九十]+", anchor.text):
        return "cardinal" if text[anchor.end : anchor.end + 1] in tuple(_MEASURES) else ""
    return ""


def _in_name(anchor: Anchor, text: str) -> bool:
    """Whether a number word with a capital stands between two others: One Eight Distilling."""
    return (
        anchor.text[:1].isupper()
        and _NAME_BEFORE.search(text, max(0, anchor.start - 60), anchor.start) is not None
        and _NAME_BEHIND.match(text, anchor.end) is not None
    )


def _values(anchors: list[Anchor], text: str) -> set[str]:
    digits = {digits.lstrip("0") for digits in re.findall(r"\d+", text)}
    parts = {part.lstrip("0") for a in anchors if a.kind == "date" for part in re.findall(r"\d+", a.value)}
    return digits | parts | {a.value for a in anchors if a.kind in ("number", "mark")}


def spelled_differences(zh: list[Anchor], en: list[Anchor], texts: tuple[str, str]) -> list[tuple[Anchor, Anchor]]:
    """Numbers in words of the same sort that nothing answers, one on each side: they stand for each other."""
    known = _values(zh, texts[0]), _values(en, texts[1])
    result = []
    for kind in ("fraction", "ordinal", "cardinal"):
        left = [a for a in zh if a.value not in known[1] and kind_of(a, texts[0]) == kind]
        right = [b for b in en if b.value not in known[0] and kind_of(b, texts[1]) == kind]
        if len(left) == len(right) == 1:
            result.append((left[0], right[0]))
    return result


def _parts(anchors: list[Anchor]) -> Counter[str]:
    """Values of figures and the parts of dates, with how often each stands."""
    values = Counter(a.value for a in anchors if a.kind == "number" and a.strong)
    for anchor in anchors:
        if anchor.kind == "date":
            values.update(part.lstrip("0") for part in re.findall(r"\d+", anchor.value))
    return values


def _words(anchors: list[Anchor], text: str) -> Counter[str]:
    """Values of ordinals and cardinals in words, with how often each stands; 一 and ``one`` are often mere articles."""
    return Counter(
        a.value for a in anchors if not a.strong and a.value != "1" and kind_of(a, text) in ("ordinal", "cardinal")
    )


def recurring_differences(zh: list[Anchor], en: list[Anchor], texts: tuple[str, str]) -> list[tuple[Anchor, Anchor]]:
    """The one number that differs where both versions have equally many, though each of the two stands elsewhere too:
    five years and five ports beside 六年 and 五个港口. Figures and words are counted apart.
    """
    for left, right in ((_parts(zh), _parts(en)), (_words(zh, texts[0]), _words(en, texts[1]))):
        lost, other = left - right, right - left
        if lost.total() != 1 or other.total() != 1:
            continue
        a, b = (_last(side, next(iter(value))) for side, value in ((zh, lost), (en, other)))
        if a and b and _oftener(a, zh, en) and _oftener(b, en, zh):
            return [(a, b)]
    return []


def _last(anchors: list[Anchor], value: str) -> Anchor | None:
    found = [a for a in anchors if a.kind == "number" and a.value == value]
    return found[-1] if found else next((a for a in anchors if a.kind == "date" and value in a.value), None)


def _oftener(anchor: Anchor, mine: list[Anchor], theirs: list[Anchor]) -> bool:
    """Whether a value stands more often on its own side, whatever the form."""
    if anchor.kind == "date":
        return True
    return sum(a.value == anchor.value for a in mine) > sum(a.value == anchor.value for a in theirs)
