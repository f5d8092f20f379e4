"""memoQ: term base as CSV, an entry a row (memoQ web service documentation, "Term base in CSV format").

Entry columns are those of the documentation; then for each language its definition, and its terms with ``Term_Info``
and ``Term_Example`` behind each. memoQ knows no preferred terms: the first one counts, ``Forbidden`` marks the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from corpora.sheets import write_delimited
from corpora.text import LANGUAGES
from glossary.concept import Concept, Term, Termbase
from glossary.formats.types import ExportOptions

ENTRY = (
    "Entry_ID",
    "Entry_Subject",
    "Entry_Domain",
    "Entry_ClientID",
    "Entry_ProjectID",
    "Entry_Created",
    "Entry_Creator",
    "Entry_LastModified",
    "Entry_Modifier",
    "Entry_Note",
)
NAMES = {
    "zh": "Chinese",
    "zh-cn": "Chinese_PRC",
    "zh-hans": "Chinese_PRC",
    "zh-tw": "Chinese_Taiwan",
    "zh-hk": "Chinese_Hong_Kong_SAR",
    "en": "English",
    "en-us": "English_United_States",
    "en-gb": "English_United_Kingdom",
}


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """Write the columns that the largest concept needs."""
    names = {language: _name(options.code(language), language) for language in LANGUAGES}
    most = {
        language: max((sum(t.language == language for t in c.terms) for c in concepts), default=1) or 1
        for language in LANGUAGES
    }
    header = list(ENTRY)
    for language in LANGUAGES:
        header.append(f"{names[language]}_Def")
        header += [names[language], "Term_Info", "Term_Example"] * most[language]
    write_delimited(path, header, (list(_row(concept, most)) for concept in concepts))


def _name(code: str, language: str) -> str:
    return NAMES.get(code.lower(), NAMES[language])


def _row(concept: Concept, most: dict[str, int]) -> Iterator[str]:
    yield from (concept.id, concept.subject, "", "", "")
    yield from (_time(concept.created), concept.created_by, _time(concept.modified), concept.modified_by, concept.note)
    for language in LANGUAGES:
        # memoQ keeps definitions by language; the English column is where a definition in either is looked for
        yield concept.definition if language == "en" else ""
        terms = [term for term in concept.terms if term.language == language]
        for term in terms:
            yield from (term.text, _info(term), term.context)
        yield from ("", "", "") * (most[language] - len(terms))


def _info(term: Term) -> str:
    return "Forbidden" if term.status == "deprecated" else ""


def _time(text: str) -> str:
    """A time as memoQ writes it: ``M/d/yyyy h:mm:ss tt``, UTC; a text that is no time stays.

    >>> _time("2026-11-25T14:05:00Z"), _time("2026")
    ('11/25/2026 2:05:00 PM', '2026')
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    if when.year < 1000 or when.microsecond or (when.tzinfo is not None and when.utcoffset()) or not text.endswith("Z"):
        return text
    return f"{when.month}/{when.day}/{when.year} {when.hour % 12 or 12}:{when:%M:%S %p}"
