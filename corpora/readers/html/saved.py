"""Saved pages: web archives (MHTML), and XHTML as an HTML parser can read it."""

from __future__ import annotations

import re
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path

from corpora.errors import InputError

MIME = re.compile(rb"(?is)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
PAGES = ("text/html", "application/xhtml+xml")
MAX_PARTS = 10_000
MAX_NESTED = 4
"""Parts inside parts; browsers write one level, mail programs two or three."""

VOID = "area base basefont br col command embed frame hr img input keygen link meta param source track wbr"
EMPTY = re.compile(
    rf"""(?i)<(?!(?:{VOID.replace(" ", "|")})\b)([a-z][\w:.-]*+)((?:[^<>"'/]++|"[^"<]*+"|'[^'<]*+'|/(?!>))*+)/>"""
)
CDATA = re.compile(r"(?s)<!\[CDATA\[(.*?)(?:\]\]>|(?P<open>\Z))")
SUBSET = re.compile(
    r"""(?is)\A(\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:[^-]++|-(?!-)|-{2,}+(?!>))*+-{2,}+>\s*+)*+<!DOCTYPE[^\[>]{0,500})\[[^\]]*+(?:\](?!\s*>)[^\]]*+)*+\]\s*>"""
)
XHTML = re.compile(
    r"(?is)\A\s*+(?:<\?xml\b|(?:<!--(?:[^-]++|-(?!-)|-{2,}+(?!>))*+-{2,}+>\s*+)*+<!DOCTYPE[^>]{0,300}XHTML|[^>]{0,2000}<html[^<>]{0,1000}xmlns)"
)


def page_of_archive(data: bytes, path: Path) -> tuple[bytes, str]:
    """The first page in a web archive (.mht, .mhtml), and the encoding that its header declares."""
    parts = [(data, 0)]
    seen = 0
    while parts:
        raw, depth = parts.pop(0)
        seen += 1
        message = _headers(raw, path)
        kind = message.get_content_type()
        if kind in PAGES:
            body = message.get_payload(decode=True)
            return (body if isinstance(body, bytes) else b""), str(message.get_content_charset() or "").lower()
        boundary = message.get_boundary()
        if kind.startswith("multipart/") and boundary and depth < MAX_NESTED and seen < MAX_PARTS:
            parts[:0] = [(part, depth + 1) for part in _parts(raw, str(boundary))]
    raise InputError(f"{path}: no page in the web archive", "open it in a browser and save it as HTML")


def _headers(raw: bytes, path: Path) -> Message:
    """One part without a look inside it, so that parts nested without end do no harm."""
    try:
        return BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    except (ValueError, LookupError, RecursionError) as error:
        raise InputError(f"{path}: not a web archive that can be read", "save the page as HTML") from error


def _parts(raw: bytes, boundary: str) -> list[bytes]:
    edge = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(?:--)?[ \t]*(?:\r?\n|\Z)"
    )
    return [part for part in edge.split(raw, MAX_PARTS)[1:] if part.strip()]


def as_html(text: str) -> str:
    r"""XHTML in a form that an HTML parser takes for what it means; other pages as they are.

    An element that is written as empty would be open to the end of the page, and CDATA would be a comment. Entities that
    the page declares are not known.

    >>> as_html('<?xml version="1.0"?><html><script src="a"/><p>1 <br/><![CDATA[<]]></p>')
    '<?xml version="1.0"?><html><script src="a"></script><p>1 <br/>&lt;</p>'
    """
    text = SUBSET.sub(r"\1>", text, count=1)
    if not XHTML.match(text[:5000]):
        return text
    if "/>" in text:
        text = EMPTY.sub(r"<\1\2></\1>", text)
    if "<![CDATA[" in text:
        text = CDATA.sub(_escaped, text)
    return text


def _escaped(section: re.Match[str]) -> str:
    """The text of a CDATA section; what is never closed stays as it is."""
    if section["open"] is not None:
        return section.group()
    return section[1].replace("&", "&amp;").replace("<", "&lt;")
