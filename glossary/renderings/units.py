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
from align.encoders import StaticEncoder, tokenizer_settings
from corpora.arrays import Floats, Longs, unit
from glossary.words import Cuts

INSIDE = 0.4  # weight of the parts of a Chinese word beside the word itself
CLOSE = 0.35  # cosine of two units from which on the vectors speak
LEAST_WEIGHT = 0.08


@dataclass(frozen=True, slots=True)
class Unit:
    """Pieces of a unit with weights that add up to 1, its raw vector, and what it weighs in a sentence (0 to 1)."""

    pieces: Longs
    shares: Floats
    vector: Floats
    weight: float


class UnitTable:
    """Units by their text, made once; ``light`` are the words of a language that carry no content, ``cuts`` keeps words."""

    def __init__(self, encoder: StaticEncoder, light: dict[str, frozenset[str]], cuts: Cuts | None = None) -> None:
        self.encoder, self.light = encoder, light
        self._known: dict[tuple[str, str], Unit] = {}
        self.cuts = cuts or Cuts()
        dictionary = encoder.dictionary
        self.dictionary: Dictionary | None = dictionary.facing("zh", "en") if dictionary else None
        self._place = np.full(encoder.shape[0], -1, np.int64)
        model = tokenizer_settings(encoder.folder / "tokenizer.json")["model"]
        self._number = {piece: k for k, (piece, _score) in enumerate(model["vocab"])}
        self._lengths = [len(piece) for piece, _score in model["vocab"]]

    def units(self, texts: Sequence[str], language: str) -> list[Unit]:
        """The units of some words, in their order."""
        new = sorted({text for text in texts if (language, text) not in self._known})
        if new:
            pieces = self.encoder.pieces(new)
            vectors = self.encoder.sums_of(pieces)
            for k, text in enumerate(new):
                ids = pieces.ids[pieces.offsets[k] : pieces.offsets[k + 1]].astype(np.int64)
                self._known[language, text] = self._unit(text, language, ids, vectors[k])
        return [self._known[language, text] for text in texts]

    def _unit(self, text: str, language: str, ids: Longs, vector: Floats) -> Unit:
        if language == "zh" and not text.isascii():
            parts = {text: 1.0}
            for size in range(1, len(text)):
                for start in range(len(text) - size + 1):
                    part = text[start : start + size]
                    parts[part] = max(parts.get(part, 0.0), INSIDE * size / len(text))
            found = {self._number[part]: weight for part, weight in parts.items() if part in self._number}
            ids = np.array(list(found), np.int64)
            shares = np.array(list(found.values()), np.float32)
        else:
            sizes = np.array([self._lengths[int(k)] for k in ids], np.float32)
            shares = sizes**2 / max(float((sizes**2).sum()), 1.0)
        return Unit(ids, shares, vector, self._weight(text, language, ids, shares))

    def _weight(self, text: str, language: str, ids: Longs, shares: Floats) -> float:
        if text.lower() in self.light[language]:
            return LEAST_WEIGHT
        if self.dictionary is None or not len(ids):
            return 1.0
        share = self.dictionary.shares[0 if language == "zh" else 1][ids[int(np.argmax(shares))]]
        return float(np.clip(-np.log(max(share, 1e-7)) / 9.0, LEAST_WEIGHT, 1.0))

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
