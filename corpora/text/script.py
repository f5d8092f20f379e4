"""Traditional and simplified characters: one script for matching, never for what is written out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import ne
from typing import Any

from opencc import OpenCC

from corpora.text.han import HAN_RUN, is_han

SAMPLE = 4000  # Han characters that tell the script of a document
THRESHOLD = 0.05
"""Share of characters with another simplified form from which a text counts as traditional. Prose in traditional
characters has about 0.35; a simplified text that quotes names in traditional ones stays below."""


@cache
def _converter(way: str = "t2s") -> Any:
    return OpenCC(way)


def simplified(text: str) -> str:
    """The text in simplified characters, for comparing.

    >>> simplified("大會重申其決議")
    '大会重申其决议'
    """
    return str(_converter().convert(text))


def traditional(text: str) -> str:
    """The text in traditional characters, for what is suggested in a traditional text.

    >>> traditional("大会重申其决议")
    '大會重申其決議'
    """
    return str(_converter("s2t").convert(text))


def is_traditional(texts: Sequence[str]) -> bool:
    """Whether texts are written in traditional characters, by their first :data:`SAMPLE` Han characters.

    >>> is_traditional(["大會重申其決議"]), is_traditional(["大会重申其决议"]), is_traditional(["The Assembly"])
    (True, False, False)
    """
    sample = ""
    for text in texts:
        sample += "".join(HAN_RUN.findall(text))
        if len(sample) >= SAMPLE:
            break
    if not sample:
        return False
    sample = sample[:SAMPLE]
    changed: int = sum(map(ne, sample, simplified(sample)))
    return changed > THRESHOLD * len(sample)


def matching_texts(texts: Sequence[str]) -> Sequence[str]:
    """Chinese sentences as they are compared: simplified where the document is in traditional characters.

    >>> list(matching_texts(["聯合國", "2,300人"])), list(matching_texts(["联合国"]))
    (['联合国', '2,300人'], ['联合国'])
    """
    return [simplified(text) for text in texts] if is_traditional(texts) else texts


def simplifying(texts: Sequence[str]) -> dict[int, int]:
    """A table for :meth:`str.translate`, character by character, so that offsets stay; empty for simplified texts.

    >>> "大會重申".translate(simplifying(["大會重申其決議"]))
    '大会重申'
    """
    if not is_traditional(texts):
        return {}
    table = {}
    for character in sorted(set("".join(texts))):
        if is_han(character):
            other = simplified(character)
            if other != character and len(other) == 1:
                table[ord(character)] = ord(other)
    return table
