"""Bytes and XML in, checked; files out, whole or not at all."""

from corpora.files.atomic import atomic_path
from corpora.files.office_package import (
    AGAIN,
    Attributes,
    Budget,
    Closing,
    Item,
    Opening,
    Package,
    Target,
    open_package,
)
from corpora.files.read import BOMS, decode, read_bytes
from corpora.files.text import ILLEGAL, NOT_XML, clean_text, lines_of, memory_text, one_line, tidy, utf8, xml_text
from corpora.files.xml_prolog import PROLOG, read_prolog
from corpora.files.xml_safety import (
    MAX_DEPTH,
    MAX_FILE,
    MAX_UNIT_TEXT,
    local_name,
    open_stream,
    safe_iterparse,
    sniff_root,
    syntax_error,
    too_deep,
)

__all__ = [
    "AGAIN",
    "BOMS",
    "ILLEGAL",
    "MAX_DEPTH",
    "MAX_FILE",
    "MAX_UNIT_TEXT",
    "NOT_XML",
    "PROLOG",
    "Attributes",
    "Budget",
    "Closing",
    "Item",
    "Opening",
    "Package",
    "Target",
    "atomic_path",
    "clean_text",
    "decode",
    "lines_of",
    "local_name",
    "memory_text",
    "one_line",
    "open_package",
    "open_stream",
    "read_bytes",
    "read_prolog",
    "safe_iterparse",
    "sniff_root",
    "syntax_error",
    "tidy",
    "too_deep",
    "utf8",
    "xml_text",
]
