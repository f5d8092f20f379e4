"""Where two texts differ, word by word, in Chinese character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from corpora.text import late

UNIT = late(r"[\u2e80-\u9fff\uf900-\ufaff]|\s+|[^\W_\u2e80-\u9fff\uf900-\ufaff]+|.", re.DOTALL)
LONGEST = 20_000  # characters; what is longer is shown whole

Part = tuple[str, bool]


def changed_parts(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Both texts in parts, each with whether the other text lacks it.

    >>> changed_parts("a total of 121 people", "a total of 112 people")[1]
    [('a total of ', False), ('112', True), (' people', False)]
    >>> changed_parts("停火监测", "停火监督")[0]
    [('停火监', False), ('测', True)]
    """
    if max(len(old), len(new)) > LONGEST:
        return [(old, old != new)], [(new, old != new)]
    sides = [UNIT.findall(text) for text in (old, new)]
    marks = [[False] * len(units) for units in sides]
    for one in list(Indel.opcodes(*sides)):
        if one.tag != "equal":
            marks[0][one.src_start : one.src_end] = [True] * (one.src_end - one.src_start)
            marks[1][one.dest_start : one.dest_end] = [True] * (one.dest_end - one.dest_start)
    return list(_joined(sides[0], marks[0])), list(_joined(sides[1], marks[1]))


def _joined(units: list[str], marks: list[bool]) -> Iterator[Part]:
    """Units of one kind that follow each other as one part; a space between two that changed changed with them."""
    start = 0
    for k in range(1, len(units)):
        if units[k].isspace() and marks[k - 1] and k + 1 < len(units) and marks[k + 1]:
            marks[k] = True
    for k in range(1, len(units) + 1):
        if k == len(units) or marks[k] != marks[start]:
            yield "".join(units[start:k]), marks[start]
            start = k
