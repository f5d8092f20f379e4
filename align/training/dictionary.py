"""Learn the dictionary of a model from its training pairs: IBM model 1 on arrays, a few minutes for a million pairs.

1. *Candidates*: pairs of pieces that stand together in linked texts more often than chance, the best few of each piece.
2. *Expectation maximisation* over the places where a candidate occurs, both directions apart; every word may also come
   from nowhere. Small counts are cut (a word seen once is explained by anything).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from align.dictionary import STEP, Dictionary, Direction
from align.training.job import Progress
from corpora.arrays import Bools, Doubles, Floats, Ints, Longs, Ragged

LONGEST = 110  # pieces; longer texts teach little and cost much
BEST = 24  # candidates of a piece
KEPT = 20  # renderings of a piece that are kept
LEAST = 0.003  # probability of a rendering that is kept
ROUNDS = 6
NOWHERE = 3.0  # weight of 'comes from nowhere', times the share of the word
DISCOUNT = 0.3  # taken from every expected count
SLAB = 60e6  # pairs of pieces counted at a time
CHUNK = 20_000  # texts looked at at a time
BLOOM = 1 << 26
OLD = 50.0  # what the probabilities of an adapted model weigh, in occurrences


@dataclass(frozen=True, slots=True)
class Places:
    """Where candidates occur in some texts: the candidate, and the word of either side, counted from the first text."""

    candidates: Ints
    left: Ints
    right: Ints
    left_kinds: Ints
    right_kinds: Ints


def learn_dictionary(
    left: Ragged,
    right: Ragged,
    size: int,
    languages: tuple[str, str],
    progress: Progress,
    base: Dictionary | None = None,
) -> Dictionary:
    """The dictionary of ``size`` pieces that linked texts teach (row ``k`` of ``left`` renders row ``k`` of ``right``).

    ``base``: a dictionary over the same pieces that is brought up to date.
    """
    lengths = np.diff(left.offsets), np.diff(right.offsets)
    fit = [(length > 0) & (length <= LONGEST) for length in lengths]
    rows = np.flatnonzero(fit[0] & fit[1])
    counts = [np.bincount(side.take(rows)[0], minlength=size).astype(np.float64) for side in (left, right)]
    progress(f"dictionary: counting pieces of {len(rows):,} pairs")
    sources, targets = candidates(left, right, rows, size)
    chunks = list(places(left, right, rows, sources, targets, size))
    ways = []
    for backward in (False, True):
        given, taken = (targets, sources) if backward else (sources, targets)
        share = counts[0 if backward else 1]
        progress(f"dictionary: {ROUNDS} rounds over {sum(len(c.candidates) for c in chunks):,} places")
        chances = _maximise(chunks, given, share / max(share.sum(), 1.0), backward)
        if base is not None:
            given, taken, chances = _mixed(given, taken, chances, counts[int(backward)], base.directions[int(backward)])
        ways.append(direction(given, taken, chances, size))
    shares = [(count / max(count.sum(), 1.0)).astype(np.float32) for count in counts]
    if base is not None:
        shares = [np.maximum(a, b).astype(np.float32) for a, b in zip(shares, base.shares, strict=True)]
    return Dictionary(languages, (ways[0], ways[1]), (shares[0], shares[1]))


def candidates(left: Ragged, right: Ragged, rows: Longs, size: int) -> tuple[Longs, Longs]:
    """Pairs of pieces that stand together at least twice and beyond chance, ordered; the best of each piece."""
    x, y = _presence(left, rows, size), _presence(right, rows, size)
    here, there = (np.asarray(m.sum(0), np.float64).ravel() for m in (x, y))
    mean = max(float(there.sum()) / max(len(rows), 1), 1.0)
    slabs = (np.cumsum(here * mean) // SLAB).astype(np.int64)
    turned = x.T.tocsr()
    found: list[tuple[Longs, Longs, Doubles]] = []
    for slab in np.unique(slabs):
        pieces = np.flatnonzero(slabs == slab)
        together = (turned[pieces] @ y).tocoo()
        a, b, count = pieces[together.row], together.col.astype(np.int64), together.data.astype(np.float64)
        often = count >= 2
        a, b, count = a[often], b[often], count[often]
        chance = here[a] * there[b] / len(rows)
        strength = count * np.log(count / chance) - (count - chance)
        keep = (count > 1.5 * chance) & (strength > 3.0)
        found.append((a[keep], b[keep], strength[keep]))
    a, b, strength = (np.concatenate(part) for part in zip(*found, strict=True))
    keep = _best(a, strength, BEST) | _best(b, strength, BEST)
    a, b = a[keep], b[keep]
    order = np.lexsort((b, a))
    return a[order], b[order]


def _presence(side: Ragged, rows: Longs, size: int) -> Any:
    """Which pieces stand in which texts, as a sparse matrix of ones."""
    ids, _ = side.take(rows)
    lengths = (side.offsets[rows + 1] - side.offsets[rows]).astype(np.int64)
    where = np.repeat(np.arange(len(rows)), lengths)
    matrix = sparse.csr_matrix((np.ones(len(ids), np.float32), (where, ids)), shape=(len(rows), size))
    matrix.data[:] = 1.0
    return matrix


def _best(groups: Longs, values: Doubles, k: int) -> Bools:
    """Which entries are among the ``k`` highest of their group.

    >>> _best(np.array([0, 0, 1]), np.array([1.0, 2.0, 0.5]), 1).tolist()
    [False, True, True]
    """
    order = np.lexsort((-values, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
    rank = np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))
    result = np.zeros(len(groups), bool)
    result[order[rank < k]] = True
    return result


def places(left: Ragged, right: Ragged, rows: Longs, sources: Longs, targets: Longs, size: int) -> Iterator[Places]:
    """All places of the candidate pairs, chunk by chunk."""
    keys = sources * size + targets  # rising, since candidates are ordered
    seen = np.zeros(BLOOM, bool)  # most pairs are no candidates: one look says so
    seen[_slot(keys)] = True
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        (a, a_starts), (b, b_starts) = left.take(some), right.take(some)
        a_sizes, b_sizes = np.diff(np.append(a_starts, len(a))), np.diff(np.append(b_starts, len(b)))
        text = np.repeat(np.arange(len(some)), a_sizes)
        repeats = b_sizes[text]
        first = np.cumsum(repeats) - repeats
        right_at = np.arange(int(repeats.sum())) + np.repeat(b_starts[text] - first, repeats)
        pairs = np.repeat(a * size, repeats) + b[right_at]
        likely = np.flatnonzero(seen[_slot(pairs)])
        at = np.minimum(np.searchsorted(keys, pairs[likely]), len(keys) - 1)
        true = keys[at] == pairs[likely] if len(keys) else np.zeros(0, bool)
        likely, at = likely[true], at[true]
        left_at = np.repeat(np.arange(len(a)), repeats)[likely]
        parts = (at, left_at, right_at[likely], a, b)
        yield Places(*(part.astype(np.int32) for part in parts))


def _slot(keys: Longs) -> Longs:
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(38)).astype(np.int64)


def _maximise(chunks: list[Places], given: Longs, share: Doubles, backward: bool) -> Floats:
    """Probability of every candidate: that ``given`` becomes the other piece."""
    chances = np.full(len(given), 0.1, np.float32)
    for _ in range(ROUNDS):
        expected = np.zeros(len(given))
        for chunk in chunks:
            word, kinds = (chunk.left, chunk.left_kinds) if backward else (chunk.right, chunk.right_kinds)
            chance = chances[chunk.candidates]
            whole = np.bincount(word, chance, minlength=len(kinds)) + NOWHERE * share[kinds]
            expected += np.bincount(chunk.candidates, chance / whole[word], minlength=len(given))
        total = np.bincount(given, expected, minlength=len(share))
        chances = (np.maximum(expected - DISCOUNT, 0.0) / (total[given] + 1.0)).astype(np.float32)
    return chances


def _mixed(given: Longs, taken: Longs, chances: Floats, counts: Doubles, old: Direction) -> tuple[Longs, Longs, Floats]:
    """New and old probabilities of an adapted model, by how often a piece was seen now."""
    size = len(old.offsets) - 1
    rows, renderings, before = old.take(np.arange(size))
    weight = counts / (counts + OLD)
    keys = np.concatenate([given * size + taken, rows * size + renderings])
    parts = np.concatenate([chances * weight[given], before * (1 - weight[rows])])
    unique, place = np.unique(keys, return_inverse=True)
    return unique // size, unique % size, np.bincount(place, parts).astype(np.float32)


def direction(given: Longs, taken: Longs, chances: Floats, size: int) -> Direction:
    """The table of one direction: of each piece the surest renderings, by number."""
    keep = chances >= LEAST
    given, taken, chances = given[keep], taken[keep], chances[keep]
    keep = _best(given, chances.astype(np.float64), KEPT)
    given, taken, chances = given[keep], taken[keep], chances[keep]
    order = np.lexsort((taken, given))
    codes = np.clip(np.round(-np.log(np.minimum(chances[order], 1.0)) / STEP), 0, 255).astype(np.uint8)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(given, minlength=size))]).astype(np.int64)
    return Direction(offsets, taken[order].astype(np.int32), codes)
