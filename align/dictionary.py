"""Which word renders which: a table of translation probabilities of pieces, and what it says about a link.

Similarity of sums tells whether two texts are about the same; it is weak where one sentence of three is about a detail. The table,
learnt by IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003) from the text that trained the model, asks of every word of a run whether the other
run explains it: log p(word | other run) - log p(word), summed over the words of both sides, as Moore (2002) does for whole sentences.
What a sentence adds to a link it then adds by its own words: a clause of the link before is told from one that stands alone.

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
WAYS = ("forward", "backward")
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
        rows, index = _spread(self.offsets[pieces], self.offsets[pieces + 1])
        return rows, self.pieces[index].astype(np.int64), np.exp(-STEP * self.codes[index].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Translation probabilities both ways between two languages, and how frequent each piece is in each.

    ``tokens``: of how many pieces of each it was learnt; 0 where an older model does not say.
    """

    languages: tuple[str, str]
    directions: tuple[Direction, Direction]
    shares: tuple[Floats, Floats]
    tokens: tuple[float, float] = (0.0, 0.0)

    def facing(self, source: str, target: str) -> Dictionary | None:
        """The same dictionary from ``source`` to ``target``; ``None`` where it is about other languages."""
        if (source, target) == self.languages:
            return self
        if (target, source) == self.languages:
            return Dictionary((source, target), self.directions[::-1], self.shares[::-1], self.tokens[::-1])
        return None

    def save(self, folder: Path) -> None:
        """Write ``words.safetensors`` into a model folder."""
        tensors: dict[str, Any] = {}
        for name, way, share in zip(WAYS, self.directions, self.shares, strict=True):
            lengths = np.diff(way.offsets).astype(np.uint16)
            parts = {"lengths": lengths, "pieces": way.pieces, "codes": way.codes, "shares": share.astype(np.float32)}
            tensors |= {f"{name}.{part}": values for part, values in parts.items()}
        facts = {name: json.dumps(getattr(self, name)) for name in ("languages", "tokens")}
        save_file(tensors, str(folder / FILE), metadata=facts)

    @classmethod
    def load(cls, folder: Path, pieces: int | None = None) -> Dictionary | None:
        """The dictionary of a model folder, if it has one; ``pieces``: how many it has to be about.

        Raises :class:`InputError` for one that is damaged, or that belongs to another model.
        """
        if not (path := folder / FILE).exists():
            return None
        try:
            if not path.is_file():
                raise ValueError("is no file")
            with safe_open(str(path), "np") as stream:
                first, second = map(str, json.loads((facts := stream.metadata() or {})["languages"]))
                a, b = (min(max(0.0, float(n)), 1e18) for n in json.loads(facts.get("tokens", "[0, 0]")))
                (one, its), (other, theirs) = (_way(stream, name) for name in WAYS)
                found = cls((first, second), (one, other), (its, theirs), (a, b))
            found.check(pieces)
            return found
        except (MemoryError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # safetensors raises its own kinds, and a panic of Rust is no Exception
            raise InputError(f"{path}: not a dictionary ({short(str(error), 100)})", "train the model again") from error

    def check(self, pieces: int | None = None) -> None:
        """Raise :class:`ValueError` where the tables do not fit each other, or ``pieces``."""
        count = pieces or len(self.shares[0])
        for way, share in zip(self.directions, self.shares, strict=True):
            if any(t.ndim != 1 or t.dtype.kind not in "iu" for t in (way.pieces, way.codes)) or share.ndim != 1:
                raise ValueError("its tables are no lists of whole numbers")
            sizes = (len(share), len(way.offsets) - 1, len(way.pieces), len(way.codes))
            if sizes != (count, count, way.offsets[-1], way.offsets[-1]):
                raise ValueError(f"its tables have not the same length, or are not about {count:,} pieces")
            if ((way.pieces < 0) | (way.pieces >= count)).any() or not ((share >= 0) & (share <= 1)).all():
                raise ValueError("it names pieces that there are not, or shares that are none")


def _way(stream: Any, name: str) -> tuple[Direction, Floats]:
    lengths = stream.get_tensor(f"{name}.lengths")
    if lengths.ndim != 1 or lengths.dtype.kind != "u":
        raise ValueError("its lengths are no list of numbers")
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    pieces, codes, shares = (stream.get_tensor(f"{name}.{part}") for part in ("pieces", "codes", "shares"))
    return Direction(offsets, pieces, codes), shares


@dataclass(frozen=True, slots=True)
class _Bags:
    """Which pieces stand in each sentence of a document, and how often.

    ``pieces``: the distinct ones of the document, which number them; sentence ``k`` holds ``numbers[offsets[k]:offsets[k + 1]]``, each
    as often as ``counts`` says; ``lengths``: pieces of each sentence in all.
    """

    pieces: Longs
    numbers: Longs
    counts: Floats
    offsets: Longs
    lengths: Longs

    @classmethod
    def of(cls, document: Ragged, vocabulary: int) -> _Bags:
        there = np.zeros(vocabulary, bool)
        there[document.ids] = True
        pieces = np.flatnonzero(there)
        number = np.cumsum(there) - 1
        lengths = np.diff(document.offsets)
        size = max(len(pieces), 1)
        keys, counts = np.unique(
            np.repeat(np.arange(len(lengths)) * size, lengths) + number[document.ids], return_counts=True
        )
        offsets = np.searchsorted(keys, np.arange(len(lengths) + 1) * size)
        return cls(pieces, keys % size, counts.astype(np.float32), offsets, lengths)

    def take(self, first: Longs | int, last: Longs | int) -> tuple[Longs, Longs]:
        """Where the pieces of sentences ``first..last - 1`` lie: the run that each belongs to, its place."""
        return _spread(self.offsets[first], self.offsets[last])


def _spread(begin: Longs, end: Longs) -> tuple[Longs, Longs]:
    """All places ``begin[k]..end[k] - 1`` one after the other: the ``k`` of each, and the places."""
    lengths = end - begin
    shift = np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    return np.repeat(np.arange(len(lengths)), lengths), np.arange(int(lengths.sum())) + shift


@dataclass(frozen=True, slots=True)
class _Entries:
    """The part of a dictionary that two documents need: what piece ``k`` of the giver becomes in the taker.

    Both by their numbers in their documents; entries ``offsets[k]:offsets[k + 1]``. ``chances``: probabilities; ``odds``: how much more
    likely a word is than by itself, if all words of the giver were this one.
    """

    offsets: Longs
    numbers: Longs
    chances: Floats
    odds: Floats

    @classmethod
    def of(cls, way: Direction, giver: _Bags, taker: _Bags, shares: Floats, blank: float) -> _Entries:
        number = np.full(len(shares), -1, np.int64)
        number[taker.pieces] = np.arange(len(taker.pieces))
        rows, renderings, chances = way.take(giver.pieces)
        known = number[renderings] >= 0  # most renderings stand nowhere in the other document
        rows, renderings, chances = rows[known], renderings[known], chances[known]
        itself = renderings == giver.pieces[rows]
        # a piece that stands unchanged is explained by itself, at least a little
        alike = number[giver.pieces] >= 0
        alike[rows[itself]] = False
        more = np.flatnonzero(alike)
        rows = np.concatenate([rows, more])
        order = np.argsort(rows, kind="stable")
        numbers = number[np.concatenate([renderings, giver.pieces[more]])][order]
        chances = np.concatenate([chances, np.full(len(more), SAME, np.float32)])
        least = np.where(np.concatenate([itself, np.ones(len(more), bool)]), np.float32(SAME), np.float32(0.0))
        scale = np.asarray((1 - blank) / blank / np.maximum(shares[taker.pieces], RAREST), np.float32)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(giver.pieces)))])
        return cls(offsets, numbers, chances[order], np.maximum(chances, least)[order] * scale[numbers])

    def take(self, numbers: Longs) -> tuple[Longs, Longs]:
        """All entries of ``numbers``: the position in ``numbers``, the place of the entry."""
        return _spread(self.offsets[numbers], self.offsets[numbers + 1])


class Explained:
    """How well runs of two documents explain each other, for the blocks of a search.

    ``blank``: the share of words of a good rendering that come from nowhere; ``most``: what one word can say at most.
    """

    def __init__(self, dictionary: Dictionary, source: Ragged, target: Ragged, blank: float, most: float) -> None:
        shares = dictionary.shares
        left, right = (_Bags.of(side, len(share)) for side, share in zip((source, target), shares, strict=True))
        forward, backward = dictionary.directions
        self.given = _Giving(left, right, _Entries.of(forward, left, right, shares[1], blank), shares[1], blank, most)
        self.taken = _Giving(right, left, _Entries.of(backward, right, left, shares[0], blank), shares[0], blank, most)

    def block(self, rows: tuple[int, int], columns: tuple[int, int], reach: int) -> BlockWords:
        """Runs of up to ``reach`` sentences that end at ``rows`` of the source and ``columns`` of the target.

        Positions, first and last, both included.
        """
        taken = self.taken.likelihoods(columns, rows, reach)
        return BlockWords(
            reach, self.given.likelihoods(rows, columns, reach), np.ascontiguousarray(taken.swapaxes(1, 2))
        )

    def ways(self, path: Sequence[Step]) -> Floats:
        """What an average word of each side says, ``(k, 2)``: of the target, which the source explains, and the other way."""
        result = np.zeros((len(path), 2), np.float32)
        linked = np.array([k for k, step in enumerate(path) if step[1] and step[3]], np.int64)
        for some in np.split(linked, range(LINKS, len(linked), LINKS)):
            i, a, j, b = np.array([path[k][:4] for k in some.tolist()], np.int64).reshape(-1, 4).T
            result[some] = np.stack(
                [self.given.means((i, i + a), (j, j + b)), self.taken.means((j, j + b), (i, i + a))], 1
            )
        return result


@dataclass(frozen=True, slots=True)
class _Giving:
    """How well the words of one document, the giver, explain those of the other, the taker."""

    giver: _Bags
    taker: _Bags
    entries: _Entries
    shares: Floats
    blank: float
    most: float

    def likelihoods(self, ends: tuple[int, int], others: tuple[int, int], reach: int) -> Floats:
        """``[a - 1, p, q]``: what the taker gains from the run of ``a`` sentences of the giver that ends at ``p``.

        A sum over the sentences of the taker before ``q``; ``q`` counts from ``reach`` positions before ``others``.
        """
        (top, bottom), (left, right) = ends, others
        first, start = max(top - reach, 0), max(left - reach, 0)
        single, weights = self._single(first, bottom, start, right)
        height = bottom - top + 1
        ratio = np.zeros((reach, height, single.shape[1]), np.float32)
        words = np.concatenate([[0], np.cumsum(self.giver.lengths[first:bottom])])
        run = single
        for a in range(1, min(reach, bottom - first) + 1):
            if a > 1:
                run = run[:-1] + single[a - 1 :]
            begin = max(top - first, a)  # the first end of a run, as the frame counts
            totals = (words[begin : bottom - first + 1] - words[begin - a : bottom - first + 1 - a] + 1).astype(
                np.float32
            )
            np.divide(run[begin - a :], totals[:, None], out=ratio[a - 1, begin - (top - first) :])
        ratio += 1.0
        np.log(ratio, out=ratio)
        low = float(np.log(self.blank))
        np.minimum(ratio, self.most - low, out=ratio)
        said = (ratio.reshape(reach * height, -1) @ weights).reshape(reach, height, -1)
        said += low * self.taker.lengths[start:right].astype(np.float32)
        gains = np.zeros((reach, height, right - left + 1 + reach), np.float32)
        np.cumsum(said, axis=2, out=gains[:, :, start + 1 - (left - reach) :])
        return gains

    def _single(self, first: int, last: int, start: int, end: int) -> tuple[Floats, Floats]:
        """Of the words of the taker's sentences ``start..end - 1`` that anything in the giver's ``first..last - 1`` explains:

        how much each of the giver's sentences does, ``(sentences, words)``, and how often each stands in each of the taker's.
        """
        others = slice(int(self.taker.offsets[start]), int(self.taker.offsets[end]))
        here = np.zeros(len(self.taker.pieces), bool)
        here[self.taker.numbers[others]] = True
        tokens = slice(int(self.giver.offsets[first]), int(self.giver.offsets[last]))
        token, entry = self.entries.take(self.giver.numbers[tokens])
        hit = here[self.entries.numbers[entry]]
        token, entry = token[hit], entry[hit]
        reached = self.entries.numbers[entry]
        here[:] = False
        here[reached] = True
        width = int(np.count_nonzero(here))
        place = np.cumsum(here) - 1
        sentence = np.repeat(np.arange(last - first), np.diff(self.giver.offsets[first : last + 1]))
        worth = self.entries.odds[entry] * self.giver.counts[tokens][token]
        flat = np.bincount(sentence[token] * width + place[reached], worth, minlength=(last - first) * width)
        weights = np.zeros((width, end - start), np.float32)
        wanted = self.taker.numbers[others]
        explained = here[wanted]
        sentence = np.repeat(np.arange(end - start), np.diff(self.taker.offsets[start : end + 1]))
        weights[place[wanted[explained]], sentence[explained]] = self.taker.counts[others][explained]
        return flat.astype(np.float32).reshape(last - first, width), weights

    def means(self, given: tuple[Longs, Longs], taken: tuple[Longs, Longs]) -> Floats:
        """What an average word of the taker says of each link, ``(k,)``; the runs by their first sentences and ends."""
        size = len(self.taker.pieces)
        link, at = self.taker.take(*taken)
        keys, place = np.unique(link * size + self.taker.numbers[at], return_inverse=True)
        slot = np.full(len(given[0]) * size, -1, np.int32)
        slot[keys] = np.arange(len(keys))
        from_link, from_at = self.giver.take(*given)
        token, entry = self.entries.take(self.giver.numbers[from_at])
        target = slot[from_link[token] * size + self.entries.numbers[entry]]
        hit = target >= 0
        chances = self.entries.chances[entry[hit]] * self.giver.counts[from_at[token[hit]]]
        sums = np.bincount(target[hit], chances, minlength=len(keys))
        totals = [_totals(side.lengths, *runs) for side, runs in ((self.giver, given), (self.taker, taken))]
        share = np.maximum(self.shares[self.taker.pieces[keys % size]], RAREST)
        ratio = sums / (totals[0][keys // size] + 1) / share
        said = np.minimum(np.log(self.blank + (1 - self.blank) * ratio), self.most)
        total = np.bincount(link, said[place] * self.taker.counts[at], minlength=len(given[0]))
        return np.asarray(total / np.maximum(totals[1], 1), np.float32)


def _totals(lengths: Longs, first: Longs, last: Longs) -> Longs:
    """Sums of ``lengths[first[k]:last[k]]``."""
    total: Longs = np.concatenate([[0], np.cumsum(lengths)])
    return total[last] - total[first]


@dataclass(frozen=True, slots=True)
class BlockWords:
    """What the words say about all links within a block of sentences (:meth:`Explained.block`)."""

    reach: int
    given: Floats
    taken: Floats

    def gains(self, a: int, b: int) -> Floats:
        """Mean of both directions for links of ``a`` and ``b`` sentences that end in the block, ``(rows, columns)``."""
        reach, given, taken = self.reach, self.given[a - 1], self.taken[b - 1]
        result: Floats = given[:, reach:] - given[:, reach - b : -b]
        result += taken[reach:] - taken[reach - a : -a]
        result /= 2
        return result
