"""What a person changes in a concept: fields, terms and their fields, references; with every mistake in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from corpora.errors import InputError, quoted
from corpora.files import clean_text
from corpora.text import LANGUAGE_NAMES, LANGUAGES, detect_language, language_tag
from glossary.concept import (
    MOST_RELIABLE,
    PARTS_OF_SPEECH,
    REGISTERS,
    STATUSES,
    TERM_TYPES,
    VALIDATIONS,
    Concept,
    Reference,
    Relation,
    Term,
    rivals,
)
from glossary.store.combine import regional_key
from glossary.store.folding import searched

OF_CONCEPT = ("subject", "definition", "definition_language", "definition_source", "note")
OF_TERM = (
    "text",
    "status",
    "body",
    "type",
    "pos",
    "register",
    "reliability",
    "validation",
    "source",
    "note",
    "tag",
)
CHOICES: Mapping[str, Sequence[str]] = {
    "status": STATUSES,
    "type": TERM_TYPES,
    "pos": PARTS_OF_SPEECH,
    "register": REGISTERS,
    "validation": VALIDATIONS,
}
LONG = ("definition", "note")
LONGEST = {True: 10_000, False: 400}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a concept: ``fields`` of it, ``of_term`` of the term with the text ``term``; terms that come and go."""

    fields: Mapping[str, str] = field(default_factory=dict)
    term: str = ""
    of_term: Mapping[str, str] = field(default_factory=dict)
    add: tuple[Term, ...] = ()
    drop: tuple[str, ...] = ()
    refer: tuple[Reference, ...] = ()
    unrefer: tuple[str, ...] = ()


def tidied(name: str, text: str) -> str:
    """A text of a field as it is kept: NFC, without controls, on one line but for definitions and notes."""
    text = CONTROLS.sub("", clean_text(text).replace("\r\n", "\n").replace("\r", "\n")).strip()
    text = text if name in LONG else " ".join(text.split())
    if len(text) > LONGEST[name in LONG]:
        raise InputError(f"{name}: {len(text):,} characters", f"{LONGEST[name in LONG]:,} at most")
    return text


def fields_of_concept(given: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a concept, checked; raises :class:`InputError` for one that there is not."""
    for name in given:
        if name not in OF_CONCEPT:
            raise InputError(f"a concept has no field {name!r}", f"one of {', '.join(OF_CONCEPT)}")
    found = {name: tidied(name, text) for name, text in given.items()}
    if tag := found.get("definition_language"):
        found["definition_language"] = _tag(tag)
    return found


def fields_of_term(given: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a term, checked; raises :class:`InputError` for one that there is not, or an unknown value.

    >>> fields_of_term({"status": "deprecated", "reliability": "3"})
    {'status': 'deprecated', 'reliability': 3}
    """
    found: dict[str, Any] = {}
    for name, text in given.items():
        if name not in OF_TERM:
            raise InputError(f"a term has no field {name!r}", f"one of {', '.join(OF_TERM)}")
        value = tidied(name, text)
        if name in CHOICES and value not in CHOICES[name] and (value or name == "status"):
            raise InputError(f"{name} {value[:40]!r} is not known", f"one of {', '.join(CHOICES[name])}")
        if name == "text" and not value:
            raise InputError("a term without text", "write one, or take the term out")
        if name == "reliability":
            found[name] = _reliability(value)
        else:
            found[name] = _tag(value) if name == "tag" and value else value
    return found


def _reliability(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or not 0 <= int(text[:4]) <= MOST_RELIABLE:
        raise InputError(f"reliability {text[:40]!r}", f"a number from 1 to {MOST_RELIABLE}, or nothing")
    return int(text)


def _tag(text: str) -> str:
    tag = language_tag(text)
    if not tag:
        raise InputError(f"{text[:40]!r} is no language tag", "such as zh-Hant, zh-TW, en-GB")
    return tag


def term_of(text: str) -> Term:
    """A new term; its language is that of its characters, or is named before it: ``zh:COVID-19``.

    >>> term_of("会员国").language, term_of("Member State").language, term_of("zh:COVID-19")
    ('zh', 'en', Term(text='COVID-19', language='zh', status='admitted', frequency=0, contexts=(), type='', pos='', source='', note='', tag='', body='', register='', reliability=0, validation=''))
    """
    head, colon, rest = text.partition(":")
    if colon and head.strip() in LANGUAGES:
        return Term(fields_of_term({"text": rest})["text"], head.strip())
    text = fields_of_term({"text": text})["text"]
    return Term(text, detect_language(text) or "en")


def reference_of(text: str) -> Reference:
    """A cross reference: the id of a concept, or ``broader:c7``, ``narrower:c7``."""
    kind, colon, id = text.partition(":")
    if colon and kind in ("related", "broader", "narrower") and id.strip():
        return Reference(id.strip(), cast("Relation", kind))
    if not text.strip():
        raise InputError("a reference names no concept", "give the id of one")
    return Reference(text.strip())


def new_concept(terms: Sequence[Term], fields: Mapping[str, str], references: Sequence[Reference] = ()) -> Concept:
    """A concept of these terms, without an id yet; the first of each language is the preferred one.

    ``fields`` are of the concept, and what only terms have is of all of them.
    """
    if not terms:
        raise InputError("a concept without a term", "give a Chinese or an English one, best both")
    of_concept = {name: text for name, text in fields.items() if name in OF_CONCEPT}
    of_terms = fields_of_term({name: text for name, text in fields.items() if name not in OF_CONCEPT})
    made = with_terms(Concept("", ()), [replace(term, **of_terms) for term in terms], chosen="status" in of_terms)
    return replace(made, references=tuple(dict.fromkeys(references)), **fields_of_concept(of_concept))


def with_terms(concept: Concept, terms: Sequence[Term], *, chosen: bool = False) -> Concept:
    """The concept with more terms; one that has no rival is the preferred one, unless somebody has ``chosen`` its status."""
    found = list(concept.terms)
    for term in terms:
        if any(regional_key(term) == regional_key(other) for other in found):
            raise InputError(f"{quoted(term.text)} is a term of it already", "edit that one")
        if not chosen and not any(other.status == "preferred" and rivals(other, term) for other in found):
            term = replace(term, status="preferred")
        found.append(term)
    return replace(concept, terms=in_order(found))


def in_order(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Terms language by language, Chinese first, each in the order in which they came."""
    languages = list(dict.fromkeys((*LANGUAGE_NAMES, *(term.language for term in terms))))
    return tuple(sorted(terms, key=lambda term: languages.index(term.language)))


def edited(concept: Concept, edit: Edit) -> Concept:
    """The concept as a person wants it; raises :class:`InputError` for a term that it has not, or has twice."""
    terms = list(concept.terms)
    for text in edit.drop:
        del terms[place_of(terms, text)]
    if edit.of_term or edit.term:
        place = place_of(terms, edit.term)
        changed = replace(terms[place], **fields_of_term(edit.of_term))
        terms[place] = changed
        if any(regional_key(changed) == regional_key(other) for k, other in enumerate(terms) if k != place):
            raise InputError(f"{quoted(changed.text)} is a term of it already", "take one of them out")
        if changed.status == "preferred":
            terms = [demoted(term, changed) if k != place else term for k, term in enumerate(terms)]
    gone = set(edit.unrefer)
    if missing := gone - {reference.concept for reference in concept.references}:
        raise InputError(f"no reference to {', '.join(sorted(missing))}", "'duizhao glossary show' lists references")
    references = [one for one in concept.references if one.concept not in gone]
    if any(one.concept == concept.id for one in edit.refer):
        raise InputError(f"{concept.id}: a reference to itself", "name another concept")
    made = replace(
        concept,
        terms=tuple(terms),
        references=tuple(dict.fromkeys((*references, *edit.refer))),
        **fields_of_concept(edit.fields),
    )
    if edit.add:
        made = with_terms(made, edit.add)
    if not made.terms:
        raise InputError(f"{concept.id}: no term would be left", "delete the concept")
    return made


def demoted(term: Term, preferred: Term) -> Term:
    """A term beside one that is the preferred one now."""
    return replace(term, status="admitted") if term.status == "preferred" and rivals(term, preferred) else term


def place_of(terms: Sequence[Term], text: str) -> int:
    """Which of the terms has this text: as it stands, else case, width and script aside; ``zh:`` and the like tell languages apart."""
    head, colon, rest = text.partition(":")
    among = [k for k, term in enumerate(terms) if not (colon and head in LANGUAGES) or term.language == head]
    wanted = rest.strip() if colon and head in LANGUAGES else text
    same = [k for k in among if terms[k].text == wanted]
    near = same or [k for k in among if searched(terms[k].text) == searched(wanted)]
    if len(near) == 1:
        return near[0]
    if near:
        names = ", ".join(f"{terms[k].language}:{terms[k].text}" for k in near)
        raise InputError(f"{quoted(text)} are several terms: {names}", "say which, with its language before it")
    names = ", ".join(term.text for term in terms)
    raise InputError(f"no term {quoted(text)}" if text else "which term?", f"one of {names}")
