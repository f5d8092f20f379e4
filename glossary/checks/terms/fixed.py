"""Fixed terms of the United Nations that stand in several forms: 国际人道主义法 in one row, 国际人道法 in another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from corpora.text import late, read_table
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity, Span

if TYPE_CHECKING:
    from corpora.bitext import Pair

_TABLE = tuple(
    (late(rf"\b(?:{en})\b", re.IGNORECASE), form, tuple(others.split(";")))
    for en, form, others in read_table(__package__, "fixed.tsv")
)


def check_fixed(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes the first row in which a fixed term of the United Nations stands in another form, where the documents have
    the fixed form elsewhere: 国际人道法 beside 国际人道主义法. It knows some twenty-five terms; what the termbase has is left to T101.

    Why it matters: a reader takes two forms for two notions, and a search finds half.

    Wrong: 国际人道法 here, 国际人道主义法 there

    Right: 国际人道主义法 throughout

    What to do: write the fixed form.
    """
    standing = _where(list(material.bilingual()))
    listed = {term.text for concept in material.termbase or () for term in concept.of("zh")}
    for english, form, others in _TABLE:
        if not listed.isdisjoint((form, *others)):
            continue
        right = [row for row, pair in standing(form) if english.search(pair.en)]
        if not right:
            continue
        for other in others:
            places = [
                (row, span)
                for row, pair in standing(other)
                if (span := _apart(pair.zh, other, form)) is not None
                and form not in pair.zh
                and english.search(pair.en)
            ]
            if places:
                row, span = places[0]
                yield check.finding(
                    material,
                    row,
                    f"{other!r} stands here, {form!r} in {len(right)} other rows",
                    f"此处为“{other}”，另有{len(right)}处为“{form}”",
                    zh_spans=[span],
                    expected=form,
                    found=other,
                    others=right,
                    also=[row for row, _ in places[1:]],
                )


def _where(rows: Sequence[tuple[int, Pair]]) -> Callable[[str], Iterator[tuple[int, Pair]]]:
    """Finds the rows whose Chinese text has a form: one search through all of them, since most forms stand nowhere."""
    text = "\n".join(pair.zh for _, pair in rows)
    starts = [0, *accumulate(len(pair.zh) + 1 for _, pair in rows)]

    def standing(form: str) -> Iterator[tuple[int, Pair]]:
        at = text.find(form)
        while at >= 0:
            place = bisect_right(starts, at)
            yield rows[place - 1]
            at = text.find(form, starts[place])

    return standing


def _apart(text: str, other: str, form: str) -> Span | None:
    """Where a form stands that is no part of the fixed one.

    >>> _apart("根据国际人道法", "国际人道法", "国际人道主义法"), _apart("小岛屿发展中国家", "小岛屿发展中国", "小岛屿发展中国家")
    ((2, 7), None)
    """
    start = text.replace(form, "\0" * len(form)).find(other)
    return None if start < 0 else (start, start + len(other))


CHECKS = (
    Check("T113", "fixed term in another form", "固定译法写法不一致", Severity.NOTE, "Terminology/Inconsistent use of terminology", check_fixed,
          "统一用固定译法。", whole=True),
)  # fmt: skip
