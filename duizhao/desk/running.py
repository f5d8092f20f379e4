"""A run in the background: begun, watched, cancelled from the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from corpora.errors import DuizhaoError, InputError, unexpected
from corpora.logs import logger
from duizhao.job import Progress, RunResult

Job = Callable[[str, Progress], RunResult]
"""A run: in which language it writes, and whom it tells how far it is."""
LOG = logger(__name__)


class _CancelledError(Exception):
    """Somebody wants the run to end."""


class Running:
    """The run of a project that is at work, or the last one of this sitting."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._cancel = False
        self._begun = 0.0
        self._state: dict[str, Any] = {"state": "none"}

    @property
    def is_on(self) -> bool:
        """Whether a run is at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, ui: str = "") -> None:
        """Begin a run. Raises :class:`InputError` while another one is at work."""
        with self._lock:
            if self.is_on:
                raise InputError("a run is at work already", "wait until it is done, or cancel it")
            self._cancel = False
            self._begun = time.monotonic()
            self._state = {"state": "on", "done": 0, "total": 0, "what": ""}
            self._thread = threading.Thread(target=self._run, args=(ui,), name="duizhao-run", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Ask the run to end: it does so after the document or the check that it is at, and writes nothing."""
        self._cancel = True

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the run is done."""
        if self._thread is not None:
            self._thread.join(seconds)

    def progress(self) -> dict[str, Any]:
        """How far it is: ``state`` is none, on, cancelling, done, cancelled or failed (``error``: one line)."""
        state = dict(self._state)
        if state["state"] == "on":
            state["seconds"] = round(time.monotonic() - self._begun, 1)
            if self._cancel:
                state["state"] = "cancelling"
        return state

    def _run(self, ui: str) -> None:
        try:
            self._done(self._job(ui, lambda done, total, what: self._tell(done, total, what)))
        except _CancelledError:
            self._state = {"state": "cancelled"}
        except Exception as error:  # the page says it in a line, the desk goes on
            known = error if isinstance(error, DuizhaoError) else unexpected("the run", error)
            LOG.debug("run of the desk", exc_info=True)
            self._state = {"state": "failed", "error": str(known)}

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._cancel:
            raise _CancelledError
        self._state = {"state": "on", "done": done, "total": total, "what": what}

    def _done(self, result: RunResult) -> None:
        self._state = {
            "state": "done",
            "seconds": round(time.monotonic() - self._begun, 1),
            "said": list(result.remembered.said),
            "failed": result.failed,
        }
