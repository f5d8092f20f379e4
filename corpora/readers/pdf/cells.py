"""Where a cell stands in its table, over page edges: a table that goes on keeps counting, and its repeated head does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.readers.pdf.tables import Region

HEAD = 4
"""Rows of a table that can be its head, which stands again on the next page."""
SHIFT = 6.0
"""Points by which the edges of a table may stand elsewhere on the next page."""


@dataclass(slots=True)
class Count:
    """The table that was read last: its columns, left edge, last row, and the texts of its first rows.

    ``open``: nothing but notes came after it. ``shift``: what is added to the rows of the page that is being read, ``again``: how many of them are its head.
    """

    width: int = 0
    left: float = 0.0
    last: int = 0
    heads: dict[int, str] = field(default_factory=dict)
    shift: int = 0
    again: int = 0
    seen: int = 0
    open: bool = False

    def begin_page(self, regions: Sequence[Region], cut: bool) -> None:
        """A new page: does its first table go on with the one that the page before ended with?

        ``cut``: the first row is the rest of the last one there.
        """
        first = regions[0] if regions else None
        self.shift, self.again, self.seen = 0, 0, 0
        if first is None or first.row != 1 or not self.open:
            return
        if first.width != self.width or abs(first.x0 - self.left) > SHIFT:
            return
        rows: dict[int, str] = {}
        for region in regions:
            if not region.row or region.row > HEAD or region.row < max(rows, default=1):
                break
            rows[region.row] = rows.get(region.row, "") + _text(region)
        while self.again < len(rows) and rows.get(self.again + 1) == self.heads.get(self.again + 1):
            self.again += 1
        self.shift = self.last - self.again - (cut and not self.again)

    def place(self, region: Region) -> tuple[int, int]:
        """Row and column of a cell."""
        if not region.row:
            return 0, 0
        if region.row < self.seen or (region.row == 1 == region.across and self.seen == 0 and not self.shift):
            self.width, self.left, self.shift, self.again, self.heads = region.width, region.x0, 0, 0, {}
        self.seen = region.row
        row = region.row if region.row <= self.again else region.row + self.shift
        if row <= HEAD and not self.shift:
            self.heads[row] = self.heads.get(row, "") + _text(region)
        self.width, self.last, self.open = region.width, row, True
        return row, region.across

    def interrupt(self) -> None:
        """Text between two tables."""
        self.seen, self.shift, self.again, self.open = 0, 0, 0, False


def _text(region: Region) -> str:
    return "".join(piece.text for row in region.rows for piece in row.pieces)
