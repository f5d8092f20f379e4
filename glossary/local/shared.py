"""What all pages load: the script that they share, and the icon."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


def shared_files() -> Mount:
    """The route of the files that all pages share, ``shared/``: beside ``static/``, where a page has its own."""
    return Mount("/shared", StaticFiles(directory=Path(__file__).parent / "static"))
