"""HTTP for fetching: requests one after another, and connections to exactly the network addresses that were checked.

Redirects are followed here, not by httpx, at most :data:`MAX_REDIRECTS` of them, so that each one is checked. A server
that drips its answer byte by byte cannot hold the program: no wait on a connection outlasts the time of the file.

This module imports httpx when it is imported: import it inside functions.
"""

from __future__ import annotations

import os
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from corpora.errors import InputError
from corpora.fetch.guard import Guard, RefusedError, host_of, port_of

MAX_REDIRECTS = 5
CONNECT_SECONDS = 15.0
READ_SECONDS = 90.0
"""Look-ups of the Official Document System take up to half a minute before a byte comes."""
REDIRECTS = {301, 302, 303, 307, 308}


class Clock:
    """Sleep, and the seconds left for one file; time slept on purpose does not count.

    >>> clock = Clock(sleep=lambda seconds: None, monotonic=lambda: 0.0)
    >>> clock.start(30); clock.left()
    30.0
    """

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self.monotonic = monotonic
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        """From now on, ``seconds`` are left."""
        self._end = self.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; zero or less when time is up."""
        return self._end - self.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, at no cost to the file."""
        before = self.monotonic()
        self._sleep(seconds)
        self._end += self.monotonic() - before


class _Stream(httpcore.NetworkStream):
    """A connection on which no wait outlasts the time of the file, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock

    def _seconds(self, timeout: float | None) -> float:
        left = self._clock.left()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this file is up")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._seconds(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._seconds(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._seconds(timeout)), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that ``find`` allows, in their order."""

    def __init__(self, find: Callable[[str, int], list[str]], clock: Clock) -> None:
        self._find = find
        self._clock = clock
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        last: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in self._find(host, port):
            left = max(0.01, min(self._clock.left(), timeout or CONNECT_SECONDS))
            try:
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _Stream(stream, self._clock)
        raise last


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


@cache
def _certificates(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    # reading the certificates takes longer than fetching a letter
    return httpx.create_ssl_context()


class _Transport(httpx.BaseTransport):
    """httpx on a connection pool of httpcore whose connections are ours."""

    def __init__(self, proxy: str | None, guard: Guard, clock: Clock) -> None:
        context = _certificates(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, max_connections=1, network_backend=_Backend(guard.addresses, clock)
            )
            return
        known = httpx.Proxy(proxy)
        if known.url.scheme not in ("http", "https"):
            raise InputError(
                f"the proxy {known.url.scheme}://{known.url.host} cannot be used", "set HTTPS_PROXY to an http:// proxy"
            )
        self._pool = httpcore.HTTPProxy(
            proxy_url=str(known.url),
            proxy_auth=known.raw_auth,
            ssl_context=context,
            max_connections=1,
            network_backend=_Backend(lambda host, port: [host], clock),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


def proxy_for(url: httpx.URL) -> str | None:
    """The proxy that the environment or the system names for an address."""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(f"{host_of(url)}:{port_of(url)}"):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


class Session:
    """Requests one after another, each checked, with at least ``delay`` seconds of rest between them."""

    def __init__(self, guard: Guard, clock: Clock, agent: str, delay: float) -> None:
        self._guard = guard
        self._clock = clock
        self._delay = delay
        self._last: float | None = None
        # identity: a range of a compressed answer is of no use, and sizes are sizes of the file
        self._headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        self._clients: dict[str | None, httpx.Client] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.close()

    def _client(self, url: httpx.URL) -> httpx.Client:
        proxy = proxy_for(url)
        if proxy not in self._clients:
            try:
                transport = _Transport(proxy, self._guard, self._clock)
            except (httpx.InvalidURL, ValueError, OSError) as error:
                what = f"the proxy {proxy!r} cannot be used" if proxy else "no TLS certificates can be read"
                raise InputError(f"{what} ({error})", "see HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE") from error
            self._clients[proxy] = httpx.Client(
                transport=transport,
                headers=self._headers,
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                trust_env=False,
            )
        return self._clients[proxy]

    def _rest(self) -> None:
        if self._last is not None:
            wait = self._delay - (self._clock.monotonic() - self._last)
            if wait > 0:
                self._clock.sleep(wait)

    @contextmanager
    def get(self, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer to a request, after redirects; its body is still to be read.

        Raises :class:`RefusedError`, and the errors of httpx and httpcore.
        """
        url = httpx.URL(address)
        seen: set[str] = set()
        for _ in range(MAX_REDIRECTS + 1):
            self._guard.check(url)
            seen.add(str(url))
            client = self._client(url)
            self._rest()
            try:
                response = _send(client, url, headers)
                try:
                    if response.status_code not in REDIRECTS:
                        lower = url.copy_with(path=url.path.lower())
                        if len(seen) == 1 or str(lower) in seen or not _is_page(response):
                            yield response
                            return
                        url = lower
                        continue
                    url = _target(url, response)
                    # the same address again makes sense only with a cookie that was set on the way
                    if str(url) in seen and "set-cookie" not in response.headers:
                        raise RefusedError(f"redirect loop at {_shown(url)}")
                finally:
                    response.close()
            finally:
                self._last = self._clock.monotonic()
        raise RefusedError(f"more than {MAX_REDIRECTS} redirects, the last to {_shown(url)}")


def _send(client: httpx.Client, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
    try:
        return client.send(client.build_request("GET", url, headers=dict(headers)), stream=True)
    except (httpx.RemoteProtocolError, httpx.InvalidURL, ValueError) as error:
        # the errors of the connection are httpcore's: these are httpx's on a Location
        raise RefusedError("redirect to an address that cannot be read") from error


def _is_page(response: httpx.Response) -> bool:
    """Whether a page came: behind a redirect to capitals the site has one of its own, and the document in small letters."""
    return response.status_code == 200 and response.headers.get("content-type", "").startswith("text/html")


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location:
        raise RefusedError(f"redirect ({response.status_code}) that does not say where to")
    try:
        return url.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError) as error:
        raise RefusedError("redirect to an address that cannot be read") from error


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{host_of(url)}{url.path}"
