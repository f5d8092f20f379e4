"""Sentences that one version negates and the other does not, and words that stand reversed.

Only what cannot be rendered without any negative word counts as a negation (不得, 没有, 无法; shall not, cannot, has not), and
whatever may render one counts as an answer (未, 非, 缺乏, 除外; un-, lack, fail, refuse, only): what is left is nearly always a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.text import HAN_CHARACTER, late, read_lists
from glossary.checks.base import Check, Material
from glossary.checks.content.bounds import may_be_bound, opposite_bounds
from glossary.checks.content.differing import unlike
from glossary.checks.content.fixed_negatives import without_fixed
from glossary.checks.content.joined import joined_otherwise
from glossary.checks.content.opposites import may_be_reversed, reversed_words
from glossary.finding import Finding, Severity, Span

_LISTS = {name: "|".join(patterns) for name, patterns in read_lists(__package__, "negation.tsv").items()}
_FIRM = rf"(?<![是能可会应该要有必功])不(?:{_LISTS['zh_firm_after_bu']})|{_LISTS['zh_firm']}"
_ZH_FIRM = late(_FIRM)
_ZH_LOOSE = late(_LISTS["zh_loose"])
_ZH_EMPTY = late(_LISTS["zh_empty"])
_ZH_ANY = late(_LISTS["zh_any"])
_EN_FIRM = late(
    r"\b(?:shall|must|will|would|should|could|may|might|can|do|does|did|is|are|was|were|has|have|had|need)\s+not\b"
    r"|\bcannot\b|\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|should|could)n[’']t\b|\bnever\b",
    re.I,
)
# what is firm has one of these, whatever of the text is masked
_ZH_MAY, _EN_SIGNS = late(re.sub(r"\(\?<?!.*?\)", "", _FIRM)), ("not", "never", "n't", "n’t")
_EN_LOOSE = late(_LISTS["en_loose"], re.I)
_EN_ANY = late(rf"\b(?:{_LISTS['en_any_word']})\b|{_LISTS['en_any']}", re.I)
_ZH_END = late(r"[。！？]+[”’」』》）)]*")
_EN_END = late(r"[.!?][”’\"')]*\s+(?=[A-Z“\"(])")
LONGEST = 140  # Han characters of a sentence in which one negation can still be told from the rest


def _firm(text: str, firm: re.Pattern[str], loose: re.Pattern[str]) -> list[Span]:
    """Negations of a text that need an answer, outside phrases that only look like one."""
    if not firm.search(text):
        return []
    masked = loose.sub(lambda match: "\0" * len(match[0]), text)
    return [match.span() for match in firm.finditer(masked)]


def _may_negate(zh: str, en: str) -> bool:
    """Whether a side has what every firm negation has; compounds that are masked take nothing of it away."""
    low = en.lower()
    return _ZH_MAY.search(zh) is not None or any(sign in low for sign in _EN_SIGNS)


def check_negation(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence negated in one version by a word that needs a negative (不得, 没有, 无法; shall not, cannot), when nothing negative stands in the other;
    a word that stands reversed (增加 beside "reduced", 之前 beside "after"); a figure that is a lower bound in one and an upper one in the
    other (20人以上 beside "up to 20 people"); 或 beside "and" and the reverse, where nothing else says it.

    Precise rather than complete: any word that may render a negation counts as an answer, so a negation that is lost from a
    sentence with several of them is not found. Rows that do not render each other (A106, A108, A110) are left out.

    Why it matters: a lost "not" turns a prohibition into a duty.

    Wrong: 缔约国不得收取此种费用。 beside "States parties shall charge such fees."

    Right: "States parties shall not charge such fees."

    What to do: look at the original and put the negation right.
    """
    strange = unlike(material)
    for row, pair in material.bilingual():
        if row in strange:
            continue
        bounds = None
        if may_be_bound(pair.zh, pair.en):
            zh_figures, en_figures = (material.rows.anchors(side).of(row - 1, "number") for side in ("zh", "en"))
            bounds = opposite_bounds((zh_figures, en_figures), pair.zh, pair.en)
        if bounds is not None:
            yield _reversed(check, material, row, *bounds)
            continue
        joined = joined_otherwise(pair.zh, pair.en)
        if joined is not None:
            yield _otherwise_joined(check, material, row, *joined)
        if not (_may_negate(pair.zh, pair.en) or may_be_reversed(pair.zh)):
            continue
        for zh, en in _sentences(pair.zh, pair.en):
            finding = _compared(check, material, row, zh, en)
            if finding is not None:
                yield finding
                break


def _sentences(zh: str, en: str) -> list[tuple[Span, Span]]:
    """Sentences that stand beside each other, where both sides have equally many; else the whole texts."""
    left, right = _cut(zh, _ZH_END), _cut(en, _EN_END)
    return list(zip(left, right, strict=True)) if len(left) == len(right) else [((0, len(zh)), (0, len(en)))]


def _cut(text: str, end: re.Pattern[str]) -> list[Span]:
    ends = [match.end() for match in end.finditer(text)]
    ends = [k for k in ends if text[k:].strip()] + [len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _compared(check: Check, material: Material, row: int, zh: Span, en: Span) -> Finding | None:
    pair = material.pairs[row - 1]
    left, right = pair.zh[slice(*zh)], pair.en[slice(*en)]
    if len(left) > LONGEST and len(HAN_CHARACTER.findall(left)) > LONGEST:
        return None
    opposite = reversed_words(left, right) if may_be_reversed(left) else None
    if opposite is not None:
        return _reversed(
            check, material, row, *((at + a, at + b) for at, (a, b) in zip((zh[0], en[0]), opposite, strict=True))
        )
    if not _may_negate(left, right):
        return None
    left, right = without_fixed(left, right)
    firm = _firm(left, _ZH_FIRM, _ZH_LOOSE)
    if firm and not _EN_ANY.search(right):
        word = left[slice(*firm[0])]
        message = f"negated in Chinese ({word}), nothing negative in the English"
        spans = [(zh[0] + a, zh[0] + b) for a, b in firm]
        message_zh = f"中文为否定（“{word}”），英文无否定词"
        return check.finding(material, row, message, message_zh, zh_spans=spans, expected=word, sides=True)
    firm = _firm(right, _EN_FIRM, _EN_LOOSE)
    if firm and not _ZH_ANY.search(_ZH_EMPTY.sub("", left)):
        word = right[slice(*firm[0])]
        message = f"negated in English ({word}), nothing negative in the Chinese"
        spans = [(en[0] + a, en[0] + b) for a, b in firm]
        message_zh = f"英文为否定（“{word}”），中文无否定词"
        return check.finding(material, row, message, message_zh, en_spans=spans, found=word, sides=True)
    return None


def _reversed(check: Check, material: Material, row: int, zh: Span, en: Span) -> Finding:
    """A word that stands reversed on the other side."""
    pair = material.pairs[row - 1]
    left, right = pair.zh[slice(*zh)], pair.en[slice(*en)]
    message = f"{left} in Chinese, the opposite ({right}) in English"
    message_zh = f"中文为“{left}”，英文“{right}”意思相反"
    return check.finding(
        material, row, message, message_zh, zh_spans=[zh], en_spans=[en], expected=left, found=right, sides=True
    )


def _otherwise_joined(check: Check, material: Material, row: int, zh: Span, en: Span) -> Finding:
    """A choice of one side that is a sum on the other."""
    pair = material.pairs[row - 1]
    left, right = pair.zh[slice(*zh)], pair.en[slice(*en)]
    message = f"{left} in Chinese, {right!r} in English"
    message_zh = f"中文为“{left}”，英文为“{right}”"
    return check.finding(
        material, row, message, message_zh, zh_spans=[zh], en_spans=[en], expected=left, found=right, sides=True
    )


CHECKS = (
    Check("A109", "negation differs", "否定不一致", Severity.WARNING, "Accuracy/Mistranslation", check_negation,
          "对照原文，更正否定。"),
)  # fmt: skip
