"""Which Chinese and which English go into a file: the terms that are chosen, the tags and definitions it can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from corpora.errors import short
from corpora.text import LANGUAGES, Variety, detect_language, language_of_tag, language_tag, variety_of
from glossary.concept import Concept, Definition, Term, Termbase
from glossary.formats.reading import defined, tag_of
from glossary.formats.types import ExportOptions, Holds
from glossary.losses import Losses

Cleaned = Callable[[str, str], str]
"""A text as the format holds it, by what it is called."""


def wanted_variety(holds: Holds, options: ExportOptions) -> Variety | None:
    """The Chinese that is written: the one that was asked for, else the simplified one where there is room for one."""
    return options.zh or ("simplified" if holds.one_chinese else None)


def chosen(concept: str, terms: tuple[Term, ...], wanted: Variety | None, losses: Losses) -> tuple[Term, ...]:
    """The terms without those of the other Chinese; where a concept has only that one, it stays, and that is named.

    >>> terms = Term("文件夹", "zh", tag="zh-CN"), Term("資料夾", "zh", tag="zh-TW"), Term("folder", "en")
    >>> [term.text for term in chosen("c1", terms, "traditional", Losses())]
    ['資料夾', 'folder']
    """
    if wanted is None or not any(term.tag for term in terms):
        return terms
    other = [t for t in terms if t.language == "zh" and variety_of(t.tag) not in (wanted, None)]
    if not other:
        return terms
    if not any(t.language == "zh" and t not in other for t in terms):
        what = f"no {wanted} Chinese term: {short(other[0].text)!r} ({other[0].tag}) is written"
        losses.add(concept, what, f"concepts without a {wanted} Chinese term: the other Chinese is written")
        return terms
    for term in other:
        what = f"term {short(term.text)!r} ({term.tag}): left out, {wanted} Chinese is written"
        losses.add(concept, what, f"terms of the other Chinese, left out: {wanted} Chinese is written")
    return tuple(term for term in terms if term not in other)


def one_code(termbase: Termbase, holds: Holds, options: ExportOptions) -> ExportOptions:
    """Where a file says once for all terms of a language what they are, it says what all of them are."""
    if not holds.coded or "tag" in holds.term:
        return options
    wanted = wanted_variety(holds, options)
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        tags = {
            term.tag
            for concept in termbase
            for term in concept.terms
            if term.language == language and (language != "zh" or variety_of(term.tag) in (wanted, None))
        }
        if len(tags) == 1 and options.code(language) == language and (tag := _tag_of(language, *tags)):
            found[f"{language}_code"] = tag
    return replace(options, **found) if found else options


def tagged(concept: str, term: Term, holds: Holds, options: ExportOptions, losses: Losses) -> Term:
    """A term with the tag that it has when the file is read again."""
    tag = _tag_of(term.language, term.tag)
    tag = holds.retag.get(tag, tag)
    code = tag_of(options.code(term.language)) if holds.coded else ""
    kept = (tag or code) if "tag" in holds.term else code
    if term.tag and kept != term.tag:
        what = f"{short(term.tag, 20)} is written as {kept or term.language}"
        losses.add(concept, f"term {short(term.text)!r}: {what}", f"terms: {what}")
    return term if kept == term.tag else replace(term, tag=kept)


def _tag_of(language: str, tag: str) -> str:
    """A tag as it is written; nothing for one that is of another language."""
    return tag_of(tag) if language_of_tag(language_tag(tag)) == language else ""


def definitions(
    concept: Concept, holds: Holds, options: ExportOptions, losses: Losses, clean: Cleaned
) -> dict[str, Any]:
    """The fields of a concept that say what it is, one definition a language."""
    kept: dict[str, Definition] = {}
    for one in concept.every_definition:
        code = _code(one, holds, options)
        language = language_tag(code)
        text, source = clean("definition", one.text), clean("definition_source", one.source)
        if source and "definition_source" not in holds.concept:
            losses.add(concept.id, "source of a definition left out", "sources of definitions left out")
            source = ""
        if not text:
            continue
        if language_of_tag(language) not in ("", *LANGUAGES):
            what = f"a definition in {short(code, 20)} left out"
            losses.add(concept.id, what, "definitions in other languages, left out")
        elif language in kept:
            what = f"a second definition in {language or 'no named language'} left out"
            losses.add(concept.id, what, "concepts: a second definition in a language, left out")
        else:
            kept[language] = Definition(text, language, source)
    found = defined(kept.values())
    if concept.definition_source and not concept.definition:
        if holds.linked:
            losses.add(concept.id, "source of no definition left out", "sources of no definition, left out")
        elif not found["definition"]:
            found["definition_source"] = clean("definition_source", concept.definition_source)
    return found


def _code(one: Definition, holds: Holds, options: ExportOptions) -> str:
    if one.language or not holds.told:
        return one.language
    return options.code(detect_language(one.text) or "en")


def grouped(terms: Iterable[Term], *, by_tag: bool) -> Iterator[Term]:
    """Terms of one language together, and in it those of one script or region, in order of first appearance."""
    groups: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        groups.setdefault((term.language, term.tag if by_tag else ""), []).append(term)
    for language in LANGUAGES:
        for (found, _tag), members in groups.items():
            if found == language:
                yield from members
