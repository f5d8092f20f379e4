"""How long each phase of a command took, and how much memory it had needed by then."""

from __future__ import annotations

import time

from corpora.logs import tell_stage
from corpora.memory import peak_memory


class Clock:
    """Seconds since the last phase, by name of the phase, and the peak of the memory up to its end, in megabytes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peaks: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        """Book the time since the last call to ``phase``."""
        now = time.perf_counter()
        self.seconds[phase] = round(self.seconds.get(phase, 0.0) + now - self._last, 4)
        self.peaks[phase] = peak_memory()
        tell_stage(phase, event="phase", seconds=round(now - self._last, 4))
        self._last = now
