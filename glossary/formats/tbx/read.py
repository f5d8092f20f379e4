"""TBX in: version 3 in both styles and all dialects, version 2 with ``tig`` or ``ntig``; streaming.

XML is read as :mod:`corpora.files.xml_safety` does: no entities, no other files, limits of depth and size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from lxml import etree

from corpora.errors import InputError, short
from corpora.files import open_stream, safe_iterparse, sniff_root, tidy
from corpora.text import LANGUAGES, language_tag
from glossary.concept import RELATIONS, Concept, Context, Definition, Reference, Relation, Status, Term, Termbase
from glossary.formats import evidence
from glossary.formats.reading import (
    TRUE,
    Ids,
    defined,
    finished,
    language_of,
    register_of,
    reliability_of,
    speech_of,
    status_of,
    tag_of,
    type_of,
    validation_of,
    with_targets,
)
from glossary.formats.tbx.fields import XML_LANG, Field, fields, sections
from glossary.formats.tbx.multiterm import read_multiterm
from glossary.formats.text import one_term, plain_words
from glossary.losses import Losses

ROOTS = ("tbx", "martif")
CREATED = frozenset({"origination", "creation", "input", "importation"})
CHANGED = frozenset({"modification", "update"})
CONTEXTS = frozenset({"context", "example", "examplesentence", "samplesentence", "usageexample"})
TERM_NOTES = frozenset({"note", "usagenote", "comment"})
ONCE_OF_TERM = {
    "term": "term",
    "termtype": "type",
    "partofspeech": "pos",
    "source": "source",
    "administrativestatus": "status",
    "normativeauthorization": "status",
    "usagestatus": "status",
    "preferred": "preferred",
    "forbidden": "forbidden",
    "deprecated": "forbidden",
    "status": "process",
    "customersubset": "body",
    "register": "register",
    "reliabilitycode": "reliability",
    "processstatus": "validation",
}
"""What a term has once, by the names that tools give it (``fields.Field.name``)."""
PARTS = {
    "definition": frozenset({"source"}),
    "context": frozenset({"source"}),
    "transactionType": frozenset({"date", "responsibility"}),
}
"""What is kept of a group beside its first part."""


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a TBX file; what is not in them is named. Raises :class:`InputError` for anything else."""
    root = sniff_root(path)
    if root is None:
        raise InputError(f"{path}: not well-formed XML (it does not begin with an element)", "give a TBX file")
    if root == "mtf":
        return read_multiterm(path, losses)
    if root not in ROOTS:
        raise InputError(f"{path}: not TBX (root element {short(root)})", "give a TBX file")
    reader = _Reader(losses)
    with closing(open_stream(path)) as stream:
        concepts = [
            concept
            for _event, element in safe_iterparse(stream, path, ("conceptEntry", "termEntry"))
            if (concept := reader.concept(element)) is not None
        ]
    return finished(with_targets(concepts, reader.targets, losses), path, f"tbx:{path.name}", reader.seen)


@dataclass(slots=True)
class _Draft:
    """What of a concept was found so far."""

    id: str
    texts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    evidence: dict[str, object] = field(default_factory=dict)
    definitions: list[Definition] = field(default_factory=list)

    def define(self, found: Definition, losses: Losses) -> None:
        """Keep the first definition of each language."""
        known = next((one for one in self.definitions if one.language == found.language), None)
        if known is None:
            self.definitions += [found] if found.text else []
        elif known.text != found.text:
            what = f"a second definition in {found.language or 'no named language'} left out"
            losses.add(self.id, what, "concepts: a second definition in a language, left out")

    def latest(self, name: str, date: str, who: str) -> None:
        """Keep the last of several dates, whatever their order, and whose it is."""
        if date >= self.texts.get(name, "") or not self.texts.get(f"{name}_by"):
            self.texts |= {key: text for key, text in ((name, date), (f"{name}_by", who)) if text}

    def once(self, name: str, text: str, losses: Losses) -> None:
        """Keep the first text of a category that a concept has once."""
        text = tidy(text)
        if not text:
            return
        if name in self.texts:
            if self.texts[name] != text:
                losses.add(self.id, f"a second {name} left out", f"concepts: a second {name} left out")
        else:
            self.texts[name] = text


class _Reader:
    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.ids = Ids(losses)
        self.targets: dict[str, str] = {}
        self.seen = 0

    def concept(self, entry: etree._Element) -> Concept | None:
        self.seen += 1
        raw = entry.get("id") or entry.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        draft = _Draft(raw)
        self.of_concept(draft, fields(entry), "")
        given = draft.evidence.get("id") or raw or draft.texts.get("id")
        id = self.ids.unique(tidy(given) if isinstance(given, str) else tidy(raw))
        terms: list[Term] = []
        for section in sections(entry, "langSec", "langSet"):
            terms += self.section(section, draft, id)
        if not terms:
            self.losses.add(
                id, "no Chinese or English term: left out", "concepts without a Chinese or English term, left out"
            )
            return None
        if raw:
            self.targets.setdefault(raw, id)
        return _concept(draft, id, terms)

    def of_concept(self, draft: _Draft, found: Iterable[Field], code: str) -> None:
        """What is said of the concept, or (``code``) in one language of it."""
        where = "a language section" if code else "a concept"
        for one in found:
            self.rest_of_group(draft.id, one, where)
            if one.kind == "definition":
                self.define(draft, one, code)
            elif one.kind == "subjectField":
                draft.once(one.kind, one.text, self.losses)
            elif one.kind == "note":
                self.note(draft, one.text)
            elif one.name == "conceptid":
                draft.texts.setdefault("id", tidy(one.text))
            elif one.kind == "transactionType":
                self.transaction(draft, one)
            elif one.kind == "crossReference" and one.target:
                draft.references.append(one.target)
            elif one.kind in ("externalCrossReference", "xGraphic"):
                draft.links.append(tidy(one.target or one.text))
            else:
                self.unknown(draft.id, one.kind, where)

    def define(self, draft: _Draft, one: Field, code: str) -> None:
        code = one.language or code
        if language_of(code) not in ("", *LANGUAGES):
            what = f"a definition in {short(code, 20)} left out"
            self.losses.add(draft.id, what, "definitions in other languages, left out")
        else:
            text = plain_words(one.text)
            draft.define(Definition(text, language_tag(code), tidy(one.of("source"))), self.losses)

    def rest_of_group(self, id: str, one: Field, where: str) -> None:
        """Name what stands beside a category in its group and is not kept."""
        for part in one.group:
            if part.kind not in PARTS.get(one.kind, ()):
                self.unknown(id, part.kind, where)

    def unknown(self, id: str, kind: str, where: str) -> None:
        self.losses.add(
            id,
            f"{short(kind, 40)} of {where} left out",
            f"categories that duizhao does not keep ({short(kind, 40)} of {where})",
        )

    def note(self, draft: _Draft, text: str) -> None:
        found = evidence.parse_evidence(text)
        if found is not None:
            draft.evidence.update(found)
        elif tidy(text):
            draft.notes.append(tidy(text))

    def transaction(self, draft: _Draft, one: Field) -> None:
        kind = one.text.strip()
        name = "created" if kind in CREATED else "modified" if kind in CHANGED else ""
        if not name:
            self.losses.add(draft.id, f"transaction {short(kind)!r} left out", "transactions of other kinds, left out")
            return
        date, who = tidy(one.of("date")), tidy(one.of("responsibility"))
        if name == "modified":
            draft.latest(name, date, who)
        else:
            draft.once(name, date, self.losses)
            draft.once(f"{name}_by", who, self.losses)

    def section(self, section: etree._Element, draft: _Draft, id: str) -> Iterator[Term]:
        code = section.get(XML_LANG) or section.get("lang") or ""
        language = language_of(code)
        holders = list(sections(section, "termSec", "tig", "ntig"))
        if language not in LANGUAGES:
            for _ in holders:
                if code:
                    self.losses.language(code)
                else:
                    self.losses.add(id, "a term without a language left out", "terms without a language, left out")
            return
        self.of_concept(draft, fields(section), code)
        for holder in holders:
            term = self.term(holder, code, id, draft)
            if term is not None:
                yield term

    def term(self, holder: etree._Element, code: str, id: str, draft: _Draft) -> Term | None:
        first: dict[str, str] = {}
        notes: list[str] = []
        contexts: list[Context] = []
        found: dict[str, object] = {}
        for one in fields(holder):
            text = tidy(one.text)
            self.rest_of_group(id, one._replace(kind="context") if one.name in CONTEXTS else one, "a term")
            if one.name in ONCE_OF_TERM:
                if text:
                    first.setdefault(ONCE_OF_TERM[one.name], text)
            elif one.name in CONTEXTS:
                contexts += [Context(text, tidy(one.of("source")))] if text else []
            elif one.kind == "definition":
                self.define(draft, one, code)
            elif one.name in TERM_NOTES:
                read = evidence.parse_evidence(one.text)
                found.update(read or {})
                notes += [text] if text and read is None else []
            else:
                self.unknown(id, one.kind, "a term")
        text = one_term(first.get("term", ""))
        if not text:
            self.losses.add(id, "an empty term left out", "empty terms left out")
            return None
        status = self.status(first, id)
        if status is None:
            return None
        segments = evidence.texts(found, "segments")
        if len(segments) == len(contexts):
            contexts = [Context(c.text, c.symbol, s) for c, s in zip(contexts, segments, strict=True)]
        return Term(
            text,
            language_of(code),
            status,
            evidence.whole(found, "frequency"),
            tuple(contexts),
            type_of(first.get("type", ""), id, self.losses),
            speech_of(first.get("pos", ""), id, self.losses),
            first.get("source", ""),
            "\n".join(notes),
            tag_of(code),
            first.get("body", ""),
            register_of(first.get("register", "") or evidence.word(found, "register"), id, self.losses),
            reliability_of(first.get("reliability", "") or evidence.number(found, "reliability"), id, self.losses),
            validation_of(first.get("validation", "") or evidence.word(found, "validation"), id, self.losses),
        )

    def status(self, first: dict[str, str], id: str) -> Status | None:
        """The status of a term; what forbids it counts most, flags of a tool before its workflow."""
        if first.get("forbidden", "").lower() in TRUE:
            return "deprecated"
        flagged = "preferred" in first or "forbidden" in first
        if "status" not in first and flagged:
            return "preferred" if first.get("preferred", "").lower() in TRUE else "admitted"
        given = first.get("status") or first.get("process", "")
        return status_of(given, id, self.losses)


def _concept(draft: _Draft, id: str, terms: list[Term]) -> Concept:
    found, told = draft.texts, draft.evidence
    for name in ("created", "modified"):
        time = told.get(name)
        if isinstance(time, str) and time[:10] == found.get(name):
            found[name] = time
    kinds = evidence.texts(told, "relations")
    if len(kinds) != len(draft.references) or not set(kinds) <= set(RELATIONS):
        kinds = ("related",) * len(draft.references)
    return Concept(
        id,
        tuple(terms),
        frequency=evidence.whole(told, "frequency"),
        symbols=evidence.texts(told, "documents"),
        score=evidence.fraction(told, "score"),
        probability=evidence.fraction(told, "probability"),
        subject=found.get("subjectField", ""),
        **defined(draft.definitions),
        note="\n".join(draft.notes),
        references=tuple(
            Reference(target, cast("Relation", kind)) for target, kind in zip(draft.references, kinds, strict=True)
        ),
        links=tuple(dict.fromkeys(filter(None, draft.links))),
        created=found.get("created", ""),
        created_by=found.get("created_by", ""),
        modified=found.get("modified", ""),
        modified_by=found.get("modified_by", ""),
    )
