"""UTX 1.11 (Universal Terminology eXchange, AAMT): tab-separated, with two header lines; CRLF, which readers insist on.

``term status`` is that of the target term: approved, provisional, non-standard, forbidden. UTX 1.20, whose columns are
called ``term:en`` and ``term status:en``, is read too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora.errors import InputError, short
from corpora.files import decode, read_bytes, tidy
from corpora.sheets import guarded, unguarded
from corpora.text import OTHER_LANGUAGE
from glossary.concept import Concept, Status, Term, Termbase
from glossary.formats.carry import is_time
from glossary.formats.pairs.rows import Gatherer, Row, Side, pairs_of
from glossary.formats.reading import language_of, speech_of, status_of, tag_of
from glossary.formats.types import ExportOptions
from glossary.losses import Losses

COLUMNS = (
    "src", "tgt", "src:pos", "tgt:pos", "term status", "src:status", "concept ID", "subject", "definition", "comment",
)  # fmt: skip
STATUS: dict[Status, str] = {"preferred": "approved", "admitted": "provisional", "deprecated": "forbidden"}
NEVER = "2000-01-01T00:00:00Z"
TAB = "\t"
LANGUAGES_LINE = r";\s*([\w-]+)\s*/\s*([\w-]+)"
TEXTS = {"subject": "subject", "definition": "definition", "comment": "note"}
COMMENTS = ("comment", "src:comment", "tgt:comment", "remark", "note")


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A line a pair of terms; the date in the header is that of the last change."""
    source: Side = options.source
    date = max((time for c in termbase for time in (c.created, c.modified) if is_time(time)), default=NEVER)
    languages = f"{options.code(source)}/{options.code(OTHER_LANGUAGE[source])}"
    with path.open("w", encoding="utf-8", newline="\r\n") as stream:
        stream.write(f"#UTX 1.11; {languages}; {date}; creator: duizhao\n")
        stream.write("#" + "\t".join(COLUMNS) + "\n")
        for concept in concepts:
            for first, second in pairs_of(concept, source):
                statuses = (STATUS[second.status], STATUS[first.status])
                cells = (first.text, second.text, first.pos, second.pos, *statuses, concept.id)
                texts = (concept.subject, concept.definition, concept.note)
                stream.write("\t".join(map(guarded, (*cells, *texts))) + "\n")


def read(path: Path, losses: Losses) -> Termbase:
    """A glossary in either direction; raises :class:`InputError` for another file, or other languages."""
    lines = re.split(r"\r\n|\r|\n", decode(read_bytes(path), path)[0].removeprefix("\ufeff"))
    size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = lines[:size]
    if not header or not header[0].upper().startswith("#UTX"):
        raise InputError(f"{path}: its first line is not that of UTX", "it begins with #UTX")
    columns = [cell.strip().lower() for cell in header[-1].lstrip("#").split("\t")]
    sides = _sides(header[0], columns)
    if set(sides.values()) != {"zh", "en"}:
        raise InputError(f"{path}: no Chinese and English terms ({short(header[0])})", "the header names the languages")
    for name in columns:
        if name not in sides and name not in _known(sides):
            losses.add("", f"column {short(name, 40)!r} left out", "columns left out")
    gatherer = Gatherer(losses)
    tags = _tags(header[0], sides)
    for number, line in enumerate(lines[size:], start=size + 1):
        if line.strip() and not line.startswith("#"):
            _line(line, number, columns, sides, tags, gatherer)
    return gatherer.termbase(path, f"utx:{path.name}")


def _known(sides: dict[str, Side]) -> set[str]:
    codes = [name.partition(":")[2] for name in sides]
    return {
        *(name.lower() for name in COLUMNS),
        "id",
        *COMMENTS,
        *(f"{what}:{code}" for what in ("term status", "pos", "comment") for code in codes if code),
    }


def _tags(first: str, sides: Mapping[str, Side]) -> dict[str, str]:
    """What the columns of terms, or the first line, say beyond the language."""
    languages = re.search(LANGUAGES_LINE, first)
    codes = {"src": languages[1], "tgt": languages[2]} if languages else {}
    return {name: tag_of(name.partition(":")[2] or codes.get(name, "")) for name in sides}


def _sides(first: str, columns: Sequence[str]) -> dict[str, Side]:
    """The languages of the two columns of terms, by their names or by the first line."""
    found: dict[str, Side] = {}
    for name in columns:
        if name.startswith("term:") and (language := language_of(name[5:])) in ("zh", "en"):
            found[name] = "zh" if language == "zh" else "en"
    languages = re.search(LANGUAGES_LINE, first)
    if not found and languages:
        for name, code in (("src", languages[1]), ("tgt", languages[2])):
            if name in columns and (language := language_of(code)) in ("zh", "en"):
                found[name] = "zh" if language == "zh" else "en"
    return found


def _line(
    line: str, number: int, columns: Sequence[str], sides: dict[str, Side], tags: Mapping[str, str], gatherer: Gatherer
) -> None:
    cells = {name: tidy(unguarded(cell)) for name, cell in zip(columns, line.split("\t"), strict=False)}
    losses = gatherer.losses
    id = cells.get("concept id", "") or cells.get("id", "")
    terms: list[Term] = []
    told: list[bool] = []
    for place, (name, language) in enumerate(list(sides.items())[:2]):
        code = name.partition(":")[2]
        status = cells.get(f"term status:{code}" if code else "term status" if place else "src:status", "")
        speech = cells.get(f"pos:{code}" if code else f"{name}:pos", "")
        told.append(bool(status))
        read = status_of(status, id, losses)
        if read is None:
            return
        terms.append(Term(cells.get(name, ""), language, read, pos=speech_of(speech, id, losses), tag=tags[name]))
    if not all(term.text for term in terms):
        what = f"line {number} ({short(line.split(TAB)[0], 30)!r}) without a term on both sides left out"
        losses.add(id, what, "lines without a term on both sides, left out", part=True)
        return
    texts = {field: cells.get(name, "") for name, field in TEXTS.items()}
    comments = (*COMMENTS, *(f"comment:{name.partition(':')[2]}" for name in sides if ":" in name))
    texts["note"] = "\n".join(dict.fromkeys(filter(None, (cells.get(name, "") for name in comments))))
    gatherer.add(Row(id, terms[0], terms[1], texts, told[0], told[1]))
