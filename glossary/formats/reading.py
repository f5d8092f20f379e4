"""What all readers share: concepts one by one, with ids that are unique, and a termbase at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from corpora.errors import InputError, short
from corpora.exchange import main_language
from glossary.concept import Concept, PartOfSpeech, Reference, Status, Termbase, TermType
from glossary.losses import Losses

STATUS: dict[str, Status] = {
    **dict.fromkeys(("preferred", "preferredterm", "preferredterm-admn-sts", "standardizedterm-admn-sts", "standardizedterm", "approved", "recommended", "首选", "推荐"), "preferred"),
    **dict.fromkeys(("admitted", "admittedterm", "admittedterm-admn-sts", "allowed", "provisional", "non-standard", "nonstandard", "new", "允许", "许用"), "admitted"),
    **dict.fromkeys(("deprecated", "deprecatedterm", "deprecatedterm-admn-sts", "notrecommended", "not recommended", "forbidden", "rejected", "停用", "禁用"), "deprecated"),
    **dict.fromkeys(("superseded", "supersededterm", "supersededterm-admn-sts", "obsolete", "废止", "废弃"), "superseded"),
}  # fmt: skip
TYPES: dict[str, TermType] = {
    "fullform": "fullForm",
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
    "propernoun": "noun",
    "n": "noun",
    "verb": "verb",
    "adjective": "adjective",
    "adj": "adjective",
    "adverb": "adverb",
    "other": "other",
    "名词": "noun",
    "动词": "verb",
    "形容词": "adjective",
    "副词": "adverb",
}


def language_of(code: str) -> str:
    """``zh``, ``en``, or the code as it is."""
    return main_language(code) or ""


def status_of(text: str, concept: str, losses: Losses, default: Status = "admitted") -> Status:
    """A status in any of its spellings, ``default`` where there is none.

    One that is not known is named and read as admitted: nobody has said that the term is the preferred one.
    """
    if not text.strip():
        return default
    found = STATUS.get(text.strip().lower())
    if found is None:
        what = f"status {short(text)!r} is not known: read as admitted"
        losses.add(concept, what, "statuses are not known: read as admitted")
    return found or "admitted"


def type_of(text: str, concept: str, losses: Losses) -> TermType:
    """A term type in any of its spellings; one that is not known is named and left out."""
    found = TYPES.get(text.strip().lower())
    if found is None and text.strip():
        losses.add(concept, f"term type {short(text)!r} is not known: left out", "term types are not known: left out")
    return found or ""


def speech_of(text: str, concept: str, losses: Losses) -> PartOfSpeech:
    """A part of speech in any of its spellings; one that is not known is named and left out."""
    found = SPEECH.get(text.strip().lower().replace("_", ""))
    if found is None and text.strip():
        losses.add(
            concept, f"part of speech {short(text)!r} is not known: left out", "parts of speech are not known: left out"
        )
    return found or ""


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
