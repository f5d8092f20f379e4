"""Findings for a terminal."""

from __future__ import annotations

from corpora.notebook import counted
from glossary.finding import Finding, Report

UNMEASURED = {
    "en": "Consistency: not measured, since no selected check asks for terms.",
    "zh": "一致性：所选检查均不涉及术语，未作统计。",
}
LEVELS_ZH = {"error": "错误", "warning": "警告", "note": "提示"}


def render_summary(report: Report, concepts: int, ui: str = "en") -> str:
    """Two lines: how many findings of which severity, how many concepts, how consistently they are rendered."""
    consistency = report.scores.get("consistency", {})
    if line := unmeasured(report, ui):
        return f"{_counted(report, ui)}\n{line}"
    share = consistency.get("micro", 1.0)
    if ui == "zh":
        return f"{_counted(report, ui)}\n术语：初步提取{concepts}个概念，术语每次出现时{share:.1%}采用常用译法"
    return f"{_counted(report, ui)}\nTerms: {counted(concepts, 'concept')} drafted; {share:.1%} of occurrences have the usual rendering"


def unmeasured(report: Report, ui: str = "en") -> str:
    """A line where the consistency was not measured, else nothing."""
    return UNMEASURED[ui] if report.scores.get("consistency", {}).get("measured") is False else ""


def _counted(report: Report, ui: str) -> str:
    """How many findings of which severity, and how many of them are new."""
    since = since_baseline(report, ui)
    return f"{count_line(report, ui)}\n{since}" if since else count_line(report, ui)


def count_line(report: Report, ui: str = "en") -> str:
    """How many findings of which severity."""
    found = report.scores.get("findings", {})
    if ui == "zh":
        return "检查结果：" + "，".join(f"{name}{found.get(s, 0)}条" for s, name in LEVELS_ZH.items())
    return "Findings: " + ", ".join(counted(found.get(level, 0), level) for level in ("error", "warning", "note"))


def since_baseline(report: Report, ui: str = "en") -> str:
    """A line of what is new since an earlier report; nothing where none was given."""
    told = report.scores.get("baseline")
    if not told:
        return ""
    if ui == "zh":
        return f"与先前报告相比：新增{told['new']}条，已知{told['known']}条，消失{told['gone']}条"
    return f"Since the earlier report: {told['new']} new, {told['known']} known, {told['gone']} gone"


def render_text(report: Report, ui: str = "en") -> str:
    """One line a finding: ``SYMBOL:POSITION: CODE severity: message``; a summary at the end."""
    lines = [f"{f.where(ui)}: {f.code} {_level(f, ui)}{_known(report, f, ui)}: {f.text(ui)}" for f in report.findings]
    concepts = {c["concept"] for c in report.scores.get("consistency", {}).get("concepts", ())}
    return "\n".join([*lines, render_summary(report, len(concepts), ui)]) + "\n"


def _known(report: Report, finding: Finding, ui: str) -> str:
    """What is said of a finding that the earlier report had."""
    return ("（已知）" if ui == "zh" else " (known)") if report.is_known(finding) else ""


def _level(finding: Finding, ui: str) -> str:
    return LEVELS_ZH[finding.severity.value] if ui == "zh" else finding.severity.value
