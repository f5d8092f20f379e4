"""Figures, dates and symbols: what translation must not change. Compared by value, never by spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from align.anchors import Anchor, extract_anchors
from corpora.bitext import Pair
from glossary.checks.base import Check, Material
from glossary.checks.provisions import Provision, provision_differences
from glossary.checks.spelled import recurring_differences, spelled_differences
from glossary.finding import Finding, Severity
from glossary.words import HAN_RUN

_YEAR = re.compile(r"(?:19|20)\d\d")
_RELATIVE_YEAR = re.compile(
    r"(?i)\b(?:(?:this|that|the|same|last|next|previous|following|current|past) year|annual(?:ly)?|year-?end|yearly)\b"
    r"|[今去明同本当上该次翌每前这]一?年|年度|年终|年底"
)
_SMALL = 10
_NOTE_FIRST = re.compile(r"\d{1,2} [\u4e00-\u9fff]{2}(?<![个名项国年月日位次份种人条].)")  # the mark of a footnote


_ZH_NAMES = {
    "the number": "数字",
    "the paragraph number": "段次",
    "the date": "日期",
    "the time": "时间",
    "the symbol": "文号",
}


def _finding(
    check: Check, material: Material, row: int, zh: Anchor | None, en: Anchor | None, what: str, severity: Severity
) -> Finding:
    left, right = (a.text.strip() if a else "" for a in (zh, en))
    name = _ZH_NAMES[what]
    if zh and en:
        message = f"{what} differs: {left} in Chinese, {right} in English"
        message_zh = f"{name}不一致：中文为{left}，英文为{right}"
    else:
        side, other = ("Chinese", "English") if zh else ("English", "Chinese")
        message = f"{what} {left or right} stands in the {side} version only, not in the {other}"
        message_zh = f"{name}{left or right}只见于{'中文' if zh else '英文'}，不见于{'英文' if zh else '中文'}"
    zh_spans, en_spans = ([(a.start, a.end)] if a else [] for a in (zh, en))
    return check.finding(
        material,
        row,
        message,
        message_zh,
        zh_spans=zh_spans,
        en_spans=en_spans,
        expected=left,
        found=right,
        severity=severity,
    )


def _pair_up(zh: list[Anchor], en: list[Anchor]) -> Iterator[tuple[Anchor | None, Anchor | None]]:
    """Unanswered anchors of both sides: the likeliest two together, the rest alone."""
    zh, en = list(zh), list(en)
    while zh and en:
        a, b = min(((a, b) for a in zh for b in en), key=lambda ab: (_distance(*ab), ab[0].start, ab[1].start))
        zh.remove(a)
        en.remove(b)
        yield a, b
    yield from ((a, None) for a in zh)
    yield from ((None, b) for b in en)


def _distance(a: Anchor, b: Anchor) -> int:
    """How far two values are apart as spellings: digits that differ."""
    left, right = Counter(a.value), Counter(b.value)
    return sum(((left - right) + (right - left)).values())


@lru_cache(maxsize=8192)
def read_anchors(text: str, language: str) -> tuple[Anchor, ...]:
    """Anchors of a text, kept: several checks ask for the same sentences."""
    return tuple(extract_anchors(text, language))


def _anchors(pair: Pair, *kinds: str) -> tuple[list[Anchor], list[Anchor]]:
    zh, en = read_anchors(pair.zh, "zh" if HAN_RUN.search(pair.zh) else "en"), read_anchors(pair.en, "en")
    return [a for a in zh if a.kind in kinds], [a for a in en if a.kind in kinds]


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
    them. A paragraph number or footnote mark need not stand on both sides, but two paragraph numbers must agree. An
    error where both sides have a number and they differ; a warning where one side has none.

    Why it matters: a wrong figure is a wrong fact, and no reader can see it from one version alone.

    Wrong: 112名平民 beside "121 civilians"

    Right: 21.6万名平民 beside "216,000 civilians"

    What to do: look the figure up in the original and correct the version that is wrong.
    """
    for row, pair in _rows(material):
        zh, en = _anchors(pair, "number", "mark", "date")
        left, right = _differences(pair, zh, en)
        for side, one in _alone(left, right):
            yield _alone_finding(check, material, row, side, one)
        for a, b in _pair_up(left, right) if left and right else ():
            if a and b:
                yield _finding(check, material, row, a, b, "the number", check.severity)
            elif not _run_together(a or b, right if a else left):
                yield _finding(check, material, row, a, b, "the number", Severity.WARNING)
        marks = [next((a for a in side if a.kind == "mark"), None) for side in (zh, en)]
        if marks[0] and marks[1] and marks[0].value != marks[1].value:
            yield _finding(check, material, row, marks[0], marks[1], "the paragraph number", Severity.WARNING)


def _rows(material: Material) -> Iterator[tuple[int, Pair]]:
    """Rows with both sides, also those without Han: dates, symbols and figures stand alone in tables and headings."""
    for row, pair in enumerate(material.pairs, start=1):
        if pair.en.strip() and pair.zh.strip():
            yield row, pair


def _differences(pair: Pair, zh: list[Anchor], en: list[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
    """Numbers of each side that the other does not answer, less those that N104 reports."""
    provisions = provision_differences(pair)
    left = _less(_unanswered(zh, en, pair.zh, pair.en), [a for a, _ in provisions])
    right = _less(_unanswered(en, zh, pair.en, pair.zh), [b for _, b in provisions])
    left, right = _without_known_years(left, right, pair.en), _without_known_years(right, left, pair.zh)
    if len(left) == 1 and not right and left[0].start == 0 and _NOTE_FIRST.match(pair.zh):
        return [], []
    if left and not right:
        right = _less(_answers(zh, en, right, pair.en), [b for _, b in provisions])[: len(left)]
    elif right and not left:
        left = _less(_answers(en, zh, left, pair.zh), [a for a, _ in provisions])[: len(right)]
    elif not left and not right and not provisions:
        texts = pair.zh, pair.en
        words = spelled_differences(zh, en, texts) or _bracketed(zh, en)
        if not words and not any(date_differences(pair)):
            words = recurring_differences(zh, en, texts)
        return [a for a, _ in words], [b for _, b in words]
    return left, right


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
        return _finding(check, material, row, zh, en, "the number", Severity.WARNING)
    figures = [a.text.strip() for a in anchors]
    mine, other, mine_zh, other_zh = (
        ("Chinese", "English", "中文", "英文") if side == "zh" else ("English", "Chinese", "英文", "中文")
    )
    spans, joined = [(a.start, a.end) for a in anchors], "; ".join(figures)
    return check.finding(
        material,
        row,
        f"the numbers {', '.join(figures)} stand in the {mine} version only, not in the {other}",
        f"数字{'、'.join(figures)}只见于{mine_zh}，不见于{other_zh}",
        zh_spans=spans if side == "zh" else (),
        en_spans=spans if side == "en" else (),
        expected=joined if side == "zh" else "",
        found=joined if side == "en" else "",
        severity=Severity.WARNING,
    )


def _same_date(a: str, b: str) -> bool:
    """Dates agree when every part that both give is the same.

    >>> _same_date("2020-10-01", "-----10-01"), _same_date("2020-10", "2020-10-01"), _same_date("2020-10-01", "2020-11-01")
    (True, True, False)
    """
    left, right = a.replace("----", "*").split("-"), b.replace("----", "*").split("-")
    return all(x == y or "*" in (x, y) for x, y in zip(left, right, strict=False))


def _same_time(a: str, b: str) -> bool:
    """Times agree on the clock face: ``3.05`` without p.m. is 15:05 as well.

    >>> _same_time("03:05", "15:05"), _same_time("03:05", "03:50")
    (True, False)
    """
    return a[2:] == b[2:] and (int(a[:2]) - int(b[:2])) % 12 == 0


def date_differences(pair: Pair) -> tuple[list[Anchor], list[Anchor]]:
    """Dates of each side that no date of the other side agrees with."""
    zh, en = _anchors(pair, "date")
    left = [a for a in zh if not any(_same_date(a.value, b.value) for b in en)]
    right = [b for b in en if not any(_same_date(a.value, b.value) for a in zh)]
    return left, right


def check_dates(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares dates by year, month and day, and times: 2020 年 10 月 1 日 and 1 October 2020 are the same.

    A part that one side leaves out (the year, the day) is not compared. An error where both sides have a date and they
    differ; a warning where one side has none.

    Why it matters: a wrong day or year changes deadlines, mandates and references.

    Wrong: 2044年3月17日 beside "27 March 2044"

    Right: 2044年3月17日 beside "17 March 2044" or, where the year is clear, "17 March"

    What to do: look the date up in the original and correct the version that is wrong.
    """
    for row, pair in _rows(material):
        left, right = date_differences(pair)
        for a, b in _pair_up(left, right):
            if a and b:
                yield _finding(check, material, row, a, b, "the date", check.severity)
            elif not _spelled(a or b, pair.en if a else pair.zh):
                yield _finding(check, material, row, a, b, "the date", Severity.WARNING)
        zh, en = _anchors(pair, "time")
        left = [a for a in zh if not any(_same_time(a.value, b.value) for b in en)]
        right = [b for b in en if not any(_same_time(a.value, b.value) for a in zh)]
        for a, b in _pair_up(left, right):
            if a and b:
                yield _finding(check, material, row, a, b, "the time", check.severity)


def _spelled(anchor: Anchor | None, other: str) -> bool:
    """Whether the parts of a date stand on the other side in a form that is not read as a date."""
    parts = [p.lstrip("0") for p in re.findall(r"\d+", anchor.value)] if anchor else []
    return len(parts) < 2 or re.search(rf"(?<!\d){parts[-1]}(?!\d)", other) is not None


def check_symbols(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares document symbols and resolution numbers: 第822(1993)号 and 822 (1993) are the same.

    An error where both sides have a symbol and they differ; a warning where one side has none.

    Why it matters: a wrong symbol sends the reader to another document.

    Wrong: S/2044/671 beside "S/2044/617"

    Right: 第822(1993)号决议 beside "resolution 822 (1993)"

    What to do: look the document up and correct the version that is wrong.
    """
    for row, pair in _rows(material):
        zh, en = _anchors(pair, "symbol")
        values = {a.value for a in zh}, {b.value for b in en}
        left = [a for a in zh if a.value not in values[1] and not _stands(a.value, pair.en)]
        right = [b for b in en if b.value not in values[0] and not _stands(b.value, pair.zh)]
        for a, b in _pair_up(left, right):
            severity = check.severity if a and b else Severity.WARNING
            yield _finding(check, material, row, a, b, "the symbol", severity)


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
    Check("N101", "number", "数字", Severity.ERROR, "Accuracy/Mistranslation", check_numbers, "查对原文中的数字，改正有误的一侧。"),
    Check("N102", "date", "日期和时间", Severity.ERROR, "Accuracy/Mistranslation", check_dates, "查对原文中的日期，改正有误的一侧。"),
    Check("N103", "symbol", "文号", Severity.ERROR, "Accuracy/Mistranslation", check_symbols, "查对所引文件，改正有误的一侧。"),
)  # fmt: skip
