"""Which addresses may be asked when documents are fetched.

A document server is outside input, and so is every redirect that it sends: a redirect must not make this program
knock at machines of the user's own network. The rules:

* https only; plain http for the one host and port that ``--base-url`` names with ``http://``;
* hosts under ``un.org`` and the host of ``--base-url``; no user name or password in an address;
* no private, loopback, link-local or reserved network address, except the host and port of ``--base-url``. The name is
  resolved once, here, and the connection goes to what was checked, so that a name server that changes its answer
  between check and connection gains nothing;
* every redirect is checked like the first address.

Proxies (``HTTPS_PROXY``, ``NO_PROXY``, system settings) are honoured, because many users reach the web in no other way.
Behind a proxy it is the proxy that resolves names, so the check of network addresses is the proxy's; scheme, host and
redirects are checked here all the same. ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` are honoured too; ``.netrc`` is not read.

It is httpx's own parser that reads addresses here, so that what is checked is what is asked. This module imports httpx
when it is imported: import it inside functions.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import httpcore
import httpx

from corpora.errors import InputError

ACCESS = "https://documents.un.org/api/symbol/access"
DOMAIN = "un.org"
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits

Resolve = Callable[[str, int], list[str]]


class RefusedError(Exception):
    """An address that must not be asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Base:
    """The address that is asked for symbols: without query; ``explicit`` when the user named it."""

    url: str
    scheme: str
    host: str
    port: int
    explicit: bool


def parse_base(text: str | None) -> Base:
    """The ``--base-url`` of a mirror, or the Official Document System.

    Raises :class:`InputError` for anything but an http(s) address without password, query and fragment.

    >>> parse_base("http://127.0.0.1:8000").url
    'http://127.0.0.1:8000/api/symbol/access'
    """
    hint = f"give the address of a mirror, like {ACCESS}"
    try:
        url = httpx.URL(ACCESS if text is None else text.strip())
        port = port_of(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise InputError(f"--base-url {text!r}: not an address ({error})", hint) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise InputError(f"--base-url {text!r}: not an http or https address", hint)
    if url.userinfo:
        raise InputError("--base-url: no user name or password in the address", hint)
    if url.query or url.fragment or "?" in str(url):
        raise InputError(f"--base-url {text!r}: no query and no fragment, the symbol is added here", hint)
    path = "/api/symbol/access" if url.path in ("", "/") else url.path
    return Base(str(url.copy_with(path=path)), url.scheme, host_of(url), port, text is not None)


def host_of(url: httpx.URL) -> str:
    """The host as it is asked for: lower case, in ASCII."""
    return url.raw_host.decode("ascii").lower()


def port_of(url: httpx.URL) -> int:
    """The port, also where the address leaves it out."""
    return url.port or (443 if url.scheme == "https" else 80)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also when it hides an IPv4 address inside an IPv6 one.

    >>> [is_public(a) for a in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "2606:4700::1")]
    [True, False, False, False, True]
    """
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour is not None:
            ip = ip.sixtofour
        elif ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def system_resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


class Guard:
    """Which addresses may be asked: see the head of this module."""

    def __init__(self, base: Base, resolve: Resolve = system_resolve) -> None:
        self.base = base
        self._resolve = resolve

    def check(self, url: httpx.URL) -> None:
        """Raise :class:`RefusedError` unless scheme, host and form are allowed."""
        base = self.base
        try:
            host, port = host_of(url), port_of(url)
        except ValueError as error:
            raise RefusedError(f"address that cannot be read ({error})") from error
        if url.scheme not in ("http", "https"):
            raise RefusedError(f"sent to a {url.scheme or 'nameless'}: address, only https is followed")
        if url.scheme == "http" and (base.scheme, base.host, base.port) != ("http", host, port):
            raise RefusedError(f"sent to plain http at {host}, only https is followed")
        if url.userinfo:
            raise RefusedError(f"sent to an address with a user name at {host}")
        if host != base.host and host != DOMAIN and not host.endswith(f".{DOMAIN}"):
            raise RefusedError(f"sent to {host}, which is neither under {DOMAIN} nor the host of --base-url")

    def addresses(self, host: str, port: int) -> list[str]:
        """The network addresses to connect to.

        Raises :class:`RefusedError` when one of them is not public, :class:`httpcore.ConnectError` when there is none.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError, OverflowError) as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved") from error
        if self.base.explicit and (host.lower(), port) == (self.base.host, self.base.port):
            return found
        for address in found:
            if not is_public(address):
                raise RefusedError(
                    f"{host} leads to the private network address {address} (if that is meant, name it with --base-url)"
                )
        return found
