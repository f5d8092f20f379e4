"""Which span renders each occurrence of a term: a log-linear score, and renderings that speak for each other.

Every occurrence gets one span or none. What a span says by itself (:data:`glossary.renderings.places.LOCAL`) and what its
string says over the bitext (:data:`STRING`) are weighed by constants that were fitted on development text; then a few
rounds of expectation maximisation let the occurrences agree: a string that many of them choose is likelier for the
rest. The null rendering takes occurrences in which nothing fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corpora.arrays import Doubles, Floats, Longs
from glossary.lookup.background import Background
from glossary.lookup.weights import Weights
from glossary.renderings import LOCAL, Place, log_likelihood

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
)
FIRST_LOOK = np.array(
    [
        2.0,
        3.0,
        2.0,
        2.0,
        -1.0,
        -1.0,
        -1.0,
        -1.0,
        -0.5,
        -0.5,
        0.5,
        -1.0,
        -0.2,
        0.0,
        1.0,
        1.0,
        -1.0,
        -1.0,
        2.0,
        0.0,
        0.0,
        -0.5,
    ]
)
KEPT_OF_EACH = 12
KEPT = 80


@dataclass(slots=True)
class Study:
    """A term under study: its occurrences, the strings worth counting, and the spans that are such strings."""

    places: list[Place]
    keys: list[str] = field(default_factory=list)
    spans: list[Longs] = field(default_factory=list)
    string: list[Longs] = field(default_factory=list)


def shortlist(places: list[Place]) -> Study:
    """The strings that look best somewhere, and those that look well in many places."""
    mass: Counter[str] = Counter()
    best: dict[str, None] = {}
    each = KEPT_OF_EACH if len(places) <= 10 else 4
    for place in places:
        score = place.features.astype(np.float64) @ FIRST_LOOK
        weight = np.exp(score - score.max())
        weight /= weight.sum()
        here: dict[str, float] = {}
        for key, value in zip(place.keys, weight.tolist(), strict=True):
            here[key] = here.get(key, 0.0) + value
        mass.update(here)
        best.update(dict.fromkeys(sorted(here, key=lambda key: (-here[key], key))[:each]))
    # a string that stands in many places with little mass in each is worth a look too
    wide = sorted(mass, key=lambda key: (-mass[key], key))[:KEPT]
    study = Study(places, list(dict.fromkeys([*best, *wide])))
    number = {key: k for k, key in enumerate(study.keys)}
    for place in places:
        strings = np.array([number.get(key, -1) for key in place.keys], np.int64)
        kept = np.flatnonzero(strings >= 0)
        study.spans.append(kept)
        study.string.append(strings[kept])
    return study


def string_features(
    study: Study, background: dict[str, Background], rows: frozenset[int], sample: Longs, total: int, close: Doubles
) -> Doubles:
    """``(keys, len(STRING))``. ``rows``: all rows with the term; ``sample``: rows in which strings were counted."""
    learnt = {place.row for place in study.places}
    own: list[set[int]] = [set() for _ in study.keys]
    for place, strings in zip(study.places, study.string, strict=True):
        for k in set(strings.tolist()):
            own[k].add(place.row)
    other_rows = max(int((~np.isin(sample, np.fromiter(rows, np.int64, len(rows)))).sum()), 1)
    inside = np.array([len(found) for found in own], np.float64)
    outside = np.array(
        [sum(row not in rows for row in background[key].rows.tolist()) for key in study.keys], np.float64
    )
    n = len(learnt)
    # the table of the rows studied against the rows of the sample without the term
    scale = max(total - len(rows), 1) / other_rows * n / max(len(rows), 1)
    away = outside * scale
    share = inside / n
    likely = log_likelihood(
        inside.astype(np.int64), np.full(len(inside), n), (inside + away).astype(np.int64), int(n + other_rows * scale)
    )
    most = log_likelihood(np.array([n]), np.array([n]), np.array([n]), int(n + other_rows * scale))[0]
    dice = 2 * inside / (inside + away + n)
    rare = -np.log((outside + 0.5) / (other_rows + 1)) / np.log(other_rows + 2)
    before = np.array([background[key].before for key in study.keys])
    behind = np.array([background[key].behind for key in study.keys])
    many = np.log2(n)
    counts = np.log2([max(background[key].count, 1) for key in study.keys])
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
        ],
        1,
    )


def agree(
    study: Study, strings: Doubles, weights: Weights, bias: Doubles | None = None, rounds: int = 8
) -> tuple[list[Doubles], Doubles]:
    """Log-scores of the spans of each place after the rounds, and the weight of each string over all places.

    ``bias`` ``(keys,)`` is added to the score of each string.
    """
    of_string = strings @ weights.string + (0.0 if bias is None else bias)
    scores = [
        place.features[kept].astype(np.float64) @ weights.local
        + of_string[string]
        + bound(place.features[kept], strings[string]) @ weights.bound
        for place, kept, string in zip(study.places, study.spans, study.string, strict=True)
    ]
    prior = np.zeros(len(study.keys))
    mass = np.zeros(len(study.keys))
    for _ in range(rounds):
        mass = np.zeros(len(study.keys))
        for score, string in zip(scores, study.string, strict=True):
            value = np.append(score + prior[string], weights.null)
            value = np.exp(value - value.max())
            np.add.at(mass, string, value[:-1] / value.sum())
        if len(study.places) > 1:
            prior = weights.agree * np.log((mass + 0.02) / (len(study.places) + 0.02))
            prior -= prior.max()
    return [score + prior[string] for score, string in zip(scores, study.string, strict=True)], mass


FREE = [LOCAL.index("free before"), LOCAL.index("free behind")]
BESIDE = [STRING.index("before"), STRING.index("behind")]


def bound(local: Floats, strings: Doubles) -> Doubles:
    """``(spans, 2)``: a neighbour that always stands there and that nothing else in the row explains."""
    return local[:, FREE].astype(np.float64) * strings[:, BESIDE]


def pick(place: Place, kept: Longs, scores: Doubles, null: float, used: Sequence[tuple[int, int]]) -> int:
    """The best span of an occurrence that overlaps none in ``used``, its place in ``kept``; -1 where none fits."""
    for best in np.argsort(-scores, kind="stable").tolist():
        if scores[best] <= null:
            return -1
        i, j = int(place.i[kept[best]]), int(place.j[kept[best]])
        if all(j <= low or i >= high for low, high in used):
            return int(best)
    return -1
