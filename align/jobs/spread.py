"""Work in pieces, by many processes, with the results in the order of the pieces: the same whoever does which.

A worker is set up once (``begin``: it loads the model), then asked for one piece after the other. It ends with the program
that started it, and never looks for modules in the current folder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from align.jobs.executors import ON_A_NODE, connected, one_thread_each, room, safe_path
from corpora.errors import OutputError
from corpora.lives import begin_worker, first_words, result_of, submit
from corpora.logs import is_heard

Piece = TypeVar("Piece")
Result = TypeVar("Result")
Name = Callable[[Any], str]


class Spread(Protocol):
    """Who does the pieces of some work."""

    def __call__(
        self,
        begin: Callable[..., None],
        given: tuple[Any, ...],
        work: Callable[[Piece], Result],
        pieces: Sequence[Piece],
        name: Name,
    ) -> Iterator[Result]:
        """``work`` of each piece, in order, by workers of which each was begun with ``begin(*given)``; ``name`` is for errors."""
        ...


class Processes:
    """Processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def __call__(
        self,
        begin: Callable[..., None],
        given: tuple[Any, ...],
        work: Callable[[Piece], Result],
        pieces: Sequence[Piece],
        name: Name,
    ) -> Iterator[Result]:
        """As :class:`Spread` says. Raises :class:`OutputError` where a worker is killed."""
        waiting = deque(pieces)
        running: deque[tuple[Piece, Future[Result]]] = deque()
        with one_thread_each(), safe_path():
            workers = max(min(self.jobs, len(waiting)), 1)
            others = set(active_children())
            pool = ProcessPoolExecutor(
                workers, get_context("spawn"), begin_worker, first_words(is_heard(), begin, given)
            )
            done = False
            try:
                while waiting or running:
                    while waiting and len(running) < 2 * workers:
                        piece = waiting.popleft()
                        running.append((piece, submit(pool, work, piece)))
                    yield result_of(running[0][1])
                    running.popleft()
                done = True
            except BrokenProcessPool as error:
                at = ", ".join(name(piece) for piece, _future in list(running)[:workers])
                raise OutputError(
                    f"a worker was killed while {at} was in work",
                    "the memory may not suffice for so many workers: give fewer --jobs",
                ) from error
            finally:
                if not done:  # nobody wants it any more: Ctrl-C, or an error of another piece
                    for child in set(active_children()) - others:
                        child.kill()
                pool.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """The workers of a Ray cluster, as :class:`align.jobs.RayExecutor` finds them; duizhao must be installed on each node."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)

    def __call__(
        self,
        begin: Callable[..., None],
        given: tuple[Any, ...],
        work: Callable[[Piece], Result],
        pieces: Sequence[Piece],
        name: Name,
    ) -> Iterator[Result]:
        """As :class:`Spread` says; Ray tries a piece again when its node goes away. Raises :class:`OutputError` where that does not help."""
        with connected(self.jobs) as ray:
            handed = ray.put((begin, given))
            remote = ray.remote(**ON_A_NODE)(_on_a_node)
            key, waiting = uuid4().hex, deque(pieces)
            running: deque[tuple[Piece, Any]] = deque()
            while waiting or running:
                while waiting and len(running) < room(ray):
                    piece = waiting.popleft()
                    running.append((piece, remote.remote(key, handed, work, piece)))
                piece, reference = running.popleft()
                try:
                    yield ray.get(reference)
                except ray.exceptions.RayTaskError as error:
                    raise (error.cause if isinstance(error.cause, Exception) else error) from error
                except ray.exceptions.RayError as error:
                    told = f"the workers of the cluster go away while {name(piece)} is in work"
                    raise OutputError(told, "look at the memory of its nodes") from error


class _Begun:
    """What the process of a node was last begun for."""

    key = ""


def _on_a_node(
    key: str, handed: tuple[Callable[..., None], tuple[Any, ...]], work: Callable[[Any], Any], piece: Any
) -> Any:
    """A piece on a node, whose process is begun once for all pieces of a job."""
    if _Begun.key != key:
        begin, given = handed
        begin(*given)
        _Begun.key = key
    return work(piece)
