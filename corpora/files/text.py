"""Texts made fit for a file: one line, legal in XML, without half characters."""

from __future__ import annotations

import json
import unicodedata

from corpora.text import CELL_BREAKS, late, no_surrogates

NOT_XML = late("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2)."""
ILLEGAL = late("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffc\U00010000-\U000effff]|[\u0080-\u009f]")
"""That, and what no client wants in a translation memory: controls, private use, U+FFFD, non-characters."""
LINE_END = late(r"\r\n?")
_JSON = json.JSONEncoder(ensure_ascii=False)
_BREAKS = late(rf"(?<!\s)(?:(?![{CELL_BREAKS}])\s)*+[{CELL_BREAKS}]\s*+")


def xml_text(text: str) -> str:
    r"""Text for XML 1.0 and spreadsheets: what they cannot hold becomes U+FFFD, so that it is seen.

    >>> xml_text("a\0b\ud800c\uffffd") == "a\ufffdb\ufffdc\ufffdd"
    True
    """
    return NOT_XML.sub("\ufffd", text)


def memory_text(text: str) -> str:
    r"""Text as TMX and XLIFF hold it: NFC, on one line, what is illegal there left out.

    >>> memory_text(" a\x00b\tc\ufffd ")
    'ab c'
    """
    return one_line(ILLEGAL.sub("", clean_text(text)))


def json_text(value: object, depth: int = 4, margin: str = "") -> str:
    r"""JSON to read and to compare line by line: containers of the first levels take a line an item, deeper ones stay on one.

    ``json.dumps(..., indent=1)`` puts every row number of every term on a line of its own, and is ten times as slow.

    >>> print(json_text({"findings": [{"spans": [1, 2]}], "scores": {}}, depth=2))
    {
     "findings": [
      {"spans": [1, 2]}
     ],
     "scores": {}
    }
    """
    if not depth or not value or not isinstance(value, dict | list | tuple):
        return _JSON.encode(value)
    inner = f"{margin} "
    if isinstance(value, dict):
        items = (f"{_JSON.encode(str(key))}: {json_text(one, depth - 1, inner)}" for key, one in value.items())
        return "{\n" + ",\n".join(inner + item for item in items) + f"\n{margin}}}"
    return "[\n" + ",\n".join(inner + json_text(one, depth - 1, inner) for one in value) + f"\n{margin}]"


def clean_text(text: str) -> str:
    """NFC, without lone surrogates, which no file format can hold."""
    return text if text.isascii() else unicodedata.normalize("NFC", no_surrogates(text))


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
    r"""Line ends and tabs with the white space around them as one space, none outside.

    >>> one_line(" one\r\n  two\t")
    'one two'
    """
    return unbroken(text.strip())


def unbroken(text: str) -> str:
    r"""The same, with the spaces that stand outside.

    >>> unbroken(" one\r\n  two\t")
    ' one two '
    """
    return text if text.isprintable() else _BREAKS.sub(" ", text)


def lines_of(text: str) -> list[str]:
    r"""The lines of a file with one sentence each, without what ends them; the last line end begins none.

    >>> lines_of("one\r\n\ntwo\n")
    ['one', '', 'two']
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.rstrip("\r") for line in lines]


def utf8(text: str) -> bytes:
    """Text as UTF-8; a lone surrogate becomes a question mark.

    >>> utf8(chr(0xD800))
    b'?'
    """
    return text.encode("utf-8", "replace")
