"""Term, Concept, Termbase: concept-oriented, as ISO 30042:2019 wants.

A concept holds all the terms that name one thing in both languages. A draft concept comes from the extractor with
its evidence: how often, in which documents, with which context, how sure the pairing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from corpora.notebook import counted, html_table
from corpora.text import variety_of

Status = Literal["preferred", "admitted", "deprecated", "superseded"]
TermType = Literal["", "fullForm", "shortForm", "acronym", "abbreviation", "variant", "phrase"]
PartOfSpeech = Literal["", "noun", "verb", "adjective", "adverb", "other"]
Relation = Literal["related", "broader", "narrower"]
Register = Literal["", "neutral", "technical", "in-house", "bench-level", "colloquial", "slang", "vulgar"]
Validation = Literal["", "unvalidated", "provisional", "validated"]
STATUSES: tuple[Status, ...] = ("preferred", "admitted", "deprecated", "superseded")
RANK = {status: place for place, status in enumerate(STATUSES)}
TERM_TYPES: tuple[TermType, ...] = ("fullForm", "shortForm", "acronym", "abbreviation", "variant", "phrase")
APPROVED: tuple[Status, ...] = ("preferred", "admitted")
"""The statuses of terms that may be used."""
RELATIONS: tuple[Relation, ...] = ("related", "broader", "narrower")
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = ("noun", "verb", "adjective", "adverb", "other")
REGISTERS: tuple[Register, ...] = ("neutral", "technical", "in-house", "bench-level", "colloquial", "slang", "vulgar")
"""Those of ISO 12620, without ``Register`` behind them."""
VALIDATIONS: tuple[Validation, ...] = ("unvalidated", "provisional", "validated")
MOST_RELIABLE = 10
"""``reliabilityCode`` of TBX goes from 1 to 10; 0 where nobody says it."""
DRAFT = "draft-"
"""How the ids of drafts begin that are measured beside an approved termbase."""
SEVERAL = "; "
"""Between several subjects or bodies in one text."""

TERMS_SCHEMA = pl.Schema(
    {
        "concept_id": pl.String,
        "zh": pl.String,
        "en": pl.String,
        "zh_variants": pl.String,
        "en_variants": pl.String,
        "frequency": pl.UInt32,
        "documents": pl.UInt32,
        "zh_share": pl.Float32,
        "en_share": pl.Float32,
        "score": pl.Float32,
        "probability": pl.Float32,
        "pos": pl.String,
        "zh_context": pl.String,
        "en_context": pl.String,
        "source_symbol": pl.String,
        "source_segment": pl.String,
        "source_position": pl.String,
    }
)


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence in which a term stands; ``symbol`` and ``segment`` (its position in the document, as text)
    say where.
    """

    text: str
    symbol: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One term in one language; ``frequency`` counts the segment pairs of the bitext in which it renders the concept.

    ``source`` names the document or authority that the term was taken from. The best context comes first.
    ``language`` is ``zh`` or ``en``; ``tag`` is what is known beyond that, a language tag with a script or a region
    (``zh-Hant``, ``en-GB``), empty where nobody says which Chinese or which English it is.

    ``body`` is whose term it is (UNHQ, FAO; several parted by ``; ``): what one house says may be wrong in another, and both
    are right. ``reliability`` goes from 1 to 10, 0 where nobody says it; ``validation`` is how far somebody has looked at it.
    """

    text: str
    language: str
    status: Status = "admitted"
    frequency: int = 0
    contexts: tuple[Context, ...] = ()
    type: TermType = ""
    pos: PartOfSpeech = ""
    source: str = ""
    note: str = ""
    tag: str = ""
    body: str = ""
    register: Register = ""
    reliability: int = 0
    validation: Validation = ""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies one by one.

        >>> Term("会员国", "zh", body="UNHQ; FAO").bodies
        ('UNHQ', 'FAO')
        """
        return parts_of(self.body)

    @property
    def context(self) -> str:
        """The text of the best context, or an empty string."""
        return self.contexts[0].text if self.contexts else ""


def parts_of(text: str) -> tuple[str, ...]:
    """Several subjects or bodies in one text, one by one.

    >>> parts_of("politics;law ; "), parts_of("")
    (('politics', 'law'), ())
    """
    return tuple(dict.fromkeys(part for one in text.split(";") if (part := one.strip())))


def leading(term: Term) -> tuple[int, bool]:
    """The order of the terms of a language: by status, and of two alike the simplified one before the traditional one.

    >>> leading(Term("資料夾", "zh", tag="zh-TW")) > leading(Term("文件夹", "zh", tag="zh-CN"))
    True
    """
    return RANK[term.status], bool(term.tag) and variety_of(term.tag) == "traditional"


def rivals(one: Term, other: Term) -> bool:
    """Whether only one of two terms can be the preferred one: those of one language, unless of different regions or bodies.

    >>> rivals(Term("文件夹", "zh", tag="zh-CN"), Term("資料夾", "zh", tag="zh-TW")), rivals(Term("a", "en"), Term("b", "en", tag="en-GB"))
    (False, True)
    >>> rivals(Term("成员国", "zh", body="FAO"), Term("会员国", "zh", body="UNHQ"))
    False
    """
    if one.language != other.language:
        return False
    if one.body and other.body and not set(one.bodies) & set(other.bodies):
        return False
    apart = "traditional" in (variety_of(one.tag), variety_of(other.tag))
    return one.tag == other.tag or (not (one.tag and other.tag) and not apart)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a concept is, in one language: ``language`` is a tag (``en``, ``zh-CN``), empty where nobody says it."""

    text: str
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross reference to another concept of the same termbase, by its id."""

    concept: str
    kind: Relation = "related"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its terms. ``score`` orders what the extractor found, ``probability`` (0..1) is how sure it is.

    ``frequency`` counts segment pairs that hold it, ``symbols`` the documents, in order of first appearance.
    ``definition`` is the leading one, in the language of ``definition_language``; ``definitions`` are those in others.
    ``links`` are addresses of pages about it. Times are UTC, ``2026-11-25T08:00:00Z``; empty where not known.
    """

    id: str
    terms: tuple[Term, ...]
    frequency: int = 0
    symbols: tuple[str, ...] = ()
    score: float = 0.0
    subject: str = ""
    definition: str = ""
    note: str = ""
    probability: float = 0.0
    definition_source: str = ""
    references: tuple[Reference, ...] = ()
    links: tuple[str, ...] = ()
    created: str = ""
    created_by: str = ""
    modified: str = ""
    modified_by: str = ""
    definition_language: str = ""
    definitions: tuple[Definition, ...] = ()

    @property
    def every_definition(self) -> tuple[Definition, ...]:
        """The leading definition and the others."""
        if not self.definition:
            return self.definitions
        return (Definition(self.definition, self.definition_language, self.definition_source), *self.definitions)

    def of(self, language: str) -> tuple[Term, ...]:
        """The terms of one language, the preferred one first."""
        found = [term for term in self.terms if term.language == language]
        if len(found) > 1:
            found.sort(key=leading)
        return tuple(found)

    def preferred(self, language: str) -> str:
        """The preferred (else first) term of a language, or an empty string."""
        terms = self.of(language)
        return terms[0].text if terms else ""

    def share(self, language: str) -> float:
        """Part of the occurrences that the most frequent term of a language has; 0 where nothing was counted.

        >>> Concept("c1", (Term("难民署", "zh", frequency=3), Term("难民专员办事处", "zh", frequency=1))).share("zh")
        0.75
        """
        counts = [term.frequency for term in self.terms if term.language == language]
        return max(counts) / sum(counts) if counts and sum(counts) else 0.0


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
        rows = [_row(concept) for concept in self]
        return pl.DataFrame(rows, schema=TERMS_SCHEMA, orient="row")

    def _repr_html_(self) -> str:
        rows = ((c.preferred("zh"), c.preferred("en"), c.frequency, c.probability) for c in self)
        return html_table(counted(len(self), "concept"), ["zh", "en", "frequency", "probability"], rows, len(self))


def _row(concept: Concept) -> tuple[object, ...]:
    zh, en = concept.of("zh"), concept.of("en")
    contexts = [terms[0].contexts[0] if terms and terms[0].contexts else Context("") for terms in (zh, en)]
    return (
        concept.id,
        zh[0].text if zh else "",
        en[0].text if en else "",
        "; ".join(map(_counted, zh[1:])),
        "; ".join(map(_counted, en[1:])),
        concept.frequency,
        len(concept.symbols),
        concept.share("zh"),
        concept.share("en"),
        concept.score,
        concept.probability,
        (en or zh)[0].pos if concept.terms else "",
        contexts[0].text,
        contexts[1].text,
        contexts[0].symbol or contexts[1].symbol or (concept.symbols[0] if concept.symbols else ""),
        *[contexts[0].segment or contexts[1].segment] * 2,  # under its old name too, for one release
    )


def _counted(term: Term) -> str:
    """A variant with its count: ``难民署 (12)``."""
    return f"{term.text} ({term.frequency})" if term.frequency else term.text
