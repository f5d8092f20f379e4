"""Texts made fit for a file: one line, legal in XML."""

from __future__ import annotations

import re
import unicodedata

# what XML 1.0 cannot hold, what no client wants: controls, private use, U+FFFD, non-characters
ILLEGAL = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffc\U00010000-\U000effff]|[\u0080-\u009f]"
)


def xml_text(text: str) -> str:
    r"""Text that XML can hold: NFC, no controls, white space plain, none outside.

    >>> xml_text(" a\x00b\tc\ufffd ")
    'ab c'
    """
    return re.sub(r"\s*[\t\n\r]\s*", " ", ILLEGAL.sub("", clean_text(text))).strip()


def clean_text(text: str) -> str:
    """NFC, without lone surrogates, which no file format can hold."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return text


LINE_END = re.compile(r"\r\n?")


BREAKS = re.compile(r"\s*[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*")


def tidy(text: str) -> str:
    r"""What every reader does with a text: NFC, one kind of line end, no white space outside.

    >>> tidy(" e\u0301 \r\n x ")
    'é \n x'
    """
    if "\r" in text:
        text = LINE_END.sub("\n", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def one_line(text: str) -> str:
    r"""As :func:`tidy`, with line ends and tabs as blanks.

    >>> one_line("a\t b\n")
    'a b'
    """
    return tidy(text if text.isprintable() else BREAKS.sub(" ", text))
