"""Checks: one pure function each, with a stable code. No file access in here."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Sequence
from typing import Any

from corpora.bitext import Pair
from glossary.checks.base import Check
from glossary.checks.hard import check_dates, check_numbers, check_symbols
from glossary.checks.repeats import check_same_en, check_same_zh
from glossary.checks.sentences import check_added, check_missing, check_untranslated
from glossary.checks.terms import check_renderings, check_usual
from glossary.consistency import ConsistencyResult
from glossary.finding import Finding, Report, Severity

CHECKS_VERSION = "1"

CHECKS: tuple[Check, ...] = (
    Check("DZ101", "missing sentence", Severity.ERROR, "Accuracy/Omission", check_missing),
    Check("DZ102", "added sentence", Severity.ERROR, "Accuracy/Addition", check_added),
    Check("DZ103", "untranslated", Severity.WARNING, "Accuracy/Untranslated", check_untranslated),
    Check("DZ201", "number", Severity.ERROR, "Accuracy/Mistranslation", check_numbers),
    Check("DZ202", "date", Severity.ERROR, "Accuracy/Mistranslation", check_dates),
    Check("DZ203", "symbol", Severity.ERROR, "Accuracy/Mistranslation", check_symbols),
    Check("DZ301", "term in several ways", Severity.WARNING, "Terminology/Inconsistent use", check_renderings),
    Check("DZ302", "usual rendering not found", Severity.NOTE, "Terminology/Inconsistent use", check_usual),
    Check("DZ401", "same Chinese, different English", Severity.WARNING, "Style/Inconsistency", check_same_zh),
    Check("DZ402", "same English, different Chinese", Severity.WARNING, "Style/Inconsistency", check_same_en),
)
BY_CODE = {check.code: check for check in CHECKS}


def run_checks(pairs: Sequence[Pair], *, consistency: ConsistencyResult | None = None) -> list[Finding]:
    """All findings in order of rows, then codes."""
    found = [finding for check in CHECKS for finding in check.run(check, pairs, consistency)]
    return sorted(found, key=lambda f: (f.segment, f.code, f.expected, f.found))


def explain_check(code: str) -> str | None:
    """The page of a check: what it does, why it matters, an example, what to do; ``None`` for an unknown code."""
    check = BY_CODE.get(code)
    if check is None:
        return None
    head = f"{check.code}  {check.name}  ({check.severity.value}; MQM: {check.mqm})"
    return f"{head}\n\n{inspect.cleandoc(check.run.__doc__ or '')}"


def make_report(
    findings: Sequence[Finding], pairs: Sequence[Pair], consistency: ConsistencyResult, signature: str
) -> Report:
    """Findings with counts by severity, code and document, and the consistency scores."""
    severities = Counter(finding.severity.value for finding in findings)
    scores: dict[str, Any] = {
        "pairs": len(pairs),
        "findings": {severity.value: severities.get(severity.value, 0) for severity in Severity},
        "by_code": dict(sorted(Counter(finding.code for finding in findings).items())),
        "by_document": dict(Counter(finding.symbol for finding in findings)),
        "consistency": consistency.to_dict(),
    }
    return Report(tuple(findings), scores, signature)
