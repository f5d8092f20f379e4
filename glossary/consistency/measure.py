"""How consistently each concept is rendered.

For a concept and a direction: in how many pairs the source term stands, what stands for it on the other side, and how
the renderings are spread. The measures over documents, bodies, years and all are in :mod:`glossary.consistency.grouping`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from corpora.arrays import Longs
from corpora.text import OTHER_LANGUAGE
from glossary.concept import APPROVED, Concept, Term, Termbase
from glossary.consistency.forms import one_form
from glossary.consistency.results import ConceptConsistency, ConsistencyResult, Rendering
from glossary.consistency.standing import Standing
from glossary.renderings import Question, find_rivals, senses_of
from glossary.rows import Rows, simple_terms
from glossary.words import Matcher, simple

Tell = Callable[[int, int], None]


def measure_consistency(
    rows: Rows, termbase: Termbase, *, least: int = 2, tell: Tell = lambda _done, _total: None
) -> ConsistencyResult:
    """Measure every concept that stands in ``least`` rows or more, in both directions.

    Where none of the listed terms stands on the other side, the model of the rows, if there is one, finds what stands there
    instead, and tells whether that can be a rendering. ``tell`` is told how much of all is done, in thirds of rows.
    """
    if rows.view is not rows:
        measured = measure_consistency(rows.view, simple_terms(termbase), least=least, tell=tell).concepts
        return ConsistencyResult(tuple(_as_written(one, termbase, rows.view) for one in measured), measured)
    found = {}
    for k, language in enumerate(OTHER_LANGUAGE):
        found[language] = Standing.of(rows, termbase, language)
        tell((k + 1) * len(rows), 3 * len(rows))
    counted = list(_all_counted(rows, termbase, found, least))
    for one, row, text in _rivals([one for one in counted if one.asks()], rows, found, tell):
        one.instead[row] = text
    tell(3 * len(rows), 3 * len(rows))
    return ConsistencyResult(tuple(one.result(rows) for one in counted))


def _as_written(one: ConceptConsistency, termbase: Termbase, view: Rows) -> ConceptConsistency:
    """The term and its renderings as the termbase and the documents write them."""
    concept = termbase.concepts[one.concept_id]
    if one.language == "zh":
        term = concept.preferred("zh")
        return one if term == one.term else replace(one, term=term)
    spelling = {simple(term.text): term.text for term in reversed(concept.of("zh"))}
    written = (
        spelling[r.text] if r.listed and r.text in spelling else view.original(r.rows[0] - 1, r.text)
        for r in one.renderings
    )
    renderings = tuple(
        r
        if text == r.text and r.same == spelling.get(r.same, r.same)
        else replace(r, text=text, same=spelling.get(r.same, r.same))
        for r, text in zip(one.renderings, written, strict=True)
    )
    return one if renderings == one.renderings else replace(one, renderings=renderings)


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
        for row in self.missing:
            if row in self.instead:
                text = self.instead[row]
                groups[text] = [*groups.get(text, ()), row]
        still = [row for row in self.missing if row not in self.instead]
        terms = self.concept.of(OTHER_LANGUAGE[self.language])
        own, good = {term.text for term in terms}, {term.text for term in terms if term.status in APPROVED}
        symbols = {text: tuple(pairs[k].symbol for k in r) for text, r in groups.items()}
        same = one_form(terms, symbols) if len(terms) > 1 or len(groups) > 1 else {}
        renderings = [
            Rendering(
                text, len(r), tuple(k + 1 for k in r), symbols[text], text in own, text in good, same.get(text, "")
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


def _all_counted(rows: Rows, termbase: Termbase, found: Mapping[str, Standing], least: int) -> Iterator[_Counted]:
    """What is counted of each concept and direction, in order of the termbase."""
    mine = {language: one.longest() for language, one in found.items()}
    there = {language: found[OTHER_LANGUAGE[language]].entry_of(*one) for language, one in mine.items()}
    edges = {language: np.searchsorted(one[0], np.arange(len(termbase) + 1)) for language, one in mine.items()}
    for k, concept in enumerate(termbase):
        for language, other in OTHER_LANGUAGE.items():
            part = slice(edges[language][k], edges[language][k + 1])
            if part.stop - part.start >= least:
                yield _counted(concept, language, mine[language][1][part], there[language][part], rows, found[other])


def _counted(concept: Concept, language: str, mine: Longs, entries: Longs, rows: Rows, there: Standing) -> _Counted:
    """``mine``: rows of the concept; ``entries``: what of it stands on the other side, also inside a longer term; -1: nothing."""
    other = OTHER_LANGUAGE[language]
    counted = _Counted(concept, language, len(mine), defaultdict(list), [])
    # alone, a term is less strict about capitals than among others that they tell apart
    alone = Matcher([concept], other) if other == "en" and (entries < 0).any() else None
    terms, streams = concept.of(other), rows.streams(other)
    spelling: dict[str, str] = {term.text: term.text for term in terms}
    for row, entry in zip(mine.tolist(), entries.tolist(), strict=True):
        text = there.term(entry) if entry >= 0 else None
        if text is None and alone is not None and alone.may_stand(streams, row):
            text = next((o.term for o in alone.sides_in(streams, row)[0]), None)
        if text is None:
            counted.missing.append(row)
        else:
            if text not in spelling:
                spelling[text] = _own_spelling(text, terms)
            counted.groups[spelling[text]].append(row)
    return counted


def _own_spelling(text: str, terms: Sequence[Term]) -> str:
    """A term as its own concept spells it: one form that several concepts have is found under the spelling of the first."""
    key = text.casefold()
    return next((term.text for term in terms if term.text.casefold() == key), text)


def _rivals(
    asking: Sequence[_Counted], rows: Rows, found: Mapping[str, Standing], tell: Tell
) -> Iterator[tuple[_Counted, int, str]]:
    """What the model, where there is one, finds in rows that have none of the listed terms."""
    if rows.encoder is None:
        return
    asked = [(row, k) for k, one in enumerate(asking) for row in one.missing]
    asked.sort()  # rows are read once for all concepts that they lack
    answers = find_rivals(_questions(asked, asking, rows, found), rows.encoder.encode, senses_of(rows))
    for done, ((row, k), text) in enumerate(zip(asked, answers, strict=True)):
        tell(2 * len(rows) + len(rows) * done // len(asked), 3 * len(rows))
        if text is not None:
            yield asking[k], row, text


def _questions(
    asked: Sequence[tuple[int, int]], asking: Sequence[_Counted], rows: Rows, found: Mapping[str, Standing]
) -> Iterator[Question]:
    for row, some in groupby(asked, key=lambda one: one[0]):
        places = {language: one.places.longest(row) for language, one in found.items()}
        for _row, k in some:
            language = asking[k].language
            sides = places[language], places[OTHER_LANGUAGE[language]]
            yield Question(asking[k].concept, language, rows.pairs[row], *sides)
