"""Rules of the United Nations Editorial Manual for English: useful to editors, too strict to be on for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity

_SIGN = late(r"(?<![\d(])\d+(?:\.\d+)?\s?%(?![)\]])")
_FIRST = late(r"(?:^|(?<=[a-z]{3}[.!?]\s))(?P<figure>\d{1,3}(?:,\d{3})*)(?=\s[a-z]{3,})")
_MILLIONS = late(r"(?<![\d,.])\d{1,3}(?:,000){2,3}(?![\d,])")
_ENDS = late(r"[.;:]\s*$")


def check_manual(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds in English sentences what the United Nations Editorial Manual (numbers, dates and time) advises
    against: % for "per cent", a sentence that begins with a figure, millions written out in digits. Runs only when it
    is selected.

    Figures in brackets and rows without a punctuation mark at the end (tables, headings) are left alone.

    Why it matters: editors will change it anyway.

    Wrong: 15 ports rose by 12% to 3,000,000 tons.

    Right: Fifteen ports rose by 12 per cent to 3 million tons.

    What to do: write per cent, put words before the figure, write 3 million.
    """
    for row, pair in material.bilingual():
        if not _ENDS.search(pair.en):
            continue
        for match in _SIGN.finditer(pair.en):
            right = re.sub(r"\s?%", " per cent", match.group())
            yield _finding(check, material, row, match, f"{match.group()} for {right}", f"应作{right}", right)
        for match in _FIRST.finditer(pair.en):
            figure = match["figure"]
            yield _finding(
                check, material, row, match, f"a sentence begins with the figure {figure}", f"句首不用数字{figure}", ""
            )
        for match in _MILLIONS.finditer(pair.en):
            value = int(match.group().replace(",", ""))
            right = f"{value // 10**9} billion" if value % 10**9 == 0 else f"{value // 10**6:,} million"
            yield _finding(check, material, row, match, f"{match.group()} for {right}", f"应作{right}", right)


def _finding(
    check: Check, material: Material, row: int, match: re.Match[str], message: str, message_zh: str, expected: str
) -> Finding:
    return check.finding(
        material,
        row,
        f"{message} (UN Editorial Manual)",
        f"英文{message_zh}（联合国编辑手册）",
        en_spans=[match.span()],
        expected=expected,
        found=match.group(),
    )


CHECKS = (
    Check("P110", "editorial manual", "不合《联合国编辑手册》", Severity.NOTE, "Style/Organizational style", check_manual, "按联合国编辑手册改写。", on=False, raw=True),
)  # fmt: skip
