"""An earlier report to compare with: what it had is known, and only what is new counts."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import read_bytes
from glossary.finding import Report, Severity

HINT = "give a report that 'check --format json' wrote"


def read_report(path: Path, hint: str = HINT) -> dict[str, Any]:
    """A report in JSON as plain values. Raises :class:`InputError` for anything else."""
    try:
        record = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not JSON ({error})", HINT) from error
    if not isinstance(record, dict) or not _whole(record.get("findings")):
        raise InputError(f"{path}: is not a report", hint)
    return record


def _whole(findings: object) -> bool:
    """Whether these are the findings of a report."""
    wanted = {"id", "code", "severity", "symbol", "segment", "message"}
    levels = {severity.value for severity in Severity}
    return isinstance(findings, list) and all(
        isinstance(one, dict) and wanted <= one.keys() and one["severity"] in levels for one in findings
    )


def read_baseline(path: Path) -> dict[str, str]:
    """The ids of what a report had, with their codes; accepted findings too, which are no news where they come back."""
    record = read_report(path)
    waived = record.get("waived")
    rows = [*record["findings"], *(waived if isinstance(waived, list) else ())]
    return {str(row["id"]): str(row.get("code", "")) for row in rows if isinstance(row, Mapping) and "id" in row}


def since(report: Report, earlier: Mapping[str, str], codes: Collection[str]) -> Report:
    """The report that knows which of its findings the earlier one had; ``scores["baseline"]`` counts them.

    ``gone``: what the earlier one had and this one has not, of the checks that ran (``codes``).
    """
    here = {id for finding in report.findings for id in finding.ids()}
    silent = {id for finding in report.waived for id in finding.ids()}
    gone = sum(code in codes and id not in here and id not in silent for id, code in earlier.items())
    made = replace(report, known=frozenset(here & earlier.keys()))
    new = len(made.new())
    told = {"new": new, "known": len(report.findings) - new, "gone": gone}
    return replace(made, scores={**report.scores, "baseline": told})
