"""What is measured of a link, and of a sentence at the edge of a link, to decide which sentences are alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.dictionary import Explained
from align.search.confidence import cosines
from align.search.cost import SideArrays
from align.search.list_marks import bare_figures, is_heading, is_mark, list_number
from corpora.arrays import Bools, Doubles, Floats, Longs, Step

LINK_FEATURES = (
    "one", "cosine", "best way", "worst way", "length", "short", "evidence", "one-sided", "against", "around", "beside",
    "level", "rate", "heading", "mark", "several", "linked", "margin", "cosine, short", "words, short", "marks", "both several",
    "numbers", "same",
)  # fmt: skip
EDGE_FEATURES = (
    "one", "cosine", "gained cosine", "own words", "added", "added a word", "length", "room", "heading", "headings", "mark",
    "mark answered", "evidence", "one-sided", "size", "level", "rate", "linked", "rest", "words of the rest", "cosine, short",
    "far length", "against", "numbers",
)  # fmt: skip
NEAR = ((-1, 0), (1, 0), (0, -1), (0, 1), (-2, 0), (2, 0), (0, -2), (0, 2))
LEAST_LEVEL = 0.2
Edge = tuple[int, bool]  # side 0 (source) or 1, and whether the last sentence of it


@dataclass(frozen=True, slots=True)
class Facts:
    """What is measured of links ``(k,)``.

    ``ways`` ``(k, 2)``: how well the source explains an average word of the target, and the other way; ``sizes`` ``(k, 2)``: characters
    in a common measure; ``proof``: agreement of hard evidence where ``both`` have some.
    """

    cosine: Doubles
    ways: Doubles
    sizes: Doubles
    proof: Doubles
    both: Bools
    one_sided: Bools


@dataclass(frozen=True, slots=True)
class Context:
    """``usual``: what an average word of a good link says; ``rate``: logarithm of the share of sentences that seem alone."""

    usual: float
    rate: float


class Document:
    """Two sides and what is usual in them, ready to measure any link."""

    def __init__(
        self,
        source: SideArrays,
        target: SideArrays,
        ratio: float,
        level: float,
        explained: Explained | None,
    ) -> None:
        self.source, self.target, self.explained = source, target, explained
        self.level = max(level, LEAST_LEVEL)
        sides = source, target
        self.lengths = [
            np.concatenate([[0.0], np.cumsum(side.lengths, dtype=np.float64) * scale])
            for side, scale in zip(sides, (ratio**0.5, ratio**-0.5), strict=True)
        ]
        self.evidence = [
            np.concatenate([np.zeros((1, s.evidence.shape[1])), np.cumsum(s.evidence, 0, np.float64)]) for s in sides
        ]
        self.words = [
            np.zeros(len(s.lengths) + 1) if s.pieces is None else np.asarray(s.pieces.offsets, np.float64)
            for s in sides
        ]
        self.heads = [np.array([is_heading(text) for text in s.texts], bool) for s in sides]
        self.marks = [np.array([is_mark(text) for text in s.texts], bool) for s in sides]
        self.numbers = [[list_number(text) for text in s.texts] for s in sides]
        self.figures = [[bare_figures(text) for text in s.texts] for s in sides]

    def facts(self, steps: Sequence[Step]) -> Facts:
        """What is measured of links."""
        i, a, j, b = spans(steps)
        sizes = np.stack([self.lengths[0][i + a] - self.lengths[0][i], self.lengths[1][j + b] - self.lengths[1][j]], 1)
        proofs = [self.evidence[0][i + a] - self.evidence[0][i], self.evidence[1][j + b] - self.evidence[1][j]]
        norms = [np.linalg.norm(p, axis=1) for p in proofs]
        some = [n > 1e-6 for n in norms]
        both = some[0] & some[1]
        proof = (proofs[0] * proofs[1]).sum(1) / np.where(both, norms[0] * norms[1], 1.0)
        ways = np.zeros((len(steps), 2)) if self.explained is None else self.explained.ways(steps).astype(np.float64)
        return Facts(self.cosines(steps), ways, sizes, proof, both, some[0] != some[1])

    def cosines(self, steps: Sequence[Step]) -> Doubles:
        """Cosine of both runs of every step ``(k,)``, 0 for unrelated ones and for null links."""
        plain = cosines(steps, self.source, self.target).astype(np.float64)
        result: Doubles = np.nan_to_num(plain)
        return result

    def same(self, step: Step) -> bool:
        """Whether both sides have the same words, letter by letter."""
        i, a, j, b, _ = step
        return a == b == 1 and self.source.texts[i].strip().lower() == self.target.texts[j].strip().lower()

    def contradict(self, step: Step) -> bool:
        """Whether both sides are nothing but figures, and other ones: such lines are never renderings."""
        i, a, j, b, _ = step
        left, right = self.figures[0][i : i + a], self.figures[1][j : j + b]
        return all(left) and all(right) and "".join(left) != "".join(right)

    def around(self, steps: Sequence[Step]) -> Doubles:
        """Mean cosine of a sentence of each link with the sentences beside the other ``(k,)``: what the topic alone gives."""
        i, a, j, b = spans(steps)
        total, count = np.zeros(len(steps)), np.zeros(len(steps))
        for up, aside in NEAR:
            x = i + up if up < 0 else i + a - 1 + up if up else i
            y = j + aside if aside < 0 else j + b - 1 + aside if aside else j
            inside = (x >= 0) & (x < len(self.source.lengths)) & (y >= 0) & (y < len(self.target.lengths))
            u, v = self.source.vectors[np.where(inside, x, 0)], self.target.vectors[np.where(inside, y, 0)]
            norm = np.linalg.norm(u, axis=1) * np.linalg.norm(v, axis=1)
            cosine = (u * v).sum(1) / np.maximum(norm, 1e-9) * self.source.scale
            total += np.where(inside, cosine, 0.0)
            count += inside
        result: Doubles = total / np.maximum(count, 1)
        return result


def spans(steps: Sequence[Step]) -> tuple[Longs, Longs, Longs, Longs]:
    """First sentence and number of sentences, of both sides, of every step."""
    i, a, j, b = np.array([step[:4] for step in steps], np.int64).reshape(-1, 4).T
    return i, a, j, b


def context(path: Sequence[Step], document: Document, rate: float) -> Context:
    """What the path says of the whole document."""
    one = [step for step in path if step[1] == step[3] == 1]
    facts = document.facts(one)
    good = facts.cosine >= 0.8 * document.level
    usual = float(np.median(facts.ways[good].mean(1))) if good.sum() > 2 else 1.0
    return Context(usual, rate)


def null_rate(path: Sequence[Step], cosine: Floats, level: float) -> float:
    """Logarithm of the share of sentences that are alone, or in a 1-1 link of hardly any similarity."""
    _, a, _, b = spans(path)
    null = (a == 0) | (b == 0)
    alone = null | ((a == 1) & (b == 1) & (np.nan_to_num(cosine) < 0.5 * level))
    size = a + b
    return float(np.log((size[alone].sum() + 0.5) / (size.sum() + 10)))


def link_features(
    steps: Sequence[Step], near: tuple[Doubles, Doubles, Doubles], document: Document, around: Context
) -> Doubles:
    """Features of links ``(k, 24)``; ``near``: cosine of the neighbours, how many of them are alone, whether the path has the link."""
    facts, level = document.facts(steps), document.level
    i, a, j, b = spans(steps)
    said = facts.ways - around.usual
    log = np.log((facts.sizes[:, 1] + 6) / (facts.sizes[:, 0] + 6))
    short = 1 / (1 + facts.sizes.min(1) / 10)
    heads = document.heads[0][i + a - 1], document.heads[1][j + b - 1]
    marks = document.marks[0][i] & (a == 1), document.marks[1][j] & (b == 1)
    cosine = np.clip(facts.cosine / level, -0.3, 1.3)
    numbers = [
        _answer(document.numbers[0][p], document.numbers[1][q : q + 1])
        for p, q in zip(i.tolist(), j.tolist(), strict=True)
    ]
    columns = [
        np.ones(len(steps)), cosine, said.max(1), said.min(1), np.minimum(log * log, 4.0), short,
        np.where(facts.both, facts.proof - 0.5, 0.0), facts.one_sided, facts.both & (facts.proof < 0.2), near[0] / level, near[1],
        np.full(len(steps), level), np.full(len(steps), around.rate), heads[0] != heads[1], marks[0] != marks[1], a + b > 2, near[2],
        (facts.cosine - document.around(steps)) / level, cosine * short, said.mean(1) * short, marks[0] & marks[1], (a > 1) & (b > 1),
        numbers, [document.same(step) for step in steps],
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float64) for column in columns], 1)


def edge_features(
    steps: Sequence[Step], edges: Sequence[Edge], linked: Doubles, document: Document, around: Context
) -> Doubles:
    """Features of sentences at the edge of links ``(k, 24)``; ``linked``: whether the path has the link with them."""
    parts, rests = zip(*(parted(step, edge) for step, edge in zip(steps, edges, strict=True)), strict=True)
    whole, part, rest = document.facts(steps), document.facts(parts), document.facts(rests)
    every, level = np.arange(len(steps)), document.level
    side = np.array([s for s, _ in edges], np.int64)
    other = 1 - side
    at, first, count = _places(parts, side)
    # the first way is about the words of the target: for a sentence of the source that is the other side
    own = part.ways[every, other] - around.usual
    added = whole.ways[every, side] - rest.ways[every, side]
    words = [
        _of(document.words, s, p + n) - _of(document.words, s, p) for s, p, n in ((side, at, 1), (other, first, count))
    ]
    logs = [np.log((f.sizes[every, other] + 6) / (f.sizes[every, side] + 6)) for f in (whole, rest)]
    size = part.sizes[every, side]
    heads = [_of(document.heads, s, p) for s, p in ((side, at), (other, first), (other, first + count - 1))]
    mark = _of(document.marks, side, at)
    numbers = np.array([
        _answer(document.numbers[s][p], document.numbers[1 - s][q : q + n])
        for s, p, q, n in zip(side.tolist(), at.tolist(), first.tolist(), count.tolist(), strict=True)
    ])  # fmt: skip
    cosine = part.cosine / level
    columns = [
        np.ones(len(steps)), cosine, (whole.cosine - rest.cosine) / level, own, added,
        np.clip(added * words[1] / np.maximum(words[0], 1), -1.0, 4.0), np.clip(np.abs(logs[0]) - np.abs(logs[1]), -2, 2),
        np.clip(logs[1], -2, 2), heads[0], heads[0] & (heads[1] | heads[2]), mark, mark * numbers, np.where(part.both, part.proof, 0.0),
        part.one_sided, np.log(size + 3), np.full(len(steps), level), np.full(len(steps), around.rate), linked, rest.cosine / level,
        rest.ways.mean(1) - around.usual, cosine / (1 + size / 10), np.minimum(logs[0] ** 2, 4), part.both & (part.proof < 0.2), numbers,
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float64) for column in columns], 1)


def parted(step: Step, edge: Edge) -> tuple[Step, Step]:
    """The sentence at an edge with the other side of its link, and the link without it.

    >>> parted((3, 2, 5, 1, 0.5), (0, True))
    ((4, 1, 5, 1, 0.5), (3, 1, 5, 1, 0.5))
    """
    i, a, j, b, gain = step
    side, end = edge
    if side == 0:
        return (i + (a - 1) * end, 1, j, b, gain), (i + (not end), a - 1, j, b, gain)
    return (i, a, j + (b - 1) * end, 1, gain), (i, a, j + (not end), b - 1, gain)


def _places(parts: Sequence[Step], side: Longs) -> tuple[Longs, Longs, Longs]:
    """Where the sentence of each part stands, and first sentence and number of sentences of its other side."""
    table, every = np.stack(spans(parts), 1), np.arange(len(parts))
    return table[every, 2 * side], table[every, 2 - 2 * side], table[every, 3 - 2 * side]


def _of(arrays: Sequence[NDArray[Any]], side: Longs, at: Longs) -> NDArray[Any]:
    """Entries ``arrays[side[k]][at[k]]``."""
    return np.where(side == 0, arrays[0][np.where(side == 0, at, 0)], arrays[1][np.where(side == 1, at, 0)])


def _answer(mine: frozenset[int], others: Sequence[frozenset[int]]) -> float:
    """1 where a list mark has its like among others, -1 where they have only other ones."""
    if not mine or not any(others):
        return 0.0
    return 1.0 if any(mine & other for other in others) else -1.0
