"""Items of a list inside a segment, (a), (b), (c), of which one side lacks some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from corpora.text import TO_TEN, format_number
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity, Span

MARK = re.compile(rf"[(（](?P<mark>[a-z]|[{TO_TEN}]{{1,2}}|[ivx]{{2,4}})[)）](?![a-z])")
ITEM = re.compile(
    r"[ \u00a0]?(?!(?:of|and|or|to|below|above)\b)[《〈“‘「\"']{0,2}(?:[^\W\d_]{2}|\d+[^\W\d_]|\d[\d,.]* [^\W\d_]{2})"
)  # a list mark before it begins an item
REFERENCE = re.compile(
    r"(?:[0-9段条款项目节]|paragraphs?|sections?|articles?|items?|annex)[ \u00a0]?$", re.IGNORECASE
)  # what follows is no item
PARAGRAPH_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){0,3}\.?[ \u00a0\u3000]?")
"""What stands before the first item of a paragraph with a number: ``12.8.1 (i)`` refers to nothing."""
NUMERALS = tuple(format_number(k, "chineseCounting") for k in range(1, 16))
ROMAN = tuple(format_number(k, "lowerRoman") for k in range(1, 13))
STYLES: dict[str, Sequence[str]] = {"numeral": NUMERALS, "roman": ROMAN, "letter": ascii_lowercase}
Items = dict[int, tuple[str, Span]]
LEAST = 3  # items of the side that has them all
MOST_LOST = 2


def check_items(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a list in a segment, (a), (b), (c) or (i), (ii), (iii), of which one version lacks an item that the
    other has.

    Why it matters: an item that is left out of a resolution is a decision that one half of the members never reads.

    Wrong: (a)预算；(c)人员 for "(a) the budget; (b) the programme; (c) the staff"

    Right: (a)预算；(b)方案；(c)人员

    What to do: translate the item, or correct the letters.
    """
    for row, pair in material.bilingual():
        for zh, en in _counterparts(_lists(pair.zh), _lists(pair.en)):
            sides = {"zh": zh, "en": en}
            for here, there in (("zh", "en"), ("en", "zh")):
                lost = _lost(list(sides[here]), list(sides[there]))
                if lost:
                    marks = [sides[there][one] for one in lost]
                    yield _finding(check, material, row, here, there, marks)


def _finding(
    check: Check, material: Material, row: int, here: str, there: str, marks: Sequence[tuple[str, Span]]
) -> Finding:
    names, spans = ", ".join(f"({mark})" for mark, _span in marks), [span for _mark, span in marks]
    added = not material.follows(row, there)
    side, side_zh = ("Chinese", "中文") if here == "zh" else ("English", "英文")
    return check.finding(
        material,
        row,
        f"the {side} list lacks {names}",
        f"{side_zh}列举缺少 {names}",
        zh_spans=spans if there == "zh" else (),
        en_spans=spans if there == "en" else (),
        expected="" if added else names,
        found=names if added else "",
        known_as=(check.code, names, ""),
        mqm="Accuracy/Addition" if added else "",
    )


def _lists(text: str) -> dict[str, Items]:
    """The marks of the lists in a text by their style, each with its ordinal numbers: the mark and its first place.

    >>> [list(items) for items in _lists("(a) the budget; (b) the staff").values()], _lists("3 (a), (b) and (c) of")
    ([[1, 2]], {})
    >>> {style: list(items) for style, items in _lists("1.2 (i) lakes and (ii) rivers in (a) laws; (b) books").items()}
    {'roman': [1, 2], 'letter': [1, 2]}
    """
    found: dict[str, Items] = {}
    last = 0
    for match in MARK.finditer(text):
        before, mark = text[: match.start()][-16:], match["mark"]
        numbered = PARAGRAPH_NUMBER.fullmatch(text, 0, match.start())
        if not ITEM.match(text, match.end()) or (REFERENCE.search(before) and not numbered):
            continue
        style = _style(mark, last)
        if style == "letter":
            last = STYLES[style].index(mark) + 1
        if mark in STYLES[style]:
            found.setdefault(style, {}).setdefault(STYLES[style].index(mark) + 1, (mark, match.span()))
    return found


def _style(mark: str, last: int) -> str:
    """The style of a mark; ``last``: the letter before it, for (h) and (i)."""
    if mark in NUMERALS:
        return "numeral"
    if len(mark) > 1 or (mark in "ivx" and ascii_lowercase.index(mark) != last):
        return "roman"
    return "letter"


def _counterparts(zh: dict[str, Items], en: dict[str, Items]) -> list[tuple[Items, Items]]:
    """The lists that stand for each other: those of one style, and those of other styles where one is left on each side."""
    both = [(zh[style], en[style]) for style in zh if style in en]
    left = [zh[style] for style in zh if style not in en], [en[style] for style in en if style not in zh]
    return [*both, (left[0][0], left[1][0])] if len(left[0]) == len(left[1]) == 1 else both


def _lost(mine: Sequence[int], theirs: Sequence[int]) -> list[int]:
    """Items that one list lacks of another one that is whole.

    >>> _lost([1, 2, 4], [1, 2, 3, 4]), _lost([1, 4], [1, 3, 4]), _lost([], [1, 2, 3])
    ([3], [], [])
    """
    whole = list(theirs) == list(range(1, len(theirs) + 1))
    if not whole or len(theirs) < LEAST or len(mine) < 2 or not set(mine) <= set(theirs):
        return []
    lost = [one for one in theirs if one not in mine]
    return lost if len(lost) <= MOST_LOST else []


CHECKS = (
    Check("A111", "item of a list missing", "列举缺项", Severity.ERROR, "Accuracy/Omission", check_items, "补译该项，或改正序号。"),
)  # fmt: skip
