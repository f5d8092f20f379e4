"""Which word renders which: a table of translation probabilities of pieces, and what it says about a link.

Similarity of sums tells whether two texts are about the same; it is weak where one sentence of three is about a detail. The table,
learnt by IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003) from the text that trained the model, asks
of every word of a run whether the other run explains it: log p(word | other run) - log p(word), summed over the words
of both sides, as Moore (2002) does for whole sentences. What a sentence adds to a link it then adds by its own words,
so that a clause which belongs to the link before is told from one that stands alone.

The likelihood of a run is a sum over its sentences before the logarithm, so for all n-m candidates of a block a few
matrix products are enough.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from corpora.arrays import Floats, Ints, Longs, Octets, Ragged, Step
from corpora.errors import InputError, short

FILE = "words.safetensors"
STEP = 0.03  # of a code, in natural logarithms: p = exp(-STEP * code)
RAREST = 1e-7  # share of a piece that training hardly saw
LINKS = 256  # links looked at at a time
SAME = 0.1  # probability that a piece of letters or digits stands unchanged


@dataclass(frozen=True, slots=True)
class Direction:
    """What the pieces of one language become in the other: entries of piece ``k`` at ``offsets[k]:offsets[k + 1]``."""

    offsets: Longs
    pieces: Ints
    codes: Octets

    def take(self, pieces: Longs) -> tuple[Longs, Longs, Floats]:
        """All entries of ``pieces``: the position in ``pieces``, the rendering, its probability."""
        lengths = self.offsets[pieces + 1] - self.offsets[pieces]
        starts = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(self.offsets[pieces] - starts, lengths)
        chances = np.exp(-STEP * self.codes[index].astype(np.float32))
        return np.repeat(np.arange(len(pieces)), lengths), self.pieces[index].astype(np.int64), chances


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Translation probabilities both ways between two languages, and how frequent each piece is in each."""

    languages: tuple[str, str]
    directions: tuple[Direction, Direction]
    shares: tuple[Floats, Floats]

    def facing(self, source: str, target: str) -> Dictionary | None:
        """The same dictionary from ``source`` to ``target``; ``None`` where it is about other languages."""
        if (source, target) == self.languages:
            return self
        if (target, source) == self.languages:
            return Dictionary((source, target), self.directions[::-1], self.shares[::-1])
        return None

    def save(self, folder: Path) -> None:
        """Write ``words.safetensors`` into a model folder."""
        tensors: dict[str, Any] = {}
        for name, way, share in zip(("forward", "backward"), self.directions, self.shares, strict=True):
            lengths = np.diff(way.offsets).astype(np.uint16)
            tensors |= {f"{name}.lengths": lengths, f"{name}.pieces": way.pieces, f"{name}.codes": way.codes}
            tensors[f"{name}.shares"] = share.astype(np.float32)
        save_file(tensors, str(folder / FILE), metadata={"languages": json.dumps(self.languages)})

    @classmethod
    def load(cls, folder: Path) -> Dictionary | None:
        """The dictionary of a model folder, if it has one."""
        if not (folder / FILE).is_file():
            return None

        ways, shares = [], []
        try:
            with safe_open(str(folder / FILE), "np") as stream:
                languages = json.loads(stream.metadata()["languages"])
                get = stream.get_tensor
                for name in ("forward", "backward"):
                    offsets = np.concatenate([[0], np.cumsum(get(f"{name}.lengths"), dtype=np.int64)])
                    ways.append(Direction(offsets, get(f"{name}.pieces"), get(f"{name}.codes")))
                    shares.append(get(f"{name}.shares"))
        except Exception as error:  # safetensors raises its own kinds
            reason = short(str(error), 100)
            raise InputError(f"{folder / FILE}: not a dictionary ({reason})", "train the model again") from error
        return cls((languages[0], languages[1]), (ways[0], ways[1]), (shares[0], shares[1]))


class Explained:
    """How well runs of two documents explain each other, for the blocks of a search.

    ``blank``: the share of words of a good rendering that come from nowhere; ``most``: what one word can say at most.
    """

    def __init__(self, dictionary: Dictionary, source: Ragged, target: Ragged, blank: float, most: float) -> None:
        self.dictionary, self.source, self.target = dictionary, source, target
        self.blank, self.most = blank, most
        self.place = np.full(len(dictionary.shares[0]), -1, np.int64)  # of a piece among those of the block

    def block(self, i0: int, i1: int, j0: int, j1: int, reach: int) -> BlockWords:
        """Sentences ``i0..i1`` of the source against ``j0..j1`` of the target, runs of up to ``reach``."""
        left, right = _Counts.of(self.source, i0, i1), _Counts.of(self.target, j0, j1)
        forward, backward = self.dictionary.directions
        given = self._likelihoods(forward, left, right, self.dictionary.shares[1], reach)
        taken = self._likelihoods(backward, right, left, self.dictionary.shares[0], reach)
        return BlockWords(given, taken)

    def _likelihoods(self, way: Direction, giver: _Counts, taker: _Counts, shares: Floats, reach: int) -> list[Floats]:
        """``[a - 1][p, q]``: what sentences before ``q`` of the taker gain from the run of ``a`` before ``p``, summed."""
        self.place[taker.kinds] = np.arange(len(taker.kinds))
        rows, renderings, chances = way.take(giver.kinds)
        columns = self.place[renderings]
        known = columns >= 0
        table = np.zeros((len(giver.kinds), len(taker.kinds)), np.float32)
        table[rows[known], columns[known]] = chances[known]
        same = self.place[giver.kinds]
        here = np.flatnonzero(same >= 0)
        np.maximum.at(table, (here, same[here]), SAME)
        self.place[taker.kinds] = -1
        explained = np.flatnonzero(table.any(0))  # the rest says log(blank), whatever the run
        share = np.maximum(shares[taker.kinds[explained]], RAREST)
        scaled = table[:, explained] * np.asarray((1 - self.blank) / self.blank / share, np.float32)
        words = np.concatenate([[0], np.cumsum(giver.lengths)])
        weights = np.ascontiguousarray(taker.counts[:, explained].T)
        low, high = float(np.log(self.blank)), self.most
        base = low * taker.lengths.astype(np.float32)
        single: Floats = giver.counts @ scaled
        run: Floats = single
        result = []
        for a in range(1, min(reach, len(giver.lengths)) + 1):
            if a > 1:
                run = run[:-1] + single[a - 1 :]
            ratio = run / (words[a:] - words[:-a] + 1)[:, None].astype(np.float32)
            ratio += 1.0
            np.log(ratio, out=ratio)
            np.minimum(ratio, high - low, out=ratio)
            gains = np.zeros((len(giver.lengths) + 1, len(taker.lengths) + 1), np.float32)
            np.cumsum(ratio @ weights + base, axis=1, out=gains[a:, 1:])
            result.append(gains)
        return result

    def links(self, path: Sequence[Step]) -> Floats:
        """What an average word of each link says, ``(k,)``, the mean of both directions; 0 for null links."""
        result = np.zeros(len(path), np.float32)
        forward, backward = self.dictionary.directions
        shares = self.dictionary.shares
        linked = np.array([k for k, step in enumerate(path) if step[1] and step[3]], np.int64)
        for first in range(0, len(linked), LINKS):
            some = linked[first : first + LINKS]
            spans = np.array([path[k][:4] for k in some.tolist()], np.int64)
            left, right = _Words.of(self.source, spans[:, :2]), _Words.of(self.target, spans[:, 2:])
            given = self._mean(forward, left, right, shares[1])
            result[some] = (given + self._mean(backward, right, left, shares[0])) / 2
        return result

    def _mean(self, way: Direction, giver: _Words, taker: _Words, shares: Floats) -> Floats:
        size = len(shares)
        keys, counts = np.unique(taker.links * size + taker.pieces, return_counts=True)
        position, renderings, chances = way.take(giver.pieces)
        self.place[taker.pieces] = 0  # most renderings stand nowhere among these links
        here = np.flatnonzero(self.place[renderings] == 0)
        self.place[taker.pieces] = -1
        position, renderings, chances = position[here], renderings[here], chances[here]
        # a piece that stands unchanged is explained by itself, at least a little
        known = np.bincount(position[renderings == giver.pieces[position]], minlength=len(giver.pieces)) > 0
        alike = np.flatnonzero(~known)
        wanted = np.concatenate([giver.links[position] * size + renderings, (giver.links * size + giver.pieces)[alike]])
        chances = np.concatenate([chances, np.full(len(alike), SAME, np.float32)])
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[at] == wanted
        sums = np.bincount(at[hit], chances[hit], minlength=len(keys))
        links, pieces = keys // size, keys % size
        ratio = sums / (giver.lengths[links] + 1) / np.maximum(shares[pieces], RAREST)
        said = np.minimum(np.log(self.blank + (1 - self.blank) * ratio), self.most)
        total = np.bincount(links, said * counts, minlength=len(taker.lengths))
        return np.asarray(total / np.maximum(taker.lengths, 1), np.float32)


@dataclass(frozen=True, slots=True)
class _Words:
    """The pieces of some links, end to end, with the link of each; how many pieces each link has."""

    pieces: Longs
    links: Longs
    lengths: Longs

    @classmethod
    def of(cls, document: Ragged, spans: Longs) -> _Words:
        """``spans`` ``(k, 2)``: first sentence and number of sentences of each link."""
        begin, end = document.offsets[spans[:, 0]], document.offsets[spans[:, 0] + spans[:, 1]]
        lengths = end - begin
        first = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(begin - first, lengths)
        return cls(document.ids[index].astype(np.int64), np.repeat(np.arange(len(spans)), lengths), lengths)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Pieces of some sentences: which kinds there are, how often each stands in each sentence, how many in all."""

    kinds: Longs
    counts: Floats
    lengths: Longs

    @classmethod
    def of(cls, pieces: Ragged, start: int, end: int) -> _Counts:
        ids = pieces.ids[pieces.offsets[start] : pieces.offsets[end]]
        lengths = np.diff(pieces.offsets[start : end + 1])
        kinds, place = np.unique(ids, return_inverse=True)
        flat = np.repeat(np.arange(end - start), lengths) * len(kinds) + place
        counts = np.bincount(flat, minlength=(end - start) * len(kinds)).reshape(end - start, len(kinds))
        return cls(kinds.astype(np.int64), counts.astype(np.float32), lengths)


@dataclass(frozen=True, slots=True)
class BlockWords:
    """What the words say about all links within a block of sentences (:meth:`Explained.block`)."""

    given: list[Floats]
    taken: list[Floats]

    def gains(self, a: int, b: int, rows: slice, columns: slice) -> Floats:
        """Mean of both directions for links of ``a`` and ``b`` that end at ``rows`` and ``columns`` (positions)."""
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        if a > len(self.given) or b > len(self.taken):
            return np.zeros(shape, np.float32)
        back, left = np.arange(rows.start, rows.stop) - a, np.arange(columns.start, columns.stop) - b
        given, taken = self.given[a - 1], self.taken[b - 1]
        forward = given[rows, columns] - given[rows][:, np.maximum(left, 0)]
        backward = taken[columns, rows] - taken[columns][:, np.maximum(back, 0)]
        return np.asarray((forward + backward.T) / 2, np.float32)
