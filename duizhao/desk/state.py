"""One project as all rooms of the desk see it: where it is, who is at work, what the last run wrote.

What people decide is on the disk before a request is answered (the ledger, the termbase); what is kept here can be made anew from
there, so that a desk that is killed loses nothing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.errors import InputError
from duizhao.desk.running import Running
from duizhao.job import MARK, Documents, Progress, RunOptions, RunResult, run_folder
from duizhao.own_terms import TERMS, terms_of_run
from glossary.project import LEDGER, Ledger
from glossary.quality import Checker
from glossary.store import login

if TYPE_CHECKING:
    from align.aligner import Aligner


class Project:
    """A folder of documents and the folder of its outputs. Safe to be used by several threads at once.

    ``lock``: held by whoever reads something here and writes by it; what two processes do is seen to by the files.
    """

    def __init__(self, documents: Documents, out: Path, options: RunOptions | None = None) -> None:
        self.documents = documents
        self.out = out
        self.options = options or RunOptions()
        self.lock = threading.RLock()
        self._record: tuple[str, dict[str, Any]] = ("", {})
        self._aligner: Aligner | None = None
        self._loading = threading.Lock()
        self.running = Running(self._run)

    @property
    def folder(self) -> Path:
        """The folder of the documents, where new ones are put."""
        return self.documents if isinstance(self.documents, Path) else self.documents[0].parent

    @property
    def name(self) -> str:
        """What the page calls the project."""
        return self.folder.resolve().name or str(self.folder)

    @property
    def who(self) -> str:
        """Who signs decisions."""
        return self.options.who or login()

    @property
    def version(self) -> str:
        """What stands for the files that the last run wrote; empty where there was none. Another run, another version."""
        try:
            known = (self.out / MARK).stat()
        except OSError:
            return ""
        return f"{known.st_mtime_ns:x}-{known.st_size:x}"

    @property
    def has_run(self) -> bool:
        """Whether there are files of a run."""
        return bool(self.version)

    @property
    def record(self) -> dict[str, Any]:
        """``run.json`` of the last run; empty where there was none. Read again when it is another."""
        version = self.version
        if self._record[0] != version or not version:
            try:
                found = json.loads((self.out / MARK).read_text("utf-8"))
            except (OSError, ValueError, RecursionError):
                found = {}
            self._record = version, found if isinstance(found, dict) else {}
        return self._record[1]

    @property
    def termbase(self) -> Path:
        """The termbase of the project: the one that was given where it is a ``.db``, else ``terms.db`` among the outputs."""
        given = self.options.check.termbase
        return given if given is not None and given.suffix.lower() == ".db" else self.out / TERMS

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The decisions, open in this thread; made where there are none yet."""
        self.out.mkdir(parents=True, exist_ok=True)
        with Ledger.open(self.out / LEDGER, create=True, who=self.options.who) as ledger:
            yield ledger

    @property
    def decided(self) -> int:
        """The number of the last decision about findings and links; 0 where there is none."""
        if not (self.out / LEDGER).is_file():
            return 0
        with Ledger.open(self.out / LEDGER) as ledger:
            return ledger.number

    @property
    def is_behind(self) -> bool:
        """Whether somebody has decided something since the files of the last run were written."""
        known = self.record.get("decisions")
        return self.has_run and isinstance(known, int) and self.decided != known

    @property
    def aligner(self) -> Aligner:
        """The aligner with the model of the project, loaded when it is first asked for."""
        from align.aligner import Aligner
        from align.encoders import load_encoder

        with self._loading:  # a lock of its own: whoever holds the other one may ask for the model, too
            if self._aligner is None:
                self._aligner = Aligner(load_encoder(self.options.model))
            return self._aligner

    def run_options(self, ui: str = "") -> RunOptions:
        """How the project is run: as it was opened, with its own termbase where one has come to be since."""
        options = replace(self.options, ui=ui or self.options.ui, fresh=False, links=None)
        held, _said = terms_of_run(self.out, options.check.termbase)
        return replace(options, check=replace(options.check, termbase=held))

    def set_recursive(self, recursive: bool) -> None:
        """Whether documents in subfolders are read, too."""
        with self.lock:
            self.must_not_run()
            self.options = replace(self.options, recursive=recursive)

    def document(self, symbol: str) -> dict[str, Any]:
        """What the last run says of a document. Raises :class:`LookupError` where it has none of this name."""
        for one in self.record.get("documents", ()):
            if isinstance(one, dict) and one.get("symbol") == symbol:
                return one
        raise LookupError(f"{symbol}: no such document in the last run; update the page")

    def _run(self, ui: str, progress: Progress) -> RunResult:
        options = self.run_options(ui)
        checker = Checker(options.check, self.aligner.encoder)
        return run_folder(self.documents, self.out, options, progress, checker)

    def must_not_run(self) -> None:
        """Raise :class:`InputError` while a run is at work: what it would write over waits."""
        if self.running.is_on:
            raise InputError("a run is at work", "wait until it is done, or cancel it")
