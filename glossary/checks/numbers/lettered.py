"""Numbers of decisions that have letters in them: 3/CP.25, XIV/8, SC-9/12."""

from __future__ import annotations

from corpora.text import late
from glossary.finding import Span

_NUMBER = r"(?:[A-Z]{1,4}-)?(?:\d{1,3}|[IVXLC]{1,7})/(?:(?:CP|CMP|CMA|COP|MOP)\.?\s?)?\d{1,3}(?!\d)"
_ZH = late(rf"(?<![A-Za-z\d/.-])(?P<n>{_NUMBER})\s?号?(?:决定|决议|建议)")
_EN = late(rf"\b(?i:decisions?|resolutions?|recommendations?)\s(?P<n>{_NUMBER})")
_LETTER = late("[A-Z]")

Numbers = list[tuple[str, Span]]


def other_numbers(zh: str, en: str) -> tuple[Numbers, Numbers]:
    """Numbers with letters of decisions, with their places, that the other side does not have; nothing where only one side has such.

    >>> other_numbers("第3/CP.25号决定", "decision 3/CP.26")
    ([('3/CP.25', (1, 8))], [('3/CP.26', (9, 16))])
    >>> other_numbers("第XIV/8号决定", "decision XIV/8 (annex)"), other_numbers("第15/4号决定", "decision 15/5")
    (([], []), ([], []))
    """
    if "/" not in zh or "/" not in en:
        return [], []
    left, right = (
        [(match["n"], match.span("n")) for match in pattern.finditer(text) if _LETTER.search(match["n"])]
        for pattern, text in ((_ZH, zh), (_EN, en))
    )
    bare = "".join(zh.split()), "".join(en.split())
    mine = [one for one in left if "".join(one[0].split()) not in bare[1]]
    theirs = [one for one in right if "".join(one[0].split()) not in bare[0]]
    return (mine, theirs) if mine and theirs else ([], [])
