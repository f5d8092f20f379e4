"""Two models on the same text: retrieval, links of documents made of it, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.aligner import Aligner
from align.encoders import Encoder
from align.score import count
from align.trial.made import Made, Pairs, blocks_of, make
from corpora.arrays import Floats, Longs
from corpora.document import Document

SAMPLES = 2000
WAYS = 2  # documents made of the same pairs


@dataclass(frozen=True, slots=True)
class Figures:
    """What one model reaches: links found, of the gold and right by document ``(k, 3)``; rows whose counterpart is nearest."""

    links: Longs
    nearest: int
    asked: int

    @property
    def f1(self) -> float:
        """Strict F1, null links counted."""
        return _f1(self.links)

    @property
    def retrieval(self) -> float:
        """Share of texts whose own rendering is the nearest, both ways."""
        return self.nearest / self.asked if self.asked else 0.0

    def __add__(self, other: Figures) -> Figures:
        links = np.concatenate([self.links, other.links])
        return Figures(links, self.nearest + other.nearest, self.asked + other.asked)


NOTHING = Figures(np.zeros((0, 3), np.int64), 0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """The F1 of two models on the same documents; ``low`` to ``high`` is the 95% interval of what the second gains."""

    before: float
    after: float
    low: float
    high: float
    documents: int

    @property
    def gain(self) -> float:
        """What the second gains."""
        return self.after - self.before

    def to_dict(self) -> dict[str, float]:
        """Plain values for the report."""
        names = {"f1_before": self.before, "f1": self.after, "gain": self.gain, "low": self.low, "high": self.high}
        return {name: round(value, 4) for name, value in names.items()} | {"documents": self.documents}


def documents(pairs: Pairs, languages: tuple[str, str], seed: int) -> list[Made]:
    """Documents made of all these pairs, :data:`WAYS` of each block one after the other."""
    found, start = [], 0
    for number, block in enumerate(blocks_of(pairs)):
        others = [*pairs[:start], *pairs[start + len(block) :]]
        found += [make(block, others, languages, (seed, number, way)) for way in range(WAYS)]
        start += len(block)
    return found


def measure(encoder: Encoder, pairs: Pairs, made: Sequence[Made], languages: tuple[str, str]) -> Figures:
    """What a model reaches on pairs and on documents made of them."""
    aligner = Aligner(encoder)
    rows = []
    for one in made:
        sides = (Document.from_sentences(one.source, languages[0]), Document.from_sentences(one.target, languages[1]))
        found = [(tuple(link.source), tuple(link.target)) for link in aligner.links(*sides)]
        counts = count(found, one.links)
        rows.append((counts.found, counts.gold, counts.strict))
    nearest = _nearest(*(encoder.encode([pair[k] for pair in pairs]) for k in (0, 1)))
    return Figures(np.array(rows, np.int64).reshape(-1, 3), nearest, 2 * len(pairs))


def _nearest(left: Floats, right: Floats) -> int:
    scores = left @ right.T
    own = np.diagonal(scores)
    return int((own >= scores.max(1)).sum() + (own >= scores.max(0)).sum())


def difference(before: Figures, after: Figures, seed: int = 0) -> Difference:
    """What ``after`` gains, with the interval of a paired bootstrap over blocks of pairs."""
    both = np.stack([before.links, after.links])  # (2, documents, 3); those of one block are drawn together
    blocks = both.reshape(2, -1, WAYS, 3).sum(2)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(blocks.shape[1], size=(SAMPLES, blocks.shape[1]))
    gains = [_f1(blocks[1, rows]) - _f1(blocks[0, rows]) for rows in drawn]
    low, high = np.percentile(gains, [2.5, 97.5])
    return Difference(before.f1, after.f1, float(low), float(high), blocks.shape[1] * WAYS)


def _f1(links: Longs) -> float:
    found, gold, right = links.sum(0)
    return 2 * float(right) / float(found + gold) if found + gold else 0.0
