"""A checked bitext as bytes, in the format that is asked for: one door for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.files import json_text, utf8
from corpora.versions import program_version
from glossary.report.commented import render_commented
from glossary.report.html import pages, render_html
from glossary.report.json_lines import render_json_lines
from glossary.report.junit import render_junit
from glossary.report.sarif import render_sarif
from glossary.report.tables import render_tsv
from glossary.report.text import render_text
from glossary.report.word_table import render_docx
from glossary.report.xlsx import render_xlsx

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from glossary.finding import Checked, Report

FORMATS = ("text", "json", "jsonl", "html", "xlsx", "docx", "tsv", "sarif", "junit", "xliff")


_SIMPLE: Mapping[str, Callable[[Report, Sequence[Pair], str], bytes]] = {
    "jsonl": render_json_lines,
    "xlsx": render_xlsx,
    "docx": render_docx,
    "junit": render_junit,
}
"""Formats that are made of the report and the rows alone."""


def report_bytes(kind: str, done: Checked, ui: str = "en", bitext: Path | None = None) -> bytes:
    """The report in a format of :data:`FORMATS`, in English or Chinese; ``bitext`` is the file that SARIF points into, and that comments go into.

    Raises ``ValueError`` for another format.
    """
    report, pairs = done.report, done.pairs
    if kind == "text":
        return utf8(render_text(report, ui))
    if kind in _SIMPLE:
        return _SIMPLE[kind](report, pairs, ui)
    if kind == "json":
        return utf8(json_text(report.to_dict(ui)) + "\n")
    if kind == "html":
        return utf8(render_html(report, pairs, done.termbase, ui))
    if kind == "tsv":
        return render_tsv(report, ui)
    if kind == "sarif":
        return render_sarif(report, done.files or bitext, ui, program_version(), [pair.line for pair in pairs])
    if kind == "xliff":
        return render_commented(done, bitext, ui)
    raise ValueError(f"no report format {kind!r}; there are {', '.join(FORMATS)}")


def report_files(
    kind: str, done: Checked, name: str, ui: str = "en", bitext: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """The report as files (name, bytes), the one of that name last; before it the pages of rows that do not fit into an HTML page."""
    if kind == "html":
        for file, html in pages(done.report, done.pairs, done.termbase, ui, name):
            yield file, utf8(html)
    else:
        yield name, report_bytes(kind, done, ui, bitext)
