"""How a term has been translated: its renderings in a bitext, how often each, where, and the exact places.

The look-up studies the rows that have the term: every span of the other text is a candidate, and what speaks for it is
the model's dictionary and vectors at that place (:mod:`glossary.renderings.places`) and how often its string stands with
the term and without it (:mod:`glossary.lookup.background`). The occurrences then agree on renderings
(:mod:`glossary.lookup.choice`). Of a frequent term an even sample of rows is studied; in the rest the renderings found
are looked for, so that the counts are of all rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpora.arrays import Doubles
from corpora.text import OTHER_LANGUAGE
from glossary.concept import Concept, Term
from glossary.finding import Span
from glossary.lookup.background import Sample
from glossary.lookup.choice import Study, agree, pick, shortlist, string_features
from glossary.lookup.occurrences import Places, occurrences
from glossary.lookup.weights import WEIGHTS
from glossary.renderings import Place, UnitTable, english_key, places_of_row
from glossary.rows import Key, Rows
from glossary.words import BEFORE, BEHIND, LIGHT_ZH, STOP_EN, Matcher

STUDIED = 2400  # rows studied for all terms of a look-up together
LEAST, MOST = 20, 100  # and for one term
KNOWN = 30  # renderings of a term that are looked for in the rows not studied
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
    rivals: list[tuple[str, Use, str]] = field(default_factory=list)

    def add(self, key: str, use: Use, text: str) -> None:
        self.uses.setdefault(key, []).append(use)
        self.forms.setdefault(key, Counter())[text] += 1


def find_renderings(rows: Rows, terms: Sequence[str], language: str, *, top: int = 3) -> list[Lookup]:
    """The renderings of each term, the most frequent first. ``language``: of the terms, ``zh`` or ``en``.

    >>> from corpora.bitext import Pair
    >>> rows = Rows.of([Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted the resolution.")])
    >>> find_renderings(rows, ["General Assembly"], "en")[0].renderings[0].text
    '大会'
    """
    other, view = OTHER_LANGUAGE[language], rows.view
    sources, targets = view.texts(language), view.texts(other)
    table = rows.simple_forms  # what is shown is what stands there
    asked = [term.translate(table) for term in terms] if language == "zh" else terms
    words = UnitTable(rows.static, {"en": STOP_EN, "zh": LIGHT_ZH}, rows.cuts)
    limit = int(np.clip(STUDIED // max(len(terms), 1), LEAST, MOST))
    placed = occurrences(asked, view, language)
    found = [placed.of_one(k) for k in range(len(terms))]
    studies: list[Study | None] = []
    for places in found:
        chosen = _spread([row for row in places if targets[row]], limit)
        studied = [p for r in chosen for p in places_of_row(words, r, sources[r], targets[r], places[r], language)]
        studies.append(shortlist(studied) if studied else None)
    sample = view.derived(SAMPLE.of(other), lambda view: Sample(view, other))
    counted = sample.count(sorted({key for study in studies if study for key in study.keys}))
    result = []
    for given, term, places, study in zip(terms, asked, found, studies, strict=True):
        tally, mass = _Tally(), {}
        if study is not None:
            close = (rows.static.encode(study.keys) @ rows.static.encode([term])[0]).astype(np.float64)
            strings = string_features(study, counted, frozenset(places), sample.rows, len(rows), close)
            mass = _settle(study, strings, language, tally, _halves(term, study.keys, language))
            _search_rest(places, {p.row for p in study.places}, targets, other, mass, tally)
        one = _lookup(given, places, tally, mass, top)
        result.append(one if view is rows else _as_written(one, view, language))
    return result


def _as_written(found: Lookup, view: Rows, language: str) -> Lookup:
    """The renderings as the rows have them: in traditional characters, with spaces between the characters."""
    renderings = []
    for one in found.renderings:
        if language == "zh":
            uses = tuple(replace(use, term=view.written(use.row, *use.term)) for use in one.uses)
            renderings.append(replace(one, uses=uses))
            continue
        uses = tuple(replace(use, rendering=view.written(use.row, *use.rendering)) for use in one.uses)
        texts = Counter(view.origin.pairs[use.row].zh[slice(*use.rendering)] for use in uses)
        renderings.append(replace(one, text=usual(texts), uses=uses))
    return replace(found, renderings=tuple(renderings))


def _spread(rows: list[int], limit: int) -> list[int]:
    if len(rows) <= limit:
        return rows
    return [rows[int(k)] for k in np.linspace(0, len(rows) - 1, limit)]


JOINED_EN = re.compile(r"(?<=\w)(?:, | (?:and|or) )(?=\w)")
JOINED_ZH = re.compile("[和与及或、暨兼]")
HALF = -3.0  # what a rendering loses that renders one half of a joined term


def _halves(term: str, keys: Sequence[str], language: str) -> Doubles:
    """``(keys,)``: the loss of strings that join nothing where the term does, or the other way round.

    >>> _halves("Implementation and Compliance Committee", ["遵约委员会", "履约和遵约委员会"], "en").tolist()
    [-3.0, 0.0]
    """
    mine, theirs = (JOINED_EN, JOINED_ZH) if language == "en" else (JOINED_ZH, JOINED_EN)
    if not mine.search(term):
        return np.zeros(len(keys))
    return np.array([0.0 if theirs.search(key) else HALF for key in keys])


def _settle(study: Study, strings: Doubles, language: str, tally: _Tally, bias: Doubles) -> dict[str, float]:
    """Choose a span for each occurrence studied; the weight of each string over all of them."""
    weights = WEIGHTS[language]
    scores, mass = agree(study, strings, weights, bias)
    order = {study.keys[k]: float(mass[k]) for k in np.argsort(-mass, kind="stable").tolist()}
    taken: dict[int, list[Span]] = {}
    for place, kept, score in zip(study.places, study.spans, scores, strict=True):
        used = taken.setdefault(place.row, [])
        best = pick(place, kept, score, weights.null, used)
        if best >= 0:
            at = int(kept[best])
            used.append((int(place.i[at]), int(place.j[at])))
            tally.add(place.atoms.key(*_trimmed(place, at)), *_use(place, at))
        for rival in np.argsort(-score, kind="stable")[:8].tolist():
            tally.rivals.append((place.atoms.key(*_trimmed(place, int(kept[rival]))), *_use(place, int(kept[rival]))))
    return order


def _trimmed(place: Place, at: int) -> tuple[int, int]:
    """The atoms of a span, to the edges of its words.

    What two renderings have in common is often only a part of a word (``动限制`` of ``流动限制`` and ``行动限制``), and a
    character of place behind it, of number before it is none (``会议上``, ``各过境点``).
    """
    atoms, i, j = place.atoms, int(place.i[at]), int(place.j[at])
    if atoms.language == "zh" and j - i > 1:
        while i and atoms.unit[i - 1] == atoms.unit[i]:
            i -= 1
        while j < len(atoms) and atoms.unit[j] == atoms.unit[j - 1]:
            j += 1
    if atoms.language == "zh" and j - i > 2:
        if atoms.keys[i] in BEFORE and atoms.units[int(atoms.unit[i])] == atoms.keys[i]:
            i += 1
        if j - i > 2 and atoms.keys[j - 1] in BEHIND and atoms.units[int(atoms.unit[j - 1])] == atoms.keys[j - 1]:
            j -= 1
    return i, j


def _use(place: Place, at: int) -> tuple[Use, str]:
    start, end = place.atoms.span(*_trimmed(place, at))
    return Use(place.row, (place.start, place.end), (start, end)), place.atoms.text[start:end]


def _search_rest(
    places: Places,
    studied: set[int],
    targets: Sequence[str],
    language: str,
    mass: dict[str, float],
    tally: _Tally,
) -> None:
    """Renderings that were found, in the rows that were not studied: the usual ones first, each place once."""
    rest = [row for row in places if row not in studied and targets[row]]
    if not rest or not tally.forms:
        return
    known = sorted(tally.uses, key=lambda key: (-len(tally.uses[key]), -mass.get(key, 0.0), key))[:KNOWN]
    rank = {key: k for k, key in enumerate(known)}
    concepts = [Concept(key, tuple(Term(form, language) for form in sorted(tally.forms[key]))) for key in known]
    matcher = Matcher(concepts, language)
    for row in rest:
        here = sorted(matcher.find(targets[row]), key=lambda o: (rank[o.concepts[0]], o.start))
        wanted = places[row]
        best = sorted(here[: len(wanted)], key=lambda o: o.start)
        for place, occurrence in zip(wanted, best, strict=False):
            span = occurrence.start, occurrence.end
            tally.add(occurrence.concepts[0], Use(row, place, span), targets[row][slice(*span)])


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
    tally.rivals.sort(key=lambda rival: (-mass.get(rival[0], 0.0), rival[0]))
    for key, use, text in tally.rivals:
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
