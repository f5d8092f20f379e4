"""HTML as bytes and as a tree: encodings that are declared and true, MHTML, depth."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from corpora.errors import InputError
from corpora.readers.text import BOMS, decode

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE = 64_000_000
"""Bytes of a page."""
MAX_DEPTH = 1000
"""Elements inside each other; pages of word processors stay under 60."""
DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
)
WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "big5-hkscs": "big5hkscs",
}
"""What browsers read for what pages declare."""
MIME = re.compile(rb"(?is)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")


def tree_of(data: bytes, path: Path) -> tuple[_Element, str]:
    """The root element and the name of the encoding; raises :class:`InputError` past the limits."""
    if len(data) > MAX_FILE:
        raise InputError(f"{path}: {len(data) / 1e6:,.0f} MB of HTML, more than {MAX_FILE // 1_000_000}", "split it")
    if MIME.match(data[:2048]):
        data = _saved_page(data, path)
    text, encoding = page_text(data, path)
    # a declaration would be believed again; NUL ends a text for libxml2
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as HTML", "save the page again") from error
    if root is None:
        raise InputError(f"{path}: no text in it", "save the page again")
    _check_depth(root, path)
    return root, encoding


def _saved_page(data: bytes, path: Path) -> bytes:
    """The page inside a web archive (MHTML)."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        payload = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() if part is not None else None
    except Exception as error:  # the email package raises many kinds for broken mail
        raise InputError(f"{path}: not a web archive that can be read", "save the page as HTML") from error
    if not isinstance(payload, bytes):
        raise InputError(f"{path}: no page in the web archive", "save the page as HTML")
    return (
        f'<meta charset="{charset}">'.encode() + payload if charset and not DECLARED.search(payload[:2048]) else payload
    )


def page_text(data: bytes, path: Path) -> tuple[str, str]:
    r"""The text of a page and its encoding: byte order mark, declaration where the bytes fit it, then a guess.

    >>> page_text("<meta charset=gb2312><p>大会</p>".encode("gb18030"), Path("a.html"))[1]
    'gb18030'
    >>> page_text("<meta charset=gb2312><p>大会</p>".encode(), Path("a.html"))[1]
    'utf-8'
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.replace("-sig", "")
    match = DECLARED.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii").lower() if match else ""
    declared = WIDER.get(declared, declared)
    # UTF-8 hardly ever fits by chance, so it goes before what is declared
    for name in ("utf-8", declared):
        if name and not name.startswith(("utf-16", "utf-7")):
            try:
                text = data.decode(codecs.lookup(name).name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
            if "\x00" not in text:
                return text, name
    try:
        return decode(data, path)
    except InputError:
        if declared and not declared.startswith("utf-7"):
            try:
                return data.decode(declared, "replace"), declared
            except LookupError:
                pass
        raise


def _check_depth(root: _Element, path: Path) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise InputError(f"{path}: elements nested more than {MAX_DEPTH} deep", "save the page again, or as text")
