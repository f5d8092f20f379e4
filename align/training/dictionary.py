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

from align.dictionary import STEP, Dictionary, Direction
from align.training.job import Progress
from corpora.arrays import Bools, Doubles, Floats, Ints, Longs, Ragged

LONGEST = 110  # pieces; longer texts teach little and cost much: they are read as far as the work allows
WORK = 1e9  # pairs of pieces of longer texts that are read
BEST = 24  # candidates of a piece
KEPT = 20  # renderings of a piece that are kept
LEAST = 0.003  # probability of a rendering that is kept
ROUNDS = 6
NOWHERE = 3.0  # weight of 'comes from nowhere', times the share of the word
DISCOUNT = 0.3  # taken from every expected count
SLAB = 60e6  # pairs of pieces counted at a time
CHUNK = 20_000_000  # pairs of pieces looked at at a time
BLOOM = 1 << 26
START = 0.1  # probability of a candidate before the first round


@dataclass(frozen=True, slots=True)
class Places:
    """Where candidates occur in some texts: the candidate, and the word of either side, counted from the first text."""

    candidates: Ints
    left: Ints
    right: Ints
    left_kinds: Ints
    right_kinds: Ints


@dataclass(frozen=True, slots=True)
class Known:
    """What a base model knows of the candidates of one direction.

    ``renderings``: how often it saw each candidate, ``(k,)``; ``pieces``: how often each giver, ``(size,)``.
    """

    renderings: Doubles
    pieces: Doubles


def learn_dictionary(
    left: Ragged,
    right: Ragged,
    size: int,
    languages: tuple[str, str],
    progress: Progress,
    base: Dictionary | None = None,
) -> Dictionary:
    """The dictionary of ``size`` pieces that linked texts teach (row ``k`` of ``left`` renders row ``k`` of ``right``).

    ``base``: a dictionary over the same pieces that is brought up to date: what it saw counts as much as what is seen
    now, occurrence for occurrence, and explains the words that it knows, so that the others are left to be learnt.
    """
    rows = readable(left, right, progress)
    counts = [np.bincount(side.take(rows)[0], minlength=size).astype(np.float64) for side in (left, right)]
    before = [np.zeros(size), np.zeros(size)] if base is None else seen_by(base)
    progress(f"dictionary: counting pieces of {len(rows):,} pairs")
    sources, targets = candidates(left, right, rows, size)
    if base is not None:
        sources, targets = _with_known(sources, targets, counts, base)
    chunks = list(places(left, right, rows, sources, targets, size))
    shares = [(old + new) / max(float(old.sum() + new.sum()), 1.0) for old, new in zip(before, counts, strict=True)]
    ways = []
    for number, backward in enumerate((False, True)):
        given, taken = (targets, sources) if backward else (sources, targets)
        progress(f"dictionary: {ROUNDS} rounds over {sum(len(c.candidates) for c in chunks):,} places")
        old = None if base is None else base.directions[number]
        known = Known(_seen(given, taken, old, before[number]), before[number])
        chances, kept = _maximise(chunks, given, shares[1 - number], counts[number], backward, known)
        if old is not None:
            given, taken, chances = _with_others(given, taken, chances, old, kept)
        ways.append(direction(given, taken, chances, size))
    tokens = (float(before[0].sum() + counts[0].sum()), float(before[1].sum() + counts[1].sum()))
    first, second = (share.astype(np.float32) for share in shares)
    return Dictionary(languages, (ways[0], ways[1]), (first, second), tokens)


def seen_by(base: Dictionary) -> list[Doubles]:
    """How often a dictionary saw each piece, by language, ``(size,)`` each.

    Where an older model does not record it, the rarest piece counts as seen once: among many thousands there is one that was.
    """
    found = []
    for share, tokens in zip(base.shares, base.tokens, strict=True):
        exact = share.astype(np.float64)
        whole, some = max(float(exact.sum()), 1e-12), exact[exact > 0]
        found.append(exact / whole * (tokens or (whole / float(some.min()) if len(some) else 0.0)))
    return found


def readable(left: Ragged, right: Ragged, progress: Progress) -> Longs:
    """The rows that are read: all up to :data:`LONGEST` pieces, of the longer ones the shortest; what is left out is said."""
    lengths = np.diff(left.offsets), np.diff(right.offsets)
    filled = (lengths[0] > 0) & (lengths[1] > 0)
    short = filled & (np.maximum(*lengths) <= LONGEST)
    long = np.flatnonzero(filled & ~short)
    work = lengths[0][long] * lengths[1][long].astype(np.float64)
    order = np.argsort(work, kind="stable")
    taken = long[order][np.cumsum(work[order]) <= WORK]
    if len(taken) < len(long):
        progress(f"dictionary: {len(long) - len(taken):,} very long pairs are not read for it")
    return np.sort(np.concatenate([np.flatnonzero(short), taken]))


def _with_known(sources: Longs, targets: Longs, counts: list[Doubles], base: Dictionary) -> tuple[Longs, Longs]:
    """The candidates and the renderings of the base whose pieces are seen now on both sides, in order."""
    size = len(counts[0])
    keys = [sources * size + targets]
    for way, mine, other in ((0, 0, 1), (1, 1, 0)):
        pieces = np.flatnonzero(counts[mine])
        rows, renderings, _ = base.directions[way].take(pieces)
        seen = counts[other][renderings] > 0
        given, taken = pieces[rows[seen]], renderings[seen]
        keys.append(given * size + taken if way == 0 else taken * size + given)
    merged = np.unique(np.concatenate(keys))
    return merged // size, merged % size


def _seen(given: Longs, taken: Longs, old: Direction | None, pieces: Doubles) -> Doubles:
    """How often the base has seen each candidate: its probability times the occurrences of its giver."""
    size = len(pieces)
    if old is None or not len(old.pieces):
        return np.zeros(len(given))
    rows, renderings, chances = old.take(np.arange(size))
    keys = rows * size + renderings
    order = np.argsort(keys)
    wanted = given * size + taken
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    there = keys[order][at] == wanted
    return np.where(there, chances[order][at] * pieces[given], 0.0)


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
    from scipy import sparse  # comes with the extra that training needs

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
    work = np.diff(left.offsets)[rows] * np.diff(right.offsets)[rows].astype(np.int64)
    parts = np.cumsum(work) // CHUNK
    for part in np.unique(parts):
        some = rows[parts == part]
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
        columns = (at, left_at, right_at[likely], a, b)
        yield Places(*(column.astype(np.int32) for column in columns))


def _slot(keys: Longs) -> Longs:
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(38)).astype(np.int64)


def _maximise(
    chunks: list[Places], given: Longs, share: Doubles, counts: Doubles, backward: bool, known: Known
) -> tuple[Floats, Doubles]:
    """Probability of every candidate: that ``given`` becomes the other piece; and what of each giver's old chances is left.

    ``share``: of the pieces that are explained; ``counts``: how often each giver is seen now.
    """
    before = known.pieces[given]
    fresh = np.maximum(counts[given], 1.0)
    chances = ((known.renderings + START * fresh) / (before + fresh)).astype(np.float32)
    total = np.zeros(len(share))
    for _ in range(ROUNDS):
        expected = np.zeros(len(given))
        for chunk in chunks:
            word, kinds = (chunk.left, chunk.left_kinds) if backward else (chunk.right, chunk.right_kinds)
            chance = chances[chunk.candidates]
            whole = np.bincount(word, chance, minlength=len(kinds)) + NOWHERE * share[kinds]
            expected += np.bincount(chunk.candidates, chance / whole[word], minlength=len(given))
        total = np.bincount(given, expected, minlength=len(share)).astype(np.float64)
        gained = np.maximum(expected - DISCOUNT, 0.0)
        chances = ((known.renderings + gained) / (before + total[given] + 1.0)).astype(np.float32)
    return chances, known.pieces / np.maximum(known.pieces + total + (total > 0), 1e-9)


def _with_others(
    given: Longs, taken: Longs, chances: Floats, old: Direction, kept: Doubles
) -> tuple[Longs, Longs, Floats]:
    """The candidates and all renderings of the base beside them, which keep the share ``kept`` of their probability."""
    size = len(old.offsets) - 1
    rows, renderings, before = old.take(np.arange(size))
    other = ~np.isin(rows * size + renderings, given * size + taken)
    scale = np.where(kept > 0, kept, 1.0)[rows[other]]
    later = (before[other] * scale).astype(np.float32)
    return np.append(given, rows[other]), np.append(taken, renderings[other]), np.append(chances, later)


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
