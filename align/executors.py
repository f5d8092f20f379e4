"""Who runs the shards of a job: processes of this machine, or the workers of a Ray cluster. The work is the same.

A worker that dies (out of memory, ``kill -9``, a node that goes away) costs its shard a second try. A document on
which a worker dies twice, alone, is left out and named.
"""

from __future__ import annotations

import logging
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from typing import Any, Protocol

from align.jobs import Shard, run_shard
from corpora.errors import MissingDependencyError

LOG = logging.getLogger(__name__)
Done = Callable[[int], None]
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "POLARS_MAX_THREADS")
TRIES = 2  # deaths on one document before it is left out


class Executor(Protocol):
    """Runs shards, tells which are done, in any order."""

    def run(self, shards: Sequence[Shard], done: Done) -> None:
        """Run all ``shards``; ``done`` is called with the number of each."""
        ...


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Workers that are started here use one thread: they are many."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class LocalExecutor:
    """Processes of this machine; each loads the model once."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def run(self, shards: Sequence[Shard], done: Done) -> None:
        """Run all shards; after a death the shards that were in work are tried again one by one."""
        waiting = deque(shards)
        careful: deque[Shard] = deque()
        deaths: Counter[tuple[int, str]] = Counter()
        with one_thread_each():
            while waiting or careful:
                if careful:
                    shard = careful.popleft()
                    if self._pool([shard], 1, done):
                        careful.appendleft(blame(shard, deaths))
                else:
                    careful += self._pool(waiting, self.jobs, done)

    def _pool(self, shards: deque[Shard] | list[Shard], workers: int, done: Done) -> list[Shard]:
        """Work through ``shards`` until they are done or a worker dies; what was in work then."""
        waiting = shards if isinstance(shards, deque) else deque(shards)
        running: dict[Future[int], Shard] = {}
        pool = ProcessPoolExecutor(min(workers, len(waiting)), get_context("spawn"), _leave_interrupts)
        try:
            while waiting or running:
                while waiting and len(running) < 2 * workers:
                    shard = waiting.popleft()
                    running[pool.submit(run_shard, shard)] = shard
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    done(future.result())
                    del running[future]
        except BrokenProcessPool:
            return sorted(running.values(), key=lambda shard: shard.number)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return []


def _leave_interrupts() -> None:
    """Ctrl-C is for the job, which then lets its workers finish what they hold."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def blame(shard: Shard, deaths: Counter[tuple[int, str]]) -> Shard:
    """The shard for another try; without the document on which its worker has died too often."""
    try:
        symbol = shard.at.read_text(encoding="utf-8")
    except OSError:
        symbol = shard.documents[0].symbol
    deaths[shard.number, symbol] += 1
    LOG.warning("a worker died on %s", symbol)
    return replace(shard, deadly=(*shard.deadly, symbol)) if deaths[shard.number, symbol] >= TRIES else shard


class RayExecutor:
    """Workers of a Ray cluster: the one that ``RAY_ADDRESS`` names, else one of this machine with ``jobs`` processes.

    Documents and output must lie where all nodes see them; duizhao must be installed on each.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def run(self, shards: Sequence[Shard], done: Done) -> None:
        """Run all shards; Ray itself tries a shard again when its node goes away."""
        ray = _ray()
        own = not ray.is_initialized()
        if own:
            address = os.environ.get("RAY_ADDRESS")
            size: dict[str, Any] = {} if address else {"num_cpus": self.jobs, "include_dashboard": False}
            with one_thread_each():
                ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False, **size)
        environment = {"env_vars": dict.fromkeys(THREADS, "1")}
        remote = ray.remote(num_cpus=1, max_retries=5, runtime_env=environment)(run_shard)
        waiting = deque(shards)
        running: dict[Any, Shard] = {}
        deaths: Counter[tuple[int, str]] = Counter()
        try:
            while waiting or running:
                room = 2 * max(int(ray.cluster_resources().get("CPU", 1)), 1)
                while waiting and len(running) < room:
                    shard = waiting.popleft()
                    running[remote.remote(shard)] = shard
                for reference in ray.wait(list(running), num_returns=1)[0]:
                    shard = running.pop(reference)
                    try:
                        done(ray.get(reference))
                    except ray.exceptions.WorkerCrashedError:
                        waiting.appendleft(blame(shard, deaths))
                    except ray.exceptions.RayTaskError as error:
                        raise error.cause from error
        finally:
            if own:
                ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError("Ray is not installed", "pip install 'duizhao[cluster]'") from error
    return ray
