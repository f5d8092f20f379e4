r"""Text as formats can hold it. What is no loss is done quietly: NFC, ``\n`` as line end, no white space outside."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpora.files import ILLEGAL, NOT_XML, one_line, tidy
from glossary.formats.types import Repertoire

SURROGATE = re.compile("[\ud800-\udfff]")

BLANKS = re.compile(r"[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
BREAK = re.compile(r"<br\s?/?>|</(?:p|div|li)>", re.I)
TAG = re.compile(r"</?(?:b|i|u|p|em|strong|sub|sup|span|div|ul|ol|li|a|font|small)(?:\s[^<>]{0,300})?/?>", re.I)

Cleaner = Callable[[str], tuple[str, bool]]


def one_term(text: str) -> str:
    r"""A term as people search it: runs of white space are one blank, what nobody sees is out.

    >>> one_term("quorum  of\n members"), one_term("quo" + chr(0x200B) + "rum")
    ('quorum of members', 'quorum')
    """
    text = tidy(text)
    if text.isprintable() and "  " not in text and not UNSEEN.search(text):
        return text
    return tidy(BLANKS.sub(" ", UNSEEN.sub("", text)))


def plain_words(text: str) -> str:
    r"""A definition without the markup of a web page that some tools leave in it.

    >>> plain_words("<p>Number of <b>members</b></p>"), plain_words("a < b")
    ('Number of members', 'a < b')
    """
    text = tidy(text)
    return tidy(TAG.sub("", BREAK.sub("\n", text))) if "<" in text else text


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
