"""The checked XLIFF itself, with each finding as a comment of its segment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from corpora.errors import InputError
from corpora.exchange import Comment, with_comments
from glossary.finding import Checked, Finding
from glossary.report.tables import check_name


def render_commented(done: Checked, bitext: Path | None, ui: str = "en") -> bytes:
    """The file that was checked with its findings, those that were accepted left out; all other bytes as they are.

    Raises :class:`InputError` where not one XLIFF was checked, or the file was no XLIFF.
    """
    if bitext is None or bitext.is_dir() or len(done.files) > 1:
        raise InputError("comments go into the one XLIFF that was checked", "check one file, or write a report")
    found = []
    for finding in done.report.findings:
        about = done.pairs[finding.segment - 1].about
        if about is not None and about.place[0]:
            found.append(Comment(*about.place, _text(finding, ui), finding.severity.value, finding.id))
    return with_comments(bitext, found, datetime.now(UTC))


def _text(finding: Finding, ui: str) -> str:
    """What a person reads in the margin: the code, the name of the check, what was found."""
    message = finding.message_zh if ui == "zh" and finding.message_zh else finding.message
    return f"{finding.code} {check_name(finding.code, ui)}: {message}"
