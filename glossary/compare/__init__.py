"""Two translations beside a reference, or two reports of one text."""

from glossary.compare.page import comparison_page
from glossary.compare.reports import compare_reports, render_progress
from glossary.compare.rows import match_rows, read_side, translation_language
from glossary.compare.text import render_comparison, to_record
from glossary.compare.translations import add_checks, compare_translations

__all__ = [
    "add_checks",
    "compare_reports",
    "compare_translations",
    "comparison_page",
    "match_rows",
    "read_side",
    "render_comparison",
    "render_progress",
    "to_record",
    "translation_language",
]
