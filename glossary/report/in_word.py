"""The Word file of a version with its findings as comments, each at the words that it marks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from corpora.sheets import Commented, WordComment, with_word_comments
from glossary.finding import Checked, Finding
from glossary.report.tables import check_name, labelled


def word_with_findings(done: Checked, document: Path, symbol: str, language: str, ui: str = "en") -> Commented:
    """The Word file of a document in one language with a comment at each mark of a finding; its text stays as it is.

    ``symbol`` says which of the checked documents it is. A finding that marks nothing on this side is a comment of its
    sentence; those for which no place is found (in notes, in text boxes) are ``left``. Raises :class:`InputError` for what is
    no Word file.
    """
    numbers = [number for number, pair in enumerate(done.pairs) if pair.symbol == symbol]
    row_of = {number: row for row, number in enumerate(numbers)}
    rows = [getattr(done.pairs[number], language) for number in numbers]
    comments = [
        WordComment(row_of[finding.segment - 1], getattr(finding, f"{language}_spans"), _text(finding, ui))
        for finding in done.report.findings
        if finding.segment - 1 in row_of
    ]
    return with_word_comments(document, rows, comments, datetime.now(UTC))


def _text(finding: Finding, ui: str) -> str:
    """What a person reads in the margin: the code and the name of the check, what was found, what was expected."""
    message = finding.message_zh if ui == "zh" and finding.message_zh else finding.message
    expected = labelled(finding, 0, ui)
    title = "参照：" if ui == "zh" else "expected: "
    lines = [f"{finding.code} {check_name(finding.code, ui)}", message]
    return "\n".join([*lines, *([expected if finding.sides else f"{title}{expected}"] if expected else [])])
