"""Two documents in, a bitext out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.cost import CostConfig, LinkGains, Side
from align.encoder import Encoder, load_encoder, unit
from align.evidence import evidence_vectors
from align.search import (
    Floats,
    Ints,
    best_path,
    corridor,
    heaviest_chain,
    mutual_candidates,
    supported,
)
from corpora.bitext import Bitext, Link
from corpora.document import Document

ENGINE = "1"  # raised whenever the same vectors and costs would give other links


Step = tuple[int, int, int, int, float]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The chain that the corridor follows: sentence ``rows[k]`` of the source renders ``columns[k]``."""

    rows: Ints
    columns: Ints


class Aligner:
    """Aligns documents with one encoder and one cost.

    >>> from align.aligner import Aligner
    >>> bitext = Aligner().align(["大会第七十五届会议", "谢谢"], ["Seventy-fifth session", "Thank you"])
    >>> [str(link) for link in bitext.links]
    ['[0]:[0]', '[1]:[1]']
    """

    def __init__(self, model: str | Encoder = "builtin", config: CostConfig | None = None) -> None:
        self.encoder = load_encoder(model) if isinstance(model, str) else model
        self.config = config or CostConfig()

    @property
    def signature(self) -> str:
        """Engine version, model fingerprint and costs."""
        return f"engine:{ENGINE}|model:{self.encoder.fingerprint}|cost:{self.config.signature()}"

    def align(self, source: Document | Sequence[str], target: Document | Sequence[str]) -> Bitext:
        """Link every segment of both documents exactly once; lists of strings are taken as zh and en sentences."""
        left = source if isinstance(source, Document) else Document.from_sentences(source, "zh")
        right = target if isinstance(target, Document) else Document.from_sentences(target, "en")
        links = self.links(left, right)
        return Bitext(left, right, tuple(links), self.signature)

    def links(self, source: Document, target: Document) -> list[Link]:
        """The links alone, in order of the source, each with its score in 0..1."""
        # an empty line has nothing to render: it is left out of the search and stands alone in the result
        rows = [k for k, text in enumerate(source.texts) if text.strip()]
        columns = [k for k, text in enumerate(target.texts) if text.strip()]
        left = self._side([source.texts[k] for k in rows], source.language)
        right = self._side([target.texts[k] for k in columns], target.language)
        found = align_sides(left, right, self.config)
        return _with_blanks(found, rows, columns, len(source), len(target))

    def _side(self, texts: Sequence[str], language: str) -> Side:
        lengths = np.array([_length(text) for text in texts], dtype=np.float32)
        vectors = self.encoder.sums(texts) if texts else np.zeros((0, 1), np.float32)
        return Side(vectors, lengths, evidence_vectors(texts, language))


def _length(text: str) -> int:
    return len(text) - text.count(" ") // 2


def align_sides(source: Side, target: Side, config: CostConfig) -> list[Link]:
    """Links between two sides given as arrays: anchors, corridor, path, then doubtful links taken apart."""
    n, m = len(source.lengths), len(target.lengths)
    if not n or not m:
        return [Link(range(k, k + 1), range(0)) for k in range(n)] + [Link(range(0), range(k, k + 1)) for k in range(m)]
    source_unit, target_unit = unit(source.vectors), unit(target.vectors)
    anchors = find_anchors(source_unit, target_unit)
    ratio = length_ratio(source.lengths, target.lengths, anchors)
    gains = LinkGains(source, target, ratio, config)
    blocks = corridor(anchors.rows, anchors.columns, n, m, config.width)
    path = best_path(blocks, gains.types, gains, config.skip, n, m)
    path = join_crossing(path, source, target, config)
    cosines = [_cosine(source, target, step) for step in path]
    unrelated = unrelated_stretches(cosines, config)
    return [
        link
        for step, cosine, apart in zip(path, cosines, unrelated, strict=True)
        for link in _link(step, cosine, apart)
    ]


def join_crossing(path: Sequence[Step], source: Side, target: Side, config: CostConfig) -> list[Step]:
    """Two neighbouring links become one where figures, dates or symbols of the one stand in the other.

    Translators move a clause over a full stop; sentence by sentence both pairs then look wrong.
    """
    result: list[Step] = []
    for step in path:
        if result and step[1] and step[3] and result[-1][1] and result[-1][3]:
            i, a, j, b, gain = result[-1]
            left = source.evidence[i : i + a].sum(0), source.evidence[step[0] : step[0] + step[1]].sum(0)
            right = target.evidence[j : j + b].sum(0), target.evidence[step[2] : step[2] + step[3]].sum(0)
            crossing = float(left[0] @ right[1] + left[1] @ right[0])
            straight = float(left[0] @ right[0] + left[1] @ right[1])
            if crossing - straight > config.crossing:
                result[-1] = (i, a + step[1], j, b + step[3], gain + step[4])
                continue
        result.append(step)
    return result


def unrelated_stretches(cosines: Sequence[float], config: CostConfig) -> list[bool]:
    """Which links stand in a stretch where the texts do not correspond at all.

    A free rendering has a low cosine and good neighbours; a replaced page is low throughout. Two states, Viterbi:
    a link speaks for its stretch by ``(cosine - doubt) * trust``, at most 2 either way, and a change of state costs
    ``change``. Null links (cosine ``nan``) speak weakly against.
    """
    votes = np.clip((np.asarray(cosines) - config.doubt) * config.trust, -2.0, 2.0)
    votes = np.where(np.isnan(votes), -0.1, votes)
    good, bad = 0.0, -config.change / 2
    came: list[tuple[bool, bool]] = []
    for vote in votes:
        came.append((bad - config.change > good, good - config.change > bad))
        good, bad = max(good, bad - config.change) + vote, max(bad, good - config.change) - vote
    state = bad > good
    result = []
    for from_bad, from_good in reversed(came):
        result.append(state)
        state = (not from_good) if state else from_bad
    return result[::-1]


def find_anchors(source: Floats, target: Floats) -> Anchors:
    """The heaviest chain of mutual nearest neighbours, without those that stand alone."""
    rows, columns, margins = mutual_candidates(source, target)
    strong = margins > 0.05
    rows, columns, margins = rows[strong], columns[strong], margins[strong]
    chain = heaviest_chain(rows, columns, margins, len(target))
    rows, columns = rows[chain], columns[chain]
    keep = supported(rows, columns)
    return Anchors(rows[keep], columns[keep])


def length_ratio(source: Floats, target: Floats, anchors: Anchors) -> Floats:
    """Target characters per source character at each source position ``(n + 1,)``.

    Taken between anchors that are close to each other, never from whole texts: where a page is missing, whole
    texts lie (measured: shared/reference/alignment.md, 3.2).
    """
    n, m = len(source), len(target)
    plain = float(target.sum() / max(source.sum(), 1.0))
    i = np.concatenate([[0], anchors.rows, [n]])
    j = np.concatenate([[0], anchors.columns, [m]])
    near = (np.diff(i) <= 8) & (np.diff(j) <= 8)
    source_sum, target_sum = np.concatenate([[0], np.cumsum(source)]), np.concatenate([[0], np.cumsum(target)])
    left, right = np.diff(source_sum[i])[near].sum(), np.diff(target_sum[j])[near].sum()
    ratio = right / left if left > 100 and right > 100 else plain
    return np.full(n + 1, np.clip(ratio, 0.2, 8.0), np.float32)


def _cosine(source: Side, target: Side, step: Step) -> float:
    """Cosine of the two runs of a step; ``nan`` for a null link."""
    i, a, j, b, _gain = step
    if not a or not b:
        return float("nan")
    left, right = source.vectors[i : i + a].sum(0), target.vectors[j : j + b].sum(0)
    norm = float(np.linalg.norm(left) * np.linalg.norm(right))
    return float(left @ right) / norm if norm > 1e-9 else 0.0


def _link(step: Step, cosine: float, apart: bool) -> list[Link]:
    """One step of the path as a link, or as null links where it is no better than chance."""
    i, a, j, b, _gain = step
    if a and b and not apart:
        return [Link(range(i, i + a), range(j, j + b), round(float(np.clip(cosine, 0.0, 1.0)), 4))]
    alone = [Link(range(k, k + 1), range(j, j)) for k in range(i, i + a)]
    return alone + [Link(range(i + a, i + a), range(k, k + 1)) for k in range(j, j + b)]


def _with_blanks(links: list[Link], rows: list[int], columns: list[int], n: int, m: int) -> list[Link]:
    """Links of the filled lines, numbered as in the documents, and blank lines as null links in their place."""
    if len(rows) == n and len(columns) == m:
        return links
    result: list[Link] = []
    i = j = 0
    for link in links:
        left = [rows[k] for k in link.source]
        right = [columns[k] for k in link.target]
        while left and i < left[0]:
            result.append(Link(range(i, i + 1), range(j, j)))
            i += 1
        while right and j < right[0]:
            result.append(Link(range(i, i), range(j, j + 1)))
            j += 1
        source = range(i, left[-1] + 1) if left else range(i, i)
        target = range(j, right[-1] + 1) if right else range(j, j)
        result.append(Link(source, target, link.score))
        i, j = source.stop, target.stop
    result += [Link(range(k, k + 1), range(j, j)) for k in range(i, n)]
    return result + [Link(range(n, n), range(k, k + 1)) for k in range(j, m)]
