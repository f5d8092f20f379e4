"""How consistently each concept is rendered.

For a concept and a direction: in how many pairs the source term stands, what stands for it on the other side, and how
the renderings are spread. The measures over documents, bodies, years and all are in :mod:`glossary.consistency.grouping`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from corpora.text import OTHER_LANGUAGE
from glossary.concept import APPROVED, Concept, Term, Termbase
from glossary.consistency.grouping import MEASURES, OCCURRENCES, group_scores, place_of
from glossary.renderings import Question, find_rivals, senses_of
from glossary.rows import Rows, simple_terms
from glossary.words import Matcher, Occurrences, simple

COUNTS = ("occurrences", "rendered", "concepts", "measured", "decided", "listed")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way a concept is rendered: rows (from 1), and the document of each row.

    ``listed``: it is a term of the concept; ``approved``: one that may be used, neither deprecated nor superseded.
    """

    text: str
    count: int
    rows: tuple[int, ...]
    symbols: tuple[str, ...]
    listed: bool
    approved: bool = False


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
        return self.renderings[0].count / self.rendered if self.renderings else 0.0

    @property
    def hhi(self) -> float:
        """Sum of squared shares (Herfindahl-Hirschman; Gaspar, Seljan and Kucis 2022): 1 for one rendering."""
        return sum((r.count / self.rendered) ** 2 for r in self.renderings)

    @property
    def entropy(self) -> float:
        """Entropy over its maximum: 0 for one rendering, 1 for evenly spread ones."""
        if len(self.renderings) < 2:
            return 0.0
        shares = [r.count / self.rendered for r in self.renderings]
        return -sum(s * math.log(s) for s in shares) / math.log(len(shares))

    @property
    def first(self) -> float | None:
        """Share of renderings equal to the one at first use in their document; ``None`` where no document has two."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for which, rendering in enumerate(self.renderings):
            for row, symbol in zip(rendering.rows, rendering.symbols, strict=True):
                places[symbol].append((row, which))
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
                yield symbol, row, rendering.text, rendering.approved
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
        return sum(c.renderings[0].count for c in many) / total if total else 1.0

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


def measure_consistency(rows: Rows, termbase: Termbase, *, least: int = 2) -> ConsistencyResult:
    """Measure every concept that stands in ``least`` rows or more, in both directions.

    Where none of the listed terms stands on the other side, the model of the rows, if there is one, finds what stands there
    instead, and tells whether that can be a rendering.
    """
    if rows.view is not rows:
        measured = measure_consistency(rows.view, simple_terms(termbase), least=least).concepts
        return ConsistencyResult(tuple(_as_written(one, termbase, rows.view) for one in measured), measured)
    found = {language: _occurrences(rows, Matcher(termbase, language), language) for language in ("zh", "en")}
    counted = []
    for concept in termbase:
        for language in ("zh", "en"):
            mine = found[language].rows_of.get(concept.id, [])
            if len(mine) >= least:
                counted.append(_counted(concept, language, mine, rows, found))
    if rows.encoder is not None:
        asked = [(one, row) for one in counted if one.asks() for row in one.missing]
        answers = find_rivals(
            (_question(one, row, rows, found) for one, row in asked), rows.encoder.encode, senses_of(rows)
        )
        for (one, row), text in zip(asked, answers, strict=True):
            if text is not None:
                one.instead[row] = text
    return ConsistencyResult(tuple(one.result(rows) for one in counted))


def _as_written(one: ConceptConsistency, termbase: Termbase, view: Rows) -> ConceptConsistency:
    """The term and its renderings as the termbase and the documents write them."""
    concept = termbase.concepts[one.concept_id]
    spelling = {simple(term.text): term.text for term in reversed(concept.of("zh"))}
    if one.language == "zh":
        return replace(one, term=concept.preferred("zh"))
    renderings = tuple(
        replace(r, text=spelling[r.text] if r.listed and r.text in spelling else view.original(r.rows[0] - 1, r.text))
        for r in one.renderings
    )
    return replace(one, renderings=renderings)


@dataclass(slots=True)
class Found:
    """Occurrences of one language by row, longest first; the rows of each concept; what of a concept stands in a row.

    ``inner`` holds the first occurrence of each concept also where it stands inside a longer term.
    """

    places: Occurrences
    rows_of: dict[str, list[int]]
    inner: dict[int, dict[str, str]]


def _occurrences(rows: Rows, matcher: Matcher, language: str) -> Found:
    found = Found(matcher.over(rows.streams(language)), defaultdict(list), {})
    for row in rows.filled.nonzero()[0].tolist():
        inner: dict[str, str] = {}
        for one in sorted(found.places.every(row), key=lambda o: (o.start, -o.end)):
            for concept in one.concepts:
                inner.setdefault(concept, one.term)
        found.inner[row] = inner
        for concept in {c for o in found.places.longest(row) for c in o.concepts}:
            found.rows_of[concept].append(row)
    return found


@dataclass(slots=True)
class _Counted:
    """The rows of a concept in one direction (from 0): by the listed term on the other side, those that have none there.

    ``instead``: what was found in these.
    """

    concept: Concept
    language: str
    total: int
    groups: dict[str, list[int]]
    missing: list[int]
    instead: dict[int, str] = field(default_factory=dict)

    def asks(self) -> bool:
        """Only a concept that is usually rendered as listed can have a rival that is worth a name."""
        return max((len(r) for r in self.groups.values()), default=0) >= max(2, len(self.missing))

    def result(self, rows: Rows) -> ConceptConsistency:
        """The renderings, the most frequent first."""
        pairs, groups = rows.pairs, dict(self.groups)
        for row, text in self.instead.items():
            groups[text] = [*groups.get(text, ()), row]
        still = [row for row in self.missing if row not in self.instead]
        terms = self.concept.of(OTHER_LANGUAGE[self.language])
        own, good = {term.text for term in terms}, {term.text for term in terms if term.status in APPROVED}
        renderings = [
            Rendering(
                text, len(r), tuple(k + 1 for k in r), tuple(pairs[k].symbol for k in r), text in own, text in good
            )
            for text, r in groups.items()
        ]
        renderings.sort(key=lambda r: (-r.count, r.rows))
        return ConceptConsistency(
            self.concept.id,
            self.concept.preferred(self.language),
            self.language,
            self.total,
            tuple(renderings),
            tuple(k + 1 for k in still),
            tuple(pairs[k].symbol for k in still),
        )


def _counted(concept: Concept, language: str, mine: Sequence[int], rows: Rows, found: Mapping[str, Found]) -> _Counted:
    other = OTHER_LANGUAGE[language]
    counted = _Counted(concept, language, len(mine), defaultdict(list), [])
    alone: Matcher | None = None
    terms = concept.of(other)
    own = {term.text: term.text for term in terms}
    for row in mine:
        text = found[other].inner[row].get(concept.id)  # on this side a term may stand inside a longer one
        if text is None:
            # alone, a term is less strict about capitals than among others that they tell apart
            alone = alone or Matcher([concept], other)
            text = next((o.term for o in alone.sides_in(rows.streams(other), row)[0]), None)
        if text is None:
            counted.missing.append(row)
        else:
            counted.groups[own.get(text) or _own_spelling(text, terms)].append(row)
    return counted


def _question(one: _Counted, row: int, rows: Rows, found: Mapping[str, Found]) -> Question:
    sides = (found[language].places.longest(row) for language in (one.language, OTHER_LANGUAGE[one.language]))
    return Question(one.concept, one.language, rows.pairs[row], *sides)


def _own_spelling(text: str, terms: Sequence[Term]) -> str:
    """A term as its own concept spells it: one form that several concepts have is found under the spelling of the first."""
    key = text.casefold()
    return next((term.text for term in terms if term.text.casefold() == key), text)
