"""How consistently one concept is rendered, and what that makes of all together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from glossary.consistency.grouping import MEASURES, OCCURRENCES, group_scores, place_of

COUNTS = ("occurrences", "rendered", "concepts", "measured", "decided", "listed")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way a concept is rendered: rows (from 1), and the document of each row.

    ``listed``: it is a term of the concept; ``approved``: one that may be used, neither deprecated nor superseded;
    ``same``: the rendering that this one is a form of, an acronym of its full form.
    """

    text: str
    count: int
    rows: tuple[int, ...]
    symbols: tuple[str, ...]
    listed: bool
    approved: bool = False
    same: str = ""

    @property
    def lead(self) -> str:
        """The rendering as what it counts: an acronym as its full form."""
        return self.same or self.text


@dataclass(frozen=True, slots=True)
class ConceptConsistency:
    """How one term (of ``language``) is rendered in the other language.

    ``open`` rows have no rendering that was found, ``open_symbols`` are their documents.
    """

    concept_id: str
    term: str
    language: str
    rows: int
    renderings: tuple[Rendering, ...]
    open: tuple[int, ...]
    open_symbols: tuple[str, ...] = ()

    @property
    def rendered(self) -> int:
        """Rows with a rendering that was found."""
        return sum(r.count for r in self.renderings)

    @property
    def dominant_share(self) -> float:
        """Share of the most frequent rendering, 0..1."""
        return max(self.counts.values()) / self.rendered if self.renderings else 0.0

    @property
    def counts(self) -> Counter[str]:
        """How often each rendering stands, all forms of one together."""
        found: Counter[str] = Counter()
        for rendering in self.renderings:
            found[rendering.lead] += rendering.count
        return found

    @property
    def hhi(self) -> float:
        """Sum of squared shares (Herfindahl-Hirschman; Gaspar, Seljan and Kucis 2022): 1 for one rendering."""
        return sum((count / self.rendered) ** 2 for count in self.counts.values())

    @property
    def entropy(self) -> float:
        """Entropy over its maximum: 0 for one rendering, 1 for evenly spread ones."""
        shares = [count / self.rendered for count in self.counts.values()]
        if len(shares) < 2:
            return 0.0
        return -sum(s * math.log(s) for s in shares) / math.log(len(shares))

    @property
    def first(self) -> float | None:
        """Share of renderings equal to the one at first use in their document; ``None`` where no document has two."""
        places: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for rendering in self.renderings:
            for row, symbol in zip(rendering.rows, rendering.symbols, strict=True):
                places[symbol].append((row, rendering.lead))
        again = [found for found in places.values() if len(found) > 1]
        if not again:
            return None
        return sum(which == min(found)[1] for found in again for _, which in found) / sum(map(len, again))

    @property
    def adherence(self) -> float:
        """Share of all occurrences that an approved term renders: a term is missing, too, where nothing was found."""
        return sum(r.count for r in self.renderings if r.approved) / self.rows if self.rows else 0.0

    def occurrences(self) -> Iterator[tuple[str, int, str | None, bool]]:
        """Document, row, rendering, and whether it is approved."""
        for rendering in self.renderings:
            for row, symbol in zip(rendering.rows, rendering.symbols, strict=True):
                yield symbol, row, rendering.lead, rendering.approved
        for row, symbol in zip(self.open, self.open_symbols, strict=False):
            yield symbol, row, None, False

    def to_dict(self, approved: bool = False) -> dict[str, Any]:
        """Plain values for JSON. ``approved``: a termbase decides on this concept, so ``adherence`` is a figure."""
        first = self.first
        return {
            "concept": self.concept_id,
            "term": self.term,
            "language": self.language,
            "rows": self.rows,
            "renderings": [
                {
                    "text": r.text,
                    "count": r.count,
                    "rows": list(r.rows),
                    "symbols": list(r.symbols),
                    "listed": r.listed,
                    "approved": r.approved,
                }
                for r in self.renderings
            ],
            "not_found": list(self.open),
            "dominant_share": round(self.dominant_share, 4),
            "hhi": round(self.hhi, 4),
            "entropy": round(self.entropy, 4),
            "first": None if first is None else round(first, 4),
            "frequent": round(self.dominant_share, 4) if self.rendered > 1 else None,
            "adherence": round(self.adherence, 4) if approved else None,
        }


@dataclass(frozen=True, slots=True)
class ConsistencyResult:
    """All concepts in both directions, in order of the termbase; means over those that are rendered twice or more."""

    concepts: tuple[ConceptConsistency, ...]
    simple: tuple[ConceptConsistency, ...] | None = field(default=None, compare=False, repr=False)
    """The same in the spelling in which rows are compared, where that is another."""

    @property
    def compared(self) -> ConsistencyResult:
        """The result to hold against rows as they are compared."""
        return self if self.simple is None else ConsistencyResult(self.simple)

    @property
    def micro(self) -> float:
        """Share of occurrences that have the dominant rendering of their concept."""
        many = [c for c in self.concepts if c.rendered > 1]
        total = sum(c.rendered for c in many)
        return sum(max(c.counts.values()) for c in many) / total if total else 1.0

    @property
    def macro(self) -> float:
        """Mean dominant share over concepts."""
        many = [c for c in self.concepts if c.rendered > 1]
        return sum(c.dominant_share for c in many) / len(many) if many else 1.0

    def to_frame(self, approved: Container[str] = ()) -> pl.DataFrame:
        """One row an occurrence, schema :data:`OCCURRENCES`; ``listed`` is null except for ``approved`` concepts."""
        rows = [
            (c.concept_id, c.language, symbol, *place_of(symbol), row, text, good if c.concept_id in approved else None)
            for c in self.concepts
            for symbol, row, text, good in c.occurrences()
        ]
        return pl.DataFrame(rows, schema=OCCURRENCES, orient="row")

    def to_dict(self, approved: Container[str] = ()) -> dict[str, Any]:
        """Plain values for JSON: ``micro`` and ``macro`` dominant shares, and what :func:`group_scores` has of all.

        ``approved``: ids of the concepts that an approved termbase decides on. ``by_document``: how often the
        renderings of a document are the dominant ones of the whole bitext.
        """
        frame = self.to_frame(approved)
        whole = group_scores(frame, []).row(0, named=True)
        documents = group_scores(frame, ["symbol"]).filter(pl.col("frequent").is_not_null())
        names = [m + end for m in MEASURES if m != "share" for end in ("", "_macro")]
        return {
            "micro": round(self.micro, 4),
            "macro": round(self.macro, 4),
            **{name: None if whole[name] is None else round(whole[name], 4) for name in names},
            "counts": {name: whole[name] for name in COUNTS},
            "by_document": {symbol: round(share, 4) for symbol, share in documents.select("symbol", "frequent").rows()},
            "concepts": [concept.to_dict(concept.concept_id in approved) for concept in self.concepts],
        }
