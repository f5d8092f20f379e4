"""Which span renders each occurrence of a term: a log-linear score, and renderings that speak for each other.

Every occurrence gets one span or none. What a span says by itself (:data:`glossary.renderings.places.LOCAL`) and what its
string says over the bitext (:data:`STRING`) are weighed by constants that were fitted on development text; then a few
rounds of expectation maximisation let the occurrences agree: a string that many of them choose is likelier for the
rest. The null rendering takes occurrences in which nothing fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.arrays import Bools, Doubles, Floats, Ints, Longs
from glossary.lookup.background import Background
from glossary.lookup.weights import Weights
from glossary.renderings import LOCAL, Atoms, Laid, Place, log_likelihood
from glossary.words import BEFORE, BEHIND

STRING = (
    "share",
    "rare",
    "dice",
    "likely",
    "before",
    "behind",
    "share many",
    "dice many",
    "before many",
    "behind many",
    "close",
    "least everywhere",
)
LEAST = LOCAL.index("least")
FIRST_LOOK = np.array(
    [2.0, 3.0, 2.0, 2.0, -1.0, -1.0, -1.0, -1.0, -0.5, -0.5, 0.5, -1.0, -0.2, 0.0, 1.0, 1.0, -1.0, -1.0, 2.0, 0.0, 0.0, -0.5, 0.0,]
)  # fmt: skip
KEPT_OF_EACH = 12
KEPT = 80


@dataclass(frozen=True, slots=True)
class Study:
    """A term under study: its occurrences, the strings worth counting, and the spans that are such strings.

    Spans of all places end to end, those of place ``k`` at ``offsets[k]:offsets[k + 1]``: ``features`` ``(spans, len(LOCAL))``, edges
    ``i`` and ``j`` in the atoms, ``string`` counts in ``keys``.
    """

    places: Sequence[Place]
    keys: list[str]
    features: Floats
    i: Ints
    j: Ints
    string: Longs
    offsets: Longs

    def part(self, place: int) -> slice:
        """The spans of a place."""
        return slice(int(self.offsets[place]), int(self.offsets[place + 1]))


class Looks:
    """Spans of many places at which terms stand, and the strings that look likely to render them there."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._laid = Laid(places)
        self._shares, self._there = self._laid.shares(FIRST_LOOK)
        self._hashes = self._laid.hashes()

    def shortlist(self, first: int, last: int) -> Study:
        """Of the places ``first`` to ``last`` the strings that look best somewhere, and those that look well in many."""
        laid = self._laid
        each = KEPT_OF_EACH if last - first <= 10 else 4
        low, high = laid.kinds[first], laid.kinds[last]
        strings = low + np.flatnonzero(self._there[low:high])
        edges = np.searchsorted(strings, laid.kinds[first : last + 1]).tolist()
        shares = self._shares[strings]

        def key(at: int) -> str:
            place = int(np.searchsorted(laid.kinds, strings[at], side="right")) - 1
            return laid.places[place].table.key(int(strings[at] - laid.kinds[place]))

        best = [one + k for one, two in pairwise(edges) for k in _most(shares[one:two], each, one, key)]
        # a string that stands in many places with little share in each is worth a look too
        distinct, seen, which = np.unique(self._hashes[strings], return_index=True, return_inverse=True)
        mass = _totals(which.reshape(-1), shares)
        wide = _most(mass, KEPT, 0, lambda k: key(int(seen[k])))
        chosen = list(dict.fromkeys([*which[best].tolist(), *wide]))
        number = np.full(len(distinct), -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        of_string = np.full(int(high - low), -1, np.int64)
        of_string[strings - low] = number[which]
        begin = laid.offsets[first]
        string = of_string[laid.kind[begin : laid.offsets[last]] - low]
        kept = np.flatnonzero(string >= 0)
        spans = begin + kept
        return Study(
            laid.places[first:last],
            [key(int(seen[k])) for k in chosen],
            laid.features(spans).T,
            laid.i[spans],
            laid.j[spans],
            string[kept],
            np.searchsorted(spans, laid.offsets[first : last + 1]),
        )


def _most(values: Doubles, count: int, low: int, key: Callable[[int], str]) -> list[int]:
    """The ``count`` greatest of some values; on a tie those of the first keys, ``key`` of their number from ``low``."""
    order = np.argsort(-values)
    edge = values[order[: count + 1]]
    if (edge[1:] != edge[:-1]).all():
        found_at: list[int] = order[:count].tolist()
        return found_at
    some = order[: int(np.searchsorted(-values[order], -edge[min(count, len(edge)) - 1], side="right"))]
    found = sorted((-value, key(low + k), k) for k, value in zip(some.tolist(), values[some].tolist(), strict=True))
    return [k for _, _, k in found[:count]]


def string_features(study: Study, background: Background, mine: Bools, sample: Longs, close: Doubles) -> Doubles:
    """``(keys, len(STRING))``. ``mine`` ``(rows,)``: rows with the term; ``sample``: rows in which strings were counted."""
    count = len(study.keys)
    row = np.repeat([place.row for place in study.places], np.diff(study.offsets))
    pairs = np.unique(row * count + study.string)
    inside = np.bincount(pairs % count, minlength=count).astype(np.float64)
    n = len({place.row for place in study.places})
    total, with_term = len(mine), int(mine.sum())
    other_rows = max(len(sample) - int(mine[sample].sum()), 1)
    outside = background.without(mine).astype(np.float64)
    # the table of the rows studied against the rows of the sample without the term
    scale = max(total - with_term, 1) / other_rows * n / max(with_term, 1)
    away = outside * scale
    share = inside / n
    likely = log_likelihood(
        inside.astype(np.int64), np.full(count, n), (inside + away).astype(np.int64), int(n + other_rows * scale)
    )
    most = log_likelihood(np.array([n]), np.array([n]), np.array([n]), int(n + other_rows * scale))[0]
    dice = 2 * inside / (inside + away + n)
    rare = -np.log((outside + 0.5) / (other_rows + 1)) / np.log(other_rows + 2)
    before, behind = background.before, background.behind
    many = np.log2(n)
    counts = np.log2(np.maximum(background.counts, 1))
    return np.stack(
        [
            np.log(share),
            rare,
            dice,
            likely / max(most, 1e-6),
            before,
            behind,
            np.log(share) * many,
            dice * many,
            before * counts,
            behind * counts,
            close,
            _least_everywhere(study),
        ],
        1,
    )


def _least_everywhere(study: Study) -> Doubles:
    """``(keys,)``: how far a word of the term stays without a rendering that the other text has for it, over all places of a string."""
    least = study.features[:, LEAST].astype(np.float64)
    least -= np.repeat(np.maximum.reduceat(least, study.offsets[:-1]), np.diff(study.offsets))
    count = len(study.keys)
    return _totals(study.string, least, count) / np.maximum(np.bincount(study.string, minlength=count), 1)


JOINED_EN = re.compile(r"(?<=\w)(?:, | (?:and|or) )(?=\w)")
JOINED_ZH = re.compile("(?<![参普涉埃遍以共总温饱调祥])[和与及或](?![平解谐睦会时格缓气者许])|[、暨兼]")
AND_EN = re.compile(r"(?<=\w) (?:and|or) (?=\w)")
AND_ZH = re.compile(
    "(?<![参普涉埃遍以共总温饱调祥])[和与及或](?![平解谐睦会时格缓气者许])|暨|、(?![^、和与及或]{1,8}[、和与及或])"
)
"""What joins two things, once for a list."""
ENDS_IN_AND = re.compile("[^参普涉埃以缓温总饱调祥平柔共][和与及或]")  # 法和 is no word, 缓和 is one
HALF = -3.0  # what a rendering loses that renders one half of a joined term
MORE = -1.5  # what one loses for each thing that it joins to the term
LACK, BARE = (
    4.0,
    0.7,
)  # what one loses that leaves a word of an English term to the rest of the row, from how far on (a logarithm)


def halves(term: str, keys: Sequence[str], language: str) -> Doubles:
    """``(keys,)``: the loss of strings that join nothing where the term does, or more than the term does.

    >>> halves("Implementation and Compliance Committee", ["遵约委员会", "履约和遵约委员会"], "en").tolist()
    [-3.0, 0.0]
    >>> halves("和平倡议", ["peace initiative", "peace initiative and the quartet"], "zh").tolist()
    [0.0, -1.5]
    """
    mine, theirs = (JOINED_EN, JOINED_ZH) if language == "en" else (JOINED_ZH, JOINED_EN)
    ours, others = (AND_EN, AND_ZH) if language == "en" else (AND_ZH, AND_EN)
    joins, least = len(ours.findall(term)), bool(mine.search(term))
    found = np.array(
        [
            HALF if least and not theirs.search(key) else MORE * max(len(others.findall(key)) - max(joins, least), 0)
            for key in keys
        ],
        np.float64,
    )
    return found + 0.0  # no -0.0


def lacks(strings: Doubles, language: str) -> Doubles:
    """``(keys,)``: the loss of strings that leave a word of the term unrendered wherever they stand, though the row renders it.

    ``以色列`` for *Israeli occupation*, ``常驻`` for *Permanent Mission*. From Chinese the fitted weights say it.

    >>> strings = np.zeros((2, len(STRING)))
    >>> strings[:, STRING.index("least everywhere")] = [-0.5, -1.7]
    >>> lacks(strings, "en").round(1).tolist(), lacks(strings, "zh").tolist()
    ([0.0, -4.0], [0.0, 0.0])
    """
    if language == "zh":
        return np.zeros(len(strings))
    return np.asarray(LACK * np.minimum(strings[:, STRING.index("least everywhere")] + BARE, 0.0), np.float64)


def agree(
    study: Study, strings: Doubles, weights: Weights, bias: Doubles | None = None, rounds: int = 8
) -> tuple[Doubles, Doubles]:
    """Log-scores of the spans of all places after the rounds, and the weight of each string over all places.

    ``bias`` ``(keys,)`` is added to the score of each string.
    """
    of_string = strings @ weights.string + (0.0 if bias is None else bias)
    local = study.features.astype(np.float64)
    scores = local @ weights.local + of_string[study.string]
    scores += bound(local, strings[study.string]) @ weights.bound
    first, sizes = study.offsets[:-1], np.diff(study.offsets)
    prior = np.zeros(len(study.keys))
    mass = np.zeros(len(study.keys))
    for _ in range(rounds):
        value = scores + prior[study.string]
        top = np.maximum(np.maximum.reduceat(value, first), weights.null)
        value = np.exp(value - np.repeat(top, sizes))
        total = np.add.reduceat(value, first) + np.exp(weights.null - top)
        mass = _totals(study.string, value / np.repeat(total, sizes), len(study.keys))
        if len(study.places) > 1:
            prior = weights.agree * np.log((mass + 0.02) / (len(study.places) + 0.02))
            prior -= prior.max()
    return scores + prior[study.string], mass


def _totals(which: Longs | Ints, values: Doubles, count: int = 0) -> Doubles:
    return np.asarray(np.bincount(which, values, minlength=count), np.float64)


FREE = [LOCAL.index("free before"), LOCAL.index("free behind")]
BESIDE = [STRING.index("before"), STRING.index("behind")]


def bound(local: Doubles, strings: Doubles) -> Doubles:
    """``(spans, 2)``: a neighbour that always stands there and that nothing else in the row explains."""
    return local[:, FREE] * strings[:, BESIDE]


def pick(i: Ints, j: Ints, scores: Doubles, null: float, used: Sequence[tuple[int, int]]) -> int:
    """The best of some spans that overlaps none in ``used``; -1 where none fits."""
    for best in np.argsort(-scores, kind="stable").tolist():
        if scores[best] <= null:
            return -1
        if all(j[best] <= low or i[best] >= high for low, high in used):
            return int(best)
    return -1


def trimmed(atoms: Atoms, i: int, j: int) -> tuple[int, int]:
    """The atoms of a span, to the edges of its words.

    What two renderings have in common is often only a part of a word (``动限制`` of ``流动限制`` and ``行动限制``), and a
    character of place behind it, of number before it is none (``会议上``, ``各过境点``), nor does what joins it to another (``人道主义法和``).
    """
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
    if atoms.language == "zh" and j - i > 2 and ENDS_IN_AND.fullmatch("".join(atoms.keys[j - 2 : j])):
        j -= 1
    return i, j
