"""The same sentence rendered differently in two places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpora.bitext import Pair
from glossary.checks.base import Check
from glossary.consistency import ConsistencyResult
from glossary.finding import Finding


def _key(text: str) -> str:
    """A sentence as it is compared: without white space, case and list marks."""
    text = re.sub(r"^\s*(?:\(?[a-z0-9]{1,4}[.)]|[(（]?[一二三四五六七八九十]{1,3}[)）、])\s*", "", text)
    return re.sub(r"\s+", "", text).casefold().rstrip(".。;；,，")


def _repeats(check: Check, pairs: Sequence[Pair], here: str, there: str, least: int) -> Iterator[Finding]:
    groups: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs, start=1):
        key = _key(getattr(pair, here))
        if len(key) >= least and getattr(pair, there).strip():
            groups[key].append(row)
    for rows in groups.values():
        renderings: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            renderings[_key(getattr(pairs[row - 1], there))].append(row)
        if len(renderings) < 2:
            continue
        usual = max(renderings, key=lambda k: (len(renderings[k]), -renderings[k][0]))
        expected = getattr(pairs[renderings[usual][0] - 1], there)
        for key, places in renderings.items():
            if key == usual:
                continue
            pair = pairs[places[0] - 1]
            where = ", ".join(str(row) for row in renderings[usual][:3])
            yield Finding(
                check.code,
                check.severity,
                pair.symbol,
                places[0],
                f"the same sentence is rendered differently in segment {where}",
                pair.zh,
                pair.en,
                expected=expected,
                found=getattr(pair, there),
                others=tuple(renderings[usual]),
            )


def check_same_zh(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: reports a Chinese sentence that stands twice and is rendered differently.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Example: an agenda title rendered "Social and human rights questions" and "Social questions and human rights".

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, pairs, "zh", "en", 6)


def check_same_en(check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
    """What it does: reports an English sentence that stands twice and is rendered differently.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Example: "Social and human rights questions" rendered 社会与人权问题 and 社会和人权问题.

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, pairs, "en", "zh", 12)
