"""The same sentence rendered differently in two places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity


def _key(text: str) -> str:
    """A sentence as it is compared: without white space, case and list marks."""
    text = re.sub(r"^\s*(?:\(?[a-z0-9]{1,4}[.)]|[(（]?[一二三四五六七八九十]{1,3}[)）、])\s*", "", text)
    return re.sub(r"\s+", "", text).casefold().rstrip(".。;；,，")


def _repeats(check: Check, material: Material, here: str, there: str, least: int) -> Iterator[Finding]:
    pairs = material.pairs
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
            where = ", ".join(str(row) for row in renderings[usual][:3])
            yield check.finding(
                material,
                places[0],
                f"the same sentence is rendered differently in segment {where}",
                f"同一句在第 {where} 句段译法不同",
                expected=expected,
                found=getattr(pairs[places[0] - 1], there),
                others=renderings[usual],
            )


def check_same_zh(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a Chinese sentence that stands twice and is rendered differently.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Wrong: one agenda title rendered "Social and human rights questions" here and "Social questions and human rights" there

    Right: "Social and human rights questions" in both places

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, material, "zh", "en", 6)


def check_same_en(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports an English sentence that stands twice and is rendered differently.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Wrong: "Social and human rights questions" rendered 社会与人权问题 here and 社会和人权问题 there

    Right: 社会与人权问题 in both places

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, material, "en", "zh", 12)


CHECKS = (
    Check("S101", "same Chinese, different English", "同一中文句译法不同", Severity.WARNING, "Style/Inconsistency", check_same_zh,
          "统一译法，以被引文件的译法为准。"),
    Check("S102", "same English, different Chinese", "同一英文句译法不同", Severity.WARNING, "Style/Inconsistency", check_same_en,
          "统一译法，以被引文件的译法为准。"),
)  # fmt: skip
