"""SARIF 2.1.0 (OASIS, 2020): findings for code hosts, editors and dashboards."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpora.files import json_text, utf8, xml_text
from corpora.versions import SCHEMAS
from glossary.checks import BY_CODE, explain_check
from glossary.finding import Evidence, Finding, Report, Severity
from glossary.report.tables import check_name, rows_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_FIRST_LINE = {".tsv": 2, ".csv": 2, ".jsonl": 1}
"""The line on which the first row stands, where a row is a line; else a row counts as a line."""


class Files:
    """The files from which the rows come, one after the other, each with its number of rows.

    ``lines``: where each row stands in its file, 0 where nobody knows; then a row counts as a line.
    """

    def __init__(self, files: Sequence[tuple[Path, int]], lines: Sequence[int] = ()) -> None:
        self.lines = lines
        self.paths = [path for path, _rows in files]
        self.starts = [0, *itertools.accumulate(rows for _path, rows in files)][: len(files)]

    def line(self, segment: int) -> tuple[Path, int] | None:
        """The file of a row (from 1 over all), and the line in it."""
        if not self.paths:
            return None
        which = max(bisect.bisect_left(self.starts, max(segment, 1)) - 1, 0)
        path = self.paths[which]
        if 0 < segment <= len(self.lines) and self.lines[segment - 1]:
            return path, self.lines[segment - 1]
        return path, max(segment - self.starts[which] - 1 + _FIRST_LINE.get(path.suffix.lower(), 1), 1)


def _state(report: Report, finding: Finding) -> dict[str, str]:
    """What SARIF says of a result where there is an earlier one to compare with."""
    if report.known is None:
        return {}
    return {"baselineState": "unchanged" if report.is_known(finding) else "new"}


def render_sarif(
    report: Report,
    bitext: Path | Sequence[tuple[Path, int]] | None = None,
    ui: str = "en",
    version: str = "0",
    lines: Sequence[int] = (),
) -> bytes:
    """One run: a rule a check with its page as help, a result a finding; waived ones are suppressed.

    ``bitext`` is the file whose rows the findings are in, or several with their numbers of rows; ``lines`` are those on which
    the rows begin in their files. A result names the file with that line, else the row as line, and the document and position as logical locations; the stable id is a partial fingerprint.
    """
    files = [(bitext, 0)] if isinstance(bitext, Path) else list(bitext or ())
    where = Files(files, lines)
    found = list(rows_of(report))
    codes = sorted({finding.code for finding, _ in found})
    driver = {
        "name": "duizhao",
        "version": version,
        "semanticVersion": version if version.count(".") == 2 else f"{version}.0.0",
        "rules": [_rule(code, ui) for code in codes],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "language": "zh-CN" if ui == "zh" else "en-US",
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes, where, ui, waived) | _state(report, finding) for finding, waived in found],
        "properties": {"schema": SCHEMAS["report"], "signature": report.signature},
    }
    if files:
        run["artifacts"] = [{"location": {"uri": _uri(path)}} for path, _rows in files]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return utf8(json_text(log, 6) + "\n")


def _rule(code: str, ui: str) -> dict[str, Any]:
    check = BY_CODE.get(code)
    if check is None:
        return {"id": code, "shortDescription": {"text": code}}
    page = explain_check(code, ui) or code
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in check.name.replace("-", " ").split()),
        "shortDescription": {"text": check_name(code, ui)},
        "fullDescription": {"text": page.split("\n\n", 2)[1] if "\n\n" in page else page},
        "help": {"text": page},
        "defaultConfiguration": {"level": _LEVELS[check.severity], "enabled": check.on},
        "properties": {"mqm": check.mqm, "tags": [check.mqm, "translation"]},
    }


def _result(finding: Finding, codes: Sequence[str], where: Files, ui: str, waived: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": xml_text(finding.text(ui)) or finding.code},
        "locations": [_location(finding, where)],
        "partialFingerprints": {"duizhaoId/v1": finding.id},
        "properties": {
            "mqm": finding.mqm,
            "symbol": xml_text(finding.symbol),
            "position": finding.position,
            **({"paragraph": finding.paragraph} if finding.paragraph else {}),
            **({"page": finding.page} if finding.page else {}),
            **({"number": finding.number} if finding.number else {}),
            **({"original": finding.original} if finding.original else {}),
            "segment": finding.segment,
            "zh": xml_text(finding.zh),
            "en": xml_text(finding.en),
            "expected": xml_text(finding.expected),
            "found": xml_text(finding.found),
            "labels": list(finding.labels(ui)),
        },
    }
    if finding.evidence:
        result["relatedLocations"] = [_related(k, one, where) for k, one in enumerate(finding.evidence)]
    if waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _related(number: int, one: Evidence, where: Files) -> dict[str, Any]:
    here = where if one.segment else None
    text = xml_text(f"{one.zh} ‖ {one.en}")
    return {"id": number, "message": {"text": text}, **_location(one, here)}


def _location(row: Finding | Evidence, where: Files | None) -> dict[str, Any]:
    """A row by its name, and by its line in the file that it is read from."""
    symbol, position = xml_text(row.symbol), row.position or row.segment
    logical = {"name": str(position), "fullyQualifiedName": f"{symbol}:{position}", "kind": "element"}
    if not position:
        logical = {"name": symbol, "fullyQualifiedName": symbol, "kind": "resource"}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if where is not None and (found := where.line(row.segment)):
        path, line = found
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(path)}, "region": {"startLine": line}}
    return location


def _uri(path: Path) -> str:
    """A file as a URI: relative where it was named so."""
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix().encode("utf-8", "replace"))
