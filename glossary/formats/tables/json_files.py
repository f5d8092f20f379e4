"""JSON, JSON lines and Parquet: everything, both ways."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from corpora.errors import InputError, short
from corpora.exchange import read_table
from corpora.files import decode, for_libraries, read_bytes
from corpora.text import no_surrogates
from glossary.concept import Concept, Termbase
from glossary.formats.reading import Ids, finished
from glossary.formats.tables.read import from_cells
from glossary.formats.types import ExportOptions
from glossary.losses import Losses
from glossary.records import concept_from_dict, concept_to_dict

MARK = "duizhao-termbase"
VERSION = 1
AGAIN = "give a file that duizhao has written, or a table with the columns zh and en"


def write_json(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """One object: ``format``, ``version``, ``signature``, ``concepts``; a concept a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        head = _dump({"format": MARK, "version": VERSION, "signature": termbase.signature})
        stream.write(f'{head[:-1]}, "concepts": [')
        for number, concept in enumerate(concepts):
            stream.write(f"{',' if number else ''}\n{_dump(concept_to_dict(concept))}")
        stream.write("\n]}\n")


def write_jsonl(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A first line that says what the file is, then a concept a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_dump({"format": MARK, "version": VERSION, "signature": termbase.signature}) + "\n")
        for concept in concepts:
            stream.write(_dump(concept_to_dict(concept)) + "\n")


def _dump(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # halves of surrogate pairs, which JSON can spell in ASCII only
        text = json.dumps(record)
    return text


def _parse(text: str, where: object) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else short(str(error), 100)
        raise InputError(f"{where}: not JSON ({reason})", "export it again") from error


def read_json(path: Path, losses: Losses) -> Termbase:
    """A file of :func:`write_json`, or a list of objects with ``zh`` and ``en``."""
    text = decode(read_bytes(path), path)[0]
    found = _parse(text.removeprefix("\ufeff"), path)
    signature = f"json:{path.name}"
    if isinstance(found, dict):
        _check_version(found, path)
        if isinstance(found.get("signature"), str):
            signature = found["signature"]
        found = found.get("concepts")
    if not isinstance(found, list):
        raise InputError(f"{path}: holds no list of concepts", AGAIN)
    return _termbase(found, path, losses, signature)


def read_jsonl(path: Path, losses: Losses) -> Termbase:
    """A file of :func:`write_jsonl`, or objects with ``zh`` and ``en``, one a line."""
    text = decode(read_bytes(path), path)[0].removeprefix("\ufeff")
    signature = f"jsonl:{path.name}"
    records = _lines(text, path)
    first = next(records, None)
    if isinstance(first, dict) and first.get("format") == MARK and "terms" not in first:
        _check_version(first, path)
        signature = first["signature"] if isinstance(first.get("signature"), str) else signature
    elif first is not None:
        records = chain([first], records)
    return _termbase(records, path, losses, signature)


def _lines(text: str, path: Path) -> Iterator[Any]:
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if line.strip():
            yield _parse(line, f"{path}:{number}")


def _check_version(found: dict[str, Any], path: Path) -> None:
    version = found.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise InputError(f"{path}: version {str(version)[:20]} is not known", "use a newer duizhao")


def _termbase(records: Iterable[Any], path: Path, losses: Losses, signature: str) -> Termbase:
    """Concepts of records, of which the first tells whether they are ours or rows of a table."""
    objects = _objects(records, losses)
    first = next(objects, None)
    if first is None:
        raise InputError(f"{path}: no concept in it", AGAIN)
    objects = chain([first], objects)
    if "terms" in first:
        return _own(objects, path, losses, signature)
    return _flat(list(objects), path, losses)


def _objects(records: Iterable[Any], losses: Losses) -> Iterator[dict[str, Any]]:
    for one in records:
        if isinstance(one, dict):
            yield one
        else:
            losses.add("", "an entry is no object: left out", "entries are no objects: left out")


def _own(records: Iterable[dict[str, Any]], path: Path, losses: Losses, signature: str) -> Termbase:
    ids = Ids(losses)
    kept = (record for record in records if _has_terms(record, losses))
    concepts = [concept_from_dict(record, losses) for record in kept]
    named = [one if one.id == (id := ids.unique(one.id)) else replace(one, id=id) for one in concepts]
    return finished(named, path, signature, len(concepts))


def _has_terms(record: dict[str, Any], losses: Losses) -> bool:
    """Whether a record has terms, or says that it has none; anything else is no concept, and is named."""
    terms = record.get("terms")
    if isinstance(terms, list | tuple):
        right = not terms or any(isinstance(one, dict) and isinstance(one.get("text"), str) for one in terms)
        if right:
            return True
    id = str(record.get("id") or "")
    losses.add(
        id, "its terms are not a list of terms: left out", "concepts whose terms are not a list of terms, left out"
    )
    return False


def _flat(objects: list[dict[str, Any]], path: Path, losses: Losses) -> Termbase:
    names = list(dict.fromkeys(name for one in objects for name in one))
    rows = [[_cell(one.get(name)) for name in names] for one in objects]
    return from_cells([names, *rows], path, losses, header=True)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write_parquet(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A row a concept; terms, their contexts and references are lists of structs."""
    import polars as pl  # slow to load, and JSON does not need it

    records = [concept_to_dict(concept) for concept in concepts]
    for record in records:
        record["signature"] = no_surrogates(termbase.signature)
    frame = pl.DataFrame(records, schema=_schema(), orient="row", strict=True)
    try:
        with for_libraries(path) as target:
            frame.write_parquet(target, compression="zstd")
    except pl.exceptions.PolarsError as error:
        raise OSError(None, short(str(error), 100)) from error


def _schema() -> dict[str, Any]:
    import polars as pl  # slow to load, and JSON does not need it

    context = pl.Struct({"text": pl.String, "symbol": pl.String, "segment": pl.String})
    said = ("text", "language", "status", "type", "pos", "source", "note", "tag", "body", "register", "validation")
    term = {name: pl.String for name in said}
    texts = ("subject", "definition", "note", "definition_source", "created", "created_by", "modified", "modified_by")
    definition = pl.Struct({"text": pl.String, "language": pl.String, "source": pl.String})
    return {
        "id": pl.String,
        "terms": pl.List(
            pl.Struct({**term, "frequency": pl.Int64, "reliability": pl.Int64, "contexts": pl.List(context)})
        ),
        **{name: pl.String for name in (*texts, "definition_language")},
        "frequency": pl.Int64,
        "score": pl.Float64,
        "probability": pl.Float64,
        "symbols": pl.List(pl.String),
        "links": pl.List(pl.String),
        "definitions": pl.List(definition),
        "references": pl.List(pl.Struct({"concept": pl.String, "kind": pl.String})),
        "signature": pl.String,
    }


def read_parquet(path: Path, losses: Losses) -> Termbase:
    """A file of :func:`write_parquet`, or a table with the columns ``zh`` and ``en``."""
    import polars as pl  # slow to load, and JSON does not need it

    frame = read_table(path)
    if not isinstance(frame.schema.get("terms"), pl.List):
        rows = ([_cell(value) for value in row] for row in frame.iter_rows())
        return from_cells([frame.columns, *rows], path, losses, header=True)
    signature = f"parquet:{path.name}"
    if "signature" in frame.columns:
        signature = next((one for one in frame["signature"].head(1) if isinstance(one, str)), signature)
        frame = frame.drop("signature")
    return _own(_rows(frame), path, losses, signature)


def _rows(frame: Any) -> Iterator[dict[str, Any]]:
    for part in frame.iter_slices(1 << 13):
        yield from part.to_dicts()
