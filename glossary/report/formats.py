"""A checked bitext as bytes, in the format that is asked for: one door for the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.report.plain import utf8

if TYPE_CHECKING:
    from glossary.checking import Checked

FORMATS = ("text", "json", "html", "xlsx", "tsv", "sarif", "junit")


def report_bytes(kind: str, done: Checked, ui: str = "en", bitext: Path | None = None) -> bytes:
    """The report in a format of :data:`FORMATS`, in English or Chinese; ``bitext`` is the file that SARIF points into.

    Raises ``ValueError`` for another format.
    """
    from glossary import report as formats

    report, pairs = done.report, done.pairs
    if kind == "text":
        return utf8(formats.render_text(report, ui))
    if kind == "json":
        return utf8(json.dumps(report.to_dict(ui), ensure_ascii=False, indent=1) + "\n")
    if kind == "html":
        return utf8(formats.render_html(report, pairs, done.termbase, ui))
    if kind == "xlsx":
        return formats.render_xlsx(report, pairs, ui)
    if kind == "tsv":
        return formats.render_tsv(report, ui)
    if kind == "sarif":
        from glossary.job import version

        return formats.render_sarif(report, bitext, ui, version())
    if kind == "junit":
        return formats.render_junit(report, pairs, ui)
    raise ValueError(f"no report format {kind!r}; there are {', '.join(FORMATS)}")
