"""A foreign model whose cosines mean what those of the built-in one mean, and two models together.

The search takes cosines as the built-in model gives them: near 0 for unrelated sentences, about .8 for renderings. Most
models give something else (multilingual e5: .7 and .9, with a middle of its own for each language, so that any two Chinese
sentences are closer than a sentence and its rendering). Sentences of our own whose renderings are known say where the
vectors of each language lie, which is taken off, and how close renderings are after that: the search multiplies the cosines by
``scale``, which makes them as close as the built-in model finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from align.dictionary import FILE
from align.encoders.encoder import Encoder, StaticEncoder
from align.encoders.hub import HubEncoder
from align.encoders.mixture import TRAINING
from align.encoders.vector_cache import VectorCache
from corpora.arrays import Bools, Floats, unit
from corpora.files import cache_folder
from corpora.logs import logger
from corpora.text import HAN_CHARACTER

LOG = logger(__name__)
PAIRS = Path(__file__).with_name("known_pairs.tsv")
VERSION = 1  # of the pairs and of what is made of them
WEAKEST = 0.15  # median cosine of renderings, above chance, below which a model does not see that they are renderings
LATIN_PER_HAN = 3  # letters that weigh as much as a Han character


class Known(NamedTuple):
    """What the known pairs tell of a model: the mean vector of each language, what cosines are multiplied by."""

    zh: Floats
    other: Floats
    scale: float


@cache
def known_pairs() -> tuple[list[str], list[str]]:
    """The sentences of both languages, in order."""
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [zh for zh, _ in rows], [en for _, en in rows]


def chinese(texts: Sequence[str]) -> Bools:
    """Which texts are written in Han characters ``(n,)``; a Latin name in a Chinese document is not.

    >>> chinese(["联合国", "UNHCR", "难民署(UNHCR)", "1999"]).tolist()
    [True, False, True, False]
    """
    return np.array(
        [
            not text.isascii()
            and LATIN_PER_HAN * len(HAN_CHARACTER.findall(text))
            > sum(letter.isascii() and letter.isalpha() for letter in text)
            for text in texts
        ],
        bool,
    )


class CentredEncoder:
    """Any encoder with the mean of each language taken off; ``scale``: what cosines are to be multiplied by.

    ``cached``: vectors of the known pairs are kept on disk under the fingerprint of the model.
    """

    additive = False

    def __init__(self, encoder: Encoder, like: StaticEncoder, cached: bool = True) -> None:
        self.encoder, self.like, self.cached = encoder, like, cached
        self.fingerprint = f"{encoder.fingerprint}+centred{VERSION}"

    @cached_property
    def known(self) -> Known:
        """Means and scale, worked out when first needed."""
        zh, en = (unit(self._vectors(side)) for side in known_pairs())
        means = zh.mean(0), en.mean(0)
        left, right = unit(zh - means[0]), unit(en - means[1])
        scale = scale_to(self.like, left, right, self.encoder.fingerprint)
        return Known(*means, scale)

    def _vectors(self, texts: list[str]) -> Floats:
        """Vectors of the known sentences, from the disk where it has them and they are those of this model."""
        if not self.cached or isinstance(self.encoder, HubEncoder | StaticEncoder):  # which see to that themselves
            return self.encoder.encode(texts)
        kept = VectorCache(cache_folder() / "vectors.sqlite", f"known:{self.encoder.fingerprint}")
        found = kept.get(texts)
        if len(found) == len(set(texts)):
            first = self.encoder.encode(texts[:1])[0]
            if found[texts[0]].shape == first.shape and np.allclose(found[texts[0]], first, atol=1e-3):
                return np.stack([found[text] for text in texts])
        vectors = self.encoder.encode(texts)
        if not found:
            kept.put(texts, vectors)
        return vectors

    @property
    def scale(self) -> float:
        """What cosines are multiplied by to be those of the built-in model."""
        return self.known.scale

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``; zeros for a text that has none."""
        vectors = unit(self.encoder.encode(texts))
        there = np.abs(vectors).sum(1, keepdims=True) > 0
        means = np.where(chinese(texts)[:, None], self.known.zh, self.known.other)
        return unit(np.where(there, vectors - means, np.float32(0.0)))

    def sums(self, texts: Sequence[str]) -> Floats:
        """Unit vectors times the square root of the number of characters: sums stand for runs, roughly."""
        return self.encode(texts) * _weights(texts)[:, None]


class PairedEncoder:
    """The built-in model and another one together: unit vectors of both side by side, so a cosine is the mean of both."""

    additive = False

    def __init__(self, first: StaticEncoder, second: Encoder) -> None:
        self.first, self.second = first, second
        self.fingerprint = f"{first.fingerprint}+{second.fingerprint}"

    @cached_property
    def scale(self) -> float:
        """What cosines are multiplied by to be those of the built-in model."""
        zh, en = (self.encode(side) for side in known_pairs())
        return scale_to(self.first, zh, en, self.fingerprint)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, d)``; zeros for a text that has none."""
        return unit(np.concatenate([self.first.encode(texts), self.second.encode(texts)], axis=1))

    def sums(self, texts: Sequence[str]) -> Floats:
        """Sums of the built-in model, and beside them vectors of the same length from the other."""
        left = self.first.sums(texts)
        norms = np.linalg.norm(left, axis=1)
        weights = np.where(norms > 1e-9, norms, _weights(texts))
        return np.concatenate([left, self.second.encode(texts) * weights[:, None].astype(np.float32)], axis=1)


def _weights(texts: Sequence[str]) -> Floats:
    return np.sqrt([max(len(text), 1) for text in texts]).astype(np.float32)


def scale_to(like: StaticEncoder, zh: Floats, en: Floats, name: str) -> float:
    """By what the cosines of known pairs ``(n, d)`` are multiplied so that their median is that of ``like``."""
    usual, here = (
        float(np.median((left * right).sum(1))) for left, right in ((*map(like.encode, known_pairs()),), (zh, en))
    )
    if here < WEAKEST:
        LOG.warning(
            "model %s hardly sees that sentences render each other (median cosine %.2f above chance): does it know both languages?",
            name,
            here,
            extra={"code": "model"},
        )
    return usual / max(here, WEAKEST)


def scale_of(encoder: Encoder) -> float:
    """What the cosines of an encoder are multiplied by; 1 for those that are ours."""
    return float(getattr(encoder, "scale", 1.0))


def is_ours(encoder: Encoder) -> bool:
    """Whether the cosines of an encoder are taken as they are: the built-in model, what ``align train`` made, what is centred."""
    if isinstance(encoder, StaticEncoder):
        return encoder.builtin or any((encoder.folder / name).exists() for name in (TRAINING, FILE))
    return isinstance(encoder, CentredEncoder | PairedEncoder)
