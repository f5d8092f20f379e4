"""Who runs the shards of a job: processes of this machine, or the workers of a Ray cluster. The work is the same.

A worker that dies (out of memory, ``kill -9``, a node that goes away) costs its shard a second try. A document on
which a worker dies twice, alone, is left out and named.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from align.jobs.shards import Shard, run_shard
from corpora.errors import MissingDependencyError, OutputError
from corpora.here import OURS, safe_modules
from corpora.lives import LOOK_UP, begin_worker, first_words, submit
from corpora.logs import is_heard, logger
from corpora.threads import BLAS, POLARS

LOG = logger(__name__)
Done = Callable[[int], None]
THREADS = (*BLAS, POLARS)
ON_A_NODE: dict[str, Any] = {
    "num_cpus": 1,
    "max_retries": 5,
    "runtime_env": {"env_vars": {**dict.fromkeys(THREADS, "1"), "PYTHONSAFEPATH": "1"}},
}
TRIES = 2  # deaths on one document before it is left out


@contextmanager
def safe_path() -> Iterator[None]:
    """Processes that are started here do not find modules in the current folder, whatever is called ``numpy.py`` there."""
    names = ("PYTHONSAFEPATH", "PYTHONPATH")
    path, before = list(sys.path), {name: os.environ.get(name) for name in names}
    sys.path[:] = safe_modules(path)  # what a worker is handed over
    os.environ["PYTHONSAFEPATH"] = "1"
    if given := before["PYTHONPATH"]:
        os.environ["PYTHONPATH"] = os.pathsep.join(safe_modules(given.split(os.pathsep)))
    try:
        yield
    finally:
        sys.path[:] = path
        _restore(before)


def _restore(environment: Mapping[str, str | None]) -> None:
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Workers that are started here use one thread: they are many."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        _restore(before)


class LocalExecutor:
    """Processes of this machine; each loads the model once."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def run(self, shards: Sequence[Shard], done: Done) -> None:
        """Run all shards; after a death the shards that were in work are tried again one by one."""
        waiting = deque(shards)
        careful: deque[Shard] = deque()
        deaths: Counter[tuple[int, str]] = Counter()
        with one_thread_each(), safe_path():
            while waiting or careful:
                if careful:
                    shard = careful.popleft()
                    shard.at.unlink(missing_ok=True)
                    if self._pool([shard], 1, done):
                        careful.appendleft(blame(shard, deaths))
                else:
                    careful += self._pool(waiting, self.jobs, done)

    def _pool(self, shards: deque[Shard] | list[Shard], workers: int, done: Done) -> list[Shard]:
        """Work through ``shards`` until they are done or a worker dies; what was in work then."""
        waiting = shards if isinstance(shards, deque) else deque(shards)
        running: dict[Future[int], Shard] = {}
        pool = ProcessPoolExecutor(
            min(workers, len(waiting)), get_context("spawn"), begin_worker, first_words(is_heard())
        )
        try:
            while waiting or running:
                while waiting and len(running) < 2 * workers:
                    running[submit(pool, run_shard, waiting[0])] = waiting[0]
                    waiting.popleft()
                for future in wait(running, LOOK_UP, FIRST_COMPLETED).done:
                    done(future.result())
                    del running[future]
        except BrokenProcessPool:
            if isinstance(shards, deque):  # of one alone its document is said, when it is known to be the one
                busy = ", ".join(filter(None, map(document_in_work, running.values())))
                LOG.warning(
                    "a worker died%s; what was in work is tried again", f" while {busy} was read" if busy else ""
                )
            # what was in work, and at least one: a pool that breaks before it has taken anything counts as a death too
            return sorted(running.values(), key=lambda shard: shard.number) or [waiting.popleft()]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return []


def document_in_work(shard: Shard) -> str:
    """The document that a worker was busy with; empty where none was begun."""
    try:
        return shard.at.read_text(encoding="utf-8")
    except OSError:
        return ""


def blame(shard: Shard, deaths: Counter[tuple[int, str]]) -> Shard:
    """The shard for another try; without the document on which its worker has died too often.

    Raises :class:`OutputError` where workers die before they have begun any document.
    """
    symbol = document_in_work(shard)
    deaths[shard.number, symbol] += 1
    if deaths[shard.number, symbol] > TRIES or (not symbol and deaths[shard.number, symbol] == TRIES):
        raise OutputError(
            f"shard {shard.number}: workers die {f'on {symbol}' if symbol else 'before they begin'}",
            "look at the memory of the machine and the rights of the folder; give the same command again to go on",
        )
    LOG.warning("a worker died on %s", symbol, extra={"code": "worker"})
    return replace(shard, deadly=(*shard.deadly, symbol)) if deaths[shard.number, symbol] >= TRIES else shard


class RayExecutor:
    """Workers of a Ray cluster: the one that ``RAY_ADDRESS`` names, else one of this machine with ``jobs`` processes.

    Documents and output must lie where all nodes see them; duizhao must be installed on each.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def run(self, shards: Sequence[Shard], done: Done) -> None:
        """Run all shards; Ray itself tries a shard again when its node goes away."""
        with connected(self.jobs) as ray:
            self._run(ray, shards, done)

    def _run(self, ray: Any, shards: Sequence[Shard], done: Done) -> None:
        remote = ray.remote(**ON_A_NODE)(run_shard)
        waiting = deque(shards)
        running: dict[Any, Shard] = {}
        deaths: Counter[tuple[int, str]] = Counter()
        while waiting or running:
            while waiting and len(running) < room(ray):
                shard = waiting.popleft()
                running[remote.remote(shard)] = shard
            for reference in ray.wait(list(running), num_returns=1)[0]:
                shard = running.pop(reference)
                try:
                    done(ray.get(reference))
                except ray.exceptions.RayTaskError as error:
                    if isinstance(error.cause, Exception):
                        raise error.cause from error
                    raise
                except ray.exceptions.RayError as error:  # a worker, its memory or its node is gone
                    LOG.warning("shard %d: %s", shard.number, type(error).__name__, extra={"code": "worker"})
                    waiting.appendleft(blame(shard, deaths))


@contextmanager
def connected(jobs: int) -> Iterator[Any]:
    """Ray, with the cluster that is there, that ``RAY_ADDRESS`` names, or one of this machine with ``jobs`` processes."""
    ray = _ray()
    own = not ray.is_initialized()
    if own:
        address = os.environ.get("RAY_ADDRESS")
        size: dict[str, Any] = {} if address else {"num_cpus": jobs, "include_dashboard": False}
        with one_thread_each(), safe_path():
            job = _job(ray)
            ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False, job_config=job, **size)
    try:
        yield ray
    finally:
        if own:
            ray.shutdown()


def _job(ray: Any) -> Any:
    """What Ray is told of this job: it puts the current folder first on the path of every worker, unless a job has a folder of its own."""
    job = ray.job_config.JobConfig()
    if Path.cwd().resolve() != OURS:
        job._runtime_env_has_working_dir = lambda: True
    return job


def room(ray: Any) -> int:
    """How many pieces of work may be on their way to the nodes."""
    return 2 * max(int(ray.cluster_resources().get("CPU", 1)), 1)


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError("Ray is not installed", "pip install 'duizhao[cluster]'") from error
    return ray
