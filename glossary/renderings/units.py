"""What the built-in model knows of single words: their pieces, what these become in the other language, their vectors.

A *unit* is a word as the look-up aligns it: an English word, a Chinese word of up to four characters
(:mod:`glossary.words.boundaries`), a number or a name in Latin letters. The dictionary of the model is about pieces, so a unit
is a weighted set of pieces: an English word the pieces that the tokenizer cuts it into, the long ones first; a Chinese
word itself and, at a discount, the words and characters inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from align.dictionary import Dictionary
from align.encoders import StaticEncoder, pieces_of, tokenizer_settings
from corpora.arrays import Doubles, Floats, Ints, Longs, Ragged
from glossary.words import Cuts

INSIDE = 0.4  # weight of the parts of a Chinese word beside the word itself
CLOSE = 0.35  # cosine of two units from which on the vectors speak
LEAST_WEIGHT = 0.08
_Weighed = tuple[Ints, Longs, Floats, Longs]  # pieces end to end, how many each word has, their shares, the main ones


@dataclass(frozen=True, slots=True)
class Unit:
    """Pieces of a unit with weights that add up to 1, its raw vector, and what it weighs in a sentence (0 to 1)."""

    pieces: Longs
    shares: Floats
    vector: Floats
    weight: float


@dataclass(frozen=True, slots=True)
class Units:
    """Many units flat: ``pieces`` with their ``shares``; ``weights`` ``(n,)``; ``written``: their pieces as the ``encoder`` cuts them."""

    pieces: Ragged
    shares: Floats
    weights: Doubles
    written: Ragged
    encoder: StaticEncoder

    def __len__(self) -> int:
        return len(self.weights)

    def __getitem__(self, k: int) -> Unit:
        part = slice(int(self.pieces.offsets[k]), int(self.pieces.offsets[k + 1]))
        vector = self.vectors(np.array([k], np.int64))[0]
        return Unit(self.pieces.ids[part].astype(np.int64), self.shares[part], vector, float(self.weights[k]))

    def vectors(self, which: Longs | None = None) -> Floats:
        """Raw vectors of some units, or of all, ``(n, d)``: added up when asked for, they are a thousand bytes each."""
        if which is None:
            return self.encoder.sums_of(self.written)
        ids, _ = self.written.take(which)
        counts = self.written.offsets[which + 1] - self.written.offsets[which]
        return self.encoder.sums_of(Ragged.from_counts(ids.astype(np.int32), counts))


class UnitTable:
    """Units by their text; ``light`` are the words of a language that carry no content, ``cuts`` keeps words."""

    def __init__(self, encoder: StaticEncoder, light: dict[str, frozenset[str]], cuts: Cuts | None = None) -> None:
        self.encoder, self.light = encoder, light
        self.cuts = cuts or Cuts()
        dictionary = encoder.dictionary
        self.dictionary: Dictionary | None = dictionary.facing("zh", "en") if dictionary else None
        self._number, self._lengths = _numbered(encoder.folder / "tokenizer.json")

    def many(self, texts: Sequence[str], language: str) -> Units:
        """The units of some words, in their order."""
        pieces = self.encoder.pieces(texts)
        self.encoder.vectors.places(pieces.ids)  # read at once: pieces that stand together are
        ids, counts, shares, main = self._by_length(pieces)
        if language == "zh":
            ids, counts, shares, main = self._with_parts(texts, (ids, counts, shares, main))
        light = np.fromiter((text.lower() in self.light[language] for text in texts), bool, len(texts))
        weights = np.where(light, LEAST_WEIGHT, self._weights(main, 0 if language == "zh" else 1))
        return Units(Ragged.from_counts(ids, counts), shares, weights, pieces, self.encoder)

    def _by_length(self, pieces: Ragged) -> _Weighed:
        """Pieces as the tokenizer cuts words, the long ones first; the longest of each word, -1 where it has none."""
        counts = np.diff(pieces.offsets)
        owner = np.repeat(np.arange(len(pieces)), counts)
        sizes = self._lengths[pieces.ids] ** 2
        shares = sizes / np.maximum(np.bincount(owner, sizes, minlength=len(pieces)), 1.0)[owner]
        main = np.full(len(pieces), -1, np.int64)
        order = np.lexsort((-np.arange(len(owner)), sizes))  # the last that is written, the first of the longest, stays
        main[owner[order]] = pieces.ids[order]
        return pieces.ids, counts, shares.astype(np.float32), main

    def _with_parts(self, texts: Sequence[str], plain: _Weighed) -> _Weighed:
        """Chinese words as themselves and, at a discount, the words and characters inside them; others as they are."""
        lengths = np.array([0 if text.isascii() else len(text) for text in texts], np.int64)
        main = plain[3].copy()
        owner = np.repeat(np.arange(len(texts)), plain[1])
        kept = lengths[owner] == 0
        found = [(owner[kept], plain[0][kept].astype(np.int32), plain[2][kept])]
        for length in np.unique(lengths[lengths > 0]).tolist():
            which = np.flatnonzero(lengths == length)
            ids, weights = self._parts([texts[k] for k in which.tolist()], length)
            there = ids >= 0
            best = np.where(there, weights, -1).argmax(1)
            main[which] = ids[np.arange(len(which)), best]
            row, column = np.nonzero(there)
            found.append((which[row], ids[row, column], weights[column].astype(np.float32)))
        owner, flat, shares = (np.concatenate(columns) for columns in zip(*found, strict=True))
        order = np.argsort(owner, kind="stable")
        return flat[order], np.bincount(owner, minlength=len(texts)), shares[order], main

    def _parts(self, words: Sequence[str], length: int) -> tuple[Ints, Doubles]:
        """The pieces of Chinese words of one length ``(words, parts)``, -1 for what is none or was there before, and the weights of the parts.

        The whole word comes first, then the short parts.
        """
        spans = [(start, size) for size in range(1, length) for start in range(length - size + 1)]
        weights = np.array([1.0, *(INSIDE * size / length for _start, size in spans)])
        ids = np.empty((len(words), len(weights)), np.int32)
        number = self._number
        for k, (start, size) in enumerate([(0, length), *spans]):
            ids[:, k] = [number.get(word[start : start + size], -1) for word in words]
        for k in range(1, ids.shape[1]):
            ids[(ids[:, :k] == ids[:, k : k + 1]).any(1), k] = -1
        return ids, weights

    def _weights(self, main: Longs, side: int) -> Doubles:
        """What words weigh by how frequent their main pieces are."""
        if self.dictionary is None:
            return np.ones(len(main))
        share = np.maximum(self.dictionary.shares[side][main], np.float32(1e-7))
        weights = np.clip(-np.log(share) / np.float32(9.0), np.float32(LEAST_WEIGHT), np.float32(1.0))
        return np.where(main < 0, 1.0, weights.astype(np.float64))


@lru_cache(maxsize=2)
def _numbered(path: Path) -> tuple[dict[str, int], Longs]:
    """The number of each piece of a model, and how long each is."""
    pieces = list(pieces_of(tokenizer_settings(path)))
    return dict(zip(pieces, range(len(pieces)), strict=True)), np.fromiter(map(len, pieces), np.int64, len(pieces))
