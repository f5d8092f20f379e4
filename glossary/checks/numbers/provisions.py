"""Numbers that belong to a name: article 12, 第三章, the sixth session, agenda item 5. Compared within one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpora.figures import word_value
from corpora.text import (
    HAN,
    TEEN_ORDINALS,
    TEN_ORDINALS,
    TENS,
    TO_TEN,
    UNIT_ORDINALS,
    late,
    plain_value,
    read_table,
    roman_value,
)
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity
from glossary.rows import Key, Rows


class Provision(NamedTuple):
    """A number of a provision: its kind, its value, its place."""

    kind: str
    value: int
    start: int
    end: int


_ROWS = read_table(__package__, "provisions.tsv")
# What stands behind 第N or before N, by kind. Kinds that translate each other in turn (article, rule; part, title) are one.
_ZH_BEHIND = {word: kind for kind, _, _, behind, _ in _ROWS for word in behind.split()}
_ZH_BEFORE = {word: kind for kind, _, _, _, before in _ROWS for word in before.split()}
_EN_WORDS = {kind: words for kind, _, words, _, _ in _ROWS}
_NAMES_ZH = {kind: name for kind, name, *_ in _ROWS}
_NUMERAL = f"[〇零{TO_TEN}百]{{1,7}}"
_ZH_NTH = late(
    rf"第\s?(?P<n>\d{{1,4}}(?![\d.()（]|\s?[(（])|{_NUMERAL})\s?(?P<kind>{'|'.join(sorted(_ZH_BEHIND, key=len, reverse=True))})"
)
_ZH_NAMED = late(
    rf"(?P<kind>{'|'.join(_ZH_BEFORE)})\s?(?P<n>\d{{1,3}}(?![\d.%/-])|{_NUMERAL}(?![{HAN}])|[IVX]{{1,5}}(?![A-Za-z]))"
)
_UNITS = "|".join(UNIT_ORDINALS)
_ORDINAL = rf"(?:{'|'.join(TENS)})-(?:{_UNITS})|{_UNITS}|{'|'.join([*TEEN_ORDINALS, *TEN_ORDINALS])}"
_NTH = ("session", "meeting", "committee", "round", "century", "quarter")
_EN_NTH = {
    kind: late(
        rf"(?i)\b(?P<n>{_ORDINAL}|\d{{1,4}}(?:st|nd|rd|th))\s(?:(?!(?:and|or|of|the|at|in|to|through|{_ORDINAL})\b)[a-z-]+\s){{0,2}}(?:{_EN_WORDS[kind]})(?![a-z])"
    )
    for kind in _NTH
}
_EN_NAMED = {
    kind: late(
        rf"(?i)\b(?:{words})\s(?:No\.\s)?(?P<n>\d{{1,4}}(?![\d.%/]|,\d)|(?-i:[IVXLC]{{1,6}})(?![A-Za-z])|(?:one|two|three|four|five|six)\b)"
    )
    for kind, words in _EN_WORDS.items()
    if kind not in _NTH
}
_MANY = late("[、至到和及与或,-]|\\band\\b|\\bto\\b|\\bor\\b")


def _zh(text: str) -> list[Provision]:
    found = [Provision(_ZH_BEHIND[m["kind"]], plain_value(m["n"]), *m.span("n")) for m in _ZH_NTH.finditer(text)]
    for m in _ZH_NAMED.finditer(text):
        value = roman_value(m["n"]) if m["n"][0] in "IVX" else plain_value(m["n"])
        found.append(Provision(_ZH_BEFORE[m["kind"]], value, *m.span("n")))
    return found


def _en(text: str, kind: str) -> list[Provision]:
    """Provisions of one kind: the Chinese says which kinds are worth a look."""
    pattern = _EN_NTH.get(kind) or _EN_NAMED[kind]
    return [Provision(kind, _value(m["n"]), *m.span("n")) for m in pattern.finditer(text)]


def _value(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    return roman_value(text) if re.fullmatch("[IVXLC]+", text) else word_value(text)


def _in_list(text: str, place: Provision) -> bool:
    """Whether a number is one of several (第3至第5段, articles 3 and 4): then the others are not read here."""
    return bool(
        _MANY.match(text[place.end :].lstrip("段条章节届 )")[:4])
        and re.match(rf".{{0,9}}?(?:\d|[{TO_TEN}IVX]|第)", text[place.end :])
    )


def _differences(zh: str, en: str) -> tuple[tuple[Provision, Provision], ...]:
    left = _zh(zh) if "第" in zh or _ZH_NAMED.search(zh) else []
    result = []
    for kind in dict.fromkeys(p.kind for p in left):
        mine, theirs = [p for p in left if p.kind == kind], _en(en, kind)
        # "its 124th meeting", which a body's 届会 may be: not where 第124次会议 stands
        others = {p.value for p in left if p.kind != kind} if kind == "session" else set()
        theirs = [p for p in theirs if p.value not in others]
        values = {p.value for p in mine}, {p.value for p in theirs}
        lost = [p for p in mine if p.value not in values[1]]
        other = [p for p in theirs if p.value not in values[0]]
        if len(lost) == len(other) == 1 and len(mine) == len(theirs) and not _elsewhere(lost[0], other[0], zh, en):
            result.append((lost[0], other[0]))
    return tuple(result)


def _elsewhere(mine: Provision, theirs: Provision, zh: str, en: str) -> bool:
    """Whether either number is part of a list or a range, or stands on the other side by its figures."""
    if _in_list(zh, mine) or _in_list(en, theirs):
        return True
    return all(
        re.search(rf"(?<![\d.,]){value}(?![\d.,]\d|\d)", text) is not None
        for value, text in ((mine.value, en), (theirs.value, zh))
    )


Differences = tuple[tuple[Provision, Provision], ...]
PROVISIONS: Key[dict[int, Differences]] = Key("provisions that differ")


def provision_differences(rows: Rows, row: int) -> Differences:
    """Provisions of one kind that stand once more on each side of a row (from 1) with another number: (Chinese, English).

    >>> from corpora.bitext import Pair
    >>> rows = Rows.of([Pair("A/99/1", 1, "根据《条约》第四条", "under article VI of the Treaty")])
    >>> [(a.kind, a.value, b.value) for a, b in provision_differences(rows, 1)]
    [('article', 4, 6)]
    """
    return rows.derived(PROVISIONS, _provisions).get(row, ())


def _provisions(rows: Rows) -> dict[int, Differences]:
    found = ((row + 1, _differences(rows.pairs[row].zh, rows.pairs[row].en)) for row in rows.both.nonzero()[0].tolist())
    return {row: differences for row, differences in found if differences}


def check_provisions(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares the numbers of articles, chapters, sections, paragraphs, annexes, agenda items, sessions and
    meetings, in whatever form they are written: 第三章 and chapter III, 第六届会议 and the sixth session are the same.

    Reported only where both versions name the same kind of provision equally often and exactly one number differs.

    Why it matters: a wrong article sends the reader to another obligation; a wrong session, to another decision.

    Wrong: 根据《海港公约》第四条 beside "under article VI of the Seaports Convention"

    Right: 根据《海港公约》第六条 beside "under article VI of the Seaports Convention"

    What to do: look the provision up and correct the version that is wrong.
    """
    for row, pair in material.bilingual():
        for a, b in provision_differences(material.rows, row):
            left, right = pair.zh[a.start : a.end], pair.en[b.start : b.end]
            yield check.finding(
                material,
                row,
                f"the number of the {a.kind} differs: {left} in Chinese, {right} in English",
                f"{_NAMES_ZH[a.kind]}的序号不一致：中文为{left}，英文为{right}",
                zh_spans=[(a.start, a.end)],
                en_spans=[(b.start, b.end)],
                expected=left,
                found=right,
                sides=True,
            )


CHECKS = (
    Check("N104", "number of a provision or session", "条款、届会等编号不一致", Severity.ERROR, "Accuracy/Mistranslation", check_provisions, "查对所引条款或届会，改正有误的一侧。"),
)  # fmt: skip
