"""The report: findings as a page for a reviser, as text for a terminal."""

from __future__ import annotations

from glossary.report.html import render_html
from glossary.report.text import render_summary, render_text

__all__ = ["render_html", "render_summary", "render_text"]
