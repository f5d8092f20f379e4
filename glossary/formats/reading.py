"""What all readers share: concepts one by one, with ids that are unique, and a termbase at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError, short
from corpora.exchange import main_language
from corpora.text import language_tag, more_than_language, read_lists, variety_of
from glossary.concept import (
    MOST_RELIABLE,
    REGISTERS,
    STATUSES,
    Concept,
    Definition,
    PartOfSpeech,
    Reference,
    Register,
    Status,
    Termbase,
    TermType,
    Validation,
)
from glossary.losses import Losses

_STATUSES = read_lists(__package__, "statuses.tsv")
STATUS: dict[str, Status] = {word: status for status in STATUSES for word in _STATUSES[status]}
TRUE = frozenset({"true", "1", "yes", "y", "wahr", "vrai", "oui", "是", "真"})
TYPES: dict[str, TermType] = {
    **dict.fromkeys(("fullform", "full", "fullterm", "term", "entryterm", "mainentryterm", "全称"), "fullForm"),
    **dict.fromkeys(("short", "shortterm", "shortname", "简称"), "shortForm"),
    **dict.fromkeys(("abbrev", "abbr", "缩写", "缩略语"), "abbreviation"),
    **dict.fromkeys(("synonym", "quasisynonym", "spellingvariant"), "variant"),
    "shortform": "shortForm",
    "acronym": "acronym",
    "initialism": "acronym",
    "abbreviation": "abbreviation",
    "abbreviatedform": "abbreviation",
    "variant": "variant",
    "phrase": "phrase",
    "phraseologicalunit": "phrase",
    "setphrase": "phrase",
}
SPEECH: dict[str, PartOfSpeech] = {
    "noun": "noun",
    **dict.fromkeys(("propernoun", "commonnoun", "nounphrase", "n", "np", "名词", "名詞", "名"), "noun"),
    **dict.fromkeys(("verb", "verbphrase", "v", "vt", "vi", "vp", "动词", "動詞", "动", "動"), "verb"),
    **dict.fromkeys(("adjective", "adj", "a", "形容词", "形容詞", "形"), "adjective"),
    **dict.fromkeys(("adverb", "adv", "副词", "副詞", "副"), "adverb"),
    "other": "other",
}

REGISTER: dict[str, Register] = {
    **{re.sub(r"\W", "", name): name for name in REGISTERS},
    **dict.fromkeys(("formal", "standard", "正式", "书面语"), "neutral"),
    **dict.fromkeys(("informal", "familiar", "spoken", "口语"), "colloquial"),
    **dict.fromkeys(("technicalterm", "scientific", "术语", "专业"), "technical"),
}
VALIDATION: dict[str, Validation] = {
    **dict.fromkeys(
        ("unvalidated", "notvalidated", "unprocessed", "draft", "unverified", "未审", "未验证"), "unvalidated"
    ),
    **dict.fromkeys(("provisional", "provisionallyprocessed", "pending", "inreview", "待审"), "provisional"),
    **dict.fromkeys(("validated", "finalized", "verified", "checked", "已审", "已验证"), "validated"),
}


def language_of(code: str) -> str:
    """``zh``, ``en``, another language, ``zh-Latn``, or nothing."""
    return main_language(code) or ""


def tag_of(code: str) -> str:
    """What a code says beyond the language, as a tag; empty where that is all.

    >>> tag_of("zh_hans_cn"), tag_of("zh"), tag_of("EN-us")
    ('zh-Hans-CN', '', 'en-US')
    """
    return more_than_language(language_tag(code))


def in_order(definitions: Iterable[Definition]) -> list[Definition]:
    """Definitions as every reader gives them: first those of no named language, then English, Chinese, simplified first.

    >>> [one.language for one in in_order(Definition("x", tag) for tag in ("zh-TW", "zh-CN", "en-GB", ""))]
    ['', 'en-GB', 'zh-CN', 'zh-TW']
    """

    def order(one: Definition) -> tuple[bool, bool, bool]:
        return bool(one.language), main_language(one.language) != "en", variety_of(one.language) == "traditional"

    return sorted(definitions, key=order)


def defined(definitions: Iterable[Definition]) -> dict[str, Any]:
    """The fields of a concept that its definitions fill."""
    first, *others = in_order(definitions) or [Definition("")]
    return {
        "definition": first.text,
        "definition_language": first.language,
        "definition_source": first.source,
        "definitions": tuple(others),
    }


def status_of(text: str, concept: str, losses: Losses, default: Status = "admitted") -> Status | None:
    """A status in any of its spellings, ``default`` where there is none; ``None`` for one that nobody understands.

    Such a term is left out by the reader, and named here: nobody has said that it may be used, nor that it may not.

    >>> status_of("Not recommended", "c1", Losses()), status_of("in quarantine", "c1", Losses()), status_of("", "c1", Losses())
    ('deprecated', None, 'admitted')
    """
    word = re.sub(r"[\W_]+", "", text.casefold())
    if not word:
        return default
    found = STATUS.get(word)
    if found is None:
        what = f"status {short(text)!r} is not known: the term is left out"
        losses.add(concept, what, f"terms whose status is not known ({short(text)!r}), left out", part=True)
    return found


def type_of(text: str, concept: str, losses: Losses) -> TermType:
    """A term type in any of its spellings; one that is not known is named and left out."""
    found = TYPES.get(re.sub(r"[\W_]+", "", text.lower()))
    if found is None and text.strip():
        losses.add(concept, f"term type {short(text)!r} is not known: left out", "term types are not known: left out")
    return found or ""


def speech_of(text: str, concept: str, losses: Losses) -> PartOfSpeech:
    """A part of speech in any of its spellings; one that is not known is named and left out.

    >>> speech_of("proper noun", "c1", Losses()), speech_of("vt.", "c1", Losses()), speech_of("名词", "c1", Losses())
    ('noun', 'verb', 'noun')
    """
    found = SPEECH.get(re.sub(r"[\W_]+", "", text.lower()))
    if found is None and text.strip():
        losses.add(
            concept, f"part of speech {short(text)!r} is not known: left out", "parts of speech are not known: left out"
        )
    return found or ""


def register_of(text: str, concept: str, losses: Losses) -> Register:
    """A register in any of its spellings; one that is not known is named and left out.

    >>> register_of("in-houseRegister", "c1", Losses()), register_of("Formal", "c1", Losses())
    ('in-house', 'neutral')
    """
    found = REGISTER.get(re.sub(r"[\W_]+", "", text.lower()).removesuffix("register"))
    if found is None and text.strip():
        losses.add(concept, f"register {short(text)!r} is not known: left out", "registers are not known: left out")
    return found or ""


def validation_of(text: str, concept: str, losses: Losses) -> Validation:
    """How far a term has been looked at, in any spelling; what is not known is named and left out."""
    found = VALIDATION.get(re.sub(r"[\W_]+", "", text.lower()))
    if found is None and text.strip():
        what = f"validation status {short(text)!r} is not known: left out"
        losses.add(concept, what, "validation statuses are not known: left out")
    return found or ""


def reliability_of(text: str, concept: str, losses: Losses) -> int:
    """A reliability from 1 to 10, as TBX and IATE have it; anything else is named and left out.

    >>> reliability_of("3", "c1", Losses()), reliability_of("", "c1", Losses()), reliability_of("99", "c1", Losses())
    (3, 0, 0)
    """
    word = text.strip()
    if word.isdecimal() and len(word) <= len(str(MOST_RELIABLE)) and int(word) <= MOST_RELIABLE:
        return int(word)
    if word:
        what = f"reliability {short(text)!r} is no number from 1 to {MOST_RELIABLE}: left out"
        losses.add(concept, what, "reliabilities that are no number from 1 to 10, left out")
    return 0


class Ids:
    """Gives every concept an id of its own.

    >>> ids = Ids(Losses())
    >>> [ids.unique(id) for id in ("a", "a", "", "a")]
    ['a', 'a-2', 'c3', 'a-3']
    """

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        self._number = 0

    def unique(self, id: str) -> str:
        """The id itself, or with a number where it was given before; ``c`` and a number where there is none."""
        self._number += 1
        name = id or f"c{self._number}"
        if name in self._taken:
            base, number = name, self._next.get(name, 2)
            while f"{base}-{number}" in self._taken:
                number += 1
            self._next[base] = number + 1
            name = f"{base}-{number}"
            if id:
                what = f"id stands twice: the later concept is read as {short(name)}"
                self._losses.add(id, what, "ids stand twice: later concepts are read with a number behind")
        self._taken.add(name)
        return name


def finished(concepts: Iterable[Concept], path: Path, signature: str, seen: int) -> Termbase:
    """A termbase of what was read; raises :class:`InputError` where there is nothing in it.

    ``seen``: how many concepts the file has, those without Chinese and English terms included.
    """
    termbase = Termbase.of(concepts, signature)
    if len(termbase):
        return termbase
    if seen:
        raise InputError(f"{path}: no zh or en term in it", "check the language codes of the export")
    raise InputError(f"{path}: no concept in it", "check the export")


def with_targets(concepts: Iterable[Concept], ids: dict[str, str], losses: Losses) -> Iterable[Concept]:
    """Cross references by the ids that concepts have now; those that lead nowhere are left out and named."""
    for concept in concepts:
        if not concept.references:
            yield concept
            continue
        kept: dict[Reference, None] = {}
        for reference in concept.references:
            target = ids.get(reference.concept)
            if target is None:
                what = f"cross reference to {short(reference.concept)!r} leads nowhere: left out"
                losses.add(concept.id, what, "cross references lead nowhere: left out")
            else:
                kept[replace(reference, concept=target)] = None
        yield replace(concept, references=tuple(kept))
