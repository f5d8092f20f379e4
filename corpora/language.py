"""Which language: by script in text, by marks in file names and mastheads."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
LATIN = re.compile(r"[A-Za-z]")
LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
NAME_MARKS = (
    ("zh", re.compile(r"(?i)(?:^|[._\-\s(])(?:zh(?:[-_](?:cn|hans|hant|tw|hk))?|chi|chn|cn|chinese|c|中文|中)\)?$")),
    ("en", re.compile(r"(?i)(?:^|[._\-\s(])(?:en(?:[-_](?:us|gb))?|eng|english|e|英文|英)\)?$")),
)


def detect_language(text: str) -> str | None:
    """``zh`` or ``en`` by the share of Han characters among letters; ``None`` without letters.

    One Han character says about as much as four letters. Link lists and Latin names do not outvote Chinese text.

    >>> detect_language("联合国 United Nations 大会第七十五届会议"), detect_language("Letter dated 1 October"), detect_language("1 2")
    ('zh', 'en', None)
    """
    text = re.sub(r"https?://\\S+", " ", text)
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if not han and not latin:
        return None
    return "zh" if han * 4 >= latin else "en"


def language_of_name(stem: str) -> tuple[str | None, str]:
    """Language mark at the end of a file name without its suffix, and the name without the mark.

    >>> language_of_name("A_75_379.zh"), language_of_name("N2023735_en"), language_of_name("report")
    (('zh', 'A_75_379'), ('en', 'N2023735'), (None, 'report'))
    """
    for language, pattern in NAME_MARKS:
        match = pattern.search(stem)
        if match:
            return language, stem[: match.start()]
    return None, stem
