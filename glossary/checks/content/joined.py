"""或 beside "and", and the reverse: a choice of one side that is a sum on the other."""

from __future__ import annotations

from corpora.text import late
from glossary.finding import Span

_ZH_OR = late("或者?(?![许是多少早])")
_ZH_CHOICE = late("[或／/抑]|还是|要么|不论|无论|是否|任何|任意|[不未没无非缺禁免防拒]|左右|之一|其[中他它]|多则")
_ZH_AND = late("以及|并且|而且|[和与及、并且而同兼暨跟]|[也又还]")
_ZH_SUM = late("以及|(?<![共总温饱柔缓平惠涉危普触遍推不])[和及](?![平谐解睦缓时])")
_EN_OR = late(r"\bor\b")
_EN_CHOICE = late(
    r"(?i)\b(?:or|nor|either|neither|any|whether|other|others|otherwise|alternatively|if|not|no|without|may|each|every|both|between|one|as well)\b|/"
)
_EN_OTHER = late(
    r"(?i)\b(?:either|whether)\b|, or\b|\bor (?:more|less|so|other)\b"
    r"|\b(?:not|no|never|without|cannot|lack\w*|prevent\w*|prohibit\w*|den(?:y|ied|ial)|refus\w*|free (?:of|from)|rather than)\b"
)
"""What "or" belongs to that is no choice between two things: of what is denied, all is (without water or medicine: 没有水和药品)."""
_EN_MANY = late(r"\bor (?:[\w’'-]+ ){0,3}[\w-]{2,}(?:s|men|people|children)\b")
"""Of things in the plural "or" chooses; in the singular (a fund or a trust), and at the end of a list, it names what there is."""
_EN_LIST = late(r",[^,.;:]{1,50}\bor\b")
_EN_AND = late(r"(?i)\band\b|&|\bas well as\b")
MOST = 120  # characters of a Chinese sentence in which one conjunction can be told from the rest


def joined_otherwise(zh: str, en: str) -> tuple[Span, Span] | None:
    """Where one side joins by *or* what the other joins by *and*, and has nothing else that says it.

    >>> joined_otherwise("提交报告或说明理由。", "Submit the report and explain the reasons.")
    ((4, 5), (18, 21))
    >>> joined_otherwise("妇女和女童受到影响。", "Women or girls are affected.")
    ((2, 3), (6, 8))
    >>> joined_otherwise("提交报告或说明理由。", "Submit the report or explain the reasons.")
    >>> joined_otherwise("缺乏饮用水和药品。", "They are without drinking water or medicine.")
    >>> joined_otherwise("指数基金和信托：", "Index fund or trust:")
    """
    if len(zh) > MOST:
        return None
    chinese = _ZH_OR.search(zh)
    if chinese:
        ands = [match.span() for match in _EN_AND.finditer(en)]
        if len(ands) > len(_ZH_AND.findall(zh)) and not _EN_CHOICE.search(en):
            return chinese.span(), _nearest(ands, chinese.start() / len(zh), len(en))
        return None
    english = list(_EN_OR.finditer(en))
    if len(english) != 1 or _ZH_CHOICE.search(zh) or _EN_OTHER.search(en):
        return None
    if not _EN_MANY.match(en, english[0].start()) or _EN_LIST.search(en):
        return None
    sums = [match.span() for match in _ZH_SUM.finditer(zh)]
    if len(sums) <= len(_EN_AND.findall(en)):
        return None
    return _nearest(sums, english[0].start() / len(en), len(zh)), english[0].span()


def _nearest(spans: list[Span], share: float, length: int) -> Span:
    """The one that stands nearest to where the other side has it."""
    return min(spans, key=lambda span: abs(span[0] / length - share))
