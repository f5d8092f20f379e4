"""Which sentences have no counterpart: two logistic rules over what a path of links says.

No cost of a gap decides this well: a stranger beside a link costs little, and two strangers opposite each other look like a link. The
rules ask each decision on its own: *is this link a chance meeting*, and *is the sentence at the edge of a link, or beside it, alone*. What
separates is what the dictionary says in each direction, the cosine over what is usual in the document, and above all **what the
sentence adds to explaining the other side**: a heading of which the next sentence says every word adds nothing. The weights are
fitted by ``benchmarks/alignment/nulls.py`` and live in ``nulls.json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from align.search.confidence import WEIGHTS as CONFIDENCE
from align.search.null_features import Document, Edge, context, edge_features, link_features, parted
from align.search.stretches import taken_apart
from corpora.arrays import Doubles, Step

WEIGHTS = Path(__file__).parent / "nulls.json"
ROUNDS = 4  # of decisions: what is decided of one link may change what is asked of the next
FAR = 3.0  # spreads from the middle beyond which a feature says no more than there
CERTAIN = 8.0  # log odds beyond which a doubt is none
CLOSE = 0.9  # share of what is usual from which nobody asks whether a link is a chance meeting
NEVER = 30.0  # log odds of what is known


Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic rule over features and their products, each in its own measure and within what the rule was fitted on."""

    center: Doubles
    scale: Doubles
    weights: Doubles

    def __call__(self, rows: Doubles) -> Doubles:
        """Log odds ``(k,)``."""
        result: Doubles = products(rows, self.center, self.scale) @ self.weights
        return result


def products(rows: Doubles, center: Doubles, scale: Doubles) -> Doubles:
    """One, the features in units of their spread (at most :data:`FAR` of them), and the products of each two."""
    plain = np.clip((rows[:, 1:] - center[1:]) / scale[1:], -FAR, FAR)
    first, second = np.triu_indices(plain.shape[1])
    return np.concatenate([np.ones((len(rows), 1)), plain, plain[:, first] * plain[:, second]], axis=1)


@lru_cache(maxsize=1)
def load_rules() -> dict[str, Rule]:
    """The fitted rules: of links, of edges."""
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        kind: Rule(*(np.array(table[kind][part]) for part in ("center", "scale", "weights")))
        for kind in ("link", "edge")
    }


@lru_cache(maxsize=1)
def fitted() -> str:
    """A fingerprint of what is fitted beside the costs: these rules and the confidence."""
    return hashlib.blake2b(WEIGHTS.read_bytes() + CONFIDENCE.read_bytes(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions about a path.

    ``links``: first and last place on the path, and the link that may be a chance meeting; ``edges``: place of a link, place of the sentence (the same where it
    is in the link), the link with the sentence, and at which edge it stands.
    """

    links: list[tuple[int, int, Step]]
    edges: list[tuple[int, int, Step, Edge]]


def questions(path: Sequence[Step]) -> Asked:
    """What is to be decided: every link, every two neighbours alone on either side, every edge, every sentence alone beside a link."""
    asked = Asked([], [])
    linked = [bool(a and b) for _, a, _, b, _ in path]
    for k, step in enumerate(path):
        i, a, j, b, _ = step
        if linked[k]:
            asked.links.append((k, k, step))
            asked.edges.extend(
                (k, k, step, (side, end)) for side in (0, 1) if (a, b)[side] > 1 for end in (False, True)
            )
            asked.edges.extend(_neighbours(path, linked, k))
        elif k + 1 < len(path) and not linked[k + 1] and {(a, b), (path[k + 1][1], path[k + 1][3])} == {(1, 0), (0, 1)}:
            if (k == 0 or linked[k - 1]) and (k + 2 == len(path) or linked[k + 2]):
                asked.links.append((k, k + 1, (i, 1, j, 1, 0.0)))
    return asked


def _neighbours(path: Sequence[Step], linked: Sequence[bool], k: int) -> list[tuple[int, int, Step, Edge]]:
    """Sentences alone that touch the link ``k``, as edges of a longer link."""
    i, a, j, b, gain = path[k]
    found: list[tuple[int, int, Step, Edge]] = []
    for side in (0, 1):
        for end, step in ((False, -1), (True, 1)):
            at = k + step
            while 0 <= at < len(path) and not linked[at] and not path[at][1 + 2 * side]:
                at += step
            if 0 <= at < len(path) and not linked[at]:
                longer = (i - (not end), a + 1, j, b, gain) if side == 0 else (i, a, j - (not end), b + 1, gain)
                found.append((k, at, longer, (side, end)))
    return found


class Judge:
    """What the rules say of the questions of one document; each is answered once, however often it is asked."""

    def __init__(self, path: Sequence[Step], document: Document, rate: float) -> None:
        self.document, self.around = document, context(path, document, rate)
        self.links: dict[tuple[bool, Place], float] = {}
        self.edges: dict[tuple[bool, Place, Edge], float] = {}

    def answers(self, path: Sequence[Step], asked: Asked) -> tuple[Doubles, Doubles]:
        """Log odds that each link is a chance meeting, and that the sentence at each edge is alone."""
        links = [(first == last, step[:4]) for first, last, step in asked.links]
        edges = [(place == at, step[:4], edge) for place, at, step, edge in asked.edges]
        new_links = [k for k, key in enumerate(links) if key not in self.links]
        new_edges = [k for k, key in enumerate(edges) if key not in self.edges]
        if new_links:
            self._ask_links(path, [asked.links[k] for k in new_links], [links[k] for k in new_links])
        if new_edges:
            some = [asked.edges[k] for k in new_edges]
            linked = np.array([float(place == at) for place, at, _, _ in some])
            steps, at_edge = [step for _, _, step, _ in some], [edge for *_, edge in some]
            odds = load_rules()["edge"](edge_features(steps, at_edge, linked, self.document, self.around))
            self.edges.update(zip((edges[k] for k in new_edges), odds.tolist(), strict=True))
        return np.array([self.links[key] for key in links]), np.array([self.edges[key] for key in edges])

    def _ask_links(
        self, path: Sequence[Step], some: Sequence[tuple[int, int, Step]], keys: Sequence[tuple[bool, Place]]
    ) -> None:
        document, steps = self.document, [step for _, _, step in some]
        wrong = np.array([document.contradict(step) for step in steps], bool)
        odds = np.where(wrong, NEVER, -CERTAIN)
        # of a link that is as close as is usual nobody asks: most are
        doubted = np.flatnonzero(~wrong & (document.cosines(steps) < CLOSE * document.level)).tolist()
        if doubted:
            near = neighbourhood(path, Asked([some[k] for k in doubted], []), document)
            rows = link_features([steps[k] for k in doubted], near, document, self.around)
            odds[doubted] = load_rules()["link"](rows)
        self.links.update(zip(keys, odds.tolist(), strict=True))


def neighbourhood(path: Sequence[Step], asked: Asked, document: Document) -> tuple[Doubles, Doubles, Doubles]:
    """Of every link asked about: mean cosine of two neighbours on each side, how many of the next are alone, whether the path has it."""
    null = np.array([not (a and b) for _, a, _, b, _ in path], bool)
    level = document.level
    padded = np.concatenate([[level] * 2, np.where(null, 0.3 * level, document.cosines(path)), [level] * 2])
    lone = np.concatenate([[False], null, [False]])
    first, last = (np.array([x[k] for x in asked.links], np.int64) for k in (0, 1))
    near = (padded[first] + padded[first + 1] + padded[last + 3] + padded[last + 4]) / 4
    return near, lone[first].astype(np.float64) + lone[last + 2], (first == last).astype(np.float64)


def decided(
    path: list[Step], document: Document, rate: float, alone: float, firm: Callable[[Step], bool]
) -> tuple[list[Step], Doubles]:
    """The path with chance meetings taken apart, sentences that are alone left alone, and those that are not joined to their link;

    and the log odds against each of its steps (:func:`doubts`). ``alone``: from which probability on; ``firm``: which steps may not change.
    """
    judge = Judge(path, document, rate)
    bar = float(np.log(alone / (1 - alone)))
    settled: set[tuple[int, int]] = set()
    for _ in range(ROUNDS):
        asked = questions(path)
        links, edges = judge.answers(path, asked)
        changed = _applied(path, _wanted(path, asked, links - bar, edges - bar), settled, firm)
        if changed == path:
            break
        path = changed
    return path, doubts(path, judge)


Change = tuple[float, int, int, list[Step]]  # how sure, first and last place, what stands there instead


def _wanted(path: Sequence[Step], asked: Asked, links: Doubles, edges: Doubles) -> list[Change]:
    """The changes that the answers ask for, the surest first."""
    wanted: list[Change] = []
    for (first, last, step), score in zip(asked.links, links.tolist(), strict=True):
        if first == last and score > 0:
            wanted.append((score, first, last, taken_apart(step)))
        elif first != last and score < 0:
            wanted.append((-score, first, last, [step]))
    for (place, at, longer, edge), score in zip(asked.edges, edges.tolist(), strict=True):
        side, end = edge
        if place == at and score > 0:
            rest = parted(longer, edge)[1]
            lone = (0, 1, 0, 0, 0.0) if side == 0 else (0, 0, 0, 1, 0.0)
            wanted.append((score, place, place, [rest, lone] if end else [lone, rest]))
        elif place != at and score < 0:
            between = path[min(place, at) + 1 : max(place, at)]
            wanted.append((-score, min(place, at), max(place, at), [longer, *between] if end else [*between, longer]))
    return sorted(wanted, key=lambda change: -change[0])


def _applied(
    path: list[Step], wanted: Sequence[Change], settled: set[tuple[int, int]], firm: Callable[[Step], bool]
) -> list[Step]:
    """One round of changes; every step changes once, and what was joined stays so (``settled``)."""
    result: dict[int, tuple[int, list[Step]]] = {}
    free = [not firm(step) for step in path]
    for _, first, last, steps in wanted:
        key = path[first][0], path[first][2]
        if all(free[first : last + 1]) and key not in settled:
            free[first : last + 1] = [False] * (last + 1 - first)
            result[first] = last, steps
            if first != last:
                settled.add(key)
    out: list[Step] = []
    k = i = j = 0
    while k < len(path):
        last, steps = result.get(k, (k, [path[k]]))
        for _, a, _, b, gain in steps:
            out.append((i, a, j, b, gain))
            i, j = i + a, j + b
        k = last + 1
    return out


def doubts(path: Sequence[Step], judge: Judge) -> Doubles:
    """Log odds against what the path says of each step ``(k,)``.

    Of a link: that it is a chance meeting, or a sentence at its edge alone; of a sentence alone: that it belongs to what stands beside it.
    """
    asked = questions(path)
    links, edges = judge.answers(path, asked)
    result = np.full(len(path), -CERTAIN)
    for (first, last, _), score in zip(asked.links, links.tolist(), strict=True):
        for place in (first, last):
            result[place] = max(result[place], score if first == last else -score)
    for (place, at, _, _), score in zip(asked.edges, edges.tolist(), strict=True):
        result[at] = max(result[at], score if place == at else -score)
    clipped: Doubles = np.clip(result, -CERTAIN, CERTAIN)
    return clipped
