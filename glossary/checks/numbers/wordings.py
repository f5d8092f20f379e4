"""What is counted without a figure: weekdays, halves of the day, seasons, hundreds and thousands, two or three parties, a minus sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpora.figures import Anchor
from corpora.text import WEEKDAYS, WEEKDAYS_ZH, late, plain_value, read_table


class Wording(NamedTuple):
    """A word of a set whose members exclude each other: which set, which members it can be, where it stands."""

    kind: str
    values: frozenset[str]
    start: int
    end: int


_TABLE = read_table(__package__, "wordings.tsv")
_WORDS = {
    language: [
        (kind, frozenset(values.split()), late(patterns[place]))
        for kind, values, *patterns in _TABLE
        if patterns[place]
    ]
    for place, language in enumerate(("zh", "en"))
}
_ANY_ZH = late(
    "|".join(zh for _, _, zh, _ in _TABLE if zh)
    + r"|星期|礼拜|周[一二三四五六日]|负\s?\d|零下|(?<![\d\w])[-−–]\d|[数几上成][十百千万亿]|百万|[双三四五六]方"
)
_ZH_DAY = late(
    rf"(?:星期|礼拜|(?<![一二三四五六七八九十两几数每\d本上下头])周)(?P<d>[{WEEKDAYS_ZH}天])(?![次年个名天])"
)
_EN_DAY = late(rf"\b(?P<d>{'|'.join(WEEKDAYS)})s?\b")
_ZH_VAGUE = late(
    "(?:[数几]|(?<!成千)上(?=[百千]))(?P<n>[十百千]?[万亿]|[十百千])(?![\\d一二三四五六七八九分])|数以(?P<by>百万|[百千万])计"
)
_EN_VAGUE = late(
    r"(?i)\b(?:(?P<a>tens|dozens|scores|hundreds)\sof\s(?P<b>thousands|millions|billions)|(?P<c>dozens|scores|tens|hundreds|thousands|millions|billions)\sof"
    r"|(?:several|a\sfew)\s(?P<d>dozen|hundred|thousand|million|billion))\b"
)
_EXPONENT_ZH = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_EXPONENT_EN = {"ten": 1, "dozen": 1, "score": 1, "hundred": 2, "thousand": 3, "million": 6, "billion": 9}
_ZH_PARTIES = late("(?P<n>双|(?<![一二三四五六七八九十第])[两三四五])方(?!面|向|式|案|法|形|程|米|公)")
_EN_PARTIES = late(
    r"(?i)\b(?P<n>two|both|three|four|five|2|3|4|5)\s(?:\w+\s)?(?:parties|sides)\b|\b(?P<lateral>bilateral|trilateral|tripartite|quadripartite)\b"
)
_PARTIES = {
    "双": "2",
    "两": "2",
    "both": "2",
    "bilateral": "2",
    "two": "2",
    "three": "3",
    "trilateral": "3",
    "tripartite": "3",
    "four": "4",
    "quadripartite": "4",
    "five": "5",
}
_ZH_MINUS = late(r"(?:零下|负)\s?$")
_EN_MINUS = late(r"(?i)(?:\bminus|\bnegative)\s$|(?<![\w.,)–-])[-−–]$")
_NEGATIVE_EN = late(
    r"(?i)\b(?:minus|negative|below|declin|decreas|drop|fall|fell|los[ts]|loss|contract|reduc|shrink|shrank|deficit|down|shortfall|deteriorat|slump)|[-−–(]\s?\$?\d"
)
_NEGATIVE_ZH = late(r"负|零下|降|减|跌|亏|赤字|缩|下滑|[-−–—(（]\s?\d")
_RATE = late(r"\s?(?:[%％°℃度]|摄氏|per\s?cent|percent|degrees?)")


def _days(text: str, language: str) -> Iterator[Wording]:
    for match in (_ZH_DAY if language == "zh" else _EN_DAY).finditer(text):
        day = match["d"]
        number = WEEKDAYS.index(day) if language == "en" else WEEKDAYS_ZH.index("日" if day == "天" else day)
        yield Wording("weekday", frozenset({str(number)}), *match.span())


def _vague(text: str, language: str) -> Iterator[Wording]:
    for match in (_ZH_VAGUE if language == "zh" else _EN_VAGUE).finditer(text):
        if language == "zh":
            power = sum(_EXPONENT_ZH[c] for c in match["n"] or match["by"])
        else:
            words = [word.lower().removesuffix("s") for word in match.groups() if word]
            power = sum(_EXPONENT_EN[word] for word in words)
        yield Wording("magnitude", frozenset({str(power)}), *match.span())


def _parties(text: str, language: str) -> Iterator[Wording]:
    for match in (_ZH_PARTIES if language == "zh" else _EN_PARTIES).finditer(text):
        word = match["n"] or match["lateral"]
        value = _PARTIES.get(word.lower()) or str(plain_value(word))
        yield Wording("parties", frozenset({value}), *match.span())


def _wordings(text: str, language: str) -> list[Wording]:
    found = [*_days(text, language), *_vague(text, language), *_parties(text, language)]
    for kind, values, pattern in _WORDS[language]:
        found += (Wording(kind, values, *match.span()) for match in pattern.finditer(text))
    return found


def has_wording(zh: str) -> bool:
    """Whether a Chinese text may have a word of a set whose members exclude each other."""
    return _ANY_ZH.search(zh) is not None


def differing_wordings(zh: str, en: str) -> Iterator[tuple[Wording, Wording]]:
    """Words of one set that stand on both sides and have no member in common.

    >>> [(a.kind, sorted(a.values), sorted(b.values)) for a, b in differing_wordings("星期三上午", "on Thursday morning")]
    [('weekday', ['2'], ['3'])]
    """
    if not has_wording(zh):
        return
    left, right = _wordings(zh, "zh"), _wordings(en, "en")
    for kind in dict.fromkeys(one.kind for one in left):
        mine, theirs = [one for one in left if one.kind == kind], [one for one in right if one.kind == kind]
        both = (frozenset[str]().union(*(one.values for one in side)) for side in (mine, theirs))
        if mine and theirs and next(both).isdisjoint(next(both)):
            yield mine[0], theirs[0]


def lost_signs(anchors: tuple[list[Anchor], list[Anchor]], zh: str, en: str) -> Iterator[tuple[Anchor, Anchor]]:
    """A rate or a temperature below zero on one side whose other side says nothing of the kind."""
    for a in anchors[0]:
        twins = [b for b in anchors[1] if b.kind == "number" and b.value == a.value]
        if a.kind != "number" or len(twins) != 1 or sum(one.value == a.value for one in anchors[0]) != 1:
            continue
        b = twins[0]
        if not (_RATE.match(zh, a.end) and _RATE.match(en, b.end)):
            continue
        left = _ZH_MINUS.search(zh[max(a.start - 3, 0) : a.start]) is not None
        right = _EN_MINUS.search(en[max(b.start - 9, 0) : b.start]) is not None
        if (left and not right and not _NEGATIVE_EN.search(en)) or (right and not left and not _NEGATIVE_ZH.search(zh)):
            yield a, b


def told(wording: Wording, text: str) -> str:
    """A word as it stands in its text."""
    return re.sub(r"\s+", " ", text[wording.start : wording.end])
