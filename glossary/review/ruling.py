"""What a terminologist writes about a candidate, and the concept that comes of it: the same for sheet and page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpora.errors import InputError
from corpora.files import clean_text
from corpora.text import LANGUAGES
from glossary.concept import PARTS_OF_SPEECH, STATUSES, Concept, PartOfSpeech, Status, Term
from glossary.review.sheet_columns import BY_KEY

if TYPE_CHECKING:
    from glossary.store import Candidate, Store

FIELDS = ("zh_term", "en_term", "status", "pos", "subject", "definition", "note")
LEFT_OUT = "left out"
LONGEST = {"zh_term": 400, "en_term": 400, "subject": 400, "definition": 10_000, "note": 10_000, "why": 2000}
CELL = 31_000  # characters; a longer text may come back from a spreadsheet cut, which is no edit
# controls and what is no character at all, which no term has; but not the line ends of a definition
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Fields as edited (only those that were), and a status or :data:`LEFT_OUT` for variants, by language and text."""

    fields: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[tuple[str, str], str] = field(default_factory=dict)


def fields_of(concept: Concept) -> dict[str, str]:
    """The fields that can be edited, as they stand.

    >>> fields_of(Concept("c1", (Term("难民", "zh", "preferred"), Term("refugee", "en", pos="noun"))))["pos"]
    'noun'
    """
    zh, en = concept.of("zh"), concept.of("en")
    return {
        "zh_term": zh[0].text if zh else "",
        "en_term": en[0].text if en else "",
        "status": (zh or en)[0].status if concept.terms else "",
        "pos": next((t.pos for t in (*en[:1], *zh[:1]) if t.pos), ""),
        "subject": concept.subject,
        "definition": concept.definition,
        "note": concept.note,
    }


def present(store: Store, candidate: Candidate) -> Concept:
    """What there is to look at: the concept that an accepted candidate became, else the draft."""
    kept = store.get(candidate.into or candidate.id) if candidate.decision == "accepted" else None
    return kept or candidate.draft


def stamp(store: Store, candidate: Candidate) -> str:
    """The version of a candidate, and of the concept that it became: ``3``, ``3c2``. It changes with either."""
    kept = candidate.into or candidate.id
    concept = store.version(kept) if candidate.decision == "accepted" else 0
    return f"{candidate.version}c{concept}" if concept else str(candidate.version)


def checked_field(key: str, text: str) -> str:
    r"""Text of a field: NFC, no controls, no spaces at the ends; a term and a subject stand on one line.

    Raises :class:`InputError` when it is longer than such a field is (:data:`LONGEST`).

    >>> checked_field("en_term", " climate\n change ")
    'climate change'
    """
    text = _normal(key, text)
    if len(text) > LONGEST.get(key, 400):
        raise InputError(f"the {BY_KEY[key].en} has {len(text):,} characters", f"{LONGEST.get(key, 400):,} at most")
    return text


def _normal(key: str, text: str) -> str:
    text = CONTROLS.sub("", clean_text(text).replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if key in ("definition", "note", "why") else " ".join(text.split())


def edits(draft: Concept, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that differ from the draft, tidied. An empty status or part of speech says nothing about it."""
    shown = fields_of(draft)
    result = {}
    for key in FIELDS:
        if key not in fields:
            continue
        value, was = _normal(key, fields[key]), _normal(key, shown[key])
        cut = len(value) > CELL and was.startswith(value)
        if value != was and not cut and (value or key != "status"):
            result[key] = checked_field(key, value)
    return result


def revise(draft: Concept, ruling: Ruling) -> Concept:
    """The draft with what the terminologist wrote; raises :class:`InputError` for an empty term or an unknown value.

    A term that is already among the variants takes the first place and its old holder becomes a variant; any other
    text replaces the leading term, which was cut wrongly.
    """
    changed = edits(draft, ruling.fields)
    for key in ("zh_term", "en_term"):
        if changed.get(key) == "":
            raise InputError(
                f"the {'Chinese' if key == 'zh_term' else 'English'} term is empty", "write one, or reject"
            )
    terms: list[Term] = []
    for language in LANGUAGES:
        terms += _terms(draft, language, changed, ruling.variants)
    terms += [term for term in draft.terms if term.language not in LANGUAGES]
    return replace(
        draft,
        terms=tuple(terms),
        subject=changed.get("subject", draft.subject),
        definition=changed.get("definition", draft.definition),
        note=changed.get("note", draft.note),
    )


def _terms(
    draft: Concept, language: str, changed: Mapping[str, str], asked: Mapping[tuple[str, str], str]
) -> list[Term]:
    terms = list(draft.of(language))
    text = changed.get(f"{language}_term")
    if text and not terms:
        terms = [Term(text, language, "preferred")]
    elif text:
        terms = _with_lead(terms, text)
    if not terms:
        return []
    lead = terms[0]
    if "status" in changed:
        lead = replace(lead, status=as_status(changed["status"]))
    if "pos" in changed:
        lead = replace(lead, pos=as_pos(changed["pos"]))
    return [lead, *_variants(terms[1:], asked)]


def _with_lead(terms: list[Term], text: str) -> list[Term]:
    """The terms with ``text`` in the first place."""
    old = terms[0]
    known = next((term for term in terms[1:] if term.text == text), None)
    if known is None:
        return [replace(old, text=text), *terms[1:]]
    rest = [term for term in terms[1:] if term is not known]
    lead = replace(known, status=old.status, pos=known.pos or old.pos)
    return [lead, replace(old, status="admitted"), *rest]


def _variants(terms: list[Term], asked: Mapping[tuple[str, str], str]) -> list[Term]:
    result = []
    for term in terms:
        status = asked.get((term.language, term.text), term.status)
        if status != LEFT_OUT:
            result.append(replace(term, status=as_status(status)))
    return result


def as_status(text: str) -> Status:
    """A status by its name; raises :class:`InputError` for any other word."""
    for status in STATUSES:
        if text == status:
            return status
    raise InputError(f"status {text[:40]!r} is not known", ", ".join(STATUSES))


def as_pos(text: str) -> PartOfSpeech:
    """A part of speech by its name, or none; raises :class:`InputError` for any other word."""
    for pos in ("", *PARTS_OF_SPEECH):
        if text == pos:
            return pos
    raise InputError(f"part of speech {text[:40]!r} is not known", ", ".join(PARTS_OF_SPEECH))
