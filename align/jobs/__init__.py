"""An archive in shards: planned, run on this machine or on a cluster, resumed after any death."""

from align.jobs.executors import LocalExecutor, RayExecutor
from align.jobs.plan import PLAN, make_plan, read_shards, read_sources
from align.jobs.shards import JobDocument, Shard, read_mark, run_shard
from align.jobs.spread import Cluster, Processes, Spread
from align.jobs.status import JobStatus, job_record, job_status, write_summary

__all__ = [
    "PLAN",
    "Cluster",
    "JobDocument",
    "JobStatus",
    "LocalExecutor",
    "Processes",
    "RayExecutor",
    "Shard",
    "Spread",
    "job_record",
    "job_status",
    "make_plan",
    "read_mark",
    "read_shards",
    "read_sources",
    "run_shard",
    "write_summary",
]
