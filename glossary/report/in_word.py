"""The Word file of a version with its findings as comments, each at the words that it marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.sheets import Commented, WordComment, with_word_comments
from glossary.finding import Checked, Finding
from glossary.report.tables import said_of


class Version(NamedTuple):
    """A Word file: which of the checked documents it is, in which language."""

    path: Path
    symbol: str
    language: str


def word_with_findings(done: Checked, document: Path, symbol: str, language: str, ui: str = "en") -> Commented:
    """The Word file of a document in one language with a comment at each mark of a finding; its text stays as it is.

    ``symbol`` says which of the checked documents it is. A finding that marks nothing on this side is a comment of its
    sentence; one about a sentence that is missing here stands behind the sentence before. Those for which no place is found
    (in notes, in text boxes) are ``left``. Raises :class:`InputError` for what is no Word file.
    """
    (found,) = words_with_findings(done, [Version(document, symbol, language)], ui)
    if isinstance(found[1], InputError):
        raise found[1]
    return found[1]


def words_with_findings(
    done: Checked, versions: Iterable[Version], ui: str = "en"
) -> Iterator[tuple[Version, Commented | InputError]]:
    """Several files with comments, one after the other; for what is no Word file the error."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(done.pairs):
        numbers[pair.symbol].append(number)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in done.report.findings:
        if 0 < finding.segment <= len(done.pairs):
            findings[done.pairs[finding.segment - 1].symbol].append(finding)
    now = datetime.now(UTC)
    for version in versions:
        mine = numbers[version.symbol]
        rows = [getattr(done.pairs[number], version.language) for number in mine]
        row_of = {number: row for row, number in enumerate(mine)}
        comments = [
            _comment(one, row_of[one.segment - 1], rows, version.language, ui) for one in findings[version.symbol]
        ]
        try:
            yield version, with_word_comments(version.path, rows, comments, now)
        except InputError as error:
            yield version, error


def _comment(finding: Finding, row: int, rows: Sequence[str], language: str, ui: str) -> WordComment:
    """What a person reads in the margin, and where: at its marks, or behind the sentence before one that is missing."""
    lines = said_of(finding, ui)
    if rows[row]:
        return WordComment(row, getattr(finding, f"{language}_spans"), "\n".join(lines))
    lines.append(finding.en if language == "zh" else finding.zh)
    before = next((k for k in range(row - 1, -1, -1) if rows[k]), None)
    if before is not None:
        last = len(rows[before].rstrip())
        start = rows[before].rfind(" ", 0, last - 1) + 1 if language == "en" else last - min(last, 4)
        return WordComment(before, [(start, last)], "\n".join(lines))
    after = next((k for k in range(row + 1, len(rows)) if rows[k]), row)
    return WordComment(after, [], "\n".join(lines))
