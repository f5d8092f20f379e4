"""How far a job is, from its plan and the marks of its shards alone: what is done, what failed, what hardly matches."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from align.jobs.plan import read_plan, read_shards
from align.jobs.shards import read_mark, write_json
from corpora.exchange import write_frame
from corpora.versions import SCHEMAS


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


def job_status(out: Path) -> JobStatus:
    """How far the job in ``out`` is, from its plan and marks alone."""
    plan, shards = read_plan(out), read_shards(out)
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
    write_json(out / "job.json", job_record(status))
    return status
