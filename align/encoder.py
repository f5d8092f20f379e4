"""Sentences to vectors: the built-in static model without torch, or any sentence-transformers model.

An encoder gives *raw* vectors whose sum over a run of sentences stands for the run. For the built-in model that is
exact: the vector of a run is the sum of the vectors of its pieces, so any n-m candidate costs a subtraction. For
other models the unit vectors are weighted by the square root of the text length before they are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpora.errors import InputError, MissingDependencyError

Floats = npt.NDArray[np.float32]
BUILTIN = Path(__file__).parent / "model"
CHUNK = 8192  # sentences a chunk: bounds memory, never changes a vector


class Encoder(Protocol):
    """What the aligner needs of a model. ``fingerprint`` names the weights in signatures."""

    fingerprint: str

    def sums(self, texts: Sequence[str]) -> Floats:
        """Raw vectors ``(n, d)``; the sum over a run of sentences stands for the run. Empty text: zeros."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``, zeros for a text without a known piece."""
        ...


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; zero rows stay zero.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9)
    return result


def clean(text: str) -> str:
    """A text that a tokenizer accepts: unpaired surrogates become U+FFFD."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class StaticEncoder:
    """A bag of subword vectors, read from a sentence-transformers folder with tokenizers, safetensors and numpy.

    >>> from align.encoder import StaticEncoder  # doctest: +SKIP
    >>> StaticEncoder().encode(["被占领土", "occupied territories"]).shape  # doctest: +SKIP
    (2, 256)
    """

    def __init__(self, folder: Path = BUILTIN) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            weights = load_file(str(folder / "model.safetensors"))["embedding.weight"]
        except Exception as error:  # tokenizers raises plain Exception
            raise InputError(
                f"{folder}: not a static model folder ({error})", "give a folder made by 'align train'"
            ) from error
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.weights: Floats = weights.astype(np.float32)
        self.fingerprint = fingerprint(folder)

    def sums(self, texts: Sequence[str]) -> Floats:
        """Sum of piece vectors, ``(n, d)`` float32, the same whatever the batch."""
        out = np.zeros((len(texts), self.weights.shape[1]), np.float32)
        for start in range(0, len(texts), CHUNK):
            chunk = [clean(text) for text in texts[start : start + CHUNK]]
            ids = [one.ids for one in self.tokenizer.encode_batch_fast(chunk, add_special_tokens=False)]
            lengths = np.fromiter(map(len, ids), np.int64, len(ids))
            filled = np.flatnonzero(lengths)
            if not len(filled):
                continue
            flat = np.fromiter((i for one in ids for i in one), np.int64, int(lengths.sum()))
            starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
            out[start + filled] = _segment_sums(self.weights, flat, starts)
        return out

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)`` float32; zeros for an empty text."""
        return unit(self.sums(texts))


def _segment_sums(weights: Floats, flat: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> Floats:
    """``reduceat`` in slices of whole segments, so that a slice of gathered rows stays in the cache."""
    out = np.empty((len(starts), weights.shape[1]), np.float32)
    ends = np.append(starts[1:], len(flat))
    step = 256
    for first in range(0, len(starts), step):
        last = min(first + step, len(starts))
        rows = weights[flat[starts[first] : ends[last - 1]]]
        out[first:last] = np.add.reduceat(rows, starts[first:last] - starts[first], axis=0)
    return out


class HubEncoder:
    """Any sentence-transformers model by name or path; torch is imported here and nowhere else."""

    def __init__(self, name: str, device: str | None = None) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:  # pragma: no cover - a core dependency
            raise MissingDependencyError(
                "sentence-transformers is not installed", "pip install sentence-transformers"
            ) from error
        try:
            self.model: Any = SentenceTransformer(name, device=device, local_files_only=Path(name).exists())
        except Exception as error:
            reason = " ".join(str(error).split())[:160]
            raise InputError(
                f"model {name!r} cannot be loaded: {reason}", "give a model name or folder, or leave --model out"
            ) from error
        self.fingerprint = fingerprint(Path(name)) if Path(name).exists() else name

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``; sentence-transformers batches by length."""
        cleaned = [clean(text) for text in texts]
        vectors = self.model.encode(cleaned, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        result = np.nan_to_num(np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1))
        result[[not text.strip() for text in cleaned]] = 0.0
        return unit(result)

    def sums(self, texts: Sequence[str]) -> Floats:
        """Unit vectors times the square root of the number of characters."""
        weight = np.sqrt([max(len(text), 1) for text in texts]).astype(np.float32)
        weighted: Floats = self.encode(texts) * weight[:, None]
        return weighted


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits of the files that shape the vectors."""
    digest = hashlib.sha256()
    names = ("tokenizer.json", "model.safetensors", "modules.json", "config.json", "pytorch_model.bin")
    for path in sorted(p for p in folder.rglob("*") if p.name in names):
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:8]


def is_static(folder: Path) -> bool:
    """Whether a folder holds one table of piece vectors that needs no torch."""
    modules = folder / "modules.json"
    return modules.is_file() and "StaticEmbedding" in modules.read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def load_encoder(model: str = "builtin") -> Encoder:
    """``builtin``, a folder, or a hub name."""
    if model == "builtin":
        return StaticEncoder(BUILTIN)
    if is_static(Path(model)):
        return StaticEncoder(Path(model))
    return HubEncoder(model)
