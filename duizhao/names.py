"""Whether the packages beside this one are ours: three of them have plain names."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

NAMES = ("align", "glossary", "corpora")
"""Plain words, which another distribution may claim as well: whichever was installed last, or stands first on the path, wins."""


def strangers() -> list[tuple[str, str]]:
    """Names of our packages that lead elsewhere, each with where it leads; nothing is imported."""
    here = Path(__file__).resolve().parents[1]
    found = []
    for name in NAMES:
        spec = find_spec(name)
        places = [spec.origin] if spec and spec.origin else list(spec.submodule_search_locations or ()) if spec else []
        if not any(here / name in (Path(place).resolve(), Path(place).resolve().parent) for place in places if place):
            found.append((name, places[0] if places else "nowhere"))
    return found
