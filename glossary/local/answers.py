"""Functions as answers in JSON: done in a thread, every error one line with the status that says what kind it is."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from corpora.errors import DuizhaoError

Answer = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class OvertakenError(DuizhaoError):
    """Somebody else was quicker; ``present`` is how things are now, and what the page gets. Without a message the page says it."""

    def __init__(self, message: str, present: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.present = dict(present or {})


def api(act: Callable[[Request], Answer]) -> Endpoint:
    """What a function says to a request, as JSON."""

    async def answer(request: Request) -> Response:
        return await answered(partial(act, request))

    return answer


def posted(act: Callable[[Answer], Answer]) -> Endpoint:
    """What a function says to the JSON object that was sent, as JSON."""

    async def answer(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ClientDisconnect:
            return JSONResponse({"error": "the request is too large, or was broken off"}, 413)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            return JSONResponse({"error": "the request is not a JSON object"}, 400)
        return await answered(partial(act, body))

    return answer


async def answered(act: Callable[[], Answer]) -> Response:
    """The answer as JSON; an error as one line: 409 somebody was quicker, 404 is not there, 422 cannot be done."""
    try:
        return JSONResponse(await anyio.to_thread.run_sync(act))
    except OvertakenError as error:
        return JSONResponse({**({"error": str(error)} if error.message else {}), **error.present}, 409)
    except LookupError as error:
        return JSONResponse({"error": str(error.args[0] if error.args else "not found")}, 404)
    except DuizhaoError as error:
        return JSONResponse({"error": str(error)}, 422)
