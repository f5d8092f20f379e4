"""Names in XLIFF that reading and writing share, and the symbol that the name of an original spells."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import Literal

from corpora.files import one_line
from corpora.symbol import from_file_stem, parse_symbol
from corpora.text import language_of_name, late

_SUFFIX = late(r"\.[A-Za-z]{2,8}\d?$")
Version = Literal["2.1", "1.2"]
SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
KEPT = frozenset({"g", "mrk", "pc"})
"""Elements inside a segment whose text is part of the sentence; the others hold codes of a format."""
NAMESPACES = {"1.2": "urn:oasis:names:tc:xliff:document:1.2", "2.1": "urn:oasis:names:tc:xliff:document:2.0"}
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
OWN = "duizhao"
"""The category of our metadata in 2.x, and the first word of our ``extradata`` in 1.2."""
UNKNOWN = "unknown"
"""What our units say of an original that nobody knows: a file must name a source language all the same."""
SAFE = " /()[],.:+*"
"""What stays as it is in ``extradata``, beside letters and figures."""
XML = "{http://www.w3.org/XML/1998/namespace}"


def symbol_of_original(original: str) -> str:
    r"""The symbol that the name of an original spells, else the stem of that name.

    >>> [symbol_of_original(o) for o in ("A/75/379", r"C:\jobs\A_RES_75_1.zh.docx", "file:///x/letter.docx", "")]
    ['A/75/379', 'A/RES/75/1', 'letter', '']
    """
    whole = parse_symbol(original)
    if whole:
        return whole.text
    name = PureWindowsPath(original).name  # takes both kinds of slashes
    end = len(name)
    while suffix := _SUFFIX.search(name, max(0, end - 10), end):
        end = suffix.start()
    stem = name[:end]
    for candidate in (language_of_name(stem)[1], stem):
        symbol = from_file_stem(candidate)
        if symbol:
            return symbol.text
    return one_line(stem or name)
