"""Memory that was freed goes back to the system: what one stage needed for a moment is not kept while the next one works."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path


def give_back_memory() -> None:
    """Hand free memory back, where the C library can do so (glibc on Linux); elsewhere nothing happens.

    glibc keeps the room of large arrays after they are gone once it has seen some come and go.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
    return found


def peak_memory() -> float:
    """Megabytes of memory that this process has had at most so far; 0 where the system does not say."""
    own = _status("VmHWM")  # what the resource module says counts the process that started this one, too
    if own:
        return own
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most * (1 if sys.platform == "darwin" else 1024) / 1e6, 1)


def memory_now() -> float:
    """Megabytes of memory that this process has now; its peak where the system says no more.

    >>> 0 <= memory_now() <= peak_memory()
    True
    """
    return _status("VmRSS") or peak_memory()


def _status(name: str) -> float:
    """A line of what Linux says of this process, in megabytes; 0 elsewhere."""
    try:
        text = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    _before, found, rest = text.partition(f"{name}:")
    return round(int(rest.split(maxsplit=1)[0]) * 1024 / 1e6, 1) if found else 0.0
