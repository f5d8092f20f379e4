r"""Text as formats can hold it. What is no loss is done quietly: NFC, ``\n`` as line end, no white space outside."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpora.files import ILLEGAL, NOT_XML, one_line, tidy
from glossary.formats.types import Repertoire

SURROGATE = re.compile("[\ud800-\udfff]")

Cleaner = Callable[[str], tuple[str, bool]]


def cleaner(repertoire: Repertoire) -> Cleaner:
    r"""A function from a text to what a format can hold of it, and whether anything was lost.

    >>> cleaner("line")("a\nb"), cleaner("xml")("a\x00b "), cleaner("any")("a\x00 ")
    (('a b', True), ('ab', True), ('a\x00 ', False))
    """
    return {
        "any": lambda text: (text, False),
        "unicode": _unicode,
        "xml": _xml,
        "cell": _xml,
        "line": _line,
        "memory": _memory,
    }[repertoire]


def _unicode(text: str) -> tuple[str, bool]:
    if text.isprintable() or not SURROGATE.search(text):
        return text, False
    return SURROGATE.sub("\ufffd", text), True


def _xml(text: str) -> tuple[str, bool]:
    if text.isprintable():
        return tidy(text), False
    kept = NOT_XML.sub("", SURROGATE.sub("\ufffd", text))
    return tidy(kept), len(kept) < len(text) or ("\ufffd" in kept and "\ufffd" not in text)


def _line(text: str) -> tuple[str, bool]:
    kept, lost = _xml(text)
    if kept.isprintable():
        return kept, lost
    flat = tidy(one_line(kept))
    return flat, lost or flat != kept


def _memory(text: str) -> tuple[str, bool]:
    kept, lost = _line(text)
    if kept.isprintable() and "\ufffd" not in kept:
        return kept, lost
    flat = tidy(ILLEGAL.sub("", kept))
    return flat, lost or flat != kept
