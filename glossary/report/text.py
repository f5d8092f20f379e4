"""Findings for a terminal."""

from __future__ import annotations

from glossary.finding import Report


def render_summary(report: Report, concepts: int) -> str:
    """Two lines: how many findings of which severity, how many concepts, how steadily they are rendered."""
    found = report.scores.get("findings", {})
    counts = ", ".join(
        f"{found.get(s, 0)} {s}{'s' if found.get(s, 0) != 1 else ''}" for s in ("error", "warning", "note")
    )
    steady = report.scores.get("consistency", {}).get("micro", 1.0)
    return (
        f"Findings: {counts}\nTerms: {concepts} concepts drafted; {steady:.1%} of occurrences have the usual rendering"
    )


def render_text(report: Report, ui: str = "en") -> str:
    """One line a finding: ``symbol:segment: CODE severity: message``; a summary at the end."""
    lines = [f"{f.symbol}:{f.segment}: {f.code} {f.severity.value}: {f.text(ui)}" for f in report.findings]
    concepts = {c["concept"] for c in report.scores.get("consistency", {}).get("concepts", ())}
    return "\n".join([*lines, render_summary(report, len(concepts))]) + "\n"
