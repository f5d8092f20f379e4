"""What a file format is, what it holds, and what a file could not carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpora.text import Variety
from glossary.concept import Termbase
from glossary.losses import Loss

Repertoire = Literal["any", "unicode", "xml", "cell", "line", "memory"]
"""What text survives: everything; all but lone surrogates; what XML 1.0 can hold; that, in a cell; in one line; in one
line of a translation memory (no private use)."""

Statuses = Literal["all", "three", "forbidden", "none"]
"""Which statuses survive: all; superseded is read as deprecated; only deprecated, and the first other term is preferred;
none, all terms are admitted."""

CONCEPT_FIELDS = frozenset(
    {
        "frequency",
        "symbols",
        "score",
        "subject",
        "definition",
        "note",
        "probability",
        "definition_source",
        "references",
        "links",
        "created",
        "created_by",
        "modified",
        "modified_by",
        "definition_language",
        "definitions",
    }
)
TERM_FIELDS = frozenset(
    {
        "status",
        "frequency",
        "contexts",
        "type",
        "pos",
        "source",
        "note",
        "tag",
        "body",
        "register",
        "reliability",
        "validation",
    }
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A termbase from a file, and what of the file is not in it."""

    termbase: Termbase
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """How many concepts are in the file, and what of the termbase is not."""

    concepts: int
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """``source`` is the direction of OmegaT, UTX and TMX: the language that is translated, ``zh`` or ``en``.

    ``deprecated=False`` leaves deprecated and superseded terms out, because OmegaT offers them as well. ``every=False``
    gives each term to one concept only, the most frequent, and each language one preferred term, for tools that offer a
    term once for each concept. ``zh`` is the only Chinese that is written, where there is a choice; without it formats with
    room for one take the simplified one. ``zh_code`` and ``en_code`` are for terms of which nobody says which Chinese or
    English they are. ``evidence=False`` leaves counts, scores and documents out, because tools show notes.
    """

    zh_code: str = "zh"
    en_code: str = "en"
    source: Literal["zh", "en"] = "zh"
    deprecated: bool = True
    every: bool = True
    evidence: bool = True
    zh: Variety | None = None

    def code(self, language: str) -> str:
        """The code that is written for ``zh`` or ``en``."""
        return self.zh_code if language == "zh" else self.en_code


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format can hold; the rest is left out and named, by :func:`glossary.formats.carry.carried`.

    ``pairs``: each row is a term of both languages. ``ordered``: the order of terms survives. ``terms``: how many of one
    language fit into a concept, ``contexts`` how many into a term,
    ``documents`` and ``segments`` whether these say where they stand. ``resolve``: references must lead to a concept in the
    file. ``linked``: links must be web addresses, times valid. ``hash_comments``: a line that begins with ``#`` is no term.
    ``empty``: a concept may have no term. ``one_chinese``: the reader of such a file expects one Chinese in it.
    ``flat``: a term is on one line, without double blanks, a definition without markup. ``coded``: language codes stand in the file, and are the tags of what is read again. ``retag``: tags that the format
    calls by another one. ``told``: each definition says its language.
    """

    text: Repertoire = "any"
    concept: frozenset[str] = CONCEPT_FIELDS
    term: frozenset[str] = TERM_FIELDS
    statuses: Statuses = "all"
    contexts: int = 1 << 30
    documents: bool = True
    segments: bool = True
    terms: int = 1 << 30
    longest: int = 1 << 30
    pairs: bool = False
    ordered: bool = True
    linked: bool = False
    resolve: bool = False
    hash_comments: bool = False
    one_chinese: bool = False
    flat: bool = False
    coded: bool = False
    told: bool = False
    retag: Mapping[str, str] = field(default_factory=dict)
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name; ``reader`` and ``writer`` are ``module:function``, so that nothing is imported early."""

    name: str
    suffixes: tuple[str, ...]
    help: str
    reader: str
    writer: str
    holds: Holds = field(default_factory=Holds)
