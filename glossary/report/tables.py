"""Findings as a table: the rows that TSV and the spreadsheet share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.files import utf8
from corpora.sheets import guarded
from corpora.text import CELL_BREAKS
from glossary.checks import BY_CODE
from glossary.finding import Finding, Report, numbered
from glossary.report.sheet_columns import SEVERITIES

TSV_COLUMNS = (
    *("id", "severity", "code", "check", "mqm", "symbol", "segment", "message", "zh", "en", "zh_spans", "en_spans"),
    *("expected", "found", "evidence", "waived", "position", "paragraph", "page"),
)
_BREAK = re.compile(f"[{CELL_BREAKS}]")  # one space for each, so that the spans fit


def check_name(code: str, ui: str) -> str:
    """The name of a check; a code that this version does not know names itself."""
    check = BY_CODE.get(code)
    return code if check is None else check.name_zh if ui == "zh" else check.name


def labelled(finding: Finding, which: int, ui: str) -> str:
    """``expected`` (0) or ``found`` (1) in a column that holds all kinds: what one of two versions says names the version.

    >>> from glossary.finding import Severity
    >>> one = Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/1", 3, "", expected="112", found="121", sides=True)
    >>> labelled(one, 0, "zh"), labelled(one, 1, "en")
    ('中文：112', 'English: 121')
    """
    text = (finding.expected, finding.found)[which]
    if not text or not finding.sides:
        return text
    label = finding.labels(ui)[which]
    return f"{label}：{text}" if ui == "zh" else f"{label}: {text}"


def said_of(finding: Finding, ui: str) -> list[str]:
    """What a person reads beside the texts, in lines: code and check with the severity, what was found, what was expected.

    >>> from glossary.finding import Severity
    >>> said_of(Finding("P106", Severity.NOTE, "", "A/1", 3, "doubled", expected=".", number="7"), "en")
    ['P106 doubled punctuation mark or space (note) (para. 7)', 'doubled', 'expected: .']
    """
    level = SEVERITIES[finding.severity.value][ui == "zh"]
    head = f"（{level}）" if ui == "zh" else f" ({level})"
    expected = labelled(finding, 0, ui) if finding.expected not in (finding.zh, finding.en) else ""
    if expected and not finding.sides:
        expected = f"参照：{expected}" if ui == "zh" else f"expected: {expected}"
    lines = (
        f"{finding.code} {check_name(finding.code, ui)}{head}{numbered(finding.number, ui)}",
        finding.text(ui),
        expected,
    )
    return [line for line in lines if line]


def evidence_lines(finding: Finding) -> str:
    """Other places, a line each: where, Chinese, English."""
    return "\n".join(f"[{one.place}] {one.zh} ‖ {one.en}" for one in finding.evidence)


def rows_of(report: Report) -> Iterator[tuple[Finding, bool]]:
    """Findings by importance, then those that a waiver keeps silent (``True``)."""
    yield from ((finding, False) for finding in report.by_importance())
    yield from ((finding, True) for finding in Report(report.waived).by_importance())


def render_tsv(report: Report, ui: str = "en") -> bytes:
    """One row a finding, by importance; waived ones at the end.

    Tabs and line ends in texts become spaces (TSV has no quoting). A cell that a spreadsheet would take for a formula
    (``= + - @``) gets an apostrophe in front. Where an earlier report was given, a last column says what it had.
    """
    compared = ("known",) if report.known is not None else ()
    lines = ["\t".join((*TSV_COLUMNS, *compared))]
    for f, waived in rows_of(report):
        spans = [",".join(f"{a}-{b}" for a, b in side) for side in (f.zh_spans, f.en_spans)]
        cells = (
            *(f.id, f.severity.value, f.code, check_name(f.code, ui), f.mqm, f.symbol, str(f.segment), f.text(ui)),
            *(f.zh, f.en, *spans, f.expected, f.found, evidence_lines(f), "yes" if waived else ""),
            *(str(number or "") for number in (f.position, f.paragraph, f.page)),
            *("yes" if report.is_known(f) else "" for _ in compared),
        )
        lines.append("\t".join(guarded(_BREAK.sub(" ", cell).replace("\0", "\ufffd")) for cell in cells))
    return utf8("\n".join(lines) + "\n")
