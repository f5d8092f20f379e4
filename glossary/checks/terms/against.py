"""Terms against earlier documents: what was rendered consistently there, and differently here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpora.text import OTHER_LANGUAGE
from glossary.checks.base import Check, Material, Need, evidence_at
from glossary.checks.rendered import initials
from glossary.checks.terms.wording import names_something, tells
from glossary.concept import Concept, Term
from glossary.finding import Finding, Severity
from glossary.rows import Rows
from glossary.words import HAN_RUN, Matcher, Occurrence, Streams, is_acronym

LEAST_ROWS = 3
LEAST_SHARE = 0.8
SHORT = 2  # characters of a Chinese word
PART = 20_000  # rows whose streams are in memory at a time: bounds memory, never changes what is found

Seen = dict[tuple[str, str], dict[str, list[int]]]
"""Concept and language of the source to rendering to rows (from 0)."""


def check_against(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a term of two words or more that earlier documents (``--against``) render in one way, three times or
    more and in four of five places, and that this document renders in another. One finding a rendering and document; an inflection, a part or a short form is no other rendering.

    Why it matters: the series of a body's documents is read as one text, and searched by its words.

    Wrong: 可持续生计 is "sustainable livelihoods" in the reports of three years and "lasting incomes" in this one

    Right: "sustainable livelihoods"

    What to do: keep to the earlier documents, or change the termbase and say so to those who revise them.
    """
    if material.against is None:
        return
    concepts = {concept.id: concept for concept in _concepts(material) if _is_phrase(concept)}
    if not concepts:
        return
    matchers = {language: Matcher(concepts.values(), language) for language in OTHER_LANGUAGE}
    there = _renderings(material.against, matchers, skip={(pair.zh, pair.en) for pair in material.pairs})
    here = _renderings(material.rows, matchers, skip=set())
    alone = Alone()
    for (id, language), renderings in here.items():
        usual = _usual(there.get((id, language), {}))
        if usual is None:
            continue
        text, rows = usual
        for other, places in renderings.items():
            if not _is_other(other, text, OTHER_LANGUAGE[language]):
                continue
            for same in _by_document(material, places, language):
                yield _finding(check, material, alone, concepts[id], language, other, text, rows, same)


def _by_document(material: Material, places: Sequence[int], language: str) -> Iterator[list[int]]:
    """Rows (from 0) whose original may be in this language, those of a document together."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in places:
        if material.follows(row + 1, language):
            found[material.pairs[row].symbol].append(row)
    yield from found.values()


class Alone:
    """Matchers of one concept each, made when they are asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Matcher] = {}

    def of(self, concept: Concept, language: str) -> Matcher:
        """The matcher of a concept in a language."""
        key = concept.id, language
        if key not in self._known:
            self._known[key] = Matcher([concept], language)
        return self._known[key]


def _concepts(material: Material) -> Iterator[Concept]:
    """The concepts of the termbase, else those that were measured in this bitext, with the renderings found there."""
    if material.termbase is not None:
        yield from material.termbase
        return
    for one in material.consistency.concepts if material.consistency else ():
        terms = (Term(one.term, one.language), *(Term(r.text, OTHER_LANGUAGE[one.language]) for r in one.renderings))
        yield Concept(f"{one.concept_id} {one.language}", terms)


def _renderings(rows: Rows, matchers: dict[str, Matcher], skip: set[tuple[str, str]]) -> Seen:
    """In which rows a concept that stands on one side has which term on the other; rows with several are left out."""
    found: Seen = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(rows), PART):
        part = rows if len(rows) <= PART else rows.part(range(start, min(start + PART, len(rows))))
        places = {language: matchers[language].over(part.streams(language)) for language in OTHER_LANGUAGE}
        for row in part.filled.nonzero()[0].tolist():
            if (part.pairs[row].zh, part.pairs[row].en) in skip:
                continue
            sides = {language: places[language].longest(row) for language in OTHER_LANGUAGE}
            for language, other in OTHER_LANGUAGE.items():
                texts = _terms(sides[other])
                for id in _terms(sides[language]):
                    if len(texts.get(id, ())) == 1:
                        found[id, language][next(iter(texts[id]))].append(start + row)
    return found


def _terms(occurrences: Sequence[Occurrence]) -> dict[str, set[str]]:
    terms: dict[str, set[str]] = defaultdict(set)
    for one in occurrences:
        for id in one.concepts:
            terms[id].add(one.term)
    return terms


def _usual(renderings: dict[str, list[int]]) -> tuple[str, list[int]] | None:
    """The usual rendering and its rows, if there is one."""
    counts = Counter({text: len(rows) for text, rows in renderings.items()})
    if not counts:
        return None
    text, count = counts.most_common(1)[0]
    return (text, renderings[text]) if count >= LEAST_ROWS and count >= LEAST_SHARE * counts.total() else None


def _is_other(one: str, usual: str, language: str) -> bool:
    """Whether two terms are two renderings, and neither is an inflection, a part or a short form of the other.

    >>> _is_other("lasting incomes", "sustainable livelihoods", "en"), _is_other("sustainable livelihood", "sustainable livelihoods", "en")
    (True, False)
    """
    if language == "en" and (is_acronym(one) or is_acronym(usual) or HAN_RUN.search(one)):
        return False
    if language == "en" and (one in initials(usual) or usual in initials(one)):
        return False
    return tells(usual, one, language) and names_something(one, language)


def _is_phrase(concept: Concept) -> bool:
    """Whether the terms of a concept are of two words or more; single words are rendered by meaning and grammar."""
    return all(len(term.text.split()) > 1 or is_acronym(term.text) for term in concept.of("en")) and any(
        len(term.text) > SHORT for term in concept.of("zh")
    )


def _finding(
    check: Check,
    material: Material,
    alone: Alone,
    concept: Concept,
    language: str,
    found: str,
    usual: str,
    rows: Sequence[int],
    same: Sequence[int],
) -> Finding:
    row = same[0]
    spans = {}
    for side in OTHER_LANGUAGE:
        stream = Streams.of([material.rows.texts(side)[row]], side)
        places = alone.of(concept, side).sides_in(stream, 0)[0]
        spans[side] = [(o.start, o.end) for o in places if side == language or o.term == found][:1]
    term = concept.preferred(language)
    earlier = [material.earlier[k] for k in rows]
    return check.finding(
        material,
        row + 1,
        f"{term} is {found!r} here, {usual!r} in {len(rows)} rows of earlier documents",
        f"{term} 此处为“{found}”，以往文件有 {len(rows)} 处为“{usual}”",
        zh_spans=spans["zh"],
        en_spans=spans["en"],
        expected=usual,
        found=found,
        evidence=[evidence_at(one) for one in earlier],
    )


CHECKS = (
    Check("T105", "not as in earlier documents", "与以往文件译法不一致", Severity.WARNING,
          "Terminology/Inconsistent use of terminology", check_against, "沿用以往文件的译法；确需改动的，更新术语库并通知其他译审人员。",
          needs=(Need.AGAINST, Need.CONSISTENCY), whole=True),
)  # fmt: skip
