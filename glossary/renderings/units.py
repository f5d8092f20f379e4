"""What the built-in model knows of single words: their pieces, what these become in the other language, their vectors.

A *unit* is a word as the look-up aligns it: an English word, a Chinese word of up to four characters
(:mod:`glossary.words.boundaries`), a number or a name in Latin letters. The dictionary of the model is about pieces, so a unit
is a weighted set of pieces: an English word the pieces that the tokenizer cuts it into, the long ones first; a Chinese
word itself and, at a discount, the words and characters inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.dictionary import Dictionary, Direction
from align.encoders import StaticEncoder, pieces_of, tokenizer_settings
from corpora.arrays import Doubles, Floats, Ints, Longs, Ragged, unit
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
    """Many units flat: ``pieces`` with their ``shares``; ``vectors`` ``(n, d)``; ``weights`` ``(n,)``."""

    pieces: Ragged
    shares: Floats
    vectors: Floats
    weights: Doubles

    def __len__(self) -> int:
        return len(self.weights)

    def __getitem__(self, k: int) -> Unit:
        part = slice(int(self.pieces.offsets[k]), int(self.pieces.offsets[k + 1]))
        return Unit(self.pieces.ids[part].astype(np.int64), self.shares[part], self.vectors[k], float(self.weights[k]))


class UnitTable:
    """Units by their text, made once; ``light`` are the words of a language that carry no content, ``cuts`` keeps words."""

    def __init__(self, encoder: StaticEncoder, light: dict[str, frozenset[str]], cuts: Cuts | None = None) -> None:
        self.encoder, self.light = encoder, light
        self._known: dict[tuple[str, str], Unit] = {}
        self.cuts = cuts or Cuts()
        dictionary = encoder.dictionary
        self.dictionary: Dictionary | None = dictionary.facing("zh", "en") if dictionary else None
        self._place = np.full(encoder.shape[0], -1, np.int64)
        pieces = pieces_of(tokenizer_settings(encoder.folder / "tokenizer.json"))
        self._number = {piece: k for k, piece in enumerate(pieces)}
        self._lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))

    def units(self, texts: Sequence[str], language: str) -> list[Unit]:
        """The units of some words, in their order."""
        new = list(dict.fromkeys(text for text in texts if (language, text) not in self._known))
        made = self.many(new, language)
        self._known.update(((language, text), made[k]) for k, text in enumerate(new))
        return [self._known[language, text] for text in texts]

    def many(self, texts: Sequence[str], language: str) -> Units:
        """The same as arrays, which are not kept."""
        pieces = self.encoder.pieces(texts)
        vectors = self.encoder.sums_of(pieces)
        ids, counts, shares, main = self._by_length(pieces)
        if language == "zh":
            ids, counts, shares, main = self._with_parts(texts, (ids, counts, shares, main))
        light = np.fromiter((text.lower() in self.light[language] for text in texts), bool, len(texts))
        weights = np.where(light, LEAST_WEIGHT, self._weights(main, 0 if language == "zh" else 1))
        return Units(Ragged.from_counts(ids, counts), shares, vectors, weights)

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

    def closeness(self, zh: Sequence[Unit], en: Sequence[Unit]) -> Floats:
        """How well units render each other, ``(len(zh), len(en))``, about 0 to 1."""
        z, e = _matrix(zh), _matrix(en)
        result = np.zeros((len(zh), len(en)), np.float32)
        if self.dictionary is not None:
            there = self._table(self.dictionary.directions[0], z[0], e[0])
            back = self._table(self.dictionary.directions[1], e[0], z[0]).T
            forward, backward = z[1] @ there @ e[1].T, z[1] @ back @ e[1].T
            result += np.sqrt(forward * backward) + 0.25 * (forward + backward)
        left, right = unit(np.stack([u.vector for u in zh])), unit(np.stack([u.vector for u in en]))
        result += np.maximum(left @ right.T - CLOSE, 0.0) * 0.8
        return result

    def _table(self, way: Direction, givers: Longs, takers: Longs) -> Floats:
        self._place[takers] = np.arange(len(takers))
        rows, renderings, chances = way.take(givers)
        columns = self._place[renderings]
        self._place[takers] = -1
        known = columns >= 0
        table = np.zeros((len(givers), len(takers)), np.float32)
        table[rows[known], columns[known]] = chances[known]
        return table


def _matrix(units: Sequence[Unit]) -> tuple[Longs, Floats]:
    """The pieces of some units, each once, and the weight of each piece in each unit ``(units, pieces)``."""
    pieces, place = np.unique(np.concatenate([u.pieces for u in units]), return_inverse=True)
    weights = np.zeros((len(units), len(pieces)), np.float32)
    rows = np.repeat(np.arange(len(units)), [len(u.pieces) for u in units])
    np.add.at(weights, (rows, place), np.concatenate([u.shares for u in units]))
    return pieces, weights
