"""What a look-up found, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from corpora.notebook import counted, html_table
from glossary.lookup.bodies import shares
from glossary.lookup.find import Lookup
from glossary.rows import Rows

RENDERINGS_SCHEMA = pl.Schema(
    {
        "term": pl.String,
        "occurrences": pl.UInt32,
        "missing": pl.UInt32,
        "rendering": pl.String,
        "count": pl.UInt32,
        "share": pl.Float32,
        "symbol": pl.String,
        "position": pl.UInt32,
        "zh": pl.String,
        "en": pl.String,
    }
)

SHARES_SCHEMA = pl.Schema(
    {
        "term": pl.String,
        "rendering": pl.String,
        "body": pl.String,
        "year": pl.Int32,
        "count": pl.UInt32,
        "share": pl.Float32,
    }
)


@dataclass(frozen=True, slots=True)
class Renderings:
    """The look-ups of some terms in order, and the rows that they are of; ``language`` is that of the terms."""

    rows: Rows
    language: str
    lookups: tuple[Lookup, ...]

    def __len__(self) -> int:
        return len(self.lookups)

    def __iter__(self) -> Iterator[Lookup]:
        return iter(self.lookups)

    def __getitem__(self, place: int) -> Lookup:
        return self.lookups[place]

    def to_frame(self) -> pl.DataFrame:
        """One row a rendering with its first place, schema :data:`RENDERINGS_SCHEMA`; count 0 is a runner-up."""
        return pl.DataFrame(list(self._lines()), schema=RENDERINGS_SCHEMA, orient="row")

    def shares(self) -> pl.DataFrame:
        """Who says what, and since when: one row a rendering, body and year, schema :data:`SHARES_SCHEMA`; ``share`` is of the uses there."""
        lines = (
            (one.term, said.rendering, said.body, said.year, said.count, said.share)
            for one in self.lookups
            for said in shares(one, self.rows)
        )
        return pl.DataFrame(list(lines), schema=SHARES_SCHEMA, orient="row")

    def _lines(self) -> Iterator[tuple[object, ...]]:
        for one in self.lookups:
            for found in one.renderings:
                pair = self.rows.pairs[found.uses[0].row]
                place = (pair.symbol, pair.position, pair.zh, pair.en)
                yield (one.term, one.occurrences, one.missing, found.text, found.count, found.share, *place)

    def _repr_html_(self) -> str:
        lines = list(self._lines())
        columns = ["term", "rendering", "count", "share", "first"]
        shown = ((line[0], line[3], line[4], line[5], f"{line[6]}:{line[7]}") for line in lines)
        return html_table(
            f"{counted(len(self), 'term')}, {counted(len(lines), 'rendering')}", columns, shown, len(lines)
        )
