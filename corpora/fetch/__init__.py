"""Documents by symbol from the Official Document System, politely."""

from corpora.fetch.documents import (
    BadSymbol,
    Options,
    Row,
    Status,
    World,
    addresses,
    fetch,
    list_lines,
    present,
    read_symbols,
)
from corpora.fetch.manifest import Manifest
from corpora.text import LANGUAGES

__all__ = [
    "LANGUAGES",
    "BadSymbol",
    "Manifest",
    "Options",
    "Row",
    "Status",
    "World",
    "addresses",
    "fetch",
    "list_lines",
    "present",
    "read_symbols",
]
