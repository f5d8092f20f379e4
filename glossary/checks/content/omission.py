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
from glossary.checks.content.explained import LOWEST, cosines, means, pick, pick_values, sums
from glossary.checks.content.likeness import BLOCK, Half, Likeness, best_runs, longer
from glossary.checks.content.rendering import rendered

EXPECTED = 0.6  # what a word of a rendering says at least, on average
MARGIN = 1e-3  # of what is rounded
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
    """The worst run of clauses of some rows of a side, what is left without it, and what the other side says.

    ``in_run``, ``in_rest``, ``answered``: what the pieces of the run, of the rest, of the other side are worth, end to end.
    """

    rows: Longs
    clauses: Longs
    run: Ragged
    rest: Ragged
    other: Ragged
    worth: Doubles
    in_run: Floats
    in_rest: Floats
    answered: Floats


def omissions(likeness: Likeness, least: float) -> Iterator[Omission]:
    """Runs of clauses with a score (log odds) of at least ``least``, by side, then row."""
    for here, there in likeness.halves():
        runs = _worst(here, there, likeness.own(here.language), likeness.own(there.language))
        columns = features(likeness, here, there, runs)
        likely = _likely(columns, runs, least)
        columns = {name: column[likely] for name, column in columns.items()}
        rest, other = pick(runs.rest, likely), pick(runs.other, likely)
        without = means(likeness.said(rest, other, there.language), other.offsets)
        columns["needed"] = columns["answered"] - without
        values = sum((weight * columns[name] for name, weight in WEIGHTS.items()), np.zeros(len(likely)))
        count = np.minimum(np.diff(rest.offsets), np.diff(other.offsets))
        left = rendered(columns["close"] + columns["closer"], columns["rest"], without, columns["fits"], count)
        for k in np.flatnonzero(values >= least).tolist():
            first, last = runs.clauses[likely[k]]
            start, end = int(here.spans[first, 0]), int(here.spans[last - 1, 1])
            yield Omission(int(runs.rows[likely[k]]), here.language, start, end, float(values[k]), float(left[k]))


def _likely(columns: dict[str, Doubles], runs: Runs, least: float) -> Longs:
    """The runs that can have such a score whatever the other side is worth without them: the dictionary is asked about few.

    Without some pieces of a text those of the other side are worth at most the logarithm of how much shorter it is more.
    """
    shorter, run = np.diff(runs.rest.offsets) + 1.0, np.diff(runs.run.offsets)
    most = -WEIGHTS["needed"] * np.log((shorter + run) / shorter)
    values = sum((WEIGHTS[name] * column for name, column in columns.items()), most)
    return np.flatnonzero(values >= least - MARGIN)


def _worst(here: Half, there: Half, mine: Floats, theirs: Floats) -> Runs:
    """For each row the run of clauses that lacks most, where it is worth a look and not the whole row."""
    whole, other = here.rows(), there.rows()
    lacks = sums(EXPECTED - mine, here.units.offsets)
    clauses = best_runs(lacks, here.first, WORTH)
    total = np.concatenate([[0.0], np.cumsum(lacks)])
    worth = total[clauses[:, 1]] - total[clauses[:, 0]]
    begin, end = here.units.offsets[clauses[:, 0]], here.units.offsets[clauses[:, 1]]
    sizes = np.diff(whole.offsets)
    rows = np.flatnonzero((worth > WORTH) & (end - begin < sizes) & (np.diff(other.offsets) > 0))
    some, said = pick(whole, rows), pick_values(mine, whole.offsets, rows)
    places = np.arange(len(some.ids)) - np.repeat(some.offsets[:-1] - whole.offsets[rows], sizes[rows])
    inside = (places >= np.repeat(begin[rows], sizes[rows])) & (places < np.repeat(end[rows], sizes[rows]))
    lengths = (end - begin)[rows]
    return Runs(
        rows,
        clauses[rows],
        Ragged.from_counts(some.ids[inside], lengths),
        Ragged.from_counts(some.ids[~inside], sizes[rows] - lengths),
        pick(other, rows),
        worth[rows],
        said[inside],
        said[~inside],
        pick_values(theirs, other.offsets, rows),
    )


def _closeness(likeness: Likeness, runs: Runs) -> tuple[Doubles, Doubles, Doubles]:
    """The cosine of the other side with all of this one, with what is left without the run, with the run."""
    parts = [np.zeros((3, 0))]
    for base in range(0, len(runs.rows), BLOCK):
        which = np.arange(base, min(base + BLOCK, len(runs.rows)))
        run, rest, other = (likeness.vectors(pick(side, which)) for side in (runs.run, runs.rest, runs.other))
        parts.append(np.stack([cosines(run + rest, other), cosines(rest, other), cosines(run, other)]))
    close, closer, alike = np.concatenate(parts, axis=1)
    return close, closer, alike


def features(likeness: Likeness, here: Half, there: Half, runs: Runs) -> dict[str, Doubles]:
    """What the model weighs, each ``(k,)``: names as in :data:`WEIGHTS`, all but what is worked out last, ``needed``."""
    run, rest, other = runs.run, runs.rest, runs.other
    close, closer, alike = _closeness(likeness, runs)
    gone = (here.spans[runs.clauses[:, 1] - 1, 1] - here.spans[runs.clauses[:, 0], 0]).astype(np.float64)
    full, left = here.lengths[runs.rows], there.lengths[runs.rows]
    excess, fit = (longer(size, left, here.language) for size in (full, np.maximum(full - gone, 0.0)))
    count = np.diff(run.offsets).astype(np.float64)
    return {
        "one": np.ones(len(runs.rows)),
        "chinese": np.full(len(runs.rows), float(here.language == "zh")),
        "words": np.log1p(count),
        "lacks": np.log1p(runs.worth),
        "run": means(runs.in_run, run.offsets),
        "strange": means((runs.in_run < LOWEST + 0.4).astype(np.float32), run.offsets),
        "rest": means(runs.in_rest, rest.offsets),
        "answered": means(runs.answered, other.offsets),
        "close": close,
        "closer": closer - close,
        "alike": alike,
        "longer": np.clip(excess, -0.7, 1.2),
        "much longer": np.maximum(excess - 0.35, 0.0),
        "fits": np.abs(fit),
        "other": np.log1p(np.diff(other.offsets).astype(np.float64)),
    }
