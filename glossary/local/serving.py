"""Runs a page on 127.0.0.1, behind a random token, until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import nullcontext, suppress

import uvicorn
from starlette.types import ASGIApp

from corpora.errors import InputError
from glossary.local.browser import opened
from glossary.local.patience import Impatient

LOOPBACK = "127.0.0.1"


def serve_app(
    build: Callable[[str], ASGIApp],
    *,
    port: int = 0,
    browser: bool = True,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve what ``build`` makes of a new token, until interrupted.

    ``ready`` gets the address once the port is held; raises :class:`InputError` if it is taken.
    """
    token = secrets.token_urlsafe(24)
    with listening(port) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{token}/"
        config = uvicorn.Config(
            build(token),
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
