"""What a catalogue holds: documents, files that could not be used, files left aside; and the table of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corpora.catalogue.identify import FileFacts
from corpora.errors import InputError
from corpora.original import agreed
from corpora.reading import stem_of, symbol_in_stem
from corpora.symbol import Symbol, parse_symbol
from corpora.text import language_of_name, shown_name

CATALOGUE_SCHEMA = pl.Schema(
    {
        name: pl.String
        for name in (
            *("symbol", "zh", "en", "status", "relation", "original", "date"),
            *("zh_format", "en_format", "zh_job", "en_job", "note"),
        )
    }
)
SHOWN = 8  # names that one line lists


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in both languages; ``symbol`` is normalised, or a file stem where no symbol is known.

    A bitext holds both languages in one file: ``zh_path`` and ``en_path`` are the same. ``notes`` are disagreements.
    """

    symbol: str
    zh_path: Path
    en_path: Path
    zh: FileFacts | None = None
    en: FileFacts | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_bitext(self) -> bool:
        """Whether one file holds both languages."""
        return self.zh_path == self.en_path

    @property
    def original(self) -> str:
        """The language that the mastheads name as the original; empty where they differ, which ``notes`` say."""
        return agreed(facts.masthead.original for facts in (self.zh, self.en) if facts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be used: what is the matter, and what to do. ``kind`` goes into the table.

    ``others``: further files of which the same is said.
    """

    path: Path
    message: str
    hint: str = ""
    kind: str = "unusable"
    facts: FileFacts | None = None
    others: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents of a folder in order of symbol, the files that could not be used, and the files left alone.

    ``spare`` are files of documents that are there already: copies, and the same document in another format.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[Path, ...] = ()
    spare: tuple[Problem, ...] = ()
    deeper: int = 0  # files in subfolders that were not looked at

    @property
    def remarks(self) -> tuple[str, ...]:
        """One line each about what was left aside: copies, other languages, what is no document, subfolders."""
        lines = [str(InputError(problem.message, problem.hint)) for problem in self.spare]
        if self.ignored:
            names = ", ".join(path.name for path in self.ignored[:SHOWN])
            more = f" and {len(self.ignored) - SHOWN} more" if len(self.ignored) > SHOWN else ""
            lines.append(f"left aside, not documents in Chinese or English: {names}{more}")
        if self.deeper:
            lines.append(f"files in subfolders, not looked at: {self.deeper:,}; give -r to read them too")
        return tuple(lines)

    def to_frame(self) -> pl.DataFrame:
        """One row a document or file, schema :data:`CATALOGUE_SCHEMA`; ``status`` is ``paired`` where both are there."""
        rows = [_entry_row(entry) for entry in self.entries]
        rows += [_problem_row(problem) for problem in (*self.problems, *self.spare)]
        shown = [{k: shown_name(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
        return pl.DataFrame(shown, schema=CATALOGUE_SCHEMA)


def _entry_row(entry: Entry) -> dict[str, str]:
    zh, en = entry.zh, entry.en
    mastheads = [facts.masthead for facts in (en, zh) if facts]
    return {
        "symbol": entry.symbol,
        "zh": str(entry.zh_path),
        "en": str(entry.en_path),
        "status": "bitext" if entry.is_bitext else "paired",
        "relation": relation(parse_symbol(entry.symbol)),
        "original": entry.original,
        "date": next((m.date for m in mastheads if m.date), ""),
        "zh_format": zh.format.name if zh else "",
        "en_format": en.format.name if en else "",
        "zh_job": zh.job if zh else "",
        "en_job": en.job if en else "",
        "note": "; ".join(entry.notes),
    }


def _problem_row(problem: Problem) -> dict[str, str]:
    row = dict.fromkeys(CATALOGUE_SCHEMA.names(), "")
    facts = problem.facts
    language = facts.language if facts else language_of_name(stem_of(problem.path))[0] or "en"
    note = str(InputError(problem.message, problem.hint))
    row |= {language: str(problem.path), "status": problem.kind, "note": note}
    row["symbol"] = facts.key if facts else symbol_in_stem(language_of_name(stem_of(problem.path))[1]) or ""
    if facts:
        row |= {f"{language}_format": facts.format.name, f"{language}_job": facts.job}
        row |= {"original": facts.masthead.original, "date": facts.masthead.date}
        row["relation"] = relation(facts.symbol)
    return row


def relation(symbol: Symbol | None) -> str:
    """What a document is to another one: ``corrigendum to A/75/1``; empty for a document of its own.

    >>> relation(parse_symbol("A/75/1/Rev.2")), relation(parse_symbol("A/75/1"))
    ('revision of A/75/1', '')
    """
    if symbol is None or symbol.base == symbol:
        return ""
    kind = (
        "corrigendum to"
        if symbol.is_corrigendum
        else "revision of"
        if symbol.is_revision
        else "addendum to"
        if symbol.is_addendum
        else "part of"
    )
    return f"{kind} {symbol.base}"
