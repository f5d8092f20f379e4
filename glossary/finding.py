"""What a translator reads: a finding, and the report that holds all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding matters; ordered ``note < warning < error``."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return ("note", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the versions do not agree.

    ``segment`` counts rows of the bitext from 1; ``zh_span`` and ``en_span`` are character offsets in the row's
    texts (end exclusive) of what to mark; ``expected`` and ``found`` say what one side has and the other lacks;
    ``others`` are rows (from 1) that hold the evidence, for a finding about several places.
    """

    code: str
    severity: Severity
    symbol: str
    segment: int
    message: str
    zh: str = ""
    en: str = ""
    zh_span: tuple[int, int] | None = None
    en_span: tuple[int, int] | None = None
    expected: str = ""
    found: str = ""
    others: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """A stable id: the same texts and the same fault give the same id in the next run.

        >>> len(Finding("DZ101", Severity.ERROR, "A/1/1", 3, "x").id)
        10
        """
        what = "\x1f".join((self.code, self.symbol, self.zh, self.en, self.expected, self.found))
        return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:10]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, ``id`` first."""
        return {"id": self.id, **asdict(self), "severity": self.severity.value}


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a run, in order of rows, with the consistency scores and the signature of what made them."""

    findings: Sequence[Finding]
    scores: Mapping[str, Any] = field(default_factory=dict)
    signature: str = ""

    def to_dict(self) -> dict[str, Any]:
        """``{"findings": [...], "scores": {...}, "signature": "..."}``."""
        return {
            "findings": [finding.to_dict() for finding in self.findings],
            "scores": dict(self.scores),
            "signature": self.signature,
        }
