"""Sentences to vectors: the built-in static model without torch, or any sentence-transformers model.

An encoder gives *raw* vectors whose sum over a run of sentences stands for the run. For the built-in model that is
exact: the vector of a run is the sum of the vectors of its pieces, so any n-m candidate costs a subtraction. For
other models (:mod:`align.encoders.hub`) the unit vectors are weighted by the square root of the text length before they are
added, and joined texts are encoded where it matters (:mod:`align.search.joins`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from align.dictionary import Dictionary
from align.encoders.piece_vectors import PieceVectors
from align.encoders.pieces import PieceTokenizer
from align.encoders.tokenizer_file import HINT
from align.encoders.vectors import fingerprint
from corpora.arrays import Floats, Ints, Longs, Ragged, unit
from corpora.errors import InputError, short

BUILTIN = Path(__file__).parents[1] / "model"
CHUNK = 2048  # texts whose pieces are held at a time
SLICE = 256  # texts whose pieces are added up together


class Encoder(Protocol):
    """What the aligner needs of a model. ``fingerprint`` names the weights in signatures."""

    fingerprint: str
    additive: bool  # whether the sum over a run is exactly the vector of its text

    def sums(self, texts: Sequence[str]) -> Floats:
        """Raw vectors ``(n, d)``; the sum over a run of sentences stands for the run. Empty text: zeros."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``, zeros for a text without a known piece."""
        ...


class StaticEncoder:
    """A bag of subword vectors, read from a sentence-transformers folder with tokenizers, safetensors and numpy.

    >>> from align.encoders.encoder import StaticEncoder  # doctest: +SKIP
    >>> StaticEncoder().encode(["被占领土", "occupied territories"]).shape  # doctest: +SKIP
    (2, 256)
    """

    additive = True

    def __init__(self, folder: Path = BUILTIN) -> None:
        try:
            self.tokenizer = PieceTokenizer(folder / "tokenizer.json")
            self.vectors = PieceVectors(folder / "model.safetensors")
            if folder != BUILTIN:  # which is ours, and is checked by its tests
                self.vectors.check(self.tokenizer.count)
        except (InputError, MemoryError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # safetensors raises plain Exception; a panic of Rust is not even one
            raise InputError(f"{folder}: not a static model folder ({short(str(error), 160)})", HINT) from error
        self.fingerprint = fingerprint(folder)
        self.folder = folder
        self.builtin = folder == BUILTIN

    @property
    def shape(self) -> tuple[int, int]:
        """Number of pieces, length of a vector."""
        return self.vectors.shape

    @cached_property
    def dictionary(self) -> Dictionary | None:
        """Translation probabilities of the pieces, where the model folder has them."""
        return Dictionary.load(self.folder, self.shape[0])

    def pieces(self, texts: Sequence[str]) -> Ragged:
        """The piece ids of each text."""
        return Ragged.from_counts(*self.tokenizer.encode(texts))

    def sums(self, texts: Sequence[str]) -> Floats:
        """Sum of piece vectors, ``(n, d)`` float32, the same whatever the batch."""
        out = np.zeros((len(texts), self.shape[1]), np.float32)
        for start in range(0, len(texts), CHUNK):  # bounds memory, never changes a vector
            out[start : start + CHUNK] = self.sums_of(self.pieces(texts[start : start + CHUNK]))
        return out

    def sums_of(self, pieces: Ragged) -> Floats:
        """The same from piece ids."""
        out = np.zeros((len(pieces), self.shape[1]), np.float32)
        _segment_sums(self.vectors.table, self.vectors.places(pieces.ids), np.diff(pieces.offsets), out)
        return out

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)`` float32; zeros for an empty text."""
        return unit(self.sums(texts))


def _segment_sums(weights: Floats, ids: Ints, counts: Longs, out: Floats) -> None:
    """Add up the pieces of each text into the rows of ``out``, from the first piece to the last.

    Slices of texts, the longest first: step p adds piece p of all texts that have one. The sums of a slice stay in
    the cache (five times the speed of ``reduceat``), and the order of the additions never depends on the batch.
    """
    begins = np.cumsum(counts) - counts
    rows, total = (np.empty((SLICE, weights.shape[1]), np.float32) for _ in range(2))
    for first in range(0, len(counts), SLICE):
        part = counts[first : first + SLICE]
        order = np.argsort(-part, kind="stable")
        begin, lengths = begins[first : first + SLICE][order], part[order]
        alive = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left")
        total[:] = 0.0
        for step, k in enumerate(alive.tolist()):
            weights.take(ids[begin[:k] + step], axis=0, out=rows[:k], mode="clip")
            np.add(total[:k], rows[:k], out=total[:k])
        out[first + order] = total[: len(order)]
