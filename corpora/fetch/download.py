"""One address into one file: retries, resumption, and the checks before a file is saved.

This module imports httpx when it is imported: import it inside functions.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from corpora.errors import short
from corpora.fetch.guard import RefusedError
from corpora.fetch.http import READ_SECONDS, Clock, Session
from corpora.fetch.part import Part, disk, version_of
from corpora.fetch.types import HEAD, describe_head, document_suffix, ends_well, guess_suffix

LONGEST_WAIT = 300.0  # seconds: a server that asks for a longer rest is left alone
LONGEST_BACKOFF = 60.0
GONE = {404, 410}
BUSY = {408, 425, 429}
EVERYWHERE = {429, 502, 503, 504}  # of the server, not of one document
TRANSPORT = (
    httpx.TransportError,
    httpx.DecodingError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)


class MissingError(Exception):
    """The server says that it does not have the document."""


@dataclass(eq=False)
class FailedError(Exception):
    """A download that came to nothing: why, and whether and when another try makes sense.

    ``unreachable``: nobody answers at all, or the server wants to be left alone; the next document would fare no better.
    ``spoilt``: what came so far is of no use.
    """

    reason: str
    retry: bool = False
    wait: float | None = None
    unreachable: bool = False
    spoilt: bool = False

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds of one file, and how often it is tried again."""

    max_bytes: int = 100_000_000
    seconds: float = 600.0
    retries: int = 4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A complete, checked download: still under the name of its part."""

    part: Part
    suffix: str


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait, from a ``Retry-After`` of seconds or of a date (RFC 9110, 10.2.3); ``now`` in seconds since 1970.

    >>> retry_after("120", 0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 10.0), retry_after("soon", 0)
    (120.0, 50.0, None)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    return None


class Downloader:
    """Fetches addresses into parts, each tried again as often as ``limits`` say."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        limits: Limits,
        *,
        note: Callable[[str], None] = lambda _line: None,
        progress: Callable[[int, int | None], None] = lambda _done, _total: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._clock = clock
        self._limits = limits
        self._note = note
        self._progress = progress
        self._now = now
        self._random = random.Random(limits.seed)

    def get(self, address: str, part: Part) -> Received:
        """Download an address.

        Raises :class:`MissingError`, :class:`FailedError`, and ``OutputError`` when the disk is the trouble.
        """
        self._clock.start(self._limits.seconds)
        attempt = 0
        while True:
            try:
                return self._attempt(address, part)
            except FailedError as failure:
                if (failure.wait or 0) > LONGEST_WAIT:
                    raise FailedError(f"{failure}, and asks to wait {failure.wait:,.0f} s", unreachable=True) from None
                if not failure.retry or attempt == self._limits.retries:
                    if failure.retry and attempt:
                        failure.reason += f" ({attempt + 1} tries)"
                    raise
                wait = max(self._backoff(attempt), failure.wait or 0)
                self._note(f"{failure}; next try in {wait:.1f} s")
                self._clock.sleep(wait)
                attempt += 1

    def _backoff(self, attempt: int) -> float:
        return min(LONGEST_BACKOFF, 2.0**attempt) * self._random.uniform(0.75, 1.25)

    def _attempt(self, address: str, part: Part) -> Received:
        try:
            try:
                with self._session.get(address, part.headers(address)) as response:
                    self._check_status(response)
                    whole = self._receive(response, address, part)
                return self._checked(part, whole, response.headers)
            except RefusedError as error:
                raise FailedError(str(error), spoilt=True) from error
            except TRANSPORT as error:
                raise self._failure(error, part) from error
        except (MissingError, FailedError) as error:
            if isinstance(error, MissingError) or error.spoilt:
                part.discard()
            else:
                part.keep_if_of_use()
            raise

    def _check_status(self, response: httpx.Response) -> None:
        """Return when a document is to be read; otherwise say what the status means."""
        status = response.status_code
        if status in (200, 206):
            return
        if status in GONE:
            raise MissingError(f"the server does not have it ({status})")
        if status == 204:
            raise MissingError("the server has nothing under this symbol (204)")
        shown = short(f"{status} {response.reason_phrase}", 80)
        if status == 416:
            raise FailedError(f"the server answers {shown}, begins again", retry=True, spoilt=True)
        if status in BUSY or status >= 500:
            wait = retry_after(response.headers.get("retry-after"), self._server_time(response))
            raise FailedError(f"the server answers {shown}", True, wait, unreachable=status in EVERYWHERE)
        if "x-amzn-waf-action" in response.headers:
            raise FailedError(f"the server wants a browser ({shown}, firewall challenge)", unreachable=True)
        raise FailedError(f"the server answers {shown}")

    def _server_time(self, response: httpx.Response) -> float:
        # a date in Retry-After is meant by the server's clock; ours may be wrong
        with suppress(ValueError, TypeError, OverflowError, IndexError, KeyError):
            return parsedate_to_datetime(response.headers["date"]).timestamp()
        return self._now()

    def _receive(self, response: httpx.Response, address: str, part: Part) -> int | None:
        """Write the body to the part; the size of the whole, where the server gave it."""
        headers = response.headers
        coding = headers.get("content-encoding", "").strip().lower() or "identity"
        if coding not in ("identity", "gzip", "deflate"):
            # several codings on top of each other would multiply what a small answer can swell to
            raise FailedError(f"sent as {short(coding, 80)} although that was not asked for", spoilt=True)
        if response.status_code == 206:
            whole = part.continues(headers) if coding == "identity" else None
            if whole is None:
                raise FailedError("another part came than the one asked for, begins again", retry=True, spoilt=True)
        else:
            stated = coding == "identity" and "transfer-encoding" not in headers
            whole = int(headers["content-length"]) if stated and "content-length" in headers else None
            part.begin(address, version_of(headers) if coding == "identity" else None)
        self._check_size(whole or 0)
        self._write(response, part, whole)
        return whole

    def _write(self, response: httpx.Response, part: Part, whole: int | None) -> None:
        done = part.size()
        # a page of a hundred megabytes is not downloaded to learn that it is no document
        head: bytes | None = None if done else b""
        with part.opened() as file:
            for chunk in response.iter_bytes():
                done += len(chunk)
                self._check_size(done)
                if head is not None:
                    head += chunk[:HEAD]
                    if len(head) >= HEAD:
                        if guess_suffix(head) is None:
                            raise _no_document(head, response.headers)
                        head = None
                with disk(part.path):
                    file.write(chunk)
                self._progress(done, whole)

    def _check_size(self, size: int) -> None:
        if size > self._limits.max_bytes:
            raise FailedError(f"larger than {self._limits.max_bytes / 1e6:g} MB (--max-size)", spoilt=True)

    def _checked(self, part: Part, whole: int | None, headers: httpx.Headers) -> Received:
        """The part as a document, if it is complete and is one."""
        size = part.size()
        if whole is not None and size != whole:
            raise FailedError(f"cut short: {size:,} of {whole:,} bytes came", retry=True, spoilt=size > whole)
        if not size:
            # the answer of documents.un.org for a document that is not out in this language
            raise MissingError("the server has nothing under this symbol (an empty answer)")
        with disk(part.path):
            suffix = document_suffix(part.path)
            if suffix is None:
                with part.path.open("rb") as file:
                    raise _no_document(file.read(HEAD), headers)
            if not ends_well(part.path, suffix):
                what = f"a PDF without its end ({size:,} bytes)"
                if whole is None and "transfer-encoding" not in headers:
                    raise FailedError(f"cut short: {what}", retry=True, spoilt=True)
                self._note(f"{what} although all came that the server has: kept, its last pages may be missing")
        return Received(part, suffix)

    def _failure(self, error: Exception, part: Part) -> FailedError:
        """What a broken connection means."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return FailedError(
                    f"the certificate of the server is not trusted ({short(str(cause.verify_message), 80)}); "
                    "behind a company's proxy, set SSL_CERT_FILE",
                    unreachable=True,
                )
            cause = cause.__cause__ or cause.__context__
        said = short(str(error), 80) or type(error).__name__
        if self._clock.left() <= 0:
            return FailedError(f"took longer than {self._limits.seconds:g} s (--timeout), {part.size():,} bytes came")
        if isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout | httpcore.ProxyError):
            return FailedError(f"no connection to the server ({said})", retry=True, unreachable=True)
        if isinstance(error, httpcore.TimeoutException):
            return FailedError(f"the server was silent for {READ_SECONDS:g} s", retry=True, unreachable=True)
        if "complete" in said or "chunk" in said:
            return FailedError(f"cut short after {part.size():,} bytes", retry=True)
        return FailedError(f"the connection broke ({said})", retry=True)


def _no_document(head: bytes, headers: httpx.Headers) -> FailedError:
    if guess_suffix(head):
        return FailedError("a ZIP file came that is damaged or holds no Word document", spoilt=True)
    return FailedError(describe_head(head, headers.get("content-type", "")), spoilt=True)
