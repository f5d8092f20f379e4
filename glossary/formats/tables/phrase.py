"""Phrase (formerly Memsource): term base as XLSX, a row for each further term of a concept.

``CID`` is the concept; each language has a column called by its code, with the attributes of its term behind it. Truth
values are ``TRUE`` and ``FALSE`` (Phrase help, "Modify Term Bases").
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from corpora.sheets import write_sheet
from corpora.text import LANGUAGES
from glossary.concept import Concept, Term, Termbase
from glossary.formats.types import ExportOptions

ATTRIBUTES = ("Preferred", "Forbidden", "PartOfSpeech", "TermType", "Usage", "Note")
CONCEPT = ("CID", "Domain", "Definition", "ConceptNote")


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """One sheet; the first row of a concept has what is said of the concept. Each script and region has its columns."""
    codes: dict[str, None] = {}
    for language in LANGUAGES:
        terms = (term for concept in concepts for term in concept.terms if term.language == language)
        codes |= dict.fromkeys(_code(term, options) for term in terms)
        if not any(code[:2].lower() == language for code in codes):
            codes[options.code(language)] = None
    header = list(CONCEPT)
    for code in codes:
        header += [code.lower().replace("-", "_"), *ATTRIBUTES]
    write_sheet(path, header, (row for concept in concepts for row in _rows(concept, list(codes), options)))


def _code(term: Term, options: ExportOptions) -> str:
    return term.tag or options.code(term.language)


def _rows(concept: Concept, codes: list[str], options: ExportOptions) -> Iterator[list[str]]:
    sides = [[term for term in concept.terms if _code(term, options) == code] for code in codes]
    head = [concept.id, concept.subject, concept.definition, concept.note]
    for terms in zip_longest(*sides):
        row = head
        for term in terms:
            if term is None:
                row = [*row, *[""] * (1 + len(ATTRIBUTES))]
                continue
            flags = [str(term.status == status).upper() for status in ("preferred", "deprecated")]
            row = [*row, term.text, *flags, term.pos.upper(), term.type, term.context, term.note]
        yield row
        head = [concept.id, "", "", ""]
