"""Compounds with a negative in both languages, 不扩散 and "non-proliferation", which say nothing about the sentence."""

from __future__ import annotations

import re

_PAIRS = tuple(
    (re.compile(zh), re.compile(rf"(?i)\b(?:{en})"))
    for zh, en in (
        ("不扩散", "non-?proliferation"),
        ("无核武器区?|无核区?|无核化", "nuclear-weapon-free|nuclear-free|denucleari[sz]\\w*"),
        ("无核武器", "non-nuclear(?:-weapon)?"),
        ("毫不拖延|毫不迟延|不拖延|不迟延|不延误|不得延误|从速|立即", "without (?:further |undue )?delay"),
        ("失业", "unemploy\\w+"),
        ("不结盟", "non-?aligned"),
        ("非政府", "non-?governmental"),
        ("非国家", "non-?state"),
        ("不歧视|无歧视|非歧视", "non-?discriminat\\w+|without discrimination"),
        ("非传染性?", "non-?communicable"),
        ("非法|不法", "illegal\\w*|illicit\\w*|unlawful\\w*"),
        ("不平等|不均|不公平|不公", "inequalit\\w+|unequal\\w*|inequit\\w+|unfair\\w*|injustices?"),
        ("不可逆转?", "irreversib\\w+"),
        ("不可分割", "indivisib\\w+"),
        ("不干涉|不干预", "non-?(?:interference|intervention)"),
        ("不稳定?", "instabilit\\w+|unstable"),
        ("不安全", "insecurit\\w+|unsafe|insecure"),
        ("不遵守|不履约|违约|不履行", "non-?compliance"),
        ("不驱回|不推回", "non-?refoulement"),
        ("非自治", "non-?self-governing"),
        ("非正规|非正式", "informal\\w*|irregular\\w*|unofficial\\w*"),
        ("非殖民化", "decoloni[sz]\\w+"),
        ("非军事", "demilitari[sz]\\w+|non-?military"),
        ("无害", "harmless|innocent"),
        ("无辜", "innocent"),
        ("不同", "differ\\w+|dissimilar"),
        ("有罪不罚", "impunity"),
        ("非暴力", "non-?violen\\w+"),
        ("非常任", "non-?permanent"),
        ("裁军|解除武装", "disarm\\w*"),
        ("残疾", "disab\\w+"),
        ("未成年", "minors?|under ?age"),
        ("无偿|免费", "unpaid|free of charge"),
        ("避免", "avoid\\w*"),
        ("除了?", "except|exclud\\w+|other than"),
        ("困难", "difficult\\w*"),
        ("贫困|贫穷", "poor\\w*"),
        ("预防|防止", "prevent\\w*"),
        ("禁止", "prohibit\\w*|ban(?:s|ned|ning)?\\b"),
        ("侵犯|违反|违背", "violat\\w+"),
        ("无限期", "indefinite\\w*"),
        ("不断|不懈", "constant\\w*|unceasing\\w*|untiring\\w*|tireless\\w*|continu\\w+"),
    )
)


def without_fixed(zh: str, en: str) -> tuple[str, str]:
    """Both texts with such compounds blanked where both have one; offsets stay.

    >>> without_fixed("《不扩散条约》不得违反", "the Non-Proliferation Treaty")
    ('《   条约》不得违反', 'the                   Treaty')
    """
    for chinese, english in _PAIRS:
        if chinese.search(zh) and english.search(en):
            zh, en = (pattern.sub(_blank, text) for pattern, text in ((chinese, zh), (english, en)))
    return zh, en


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
