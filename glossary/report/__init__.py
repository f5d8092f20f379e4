"""The report: findings as a page or a spreadsheet for a reviser, as text for a terminal, as files for other programs."""

from __future__ import annotations

from glossary.report.formats import FORMATS, report_bytes, report_files
from glossary.report.html import render_html
from glossary.report.in_word import Version, word_with_findings, words_with_findings
from glossary.report.junit import render_junit
from glossary.report.large import ROWS_FOLDER
from glossary.report.sarif import render_sarif
from glossary.report.sheet_columns import PAIR_HEADINGS, SHEETS, TERM_HEADINGS, column_of, meaning
from glossary.report.sheet_digest import READ, SHEET_TEXTS, digest_of
from glossary.report.tables import render_tsv
from glossary.report.text import render_summary, render_text
from glossary.report.word_table import WORD_READ, word_column_of
from glossary.report.xlsx import render_xlsx

__all__ = [
    "FORMATS",
    "PAIR_HEADINGS",
    "READ",
    "ROWS_FOLDER",
    "SHEETS",
    "SHEET_TEXTS",
    "TERM_HEADINGS",
    "WORD_READ",
    "Version",
    "column_of",
    "digest_of",
    "meaning",
    "render_html",
    "render_junit",
    "render_sarif",
    "render_summary",
    "render_text",
    "render_tsv",
    "render_xlsx",
    "report_bytes",
    "report_files",
    "word_column_of",
    "word_with_findings",
    "words_with_findings",
]
