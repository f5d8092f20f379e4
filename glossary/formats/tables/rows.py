"""Rows of a table as concepts: a column of Chinese and a column of English terms, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpora.errors import short
from corpora.files import tidy
from corpora.text import LANGUAGES, detect_language, language_of_tag, language_tag
from glossary.concept import Concept, Context, Definition, Reference, Status, Term, rivals
from glossary.formats.reading import (
    TRUE,
    defined,
    register_of,
    reliability_of,
    speech_of,
    status_of,
    tag_of,
    type_of,
    validation_of,
)
from glossary.formats.tables.columns import MORE, parsed, split
from glossary.formats.tables.figures import iso_time, number_of
from glossary.formats.tables.layout import Layout, TermColumn
from glossary.formats.tables.several import terms_in
from glossary.losses import Losses

COUNTED = re.compile(r"(.*\S) \((\d+)\)", re.S)
"""A variant with its count, as drafts have it: ``难民署 (12)``."""
TEXTS = ("subject", "note", "created", "created_by", "modified", "modified_by")
STANDING = ("body", "register", "reliability", "validation")
SHORT_FORMS = ("shortForm", "acronym", "abbreviation", "variant")

Key = tuple[str, str, str]
"""Language, text and tag of a term."""


@dataclass(slots=True)
class Draft:
    """What of a concept was found so far. ``told``: a term of it was left out, and that is named already."""

    id: str
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    terms: dict[Key, Term] = field(default_factory=dict)
    definitions: list[Definition] = field(default_factory=list)
    shared: Status | None = None
    told: bool = False

    def define(self, one: Definition, losses: Losses) -> None:
        """Keep the first definition of each language."""
        known = next((other for other in self.definitions if other.language == one.language), None)
        if known is None:
            self.definitions += [one] if one.text else []
        elif one.text and known.text != one.text:
            losses.add(self.id, "a second definition left out", "concepts: a second definition left out")

    def concept(self, id: str, losses: Losses) -> Concept:
        """The concept, with all that was found."""
        references: list[Reference] = []
        for text in self.lists.get("cross_ref", ()):
            kind, colon, target = text.partition(":")
            if colon and kind in ("broader", "narrower") and target:
                references.append(Reference(target, "broader" if kind == "broader" else "narrower"))
            else:
                references.append(Reference(text))
        definitions = defined(self.definitions)
        definitions["definition_source"] = definitions["definition_source"] or self.texts.get("definition_source", "")
        return Concept(
            id,
            tuple(sorted(self.terms.values(), key=lambda term: term.language != "zh")),
            frequency=int(self.numbers.get("frequency", 0)),
            score=self.numbers.get("score", 0.0),
            probability=self.numbers.get("probability", 0.0),
            symbols=self.lists.get("documents", ()),
            links=self.lists.get("links", ()),
            references=tuple(references),
            **({name: self.texts.get(name, "") for name in TEXTS} | definitions),
        )


class Reader:
    """Reads a table row by row; the rows of one id are one concept."""

    def __init__(self, layout: Layout, losses: Losses) -> None:
        self.layout = layout
        self.losses = losses
        self.drafts: list[Draft] = []
        self.by_id: dict[str, Draft] = {}
        self.splits = not (layout.own or layout.positional)
        self.several: list[tuple[int, str]] = []

    def draft(self, row: Sequence[str]) -> Draft:
        """The concept that a row belongs to."""
        id = self.cell(row, self.layout.concept.get("concept_id"))
        draft = self.by_id.get(id) if id else None
        if draft is None:
            draft = Draft(id)
            self.drafts.append(draft)
            if id:
                self.by_id[id] = draft
        return draft

    def row(self, row: Sequence[str], number: int) -> None:
        """One more row, by its number in the file."""
        draft = self.draft(row)
        self.facts(draft, row)
        given = self.shared(row, "status") if self.shares_status else ""
        draft.shared = status_of(given, draft.id, self.losses) if given else None
        if given and draft.shared is None:
            draft.told = True
            return
        for column, texts in self.cells(row, number):
            for text in texts:
                self.term(draft, row, column, text)
        for index, form in self.layout.forms.items():
            text = self.cell(row, index)
            if text:
                self.term(draft, row, TermColumn(detect_language(text) or "en", index, form=form), text)
        for language, index in self.layout.variants.items():
            self.variants(draft, language, self.cell(row, index))

    @property
    def shares_status(self) -> bool:
        """Whether one cell says the status of all terms of a row."""
        return not any({"status", "info", "forbidden"} & set(column.parts) for column in self.layout.terms)

    def cells(self, row: Sequence[str], number: int) -> Iterator[tuple[TermColumn, list[str]]]:
        """The terms of each column, full forms first; where people put several into a cell, all of them."""
        columns = sorted(self.columns(row), key=lambda column: column.form in SHORT_FORMS)
        texts = [(column, text) for column in columns if (text := self.cell(row, column.index))]
        first: dict[str, str] = {}
        for column, text in texts:
            first.setdefault(column.language, text)
        parted = dict(zip(LANGUAGES, terms_in(first.get("zh", ""), first.get("en", "")), strict=True))
        for column, text in texts:
            found = [text]
            if self.splits and column.language in LANGUAGES:
                found = parted[column.language] if text == first[column.language] else terms_in(text, "")[0]
            if len(found) > 1:
                self.several.append((number, text))
            yield column, found

    def columns(self, row: Sequence[str]) -> list[TermColumn]:
        """The columns of terms; where a cell says in which language one is, that counts for its row."""
        found = []
        for column in self.layout.terms:
            code = self.cell(row, self.layout.coded.get(column.index))
            tag = language_tag(code)
            found.append(replace(column, language=language_of_tag(tag), tag=tag_of(code)) if tag else column)
        return found

    @staticmethod
    def cell(row: Sequence[str], index: int | None) -> str:
        """The text of a cell; nothing beyond the end of the row."""
        return tidy(row[index]) if index is not None and 0 <= index < len(row) else ""

    def shared(self, row: Sequence[str], name: str) -> str:
        """What a cell says of the whole row."""
        return self.cell(row, self.layout.concept.get(name))

    def facts(self, draft: Draft, row: Sequence[str]) -> None:
        """What is said of the concept."""
        for name in TEXTS:
            text = self.shared(row, name)
            self.once(draft, name, iso_time(text) if name in ("created", "modified") else text)
        self.defined(draft, row)
        for name in ("frequency", "score", "probability"):
            text = self.shared(row, name)
            value = number_of(text)
            if value:
                draft.numbers.setdefault(name, value)
            elif text and value is None:
                self.losses.add(
                    draft.id,
                    f"{name} {short(text)!r} is no number: left out",
                    f"concepts: {name} is no number: left out",
                )
        for name in ("documents", "links", "cross_ref"):
            text = self.shared(row, name)
            if text and not (name == "documents" and text.isdecimal()):  # drafts count documents only
                draft.lists.setdefault(name, tuple(split(text)))

    def defined(self, draft: Draft, row: Sequence[str]) -> None:
        """The definitions: of the column that has them, of those that say their language, and further ones of ours."""
        language, source = (self.shared(row, f"definition_{name}") for name in ("language", "source"))
        definition = self.shared(row, "definition")
        if definition:
            draft.define(Definition(definition, language_tag(language), source), self.losses)
        else:
            self.once(draft, "definition_source", source)
        for index, tag in self.layout.definitions.items():
            draft.define(Definition(self.cell(row, index), tag), self.losses)
        more = self.shared(row, "more_definitions")
        found = parsed(more) if more else []
        for one in found if isinstance(found, list) else [None]:
            if isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one):
                draft.define(Definition(one[0], one[1], one[2]), self.losses)
            else:
                what = "a cell of more_definitions is damaged: left out"
                self.losses.add(draft.id, what, "cells of more_definitions are damaged: left out")

    def once(self, draft: Draft, name: str, text: str) -> None:
        """Keep the first text of a field that a concept has once."""
        if text and draft.texts.setdefault(name, text) != text:
            self.losses.add(draft.id, f"a second {name} left out", f"concepts: a second {name} left out")

    def term(self, draft: Draft, row: Sequence[str], column: TermColumn, text: str) -> None:
        """One term of a cell, with what the columns behind it say."""
        if column.language not in LANGUAGES:
            self.losses.language(column.language)
            return
        parts = {name: self.cell(row, index) for name, index in column.parts.items()}
        tag = tag_of(parts.get("tag", "")) or column.tag
        key = (column.language, text, tag)
        status = self.status(draft, parts, Term(text, column.language, tag=tag))
        if status is None:
            draft.told = True
            return
        frequency = number_of(parts.get("frequency", ""))
        term = Term(
            text,
            column.language,
            status,
            int(frequency or 0),
            tuple(self.contexts(draft, row, parts, column.language)),
            type_of(parts.get("type", "") or column.form or self.shared(row, "type"), draft.id, self.losses),
            speech_of(parts.get("pos", "") or self.shared(row, "pos"), draft.id, self.losses),
            parts.get("source", "") or self.shared(row, "term_source"),
            parts.get("note", ""),
            tag,
            **self.standing(draft, row, parts),
        )
        if key not in draft.terms:
            draft.terms[key] = term
        elif term != draft.terms[key] and "status" in column.parts:
            what = f"term {short(text)!r} stands twice: the first counts"
            self.losses.add(draft.id, what, "terms that stand twice in their concept: the first counts")

    def standing(self, draft: Draft, row: Sequence[str], parts: Mapping[str, str]) -> dict[str, Any]:
        """Whose term it is, how it is spoken, how reliable it is: of the columns behind it, else of the row."""
        given = {name: parts.get(name, "") or self.shared(row, name) for name in STANDING}
        return {
            "body": given["body"],
            "register": register_of(given["register"], draft.id, self.losses),
            "reliability": reliability_of(given["reliability"], draft.id, self.losses),
            "validation": validation_of(given["validation"], draft.id, self.losses),
        }

    def default(self, draft: Draft, term: Term) -> Status:
        """Where a table does not tell: the first term of a language is the preferred one."""
        taken = any(other.status == "preferred" and rivals(other, term) for other in draft.terms.values())
        return "admitted" if taken else "preferred"

    def status(self, draft: Draft, parts: dict[str, str], term: Term) -> Status | None:
        """The status of a term; ``None`` for one that nobody understands, which is named."""
        default = self.default(draft, term)
        if "forbidden" in parts or "preferred" in parts:
            if parts.get("forbidden", "").lower() in TRUE:
                return "deprecated"
            return "preferred" if parts.get("preferred", "").lower() in TRUE else "admitted"
        if "info" in parts:
            words = [word for one in re.split(r"[,;]", parts["info"]) if (word := one.strip())]
            for word in words:
                if word.lower() != "forbidden":
                    what = f"letter case setting {short(word, 30)!r} left out"
                    self.losses.add(draft.id, what, "terms: setting of letter case left out")
            return "deprecated" if "forbidden" in (word.lower() for word in words) else default
        if parts.get("status"):
            return status_of(parts["status"], draft.id, self.losses, default)
        if draft.shared == "preferred":
            return default
        return draft.shared or default

    def contexts(self, draft: Draft, row: Sequence[str], parts: dict[str, str], language: str) -> Iterator[Context]:
        """The sentences in which a term stands; a column for all of the row is that of its own language."""
        shared = self.shared(row, "context")
        text = parts.get("context", "") or (shared if shared and (detect_language(shared) or "en") == language else "")
        if text:
            symbol = parts.get("context_symbol", "") or self.shared(row, "source_symbol")
            segment = parts.get("context_segment", "") or self.shared(row, "source_position")
            yield Context(text, symbol, segment or self.shared(row, "source_segment"))
        if parts.get(MORE):
            found = parsed(parts[MORE])
            for one in found if isinstance(found, list) else [None]:
                if isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one):
                    yield Context(*one)
                else:
                    self.losses.add(
                        draft.id, f"a cell of {MORE} is damaged: left out", f"cells of {MORE} are damaged: left out"
                    )

    def variants(self, draft: Draft, language: str, text: str) -> None:
        """Further terms of a cell of a draft."""
        counted = "frequency" in self.layout.concept
        for part in split(text):
            found = COUNTED.fullmatch(part) if counted else None
            name, count = (found[1], int(found[2][:18])) if found else (part, 0)
            if (language, name, "") not in draft.terms:
                status: Status = (
                    "admitted" if any(t.language == language for t in draft.terms.values()) else "preferred"
                )
                draft.terms[language, name, ""] = Term(name, language, status, count)

    def finished(self) -> list[Draft]:
        """The concepts; a row that only says which other term is not to be used belongs to the concept of that term."""
        if self.several:
            number, text = self.several[0]
            cells = f"{len(self.several)} cells hold" if len(self.several) > 1 else "a cell holds"
            self.losses.guess(f"{cells} several terms, read as such (row {number}: {short(text, 60)!r})")
        broken = [text for draft in self.drafts for _language, text, _tag in draft.terms if "\n" in text]
        if broken:
            terms = f"{len(broken)} terms have line ends" if len(broken) > 1 else "a term has a line end"
            self.losses.guess(f"{terms} in {'them' if len(broken) > 1 else 'it'}, kept ({short(broken[0], 60)!r})")
        holders: dict[Key, Draft] = {}
        kept: list[Draft] = []
        for draft in self.drafts:
            bad = draft.shared in ("deprecated", "superseded") and not draft.id
            known = [key for key in draft.terms if key in holders] if bad else []
            if known and len(known) < len(draft.terms):
                home = holders[known[0]]
                home.terms |= {key: term for key, term in draft.terms.items() if key not in home.terms}
                continue
            kept.append(draft)
            if draft.shared not in ("deprecated", "superseded"):
                for key in draft.terms:
                    holders.setdefault(key, draft)
        return kept
