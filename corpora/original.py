"""Which language a document was written in: a code, several as ``en/fr``, or nothing where nobody says it."""

from __future__ import annotations

from collections.abc import Iterable


def agreed(codes: Iterable[str]) -> str:
    """The code that some say and nobody contradicts; empty where nobody says one, or two differ.

    >>> agreed(["en", "", "en"]), agreed(["en", "fr"]), agreed([""])
    ('en', '', '')
    """
    said = set(codes) - {""}
    return said.pop() if len(said) == 1 else ""


def source_side(original: str) -> str:
    """The side of a Chinese and English bitext that was not translated, as far as the original says.

    >>> [source_side(original) for original in ("en", "zh", "en/fr", "fr", "en/zh", "")]
    ['en', 'zh', 'en', '', '', '']
    """
    sides = {"zh", "en"} & set(original.split("/"))
    return sides.pop() if len(sides) == 1 else ""


def common_source(originals: Iterable[str]) -> str:
    """The side that was not translated in any of the rows; empty where one row does not say, or two differ.

    >>> common_source(["en", "en/fr"]), common_source(["en", ""]), common_source([])
    ('en', '', '')
    """
    sides = {source_side(original) for original in set(originals)}
    return sides.pop() if len(sides) == 1 else ""
