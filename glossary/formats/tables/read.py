"""Tables in: our own, memoQ's and Phrase's layouts, and any table with a Chinese and an English column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from corpora.errors import InputError, short
from corpora.files import tidy
from corpora.sheets import read_delimited, read_sheets
from glossary.concept import Concept, Context, Reference, Status, Term, Termbase
from glossary.formats.reading import Ids, finished, speech_of, status_of, type_of, with_targets
from glossary.formats.tables.columns import MORE, parsed, split
from glossary.formats.tables.layout import Layout, TermColumn, layout_of
from glossary.losses import Losses

COUNTED = re.compile(r"(.*\S) \((\d+)\)", re.S)
"""A variant with its count, as drafts have it: ``难民署 (12)``."""
TRUE = frozenset({"true", "1", "yes", "wahr", "vrai", "是"})
TEXTS = ("subject", "definition", "definition_source", "note", "created", "created_by", "modified", "modified_by")
MEMOQ_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M")


def read(path: Path, losses: Losses) -> Termbase:
    """Concepts of a CSV, TSV or XLSX; what is not in them is named. Raises :class:`InputError` for anything else."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        sheets = read_sheets(path)
        best = max(sheets, key=lambda rows: len({"zh", "en"} & layout_of(rows).languages))
        if len(sheets) > 1:
            losses.add("", f"{len(sheets) - 1} other sheet{'s' if len(sheets) > 2 else ''} left out")
        return from_cells(best, path, losses)
    tabs = path.suffix.lower() in (".tsv", ".tab", ".txt")
    return from_cells(read_delimited(path, tabs), path, losses)


def from_cells(rows: Sequence[Sequence[str]], path: Path, losses: Losses) -> Termbase:
    """Concepts of a table: the rows of one ``concept_id`` are one concept, a row without an id is one of its own."""
    layout = layout_of(rows)
    missing = sorted({"zh", "en"} - layout.languages)
    if len(missing) == 2:
        names = ", ".join(short(name, 40) for name in rows[0][:8])
        raise InputError(f"{path}: no column zh and en (columns: {names})", "name the term columns zh and en")
    if missing:
        losses.add("", f"no column {missing[0]}")
    for name in layout.unknown.values():
        losses.add("", f"column {short(name, 40)!r} left out", "columns left out")
    reader = _Reader(layout, losses)
    for row in rows[1:] if layout.header else rows:
        reader.row(row)
    ids, targets = Ids(losses), {}
    concepts = []
    for draft in reader.drafts:
        if draft.terms:
            id = ids.unique(draft.id)
            targets[draft.id or id] = id
            concepts.append(draft.concept(id))
        else:
            losses.add(
                draft.id, "no Chinese or English term: left out", "rows without a Chinese or English term, left out"
            )
    resolved = with_targets(concepts, targets, losses) if not reader.own else concepts
    return finished(resolved, path, f"table:{path.name}", len(reader.drafts))


@dataclass(slots=True)
class _Draft:
    id: str
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)

    def concept(self, id: str) -> Concept:
        references: list[Reference] = []
        for text in self.lists.get("cross_ref", ()):
            kind, colon, target = text.partition(":")
            if colon and kind in ("broader", "narrower") and target:
                references.append(Reference(target, "broader" if kind == "broader" else "narrower"))
            else:
                references.append(Reference(text))
        return Concept(
            id,
            tuple(sorted(self.terms.values(), key=lambda term: term.language != "zh")),
            frequency=int(self.numbers.get("frequency", 0)),
            score=self.numbers.get("score", 0.0),
            probability=self.numbers.get("probability", 0.0),
            symbols=self.lists.get("documents", ()),
            links=self.lists.get("links", ()),
            references=tuple(references),
            **{name: self.texts.get(name, "") for name in TEXTS},
        )


class _Reader:
    def __init__(self, layout: Layout, losses: Losses) -> None:
        self.layout = layout
        self.losses = losses
        self.drafts: list[_Draft] = []
        self.by_id: dict[str, _Draft] = {}
        self.own = "cross_ref" in layout.concept

    def row(self, row: Sequence[str]) -> None:
        id = self.cell(row, self.layout.concept.get("concept_id"))
        draft = self.by_id.get(id) if id else None
        if draft is None:
            draft = _Draft(id)
            self.drafts.append(draft)
            if id:
                self.by_id[id] = draft
        self.facts(draft, row)
        for column in self.layout.terms:
            self.term(draft, row, column)
        for language, index in self.layout.variants.items():
            self.variants(draft, language, self.cell(row, index))

    @staticmethod
    def cell(row: Sequence[str], index: int | None) -> str:
        return tidy(row[index]) if index is not None and 0 <= index < len(row) else ""

    def facts(self, draft: _Draft, row: Sequence[str]) -> None:
        places = self.layout.concept
        for name in TEXTS:
            text = self.cell(row, places.get(name))
            self.once(draft, name, iso_time(text) if name in ("created", "modified") else text)
        for index in self.layout.definitions:
            self.once(draft, "definition", self.cell(row, index))
        for name in ("frequency", "score", "probability"):
            text = self.cell(row, places.get(name))
            value = _number(text)
            if value:
                draft.numbers.setdefault(name, value)
            elif text and value is None:
                self.losses.add(
                    draft.id,
                    f"{name} {short(text)!r} is no number: left out",
                    f"concepts: {name} is no number: left out",
                )
        for name in ("documents", "links", "cross_ref"):
            text = self.cell(row, places.get(name))
            if text and not (name == "documents" and text.isdecimal()):  # drafts count documents only
                draft.lists.setdefault(name, tuple(split(text)))

    def once(self, draft: _Draft, name: str, text: str) -> None:
        if text and draft.texts.setdefault(name, text) != text:
            self.losses.add(draft.id, f"a second {name} left out", f"concepts: a second {name} left out")

    def term(self, draft: _Draft, row: Sequence[str], column: TermColumn) -> None:
        text = self.cell(row, column.index)
        if not text:
            return
        if column.language not in ("zh", "en"):
            self.losses.language(column.language)
            return
        known = (column.language, text) in draft.terms
        parts = {name: self.cell(row, index) for name, index in column.parts.items()}
        default = self.default(draft, column.language)
        status = self.status(draft, row, parts, default)
        frequency = _number(parts.get("frequency", ""))
        term = Term(
            text,
            column.language,
            status,
            int(frequency or 0),
            tuple(self.contexts(draft, row, parts)),
            type_of(parts.get("type", ""), draft.id, self.losses),
            speech_of(parts.get("pos", "") or self.shared(row, "pos"), draft.id, self.losses),
            parts.get("source", ""),
            parts.get("note", ""),
        )
        if known:
            if term != draft.terms[column.language, text] and "status" in column.parts:
                what = f"term {short(text)!r} stands twice: the first counts"
                self.losses.add(draft.id, what, "terms that stand twice in their concept: the first counts")
            return
        draft.terms[column.language, text] = term

    def shared(self, row: Sequence[str], name: str) -> str:
        return self.cell(row, self.layout.concept.get(name))

    def default(self, draft: _Draft, language: str) -> Status:
        """Where a table does not tell: the first term of a language is the preferred one."""
        taken = any(t.language == language and t.status == "preferred" for t in draft.terms.values())
        return "admitted" if taken else "preferred"

    def status(self, draft: _Draft, row: Sequence[str], parts: dict[str, str], default: Status) -> Status:
        if "forbidden" in parts or "preferred" in parts:
            if parts.get("forbidden", "").lower() in TRUE:
                return "deprecated"
            return "preferred" if parts.get("preferred", "").lower() in TRUE else "admitted"
        if "info" in parts:
            return "deprecated" if "forbidden" in parts["info"].lower() else default
        given = parts.get("status") or self.shared(row, "status")
        return status_of(given, draft.id, self.losses, default)

    def contexts(self, draft: _Draft, row: Sequence[str], parts: dict[str, str]) -> Iterator[Context]:
        if text := parts.get("context", ""):
            symbol = parts.get("context_symbol", "") or self.shared(row, "source_symbol")
            yield Context(
                text,
                symbol,
                parts.get("context_segment", "")
                or self.shared(row, "source_position")
                or self.shared(row, "source_segment"),
            )
        if parts.get(MORE):
            found = parsed(parts[MORE])
            for one in found if isinstance(found, list) else [None]:
                if isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one):
                    yield Context(*one)
                else:
                    self.losses.add(
                        draft.id, f"a cell of {MORE} is damaged: left out", f"cells of {MORE} are damaged: left out"
                    )

    def variants(self, draft: _Draft, language: str, text: str) -> None:
        counted = "frequency" in self.layout.concept
        for part in split(text):
            found = COUNTED.fullmatch(part) if counted else None
            name, count = (found[1], int(found[2][:18])) if found else (part, 0)
            if (language, name) not in draft.terms:
                status: Status = (
                    "admitted" if any(t.language == language for t in draft.terms.values()) else "preferred"
                )
                draft.terms[language, name] = Term(name, language, status, count)


def iso_time(text: str) -> str:
    """The times of memoQ (``11/25/2026 2:05:00 PM``) as ISO 8601; other texts as they are.

    >>> iso_time("11/25/2026 2:05:00 PM"), iso_time("2026-11-25")
    ('2026-11-25T14:05:00Z', '2026-11-25')
    """
    if not MEMOQ_TIME.fullmatch(text):
        return text
    try:
        return f"{datetime.strptime(text, '%m/%d/%Y %I:%M:%S %p'):%Y-%m-%dT%H:%M:%S}Z"
    except ValueError:
        return text


def _number(text: str) -> float | None:
    """A number of a cell, 0 for an empty one, ``None`` for what is none or below zero.

    >>> _number("0.5"), _number("1,200"), _number(""), _number("many"), _number("nan")
    (0.5, 1200.0, 0.0, None, None)
    """
    if not text:
        return 0.0
    try:
        value = float(text.replace(",", "")) if not text.isdecimal() else int(text[:18])
    except ValueError:
        return None
    return value if 0 <= value < 1e18 else None
