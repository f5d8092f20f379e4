"""OmegaT's own glossary: source, tab, target, tab, comment; UTF-8; lines that begin with ``#`` are comments.

OmegaT shows the comment beside a term. Ours says what there is to say, in labelled parts that are read again:
``definition: … | note: … | id: c12``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpora.errors import InputError, short
from corpora.files import decode, read_bytes, tidy
from corpora.sheets import encoding_name, guarded, unguarded
from corpora.text import OTHER_LANGUAGE, detect_language
from glossary.concept import STATUSES, Concept, Status, Term, Termbase
from glossary.formats.pairs.rows import Gatherer, Row, Side, pairs_of
from glossary.formats.tables import from_cells, language_named
from glossary.formats.types import ExportOptions
from glossary.losses import Losses

FIRST = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
DIRECTION = re.compile(r"# from (zh|en) to (?:zh|en), written by duizhao")
LABELS = ("status", "source status", "subject", "definition", "note", "id")
BARS = re.compile(r"(?<= )(\|+)(?= )")
SAMPLE = 300


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A line a pair of terms; the source language is the one of ``options``."""
    source: Side = options.source
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{FIRST}\n# from {source} to {OTHER_LANGUAGE[source]}, written by duizhao\n")
        for concept in concepts:
            for first, second in pairs_of(concept, source):
                cells = (first.text, second.text, _comment(concept, first, second))
                stream.write("\t".join(map(guarded, cells)) + "\n")


def _comment(concept: Concept, source: Term, target: Term) -> str:
    parts = {
        "status": target.status if target.status != "preferred" else "",
        "source status": source.status if source.status != "preferred" else "",
        "subject": concept.subject,
        "definition": concept.definition,
        "note": concept.note,
        "id": concept.id,
    }
    return " | ".join(f"{name}: {escaped(text)}" for name, text in parts.items() if text)


def escaped(text: str) -> str:
    """Text in which a bar between spaces is no separator.

    >>> escaped("a | b || c"), unescaped("a || b ||| c")
    ('a || b ||| c', 'a | b || c')
    """
    return BARS.sub(r"\1|", f" {text} ")[1:-1]


def unescaped(text: str) -> str:
    """The reverse of :func:`escaped`."""
    return BARS.sub(lambda bars: bars[1][1:], f" {text} ")[1:-1]


def parts_of(comment: str) -> dict[str, str] | None:
    """The labelled parts of a comment of ours; ``None`` for what others write.

    >>> parts_of("status: deprecated | id: c1"), parts_of("see A/1/2 | id")
    ({'status': 'deprecated', 'id': 'c1'}, None)
    """
    found: dict[str, str] = {}
    for part in re.split(r" \| ", comment):
        label, colon, text = part.partition(": ")
        if not colon or label not in LABELS or label in found:
            return None
        found[label] = unescaped(text)
    return found if "id" in found else None


def read(path: Path, losses: Losses) -> Termbase:
    """A glossary in either direction; raises :class:`InputError` for a file without pairs of terms."""
    text, encoding = decode(read_bytes(path), path)
    tag = "zh-Hant" if encoding.lower().startswith("big5") else ""
    if not encoding.startswith("utf"):
        losses.guess(f"read as {encoding_name(encoding)}")
    told: Side | None = None
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        if line.startswith("#"):
            found = DIRECTION.fullmatch(line)
            told = ("zh" if found[1] == "zh" else "en") if found and told is None else told
        elif line.strip():
            rows.append([tidy(unguarded(cell)) for cell in line.split("\t")])
            numbers.append(number)
    if rows and len({language_named(cell) for cell in rows[0]} & {"zh", "en"}) == 2:
        return from_cells(rows, path, losses)
    pairs = list(_pairs(rows, numbers, losses))
    if not pairs:
        raise InputError(f"{path}: no line with a term, a tab and its translation", "is it a glossary of OmegaT?")
    gatherer = Gatherer(losses)
    source = told or _source(pairs, path)
    for cells in pairs:
        gatherer.add(_row(cells, source, tag))
    return gatherer.termbase(path, f"omegat:{path.name}")


def _pairs(rows: Sequence[list[str]], numbers: Sequence[int], losses: Losses) -> Iterator[list[str]]:
    for row, number in zip(rows, numbers, strict=True):
        if len(row) < 2 or not row[0] or not row[1]:
            what = f"line {number} without a term on both sides left out"
            losses.add("", what, "lines without a term on both sides, left out", part=True)
            continue
        for cell in row[3:]:
            if cell:
                what = f"line {number}: {short(cell, 30)!r} behind the comment left out"
                losses.add("", what, "cells behind the comment, left out")
        yield row


def _source(pairs: Sequence[list[str]], path: Path) -> Side:
    """The language of the first column, by what most of its cells are."""
    sample = pairs[:SAMPLE]
    chinese = [sum(detect_language(cells[side]) == "zh" for cells in sample) for side in (0, 1)]
    if chinese[0] == chinese[1]:
        raise InputError(f"{path}: cannot tell Chinese from English in it", "is it a glossary of the two?")
    return "zh" if chinese[0] > chinese[1] else "en"


def _row(cells: Sequence[str], source: Side, tag: str) -> Row:
    comment = cells[2] if len(cells) > 2 else ""
    parts = parts_of(comment)
    sides = (source, OTHER_LANGUAGE[source])
    first, second = (
        Term(text, side, tag=tag if side == "zh" else "") for text, side in zip(cells[:2], sides, strict=True)
    )
    if parts is None:
        return Row("", first, second, {"note": comment})
    return Row(
        parts["id"],
        replace(first, status=_status(parts.get("source status"))),
        replace(second, status=_status(parts.get("status"))),
        parts,
        source_told=True,
        target_told=True,
    )


def _status(text: str | None) -> Status:
    return next((status for status in STATUSES if status == text), "preferred")
