"""Findings for a terminal."""

from __future__ import annotations

from glossary.finding import Finding, Report

LEVELS_ZH = {"error": "错误", "warning": "警告", "note": "提示"}


def render_summary(report: Report, concepts: int, ui: str = "en") -> str:
    """Two lines: how many findings of which severity, how many concepts, how consistently they are rendered."""
    found = report.scores.get("findings", {})
    counts = ", ".join(
        f"{found.get(s, 0)} {s}{'s' if found.get(s, 0) != 1 else ''}" for s in ("error", "warning", "note")
    )
    consistency = report.scores.get("consistency", {}).get("micro", 1.0)
    if ui == "zh":
        levels = "，".join(f"{name} {found.get(s, 0)}" for s, name in LEVELS_ZH.items())
        return f"检查结果：{levels}\n术语：初步提取 {concepts} 个概念；{consistency:.1%} 的出现处采用通常译法"
    return f"Findings: {counts}\nTerms: {concepts} concepts drafted; {consistency:.1%} of occurrences have the usual rendering"


def render_text(report: Report, ui: str = "en") -> str:
    """One line a finding: ``SYMBOL:POSITION: CODE severity: message``; a summary at the end."""
    lines = [f"{f.place}: {f.code} {_level(f, ui)}: {f.text(ui)}" for f in report.findings]
    concepts = {c["concept"] for c in report.scores.get("consistency", {}).get("concepts", ())}
    return "\n".join([*lines, render_summary(report, len(concepts), ui)]) + "\n"


def _level(finding: Finding, ui: str) -> str:
    return LEVELS_ZH[finding.severity.value] if ui == "zh" else finding.severity.value
