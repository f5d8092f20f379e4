"""Checks: one pure function each, with a stable code. No file access in here.

The letter says what a check is about: A accuracy, N numbers, T terminology, S sentences, P form and punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from glossary.checks import content, form, names, numbers, repeats, terms
from glossary.checks.base import Check, Material, Need
from glossary.checks.rules import ALLOW
from glossary.checks.selection import Selection
from glossary.checks.voice import MOST_A_ROW, one_voice
from glossary.consistency import ConsistencyResult, build_scores
from glossary.finding import Finding, Report

CHECKS_VERSION = "6"
WINGS = (content, form, names, numbers, repeats, terms)
"""A module that the face of one of these names, and that has a tuple ``CHECKS``, is part of the program."""

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (check for wing in WINGS for name in wing.__all__ for check in getattr(getattr(wing, name), "CHECKS", ())),
        key=lambda c: ("ANTSP".index(c.code[0]), c.code),
    )
)
BY_CODE = {check.code: check for check in CHECKS}
SPELLINGS = frozenset({"A104", "A105", "T113"})
"""Checks that a word allowed by the reviser silences, beside those of form."""
_ALL_ON = Selection()


def asks_for(need: Need, selection: Selection = _ALL_ON, given: Collection[Need] = ()) -> bool:
    """Whether a selected check asks for something, of those that have what else they need (``given``).

    >>> asks_for(Need.CONSISTENCY), asks_for(Need.CONSISTENCY, Selection(select=["N", "T105"]))
    (True, False)
    """
    there = {need, *given}
    return any(need in check.needs and there.issuperset(check.needs) for check in selection.of(CHECKS))


def run_checks(
    material: Material,
    selection: Selection = _ALL_ON,
    whole: bool | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Finding]:
    """All findings of the selected checks in order of rows, then codes.

    ``whole``: only of those that look at whole bitexts, or only of the others. ``tell`` is told how many checks are done.
    """
    found: list[Finding] = []
    if selection.rules:
        material = replace(material, own=selection.rules)
    checks = [check for check in selection.of(CHECKS) if whole is None or check.whole == whole]
    for done, check in enumerate(checks):
        tell(done, len(checks))
        severity = selection.severity(check)
        mine = check.run(check, material.plain if check.raw else material.compared)
        found += (replace(f, severity=severity) for f in mine) if severity else mine
    tell(len(checks), len(checks))
    allowed = {rule.zh.casefold() for rule in selection.rules if rule.kind == ALLOW}
    return in_order([f for f in found if not _is_allowed(f, allowed)] if allowed else found)


def _is_allowed(finding: Finding, allowed: Collection[str]) -> bool:
    """Whether a finding of form is about spellings that the reviser has allowed: what it found, or all that it marks."""
    if finding.code[0] != "P" and finding.code not in SPELLINGS:
        return False
    marked = [finding.zh[slice(*span)] for span in finding.zh_spans] + [
        finding.en[slice(*span)] for span in finding.en_spans
    ]
    words = [text.strip().casefold() for text in ([finding.found] if finding.found else marked)]
    return bool(words) and all(word in allowed for word in words)


def in_order(findings: Collection[Finding]) -> list[Finding]:
    """Findings that are worth reading, in order of rows, then codes."""
    found = sorted(one_voice(findings), key=lambda f: (f.segment, f.code, f.expected, f.found))
    return list(chain.from_iterable(map(_bounded, _by_row(found))))


def _by_row(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Findings in order, those of one check in one row together."""
    for _row, mine in groupby(findings, key=lambda f: (f.segment, f.code)):
        yield list(mine)


def _bounded(findings: list[Finding]) -> list[Finding]:
    """What one check finds in one row: where that is very much the first ones, and how many more there are."""
    more = len(findings) - MOST_A_ROW
    if more <= 0:
        return findings
    last = findings[MOST_A_ROW - 1]
    said = f"{last.message}; {more:,} more of the kind in this row"
    said_zh = last.message_zh and f"{last.message_zh}；本行另有{more}处同类问题"
    return [*findings[: MOST_A_ROW - 1], replace(last, message=said, message_zh=said_zh)]


def make_report(
    findings: Sequence[Finding],
    material: Material,
    consistency: ConsistencyResult | None,
    signature: str,
    selection: Selection = _ALL_ON,
) -> Report:
    """Findings with their counts and all scores; parts whose checks did not run are not scored."""
    codes = [check.code for check in selection.of(CHECKS)]
    return Report(
        tuple(findings), build_scores(findings, material.rows, material.termbase, consistency, codes), signature
    )
