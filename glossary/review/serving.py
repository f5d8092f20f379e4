"""Runs the page on 127.0.0.1, behind a random token, until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import uvicorn

from corpora.errors import InputError
from glossary.review.browser import opened
from glossary.review.patience import Impatient
from glossary.review.server import build_app
from glossary.review.sheet_columns import Ui
from glossary.store import Store

LOOPBACK = "127.0.0.1"


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
    token = secrets.token_urlsafe(24)
    with listening(port) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{token}/"
        config = uvicorn.Config(
            build_app(store_path, token, ui, who),
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            lifespan="off",
            ws="none",
            http=Impatient,
        )
        ready(address)
        # the socket listens already: a browser that is quicker than the server waits
        with suppress(KeyboardInterrupt), opened(address) if browser else nullcontext():
            uvicorn.Server(config).run(sockets=[listener])


def listening(port: int) -> socket.socket:
    """A socket that listens on this machine only; 0 takes any free port. Raises :class:`InputError` if it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # a page that was just closed must not block its port; on Windows this would share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise InputError(
            f"port {port} cannot be used ({error.strerror or error})", "choose another --port, or 0"
        ) from error
    return listener
