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
NUMERALS = tuple(format_number(k, "chineseCounting") for k in range(1, 16))
ROMAN = tuple(format_number(k, "lowerRoman") for k in range(1, 13))
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
        sides = {"zh": _items(pair.zh), "en": _items(pair.en)}
        for here, there in (("zh", "en"), ("en", "zh")):
            lost = _lost(list(sides[here]), list(sides[there]))
            if not lost:
                continue
            marks = [sides[there][one] for one in lost]
            names, spans = ", ".join(f"({mark})" for mark, _span in marks), [span for _mark, span in marks]
            side, side_zh = ("Chinese", "中文") if here == "zh" else ("English", "英文")
            yield check.finding(
                material,
                row,
                f"the {side} list lacks {names}",
                f"{side_zh}列举缺少 {names}",
                zh_spans=spans if there == "zh" else (),
                en_spans=spans if there == "en" else (),
                expected=names,
            )


def _items(text: str) -> dict[int, tuple[str, Span]]:
    """The marks of a list in a text by their ordinal numbers: the mark and its first place.

    >>> list(_items("(a) the budget; (b) the staff")), list(_items("(一)预算；(三)人员")), list(_items("3 (a), (b) and (c) of"))
    ([1, 2], [1, 3], [])
    """
    found: dict[int, tuple[str, Span]] = {}
    style: Sequence[str] = ()
    for match in MARK.finditer(text):
        before, mark = text[: match.start()][-16:], match["mark"]
        if not ITEM.match(text, match.end()) or REFERENCE.search(before):
            continue
        style = style or (NUMERALS if mark in NUMERALS else ROMAN if mark == "i" else ascii_lowercase)
        if mark in style:
            found.setdefault(style.index(mark) + 1, (mark, match.span()))
    return found


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
    Check("A111", "item of a list missing", "列举项缺漏", Severity.ERROR, "Accuracy/Omission", check_items, "补译该项，或改正序号。"),
)  # fmt: skip
