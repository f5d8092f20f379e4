"""Termbases as tables: TSV for scripts, CSV for spreadsheets, and back."""

from __future__ import annotations

from pathlib import Path

from corpora.errors import InputError
from corpora.readers.bitext import read_table
from corpora.tables import write_frame
from glossary.concept import Concept, Status, Term, Termbase
from glossary.tbx import read_tbx


def write_terms(termbase: Termbase, path: Path) -> None:
    """One row a concept, by suffix: ``.tsv``, ``.csv`` (for Excel), ``.parquet``, ``.jsonl``."""
    write_frame(termbase.to_frame(), path)


def read_termbase(path: Path) -> Termbase:
    """A termbase from TBX, or from a table with the columns ``zh`` and ``en``.

    ``concept_id``, ``zh_variants`` and ``en_variants`` (separated by semicolons) are taken where they are there.
    """
    if path.suffix.lower() == ".tbx":
        return read_tbx(path)
    frame = read_table(path)
    missing = [name for name in ("zh", "en") if name not in frame.columns]
    if missing:
        raise InputError(
            f"{path}: no column {' and '.join(missing)} (columns: {', '.join(frame.columns[:8])})",
            "name the term columns zh and en",
        )
    concepts = []
    for number, row in enumerate(frame.iter_rows(named=True), start=1):
        terms: list[Term] = []
        for language in ("zh", "en"):
            status: Status = "preferred"
            for text in [str(row[language] or ""), *str(row.get(f"{language}_variants") or "").split(";")]:
                if text.strip():
                    terms.append(Term(text.strip(), language, status))
                    status = "admitted"
        if {t.language for t in terms} == {"zh", "en"}:
            concepts.append(Concept(str(row.get("concept_id") or f"c{number}"), tuple(terms)))
    if not concepts:
        raise InputError(f"{path}: no row with both zh and en", "check the columns zh and en")
    return Termbase.of(concepts, f"table:{path.name}")
