"""Sentences that one version has and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.bitext import Pair
from glossary.checks.base import Check
from glossary.consistency import ConsistencyResult
from glossary.finding import Finding, Severity


def _alone(check: Check, pairs: Sequence[Pair], here: str, there: str, message: str) -> Iterator[Finding]:
    for row, pair in enumerate(pairs, start=1):
        text, other = getattr(pair, here), getattr(pair, there)
        letters = len(re.findall(r"[A-Za-z]", text)) / 3 + len(re.findall(r"[\u3400-\u9fff]", text))
        if other.strip() or letters < 2:
            continue
        severity = check.severity if letters >= 6 else Severity.WARNING
        spans = {here: (0, len(text))}
        yield Finding(
            check.code,
            severity,
            pair.symbol,
            row,
            message,
            pair.zh,
            pair.en,
            zh_span=spans.get("zh"),
            en_span=spans.get("en"),
            expected=text,
        )


def check_missing(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: reports a Chinese sentence that renders nothing in the English version and is rendered by nothing.

    Why it matters: an omitted sentence is the gravest fault of a translation and the one that reads best.

    Example: 该地区的平民财产遭到广泛破坏。 stands in the Chinese version only.

    What to do: supply the sentence, or see whether its content stands in a neighbour; then join the segments.
    """
    yield from _alone(check, pairs, "zh", "en", "no English sentence corresponds to this Chinese sentence")


def check_added(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: reports an English sentence that has no counterpart in the Chinese version.

    Why it matters: seen from the other side an addition is an omission; one of the versions says more.

    Example: "Seven vessels were lost." stands in the English version only.

    What to do: find out which version is the original; supply or delete the sentence.
    """
    yield from _alone(check, pairs, "en", "zh", "no Chinese sentence corresponds to this English sentence")


def check_untranslated(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: reports a segment whose two sides are the same, or whose Chinese side is English text.

    Why it matters: text left in the source language was forgotten more often than meant.

    Example: "See the report of the Commission." on both sides. Symbols, names and figures are rightly equal and pass.

    What to do: translate the segment.
    """
    for row, pair in enumerate(pairs, start=1):
        words = re.findall(r"[A-Za-z]{2,}", pair.zh)
        if len(words) >= 5 and not re.search(r"[\u3400-\u9fff]", pair.zh) and pair.en:
            yield Finding(
                check.code,
                check.severity,
                pair.symbol,
                row,
                "the Chinese side is not in Chinese",
                pair.zh,
                pair.en,
                (0, len(pair.zh)),
            )
        elif len(re.findall(r"[\u3400-\u9fff]", pair.en)) >= 5 and not re.search(r"[A-Za-z]{2}", pair.en):
            yield Finding(
                check.code,
                check.severity,
                pair.symbol,
                row,
                "the English side is not in English",
                pair.zh,
                pair.en,
                None,
                (0, len(pair.en)),
            )
