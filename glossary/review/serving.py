"""Serves the pages of a termbase until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glossary.local import serve_app
from glossary.review.server import build_app
from glossary.review.sheet_columns import Ui
from glossary.store import Store


def serve(
    store_path: Path,
    *,
    port: int = 0,
    ui: Ui = "en",
    who: str = "",
    browser: bool = True,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until interrupted. ``ready`` gets the address once the port is held; raises :class:`InputError` if it is taken."""
    with Store.open(store_path, who=who):
        pass  # a file that is no termbase is refused now, not on the first click
    serve_app(lambda token: build_app(store_path, token, ui, who), port=port, browser=browser, ready=ready)
