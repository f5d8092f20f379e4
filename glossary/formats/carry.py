"""What of a termbase a format holds: the rest is left out here, in one place, and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from re import compile as pattern
from typing import Any, TypeVar

from corpora.errors import short
from corpora.text import LANGUAGES
from glossary.concept import RELATIONS, Concept, Context, Definition, Reference, Term, Termbase, leading
from glossary.formats.regional import chosen, definitions, grouped, tagged, wanted_variety
from glossary.formats.text import Cleaner, cleaner, one_term, plain_words
from glossary.formats.types import CONCEPT_FIELDS, TERM_FIELDS, ExportOptions, Holds
from glossary.formats.unique import once
from glossary.losses import Losses

EVIDENCE = frozenset({"frequency", "symbols", "score", "probability"})
NAMES = {
    "symbols": "list of documents",
    "definition_source": "source of the definition",
    "references": "cross references",
    "links": "links",
    "created": "date of creation",
    "created_by": "creator",
    "modified": "date of change",
    "modified_by": "author of the last change",
    "pos": "part of speech",
    "contexts": "contexts",
    "tag": "script and region",
    "validation": "validation status",
    "definition_language": "language of the definition",
    "definitions": "definitions in other languages",
}
FLAT = {"term": one_term, "definition": plain_words}
WEB = pattern(r"https?://[^\s<>\"{}|\\^`\[\]]+")
TIME = pattern(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?)?")


def carried(termbase: Termbase, holds: Holds, options: ExportOptions, losses: Losses) -> Iterator[Concept]:
    """The concepts as the format can hold them: a file that is read again gives exactly these."""
    carrier = _Carrier(holds, options, losses)
    concepts = termbase if options.every else once(termbase, options.deprecated, losses)
    kept = [one for concept in concepts if (one := carrier.concept(concept)) is not None]
    known = {concept.id for concept in kept}
    for concept in kept:
        yield carrier.resolved(concept, known) if concept.references and holds.text != "any" else concept


def is_time(text: str) -> bool:
    """Whether a text is a date or a time as XML Schema writes them.

    >>> is_time("2026-11-25T08:00:00Z"), is_time("2026-13-01"), is_time("yesterday")
    (True, False, False)
    """
    if not TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


One = TypeVar("One", Concept, Term)


def replaced(one: One, values: dict[str, Any]) -> One:
    """A copy with other values, or the thing itself where none is another: copies are what takes the time."""
    changed = {name: value for name, value in values.items() if value != getattr(one, name)}
    return replace(one, **changed) if changed else one


class _Carrier:
    def __init__(self, holds: Holds, options: ExportOptions, losses: Losses) -> None:
        self.holds = holds
        self.options = options
        self.losses = losses
        self.clean: Cleaner = cleaner(holds.text)
        self.free = holds.empty  # nothing but text may be changed
        self.ids: dict[str, str] = {}
        self.taken: set[str] = set()
        concept, term = holds.concept, holds.term
        if not options.evidence:
            concept, term = concept - EVIDENCE, term - EVIDENCE
        self.dropped = sorted(CONCEPT_FIELDS - concept)
        self.dropped_of_terms = sorted(TERM_FIELDS - term - {"status", "tag"})
        self.wanted = wanted_variety(holds, options)
        self.segments = holds.segments and options.evidence

    def text(self, concept: str, what: str, text: str) -> str:
        if not text:
            return text
        kept, lost = self.clean(text)
        if self.holds.flat and what in FLAT:
            flat = FLAT[what](kept)
            kept, lost = flat, lost or flat != kept
        if lost:
            self.losses.add(
                concept,
                f"{what}: characters or line ends that the format cannot hold are changed",
                "texts: characters or line ends that the format cannot hold are changed",
            )
        if len(kept) > self.holds.longest:
            self.losses.add(
                concept, f"{what}: cut to {self.holds.longest:,} characters", "texts that are too long, cut"
            )
            kept = kept[: self.holds.longest - 1].rstrip() + "…"
        return kept

    def id(self, concept: Concept) -> str:
        kept = self.clean(concept.id)[0] or ("" if self.free else "c")
        if kept != concept.id or kept in self.taken:
            base, number = kept, 1
            while kept in self.taken:
                number += 1
                kept = f"{base}-{number}"
            self.losses.add(concept.id, f"id is written as {kept}", "ids are written in another way")
        self.taken.add(kept)
        self.ids[concept.id] = kept
        return kept

    def concept(self, concept: Concept) -> Concept | None:
        terms = self.terms(concept)
        if not terms and not self.holds.empty:
            self.losses.add(concept.id, "no term: left out", "concepts without a term, left out")
            return None
        if self.holds.pairs and {term.language for term in terms} != set(LANGUAGES):
            self.losses.add(concept.id, "no term in one language: left out", "concepts in one language only, left out")
            return None
        if self.holds.text == "any" and not self.dropped and not self.dropped_of_terms:
            self.ids[concept.id] = concept.id
            return replace(concept, terms=terms) if terms != concept.terms else concept
        return self.fields(concept if terms == concept.terms else replace(concept, terms=terms))

    def fields(self, concept: Concept) -> Concept:
        changed: dict[str, Any] = {}
        for name in self.dropped:
            value = getattr(concept, name)
            if value:
                label = NAMES.get(name, name)
                self.losses.add(concept.id, f"{label} left out", f"concepts: {label} left out")
                changed[name] = type(value)()
        for name in ("subject", "note", "created_by", "modified_by"):
            changed[name] = self.text(concept.id, name, changed.get(name, getattr(concept, name)))
        for name in ("created", "modified"):
            changed[name] = self.time(concept.id, name, changed.get(name, getattr(concept, name)))
        changed |= self.definitions(replace(concept, **changed) if changed else concept)
        for name in ("symbols", "links"):
            texts = tuple(self.text(concept.id, name, text) for text in changed.get(name, getattr(concept, name)))
            changed[name] = texts if self.free else tuple(dict.fromkeys(filter(None, texts)))
        if self.holds.linked:
            changed["links"] = tuple(link for link in changed["links"] if self.is_link(concept.id, link))
        changed["id"] = self.id(concept)
        return replaced(concept, changed)

    def definitions(self, concept: Concept) -> dict[str, Any]:
        if self.free:
            return {
                name: self.text(concept.id, name, getattr(concept, name))
                for name in ("definition", "definition_source", "definition_language")
            } | {
                "definitions": tuple(
                    Definition(
                        *(self.text(concept.id, "definition", part) for part in (one.text, one.language, one.source))
                    )
                    for one in concept.definitions
                )
            }
        return definitions(
            concept, self.holds, self.options, self.losses, lambda name, text: self.text(concept.id, name, text)
        )

    def is_link(self, concept: str, link: str) -> bool:
        if WEB.fullmatch(link):
            return True
        self.losses.add(concept, f"link {short(link)!r} is no web address: left out", "links that are no web address")
        return False

    def time(self, concept: str, name: str, text: str) -> str:
        text = self.text(concept, name, text)
        if text and self.holds.linked and not is_time(text):
            self.losses.add(concept, f"{name} {short(text)!r} is no date: left out", "dates that are none, left out")
            return ""
        return text

    def resolved(self, concept: Concept, known: set[str]) -> Concept:
        kept: dict[Reference, None] = {}
        for reference in concept.references:
            target = self.ids.get(reference.concept, self.clean(reference.concept)[0])
            if target in known or (target and not self.holds.resolve):
                kept[replace(reference, concept=target)] = None
            else:
                self.losses.add(
                    concept.id,
                    f"cross reference to {short(reference.concept)!r}, which is not in the file: left out",
                    "cross references to concepts that are not in the file, left out",
                )
        references = tuple(kept)
        if not self.holds.ordered:
            references = tuple(sorted(kept, key=lambda reference: RELATIONS.index(reference.kind)))
        return replace(concept, references=references)

    def terms(self, concept: Concept) -> tuple[Term, ...]:
        kept: list[Term] = []
        seen: set[tuple[str, str, str]] = set()
        for term in chosen(concept.id, concept.terms, self.wanted, self.losses):
            one = self.term(concept.id, term)
            if one is None:
                continue
            if not self.free:
                if (one.language, one.text, one.tag) in seen:
                    what = f"term {short(one.text)!r} stands twice: one left out"
                    self.losses.add(concept.id, what, "terms that stand twice in their concept, left out")
                    continue
                seen.add((one.language, one.text, one.tag))
            kept.append(one)
        if not self.holds.ordered or self.holds.statuses == "forbidden":
            kept.sort(key=leading)
        if not self.free:
            kept = list(grouped(kept, by_tag=self.holds.ordered))
        if self.holds.statuses == "forbidden":
            kept = list(self.ranked(concept.id, kept))
        return tuple(self.limited(concept.id, kept))

    def term(self, concept: str, term: Term) -> Term | None:
        if not self.options.deprecated and term.status in ("deprecated", "superseded"):
            self.losses.add(
                concept,
                f"term {short(term.text)!r} is {term.status}: left out",
                "terms that are deprecated or superseded, left out",
            )
            return None
        if self.holds.text == "any":
            return self.bare(concept, term)
        if self.free:
            return self.cleaned(concept, self.bare(concept, term))
        if term.language not in LANGUAGES:
            self.losses.language(term.language or "not given")
            return None
        text = self.text(concept, "term", term.text)
        if not text or (self.holds.hash_comments and term.language == self.options.source and text.startswith("#")):
            reason = "begins with #" if text else "is empty"
            self.losses.add(concept, f"a term {reason}: left out", f"terms left out: each {reason}")
            return None
        status = term.status
        if (self.holds.statuses == "none" and status != "admitted") or (
            self.holds.statuses in ("three", "forbidden") and status == "superseded"
        ):
            new = "admitted" if self.holds.statuses == "none" else "deprecated"
            self.losses.add(
                concept,
                f"term {short(text)!r}: {status} is written as {new}",
                f"terms: status {status} is written as {new}",
            )
            status = "admitted" if self.holds.statuses == "none" else "deprecated"
        term = tagged(concept, term, self.holds, self.options, self.losses)
        return self.cleaned(concept, replaced(self.bare(concept, term), {"text": text, "status": status}))

    def cleaned(self, concept: str, term: Term) -> Term:
        contexts = tuple(self.contexts(concept, term.contexts)) if term.contexts else ()
        changed = {
            "text": self.text(concept, "term", term.text),
            "contexts": term.contexts if contexts == term.contexts else contexts,
            "source": self.text(concept, "source of a term", term.source),
            "note": self.text(concept, "note of a term", term.note),
            "body": self.text(concept, "body of a term", term.body),
        }
        return replaced(term, changed)

    def bare(self, concept: str, term: Term) -> Term:
        """Without the fields that the format does not have."""
        changed: dict[str, Any] = {}
        for name in self.dropped_of_terms:
            value = getattr(term, name)
            if value:
                label = NAMES.get(name, name)
                self.losses.add(concept, f"term {short(term.text)!r}: {label} left out", f"terms: {label} left out")
                changed[name] = type(value)()
        return replace(term, **changed) if changed else term

    def contexts(self, concept: str, contexts: tuple[Context, ...]) -> Iterator[Context]:
        if len(contexts) > self.holds.contexts:
            self.losses.add(concept, "all contexts but the best left out", "terms: contexts beyond the best left out")
        for context in contexts[: self.holds.contexts]:
            text = self.text(concept, "context", context.text)
            if not text and not self.free:
                if context.symbol or context.segment:
                    self.losses.add(concept, "a context without text left out", "contexts without text left out")
                continue
            segment, symbol = context.segment, context.symbol
            if symbol and not self.holds.documents:
                self.losses.add(concept, "document of a context left out", "contexts: document left out")
                symbol = ""
            if segment and not self.segments:
                self.losses.add(concept, "segment of a context left out", "contexts: number of the segment left out")
                segment = ""
            yield Context(text, self.text(concept, "document", symbol), self.text(concept, "segment", segment))

    def ranked(self, concept: str, terms: list[Term]) -> Iterator[Term]:
        """The first term of a language that is not forbidden is preferred, the others are admitted."""
        seen: set[tuple[str, str]] = set()
        for term in terms:
            if term.status == "deprecated":
                yield term
                continue
            status = "admitted" if (term.language, term.tag) in seen else "preferred"
            seen.add((term.language, term.tag))
            if status != term.status:
                self.losses.add(
                    concept,
                    f"term {short(term.text)!r}: {term.status} is written as {status}",
                    f"terms: {term.status} is written as {status}",
                )
                term = replace(term, status="admitted" if status == "admitted" else "preferred")
            yield term

    def limited(self, concept: str, terms: list[Term]) -> Iterator[Term]:
        counts: Counter[tuple[str, str]] = Counter()
        for term in terms:
            counts[term.language, term.tag] += 1
            if counts[term.language, term.tag] <= self.holds.terms:
                yield term
            else:
                self.losses.add(
                    concept,
                    f"term {short(term.text)!r}: more than {self.holds.terms} in one language",
                    f"terms beyond {self.holds.terms} of a language, left out",
                )
