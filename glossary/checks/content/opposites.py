"""Words of one version that stand reversed in the other: more for less, before for after."""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.finding import Span

Pattern = re.Pattern[str]


class Pole(NamedTuple):
    """One of two opposites: words that say it plainly, and whatever else may say it, in Chinese and in English."""

    zh: Pattern
    zh_loose: Pattern
    en: Pattern
    en_loose: Pattern


def _pole(zh: str, zh_loose: str, en: str, en_loose: str) -> Pole:
    return Pole(
        re.compile(zh),
        re.compile(f"{zh}|{zh_loose}"),
        re.compile(rf"\b(?:{en})\b", re.I),
        re.compile(rf"\b(?:{en}|{en_loose})\b", re.I),
    )


_NEGATIVE = re.compile(r"[不没未无非]|\b(?:not|no|never|without|nor|neither|cannot)\b", re.I)

OPPOSITES: tuple[tuple[Pole, Pole], ...] = (
    (
        _pole(
            r"增加|增多|增长|上升",
            r"[增升涨]|提高|加大|扩大|加强|更多|更高|更大|高于|超过",
            r"increas(?:e|es|ed|ing)|rise|rises|rose|risen|rising|grow|grows|grew|grown|growing|growth",
            r"increasingly|more|greater|higher|rais\w+|add(?:ed|ing|ition|itional)|expan\w+|enhanc\w+|boost\w*|up|upward\w*|widen\w*|larger|surge\w*"
            r"|heighten\w*|intensif\w+|escalat\w+|double\w*|acceler\w+|climb\w*|jump\w*|worse\w*|strengthen\w*|improv\w+|gain\w*|scal\w+",
        ),
        _pole(
            r"减少|下降|降低|缩减|削减",
            r"[减降缩削跌]|更少|较少|更低|低于|消除|缓解|下滑|衰退|收窄|萎",
            r"decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion|tions)",
            r"less|lessen\w*|fewer|lower\w*|drop\w*|fall\w*|fell|cut|cuts|cutting|diminish\w*|down\w*|shrink\w*|shrank|minimi\w+|mitigat\w+|eas(?:e|ed|ing)"
            r"|allevi\w+|narrow\w*|weak\w*|loss\w*|slow\w*|curb\w*|curtail\w*|slash\w*|deteriorat\w+|deplet\w+|contract(?:ed|ion)",
        ),
    ),
    (
        _pole(
            r"(?<=[年月日])(?:之?前|以前)",
            r"[前先预]|此次|尚未|直到|截至|至迟|最迟|不晚于",
            r"before|prior to",
            r"prior|previous\w*|earlier|former\w*|pre-?\w+|until|till|ago|advance|ahead|already|early|preced\w+|ante\w*|pending|by",
        ),
        _pole(
            r"(?<=[年月日])(?:之?后|以后)",
            r"[后随继]|接着|再次|再|从|自|未来|今后",
            r"after|following|subsequent to",
            r"after\w*|follow\w*|subsequen\w*|later|then|once|since|post\w*|upon|next|when|beyond|onward\w*|thereafter|as soon as",
        ),
    ),
    (
        _pole(
            r"超过|高于|多于|(?<=[岁%年个名元])以上|至少",
            r"[过逾余多上]|大于|最低|起码|以外",
            r"more than|over(?= [\d$])|above(?= [\d$])|exceed(?:s|ed|ing)?|at least",
            r"excess\w*|higher|greater|beyond|minimum|upward\w*|older|plus|longer|least|surpass\w*|over|above|more|most|larger",
        ),
        _pole(
            r"低于|少于|(?<=[岁%年个名元])以下|至多|最多",
            r"[下低内近]|未满|小于|最高|少",
            r"less than|fewer than|below(?= [\d$])|under(?= [\d$]| the age)|at most|up to",
            r"lower|smaller|maximum|within|young\w*|minor\w*|nearly|almost|under|below|shorter|less|few\w*",
        ),
    ),
)


def reversed_words(zh: str, en: str) -> tuple[Span, Span] | None:
    """Where one side says plainly the opposite of what the other says, and nothing of either side can mean the same.

    >>> reversed_words("预算增加了。", "The budget was reduced."), reversed_words("预算增加了。", "The budget rose.")
    (((2, 4), (15, 22)), None)
    """
    for poles in OPPOSITES:
        for here, there in (poles, poles[::-1]):
            left = here.zh.search(zh)
            if left is None or there.zh_loose.search(zh):
                continue
            right = there.en.search(en)
            if right and not here.en_loose.search(en) and not _NEGATIVE.search(zh + " " + en):
                return left.span(), right.span()
    return None
