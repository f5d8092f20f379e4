"""How a term has been translated: its renderings in a bitext, how often each, where, and the exact places.

The look-up studies the rows that have the term: every span of the other text is a candidate, and what speaks for it is
the model's dictionary and vectors at that place (:mod:`glossary.renderings.places`) and how often its string stands with
the term and without it (:mod:`glossary.lookup.background`). The occurrences then agree on renderings
(:mod:`glossary.lookup.choice`). Of a frequent term an even sample of rows is studied; in the rest the renderings found
are looked for, so that the counts are of all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from corpora.arrays import Doubles, Ints
from corpora.text import OTHER_LANGUAGE, without_tags
from glossary.concept import Concept, Term
from glossary.finding import Span
from glossary.lookup.background import Sample
from glossary.lookup.choice import Looks, Study, agree, halves, lacks, pick, string_features, trimmed
from glossary.lookup.occurrences import Places, occurrences
from glossary.lookup.weights import WEIGHTS
from glossary.renderings import Place, Reader, UnitTable, english_key
from glossary.rows import Key, Rows
from glossary.words import LIGHT_ZH, STOP_EN, Matcher, Matchers

STUDIED = 2400  # rows studied for all terms of a look-up together
LEAST, MOST = 20, 100  # and for one term
KNOWN = 30  # renderings of a term that are looked for in the rows not studied
REST = 20_000  # rows in which they are looked for at a time, unless one term has more
RIVALS = 8  # of an occurrence: the spans that could stand where another was chosen
TERMS = 64  # looked up at a time: bounds memory, never changes what is found
SPANS = 300_000  # weighed at a time, unless one term has more
Tell = Callable[[int, int], None]
SAMPLE: Key[Sample] = Key("sample of a side")


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a term and its rendering stand: row from 0, offsets in both texts."""

    row: int
    term: Span
    rendering: Span


@dataclass(frozen=True, slots=True)
class FoundRendering:
    """A rendering as it is written most often, and its uses in the order of the bitext.

    ``count`` is 0 for a runner-up: a string that could be the rendering where another was chosen; ``uses`` then shows
    where. ``share`` is of all occurrences of the term.
    """

    text: str
    count: int
    share: float
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What became of a term; ``missing``: occurrences beside which no rendering was found."""

    term: str
    occurrences: int
    missing: int
    renderings: tuple[FoundRendering, ...]


@dataclass(slots=True)
class _Tally:
    """Uses and spellings of the renderings of one term, by key."""

    uses: dict[str, list[Use]] = field(default_factory=dict)
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    rivals: list[tuple[Place, Ints, Ints, Doubles]] = field(default_factory=list)

    def runners_up(self) -> Iterator[tuple[str, Use, str]]:
        """The best spans of each occurrence studied, chosen or not."""
        for place, i, j, score in self.rivals:
            for rival in np.argsort(-score, kind="stable")[:RIVALS].tolist():
                yield _used(place, int(i[rival]), int(j[rival]))

    def add(self, key: str, use: Use, text: str) -> None:
        self.uses.setdefault(key, []).append(use)
        self.forms.setdefault(key, Counter())[text] += 1


@dataclass(slots=True)
class _Open:
    """A term that is looked up: what was found in the rows that were studied, the weight of each rendering, the ``rest`` of its rows."""

    term: str
    places: Places
    tally: _Tally = field(default_factory=_Tally)
    mass: dict[str, float] = field(default_factory=dict)
    rest: list[int] = field(default_factory=list)

    def usual_first(self) -> dict[str, int]:
        """The rank of the renderings that are worth looking for."""
        uses, mass = self.tally.uses, self.mass
        known = sorted(uses, key=lambda key: (-len(uses[key]), -mass.get(key, 0.0), key))[:KNOWN]
        return {key: k for k, key in enumerate(known)}


def find_renderings(rows: Rows, terms: Sequence[str], language: str, *, top: int = 3) -> list[Lookup]:
    """The renderings of each term, the most frequent first. ``language``: of the terms, ``zh`` or ``en``.

    >>> from corpora.bitext import Pair
    >>> rows = Rows.of([Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted the resolution.")])
    >>> find_renderings(rows, ["General Assembly"], "en")[0].renderings[0].text
    '大会'
    """
    return list(each_lookup(rows, terms, language, top=top))


def each_lookup(
    rows: Rows, terms: Sequence[str], language: str, *, top: int = 3, tell: Tell | None = None
) -> Iterator[Lookup]:
    """What :func:`find_renderings` finds, term by term, so that not all of it need be held.

    ``tell`` is called with the number of terms that are done, and of all, whenever some more are.
    """
    search = _Search(rows.view, terms, language, top)
    for first in range(0, len(terms), TERMS):
        for found in search.some(range(first, min(first + TERMS, len(terms)))):
            yield found if rows.view is rows else _as_written(found, rows.view, language)
        if tell is not None:
            tell(min(first + TERMS, len(terms)), len(terms))


class _Search:
    """The terms of one look-up, and what serves all of them."""

    def __init__(self, rows: Rows, terms: Sequence[str], language: str, top: int) -> None:
        self.rows, self.terms, self.language, self.top = rows, terms, language, top
        self.other = OTHER_LANGUAGE[language]
        table = rows.origin.simple_forms
        asked = [term.translate(table) for term in terms] if language == "zh" else terms
        self.placed = occurrences(asked, rows, language)
        words = UnitTable(rows.static, {"en": STOP_EN, "zh": LIGHT_ZH}, rows.cuts)
        self.reader = Reader(words, rows.texts(language), rows.texts(self.other), language)
        self.limit = int(np.clip(STUDIED // max(len(terms), 1), LEAST, MOST))
        self.sample = rows.derived(SAMPLE.of(self.other), lambda rows: Sample(rows, self.other))

    def some(self, numbers: Sequence[int]) -> Iterator[Lookup]:
        """The look-ups of some of the terms."""
        found = [self.placed.of_one(k) for k in numbers]
        studies = self._studies(found)
        number = {
            key: k for k, key in enumerate(dict.fromkeys(key for study in studies if study for key in study.keys))
        }
        counted, vectors = self.sample.count(list(number)), self.rows.static.encode(list(number))
        asked = self.rows.static.encode([self.terms[k] for k in numbers])
        open_: list[_Open] = []
        for k, places, study, vector in zip(numbers, found, studies, asked, strict=True):
            one = _Open(self.terms[k], places)
            if study is not None:
                keys = np.array([number[key] for key in study.keys], np.int64)
                mine = np.zeros(len(self.rows), np.bool_)
                mine[list(places)] = True
                close = (vectors[keys] @ vector).astype(np.float64)
                strings = string_features(study, counted.some(keys), mine, self.sample.rows, close)
                bias = halves(one.term, study.keys, self.language) + lacks(strings, self.language)
                one.mass = _settle(study, strings, self.language, one.tally, bias)
                studied = {place.row for place in study.places}
                one.rest = [row for row in places if row not in studied and self.reader.targets[row]]
            open_.append(one)
            if sum(len(one.rest) for one in open_) >= REST:
                yield from self._finish(open_)
                open_ = []
        yield from self._finish(open_)

    def _finish(self, open_: Sequence[_Open]) -> Iterator[Lookup]:
        """Terms of which the rows were studied: what they have in the rest of the rows."""
        _search_rest([one for one in open_ if one.rest and one.tally.forms], self.rows, self.other)
        for one in open_:
            yield _lookup(one.term, one.places, one.tally, one.mass, self.top)

    def _studies(self, found: Sequence[Places]) -> list[Study | None]:
        """What is known of the occurrences of each term in the rows that are studied; none where it has none."""
        filled = [self._new([row for row in places if self.reader.targets[row]]) for places in found]
        chosen = [_spread(rows, self.limit) for rows in filled]
        self.reader.prepare((row, places[row]) for rows, places in zip(chosen, found, strict=True) for row in rows)
        wanted = zip(chosen, found, strict=True)
        studied = [[place for row in rows for place in self.reader.places(row, places[row])] for rows, places in wanted]
        studies: list[Study | None] = []
        for some in self._groups(studied):
            if together := [place for places in some for place in places]:
                looks = Looks(together)
            ends = np.cumsum([0, *map(len, some)]).tolist()
            studies += [looks.shortlist(low, high) if low < high else None for low, high in pairwise(ends)]
        return studies

    def _new(self, rows: Sequence[int]) -> list[int]:
        """The rows without those that say again what another says: they are no further evidence, and have its rendering."""
        texts = self.reader.sources, self.reader.targets
        return list({(texts[0][row], texts[1][row]): row for row in reversed(rows)}.values())[::-1]

    @staticmethod
    def _groups(studied: Sequence[list[Place]]) -> Iterator[list[list[Place]]]:
        """Terms in their order, as many at a time as their spans allow."""
        group: list[list[Place]] = []
        spans = 0
        for places in studied:
            size = sum(len(place.spans.i) for place in places)
            if group and spans + size > SPANS:
                yield group
                group, spans = [], 0
            group.append(places)
            spans += size
        yield group


def _as_written(found: Lookup, view: Rows, language: str) -> Lookup:
    """The renderings as the rows have them: in traditional characters, with spaces between the characters."""
    other = OTHER_LANGUAGE[language]
    renderings = []
    for one in found.renderings:
        uses = tuple(
            replace(
                use,
                term=view.written(use.row, *use.term, language),
                rendering=view.written(use.row, *use.rendering, other),
            )
            for use in one.uses
        )
        text = one.text
        if other == "zh":
            texts = (view.origin.pairs[use.row].zh[slice(*use.rendering)] for use in uses)
            text = usual(Counter(without_tags(text)[0] for text in texts))
        renderings.append(replace(one, text=text, uses=uses))
    return replace(found, renderings=tuple(renderings))


def _spread(rows: list[int], limit: int) -> list[int]:
    if len(rows) <= limit:
        return rows
    return [rows[int(k)] for k in np.linspace(0, len(rows) - 1, limit)]


def _settle(study: Study, strings: Doubles, language: str, tally: _Tally, bias: Doubles) -> dict[str, float]:
    """Choose a span for each occurrence studied; the weight of each string over all of them."""
    weights = WEIGHTS[language]
    scores, mass = agree(study, strings, weights, bias)
    taken: dict[int, list[Span]] = {}
    for k, place in enumerate(study.places):
        part = study.part(k)
        i, j, score = study.i[part], study.j[part], scores[part]
        used = taken.setdefault(place.row, [])
        best = pick(i, j, score, weights.null, used)
        if best >= 0:
            used.append((int(i[best]), int(j[best])))
            tally.add(*_used(place, *used[-1]))
        tally.rivals.append((place, i, j, score))
    return {study.keys[k]: float(mass[k]) for k in np.argsort(-mass, kind="stable").tolist()}


def _used(place: Place, i: int, j: int) -> tuple[str, Use, str]:
    """The key of a rendering, its place, and how it is written there."""
    atoms = place.table.atoms
    i, j = trimmed(atoms, i, j)
    start, end = atoms.span(i, j)
    return atoms.key(i, j), Use(place.row, (place.start, place.end), (start, end)), atoms.text[start:end]


def _search_rest(terms: Sequence[_Open], rows: Rows, language: str) -> None:
    """Renderings that were found, in the rows that were not studied: the usual ones first, each place once."""
    ranks = [one.usual_first() for one in terms]
    matchers = []
    for one, rank in zip(terms, ranks, strict=True):
        forms = ((key, sorted(one.tally.forms[key])) for key in rank)
        matchers.append(
            Matcher([Concept(key, tuple(Term(form, language) for form in some)) for key, some in forms], language)
        )
    streams = rows.streams(language).some([row for one in terms for row in one.rest])
    own = np.repeat(np.arange(len(terms)), [len(one.rest) for one in terms])
    found, targets = Matchers(matchers).apart(streams, own), rows.texts(language)
    k = 0
    for one, rank in zip(terms, ranks, strict=True):
        for row in one.rest:
            wanted = one.places[row]
            here = sorted(found.longest(k), key=lambda o: (rank[o.concepts[0]], o.start))
            best = sorted(here[: len(wanted)], key=lambda o: o.start)
            for place, occurrence in zip(wanted, best, strict=False):
                span = occurrence.start, occurrence.end
                one.tally.add(occurrence.concepts[0], Use(row, place, span), targets[row][slice(*span)])
            k += 1


def _lookup(term: str, places: Places, tally: _Tally, mass: dict[str, float], top: int) -> Lookup:
    total = sum(map(len, places.values()))
    grouped: dict[str, list[str]] = {}
    for key in tally.uses:
        grouped.setdefault(_same(key), []).append(key)
    renderings = []
    for keys in grouped.values():
        uses = sorted((use for key in keys for use in tally.uses[key]), key=lambda use: (use.row, use.term))
        forms = sum((tally.forms[key] for key in keys), Counter())
        weight = sum(mass.get(key, 0.0) for key in keys)
        renderings.append((weight, FoundRendering(usual(forms), len(uses), round(len(uses) / total, 4), tuple(uses))))
    renderings.sort(key=lambda item: (-item[1].count, -item[0], item[1].text))
    result = [rendering for _, rendering in renderings[:top]]
    seen, shown = set(grouped), {rendering.text for rendering in result}
    rivals = list(tally.runners_up()) if len(result) < top else []
    rivals.sort(key=lambda rival: (-mass.get(rival[0], 0.0), rival[0]))
    for key, use, text in rivals:
        if len(result) < top and _same(key) not in seen and text not in shown:
            seen.add(_same(key))
            shown.add(text)
            result.append(FoundRendering(text, 0, 0.0, (use,)))
    return Lookup(term, total, total - sum(map(len, tally.uses.values())), tuple(result))


def _same(key: str) -> str:
    return english_key(key) if key.isascii() else key


def usual(forms: Counter[str]) -> str:
    """The spelling to show: the most frequent; on a tie the one with a small first letter, then the shorter.

    >>> usual(Counter({"Member States": 2, "member States": 1})), usual(Counter(["Advisory opinion", "advisory opinion"]))
    ('Member States', 'advisory opinion')
    """
    return min(forms, key=lambda form: (-forms[form], form[:1].isupper(), len(form), form))
