"""Formats whose rows are pairs of terms: a concept as pairs, and concepts from pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from corpora.text import OTHER_LANGUAGE
from glossary.concept import Concept, Term, Termbase, rivals
from glossary.formats.reading import Ids, finished
from glossary.losses import Losses

Side = Literal["zh", "en"]
TEXTS = ("subject", "definition", "note")


def pairs_of(concept: Concept, source: Side) -> Iterator[tuple[Term, Term]]:
    """Pairs in which each term stands: the first source term with every target term, then the other source terms.

    >>> concept = Concept("c1", (Term("甲", "zh"), Term("乙", "zh"), Term("a", "en"), Term("b", "en")))
    >>> [s.text + t.text for s, t in pairs_of(concept, "zh")]
    ['甲a', '甲b', '乙a']
    """
    sources, targets = concept.of(source), concept.of(OTHER_LANGUAGE[source])
    for target in targets:
        yield sources[0], target
    for term in sources[1:]:
        yield term, targets[0]


class Row(NamedTuple):
    """A pair as it was read; terms without a status take the usual one."""

    id: str
    source: Term
    target: Term
    texts: Mapping[str, str]
    source_told: bool = False
    target_told: bool = False


@dataclass(slots=True)
class _Draft:
    id: str
    texts: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str, str], Term] = field(default_factory=dict)

    def add(self, term: Term, told: bool) -> None:
        key = (term.language, term.text, term.tag)
        if key not in self.terms:
            if not told:
                taken = any(t.status == "preferred" and rivals(t, term) for t in self.terms.values())
                term = replace(term, status="admitted" if taken else "preferred")
            self.terms[key] = term


class Gatherer:
    """Concepts from pairs: those of one id belong together; without ids, those of one source term."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self._drafts: dict[tuple[str, str], _Draft] = {}

    def add(self, row: Row) -> None:
        """One more pair."""
        key = ("id", row.id) if row.id else ("term", row.source.text)
        draft = self._drafts.get(key)
        if draft is None:
            draft = self._drafts[key] = _Draft(row.id)
        draft.add(row.source, row.source_told)
        draft.add(row.target, row.target_told)
        for name in TEXTS:
            text = row.texts.get(name, "")
            if text and draft.texts.setdefault(name, text) != text:
                self.keep_second(draft, name, text)

    def keep_second(self, draft: _Draft, name: str, text: str) -> None:
        """Another text of the same concept: notes are put together, of the others the first counts."""
        if name == "note":
            if text not in draft.texts[name].split("\n"):
                draft.texts[name] += "\n" + text
        else:
            self.losses.add(draft.id, f"a second {name} left out", f"concepts: a second {name} left out")

    def termbase(self, path: Path, signature: str) -> Termbase:
        """All that was gathered, in order of first appearance."""
        ids = Ids(self.losses)
        concepts = [_concept(draft, ids) for draft in self._drafts.values()]
        return finished(concepts, path, signature, len(concepts))


def _concept(draft: _Draft, ids: Ids) -> Concept:
    terms = sorted(draft.terms.values(), key=lambda term: term.language != "zh")
    subject, definition, note = (draft.texts.get(name, "") for name in TEXTS)
    return Concept(ids.unique(draft.id), tuple(terms), subject=subject, definition=definition, note=note)
