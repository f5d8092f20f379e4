"""Whether a person has written into a workbook beside the cells that are theirs: its own texts, counted whatever their order.

The digest stands in the workbook as a property, which Excel and LibreOffice keep. Rows may be sorted and filtered; a text that
was edited, a row that was added or taken out changes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

SHEET_TEXTS = "texts"
"""The property."""
READ = ("zh", "en", "message", "expected", "found", "evidence")
"""Columns of the sheet of findings that are to be read, not filled in."""
_MOST = 1 << 128


class Digest:
    """A sum of the hashes of rows.

    >>> one, other = Digest(), Digest()
    >>> one.add(["会议", "meeting"]), one.add(["a", "b"]), other.add(["a", "b"]), other.add(["会议 ", "meeting"])
    (None, None, None, None)
    >>> str(one) == str(other)
    True
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, cells: Iterable[str]) -> None:
        """One row; white space at the ends of a cell and line ends are no difference."""
        text = "\x1f".join(" ".join(cell.split()) for cell in cells)
        value = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._sum = (self._sum + int(value, 16)) % _MOST

    def __str__(self) -> str:
        return f"{self._sum:032x}"


def digest_of(tables: Iterable[Iterable[Sequence[str]]]) -> str:
    """The digest of tables of cells."""
    made = Digest()
    for table in tables:
        for row in table:
            made.add(row)
    return str(made)
