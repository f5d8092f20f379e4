"""What a translator reads: a finding, and the report that holds all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl

from corpora.bitext import Pair
from corpora.notebook import counted, html_table
from corpora.versions import SCHEMAS
from glossary.concept import Termbase

FINDINGS_SCHEMA = pl.Schema(
    {
        "id": pl.String,
        "severity": pl.String,
        "code": pl.String,
        "mqm": pl.String,
        "symbol": pl.String,
        "position": pl.UInt32,
        "paragraph": pl.UInt32,
        "page": pl.UInt32,
        "segment": pl.UInt32,
        "message": pl.String,
        "message_zh": pl.String,
        "zh": pl.String,
        "en": pl.String,
        "expected": pl.String,
        "found": pl.String,
        "waived": pl.Boolean,
    }
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows, the terms that were measured, the report, which waivers matched nothing any more, what to say of the rows.

    ``files``: where the rows of several bitexts come from, each with its number of rows.
    """

    pairs: Sequence[Pair]
    termbase: Termbase
    report: Report
    waivers: Sequence[Path] = ()
    idle: Sequence[str] = ()
    remarks: Sequence[str] = ()
    files: Sequence[tuple[Path, int]] = ()

    def to_frame(self) -> pl.DataFrame:
        """One row a finding, the gravest first and waived ones last, schema :data:`FINDINGS_SCHEMA`.

        ``paragraph`` and ``page`` are null where nobody knows them.
        """
        found = [(one, False) for one in self.report.by_importance()]
        found += [(one, True) for one in Report(self.report.waived).by_importance()]
        lines = [
            (f.id, f.severity.value, f.code, f.mqm, f.symbol, f.position or f.segment, f.paragraph or None,
             f.page or None, f.segment, f.message, f.message_zh, f.zh, f.en, f.expected, f.found, waived)
            for f, waived in found
        ]  # fmt: skip
        return pl.DataFrame(lines, schema=FINDINGS_SCHEMA, orient="row")

    def _repr_html_(self) -> str:
        found = self.report.by_importance()
        rows = ((f.severity.value, f.code, f.place, f.message, f.zh, f.en) for f in found)
        columns = ["severity", "code", "place", "message", "zh", "en"]
        what = f"{counted(len(found), 'finding')} in {counted(len(self.pairs), 'link')}"
        return html_table(what, columns, rows, len(found))


Span = tuple[int, int]


class Severity(StrEnum):
    """How much a finding matters; ordered ``note < warning < error``."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return ("note", "warning", "error").index(self.value)


LABELS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "norm": (("expected", "found"), ("参照", "此处")),
    "known": (("original", "translation"), ("原文", "译文")),
    "unknown": (("Chinese", "English"), ("中文", "英文")),
}
"""What expected and found are called, in English and in Chinese."""


def numbered(number: str, ui: str = "en") -> str:
    """A printed paragraph number as it stands behind a place; nothing where there is none."""
    if not number:
        return ""
    return f"（第{number}段）" if ui == "zh" else f" (para. {number})"


def pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """Text in pieces, marked or not; together they are the text.

    >>> pieces("a<b", [(1, 2)]), pieces("abc", [(0, 2), (1, 9)])
    ([('a', False), ('<', True), ('b', False)], [('ab', True), ('c', True)])
    """
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in (*found, (text[at:], False)) if piece[0]]


def place_name(symbol: str, position: int) -> str:
    """A row as everybody names it; the symbol alone where no position is known."""
    return f"{symbol}:{position}" if position else symbol


@dataclass(frozen=True, slots=True)
class Evidence:
    """Another place that speaks for a finding: a row of this bitext, or of an earlier document (``segment`` 0).

    ``symbol`` and ``position`` name it, as they name that of a :class:`Finding`.
    """

    symbol: str
    segment: int
    zh: str
    en: str
    position: int = 0
    paragraph: int = 0
    page: int = 0

    @property
    def place(self) -> str:
        """How everybody names the row: ``SYMBOL:POSITION``, the symbol alone where no position is known."""
        return place_name(self.symbol, self.position or self.segment)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "symbol": self.symbol,
            "position": self.position,
            "paragraph": self.paragraph or None,
            "page": self.page or None,
            "segment": self.segment,
            "zh": self.zh,
            "en": self.en,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the versions do not agree: an issue for a reviser to judge.

    ``symbol`` and ``position`` (from 1 in the document) name the row; ``paragraph`` and ``page``, from 1, say where it stands
    in its file, 0 where nobody knows. ``segment`` counts the rows of the bitext over all documents. ``zh_spans`` and ``en_spans`` are character offsets in the row's
    texts (end exclusive) of what to mark; ``expected`` and ``found`` say what one side has and the other lacks.
    ``mqm`` is the issue type (MQM core, themqm.org); ``message_zh`` says the same as ``message`` in Chinese.
    ``original`` is the side that was not translated, empty where nobody knows; ``sides``: ``expected`` and ``found`` are what
    the two versions say, the original first (where nobody knows, the Chinese). ``number``: the paragraph number that is
    printed there. ``known_as``: code, expected and found of which :attr:`id` is made, where what is said follows the original
    or was said otherwise in earlier versions; ``parts``: ids of what is one finding here and was several; ``also``: the
    places of other rows that have the fault.
    """

    code: str
    severity: Severity
    mqm: str
    symbol: str
    segment: int
    message: str
    message_zh: str = ""
    zh: str = ""
    en: str = ""
    zh_spans: tuple[Span, ...] = ()
    en_spans: tuple[Span, ...] = ()
    expected: str = ""
    found: str = ""
    evidence: tuple[Evidence, ...] = ()
    position: int = 0
    paragraph: int = 0
    page: int = 0
    original: str = ""
    sides: bool = False
    number: str = ""
    known_as: tuple[str, str, str] | None = None
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """How everybody names the row: ``SYMBOL:POSITION``.

        >>> Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/79/1", 80, "x", position=12).place
        'A/79/1:12'
        """
        return place_name(self.symbol, self.position or self.segment)

    @property
    def id(self) -> str:
        """A stable id: the same texts and the same fault give the same id in the next run, wherever the row stands.

        >>> len(Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/1/1", 3, "x").id)
        12
        """
        code, expected, found = self.known_as or (self.code, self.expected, self.found)
        what = "\x1f".join((code, self.symbol, self.zh, self.en, expected, found))
        return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def is_in(self, ids: Container[str]) -> bool:
        """Whether some ids name it: its own, or those of all its parts."""
        return self.id in ids or (bool(self.parts) and all(one in ids for one in self.parts))

    def ids(self) -> set[str]:
        """Its own id and those of its parts."""
        return {self.id, *self.parts}

    def labels(self, ui: str = "en") -> tuple[str, str]:
        """What to call ``expected`` and ``found``: of two versions, original and translation, or neutrally their languages.

        >>> from dataclasses import replace
        >>> one = Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/1", 3, "", expected="112", found="121", sides=True)
        >>> one.labels(), one.labels("zh"), replace(one, original="en").labels(), replace(one, sides=False).labels()
        (('Chinese', 'English'), ('中文', '英文'), ('original', 'translation'), ('expected', 'found'))
        """
        kind = "norm" if not self.sides else "known" if self.original else "unknown"
        return LABELS[kind][ui == "zh"]

    def where(self, ui: str = "en") -> str:
        """The place with the paragraph number that is printed there.

        >>> one = Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/79/1", 80, "", position=12, number="7")
        >>> one.where(), one.where("zh")
        ('A/79/1:12 (para. 7)', 'A/79/1:12（第7段）')
        """
        return self.place + numbered(self.number, ui)

    def text(self, ui: str = "en") -> str:
        """The message in the language of the report."""
        return self.message_zh if ui == "zh" and self.message_zh else self.message

    def to_dict(self, ui: str = "en") -> dict[str, Any]:
        """Plain values for JSON: the fields of docs/reports.md, ``id`` first."""
        return {
            "id": self.id,
            "code": self.code,
            "severity": self.severity.value,
            "mqm": self.mqm,
            "symbol": self.symbol,
            "position": self.position,
            "paragraph": self.paragraph or None,
            "page": self.page or None,
            "segment": self.segment,
            "number": self.number or None,
            "original": self.original or None,
            "zh": self.zh,
            "en": self.en,
            "spans": {"zh": [list(s) for s in self.zh_spans], "en": [list(s) for s in self.en_spans]},
            "expected": self.expected,
            "found": self.found,
            "labels": list(self.labels(ui)),
            "message": self.text(ui),
            "evidence": [one.to_dict() for one in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of a finding: open, accepted, fixed, discuss or nothing, a comment, who and on which day."""

    decision: str = ""
    comment: str = ""
    who: str = ""
    date: str = ""

    def to_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return {"decision": self.decision, "comment": self.comment, "who": self.who, "date": self.date}


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run, in order of rows, with the scores and the signature of what made them.

    ``waived``: findings that a waiver keeps silent; they are counted and shown, but they fail nothing. ``known``: ids of
    findings that an earlier report had, ``None`` where none was given to compare with. ``judged``: by the id of a finding, what
    people said of it.
    """

    findings: Sequence[Finding]
    scores: Mapping[str, Any] = field(default_factory=dict)
    signature: str = ""
    waived: Sequence[Finding] = ()
    known: frozenset[str] | None = None
    judged: Mapping[str, Judged] = field(default_factory=dict)

    def is_known(self, finding: Finding) -> bool:
        """Whether the earlier report had it."""
        return self.known is not None and finding.is_in(self.known)

    def new(self) -> Sequence[Finding]:
        """The findings that the earlier report had not; all where none was given."""
        return [finding for finding in self.findings if not self.is_known(finding)]

    def by_importance(self) -> list[Finding]:
        """Errors first, then warnings, then notes; within these by code, document and row."""
        return sorted(self.findings, key=lambda f: (-f.severity.rank, f.code, f.symbol, f.segment))

    def to_dict(self, ui: str = "en") -> dict[str, Any]:
        """``{"schema": 2, "findings": [...], "scores": {...}, "signature": "..."}``, and ``"waived"`` where there are any.

        A finding that an earlier report had is ``"known": true``; one that somebody judged has ``"judged"``.
        """
        record: dict[str, Any] = {
            "schema": SCHEMAS["report"],
            "findings": [
                f.to_dict(ui) | ({"known": True} if self.is_known(f) else {}) | self._judged(f) for f in self.findings
            ],
            "scores": dict(self.scores),
            "signature": self.signature,
        }
        return record | ({"waived": [f.to_dict(ui) | self._judged(f) for f in self.waived]} if self.waived else {})

    def _judged(self, finding: Finding) -> dict[str, Any]:
        said = self.judged.get(finding.id)
        return {"judged": said.to_dict()} if said else {}
