"""What a link is worth: similarity of runs with a margin against the neighbourhood, lengths, hard evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from align.dictionary import BlockWords, Explained
from align.search.path import Block, link_types
from align.search.sentence_ends import agreement
from corpora.arrays import Doubles, Floats, Ragged

Frame = tuple[int, int, int, int]  # first and last source position, first and last target position
KEPT = 12_000_000  # gains of a pass that are kept for the next: 48 MB
STRIP = 256  # columns for which the dictionary is asked at a time
SHORT = 3.2  # characters, in the geometric mean of both languages


@dataclass(frozen=True, slots=True)
class CostConfig:
    """Weights of the cost, fitted by ``benchmarks/alignment/tune.py`` on development sets.

    ``longest``: sentences of both sides in one link; ``margin``: weight of the mean cosine with the neighbours;
    ``length``: weight of the squared log ratio of lengths; ``extra``: cost of every sentence beyond 1-1;
    ``both``: cost of a link with several sentences on both sides;
    ``skip``: cost of a sentence without a counterpart, ``opening``: of a run of such sentences. Both depend on how
    close the renderings of the document are: ``loose`` is the power by which a run costs more in free ones, ``tight``
    makes a lone sentence cheaper in close ones; ``rare``: by how much they become dearer in a document whose first path has
    hardly any (times the logarithm of how much rarer they are than usual). ``evidence``: weight of shared figures, dates and symbols;
    ``words``: weight of what the dictionary says of every word (natural logarithms), ``blank``: share of words that a
    good rendering leaves unexplained, ``most``: what one word can say at most (:mod:`align.dictionary`);
    ``lexicon``: weight of words that the first pass has taught, in documents whose renderings are ``free``;
    ``end``: weight of question, exclamation and closing quotation marks that both ends have, or only one;
    ``crossing``: hard evidence that crosses two neighbouring links, beyond what they share, and so joins them;
    ``doubt``, ``trust``, ``change``: when a stretch counts as unrelated (:func:`align.aligner.unrelated_stretches`);
    ``heed``: what an average word says (:mod:`align.dictionary`) counts beside the cosine in this;
    ``stranger``: when a lone 1-1 link does (:func:`align.aligner.strangers`);
    ``width``: how far the corridor reaches beyond the anchors, in sentences.
    """

    longest: int = 8
    margin: float = 0.2
    length: float = 0.25
    extra: float = 0.0
    both: float = 0.0
    skip: float = 0.04
    opening: float = 0.1
    loose: float = 4.0
    tight: float = 0.2
    rare: float = 0.1
    evidence: float = 0.08
    words: float = 0.01
    blank: float = 0.2
    most: float = 4.0
    lexicon: float = 0.1
    end: float = 0.02
    crossing: float = 0.5
    doubt: float = 0.4
    trust: float = 4.0
    change: float = 4.0
    heed: float = 0.1
    stranger: float = 0.3
    free: float = 0.7
    width: int = 7

    def signature(self) -> str:
        """The settings in one token, for the signature of a bitext."""
        return ",".join(f"{key}={value:g}" for key, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class SideArrays:
    """One document as arrays: raw vectors ``(n, d)``, lengths in characters ``(n,)``, evidence vectors ``(n, k)``."""

    vectors: Floats
    lengths: Floats
    evidence: Floats
    ends: Floats
    texts: Sequence[str] = ()
    pieces: Ragged | None = None

    def norms(self, longest: int) -> Floats:
        """Norms of the runs that end before position p: ``(longest, n + 1)``, row ``a - 1`` for runs of a."""
        return _run_norms(self.vectors, longest)


def _run_norms(vectors: Floats, longest: int) -> Floats:
    n = len(vectors)
    result = np.full((longest, n + 1), np.inf, np.float32)
    run = vectors.copy()
    for a in range(1, min(longest, n) + 1):
        if a > 1:
            run = run[:-1] + vectors[a - 1 :]
        norm = np.linalg.norm(run, axis=1)
        result[a - 1, a:] = np.where(norm > 1e-6, norm, np.inf)
    return result


def _area(table: Doubles, a: int, b: int) -> Floats:
    """Sums over all ``a x b`` rectangles, by lower right corner; zero where the rectangle does not fit."""
    out = np.zeros(table.shape, np.float32)
    out[a:, b:] = table[a:, b:] - table[:-a, b:] - table[a:, :-b] + table[:-a, :-b]
    return out


class LinkGains:
    """Gains of all link types for a block of cells, for two documents and a cost."""

    def __init__(
        self,
        source: SideArrays,
        target: SideArrays,
        ratio: Floats,
        config: CostConfig,
        lexical: tuple[Floats, Floats] | None = None,
        runs: tuple[list[Floats], list[Floats]] | None = None,
        background: float = 0.0,
        explained: Explained | None = None,
        first: LinkGains | None = None,
    ) -> None:
        """``ratio`` ``(n + 1,)``: target characters per source character around each source position.

        ``first``: the gains of a first pass over the same blocks, whose results are used again.
        """
        self.explained = explained
        self.first = first if runs is None else None
        self.kept: dict[Block, Floats] = {}
        self.room = KEPT
        self.source, self.target, self.config = source, target, config
        self.types = link_types(config.longest)
        self.reach = max(config.longest - 1, 1)
        self.source_norms = source.norms(self.reach)
        self.target_norms = target.norms(self.reach)
        self.evidence_norms = _run_norms(source.evidence, self.reach), _run_norms(target.evidence, self.reach)
        self.lexical, self.runs = lexical, runs
        if lexical is not None:
            self.lexical_norms = _run_norms(lexical[0], self.reach), _run_norms(lexical[1], self.reach)
        self.source_length = np.concatenate([[0], np.cumsum(source.lengths)])
        self.target_length = np.concatenate([[0], np.cumsum(target.lengths)])
        self.ratio = ratio
        self.background = background
        self.n, self.m = len(source.lengths), len(target.lengths)

    def __call__(self, block: Block) -> Floats:
        """Gains ``(types, rows, columns)`` of the links that end in the cells of ``block``."""
        if self.first is not None and block in self.first.kept:
            return self._with_words(self.first.kept[block], block)
        out = self._all(block)
        self.room -= out.size
        if self.room > 0:
            self.kept[block] = out
        return self._with_words(out, block)

    def _with_words(self, gains: Floats, block: Block) -> Floats:
        """The gains with what words learnt from the document add to them."""
        if self.lexical is None:
            return gains
        frame, inner = self._frame(block)
        i0, i1, j0, j1 = frame
        words = _summed(self.lexical[0][i0:i1] @ self.lexical[1][j0:j1].T)
        added = [_agreement(words, self.lexical_norms, frame, a, b)[inner] for a, b in self.types]
        return np.asarray(gains + self.config.lexicon * np.stack(added), np.float32)

    def _frame(self, block: Block) -> tuple[Frame, tuple[slice, slice]]:
        """The sentences that a link of the block, or a neighbour of it, can touch; where the block lies among their positions."""
        i0, i1 = max(block.top - 2 * self.reach, 0), min(block.bottom + self.reach, self.n)
        j0, j1 = max(block.left - 2 * self.reach, 0), min(block.right + self.reach, self.m)
        inner = (slice(block.top - i0, block.bottom - i0 + 1), slice(block.left - j0, block.right - j0 + 1))
        return (i0, i1, j0, j1), inner

    def _all(self, block: Block) -> Floats:
        frame, inner = self._frame(block)
        i0, i1, j0, j1 = frame
        table = _summed(self.source.vectors[i0:i1] @ self.target.vectors[j0:j1].T)
        proof = _summed(self.source.evidence[i0:i1] @ self.target.evidence[j0:j1].T)
        ends = np.zeros((i1 - i0 + 1, j1 - j0 + 1), np.float32)
        ends[1:, 1:] = self.config.end * agreement(self.source.ends[i0:i1], self.target.ends[j0:j1])
        known = self._explained(block)
        height, width = block.bottom - block.top + 1, block.right - block.left + 1
        out = np.empty((len(self.types), height, width), np.float32)
        for k, (a, b) in enumerate(self.types):
            cosine = (self._cosines(table, frame, a, b) - self.background) / (1 - self.background)
            value = cosine[inner] - self.config.margin * _neighbours(cosine, a, b)[inner]
            value -= self.config.length * self._length(block, a, b)
            value += self.config.evidence * _agreement(proof, self.evidence_norms, frame, a, b)[inner]
            for words, rows, columns, where in known:
                value[:, where] += self.config.words * words.gains(a, b, rows, columns)
            value += ends[inner]
            value -= self.config.extra * (a + b - 2) + self.config.both * (min(a, b) > 1)
            value[: max(a - block.top, 0)] = -1e6
            value[:, : max(b - block.left, 0)] = -1e6
            out[k] = value
        return out

    def _explained(self, block: Block) -> list[tuple[BlockWords, slice, slice, slice]]:
        """What the dictionary says, for strips of columns: the words, rows and columns within them, columns of the block."""
        if self.explained is None:
            return []
        result = []
        top = max(block.top - self.reach, 0)  # no neighbours are needed, so this frame is smaller
        rows = slice(block.top - top, block.bottom - top + 1)
        for left in range(block.left, block.right + 1, STRIP):
            right = min(left + STRIP - 1, block.right)
            first = max(left - self.reach, 0)
            words = self.explained.block(top, min(block.bottom, self.n), first, min(right, self.m), self.reach)
            columns = slice(left - first, right - first + 1)
            result.append((words, rows, columns, slice(left - block.left, right - block.left + 1)))
        return result

    def _cosines(self, table: Doubles, frame: Frame, a: int, b: int) -> Floats:
        """Cosines of all runs of ``a`` and ``b`` sentences that end in the cells of the frame."""
        i0, i1, j0, j1 = frame
        if self.runs is not None and a <= len(self.runs[0]) and b <= len(self.runs[1]):
            cosine: Floats = self.runs[0][a - 1][i0 : i1 + 1] @ self.runs[1][b - 1][j0 : j1 + 1].T
            cosine[:a] = cosine[:, :b] = 0.0
            return cosine
        cosine = _area(table, a, b)
        cosine /= self.source_norms[a - 1, i0 : i1 + 1, None]
        cosine /= self.target_norms[b - 1, None, j0 : j1 + 1]
        return cosine

    def _length(self, block: Block, a: int, b: int) -> Floats:
        rows = np.arange(block.top, block.bottom + 1)
        columns = np.arange(block.left, block.right + 1)
        left = self.source_length[rows] - self.source_length[np.maximum(rows - a, 0)]
        right = self.target_length[columns] - self.target_length[np.maximum(columns - b, 0)]
        # both in a common measure, so that swapping the sides changes nothing; a little is added so that one-word
        # headings are not judged by their length
        root = np.sqrt(self.ratio[rows])[:, None]
        log = np.log((right[None, :] / root + SHORT) / (left[:, None] * root + SHORT))
        capped: Floats = np.minimum(log * log, 4.0).astype(np.float32)
        return capped


def _agreement(table: Doubles, norms: tuple[Floats, Floats], frame: Frame, a: int, b: int) -> Floats:
    """Cosine of the evidence of runs; 0 where a side has none."""
    i0, i1, j0, j1 = frame
    left, right = norms[0][a - 1, i0 : i1 + 1], norms[1][b - 1, j0 : j1 + 1]
    both = np.isfinite(left)[:, None] & np.isfinite(right)[None, :]
    strength: Floats = np.where(both, _area(table, a, b) / (left[:, None] * right[None, :]), 0.0).astype(np.float32)
    return strength


def _summed(gram: Floats) -> Doubles:
    table = np.zeros((gram.shape[0] + 1, gram.shape[1] + 1))
    np.cumsum(gram, axis=0, dtype=np.float64, out=table[1:, 1:])
    np.cumsum(table[1:, 1:], axis=1, out=table[1:, 1:])
    return table


def _neighbours(cosine: Floats, a: int, b: int) -> Floats:
    """Mean cosine of the runs with the runs of the same size before and after, on both sides."""
    total = np.zeros_like(cosine)
    count = np.zeros_like(cosine)
    shape = cosine.shape
    if shape[0] > a:
        total[a:] += cosine[:-a]
        total[:-a] += cosine[a:]
        count[a + a :] += 1
        count[:-a] += 1
    if shape[1] > b:
        total[:, b:] += cosine[:, :-b]
        total[:, :-b] += cosine[:, b:]
        count[:, b + b :] += 1
        count[:, :-b] += 1
    return np.divide(total, np.maximum(count, 1.0), dtype=np.float32)
