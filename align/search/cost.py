"""What a link is worth: similarity of runs with a margin against the neighbourhood, lengths, hard evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from align.dictionary import BlockWords, Explained
from align.search.path import Block, link_types
from align.search.sentence_ends import agreement
from corpora.arrays import Doubles, Floats, Ragged

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
    good rendering leaves unexplained, ``most``: what one word can say at most, ``common``: by how much every word counts as more frequent than it is (:mod:`align.dictionary`);
    ``lexicon``: weight of words that the first pass has taught, in documents whose renderings are ``free``;
    ``end``: weight of question, exclamation and closing quotation marks that both ends have, or only one;
    ``crossing``: hard evidence that crosses two neighbouring links, beyond what they share, and so joins them;
    ``doubt``, ``trust``, ``change``: when a stretch counts as unrelated (:func:`align.aligner.unrelated_stretches`);
    ``heed``: what an average word says (:mod:`align.dictionary`) counts beside the cosine in this;
    ``stranger``: when a lone 1-1 link does, where no dictionary is at hand (:func:`align.aligner.strangers`);
    ``alone``: from which probability on a sentence counts as alone (:mod:`align.search.nulls`);
    ``width``: how far the corridor reaches beyond the anchors, in sentences.
    """

    longest: int = 8
    margin: float = 0.2
    length: float = 0.25
    extra: float = 0.01
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
    common: float = 2.0
    lexicon: float = 0.1
    end: float = 0.02
    crossing: float = 0.5
    doubt: float = 0.4
    trust: float = 4.0
    change: float = 4.0
    heed: float = 0.1
    stranger: float = 0.3
    alone: float = 0.45
    free: float = 0.7
    width: int = 7

    def signature(self) -> str:
        """The settings in one token, for the signature of a bitext."""
        return ",".join(f"{key}={value:g}" for key, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class SideArrays:
    """One document as arrays: raw vectors ``(n, d)``, lengths in characters ``(n,)``, evidence vectors ``(n, k)``.

    ``scale``: what cosines of the vectors are multiplied by, so that they mean the same whatever the model.
    """

    vectors: Floats
    lengths: Floats
    evidence: Floats
    ends: Floats
    texts: Sequence[str] = ()
    pieces: Ragged | None = None
    scale: float = 1.0


def _run_norms(vectors: Floats, longest: int) -> Floats:
    """Norms of the runs that end before each position, row ``a - 1`` for runs of a; infinite where there is none.

    ``(longest, n + 1 + 3 * longest)``: positions from ``2 * longest`` before the document to ``longest`` behind it.
    """
    n = len(vectors)
    result = np.full((longest, n + 1 + 3 * longest), np.inf, np.float32)
    run = vectors
    for a in range(1, min(longest, n) + 1):
        if a > 1:
            run = run[:-1] + vectors[a - 1 :]
        norm = np.linalg.norm(run, axis=1)
        result[a - 1, 2 * longest + a : 2 * longest + n + 1] = np.where(norm > 1e-6, norm, np.inf)
    return result


def _run_sizes(lengths: Floats, longest: int, scale: float) -> Doubles:
    """Logarithms of the lengths of the runs that end before each position, ``(longest, n + 1)``.

    A little is added so that one-word headings are not judged by their length.
    """
    total = np.concatenate([[0], np.cumsum(lengths)])
    at = np.arange(len(total))
    runs = np.stack([total - total[np.maximum(at - a, 0)] for a in range(1, longest + 1)])
    sizes: Doubles = np.log(runs * scale + SHORT)
    return sizes


class _Areas:
    """Sums over rectangles of ``left @ right.T`` for a block: one table of cumulative sums, whatever the rectangle.

    The table begins ``2 * reach`` positions before the block and ends ``reach`` behind it; outside of the documents it is zero.
    """

    def __init__(self, left: Floats, right: Floats, block: Block, reach: int) -> None:
        self.height, self.width = block.bottom - block.top + 1, block.right - block.left + 1
        self.start = 2 * reach
        top, first = block.top - self.start, block.left - self.start
        i0, i1 = max(top, 0), min(block.bottom + reach, len(left))
        j0, j1 = max(first, 0), min(block.right + reach, len(right))
        self.table = np.zeros((self.height + 3 * reach, self.width + 3 * reach))
        inside = self.table[i0 - top + 1 : i1 - top + 1, j0 - first + 1 : j1 - first + 1]
        np.cumsum(left[i0:i1] @ right[j0:j1].T, axis=0, dtype=np.float64, out=inside)
        np.cumsum(inside, axis=1, out=inside)
        self.some = bool(inside.any())
        self.bands: dict[tuple[int, int], Doubles] = {}

    def sums(self, a: int, b: int, around: tuple[int, int] = (0, 0)) -> Floats:
        """All ``a x b`` rectangles that end in the block, or up to ``around`` positions from it."""
        up, aside = around
        if (a, up) not in self.bands:
            rows = self.table[self.start - up - a : self.start + self.height + up]
            self.bands[a, up] = rows[a:] - rows[:-a]
        band = self.bands[a, up][:, self.start - aside - b : self.start + self.width + aside]
        out = np.empty((len(band), band.shape[1] - b), np.float32)
        return np.subtract(band[:, b:], band[:, :-b], out=out, casting="same_kind")


class LinkGains:
    """Gains of all link types for a block of cells, for two documents and a cost."""

    def __init__(
        self,
        source: SideArrays,
        target: SideArrays,
        ratio: float,
        config: CostConfig,
        lexical: tuple[Floats, Floats] | None = None,
        runs: tuple[list[Floats], list[Floats]] | None = None,
        explained: Explained | None = None,
        first: LinkGains | None = None,
    ) -> None:
        """``ratio``: target characters per source character.

        ``first``: the gains of a first pass over the same blocks, whose results are used again.
        """
        self.explained = explained
        self.first = first if runs is None else None
        self.kept: dict[Block, Floats] = {}
        self.room = KEPT
        self.source, self.target, self.config = source, target, config
        self.types = link_types(config.longest)
        self.reach = max(config.longest - 1, 1)
        self.norms = _run_norms(source.vectors, self.reach), _run_norms(target.vectors, self.reach)
        self.evidence_norms = _run_norms(source.evidence, self.reach), _run_norms(target.evidence, self.reach)
        self.lexical, self.runs = lexical, runs
        if lexical is not None:
            self.lexical_norms = _run_norms(lexical[0], self.reach), _run_norms(lexical[1], self.reach)
        # both in a common measure, so that swapping the sides changes nothing
        root = float(np.sqrt(np.float32(ratio)))
        self.sizes = _run_sizes(source.lengths, self.reach, root), _run_sizes(target.lengths, self.reach, 1 / root)
        self.n, self.m = len(source.lengths), len(target.lengths)

    def __call__(self, block: Block) -> Floats:
        """Gains ``(rows, types, columns)`` of the links that end in the cells of ``block``."""
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
        words = _Areas(*self.lexical, block, self.reach)
        result = gains.copy()
        for k, (a, b) in enumerate(self.types):
            result[:, k] += self.config.lexicon * self._agreement(words, self.lexical_norms, block, a, b)
        return result

    def _all(self, block: Block) -> Floats:
        config = self.config
        table = _Areas(self.source.vectors, self.target.vectors, block, self.reach)
        proof = _Areas(self.source.evidence, self.target.evidence, block, self.reach)
        known = self._explained(block)
        ends = self._ends(block)
        out = np.empty((table.height, len(self.types), table.width), np.float32)
        for k, (a, b) in enumerate(self.types):
            value = self._similarity(table, block, a, b)
            value -= config.length * self._length(block, a, b)
            if proof.some:
                value += config.evidence * self._agreement(proof, self.evidence_norms, block, a, b)
            for words, where in known:
                value[:, where] += config.words * words.gains(a, b)
            value += ends
            value -= config.extra * (a + b - 2) + config.both * (min(a, b) > 1)
            value[: max(a - block.top, 0)] = -1e6
            value[:, : max(b - block.left, 0)] = -1e6
            out[:, k] = value
        return out

    def _ends(self, block: Block) -> Floats:
        """What the marks at the ends of the last sentences say, by cell."""
        out = np.zeros((block.bottom - block.top + 1, block.right - block.left + 1), np.float32)
        i, j = max(block.top - 1, 0), max(block.left - 1, 0)
        marks = agreement(self.source.ends[i : block.bottom], self.target.ends[j : block.right])
        out[i + 1 - block.top :, j + 1 - block.left :] = self.config.end * marks
        return out

    def _explained(self, block: Block) -> list[tuple[BlockWords, slice]]:
        """What the dictionary says, for strips of columns of the block."""
        if self.explained is None:
            return []
        result = []
        for left in range(block.left, block.right + 1, STRIP):
            right = min(left + STRIP - 1, block.right)
            words = self.explained.block((block.top, block.bottom), (left, right), self.reach)
            result.append((words, slice(left - block.left, right - block.left + 1)))
        return result

    def _similarity(self, table: _Areas, block: Block, a: int, b: int) -> Floats:
        """Cosines of the runs that end in the block, less a share of the mean of their neighbours.

        Neighbours are the runs of the same size before and after, on both sides.
        """
        height, width = table.height, table.width
        cosine = self._cosines(table, block, a, b)
        rows, columns = slice(a, a + height), slice(b, b + width)
        total = cosine[:height, columns] + cosine[2 * a :, columns]
        total += cosine[rows, :width]
        total += cosine[rows, 2 * b :]
        p, q = np.arange(block.top, block.bottom + 1), np.arange(block.left, block.right + 1)
        above = (p >= 2 * a).astype(np.float32) + (p + a <= self.n)
        aside = (q >= 2 * b).astype(np.float32) + (q + b <= self.m)
        total /= np.maximum(above[:, None] + aside, np.float32(1.0))
        total *= self.config.margin
        result: Floats = np.subtract(cosine[rows, columns], total, out=total)
        return result

    def _cosines(self, table: _Areas, block: Block, a: int, b: int) -> Floats:
        """Cosines of the runs that end in the block, ``a`` and ``b`` positions around it too; 0 where there are none."""
        top, bottom, left, right = block.top - a, block.bottom + a, block.left - b, block.right + b
        if self.runs is not None and a <= len(self.runs[0]) and b <= len(self.runs[1]):
            cosine = np.zeros((bottom - top + 1, right - left + 1), np.float32)
            i, j = max(top, a), max(left, b)
            found = self.runs[0][a - 1][i : bottom + 1] @ self.runs[1][b - 1][j : right + 1].T
            cosine[i - top : i - top + len(found), j - left : j - left + found.shape[1]] = found
        else:
            cosine = table.sums(a, b, (a, b))
            start = 2 * self.reach
            cosine /= self.norms[0][a - 1, start + top : start + bottom + 1, None]
            cosine /= self.norms[1][b - 1, None, start + left : start + right + 1]
        if self.source.scale != 1.0:
            cosine *= np.float32(self.source.scale)
        return cosine

    def _length(self, block: Block, a: int, b: int) -> Floats:
        left = self.sizes[0][a - 1, block.top : block.bottom + 1]
        right = self.sizes[1][b - 1, block.left : block.right + 1]
        log = right - left[:, None]
        log *= log
        return np.minimum(log, 4.0, out=log).astype(np.float32)

    def _agreement(self, table: _Areas, norms: tuple[Floats, Floats], block: Block, a: int, b: int) -> Floats:
        """Cosine of the evidence of runs; 0 where a side has none."""
        start = 2 * self.reach
        left = norms[0][a - 1, start + block.top : start + block.bottom + 1]
        right = norms[1][b - 1, start + block.left : start + block.right + 1]
        strength = table.sums(a, b)
        strength /= left[:, None] * right
        return strength
