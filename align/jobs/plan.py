"""The plan of a job: which documents there are, and the shards that they are cut into.

A shard is a run of documents in the order of their symbols, cut by size alone, so that the parts do not depend on the
number of workers. A small archive has small shards: all workers have some, and a kill costs little.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from align.jobs.shards import PARTS, JobDocument, Shard, load_aligner, write_json
from corpora.catalogue import pair_folder
from corpora.errors import InputError
from corpora.exchange import original_code, read_table
from corpora.reading import READING_SIGNATURE

SHARD_BYTES = 2_000_000
SHARD_DOCUMENTS = 200
LEAST_BYTES = 50_000  # a quarter of a second of work: smaller parts are files without need
SHARDS = 64  # into which an archive is cut where that makes them neither too small nor too large
PLAN = "plan.json"
HALF = re.compile(r"\.(?P<name>part-\d{6,}\.\w+)\.\d+\.part")


def read_sources(source: Path, recursive: bool = False) -> tuple[list[JobDocument], list[str]]:
    """Documents of a folder (paired by symbol) or of a table with the columns ``symbol, zh, en``, and what is wrong.

    The table of ``duizhao corpora pair`` is one: its column ``original`` counts before the mastheads, rows whose partner is missing are named, copies are left out. Paths
    in a table count from the folder of the table.
    """
    if source.is_dir():
        found = pair_folder(source, recursive)
        documents = [JobDocument(e.symbol, str(e.zh_path.resolve()), str(e.en_path.resolve())) for e in found.entries]
        return _unique(documents), [str(InputError(p.message, p.hint)) for p in found.problems]
    if not source.exists():
        raise InputError(f"{source}: no such file or folder", "give a folder of documents or a table: symbol, zh, en")

    frame = read_table(source)
    if not {"symbol", "zh", "en"} <= set(frame.columns):
        raise InputError(
            f"{source}: no columns symbol, zh, en (columns: {', '.join(frame.columns[:6])})",
            "one row a document: its symbol and the paths of its two files",
        )
    documents, problems = [], []
    for number, row in enumerate(frame.iter_rows(named=True), start=2):
        symbol, status = row["symbol"], row.get("status") or "paired"
        if status in ("duplicate", "other format", "other language"):
            continue
        if status not in ("paired", "bitext"):
            problems.append(f"{source}:{number}: {row.get('note') or status}")
            continue
        paths = [(source.parent / str(row[side] or "")).resolve() for side in ("zh", "en")]
        missing = [str(p) for p in paths if not p.is_file()]
        if missing or not symbol:
            problems.append(f"{source}:{number}: {symbol or 'no symbol'}: {', '.join(missing) or ''} not there")
        else:
            original = original_code(str(row.get("original") or ""))
            documents.append(JobDocument(str(symbol), str(paths[0]), str(paths[1]), original))
    return _unique(documents), problems


def _unique(documents: list[JobDocument]) -> list[JobDocument]:
    """In the order of symbols; a symbol that comes twice is told apart by a number."""
    documents = sorted(documents, key=lambda d: (d.symbol, d.zh, d.en))
    seen: dict[str, int] = {}
    result = []
    for one in documents:
        seen[one.symbol] = seen.get(one.symbol, 0) + 1
        name = one.symbol if seen[one.symbol] == 1 else f"{one.symbol} ({seen[one.symbol]})"
        result.append(replace(one, symbol=name))
    return result


def make_plan(
    documents: Sequence[JobDocument], problems: Sequence[str], out: Path, model: str, sentences: bool, fresh: bool
) -> list[Shard]:
    """Shards of a job, written to ``OUT/plan.json``; of a job that was begun, the shards it was begun with.

    Raises :class:`InputError` when ``out`` holds another job, unless ``fresh``.
    """
    if not documents:
        listing = "; ".join(problems[:3])
        raise InputError(
            f"no document in both languages{': ' if listing else ''}{listing}", "check the folder or table"
        )
    sizes = [Path(d.zh).stat().st_size + Path(d.en).stat().st_size for d in documents]
    shape = [READING_SIGNATURE, load_aligner(model).signature, sentences, SHARD_BYTES, SHARD_DOCUMENTS]
    signature = hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]
    path = out / PLAN
    most = shard_bytes(sizes)
    begun = read_plan(out) if path.exists() else None
    before = _files_of(read_shards(out)) if begun else set()
    if begun and fresh:
        for left in before:
            left.unlink(missing_ok=True)
    elif begun:
        if not _goes_on(begun, signature, documents):
            raise InputError(
                f"{out}: holds another job (other documents, model or options, or made by an older duizhao)",
                "choose another folder, or give --fresh",
            )
        most = begun.get("shard_bytes", SHARD_BYTES)  # plans did not say it when all were cut alike
    write_json(
        path,
        {
            "signature": signature,
            "model": model,
            "sentences": sentences,
            "problems": list(problems),
            "shard_bytes": most,
            "shards": [[asdict(d) for d in some] for some in cut(documents, sizes, most)],
        },
    )
    (out / PARTS).mkdir(parents=True, exist_ok=True)
    shards = read_shards(out)
    for left in before - _files_of(shards):  # parts of the plan that is no more
        left.unlink(missing_ok=True)
    known = {path.name for path in _files_of(shards)}
    for left in (out / PARTS).iterdir():  # what a killed worker was writing
        if (half := HALF.fullmatch(left.name)) and half["name"] in known:
            left.unlink(missing_ok=True)
    return shards


def _files_of(shards: Iterable[Shard]) -> set[Path]:
    """All that a plan's workers write: nothing else of a folder is ever removed."""
    return {path for shard in shards for path in (shard.part, shard.mark, shard.at)}


def _goes_on(plan: dict[str, Any], signature: str, documents: Sequence[JobDocument]) -> bool:
    """Whether a plan is of the same job: the same model and options, and at least one document in common."""
    before = {document["symbol"] for shard in plan["shards"] for document in shard}
    return bool(plan["signature"] == signature and before & {document.symbol for document in documents})


def shard_bytes(sizes: Sequence[int]) -> int:
    """The most bytes of a shard in an archive of files of these sizes.

    >>> [shard_bytes([size]) for size in (2_000_000, 20_000_000, 2_000_000_000)]
    [50000, 312500, 2000000]
    """
    return min(max(sum(sizes) // SHARDS, LEAST_BYTES), SHARD_BYTES)


def cut(documents: Sequence[JobDocument], sizes: Sequence[int], most: int) -> Iterable[list[JobDocument]]:
    """Documents in runs of at most ``most`` bytes; one that is larger stands alone."""
    shard: list[JobDocument] = []
    total = 0
    for document, size in zip(documents, sizes, strict=True):
        if shard and (total + size > most or len(shard) == SHARD_DOCUMENTS):
            yield shard
            shard, total = [], 0
        shard.append(document)
        total += size
    yield shard


def shard_signature(plan: str, documents: Sequence[JobDocument]) -> str:
    """What a mark must say to count: the plan, the documents, and the state of their files."""
    state: list[list[Any]] = []
    for document in documents:
        said = [document.original] if document.original else []
        said += [document.changes] if document.changes != "accepted" else []
        state.append([document.symbol, Path(document.zh).name, Path(document.en).name, *said])
        for path in (document.zh, document.en):
            with suppress(OSError):
                known = Path(path).stat()
                state.append([known.st_size, known.st_mtime_ns])
    return hashlib.sha256(json.dumps([plan, state]).encode()).hexdigest()[:16]


def read_plan(out: Path) -> dict[str, Any]:
    """What ``OUT/plan.json`` says; raises :class:`InputError` where there is none."""
    try:
        plan: dict[str, Any] = json.loads((out / PLAN).read_text(encoding="utf-8"))
        _ = [JobDocument(**document) for shard in plan["shards"] for document in shard]
        _ = [plan[key] for key in ("signature", "model", "sentences", "problems")]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{out}: holds no job ({PLAN} cannot be read)", "give the folder of 'align run -o'") from error
    return plan


def read_shards(out: Path) -> list[Shard]:
    """The shards of the plan in ``out``."""
    plan = read_plan(out)
    listed = [tuple(JobDocument(**document) for document in documents) for documents in plan["shards"]]
    return [
        Shard(
            number,
            documents,
            str(out),
            shard_signature(plan["signature"], documents),
            plan["model"],
            plan["sentences"],
        )
        for number, documents in enumerate(listed)
    ]
