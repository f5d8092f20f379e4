"""What a command did, as it does it: ``--log FILE`` in JSON Lines, ``--verbose`` on standard error.

A line is written when something is over, so that what a command did before it died can be read. A log is added to, never written
over; a file that is no log is left alone. It names files, symbols, stages, seconds and memory; of a text only what was asked for.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpora.errors import InputError, OutputError, visible
from corpora.logs import CODES, FLOORS
from corpora.memory import memory_now, peak_memory
from corpora.versions import VERSION
from duizhao.standard import reason_of

BEGIN = '{"log": "duizhao", '
"""How the first line of a log begins: by it a file is known as one."""
QUOTED = re.compile(
    r"(?<![\w])'[^\n]*'(?!\w)|\"[^\n]*\"|“[^”\n]*”?|‘[^’\n]*’?|「[^」\n]*」?|《[^》\n]*》?|«[^»\n]*»?|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
LONGEST = 2000  # characters of a line of standard error in a log
Says = Callable[[str], None]


def without_text(line: str) -> str:
    """A line without what it quotes, and without Chinese: what a log may keep unless more is asked for.

    >>> without_text("letter.txt: line 3: '密件 confidential' is no symbol"), without_text("a.zh.txt: read as gb18030")
    ("letter.txt: line 3: '…' is no symbol", 'a.zh.txt: read as gb18030')
    """
    return QUOTED.sub(
        lambda match: f"{match.group()[0]}…{match.group()[-1]}" if match.group()[0] in "'\"" else "…", line
    )


class Journal(logging.Handler):
    """Hears the floors and the door. ``path``: the log, ``None`` for none; ``says``: who shows stages on the screen."""

    def __init__(self, path: Path | None, command: str, *, text: bool = False, says: Says | None = None) -> None:
        super().__init__(logging.INFO)
        self.path, self.command, self.text, self.says = path, command, text, says
        self._began = time.perf_counter()
        self._levels: list[tuple[logging.Logger, int]] = []
        self._stream = _opened(path) if path else None

    def begin(self) -> None:
        """Listen to the floors, and write the first line."""
        self._put("begin", version=VERSION, python=sys.version.split()[0], process=os.getpid(), command=self.command)
        for name in FLOORS:
            floor = logging.getLogger(name)
            self._levels.append((floor, floor.level))
            floor.setLevel(logging.INFO)
            floor.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """A stage that is over; warnings of the floors come as lines of standard error."""
        facts: dict[str, Any] | None = getattr(record, "facts", None)
        if facts is None:
            return
        event = str(facts.get("event", "stage"))
        told = {"stage": "", "document": "", "seconds": None} | facts | {"memory": memory_now(), "peak": peak_memory()}
        told.pop("event", None)
        self._put(event, **told)
        if self.says is not None:
            seconds = "" if told["seconds"] is None else f" {told['seconds']:.2f} s,"
            failed = f", {told['failed']}" if told.get("failed") else ""
            self.says(
                f"duizhao: {told['stage']} {told['document']}".rstrip() + f":{seconds} {told['memory']:.0f} MB{failed}"
            )

    def heard(self, line: str, code: str, *, grave: bool) -> None:
        """A line that was written to standard error, with its code; ``grave``: the command ends with it."""
        assert code in CODES, code
        said = line if self.text else without_text(line[:LONGEST])
        self._put("error" if grave else "warning", code=code, message=said[:LONGEST])

    def end(self, code: int) -> None:
        """Write the last line, and listen no more."""
        for floor, level in self._levels:
            floor.setLevel(level)
            floor.removeHandler(self)
        self._levels.clear()
        seconds = round(time.perf_counter() - self._began, 4)
        self._put("end", exit=code, seconds=seconds, memory=memory_now(), peak=peak_memory())
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        self.close()

    def _put(self, event: str, **facts: Any) -> None:
        if self._stream is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        head = {"log": "duizhao", "time": now, "event": event}
        line = json.dumps(
            head | {name: value for name, value in facts.items() if value not in ("", None)}, ensure_ascii=False
        )
        try:
            self._stream.write(line.encode("utf-8", "replace") + b"\n")
        except OSError as error:
            self._stream = None  # what the command is for goes on
            with suppress(AttributeError, OSError, ValueError):  # nobody listens
                sys.stderr.write(visible(f"duizhao: {self.path}: the log ends here ({reason_of(error)})") + "\n")


def _opened(path: Path) -> Any:
    """The log, to be added to. Raises :class:`InputError` for a file that is no log, :class:`OutputError` where none can be written."""
    try:
        if path.exists() and (not path.is_file() or (path.stat().st_size and not _is_log(path))):
            raise InputError(f"{path}: is no log of duizhao, and is left as it is", "name another file with --log")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab", buffering=0)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({reason_of(error)})", "name another file with --log") from error


def _is_log(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(BEGIN)) == BEGIN.encode()
