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
from glossary.concept import RELATIONS, Concept, Context, Reference, Relation, Term, Termbase
from glossary.formats import evidence
from glossary.formats.reading import Ids, finished, language_of, speech_of, status_of, type_of, with_targets
from glossary.formats.tbx.fields import Field, fields, sections
from glossary.losses import Losses

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROOTS = ("tbx", "martif")
CREATED = frozenset({"origination", "creation", "input", "importation"})
CHANGED = frozenset({"modification", "update"})
ONCE_OF_TERM = frozenset({"term", "administrativeStatus", "termType", "partOfSpeech", "source"})


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a TBX file; what is not in them is named. Raises :class:`InputError` for anything else."""
    root = sniff_root(path)
    if root is None:
        raise InputError(f"{path}: not well-formed XML (it does not begin with an element)", "give a TBX file")
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
        given = draft.evidence.get("id")
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

    def of_concept(self, draft: _Draft, found: Iterable[Field], language: str) -> None:
        for one in found:
            if one.kind in ("subjectField", "definition"):
                draft.once(one.kind, one.text, self.losses)
                if one.kind == "definition" and tidy(one.text) == draft.texts.get("definition"):
                    draft.once("source", one.of("source"), self.losses)
            elif one.kind == "note":
                self.note(draft, one.text)
            elif one.kind == "transactionType":
                self.transaction(draft, one)
            elif one.kind == "crossReference" and one.target:
                draft.references.append(one.target)
            elif one.kind in ("externalCrossReference", "xGraphic"):
                draft.links.append(tidy(one.target or one.text))
            else:
                self.unknown(draft.id, one.kind, "a concept" if not language else "a language section")

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
        draft.once(name, one.of("date"), self.losses)
        draft.once(f"{name}_by", one.of("responsibility"), self.losses)

    def section(self, section: etree._Element, draft: _Draft, id: str) -> Iterator[Term]:
        code = section.get(XML_LANG) or section.get("lang") or ""
        language = language_of(code)
        holders = list(sections(section, "termSec", "tig", "ntig"))
        if language not in ("zh", "en"):
            for _ in holders:
                if code:
                    self.losses.language(code)
                else:
                    self.losses.add(id, "a term without a language left out", "terms without a language, left out")
            return
        self.of_concept(draft, fields(section), language)
        for holder in holders:
            term = self.term(holder, language, id)
            if term is not None:
                yield term

    def term(self, holder: etree._Element, language: str, id: str) -> Term | None:
        first: dict[str, str] = {}
        notes: list[str] = []
        contexts: list[Context] = []
        found: dict[str, object] = {}
        for one in fields(holder):
            text = tidy(one.text)
            if one.kind in ONCE_OF_TERM:
                if text:
                    first.setdefault(one.kind, text)
            elif one.kind == "context":
                contexts += [Context(text, tidy(one.of("source")))] if text else []
            elif one.kind == "note":
                read = evidence.parse_evidence(one.text)
                found.update(read or {})
                notes += [text] if text and read is None else []
            else:
                self.unknown(id, one.kind, "a term")
        if "term" not in first:
            self.losses.add(id, "an empty term left out", "empty terms left out")
            return None
        segments = evidence.texts(found, "segments")
        if len(segments) == len(contexts):
            contexts = [Context(c.text, c.symbol, s) for c, s in zip(contexts, segments, strict=True)]
        return Term(
            first["term"],
            language,
            status_of(first.get("administrativeStatus", ""), id, self.losses),
            evidence.whole(found, "frequency"),
            tuple(contexts),
            type_of(first.get("termType", ""), id, self.losses),
            speech_of(first.get("partOfSpeech", ""), id, self.losses),
            first.get("source", ""),
            "\n".join(notes),
        )


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
        definition=found.get("definition", ""),
        definition_source=found.get("source", ""),
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
