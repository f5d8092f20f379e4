"""Links as the page shows them: a window of rows in one order or the other, found by text, with what is to be done in all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from corpora.arrays import Longs
from corpora.bitext import DOUBTFUL, Link
from corpora.document import Document
from duizhao.desk.alignment.linked import State
from glossary.local import Answer

MOST = 200  # rows of an answer
KEPT = 8  # states whose orders are kept


class Windows:
    """Windows on the links of documents; what each costs once is kept for the states that were shown last."""

    def __init__(self) -> None:
        self._tables: OrderedDict[str, _Table] = OrderedDict()

    def _table(self, state: State) -> _Table:
        if state.version not in self._tables:
            self._tables[state.version] = _Table(state)
            while len(self._tables) > KEPT:
                self._tables.popitem(last=False)
        return self._tables[state.version]

    def show(self, state: State, given: Mapping[str, Any]) -> Answer:
        """Rows ``from`` on, ``count`` of them, in ``order`` (``document`` or ``worst``), those that say ``find``."""
        table = self._table(state)
        rows = table.rows(str(given.get("order", "")), str(given.get("find", ""))[:200])
        first = min(max(_number(given.get("from")), 0), max(len(rows) - 1, 0))
        count = min(max(_number(given.get("count"), 60), 1), MOST)
        return {
            "document": state.symbol,
            "version": state.version,
            "total": len(state.bitext.links),
            "found": len(rows),
            "from": first,
            "rows": [table.row(int(k)) for k in rows[first : first + count]],
            "counts": table.counts,
        }

    def next_doubtful(self, state: State, row: int, step: int) -> int:
        """The row that is the least sure one after a row, or before it; -1 where all is confirmed."""
        table = self._table(state)
        worst = table.worst[: len(table.worst) - table.counts["confirmed"]]
        at = np.flatnonzero(worst == row)
        if not len(worst):
            return -1
        place = int(at[0]) + step if len(at) else 0
        return int(worst[min(max(place, 0), len(worst) - 1)])


class _Table:
    def __init__(self, state: State) -> None:
        self._state = state
        links = state.bitext.links
        sources, targets, said, _, sure = zip(*links, strict=True) if links else ((), (), (), (), ())
        scores, confirmed = np.array(said, np.float64), np.array(sure, bool)
        null = np.array([not (source and target) for source, target in zip(sources, targets, strict=True)], bool)
        self._order = np.arange(len(links)), scores, confirmed
        self.counts = {
            "confirmed": int(confirmed.sum()),
            "doubtful": int((~confirmed & ~null & (scores < DOUBTFUL)).sum()),
            "alone": int(null.sum()),
        }

    @cached_property
    def worst(self) -> Longs:
        """The rows by their confidence, those that are confirmed at the end."""
        return np.lexsort(self._order)

    def rows(self, order: str, find: str) -> Longs:
        """Positions of links in an order, those with a text in one of their sentences."""
        every: Longs = self.worst if order == "worst" else np.arange(len(self._state.bitext.links))
        if not find.strip():
            return every
        there = self._saying(find.strip().lower())
        found: Longs = every[there[every]]
        return found

    def _saying(self, wanted: str) -> Any:
        bitext = self._state.bitext
        hits = [
            {k for k, segment in enumerate(document.segments) if wanted in segment.text.lower()}
            for document in (bitext.source, bitext.target)
        ]
        return np.array(
            [any(k in some for side, some in zip(link.sides, hits, strict=True) for k in side) for link in bitext.links]
        )

    def row(self, k: int) -> Answer:
        """One link for the page: its sentences with their ids."""
        bitext = self._state.bitext
        link = bitext.links[k]
        sides = zip(("zh", "en"), (bitext.source, bitext.target), link.sides, strict=True)
        return {
            "row": k,
            **{name: _sentences(document, run) for name, document, run in sides},
            "score": round(link.score, 3),
            "confirmed": link.confirmed,
            "crossing": link.crossing,
            "page": _page(bitext.source, link.source) or _page(bitext.target, link.target),
        }


def _sentences(document: Document, run: range) -> list[list[Any]]:
    return [[k, document.segments[k].text] for k in run]


def _page(document: Document, run: range) -> int:
    return document.segments[run.start].page if run else 0


def _number(value: object, otherwise: int = 0) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise


def changed_rows(before: Sequence[Link], after: Sequence[Link], shown: Sequence[int]) -> list[int]:
    """Those of the rows that are shown whose link was another one before."""
    if not shown:
        return []
    reach = range(max(min(shown) - MOST, 0), min(max(shown) + MOST, len(before)))
    known = {before[k].sides for k in reach}
    return [k for k in shown if after[k].sides not in known]
