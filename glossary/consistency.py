"""How steadily each concept is rendered.

For a concept and a direction: in how many pairs the source term stands, what stands for it on the other side, and how
the renderings are spread. Shares, HHI (sum of squared shares; Gaspar, Seljan and Kucis 2022), normalised entropy
(``H / log k``); over a bitext micro (by occurrence) and macro (by concept) means of the dominant share.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpora.bitext import Pair
from glossary.concept import Concept, Termbase
from glossary.matcher import Matcher, Occurrence
from glossary.rivals import rival

Vectors = Callable[[Sequence[str]], npt.NDArray[np.float32]]
OTHER: Mapping[str, str] = {"zh": "en", "en": "zh"}


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way a concept is rendered: rows (from 1) and documents in which it stands. ``listed``: it is in the termbase."""

    text: str
    count: int
    rows: tuple[int, ...]
    symbols: tuple[str, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class ConceptConsistency:
    """How one term (of ``language``) is rendered in the other language; ``open`` rows have no rendering that was found."""

    concept_id: str
    term: str
    language: str
    rows: int
    renderings: tuple[Rendering, ...]
    open: tuple[int, ...]

    @property
    def rendered(self) -> int:
        """Rows with a rendering that was found."""
        return sum(r.count for r in self.renderings)

    @property
    def dominant_share(self) -> float:
        """Share of the most frequent rendering, 0..1."""
        return self.renderings[0].count / self.rendered if self.renderings else 0.0

    @property
    def hhi(self) -> float:
        """Sum of squared shares: 1 for one rendering."""
        return sum((r.count / self.rendered) ** 2 for r in self.renderings)

    @property
    def entropy(self) -> float:
        """Entropy over its maximum: 0 for one rendering, 1 for evenly spread ones."""
        if len(self.renderings) < 2:
            return 0.0
        shares = [r.count / self.rendered for r in self.renderings]
        return -sum(s * math.log(s) for s in shares) / math.log(len(shares))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "concept": self.concept_id,
            "term": self.term,
            "language": self.language,
            "rows": self.rows,
            "renderings": [
                {"text": r.text, "count": r.count, "rows": list(r.rows), "symbols": list(r.symbols), "listed": r.listed}
                for r in self.renderings
            ],
            "not_found": list(self.open),
            "dominant_share": round(self.dominant_share, 4),
            "hhi": round(self.hhi, 4),
            "entropy": round(self.entropy, 4),
        }


@dataclass(frozen=True, slots=True)
class ConsistencyResult:
    """All concepts in both directions, in order of the termbase; means over those that stand in two rows or more."""

    concepts: tuple[ConceptConsistency, ...]

    @property
    def micro(self) -> float:
        """Share of occurrences that have the dominant rendering of their concept."""
        many = [c for c in self.concepts if c.rendered > 1]
        total = sum(c.rendered for c in many)
        return sum(c.renderings[0].count for c in many) / total if total else 1.0

    @property
    def macro(self) -> float:
        """Mean dominant share over concepts."""
        many = [c for c in self.concepts if c.rendered > 1]
        return sum(c.dominant_share for c in many) / len(many) if many else 1.0

    def by_document(self) -> dict[str, float]:
        """Micro score of each document: how often its renderings are the dominant ones of the whole bitext."""
        right: dict[str, int] = defaultdict(int)
        total: dict[str, int] = defaultdict(int)
        for concept in (c for c in self.concepts if c.rendered > 1):
            for place, rendering in enumerate(concept.renderings):
                for symbol in rendering.symbols:
                    total[symbol] += 1
                    right[symbol] += place == 0
        return {symbol: round(right[symbol] / n, 4) for symbol, n in total.items()}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "micro": round(self.micro, 4),
            "macro": round(self.macro, 4),
            "by_document": self.by_document(),
            "concepts": [concept.to_dict() for concept in self.concepts],
        }


def measure_consistency(
    pairs: Sequence[Pair], termbase: Termbase, *, vectors: Vectors | None = None, least: int = 2
) -> ConsistencyResult:
    """Measure every concept that stands in ``least`` rows or more, in both directions.

    Where none of the listed terms stands on the other side, ``vectors`` help to find what stands there instead.
    """
    found = {language: _occurrences(pairs, Matcher(termbase, language), language) for language in ("zh", "en")}
    results = []
    for concept in termbase:
        for language in ("zh", "en"):
            rows = found[language].rows_of.get(concept.id, [])
            if len(rows) >= least:
                results.append(_measure(concept, language, rows, pairs, found, vectors))
    return ConsistencyResult(tuple(results))


@dataclass(slots=True)
class Found:
    """Occurrences of one language: by row, and the rows of each concept."""

    by_row: dict[int, list[Occurrence]]
    rows_of: dict[str, list[int]]


def _occurrences(pairs: Sequence[Pair], matcher: Matcher, language: str) -> Found:
    by_row: dict[int, list[Occurrence]] = {}
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        if not pair.zh or not pair.en:
            continue
        found = matcher.find(pair.zh if language == "zh" else pair.en)
        by_row[row] = found
        for concept in {c for o in found for c in o.concepts}:
            rows_of[concept].append(row)
    return Found(by_row, rows_of)


def _measure(
    concept: Concept,
    language: str,
    rows: Sequence[int],
    pairs: Sequence[Pair],
    found: Mapping[str, Found],
    vectors: Vectors | None,
) -> ConceptConsistency:
    other = OTHER[language]
    groups: dict[str, list[int]] = defaultdict(list)
    missing: list[int] = []
    listed = {term.text for term in concept.of(other)}
    plain = Matcher([concept], other)  # on this side a term may stand inside a longer one
    for row in rows:
        hits = [o.term for o in plain.find(pairs[row].en if other == "en" else pairs[row].zh)]
        if hits:
            groups[hits[0]].append(row)
        else:
            missing.append(row)
    still: list[int] = []
    usual = max((len(r) for r in groups.values()), default=0)
    for row in missing:
        # only a concept that is usually rendered as listed can have a rival that is worth a name
        text = None
        if vectors is not None and usual >= max(2, len(missing)):
            text = rival(concept, language, pairs[row], found[language].by_row[row], found[other].by_row[row], vectors)
        if text is None:
            still.append(row)
        else:
            groups[text].append(row)
    renderings = [
        Rendering(text, len(r), tuple(k + 1 for k in r), tuple(pairs[k].symbol for k in r), text in listed)
        for text, r in groups.items()
    ]
    renderings.sort(key=lambda r: (-r.count, r.rows))
    return ConceptConsistency(
        concept.id, concept.preferred(language), language, len(rows), tuple(renderings), tuple(k + 1 for k in still)
    )
