"""Which phrases may render each other: those that stand in the same rows more than by chance, with the evidence for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Doubles, Floats, Longs, Ragged, in_order
from glossary.extraction.sides import Grams, SideAtoms
from glossary.extraction.span_table import NAMES, Requests
from glossary.extraction.together import beside, blocks, standing, together, turned
from glossary.renderings import log_likelihood

LEAST_DICE = 0.08
KEPT = 10  # phrases of the other language kept for each phrase
BLOCK = 1_000_000  # phrases of both languages in the same rows that are looked at together
STUDIES = 400_000  # occurrences of English phrases that are looked at
FEWEST, MOST = 6, 16  # of each phrase
RIVALS = 3  # occurrences of a Chinese phrase in one row that are looked at


@dataclass(slots=True)
class PhrasePairs:
    """Pairs of phrases ``(en[k], zh[k])`` and figures of each, by name, ``(pairs,)``."""

    en: Longs
    zh: Longs
    figures: dict[str, Doubles]

    def __len__(self) -> int:
        return len(self.en)

    def keep(self, which: Bools | Longs) -> PhrasePairs:
        """Some of the pairs."""
        return PhrasePairs(self.en[which], self.zh[which], {n: v[which] for n, v in self.figures.items()})


def rows_of(side: SideAtoms, grams: Grams, rows: int) -> Ragged:
    """The rows in which each phrase stands."""
    owner = np.repeat(np.arange(len(grams)), np.diff(grams.offsets))
    return standing(owner, side.row[grams.starts], (len(grams), rows))


def associated(
    left: Ragged, right: Ragged, rows: int, least: int, close: Callable[[Longs, Longs], Doubles]
) -> PhrasePairs:
    """Pairs of English and Chinese phrases that stand together in ``least`` rows or more, the best :data:`KEPT` of each English one.

    ``left``, ``right``: the rows of each, of ``rows`` in all. ``close(en, zh)``: how near the model puts two phrases, ``(pairs,)``.
    """
    count_en, count_zh = np.diff(left.offsets), np.diff(right.offsets)
    there = turned(right, rows)
    found: list[PhrasePairs] = []
    phrases = np.arange(len(left))
    for start, end in blocks(beside(left, phrases, there), BLOCK):
        cells = together(left, phrases[start:end], there, len(right))
        often = np.flatnonzero(cells.together >= least)
        en, zh, n = (part[often].astype(np.int64) for part in (cells.row, cells.column, cells.together))
        en += start
        keep = 2 * n >= LEAST_DICE * (count_en[en] + count_zh[zh])
        en, zh, n = en[keep], zh[keep], n[keep]
        likely = log_likelihood(n, count_en[en], count_zh[zh], rows)
        most = np.maximum(*(log_likelihood(f, f, f, rows) for f in (count_en[en], count_zh[zh])))
        figures = {
            "together": n.astype(np.float64),
            "dice": 2 * n / (count_en[en] + count_zh[zh]),
            "likely": likely / np.maximum(most, 1e-9),
            "share": n / count_en[en],
            "back share": n / count_zh[zh],
            "cosine": close(en, zh),
        }
        pairs = PhrasePairs(en, zh, figures)
        found.append(pairs.keep(_best(en, _first_look(figures), KEPT)))
    whole = PhrasePairs(
        np.concatenate([f.en for f in found]),
        np.concatenate([f.zh for f in found]),
        {name: np.concatenate([f.figures[name] for f in found]) for name in found[0].figures},
    )
    return whole


def _first_look(figures: dict[str, Doubles]) -> Doubles:
    return 0.5 * figures["likely"] + 0.5 * figures["dice"] + figures["cosine"]


def _best(group: Longs, score: Doubles, kept: int) -> Longs:
    """The places of the ``kept`` best of each group."""
    order = np.argsort(-score, kind="stable")
    order = order[in_order(group[order])]
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    rank = np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group)))
    return np.sort(order[rank < kept])


@dataclass(frozen=True, slots=True)
class Votes:
    """For each occurrence looked at: its phrase, the atom it begins at, the best pair there and its score."""

    en: Longs
    pair: Longs
    start_en: Longs
    score: Doubles


def study(
    pairs: PhrasePairs,
    look: Callable[[Requests], Floats],
    sides: tuple[SideAtoms, SideAtoms],
    grams: tuple[Grams, Grams],
    weights: Doubles,
) -> Votes:
    """Look at occurrences of the English phrases: adds the means of :data:`~glossary.extraction.span_table.NAMES` to the figures.

    ``look`` finds these of spans; ``weights`` ``(len(NAMES),)`` score a span; ``votes`` of a pair is the part of the occurrences in which it is best.
    """
    zh_side, en_side = sides
    zh, en = grams
    owner, starts = _sample(en)
    edges = np.searchsorted(owner, np.arange(len(en) + 1))
    lengths = (edges[1:] - edges[:-1])[pairs.en]
    pair = np.repeat(np.arange(len(pairs)), lengths)
    first = np.repeat(edges[pairs.en] - (np.cumsum(lengths) - lengths), lengths)
    use = np.arange(len(pair)) + first
    # occurrences of the Chinese phrase in the row of each use
    total = int(max(zh_side.row.max(), en_side.row.max())) + 1
    owners = np.repeat(np.arange(len(zh)), np.diff(zh.offsets))
    keys = owners * total + zh_side.row[zh.starts]
    wanted = pairs.zh[pair] * total + en_side.row[starts[use]]
    low, high = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
    rivals = np.minimum(high - low, RIVALS)
    again = np.repeat(np.arange(len(pair)), rivals)
    ahead = np.arange(len(again)) - np.repeat(np.cumsum(rivals) - rivals, rivals)
    zh_start = zh.starts[low[again] + ahead]
    en_start = starts[use[again]]
    pair, use = pair[again], use[again]
    asked = Requests(
        en_side.row[en_start].astype(np.int64), zh_start, zh.size[pairs.zh[pair]], en_start, en.size[pairs.en[pair]]
    )
    spans = look(asked)
    score = spans @ weights
    best = _best(use * len(pairs) + pair, score, 1)  # of the places of one phrase in one row
    pair, use, score, spans = pair[best], use[best], score[best], spans[best]
    zh_start, en_start = zh_start[best], en_start[best]
    n = np.maximum(np.bincount(pair, minlength=len(pairs)), 1)
    for k, name in enumerate(NAMES):
        pairs.figures[name] = np.bincount(pair, spans[:, k], minlength=len(pairs)) / n
    winners = _best(use, score, 1)
    seen = np.bincount(owner, minlength=len(en)).astype(np.float64)
    pairs.figures["votes"] = np.bincount(pair[winners], minlength=len(pairs)) / np.maximum(seen[pairs.en], 1)
    return Votes(pairs.en[pair[winners]], pair[winners], en_start[winners], score[winners].astype(np.float64))


def _sample(grams: Grams) -> tuple[Longs, Longs]:
    """Phrases and places of their occurrences that are looked at: all, or so many evenly spaced."""
    most = int(np.clip(STUDIES // max(len(grams), 1), FEWEST, MOST))
    counts = np.diff(grams.offsets)
    taken = np.minimum(counts, most)
    owner = np.repeat(np.arange(len(grams)), taken)
    ahead = np.arange(len(owner)) - np.repeat(np.cumsum(taken) - taken, taken)
    spread = (ahead * ((counts - 1) / (most - 1))[owner]).astype(np.int64)
    spread = np.where(ahead == most - 1, counts[owner] - 1, spread)
    return owner, grams.starts[grams.offsets[owner] + np.where(counts[owner] > most, spread, ahead)]
