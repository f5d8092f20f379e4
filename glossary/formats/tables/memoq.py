"""memoQ: term base as CSV, an entry a row (memoQ web service documentation, "Term base in CSV format").

Entry columns are those of the documentation; then for each language its definition, and its terms with ``Term_Info``
and ``Term_Example`` behind each. memoQ knows no preferred terms: the first one counts, ``Forbidden`` marks the others.
"""

from __future__ import annotations

from collections import Counter
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
    "zh-tw": "Chinese_Taiwan",
    "zh-hk": "Chinese_Hong_Kong_SAR",
    "zh-sg": "Chinese_Singapore",
    "en": "English",
    "en-us": "English_United_States",
    "en-gb": "English_United_Kingdom",
}


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """Write the columns that the largest concept needs; each region has its own."""
    most: dict[str, int] = {}
    for language in LANGUAGES:
        for concept in concepts:
            codes = Counter(_code(term, options) for term in concept.terms if term.language == language)
            for code in (*codes, *_defined(concept, language)):
                most[code] = max(most.get(code, 0), codes[code], 1)
    header = list(ENTRY)
    for code, count in most.items():
        header.append(f"{_name(code)}_Def")
        header += [_name(code), "Term_Info", "Term_Example"] * count
    write_delimited(path, header, (list(_row(concept, most, options)) for concept in concepts))


def _code(term: Term, options: ExportOptions) -> str:
    return term.tag or options.code(term.language)


def _defined(concept: Concept, language: str) -> list[str]:
    return [one.language for one in concept.every_definition if one.language.partition("-")[0] == language]


def _name(code: str) -> str:
    """What memoQ calls a language.

    >>> _name("zh-CN"), _name("en"), _name("zh-Hans-HK")
    ('Chinese_PRC', 'English', 'Chinese_Hans_HK')
    """
    return NAMES.get(code.lower()) or "_".join((NAMES[code[:2].lower()], *code.split("-")[1:]))


def _row(concept: Concept, most: dict[str, int], options: ExportOptions) -> Iterator[str]:
    yield from (concept.id, concept.subject, "", "", "")
    yield from (_time(concept.created), concept.created_by, _time(concept.modified), concept.modified_by, concept.note)
    definitions = {one.language: one.text for one in concept.every_definition}
    for code, count in most.items():
        yield definitions.get(code, "")
        terms = [term for term in concept.terms if _code(term, options) == code]
        for term in terms:
            yield from (term.text, _info(term), term.context)
        yield from ("", "", "") * (count - len(terms))


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
