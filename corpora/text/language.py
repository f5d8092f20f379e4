"""Which language: by script in text, by marks in file names and mastheads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from corpora.text.han import HAN_RUN
from corpora.text.patterns import late

LATIN = late(r"[A-Za-z]+")
URL = late(r"(?i)\b(?:https?://|www\.)\S+")
LANGUAGES = ("zh", "en")
LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
LANGUAGE_NAMES_ZH = {"zh": "中文", "en": "英文"}
OTHER_LANGUAGE: Mapping[str, Literal["zh", "en"]] = {"zh": "en", "en": "zh"}
_ZH = r"zh(?:[-_](?:cn|hans|hant|tw|hk))?|chi|chn|cn|chinese(?:[ _]version)?|c|中文[版本]?|汉语|漢語|中"
_EN = r"en(?:[-_](?:us|gb))?|eng|english(?:[ _]version)?|e|英文[版本]?|英"
NAME_MARKS = (
    ("zh", late(rf"(?i)(?:^|[._\-\s(（\[])(?:{_ZH})[)）\]]?$")),
    ("en", late(rf"(?i)(?:^|[._\-\s(（\[])(?:{_EN})[)）\]]?$")),
)
FRONT_MARKS = (
    ("zh", late(rf"(?i)^[(（\[【](?:{_ZH})[)）\]】][._\-\s]*")),
    ("en", late(rf"(?i)^[(（\[【](?:{_EN})[)）\]】][._\-\s]*")),
)
JOB_MARK = late(r"((?:[A-Z]\d{7}|[a-z]{1,2}\d{2}[a-z]\d{3,5}))([cCeE])$")
"""Names of files of the Official Document System with the letter of the language behind the number: ``G3012345e``."""


def detect_language(text: str) -> str | None:
    """``zh`` or ``en`` by the share of Han characters among letters; ``None`` without letters.

    One Han character says about as much as four letters. Link lists and Latin names do not outvote Chinese text.

    >>> detect_language("联合国 United Nations 大会第七十五届会议"), detect_language("Letter dated 1 October"), detect_language("1 2")
    ('zh', 'en', None)
    """
    text = _without_addresses(text)
    han, latin = _count(HAN_RUN, text), _count(LATIN, text)
    if not han and not latin:
        return None
    return "zh" if han * 4 >= latin else "en"


def _without_addresses(text: str) -> str:
    return URL.sub(" ", text) if "://" in text or "www." in text.lower() else text  # most texts have none


def _count(runs: re.Pattern[str], text: str) -> int:
    """How many characters of a text are in such runs."""
    return sum(map(len, runs.findall(text)))


def language_of_name(stem: str) -> tuple[str | None, str]:
    """Language mark at the end or in brackets at the beginning of a file name without its suffix, and the name without it.

    >>> language_of_name("A_75_379.zh"), language_of_name("N2023735_en"), language_of_name("report")
    (('zh', 'A_75_379'), ('en', 'N2023735'), (None, 'report'))
    >>> language_of_name("A_75_379（中文版）"), language_of_name("[EN] A_75_379"), language_of_name("G4312345e")
    (('zh', 'A_75_379'), ('en', 'A_75_379'), ('en', 'G4312345'))
    """
    for language, pattern in NAME_MARKS:
        match = pattern.search(stem)
        if match:
            return language, stem[: match.start()].rstrip()
    for language, pattern in FRONT_MARKS:
        match = pattern.search(stem)
        if match and match.end() < len(stem):
            return language, stem[match.end() :]
    job = JOB_MARK.fullmatch(stem)
    return ("zh" if job[2] in "cC" else "en", job[1]) if job else (None, stem)


OTHER_NAMES = {
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "ar": "Arabic",
    "de": "German",
    "ja": "Japanese",
    "ko": "Korean",
}
"""Languages that documents come in and this program does not read."""
OTHER_MARKS = (
    ("fr", late(r"(?i)(?:[._\-\s(])(?:fr(?:[-_][a-z]{2})?|fre|fra|french|francais|français|f)\)?$")),
    ("es", late(r"(?i)(?:[._\-\s(])(?:es(?:[-_][a-z]{2})?|spa|spanish|espanol|español|s)\)?$")),
    ("ru", late(r"(?i)(?:[._\-\s(])(?:ru(?:[-_][a-z]{2})?|rus|russian|r)\)?$")),
    ("ar", late(r"(?i)(?:[._\-\s(])(?:ar(?:[-_][a-z]{2})?|ara|arabic|a)\)?$")),
    ("de", late(r"(?i)(?:[._\-\s(])(?:de(?:[-_][a-z]{2})?|ger|deu|german|deutsch)\)?$")),
)
SCRIPTS = (
    ("ru", late(r"[\u0400-\u04ff]+")),
    ("ar", late(r"[\u0600-\u06ff]+")),
    ("ko", late(r"[\uac00-\ud7a3]+")),
    ("ja", late(r"[\u3041-\u30fa]+")),
)
FUNCTION_WORDS = {
    "en": frozenset("the of and to in for on with that by is as at from its be was are".split()),  # noqa: SIM905
    "fr": frozenset("le la les des du et dans pour que qui une sur par au aux est de en".split()),  # noqa: SIM905
    "es": frozenset("el los las del y por que una para con se al es su la de en".split()),  # noqa: SIM905
    "de": frozenset("der die und das den von mit des für ist zu im auf dem ein eine".split()),  # noqa: SIM905
}
WORDS = late(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """The language of a text that is neither Chinese nor English, by its script or its function words.

    >>> other_language("L'Assemblée générale rappelle les résolutions du Conseil de sécurité sur la question et prie le Secrétaire général")
    'fr'
    >>> other_language("The Council met in Paris."), other_language("Генеральная Ассамблея"), other_language("大会")
    (None, 'ru', None)
    """
    text = _without_addresses(text[:20_000])
    han, latin = _count(HAN_RUN, text), _count(LATIN, text)
    for language, pattern in SCRIPTS:
        count = _count(pattern, text)
        if count > (0.1 * han if language == "ja" else han + latin / 4) and count > 3:
            return language
    if han * 4 >= latin:
        return None
    words = Counter(WORDS.findall(text.lower()))
    counts = {language: sum(words[word] for word in known) for language, known in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    sure = best != "en" and counts[best] >= 6 and counts[best] > 2 * counts["en"] and counts[best] > 0.1 * words.total()
    return best if sure else None


def other_of_name(stem: str) -> str | None:
    """The other language that a file name is marked with.

    >>> other_of_name("A_75_379.fr"), other_of_name("A_75_379-S"), other_of_name("A_75_379")
    ('fr', 'es', None)
    """
    return next((language for language, pattern in OTHER_MARKS if pattern.search(stem)), None)
