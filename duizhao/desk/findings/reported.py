"""The report of the last run as it was written: its findings, the rows around them, and the report itself again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import read_pairs
from duizhao.desk.state import Project
from glossary.consistency import recount
from glossary.finding import LABELS, Evidence, Finding, Judged, Report, Severity

REPORT, ROWS = "report.json", "bitext.parquet"
_AGAIN = "run it again: 'Align and check' in the room Documents"


@dataclass(frozen=True, slots=True)
class Kept(Finding):
    """A finding read back; it has the id under which it was written, whatever that was made of."""

    own: str = ""

    @property
    def id(self) -> str:
        """The id of the file."""
        return self.own


@dataclass(frozen=True)
class Reported:
    """What a run wrote: findings in order of rows, accepted ones among them, and the rows.

    ``waived``: by id, what the waiver file says of a finding that it keeps silent. ``version``: of which run.
    """

    findings: Sequence[Kept] = ()
    pairs: Sequence[Pair] = ()
    waived: Mapping[str, Judged] = field(default_factory=dict)
    scores: Mapping[str, Any] = field(default_factory=dict)
    signature: str = ""
    ui: str = "en"
    version: str = ""

    @cached_property
    def by_id(self) -> dict[str, list[int]]:
        """Where the findings of an id are: a sentence that comes twice may have the same twice."""
        found: dict[str, list[int]] = {}
        for k, one in enumerate(self.findings):
            found.setdefault(one.id, []).append(k)
        return found

    @cached_property
    def hay(self) -> list[str]:
        """What is searched of each finding, in small letters."""
        return [
            "\n".join((f.id, f.code, f.symbol, f.message, f.zh, f.en, f.expected, f.found)).lower()
            for f in self.findings
        ]

    @cached_property
    def important_first(self) -> list[int]:
        """The order of importance."""
        found = self.findings
        return sorted(
            range(len(found)), key=lambda k: (-found[k].severity.rank, found[k].code, found[k].symbol, found[k].segment)
        )

    def report(self, judged: Mapping[str, Judged]) -> Report:
        """The report with what holds now: what is accepted is set apart, and counted so."""
        accepted = [one for one in self.findings if one.id in judged and judged[one.id].decision == "accepted"]
        gone = {one.id for one in accepted}
        left = [one for one in self.findings if one.id not in gone]
        found = Report(left, self.scores, self.signature, accepted, judged=judged)
        return recount(found)


def read_reported(project: Project) -> Reported:
    """The report of the last run; nothing where nobody has run yet. Raises :class:`InputError` for one that cannot be read."""
    version = project.version
    path = project.out / REPORT
    if not version or not path.is_file():
        return Reported(version=version)
    try:
        record = json.loads(path.read_text("utf-8"))
        found = [_finding(one) for one in (*record["findings"], *record.get("waived", ()))]
        scores = dict(record.get("scores", {}))
        waived = _waived(record, scores)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read", _AGAIN) from error
    found.sort(key=lambda one: (one.segment, one.code, one.expected, one.found))
    ui = str(project.record.get("options", {}).get("ui", "en"))
    pairs = read_pairs(_rows(project.out))
    return Reported(found, pairs, waived, scores, str(record.get("signature", "")), ui, version)


def _rows(out: Path) -> Path:
    path = out / ROWS
    if not path.is_file():
        raise InputError(f"{path}: is not there", _AGAIN)
    return path


def _waived(record: Mapping[str, Any], scores: Mapping[str, Any]) -> dict[str, Judged]:
    """What a waiver file says of findings. What a decision of the project made silent is not among them: it holds as long as that does."""
    comments = scores.get("waivers", {}).get("comments", {})
    found = {}
    for one in record.get("waived", ()):
        if "judged" not in one:
            told = comments.get(one["id"], {})
            found[one["id"]] = Judged("accepted", *(str(told.get(key, "")) for key in ("comment", "who", "date")))
    return found


def _finding(one: Mapping[str, Any]) -> Kept:
    spans = {side: tuple((int(a), int(b)) for a, b in one["spans"][side]) for side in ("zh", "en")}
    kind = next((kind for kind, names in LABELS.items() if tuple(one.get("labels", ())) in names), "norm")
    return Kept(
        code=str(one["code"]),
        severity=Severity(one["severity"]),
        mqm=str(one["mqm"]),
        symbol=str(one["symbol"]),
        segment=int(one["segment"]),
        message=str(one["message"]),
        zh=str(one["zh"]),
        en=str(one["en"]),
        zh_spans=spans["zh"],
        en_spans=spans["en"],
        expected=str(one["expected"]),
        found=str(one["found"]),
        evidence=tuple(_evidence(some) for some in one.get("evidence", ())),
        position=int(one["position"]),
        paragraph=int(one["paragraph"] or 0),
        page=int(one["page"] or 0),
        original=str(one["original"] or ""),
        sides=kind != "norm",
        number=str(one["number"] or ""),
        own=str(one["id"]),
    )


def _evidence(one: Mapping[str, Any]) -> Evidence:
    numbers = {name: int(one.get(name) or 0) for name in ("segment", "position", "paragraph", "page")}
    return Evidence(str(one["symbol"]), zh=str(one["zh"]), en=str(one["en"]), **numbers)
