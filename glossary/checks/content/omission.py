"""Which clauses of a row the other side does not render, while it renders the rest.

For each side of a row the run of clauses that the other side explains least is looked at: how little its words are
explained, whether the other side is explained as well without it, whether the two sides are closer and their lengths fit
better without it. A logistic model weighs this, fitted on UN text from which sentences and clauses were deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corpora.arrays import Doubles, Floats, Longs, Ragged
from glossary.checks.content.likeness import LOWEST, Half, Likeness, best_runs, cosines, longer, means, pick, sums
from glossary.checks.content.rendering import rendered

EXPECTED = 0.6  # what a word of a rendering says at least, on average
WORTH = 0.5  # unexplained words (times what each lacks) below which nothing is looked at
WEIGHTS = {
    "one": -2.154,
    "chinese": 3.228,
    "words": 0.948,
    "lacks": 1.224,
    "run": -0.214,
    "strange": -0.058,
    "rest": 0.129,
    "answered": 2.481,
    "needed": -1.249,
    "close": -17.416,
    "closer": 21.077,
    "alike": 3.208,
    "longer": 10.386,
    "much longer": 6.452,
    "fits": 2.802,
    "other": 0.921,
}
"""Fitted on the first half of 4,000 UN pairs and on automatic ones, with sentences and clauses deleted by chance."""


class Omission(NamedTuple):
    """A run of clauses of row ``place`` (in the order of :class:`Likeness`) that the other side lacks.

    ``rest``: log odds that what is left renders the other side.
    """

    place: int
    language: str
    start: int
    end: int
    score: float
    rest: float


@dataclass(frozen=True, slots=True)
class Runs:
    """The worst run of clauses of some rows of a side, what is left without it, and what the other side says."""

    rows: Longs
    clauses: Longs
    run: Ragged
    rest: Ragged
    whole: Ragged
    other: Ragged
    worth: Doubles


def omissions(likeness: Likeness, least: float) -> Iterator[Omission]:
    """Runs of clauses with a score (log odds) of at least ``least``, by side, then row."""
    for here, there in likeness.halves():
        runs, values, rest = scored(likeness, here, there)
        for k in np.flatnonzero(values >= least).tolist():
            first, last = runs.clauses[k]
            start, end = int(here.spans[first, 0]), int(here.spans[last - 1, 1])
            yield Omission(int(runs.rows[k]), here.language, start, end, float(values[k]), float(rest[k]))


def scored(likeness: Likeness, here: Half, there: Half) -> tuple[Runs, Doubles, Doubles]:
    """The runs of a side, the log odds of each that the other side lacks it, and that the rest renders the other side."""
    whole, other = here.rows(), there.rows()
    runs = _worst(here, whole, other, likeness.own(here.language))
    columns = features(likeness, here, there, runs)
    nothing = np.zeros(len(runs.rows))
    values = sum((WEIGHTS[name] * column for name, column in columns.items()), nothing)
    count = np.minimum(np.diff(runs.rest.offsets), np.diff(runs.other.offsets))
    without = columns["answered"] - columns["needed"]
    rest = rendered(columns["close"] + columns["closer"], columns["rest"], without, columns["fits"], count)
    return runs, values, rest


def _worst(here: Half, whole: Ragged, other: Ragged, mine: Floats) -> Runs:
    """For each row the run of clauses that lacks most, where it is worth a look and not the whole row."""
    lacks = sums(EXPECTED - mine, here.units.offsets)
    clauses = best_runs(lacks, here.first)
    total = np.concatenate([[0.0], np.cumsum(lacks)])
    worth = total[clauses[:, 1]] - total[clauses[:, 0]]
    begin, end = here.units.offsets[clauses[:, 0]], here.units.offsets[clauses[:, 1]]
    sizes = np.diff(whole.offsets)
    rows = np.flatnonzero((worth > WORTH) & (end - begin < sizes) & (np.diff(other.offsets) > 0))
    some = pick(whole, rows)
    places = np.arange(len(some.ids)) - np.repeat(some.offsets[:-1] - whole.offsets[rows], sizes[rows])
    inside = (places >= np.repeat(begin[rows], sizes[rows])) & (places < np.repeat(end[rows], sizes[rows]))
    lengths = (end - begin)[rows]
    run = Ragged.from_counts(some.ids[inside], lengths)
    rest = Ragged.from_counts(some.ids[~inside], sizes[rows] - lengths)
    return Runs(rows, clauses[rows], run, rest, some, pick(other, rows), worth[rows])


def features(likeness: Likeness, here: Half, there: Half, runs: Runs) -> dict[str, Doubles]:
    """What the model weighs, each ``(k,)``: names as in :data:`WEIGHTS`."""
    run, rest, whole, other = runs.run, runs.rest, runs.whole, runs.other
    in_run = likeness.said(other, run, here.language)
    in_rest = likeness.said(other, rest, here.language)
    answered = means(likeness.said(whole, other, there.language), other.offsets)
    without = means(likeness.said(rest, other, there.language), other.offsets)
    vectors = likeness.vectors(run), likeness.vectors(rest), there.sums[runs.rows]
    close, closer = cosines(vectors[0] + vectors[1], vectors[2]), cosines(vectors[1], vectors[2])
    gone = (here.spans[runs.clauses[:, 1] - 1, 1] - here.spans[runs.clauses[:, 0], 0]).astype(np.float64)
    full, left = here.lengths[runs.rows], there.lengths[runs.rows]
    excess, fit = (longer(size, left, here.language) for size in (full, np.maximum(full - gone, 0.0)))
    count = np.diff(run.offsets).astype(np.float64)
    return {
        "one": np.ones(len(runs.rows)),
        "chinese": np.full(len(runs.rows), float(here.language == "zh")),
        "words": np.log1p(count),
        "lacks": np.log1p(runs.worth),
        "run": means(in_run, run.offsets),
        "strange": means((in_run < LOWEST + 0.4).astype(np.float32), run.offsets),
        "rest": means(in_rest, rest.offsets),
        "answered": answered,
        "needed": answered - without,
        "close": close,
        "closer": closer - close,
        "alike": cosines(vectors[0], vectors[2]),
        "longer": np.clip(excess, -0.7, 1.2),
        "much longer": np.maximum(excess - 0.35, 0.0),
        "fits": np.abs(fit),
        "other": np.log1p(np.diff(other.offsets).astype(np.float64)),
    }
