"""Term, Concept, Termbase: concept-oriented, as ISO 30042:2019 wants.

A concept holds all the terms that name one thing in both languages. A draft concept comes from the extractor with
its evidence: how often, in which documents, with which context, how sure the pairing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Status = Literal["preferred", "admitted", "deprecated", "superseded"]

TERMS_SCHEMA = pl.Schema(
    {
        "concept_id": pl.String,
        "zh": pl.String,
        "en": pl.String,
        "zh_variants": pl.String,
        "en_variants": pl.String,
        "frequency": pl.UInt32,
        "documents": pl.UInt32,
        "score": pl.Float32,
        "zh_context": pl.String,
        "en_context": pl.String,
        "source_symbol": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term in one language; ``frequency`` counts the segment pairs of the bitext in which it renders the concept.

    ``context`` is a sentence in which it stands, from ``context_symbol``.
    """

    text: str
    language: str
    status: Status = "admitted"
    frequency: int = 0
    context: str = ""
    context_symbol: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its terms. ``score`` in 0..1 is how sure the extractor is that the pair belongs together.

    ``frequency`` counts segment pairs that hold it, ``symbols`` the documents, in order of first appearance.
    """

    id: str
    terms: tuple[Term, ...]
    frequency: int = 0
    symbols: tuple[str, ...] = ()
    score: float = 0.0
    subject: str = ""
    definition: str = ""
    note: str = ""

    def of(self, language: str) -> tuple[Term, ...]:
        """The terms of one language, the preferred one first."""
        rank = {"preferred": 0, "admitted": 1, "deprecated": 2, "superseded": 3}
        return tuple(sorted((t for t in self.terms if t.language == language), key=lambda t: rank[t.status]))

    def preferred(self, language: str) -> str:
        """The preferred (else first) term of a language, or an empty string."""
        terms = self.of(language)
        return terms[0].text if terms else ""


@dataclass(frozen=True, slots=True)
class Termbase:
    """Concepts by id, in order. ``signature`` names what shaped a draft."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    signature: str = ""

    def __len__(self) -> int:
        return len(self.concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    @classmethod
    def of(cls, concepts: Iterable[Concept], signature: str = "") -> Termbase:
        """A termbase from concepts, keyed by their ids."""
        return cls({concept.id: concept for concept in concepts}, signature)

    def to_frame(self) -> pl.DataFrame:
        """One row a concept, schema :data:`TERMS_SCHEMA`; variants are joined by ``; ``."""
        rows = []
        for concept in self:
            zh, en = concept.of("zh"), concept.of("en")
            rows.append(
                (
                    concept.id,
                    zh[0].text if zh else "",
                    en[0].text if en else "",
                    "; ".join(t.text for t in zh[1:]),
                    "; ".join(t.text for t in en[1:]),
                    concept.frequency,
                    len(concept.symbols),
                    concept.score,
                    zh[0].context if zh else "",
                    en[0].context if en else "",
                    (zh[0].context_symbol if zh else "") or (concept.symbols[0] if concept.symbols else ""),
                )
            )
        return pl.DataFrame(rows, schema=TERMS_SCHEMA, orient="row")
