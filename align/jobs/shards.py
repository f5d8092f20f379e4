"""Many documents: a plan of shards, one Parquet part and one completion mark for each, nothing lost when killed.

A shard is a run of documents in the order of their symbols, cut by size alone, so that the parts do not depend on the number of
workers. A part is written under a temporary name and renamed; its mark is written after it. What has a mark is
done: a job that was killed at any moment goes on with the shards that have none, and ends with the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.aligner import Aligner
from corpora.bitext import pairs_to_frame, with_original
from corpora.catalogue import pair_folder
from corpora.document import Document
from corpora.errors import DuizhaoError, InputError, OutputError
from corpora.exchange import original_code, read_pairs, read_table, write_frame
from corpora.files import atomic_path
from corpora.readers import read_sentences
from corpora.reading import READING_SIGNATURE, read_document
from corpora.versions import SCHEMAS

if TYPE_CHECKING:
    from align.aligner import Aligner
    from corpora.bitext import Pair

SHARD_BYTES = 2_000_000
SHARD_DOCUMENTS = 200
PLAN, PARTS = "plan.json", "parts"


@dataclass(frozen=True, slots=True)
class JobDocument:
    """One document of a job: its symbol and its two files; ``original`` where its mastheads do not count."""

    symbol: str
    zh: str
    en: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """What a worker gets: its number, its documents, where to write, and documents that killed a worker before."""

    number: int
    documents: tuple[JobDocument, ...]
    out: str
    signature: str
    model: str
    sentences: bool
    deadly: tuple[str, ...] = ()

    @property
    def part(self) -> Path:
        """The Parquet file of this shard."""
        return Path(self.out) / PARTS / f"part-{self.number:06d}.parquet"

    @property
    def mark(self) -> Path:
        """The completion mark of this shard."""
        return self.part.with_suffix(".json")

    @property
    def at(self) -> Path:
        """The file that names the document a worker is busy with: who is to blame when it dies."""
        return self.part.with_suffix(".at")


@dataclass(slots=True)
class JobStatus:
    """How far a job is: shards, documents, sentence pairs, and the documents that failed, or hardly match, with the reasons."""

    shards: int = 0
    shards_done: int = 0
    documents: int = 0
    documents_done: int = 0
    links: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    doubtful: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    signature: str = ""
    stale: int = 0  # shards that were done, but with files that have moved or changed since
    gone: str = ""  # the first file of these that is not where the plan says

    @property
    def complete(self) -> bool:
        """Whether every shard has its mark."""
        return self.shards_done == self.shards


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
    if fresh and path.exists():
        shutil.rmtree(out / PARTS, ignore_errors=True)
        path.unlink(missing_ok=True)
    elif path.exists() and not _goes_on(_read_plan(out), signature, documents):
        raise InputError(
            f"{out}: holds another job (other documents, model or options, or made by an older duizhao)",
            "choose another folder, or give --fresh",
        )
    _write_json(
        path,
        {
            "signature": signature,
            "model": model,
            "sentences": sentences,
            "problems": list(problems),
            "shards": [[asdict(d) for d in some] for some in _cut(documents, sizes)],
        },
    )
    (out / PARTS).mkdir(parents=True, exist_ok=True)
    shards = read_shards(out)
    known = {path.name for shard in shards for path in (shard.part, shard.mark)}
    for left in (out / PARTS).iterdir():  # what a killed worker was writing, and parts of a plan that is no more
        if left.name not in known and re.fullmatch(r"\..*\.part|part-\d{6}\.(parquet|json|at)", left.name):
            left.unlink(missing_ok=True)
    return shards


def _goes_on(plan: dict[str, Any], signature: str, documents: Sequence[JobDocument]) -> bool:
    """Whether a plan is of the same job: the same model and options, and at least one document in common."""
    before = {document["symbol"] for shard in plan["shards"] for document in shard}
    return bool(plan["signature"] == signature and before & {document.symbol for document in documents})


def shard_signature(plan: str, documents: Sequence[JobDocument]) -> str:
    """What a mark must say to count: the plan, the documents, and the state of their files."""
    state: list[list[Any]] = []
    for document in documents:
        said = [document.original] if document.original else []
        state.append([document.symbol, Path(document.zh).name, Path(document.en).name, *said])
        for path in (document.zh, document.en):
            with suppress(OSError):
                known = Path(path).stat()
                state.append([known.st_size, known.st_mtime_ns])
    return hashlib.sha256(json.dumps([plan, state]).encode()).hexdigest()[:16]


def _cut(documents: Sequence[JobDocument], sizes: Sequence[int]) -> Iterable[list[JobDocument]]:
    shard: list[JobDocument] = []
    total = 0
    for document, size in zip(documents, sizes, strict=True):
        if shard and (total + size > SHARD_BYTES or len(shard) == SHARD_DOCUMENTS):
            yield shard
            shard, total = [], 0
        shard.append(document)
        total += size
    yield shard


def _read_plan(out: Path) -> dict[str, Any]:
    try:
        plan: dict[str, Any] = json.loads((out / PLAN).read_text(encoding="utf-8"))
        _ = [JobDocument(**document) for shard in plan["shards"] for document in shard]
        _ = [plan[key] for key in ("signature", "model", "sentences", "problems")]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{out}: holds no job ({PLAN} cannot be read)", "give the folder of 'align run -o'") from error
    return plan


def _write_json(path: Path, data: Any) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_shards(out: Path) -> list[Shard]:
    """The shards of the plan in ``out``."""
    plan = _read_plan(out)
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


def read_mark(shard: Shard) -> dict[str, Any] | None:
    """What the mark of a finished shard says; ``None`` where the shard is still to do."""
    try:
        mark: dict[str, Any] = json.loads(shard.mark.read_text(encoding="utf-8"))
        done = mark["signature"] == shard.signature and shard.part.stat().st_size == mark["bytes"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark if done else None


@lru_cache(maxsize=2)
def load_aligner(model: str) -> Aligner:
    """One aligner a process and model."""
    return Aligner(model)


def run_shard(shard: Shard) -> int:
    """Align the documents of a shard and write its part and its mark; the number of the shard."""
    aligner = load_aligner(shard.model)
    rows: list[Pair] = []
    done, failed = [], []
    for document in shard.documents:
        with suppress(OSError):
            shard.at.write_text(document.symbol, encoding="utf-8")
        try:
            if document.symbol in shard.deadly:
                raise InputError("the worker died on this document, twice", "look at its files, or at the memory")
            pairs, entry = _align_document(document, aligner, shard.sentences)
        except OutputError:
            raise
        except DuizhaoError as error:
            failed.append(asdict(document) | {"reason": str(error)})
        except Exception as error:  # one document never stops a job
            failed.append(asdict(document) | {"reason": f"unexpected {type(error).__name__}: {error}"[:300]})
        else:
            rows += pairs
            done.append(entry)
    write_frame(pairs_to_frame(rows), shard.part, SCHEMAS["bitext"])
    _write_json(
        shard.mark,
        {
            "signature": shard.signature,
            "bytes": shard.part.stat().st_size,
            "links": len(rows),
            "documents": done,
            "failed": failed,
        },
    )
    shard.at.unlink(missing_ok=True)
    return shard.number


def _align_document(document: JobDocument, aligner: Aligner, sentences: bool) -> tuple[list[Pair], dict[str, Any]]:
    if document.zh == document.en:
        return _bitext_rows(document)
    sides = []
    for path, language in ((document.zh, "zh"), (document.en, "en")):
        if sentences:
            lines = read_sentences(Path(path))
            sides.append(Document.from_sentences(lines, language, document.symbol, path, document.original))
        else:
            sides.append(read_document(Path(path), language, document.symbol, document.original).document)
    bitext = aligner.align(*sides)
    nulls = sum(link.is_null for link in bitext.links)
    entry = {"symbol": document.symbol, "zh_sentences": len(sides[0]), "en_sentences": len(sides[1])}
    return bitext.pairs(), entry | {"links": len(bitext.links), "null_links": nulls, "warning": bitext.warning}


def _bitext_rows(document: JobDocument) -> tuple[list[Pair], dict[str, Any]]:
    """The rows of a file that holds both languages, as they stand."""
    pairs = with_original(read_pairs(Path(document.zh)), document.original)
    sides = sum(bool(pair.zh) for pair in pairs), sum(bool(pair.en) for pair in pairs)
    entry = {"symbol": document.symbol, "zh_sentences": sides[0], "en_sentences": sides[1], "links": len(pairs)}
    return pairs, entry | {"null_links": 2 * len(pairs) - sum(sides), "warning": ""}


def job_status(out: Path) -> JobStatus:
    """How far the job in ``out`` is, from its plan and marks alone."""
    plan, shards = _read_plan(out), read_shards(out)
    status = JobStatus(len(shards), problems=list(plan["problems"]), signature=plan["signature"])
    for shard in shards:
        status.documents += len(shard.documents)
        mark = read_mark(shard)
        if mark is not None:
            status.shards_done += 1
            status.documents_done += len(mark["documents"])
            status.links += mark["links"]
            status.failed += mark["failed"]
            status.doubtful += [
                {"symbol": e["symbol"], "reason": e["warning"]} for e in mark["documents"] if e["warning"]
            ]
        elif shard.mark.exists():
            status.stale += 1
            files = (path for document in shard.documents for path in (document.zh, document.en))
            status.gone = status.gone or next((path for path in files if not Path(path).exists()), "")
    return status


def job_record(status: JobStatus) -> dict[str, Any]:
    """A status as plain values for JSON."""
    return {"schema": SCHEMAS["job"], **asdict(status)}


def write_summary(out: Path) -> JobStatus:
    """``OUT/documents.tsv`` (one row a document, what became of it) and ``OUT/job.json``; the same for the same input."""
    import polars as pl

    rows = []
    for shard in read_shards(out):
        mark = read_mark(shard) or {"documents": [], "failed": []}
        rows += [{**entry, "status": "done", "reason": entry["warning"]} for entry in mark["documents"]]
        rows += [{"symbol": f["symbol"], "status": "failed", "reason": f["reason"]} for f in mark["failed"]]
    names = {"zh_sentences": pl.Int64, "en_sentences": pl.Int64, "links": pl.Int64, "null_links": pl.Int64}
    schema = {"symbol": pl.String, "status": pl.String, **names, "reason": pl.String}
    write_frame(pl.DataFrame(rows, schema=schema).sort("symbol"), out / "documents.tsv")
    status = job_status(out)
    _write_json(out / "job.json", job_record(status))
    return status
