"""Two documents in, a bitext out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from align.anchoring import Anchors, find_anchors, length_ratio
from align.confidence import cosines, probabilities
from align.cost import CostConfig, LinkGains, Side
from align.crossing import crossing_links, with_crossing
from align.dictionary import Dictionary, Explained
from align.encoder import Encoder, Floats, StaticEncoder, builtin_encoder, load_encoder, unit
from align.evidence import DIRECTIONS, evidence_vectors
from align.joins import EncodeRuns, doubtful_runs, run_vectors
from align.lexicon import lexical_evidence, words_of
from align.marks import ends
from align.search import Gap, Step, best_path, corridor
from corpora.bitext import Bitext, Link
from corpora.document import Document

STRANGER_LENGTH = 6  # characters, in the geometric mean of both languages
ENGINE = "3"  # raised whenever the same vectors and costs would give other links


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
        texts = source.texts, target.texts
        rows, columns = ([k for k, text in enumerate(some) if text.strip()] for some in texts)
        left = self._side([texts[0][k] for k in rows], source.language)
        right = self._side([texts[1][k] for k in columns], target.language)
        dictionary = self._dictionary(source.language, target.language)
        runs = self._run_encoder((source, rows), (target, columns))
        found = align_sides(left, right, self.config, runs, dictionary)
        return _with_blanks(found, rows, columns, len(source), len(target))

    def _side(self, texts: Sequence[str], language: str) -> Side:
        return make_side(texts, language, self.encoder)

    def _dictionary(self, source: str, target: str) -> Dictionary | None:
        """The dictionary that came with the model; models without one use the built-in one for its languages."""
        encoder = dictionary_encoder(self.encoder)
        return encoder.dictionary.facing(source, target) if encoder.dictionary else None

    def _run_encoder(self, *sides: tuple[Document, list[int]]) -> EncodeRuns | None:
        """How to read joined sentences, for a model that cannot add vectors."""
        if self.encoder.additive:
            return None

        def encode(side: int, runs: Sequence[tuple[int, int]]) -> Floats:
            document, rows = sides[side]
            blank = "" if document.language == "zh" else " "
            texts = document.texts
            joined = [blank.join(texts[rows[k]].strip() for k in range(i, i + a)) for i, a in runs]
            return self.encoder.encode(joined)

        return encode


def dictionary_encoder(encoder: Encoder) -> StaticEncoder:
    """The static model whose pieces and dictionary go with ``encoder``: itself, or the built-in one."""
    return encoder if isinstance(encoder, StaticEncoder) else builtin_encoder()


def make_side(texts: Sequence[str], language: str, encoder: Encoder) -> Side:
    """A document as the arrays that the search needs."""
    lengths = np.array([_length(text) for text in texts], dtype=np.float32)
    pieces = dictionary_encoder(encoder).pieces(texts)
    vectors = encoder.sums_of(pieces) if isinstance(encoder, StaticEncoder) else encoder.sums(texts)
    return Side(vectors, lengths, evidence_vectors(texts, language), ends(texts), texts, pieces)


def _length(text: str) -> int:
    return len(text) - text.count(" ") // 2


@dataclass(frozen=True, slots=True)
class Search:
    """The best path through two documents, and what was learnt on the way.

    ``crossing``: source sentences whose link crosses others; such steps stand in the order of the source.
    """

    path: list[Step]
    ratio: float
    level: float
    crossing: frozenset[int] = frozenset()


def align_sides(
    source: Side,
    target: Side,
    config: CostConfig,
    encode_runs: EncodeRuns | None = None,
    dictionary: Dictionary | None = None,
) -> list[Link]:
    """Links between two sides given as arrays: search, then links between unrelated stretches taken apart.

    ``encode_runs``: gives vectors of joined sentences for models whose vectors do not add up; ``dictionary``: from the
    language of the source to that of the target.
    """
    n, m = len(source.lengths), len(target.lengths)
    if not n or not m:
        return [Link(range(k, k + 1), range(0)) for k in range(n)] + [Link(range(0), range(k, k + 1)) for k in range(m)]
    found = search_sides(source, target, config, encode_runs, dictionary)
    scores = probabilities(found.path, source, target, found.ratio, found.level)
    return [
        Link(range(i, i + a), range(j, j + b), round(float(score), 4), i in found.crossing and bool(a and b))
        for (i, a, j, b, _gain), score in zip(found.path, scores, strict=True)
    ]


def search_sides(
    source: Side,
    target: Side,
    config: CostConfig,
    encode_runs: EncodeRuns | None = None,
    dictionary: Dictionary | None = None,
) -> Search:
    """Anchors, corridor, two passes over it; null links one sentence at a time."""
    n, m = len(source.lengths), len(target.lengths)
    source_unit, target_unit = unit(source.vectors), unit(target.vectors)
    # many models give unrelated sentences a cosine far above 0 (0.7 with e5); the built-in model does not
    chance = float(np.clip(source_unit.mean(0) @ target_unit.mean(0), 0.0, 0.9))
    background = 0.0 if encode_runs is None else chance
    anchors = find_anchors(source_unit, target_unit)
    ratio = length_ratio(source.lengths, target.lengths, anchors)
    level = (_level(source_unit, target_unit, anchors) - background) / (1 - background)
    blocks = corridor(anchors.rows, anchors.columns, n, m, config.width)
    gap = Gap(config.opening * ((1 - level) / 0.4) ** config.loose, config.skip - config.tight * (level - 0.6))
    explained = None
    if dictionary is not None and source.pieces is not None and target.pieces is not None:
        explained = Explained(dictionary, source.pieces, target.pieces, config.blank, config.most)
    twice = encode_runs is not None or (config.lexicon > 0 and level < config.free)
    # what the dictionary says is dear to compute and the first of two passes can do without
    gains = LinkGains(source, target, ratio, config, background=background, explained=explained)
    path = best_path(blocks, gains.types, gains, gap, n, m)
    # second pass: with words that the first has taught, and with runs that only the model itself can read
    links = [(range(i, i + a), range(j, j + b)) for i, a, j, b, _ in path if a and b]
    lexical = None
    if config.lexicon and level < config.free:
        words = tuple([words_of(text) for text in side.texts] for side in (source, target))
        lexical = lexical_evidence(words[0], words[1], links, DIRECTIONS)
    runs = None
    if encode_runs is not None:
        wanted = doubtful_runs(path)
        sides = (source.vectors, wanted[0]), (target.vectors, wanted[1])
        left, right = (run_vectors(v, w, encode_runs(k, w)) for k, (v, w) in enumerate(sides))
        runs = (left, right)
    if twice:
        gains = LinkGains(source, target, ratio, config, lexical, runs, background, explained)
        path = best_path(blocks, gains.types, gains, gap, n, m)
    path = join_crossing(path, source, target, config)
    similarity = (cosines(path, source, target) - background) / (1 - background)
    unrelated = unrelated_stretches(similarity, config) | strangers(
        path, similarity, source, target, float(ratio[0]), level, config.stranger
    )
    path = [part for step, apart in zip(path, unrelated, strict=True) for part in (_apart(step) if apart else [step])]
    pairs = crossing_links(path, source, target, float(ratio[0]), level)
    return Search(with_crossing(path, pairs), float(ratio[0]), level, frozenset(i for i, _ in pairs))


def _level(source: Floats, target: Floats, anchors: Anchors) -> float:
    """How close the renderings of this document are: the median cosine of the anchors."""
    if len(anchors.rows) < 5:
        return 0.6
    return float(np.median((source[anchors.rows] * target[anchors.columns]).sum(1)))


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


def unrelated_stretches(similarity: Floats, config: CostConfig) -> npt.NDArray[np.bool_]:
    """Which links stand in a stretch where the texts do not correspond at all.

    A free rendering has a low cosine and good neighbours; a replaced page is low throughout. Two states, Viterbi:
    a link speaks for its stretch by ``(cosine - doubt) * trust``, at most 2 either way, and a change of state costs
    ``change``. Null links (cosine ``nan``) speak weakly against.
    """
    votes = np.clip((similarity - config.doubt) * config.trust, -2.0, 2.0)
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
    return np.array(result[::-1], bool)


def strangers(
    path: Sequence[Step], similarity: Floats, source: Side, target: Side, ratio: float, level: float, floor: float
) -> npt.NDArray[np.bool_]:
    """Which 1-1 links are chance meetings: nearly no similarity, in a document whose renderings are close.

    Two sentences without counterpart that stand side by side look like a link to every search. Short texts are left
    alone: a heading may hold one word that the model does not know. ``floor``: share of the level, in a document of level 0.85.
    """
    least = floor * max(level - 0.6, 0.0) / 0.25 * level
    root = ratio**0.5
    long = [
        a == b == 1 and min(source.lengths[i] * root, target.lengths[j] / root) >= STRANGER_LENGTH
        for i, a, j, b, _ in path
    ]
    return np.asarray(long, bool) & (np.nan_to_num(similarity, nan=1.0) < least)


def _apart(step: Step) -> list[Step]:
    """A link as null links, one for each sentence."""
    i, a, j, b, _gain = step
    return [(k, 1, j, 0, 0.0) for k in range(i, i + a)] + [(i + a, 0, k, 1, 0.0) for k in range(j, j + b)]


def _with_blanks(links: list[Link], rows: list[int], columns: list[int], n: int, m: int) -> list[Link]:
    """Links of the filled lines, numbered as in the documents, and blank lines as null links in their place."""
    if len(rows) == n and len(columns) == m:
        return links
    result: list[Link] = []
    crossing: list[Link] = []
    i = j = 0
    for link in links:
        left = [rows[k] for k in link.source]
        right = [columns[k] for k in link.target]
        if link.crossing:
            crossing.append(link._replace(source=range(left[0], left[0] + 1), target=range(right[0], right[0] + 1)))
            continue
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
    result += [Link(range(n, n), range(k, k + 1)) for k in range(j, m)]
    return _replaced(result, crossing)


def _replaced(links: list[Link], crossing: list[Link]) -> list[Link]:
    """Links in which the null links of what crosses give way to the crossing links."""
    if not crossing:
        return links
    by_source = {link.source.start: link for link in crossing}
    gone = {link.target.start for link in crossing}
    kept = [link for link in links if link.source or link.target.start not in gone]
    return [by_source.get(link.source.start, link) if link.source and not link.target else link for link in kept]
