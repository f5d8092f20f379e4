"""Language tags (BCP 47): which Chinese, which English; from the codes of tools and from what people call a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from corpora.text.word_lists import read_table

Variety = Literal["simplified", "traditional"]
VARIETIES: tuple[Variety, ...] = ("simplified", "traditional")
SCRIPTS: dict[str, Variety] = {"Hans": "simplified", "Hant": "traditional"}
REGIONS: dict[str, Variety] = {
    **dict.fromkeys(("CN", "SG", "MY"), "simplified"),
    **dict.fromkeys(("TW", "HK", "MO"), "traditional"),
}
"""The script that a region writes where a tag names none."""
LATIN = "zh-Latn"
"""Chinese in Latin letters: Pinyin and the like, which is no Chinese term."""
LONGEST = 80  # characters of a code or a heading

_KINDS = ("language", "part", "side", "form", "filler", "han")
_TABLE = read_table(__package__, "language_words.tsv")
_WORDS: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
for _kind, _value, _names in _TABLE:
    _WORDS[_kind].update(dict.fromkeys(_names.split(), _value))
LANGUAGE_WORDS, PARTS, FORMS = _WORDS["language"], _WORDS["part"], _WORDS["form"]
_HAN = dict(sorted(_WORDS["han"].items(), key=lambda one: -len(one[0])))


class Heading(NamedTuple):
    """What the name of a column says: the language tag of its texts, and the form of its terms (``acronym``)."""

    tag: str
    form: str = ""

    @property
    def language(self) -> str:
        """``zh``, ``en``, another language, or nothing."""
        return language_of_tag(self.tag)


@lru_cache(4096)
def language_tag(code: str) -> str:
    """A code in any of its spellings as a tag: language, script and region; empty for an empty code.

    >>> [language_tag(code) for code in ("zh_hans_cn", "CHT", "EN-us", "zho-CN", "Chinese_PRC", "fra", "zh-latn-pinyin", "")]
    ['zh-Hans-CN', 'zh-Hant', 'en-US', 'zh-CN', 'zh-CN', 'fr', 'zh-Latn', '']
    """
    first, *rest = [word for word in re.split(r"[-_\s().@/]+", code.strip().lower()[:LONGEST]) if word] or [""]
    return _joined(LANGUAGE_WORDS.get(first, first), list(_parts(rest))) if first else ""


def _parts(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in PARTS:
            yield PARTS[word]
        elif len(word) == 4 and word.isalpha():
            yield word.title()
        elif len(word) == 2 and word.isalpha():
            yield word.upper()


def _joined(language: str, parts: list[str]) -> str:
    """A tag of its parts, the script before the region, each once."""
    main, *more = language.split("-")
    scripts = [part for part in (*more, *parts) if len(part) == 4]
    regions = [part for part in (*more, *parts) if len(part) == 2]
    if "Latn" in scripts and main == "zh":
        return LATIN
    return "-".join((main, *scripts[:1], *regions[:1]))


def language_of_tag(tag: str) -> str:
    """The language of a tag: ``zh``, ``en``, another; Chinese in Latin letters is a language of its own.

    >>> [language_of_tag(tag) for tag in ("zh-Hant-TW", "en-GB", "zh-Latn", "fr", "")]
    ['zh', 'en', 'zh-Latn', 'fr', '']
    """
    return tag if tag == LATIN else tag.partition("-")[0]


def more_than_language(tag: str) -> str:
    """The tag where it says more than the language, else nothing.

    >>> more_than_language("zh-CN"), more_than_language("zh")
    ('zh-CN', '')
    """
    return tag if "-" in tag else ""


def variety_of(tag: str) -> Variety | None:
    """Which Chinese a tag names, by its script, else by its region.

    >>> [variety_of(tag) for tag in ("zh-Hans", "zh-HK", "zh-Hans-HK", "zh", "en-US")]
    ['simplified', 'traditional', 'simplified', None, None]
    """
    language, *parts = tag.split("-")
    if language != "zh":
        return None
    found = [*(SCRIPTS[part] for part in parts if part in SCRIPTS), *(REGIONS[p] for p in parts if p in REGIONS)]
    return found[0] if found else None


@lru_cache(4096)
def heading_of(name: str) -> Heading:
    """The language that a column is named after, with its script and region, and the form of the terms in it.

    All words of the name must be known, and one of them, and no more, be a language; else the tag is empty.

    >>> [heading_of(name).tag for name in ("zh_Hans-CN", "English (US)", "Simplified Chinese", "英语（美国）", "繁體中文", "Term (EN)")]
    ['zh-Hans-CN', 'en-US', 'zh-Hans', 'en-US', 'zh-Hant', 'en']
    >>> heading_of("English - Short term"), heading_of("entry").tag, heading_of("Pinyin").tag, heading_of("zh_ids").tag
    (Heading(tag='en', form='shortForm'), '', 'zh-Latn', '')
    """
    text = unicodedata.normalize("NFKC", name).strip().strip('"\ufeff').lower()
    if len(text) > LONGEST:
        return Heading("")
    words = list(_words(text))
    languages: list[str] = []
    parts: list[str] = []
    forms: list[str] = []
    for word in words:
        value = _HAN.get(word, word)
        if value in LANGUAGE_WORDS and (not languages or value not in PARTS):
            languages.append(LANGUAGE_WORDS[value])
        elif value in PARTS or (len(value) == 2 and value.isalpha() and languages):
            parts.append(PARTS.get(value, value.upper()))
        elif value in FORMS:
            forms.append(FORMS[value])
        elif value not in _WORDS["filler"] and value not in _WORDS["side"] and not value.isdecimal():
            return Heading("")
    if parts == ["Latn"] and not languages:
        return Heading(LATIN)
    if len(set(languages)) != 1:
        return Heading("")
    return Heading(_joined(languages[0], parts), forms[0] if forms else "")


def side_of(name: str) -> str:
    """Whether a column is named after what is translated (``source``) or its translation (``target``); else empty.

    All words of the name must be known; the language may be among them.

    >>> [side_of(name) for name in ("Source segment", "译文", "Translation (zh-CN)", "English original", "source ids", "en")]
    ['source', 'target', 'target', 'source', '', '']
    """
    text = unicodedata.normalize("NFKC", name).strip().strip('"\ufeff').lower()
    if len(text) > LONGEST or not (heading_of(name).tag or heading_of(f"en {name}").tag):
        return ""
    found = {_WORDS["side"].get(_HAN.get(word, word), "") for word in _words(text)} - {""}
    return found.pop() if len(found) == 1 else ""


def _words(text: str) -> Iterator[str]:
    """Words of a name: runs of letters, runs of digits, and of Chinese the longest that are known."""
    for run in re.findall(r"[a-zà-ÿ]+|[0-9]+|[\u3400-\u9fff]+", text):
        while run and not run.isascii() and not run[0].isascii() and run[0] >= "\u3400":
            word = next((one for one in _HAN if run.startswith(one)), run)
            yield word
            run = run[len(word) :]
        if run:
            yield run
