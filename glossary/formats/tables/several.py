"""Several terms in one cell: how people part them."""

from __future__ import annotations

import re

LONGEST_CELL = 300  # characters; what is longer is a sentence
STRONG = re.compile(r"[;；|｜]")
WEAK = {"zh": re.compile(r"、| / |／|/"), "en": re.compile(r" / |／|/")}
BRACKETS = {"(": ")", "（": "）", "[": "]", "《": "》", "“": "”"}


def terms_in(zh: str, en: str) -> tuple[list[str], list[str]]:
    """The terms of two cells: parted by semicolons and bars, by enumeration commas and slashes only on both sides alike.

    >>> terms_in("卡;牌", "card"), terms_in("条约、公约", "treaty / convention"), terms_in("公里/小时", "km/h")
    ((['卡', '牌'], ['card']), (['条约', '公约'], ['treaty', 'convention']), (['公里/小时'], ['km/h']))
    >>> terms_in("经济、社会和文化权利", "economic, social and cultural rights")[0]
    ['经济、社会和文化权利']
    """
    sides = _parts(zh, STRONG), _parts(en, STRONG)
    if len(sides[0]) == len(sides[1]) == 1 and ("、" in zh or " / " in zh or " / " in en):
        weak = _parts(zh, WEAK["zh"]), _parts(en, WEAK["en"])
        if len(weak[0]) == len(weak[1]) > 1:
            return weak
    return sides


def _parts(text: str, separator: re.Pattern[str]) -> list[str]:
    """The parts of a cell outside brackets; the cell itself where a part is empty or it is a sentence."""
    if len(text) > LONGEST_CELL or not separator.search(text):
        return [text] if text else []
    closing: list[str] = []
    parts, begin = [], 0
    places = {match.start(): match.end() for match in separator.finditer(text)}
    for at, character in enumerate(text):
        if character in BRACKETS:
            closing.append(BRACKETS[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif not closing and at in places and at >= begin:
            parts.append(text[begin:at].strip())
            begin = places[at]
    parts.append(text[begin:].strip())
    parts = [part for part in parts if part]
    return parts if not closing else [text]
