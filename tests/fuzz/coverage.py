"""How many lines of the program ran that had not run before: what tells a useful damaged input from a useless one."""

from __future__ import annotations

import sys
from types import CodeType, FrameType
from typing import Any

from tests.places import ROOT

OURS = tuple(f"{ROOT}/{name}/" for name in ("align", "corpora", "duizhao", "glossary"))
NONE: set[int] = set()


class Coverage:
    """Counts lines that are new (``new``) while it is on.

    Where Python has ``sys.monitoring`` (3.12) a line costs nothing once it was seen; before, functions all of whose
    lines were seen cost nothing, and one input in four is looked at.
    """

    def __init__(self) -> None:
        self.new = 0
        self.rest: dict[CodeType, set[int]] = {}
        self.every = 4
        if sys.version_info >= (3, 12):
            self.every = 1
            sys.monitoring.use_tool_id(sys.monitoring.COVERAGE_ID, "duizhao-fuzz")
            sys.monitoring.register_callback(sys.monitoring.COVERAGE_ID, sys.monitoring.events.LINE, self._line)

    def start(self) -> None:
        """From here on lines count."""
        self.new = 0
        if sys.version_info >= (3, 12):
            sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, sys.monitoring.events.LINE)
        else:
            sys.settrace(self._call)

    def stop(self) -> int:
        """How many lines were new."""
        if sys.version_info >= (3, 12):
            sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, 0)
        else:
            sys.settrace(None)
        return self.new

    def _line(self, code: CodeType, _number: int) -> Any:
        self.new += code.co_filename.startswith(OURS)
        return sys.monitoring.DISABLE if sys.version_info >= (3, 12) else None

    def _call(self, frame: FrameType, _event: str, _arg: object) -> Any:
        code = frame.f_code
        rest = self.rest.get(code)
        if rest is None:
            lines = {line for *_, line in code.co_lines() if line} - {code.co_firstlineno}
            rest = self.rest[code] = lines if code.co_filename.startswith(OURS) else NONE
        return self._seen if rest else None

    def _seen(self, frame: FrameType, event: str, _arg: object) -> Any:
        if event == "line":
            rest = self.rest[frame.f_code]
            if frame.f_lineno in rest:
                rest.discard(frame.f_lineno)
                self.new += 1
        return self._seen
