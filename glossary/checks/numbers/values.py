"""Figures, dates and symbols: what translation must not change. Compared by value, never by spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from corpora.arrays import Bools
from corpora.figures import Anchor
from corpora.text import HAN, late
from glossary.checks.base import Check, Material
from glossary.checks.numbers.anchored import anchors_of, at, difference, differing, pair_up
from glossary.checks.numbers.dates import date_differences
from glossary.checks.numbers.lettered import other_numbers
from glossary.checks.numbers.provisions import Provision, provision_differences
from glossary.checks.numbers.quantities import differing_quantities, has_quantity, shown, unanswered_by_quantities
from glossary.checks.numbers.references import mark_values, without_references
from glossary.checks.numbers.spelled import recurring_differences, spelled_differences
from glossary.checks.numbers.wordings import differing_wordings, has_wording, lost_signs, told
from glossary.finding import Finding, Severity
from glossary.rows import Rows

_YEAR = late(r"(?:19|20)\d\d")
_RELATIVE_YEAR = late(
    r"(?i)\b(?:(?:this|that|the|same|last|next|previous|following|current|past) year|annual(?:ly)?|year-?end|yearly)\b"
    r"|[今去明同本当上该次翌每前这]一?年|年度|年终|年底"
)
_FIRST_ZH, _FIRST_EN = late("先[^后]{1,40}[后再]"), late(r"(?i)\bfirst\b.{1,80}\b(?:then|later|afterwards|next)\b")
_THE_SESSION = late(r"\b(?:the|the (?:present|current|same)|this) session\b")
_SMALL = 10
MANY = 5  # numbers that differ in a row, from which on it is one fault and not several
_SIGN = late(r"零下|负\s?\d|(?i:\bminus\b|\bnegative\s\d)|(?<![\w.,)–-])[-−–]\d")
_DASHED = late(r"[-−–]\d")
_NAMES = {
    "sign": ("sign of the number", "正负号"),
    "share": ("share", "比例"),
    "months": ("period", "时段"),
    "days": ("period", "时段"),
    "weekday": ("weekday", "星期"),
    "half of the day": ("half of the day", "上下午"),
    "season": ("season", "季节"),
    "parties": ("number of parties", "方数"),
}
_NOTE_FIRST = late(rf"\d{{1,2}} [{HAN}]{{2}}(?<![个名项国年月日位次份种人条].)")  # the mark of a footnote


def _must(anchor: Anchor, text: str) -> bool:
    """Whether a number has to be answered: figures, and large ordinals in words (第七十五届, seventy-fifth)."""
    if anchor.kind != "number" or anchor.strong:
        return anchor.kind == "number"
    if not anchor.value.isdigit() or int(anchor.value) <= _SMALL:
        return False
    return (
        text[: anchor.start].endswith("第") or re.fullmatch(r"[a-z]+-[a-z]+|[a-z]+th", anchor.text.lower()) is not None
    )


def _unanswered(mine: list[Anchor], theirs: list[Anchor], text: str, other: str) -> list[Anchor]:
    """Numbers of one side whose value is nowhere on the other, in whatever form."""
    values = Counter(a.value for a in theirs if a.kind in ("number", "mark"))
    digits = {d.lstrip("0") for d in re.findall(r"\d+", other)}
    digits.update(part.lstrip("0") for a in theirs if a.kind == "date" for part in re.findall(r"\d+", a.value))
    result = []
    for anchor in mine:
        if not _must(anchor, text):
            continue
        if values[anchor.value] > 0:
            values[anchor.value] -= 1
        elif anchor.value not in values and anchor.value not in digits:
            result.append(anchor)
    return result


def _without_known_years(mine: list[Anchor], theirs: list[Anchor], other: str) -> list[Anchor]:
    """Without years that the other side names by a word (``this year``, 同年) and not by another figure."""
    if any(_YEAR.fullmatch(a.value) for a in theirs) or not _RELATIVE_YEAR.search(other):
        return mine
    return [a for a in mine if not _YEAR.fullmatch(a.value)]


def _answers(mine: list[Anchor], theirs: list[Anchor], found: list[Anchor], text: str) -> list[Anchor]:
    """What may stand where an unanswered number should: unanswered ones, else ordinals and Roman numerals left over."""
    if found:
        return found
    known = {a.value for a in mine}
    return [
        a
        for a in theirs
        if a.kind == "number" and not a.strong and a.value not in known and _ordinal(a, text) and len(a.value) < 4
    ]


def _ordinal(anchor: Anchor, text: str) -> bool:
    return text[: anchor.start].endswith("第") or re.fullmatch(r"[IVXLC]+|.*(?:th|rd|nd|st)", anchor.text) is not None


def check_numbers(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares figures by value: 2 300 and 2,300, 21.6万 and 216,000, 第七十五届 and seventy-fifth are the same.

    Numbers written in figures, and ordinals above ten in words, must be answered; other numbers in words can answer
    them, and so can quantities in other units (18个月, one and a half years). What differs without a figure is found, too. A paragraph number or footnote mark need not stand on both sides, but two paragraph numbers must agree. An
    error where both sides have a number and they differ; a warning where one side has none. One finding a row where many differ.

    Why it matters: a wrong figure is a wrong fact, and no reader can see it from one version alone.

    Wrong: 112名平民 beside "121 civilians"

    Right: 21.6万名平民 beside "216,000 civilians"

    What to do: look the figure up in the original and correct the version that is wrong.
    """
    seen: set[int] = set()
    for row, _pair in at(material, _worth_a_look(material.rows)):
        zh, en = anchors_of(material.rows, row, "number", "mark", "date")
        left, right = _differences(material.rows, row, zh, en)
        if left or right:
            seen.add(row)
        for side, one in _alone(left, right):
            yield _alone_finding(check, material, row, side, one)
        many = bool(left and right) and len(left) + len(right) >= MANY
        if many:
            yield _many(check, material, row, left, right)
        for a, b in pair_up(left, right) if left and right and not many else ():
            if a and b:
                yield difference(check, material, row, a, b, "the number", check.severity)
            elif not _run_together(a or b, right if a else left):
                yield difference(check, material, row, a, b, "the number", Severity.WARNING)
        marks = [next((a for a in side if a.kind == "mark"), None) for side in (zh, en)]
        if marks[0] and marks[1] and mark_values(marks[0].value).isdisjoint(mark_values(marks[1].value)):
            yield difference(check, material, row, marks[0], marks[1], "the paragraph number", Severity.WARNING)
    yield from _worded(check, material, seen)


def _worded(check: Check, material: Material, seen: set[int]) -> Iterator[Finding]:
    """What differs in words or in its sign, in rows whose figures agree."""
    for row, pair in material.bilingual():
        texts = pair.zh, pair.en
        has_sign = _may_be_signed(pair.zh + pair.en)
        if not has_sign and not has_quantity(pair.zh) and not has_wording(pair.zh):
            continue  # nearly all rows
        if row in seen or provision_differences(material.rows, row) or any(date_differences(material.rows, row)):
            continue
        signed = lost_signs(anchors_of(material.rows, row, "number"), *texts) if has_sign else ()
        places = [(a.start, a.end, b.start, b.end, a.text, b.text, "sign") for a, b in signed]
        places += (
            (*a[2:4], *b[2:4], shown(a, pair.zh), shown(b, pair.en), a.kind) for a, b in differing_quantities(texts)
        )
        if not places:
            places += (
                (*a[2:], *b[2:], told(a, pair.zh), told(b, pair.en), a.kind) for a, b in differing_wordings(*texts)
            )
        for start, end, first, last, left, right, kind in places[:1]:
            name, name_zh = _NAMES.get(kind, ("quantity", "数量"))
            yield check.finding(
                material,
                row,
                f"the {name} differs: {left} in Chinese, {right} in English",
                f"{name_zh}不一致：中文为“{left}”，英文为“{right}”",
                zh_spans=[(start, end)],
                en_spans=[(first, last)],
                expected=left,
                found=right,
                sides=True,
            )


def _may_be_signed(text: str) -> bool:
    """Whether a number below zero may stand in both texts of a row, one behind the other: what is cheap to see before what is dear."""
    if "负" not in text and "零下" not in text and not _DASHED.search(text):
        lower = text.lower()
        if "minus" not in lower and "negative" not in lower:
            return False
    return _SIGN.search(text) is not None


def _worth_a_look(rows: Rows) -> Bools:
    """Rows that have not the same values on both sides, or notes in brackets, which have to stand in the same order."""
    differ, _ = rows.compared_anchors("number", "mark", "date")
    noted = np.array(["[" in zh and "[" in en for zh, en in zip(rows.texts("zh"), rows.texts("en"), strict=True)], bool)
    chosen: Bools = rows.both & (differ | noted)
    return chosen


def _differences(rows: Rows, row: int, zh: list[Anchor], en: list[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
    """Numbers of each side that the other does not answer, less those that N104 reports."""
    pair, provisions = rows.pairs[row - 1], provision_differences(rows, row)
    left = _less(_unanswered(zh, en, pair.zh, pair.en), [a for a, _ in provisions])
    right = _less(_unanswered(en, zh, pair.en, pair.zh), [b for _, b in provisions])
    left, right = _without_known_years(left, right, pair.en), _without_known_years(right, left, pair.zh)
    left, right = unanswered_by_quantities(left, right, (zh, en), (pair.zh, pair.en))
    left, right = without_references(left, right, (zh, en), (pair.zh, pair.en))
    if not right and _THE_SESSION.search(pair.en):  # 第五十九届会议 for "the session"
        left = [a for a in left if not pair.zh.startswith("届会议", a.end)]
    if len(left) == 1 and not right and left[0].start == 0 and _NOTE_FIRST.match(pair.zh):
        return [], []
    if left and not right:
        right = _less(_answers(zh, en, right, pair.en), [b for _, b in provisions])[: len(left)]
    elif right and not left:
        left = _less(_answers(en, zh, left, pair.zh), [a for a, _ in provisions])[: len(right)]
    elif not left and not right and not provisions:
        texts = pair.zh, pair.en
        words = spelled_differences(zh, en, texts) or _bracketed(zh, en)
        if not words and not any(date_differences(rows, row)):
            words = recurring_differences(zh, en, texts) or _turned(zh, en, texts)
        return _unsaid(words, (zh, en), texts)
    return left, right


def _turned(zh: list[Anchor], en: list[Anchor], texts: tuple[str, str]) -> list[tuple[Anchor, Anchor]]:
    """The only two figures of each side, in turned order round words that say what came first: 先有3人，后有5人."""
    mine, theirs = ([a for a in side if a.kind == "number" and a.text[:1].isdigit()] for side in (zh, en))
    if len(mine) != 2 or len(theirs) != 2 or not (_FIRST_ZH.search(texts[0]) and _FIRST_EN.search(texts[1])):
        return []
    turned = mine[0].value == theirs[1].value != mine[1].value == theirs[0].value
    return list(zip(mine, theirs, strict=True))[:1] if turned else []


def _unsaid(
    words: list[tuple[Anchor, Anchor]], anchors: tuple[list[Anchor], list[Anchor]], texts: tuple[str, str]
) -> tuple[list[Anchor], list[Anchor]]:
    """Pairs of numbers of which neither is said by a quantity of the other side."""
    kept = [
        (a, b)
        for a, b in words
        if all(unanswered_by_quantities([a], [b], anchors, texts)) and all(without_references([a], [b], anchors, texts))
    ]
    return [a for a, _ in kept], [b for _, b in kept]


def _less(anchors: list[Anchor], places: Sequence[Provision]) -> list[Anchor]:
    return [a for a in anchors if not any(p.start < a.end and a.start < p.end for p in places)]


def _run_together(anchor: Anchor | None, others: list[Anchor]) -> bool:
    """Whether a number is part of another that lost its hyphen (1564 for 15-64), which is reported already."""
    return anchor is not None and any(len(o.value) > 3 and o.value.endswith(anchor.value) for o in others)


def _bracketed(zh: list[Anchor], en: list[Anchor]) -> list[tuple[Anchor, Anchor]]:
    """Numbers in square brackets, one on each side, that differ: notes, numbers of earlier drafts."""
    left, right = ([a for a in side if a.text.startswith("[") and a.text.endswith("]")] for side in (zh, en))
    return [(left[0], right[0])] if len(left) == len(right) == 1 and left[0].value != right[0].value else []


def _alone(left: list[Anchor], right: list[Anchor]) -> Iterator[tuple[str, list[Anchor]]]:
    """All numbers that one side has and the other lacks: one fault, one finding."""
    if left and not right:
        yield "zh", left
    elif right and not left:
        yield "en", right


def _alone_finding(check: Check, material: Material, row: int, side: str, anchors: list[Anchor]) -> Finding:
    if len(anchors) == 1:
        zh, en = (anchors[0] if side == name else None for name in ("zh", "en"))
        return difference(check, material, row, zh, en, "the number", Severity.WARNING)
    figures = [a.text.strip() for a in anchors]
    mine, other, mine_zh, other_zh = (
        ("Chinese", "English", "中文", "英文") if side == "zh" else ("English", "Chinese", "英文", "中文")
    )
    spans, joined = [(a.start, a.end) for a in anchors], "; ".join(figures)
    return check.finding(
        material,
        row,
        f"the numbers {', '.join(figures)} stand in the {mine} version only, not in the {other}",
        f"数字{'、'.join(f'“{one}”' for one in figures)}只见于{mine_zh}，{other_zh}未见",
        zh_spans=spans if side == "zh" else (),
        en_spans=spans if side == "en" else (),
        expected=joined if side == "zh" else "",
        found=joined if side == "en" else "",
        sides=True,
        severity=Severity.WARNING,
    )


def _many(check: Check, material: Material, row: int, left: list[Anchor], right: list[Anchor]) -> Finding:
    """One finding for a row whose figures are those of another text: one fault, mostly of the alignment."""
    zh, en = (", ".join(a.text.strip() for a in side) for side in (left, right))
    return check.finding(
        material,
        row,
        f"many numbers differ: {zh} in Chinese, {en} in English",
        f"多个数字不一致：中文为“{zh}”，英文为“{en}”",
        zh_spans=[(a.start, a.end) for a in left],
        en_spans=[(a.start, a.end) for a in right],
        expected=zh,
        found=en,
        sides=True,
    )


def check_symbols(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares document symbols and the numbers of resolutions and decisions, also those with letters (3/CP.25):
    第822(1993)号 and 822 (1993) are the same.

    An error where both sides have a symbol and they differ; a warning where one side has none.

    Why it matters: a wrong symbol sends the reader to another document.

    Wrong: S/2044/671 beside "S/2044/617"

    Right: 第822(1993)号决议 beside "resolution 822 (1993)"

    What to do: look the document up and correct the version that is wrong.
    """
    for row, pair in differing(material, "symbol"):
        zh, en = anchors_of(material.rows, row, "symbol")
        values = {a.value for a in zh}, {b.value for b in en}
        left = [a for a in zh if a.value not in values[1] and not _stands(a.value, pair.en)]
        right = [b for b in en if b.value not in values[0] and not _stands(b.value, pair.zh)]
        for a, b in pair_up(left, right):
            severity = check.severity if a and b else Severity.WARNING
            yield difference(check, material, row, a, b, "the symbol", severity)
    for row, pair in material.bilingual():
        for (mine, at_zh), (theirs, at_en) in zip(*other_numbers(pair.zh, pair.en), strict=False):
            a, b = Anchor("symbol", mine, *at_zh, mine), Anchor("symbol", theirs, *at_en, theirs)
            yield difference(check, material, row, a, b, "the symbol", check.severity)


def _stands(value: str, text: str) -> bool:
    """Whether a symbol stands in a text all the same: in a list (``A/RES/60/1 and 2``), or without its year.

    >>> _stands("2118(2013)", "a violation of resolution 2118"), _stands("2118(2013)", "resolution 2118 (2014)")
    (True, False)
    """
    bare = re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")
    if re.search(rf"(?<![\d/]){re.escape(value)}(?![\d/])", bare):
        return True
    number, _, year = value.partition("(")
    return (
        bool(year) and re.search(rf"(?<![\d/]){re.escape(number)}(?![\d/(])", re.sub(r"\s(?=\()", "", text)) is not None
    )


CHECKS = (
    Check("N101", "number", "数字不一致", Severity.ERROR, "Accuracy/Mistranslation", check_numbers, "查对原文中的数字，改正有误的一侧。"),
    Check("N103", "symbol", "文号不一致", Severity.ERROR, "Accuracy/Mistranslation", check_symbols, "查对所引文件，改正有误的一侧。"),
)  # fmt: skip
