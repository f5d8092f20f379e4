"""Checks: one pure function each, with a stable code; no file access in here.

The letter says what a check is about: A accuracy, N numbers, T terminology, S sentences, P form and punctuation.
"""

from glossary.checks.base import Check, Material, Need
from glossary.checks.pages import SEVERITIES_ZH, all_pages, explain_check
from glossary.checks.repeats import Across
from glossary.checks.rules import ALLOW, KEEP, OwnRule, trouble_of
from glossary.checks.run import (
    BY_CODE,
    CHECKS,
    CHECKS_VERSION,
    asks_for,
    in_order,
    make_report,
    run_checks,
)
from glossary.checks.selection import Selection, current

__all__ = [
    "ALLOW",
    "BY_CODE",
    "CHECKS",
    "CHECKS_VERSION",
    "KEEP",
    "SEVERITIES_ZH",
    "Across",
    "Check",
    "Material",
    "Need",
    "OwnRule",
    "Selection",
    "all_pages",
    "asks_for",
    "current",
    "explain_check",
    "in_order",
    "make_report",
    "run_checks",
    "trouble_of",
]
