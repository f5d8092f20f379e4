"""An archive in shards: planned, run on this machine or on a cluster, resumed after any death."""

from align.jobs.executors import LocalExecutor, RayExecutor
from align.jobs.shards import JobStatus, job_record, job_status, make_plan, read_mark, read_sources, write_summary

__all__ = [
    "JobStatus",
    "LocalExecutor",
    "RayExecutor",
    "job_record",
    "job_status",
    "make_plan",
    "read_mark",
    "read_sources",
    "write_summary",
]
