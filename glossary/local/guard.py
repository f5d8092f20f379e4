"""Who may speak to the page: this machine's browser, with the token, from the page itself.

A page elsewhere must not reach it: the Host header says whether a foreign name was bound to 127.0.0.1 (DNS rebinding),
the Origin header whether another site sends the request (CSRF), and a wrong address looks like an empty server.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
LARGEST_BODY = 256 * 1024
NOWHERE: Mapping[str, int] = MappingProxyType({})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware: what is not from the page itself gets no further. The token is the first part of the path.

    ``files``: paths behind the token that take a file instead of JSON, and at most how many bytes of it.
    """

    def __init__(self, app: ASGIApp, token: str, files: Mapping[str, int] = NOWHERE) -> None:
        self._app = app
        self._token = token
        self._files = {f"/{token}{path}": most for path, most in files.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or answer it with a refusal; every answer carries :data:`HEADERS`."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        most = self._files.get(str(scope["path"]), LARGEST_BODY)
        await self._app(scope, _bounded(receive, most), _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _hostname(host) not in HOSTS:
            return PlainTextResponse("this page answers on 127.0.0.1 only", 421)
        first = str(scope["path"]).lstrip("/").partition("/")[0]
        if not hmac.compare_digest(first.encode("utf-8", "replace"), self._token.encode()):
            return PlainTextResponse("not found", 404)
        if scope["method"] in ("GET", "HEAD"):
            return None
        if headers.get("origin") != f"http://{host}" or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("only the page itself may do this", 403)
        most = self._files.get(str(scope["path"]))
        wanted = "application/json" if most is None else "application/octet-stream"
        if headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
            return PlainTextResponse(f"{wanted} only", 415)
        length = headers.get("content-length", "")
        is_said = length.isascii() and length.isdigit() and len(length) < 10 and "transfer-encoding" not in headers
        return None if is_said and int(length) <= (most or LARGEST_BODY) else PlainTextResponse("too large", 413)


def _bounded(receive: Receive, most: int) -> Receive:
    """What a request brings, up to so many bytes, whatever it said of its length; then it counts as broken off."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= most else {"type": "http.disconnect"}

    return receiving


def _hostname(host: str) -> str:
    """The name in a Host header without its port; empty for anything unusual.

    >>> _hostname("127.0.0.1:8123"), _hostname("evil.example:80"), _hostname("a@127.0.0.1")
    ('127.0.0.1', 'evil.example', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    return "" if "@" in host or parts.path or parts.query else (parts.hostname or "")


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
