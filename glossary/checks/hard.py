"""Figures, dates and symbols: what translation must not change. Compared by value, never by spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from align.anchors import Anchor, extract_anchors
from corpora.bitext import Pair
from glossary.checks.base import Check
from glossary.consistency import ConsistencyResult
from glossary.finding import Finding, Severity


def _finding(
    check: Check, pair: Pair, row: int, zh: Anchor | None, en: Anchor | None, what: str, severity: Severity
) -> Finding:
    left, right = (a.text.strip() if a else "" for a in (zh, en))
    if zh and en:
        message = f"{what} differs: {left} in Chinese, {right} in English"
    else:
        side, other = ("Chinese", "English") if zh else ("English", "Chinese")
        message = f"{what} {left or right} stands in the {side} version only, not in the {other}"
    zh_span, en_span = ((a.start, a.end) if a else None for a in (zh, en))
    return Finding(
        check.code,
        severity,
        pair.symbol,
        row,
        message,
        pair.zh,
        pair.en,
        zh_span=zh_span,
        en_span=en_span,
        expected=left,
        found=right,
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


def _anchors(pair: Pair) -> tuple[list[Anchor], list[Anchor]]:
    return extract_anchors(pair.zh, "zh"), extract_anchors(pair.en, "en")


def _bilingual(pairs: Sequence[Pair]) -> Iterator[tuple[int, Pair]]:
    for row, pair in enumerate(pairs, start=1):
        if pair.zh.strip() and pair.en.strip():
            yield row, pair


def _unanswered(mine: list[Anchor], theirs: list[Anchor], other: str) -> list[Anchor]:
    """Strong numbers of one side whose value is nowhere on the other, in whatever form."""
    values = Counter(a.value for a in theirs if a.kind == "number")
    parts = {part.lstrip("0") for a in theirs if a.kind != "number" for part in re.findall(r"\d+", a.value)}
    digits = {d.lstrip("0") for d in re.findall(r"\d+", other)}
    result = []
    for anchor in mine:
        if anchor.kind != "number" or not anchor.strong:
            continue
        if values[anchor.value] > 0:
            values[anchor.value] -= 1
        elif anchor.value not in values and anchor.value not in parts and anchor.value not in digits:
            result.append(anchor)
    return result


def check_numbers(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: compares figures by value: 2 300 and 2,300, 21.6万 and 216,000, 三 and three are the same.

    Why it matters: a wrong figure is a wrong fact, and no reader can see it from one version alone. Only numbers written
    in figures must be answered; numbers in words can answer them.

    Example: 112名平民 against "121 civilians".

    What to do: look the figure up in the original and correct the version that is wrong.
    """
    for row, pair in _bilingual(pairs):
        zh, en = _anchors(pair)
        left, right = _unanswered(zh, en, pair.en), _unanswered(en, zh, pair.zh)
        for a, b in _pair_up(left, right):
            severity = check.severity if a and b else Severity.WARNING
            yield _finding(check, pair, row, a, b, "the number", severity)


def _same_date(a: str, b: str) -> bool:
    """Dates agree when every part that both give is the same.

    >>> _same_date("2020-10-01", "-----10-01"), _same_date("2020-10", "2020-10-01"), _same_date("2020-10-01", "2020-11-01")
    (True, True, False)
    """
    left, right = a.replace("----", "*").split("-"), b.replace("----", "*").split("-")
    return all(x == y or "*" in (x, y) for x, y in zip(left, right, strict=False))


def check_dates(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: compares dates by year, month and day: 2020 年 10 月 1 日 and 1 October 2020 are the same.

    Why it matters: a wrong day or year changes deadlines, mandates and references.

    Example: 2044年3月17日 against "27 March 2044".

    What to do: look the date up in the original and correct the version that is wrong.
    """
    for row, pair in _bilingual(pairs):
        zh, en = ([a for a in side if a.kind == "date"] for side in _anchors(pair))
        left = [a for a in zh if not any(_same_date(a.value, b.value) for b in en)]
        right = [b for b in en if not any(_same_date(a.value, b.value) for a in zh)]
        for a, b in _pair_up(left, right):
            if a and b:
                yield _finding(check, pair, row, a, b, "the date", check.severity)
            elif not _spelled(a or b, pair.en if a else pair.zh):
                yield _finding(check, pair, row, a, b, "the date", Severity.WARNING)


def _spelled(anchor: Anchor | None, other: str) -> bool:
    """Whether the parts of a date stand on the other side in a form that is not read as a date."""
    parts = [p.lstrip("0") for p in re.findall(r"\d+", anchor.value)] if anchor else []
    day_or_year = [p for p in (parts[-1:] if len(parts) > 1 else parts)]
    return len(parts) < 2 or all(re.search(rf"(?<!\d){p}(?!\d)", other) for p in day_or_year)


def check_symbols(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: compares document symbols and resolution numbers: 第822(1993)号 and 822 (1993) are the same.

    Why it matters: a wrong symbol sends the reader to another document.

    Example: S/2044/671 against "S/2044/617".

    What to do: look the document up and correct the version that is wrong.
    """
    for row, pair in _bilingual(pairs):
        zh, en = ([a for a in side if a.kind == "symbol"] for side in _anchors(pair))
        values = {a.value for a in zh}, {b.value for b in en}
        bare = {side: re.sub(r"\s", "", text) for side, text in (("zh", pair.zh), ("en", pair.en))}
        left = [a for a in zh if a.value not in values[1] and not _stands(a.value, bare["en"])]
        right = [b for b in en if b.value not in values[0] and not _stands(b.value, bare["zh"])]
        for a, b in _pair_up(left, right):
            severity = check.severity if a and b else Severity.WARNING
            yield _finding(check, pair, row, a, b, "the symbol", severity)


def _stands(value: str, text: str) -> bool:
    """Whether a symbol stands in a text all the same, perhaps as a part of a list: ``A/RES/60/1 and 2``."""
    return re.search(rf"(?<![\d/]){re.escape(value)}(?![\d/])", text) is not None
