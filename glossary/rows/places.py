"""How a row is named: by the symbol of its document and its position there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from corpora.bitext import Pair


class Place(NamedTuple):
    """A row of a document, counted from 1.

    >>> str(Place("A/79/1", 12))
    'A/79/1:12'
    """

    symbol: str
    position: int

    def __str__(self) -> str:
        return f"{self.symbol}:{self.position}"


def placed(pairs: Iterable[Pair]) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Rows of which each has a place of its own, and a remark for every document whose rows had to be numbered anew.

    A table made by hand, or two files of one document, may name two rows alike; then the rows of that document are
    counted in the order in which they stand.

    >>> rows, remarks = placed([Pair("A/1", 4, "一", "one"), Pair("A/1", 4, "二", "two"), Pair("A/2", 4, "三", "three")])
    >>> [f"{row.symbol}:{row.position}" for row in rows], remarks
    (['A/1:1', 'A/1:2', 'A/2:4'], ('A/1: position 4 names 2 rows; its 2 rows are numbered anew, from 1',))
    """
    rows = tuple(pairs)
    positions: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        positions[row.symbol][row.position] += 1
    faults = {symbol: fault for symbol, found in positions.items() if (fault := _fault(found))}
    if not faults:
        return rows, ()
    counted: Counter[str] = Counter()
    made = []
    for row in rows:
        counted[row.symbol] += 1
        made.append(replace(row, position=counted[row.symbol]) if row.symbol in faults else row)
    return tuple(made), tuple(
        f"{symbol or 'the document without a symbol'}: {fault}; its {counted[symbol]:,} row{'s are' if counted[symbol] != 1 else ' is'} numbered anew, from 1"
        for symbol, fault in faults.items()
    )


def _fault(positions: Counter[int]) -> str:
    """What is wrong with the positions of a document, if anything is."""
    position, count = positions.most_common(1)[0]
    if count > 1:
        return f"position {position} names {count} rows"
    return "a position is not a number from 1" if min(positions) < 1 else ""
