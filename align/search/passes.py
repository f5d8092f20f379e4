"""The search of a whole document: anchors, corridor, one or two passes, and what is mended afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.dictionary import Dictionary, Explained
from align.search.anchoring import Anchors, find_anchors, length_ratio
from align.search.confidence import cosines
from align.search.cost import CostConfig, LinkGains, SideArrays
from align.search.crossing import crossing_links, with_crossing
from align.search.evidence import DIRECTIONS
from align.search.fixed import Fixed, Place, path_through, stretches, unlocked, with_fixed_crossing
from align.search.joins import EncodeRuns, doubtful_runs, run_vectors
from align.search.lexicon import lexical_evidence, words_of
from align.search.list_marks import bare_figures
from align.search.null_features import Document, null_rate
from align.search.nulls import decided
from align.search.path import Gap
from align.search.signatures import signed
from align.search.stretches import join_crossing, strangers, taken_apart, unrelated_stretches
from corpora.arrays import Doubles, Floats, Step, unit

USUAL = 0.03  # runs of sentences without counterpart, in all links of a document
CHANCE = -0.8  # what an average word says of two unrelated sentences
APART = 1.5  # by how much more it says of a rendering, in a document of middling freedom
LEVELS = 0.5, 0.8  # between which the closeness of renderings changes the cost of gaps
NOTHING = Fixed()


@dataclass(frozen=True, slots=True)
class Usual:
    """What is known of two documents before they are searched: target characters per source character, how close the renderings are."""

    ratio: float
    level: float

    def turned(self) -> Usual:
        """The same with source and target exchanged."""
        return Usual(1 / self.ratio, self.level)


@dataclass(frozen=True, slots=True)
class Search:
    """The best path through two documents, and what was learnt on the way.

    ``said`` ``(k,)``: what an average word says of each step; ``against``: log odds against it (:func:`align.search.nulls.doubts`), 0 where nothing is
    known; ``rate``: logarithm of the share of sentences that seem alone; ``crossing``: source sentences whose link crosses others,
    such steps stand in the order of the source.
    """

    path: list[Step]
    ratio: float
    level: float
    said: Floats
    against: Doubles
    rate: float
    crossing: frozenset[int] = frozenset()


def search_sides(
    source: SideArrays,
    target: SideArrays,
    config: CostConfig,
    encode_runs: EncodeRuns | None = None,
    dictionary: Dictionary | None = None,
    fixed: Fixed = NOTHING,
    usual: Usual | None = None,
) -> Search:
    """Anchors, corridor, two passes over it; null links one sentence at a time.

    ``fixed``: links that a person confirmed, which the path goes through; ``usual``: of a stretch, what is usual in its documents.
    """
    fixed = signed(source, target, config, dictionary, fixed)
    rough = rough_path(source, target, config, encode_runs, dictionary, fixed, usual)
    document, path = rough.document, rough.path
    against: dict[Place, float] = {}
    if document.explained is not None:
        path, odds = decided(path, document, rough.rate, config.alone, fixed.firm)
        against = dict(zip((step[:4] for step in path), odds.tolist(), strict=True))
    pairs = [
        (i, j)
        for i, j in crossing_links(path, source, target, rough.ratio, rough.level)
        if i not in fixed.barred[0] and j not in fixed.barred[1]
    ]
    path = with_fixed_crossing(with_crossing(path, pairs), fixed)
    crossing = frozenset([*(i for i, _ in pairs), *(place[0] for place in fixed.crossing)])
    known = np.array([against.get(step[:4], 0.0) for step in path])
    return Search(path, rough.ratio, rough.level, _said(path, document.explained), known, rough.rate, crossing)


@dataclass(frozen=True, slots=True)
class Rough:
    """The path before it is decided which sentences are alone; ``rate``: how many seem to be (:func:`null_rate`)."""

    path: list[Step]
    document: Document
    ratio: float
    level: float
    rate: float


def rough_path(
    source: SideArrays,
    target: SideArrays,
    config: CostConfig,
    encode_runs: EncodeRuns | None = None,
    dictionary: Dictionary | None = None,
    fixed: Fixed = NOTHING,
    usual: Usual | None = None,
) -> Rough:
    """The path of the search, clauses that cross joined, unrelated stretches taken apart."""
    source_unit, target_unit = unit(source.vectors) * np.float32(source.scale), unit(target.vectors)
    anchors = find_anchors(source_unit, target_unit)
    ratio = usual.ratio if usual else length_ratio(source.lengths, target.lengths, anchors)
    level = usual.level if usual else _level(source_unit, target_unit, _telling(anchors, source))
    parts = stretches(fixed, anchors, source_unit, target_unit, config.width)
    explained = None
    if dictionary is not None and source.pieces is not None and target.pieces is not None:
        first, second = (share * np.float32(config.common) for share in dictionary.shares)
        known = replace(dictionary, shares=(first, second))
        explained = Explained(known, source.pieces, target.pieces, config.blank, config.most)
    gap = _gap(config, level)
    gains = LinkGains(source, target, ratio, config, explained=explained)
    path = path_through(parts, gains.types, gains, gap, fixed)
    learns = config.lexicon > 0 and level < config.free
    dearer = config.rare * _rarity(path)
    if learns or dearer or encode_runs is not None:
        lexical = _learnt(path, source, target) if learns else None
        runs = _read_again(path, source, target, encode_runs) if encode_runs is not None else None
        gains = LinkGains(source, target, ratio, config, lexical, runs, explained, gains)
        path = path_through(parts, gains.types, gains, Gap(gap.opening + dearer, gap.skip), fixed)
    path = [
        step
        for part, locked in unlocked(path, fixed)
        for step in [*join_crossing(part, source, target, config), *([locked] if locked else [])]
    ]
    plain = cosines(path, source, target)
    similarity = plain + config.heed * _heeded(path, _said(path, explained))
    locked = fixed.locked(path)
    similarity[locked] = np.maximum(similarity[locked], 1.0)  # what a person confirmed is related
    apart = unrelated_stretches(similarity, config)
    if explained is None:  # the rules need a dictionary
        apart |= strangers(path, similarity, source, target, ratio, level, config.stranger)
    apart &= ~locked
    together = [part for step, one in zip(path, apart, strict=True) for part in (taken_apart(step) if one else [step])]
    document = Document(source, target, ratio, level, explained)
    return Rough(together, document, ratio, level, null_rate(path, plain, level))


def _heeded(path: Sequence[Step], said: Floats) -> Floats:
    """What an average word says, counted from the middle between chance and what is usual in this document.

    Where the two are far apart it is worth more.
    """
    linked = np.array([bool(a and b) for _, a, _, b, _ in path])
    if not linked.any() or not said.any():
        return said
    usual = max(float(np.median(said[linked])), 0.0)
    return (said - (usual + CHANCE) / 2) * ((usual - CHANCE) / APART)


def _said(path: Sequence[Step], explained: Explained | None) -> Floats:
    """What an average word says of each step, 0 where no dictionary is at hand."""
    return np.zeros(len(path), np.float32) if explained is None else explained.ways(path).mean(1, dtype=np.float32)


def _gap(config: CostConfig, level: float) -> Gap:
    """What sentences without counterpart cost in a document whose renderings are this close."""
    level = min(max(level, LEVELS[0]), LEVELS[1])
    return Gap(config.opening * ((1 - level) / 0.4) ** config.loose, config.skip - config.tight * (level - 0.6))


def _learnt(path: Sequence[Step], source: SideArrays, target: SideArrays) -> tuple[Floats, Floats]:
    """Evidence from words that the links of a first path have taught."""
    links = [(range(i, i + a), range(j, j + b)) for i, a, j, b, _ in path if a and b]
    words = [[words_of(text) for text in side.texts] for side in (source, target)]
    return lexical_evidence(words[0], words[1], links, DIRECTIONS)


def _read_again(
    path: Sequence[Step], source: SideArrays, target: SideArrays, encode_runs: EncodeRuns
) -> tuple[list[Floats], list[Floats]]:
    """Vectors of runs, those near doubtful places read by the model itself."""
    wanted = doubtful_runs(path)
    sides = (source.vectors, wanted[0]), (target.vectors, wanted[1])
    left, right = (run_vectors(vectors, runs, encode_runs(k, runs)) for k, (vectors, runs) in enumerate(sides))
    return left, right


def _rarity(path: Sequence[Step]) -> float:
    """How much rarer than usual sentences without counterpart are in this document, as a logarithm; 0 where they are not.

    Where a translator leaves out nothing, a sentence that seems to be alone most likely is not.
    """
    null = np.array([not (a and b) for _, a, _, b, _ in path], bool)
    runs = int(null[0]) + int((null[1:] & ~null[:-1]).sum())
    return max(0.0, float(np.log(USUAL * len(path) / (runs + 1)))) if runs else 0.0


def _telling(anchors: Anchors, source: SideArrays) -> Anchors:
    """The anchors that are more than figures: figures are alike however freely a document is rendered."""
    words = [not bare_figures(source.texts[i]) for i in anchors.rows.tolist()]
    return Anchors(anchors.rows[words], anchors.columns[words])


def _level(source: Floats, target: Floats, anchors: Anchors) -> float:
    """How close the renderings of this document are: the median cosine of the anchors."""
    if len(anchors.rows) < 5:
        return 0.6
    return float(np.median((source[anchors.rows] * target[anchors.columns]).sum(1)))
