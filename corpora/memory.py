"""Memory that was freed goes back to the system: what one stage needed for a moment is not kept while the next one works."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


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
