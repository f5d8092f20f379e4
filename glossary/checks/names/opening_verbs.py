"""The verb that a paragraph of a resolution begins with: 重申 for "Reaffirming", and not for "Recalling"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpora.text import late, read_table
from glossary.finding import Span


class Verbs(NamedTuple):
    """The verbs at the heads of both texts, where one does not render the other, and what the Chinese one may be in English."""

    zh: Span
    en: Span
    renderings: str


_TABLE = read_table(__package__, "opening_verbs.tsv")
_NUMBER = r"\s*(?:[（(]?[\w一二三四五六七八九十]{1,3}[.)）、．]\s?)?"
_ADVERB_ZH = "(?P<again>再次|再度)?(?:[又还并也]|特别|强烈|坚决|严重|深表|深为|迫切|郑重|高度|最强烈地|满意地|遗憾地|关切地)*(?P<more>再次)?"
_ZH = late(_NUMBER + _ADVERB_ZH + "(?P<verb>" + "|".join(f"(?P<v{k}>{zh})" for k, (zh, _) in enumerate(_TABLE)) + ")")
_ADVERBS = (
    r"(?:(?:also|further|strongly|deeply|gravely|firmly|once again|again|particularly|urgently|solemnly|fully) )*"
)
_EN = late(rf"(?i){_NUMBER}{_ADVERBS}(?P<verb>[a-z]+)\b(?! by\b)")
_REPEATED = ("reiterat", "reaffirm", "renew", "repeat")
LEAST = 12  # characters of a Chinese row: a paragraph, and no heading


@cache
def _known() -> re.Pattern[str]:
    beginnings = sorted({one for _, words in _TABLE for one in words.split()}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(beginnings)})[zs]?(?:e?s|ing|e|ed|ies)?$")


def other_verb(zh: str, en: str) -> Verbs | None:
    """The first verbs of a row whose sides begin with different ones.

    >>> verbs = other_verb("重申以往关于该项目的各项决议，", "Recalling its previous resolutions on the item,")
    >>> verbs and verbs.renderings
    'reaffirm, affirm, reiterat, restat, renew'
    >>> other_verb("重申以往关于该项目的各项决议，", "Reaffirming its previous resolutions on the item,")
    """
    if len(zh) < LEAST:
        return None
    left = _ZH.match(zh)
    if left is None:
        return None
    right = _EN.match(en)
    if right is None:
        return None
    verb = right["verb"].lower()
    words = next(words for k, (_, words) in enumerate(_TABLE) if left[f"v{k}"]).split()
    if left["again"] or left["more"]:
        words += _REPEATED
    if (
        not _known().match(verb)
        or verb.startswith(tuple(words))
        or (not right["verb"][0].isupper() and right.start("verb") == 0)
    ):
        return None
    return Verbs(left.span("verb"), right.span("verb"), ", ".join(words))
