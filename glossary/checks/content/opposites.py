"""Words of one version that stand reversed in the other: more for less, before for after."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpora.text import late, read_table
from glossary.finding import Span

Pattern = re.Pattern[str]


class Pole(NamedTuple):
    """One of two opposites: words that say it plainly, and whatever else may say it, in Chinese and in English."""

    zh: Pattern
    zh_loose: Pattern
    en: Pattern
    en_loose: Pattern


def _pole(zh: str, zh_loose: str, en: str, en_loose: str) -> Pole:
    return Pole(
        late(zh),
        late(f"{zh}|{zh_loose}"),
        late(rf"\b(?:{en})\b", re.I),
        late(rf"\b(?:{en}|{en_loose})\b", re.I),
    )


_NEGATIVE = late(r"[不没未无非]|\b(?:not|no|never|without|nor|neither|cannot)\b", re.I)


MOST_CLAUSES = 4  # of sentences whose clauses are likely to stand in the same order
_ZH_CLAUSES = late("[，；。：！？]")
_EN_CLAUSES = late(r"[,;:](?=\s)|[.!?](?=\s|$)")


def _opposites() -> tuple[tuple[Pole, Pole], ...]:
    poles: dict[str, list[Pole]] = {}
    for pair, _, *words in read_table(__package__, "opposites.tsv"):
        poles.setdefault(pair, []).append(_pole(*words))
    return tuple((one, other) for one, other in poles.values())


OPPOSITES = _opposites()
_ANY_ZH = late("|".join(zh for _, _, zh, *_ in read_table(__package__, "opposites.tsv")))


def may_be_reversed(zh: str) -> bool:
    """Whether a Chinese text has any word of a pole: what most texts have not need not be looked at.

    >>> may_be_reversed("预算增加了。"), may_be_reversed("预算获得通过。")
    (True, False)
    """
    return _ANY_ZH.search(zh) is not None


def reversed_words(zh: str, en: str) -> tuple[Span, Span] | None:
    """Where one side says plainly the opposite of what the other says, and nothing of either side can mean the same: in
    the sentence, or in one of its clauses where both sides have equally many.

    >>> reversed_words("预算增加了。", "The budget was reduced."), reversed_words("预算增加了。", "The budget rose.")
    (((2, 4), (15, 22)), None)
    >>> reversed_words("至少有5艘船，渔获量增加了。", "There are at most 5 vessels, and the catch increased.")
    ((0, 2), (10, 17))
    """
    for poles in OPPOSITES:
        found = _reversed(poles, zh, en)
        if found:
            return found
    left, right = _cut(zh, _ZH_CLAUSES), _cut(en, _EN_CLAUSES)
    if len(left) != len(right) or not 1 < len(left) <= MOST_CLAUSES:
        return None
    for poles in OPPOSITES:
        if _counts(poles, zh, "zh") == _counts(poles, en, "en"):
            continue  # the same poles on both sides, in another order
        for (start, end), (first, last) in zip(left, right, strict=True):
            found = _reversed(poles, zh[start:end], en[first:last])
            if found:
                (a, b), (c, d) = found
                return (start + a, start + b), (first + c, first + d)
    return None


def _counts(poles: tuple[Pole, Pole], text: str, language: str) -> list[int]:
    patterns = [pole.zh if language == "zh" else pole.en for pole in poles]
    return [sum(1 for _ in pattern.finditer(text)) for pattern in patterns]


def _cut(text: str, marks: Pattern) -> list[Span]:
    ends = [match.end() for match in marks.finditer(text)]
    ends = [*ends, len(text)] if not ends or text[ends[-1] :].strip() else [*ends[:-1], len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _reversed(poles: tuple[Pole, Pole], zh: str, en: str) -> tuple[Span, Span] | None:
    for here, there in (poles, poles[::-1]):
        left = here.zh.search(zh)
        if left is None or there.zh_loose.search(zh):
            continue
        right = there.en.search(en)
        if right and not here.en_loose.search(en) and not _NEGATIVE.search(zh + " " + en):
            return left.span(), right.span()
    return None
