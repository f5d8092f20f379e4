"""A connection to the page that asks nothing is closed, and so is one that takes for ever to ask."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0
"""Seconds in which a whole request has to come, its body too; all of it comes from this machine."""


class Impatient(H11Protocol):
    """uvicorn's connection, which by itself waits without end for a first request and for the rest of one."""

    patience = PATIENCE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._waits_since = self.loop.time()
        self._next_look = self.loop.call_later(self.patience, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._next_look.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request from now on."""
        self._waits_since = self.loop.time()
        super().on_response_complete()

    def _look(self) -> None:
        waits: Any = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        left = self._waits_since + self.patience - self.loop.time()
        if waits and left <= 0:
            self.transport.close()
        elif not self.transport.is_closing():
            self._next_look = self.loop.call_later(max(left, self.patience / 4), self._look)
