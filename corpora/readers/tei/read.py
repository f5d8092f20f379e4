"""TEI: the United Nations Parallel Corpus (v1.0), and TEI P5.

The corpus has ``TEI.2/text/body/p/s`` with ``idno`` of type ``symbol`` and ``jobno`` in the header. Its sentences were
cut by a program: here they are lines of their paragraph, and this program's own rules cut it again, so that a document
is cut the same way whatever it comes from. No tree is built: memory is that of the text.
"""

from __future__ import annotations

import html.entities
import re
from pathlib import Path
from typing import Any, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files import PROLOG, read_prolog, syntax_error
from corpora.readers.extract import Draft, Extract
from corpora.readers.markup import Page, deliver, find_notes
from corpora.readers.tei.header import Header
from corpora.readers.tei.walk import Walk

MAX_FILE = 64_000_000
"""Bytes of a file; the largest of the corpus has 3 million."""
CHUNK = 1 << 16
REFERENCE = re.compile(rb"&([A-Za-z][\w.-]*+)(;?)")
OWN = frozenset((b"lt", b"gt", b"amp", b"quot", b"apos"))


def extract(data: bytes, path: Path) -> Extract:
    """The text of a TEI file; raises :class:`InputError` for what is malformed, refused or no TEI."""
    page, header = _read(data, path)
    if not page.blocks:
        raise InputError(f"{path}: no text in it", "is it a TEI file with a body?")
    draft = Draft(path)
    deliver(draft, page.blocks, find_notes(page))
    language = header.language if header.language in ("zh", "en") else None
    return draft.extract("tei", language, header.symbol or None)


def _read(data: bytes, path: Path) -> tuple[Page, Header]:
    """The paragraphs of a file and its header."""
    if len(data) > MAX_FILE:
        raise InputError(f"{path}: {len(data) / 1e6:,.0f} MB of XML, more than {MAX_FILE // 1_000_000}", "split it")
    prolog = read_prolog(data[:PROLOG], path)
    if prolog is None:
        raise InputError(f"{path}: is not XML", "check the file")
    encoding = prolog.encoding
    if encoding is not None and encoding.startswith("UTF-16"):
        data, encoding = _as_utf8(data, encoding, path), "UTF-8"
    walk = Walk(path)
    # the settings of corpora.files.xml_safety; a target has no tree in which declarations could be looked up, but
    # no reference but the five of XML itself reaches the parser
    parser = etree.XMLParser(
        target=cast("Any", walk), encoding=encoding, resolve_entities=False, no_network=True, load_dtd=False
    )
    data = REFERENCE.sub(_known, data)
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        page = cast("Page", parser.close())
    except etree.XMLSyntaxError as error:
        raise syntax_error(error, path) from error
    except (LookupError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as XML ({error})", "export it again") from error
    return page, walk.header


def _as_utf8(data: bytes, encoding: str, path: Path) -> bytes:
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError as error:
        raise InputError(f"{path}: not valid {encoding}", "save it as UTF-8") from error


def _known(match: re.Match[bytes]) -> bytes:
    """A character for a named reference of HTML, which the DTD of TEI declares; others become text.

    A parser that does not load the DTD would drop them without a word.
    """
    if match[1] in OWN and match[2]:
        return match[0]
    text = html.entities.html5.get(match[1].decode("ascii") + ";") if match[2] else None
    if text is None:
        return b"&amp;" + match[0][1:]
    return "".join(f"&#{ord(one)};" for one in text).encode()
