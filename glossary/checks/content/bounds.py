"""Bounds at the same figure that exclude each other: 20人以上, up to 20 people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpora.figures import Anchor
from corpora.text import HAN, late
from glossary.finding import Span

_UP, _DOWN = "up", "down"
_ABOUT_ZH = r"\s?(?:(?:约|为|过|达|了|有|是)\s?)?(?:[$€£]|US\$)?\s?$"
_ABOUT_EN = r"(?:\s(?:a|an|the|of|some|about|than|amount|total|sum))*\s?(?:US)?[$€£]?\s?$"
_BEFORE = {
    "zh": (
        (_DOWN, late(rf"(?:[不未][能得应可会曾]{{0,2}}(?:超过|超出|多于|高于|大于|逾)|至多|最多|(?<![不未无])(?<![不未][能得应可会])(?:不到|不足|少于|低于|小于)){_ABOUT_ZH}")),
        (_UP, late(rf"(?:[不未][能得应可会曾]{{0,2}}(?:少于|低于|小于|不到|不足)|至少|最少|起码|不下|(?<![不未无])(?<![不未][能得应可会])(?:超过|多于|高于|大于|逾)){_ABOUT_ZH}")),
    ),
    "en": (
        (_DOWN, late(rf"(?i)\b(?:(?:no|not) (?:more|greater|higher|longer|later|over)(?: than)?|not (?:to )?exceed(?:ing)?|at most|up to|a maximum of|(?<!not )(?<!no )(?:less than|fewer than|lower than|shorter than|under|below)){_ABOUT_EN}")),
        (_UP, late(rf"(?i)\b(?:(?:no|not) (?:less|fewer|lower|under|below)(?: than)?|at least|a minimum of|(?<!not )(?<!no )(?:more than|greater than|higher than|longer than|over|above|exceed(?:s|ed|ing)?|in excess of|upwards? of)){_ABOUT_EN}")),
    ),
}  # fmt: skip
_BEHIND = {
    "zh": (
        (_UP, late(r"\s?[万亿千百年月天岁]?[多余](?![边样元数少久次国种方])")),
        (_UP, late(rf"\s?[{HAN}%％℃]{{0,4}}?(?:[(（]含[)）])?(?<!可)以上(?!述|所|提|各|第|情|内|段|文)")),
        (
            _DOWN,
            late(
                rf"\s?[{HAN}%％℃]{{0,4}}?(?:[(（]含[)）])?(?<!可)以下(?!列|各|第|情|内|段|文|方|问|几|[两三四五六七八九十\d])"
            ),
        ),
    ),
    "en": (
        (_UP, late(r"(?i)\s(?:[a-z]+\s){0,2}?(?:or|and) (?:more|over|above|older|higher|longer|greater)\b(?! than)")),
        (
            _DOWN,
            late(r"(?i)\s(?:[a-z]+\s){0,2}?(?:or|and) (?:less|fewer|under|below|younger|lower|shorter)\b(?! than)"),
        ),
    ),
}
_NEGATED = {"zh": late("[不没未无非]"), "en": late(r"(?i)\b(?:not|no|never|cannot|without|nor|hardly|scarcely)\b")}
_REACH = 30  # characters before a figure
_ANY = late("至少|最少|起码|至多|最多|不到|不足|[超不]过|[多高大少低小]于|以[上下]|逾|不下|[多余]")
_SIGNS = ("least", "most", "than", "over", "above", "exceed", "excess", "up", "under", "below", "imum", " or ", " and ")


def may_be_bound(zh: str, en: str) -> bool:
    """Whether both texts have a word that bounds a figure."""
    return _ANY.search(zh) is not None and any(sign in en for sign in _SIGNS)


def opposite_bounds(figures: tuple[Sequence[Anchor], Sequence[Anchor]], zh: str, en: str) -> tuple[Span, Span] | None:
    """Where a figure that stands once on each side is a lower bound on one and an upper one on the other.

    >>> number = Anchor("number", "20", 0, 2, "20"), Anchor("number", "20", 6, 8, "20")
    >>> opposite_bounds(([number[0]], [number[1]]), "20人以上出席。", "Up to 20 people attended.")
    ((0, 5), (0, 8))
    """
    counts = [Counter(one.value for one in side) for side in figures]
    for a in figures[0]:
        twins = [b for b in figures[1] if b.value == a.value]
        if len(twins) != 1 or counts[0][a.value] != 1:
            continue
        left, right = _bound(zh, a, "zh"), _bound(en, twins[0], "en")
        if left and right and left[0] != right[0]:
            return left[1], right[1]
    return None


def _bound(text: str, figure: Anchor, language: str) -> tuple[str, Span] | None:
    """The bound at a figure, and where it stands; none where two contradict each other."""
    first = max(figure.start - _REACH, 0)
    head = text[first : figure.start]
    found: list[tuple[str, Span]] = []
    for kind, pattern in _BEFORE[language]:
        match = pattern.search(head)
        if match:
            if _NEGATED[language].search(head, 0, match.start()):
                return None
            found.append((kind, (first + match.start(), figure.end)))
            break
    if language == "zh" and re.search("[多余]", figure.text):
        found.append((_UP, (figure.start, figure.end)))
    for kind, pattern in _BEHIND[language]:
        match = pattern.match(text, figure.end)
        if match:
            found.append((kind, (figure.start, match.end())))
            break
    return found[0] if len({kind for kind, _ in found}) == 1 else None
