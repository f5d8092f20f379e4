"""What the checks of figures share: the anchors of a row, which of them belong together, how a difference is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpora.arrays import Bools
from corpora.bitext import Pair
from corpora.figures import Anchor, AnchorKind
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity
from glossary.rows import Rows

_ZH_NAMES = {
    "the number": "数字",
    "the paragraph number": "段次",
    "the date": "日期",
    "the time": "时间",
    "the symbol": "文号",
}


def difference(
    check: Check, material: Material, row: int, zh: Anchor | None, en: Anchor | None, what: str, severity: Severity
) -> Finding:
    """A finding about two anchors that differ, or about one that the other side lacks; ``what`` is a key of the names above."""
    left, right = (a.text.strip() if a else "" for a in (zh, en))
    name = _ZH_NAMES[what]
    if zh and en:
        message = f"{what} differs: {left} in Chinese, {right} in English"
        message_zh = f"{name}不一致：中文为“{left}”，英文为“{right}”"
    else:
        side, other = ("Chinese", "English") if zh else ("English", "Chinese")
        message = f"{what} {left or right} stands in the {side} version only, not in the {other}"
        message_zh = f"{name}“{left or right}”只见于{'中文' if zh else '英文'}，{'英文' if zh else '中文'}未见"
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
        sides=True,
        severity=severity,
    )


def pair_up(zh: list[Anchor], en: list[Anchor]) -> Iterator[tuple[Anchor | None, Anchor | None]]:
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


def anchors_of(rows: Rows, row: int, *kinds: AnchorKind) -> tuple[list[Anchor], list[Anchor]]:
    """Anchors of these kinds on both sides of a row (from 1), in order of place."""
    return rows.anchors("zh").of(row - 1, *kinds), rows.anchors("en").of(row - 1, *kinds)


def differing(material: Material, *kinds: AnchorKind) -> Iterator[tuple[int, Pair]]:
    """Rows with both sides that have not the same anchors of these kinds on both, in their order; also those without Han:
    dates, symbols and figures stand alone in tables and headings.
    """
    differ, _ = material.rows.compared_anchors(*kinds)
    return at(material, material.rows.both & differ)


def at(material: Material, chosen: Bools) -> Iterator[tuple[int, Pair]]:
    """The chosen rows (from 1)."""
    return ((row + 1, material.pairs[row]) for row in chosen.nonzero()[0].tolist())
