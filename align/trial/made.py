"""Documents with known links, made of pairs: sentences put together, left out, and strangers among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from align.score import Ids

SIZE = 50  # pairs of a document
MERGED, DELETED, STRANGERS = 0.16, 0.06, 0.06

Pairs = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Made:
    """Sentences of both sides and the links between them."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    links: list[Ids] = field(default_factory=list)

    def add(self, source: Sequence[str], target: Sequence[str]) -> None:
        """One link; without a side, a null link of each sentence."""
        left = tuple(range(len(self.source), len(self.source) + len(source)))
        right = tuple(range(len(self.target), len(self.target) + len(target)))
        self.source += source
        self.target += target
        self.links += [(left, right)] if left and right else [((k,), ()) for k in left] + [((), (k,)) for k in right]


def blocks_of(pairs: Pairs) -> list[Pairs]:
    """The pairs in runs of about :data:`SIZE`, in their order.

    >>> [len(block) for block in blocks_of([("a", "b")] * 120)]
    [60, 60]
    """
    count = max(1, len(pairs) // SIZE)
    edges = [len(pairs) * k // count for k in range(count + 1)]
    return [pairs[start:end] for start, end in pairwise(edges)]


def make(pairs: Pairs, strangers: Pairs, languages: tuple[str, str], seed: tuple[int, ...]) -> Made:
    """A document of these pairs; ``strangers``: pairs whose texts may stand among them without a counterpart.

    >>> made = make([("一", "one"), ("二", "two")], [], ("zh", "en"), (0,))
    >>> made.links == [((0,), (0,)), ((1,), (1,))] or len(made.links) < 3
    True
    """
    rng = np.random.default_rng(seed)
    spaces = ["" if language == "zh" else " " for language in languages]
    made = Made()
    k = 0
    while k < len(pairs):
        dice, side = rng.random(), int(rng.integers(2))
        if strangers and rng.random() < STRANGERS:
            text = strangers[int(rng.integers(len(strangers)))][side]
            made.add([], [text]) if side else made.add([text], [])
        two = pairs[k : k + 2]
        texts = [[pair[s] for pair in two] for s in (0, 1)]
        if dice < MERGED and len(two) == 2:
            texts[side] = [spaces[side].join(texts[side])]
            made.add(*texts)
            k += 2
            continue
        kept = [[text[0]] for text in texts]
        if dice > 1 - DELETED:
            kept[side] = []
        made.add(*kept)
        k += 1
    return made
