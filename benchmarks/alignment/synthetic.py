"""Documents with known links, made from sentence pairs: merges, splits, deletions, missing and replaced blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

Ids = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass
class Made:
    """Sentences of both sides and the links between them."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    links: list[Ids] = field(default_factory=list)

    def add(self, source: Sequence[str], target: Sequence[str]) -> None:
        """One link: these source sentences render these target sentences; without a side, null links."""
        i, j = len(self.source), len(self.target)
        self.source += source
        self.target += target
        left, right = tuple(range(i, i + len(source))), tuple(range(j, j + len(target)))
        if left and right:
            self.links.append((left, right))
        else:
            self.links += [((k,), ()) for k in left] + [((), (k,)) for k in right]


def make(
    pairs: Sequence[tuple[str, str]],
    seed: int,
    merged: float = 0.2,
    deleted: float = 0.06,
    missing: int = 50,
    replaced: int = 0,
) -> Made:
    """A document: ``merged`` of the links are 1-2 or 2-1, ``deleted`` lack a side, one block of ``missing`` sentences
    stands in one language only, and ``replaced`` sentences a side stand opposite unrelated text.
    """
    rng = np.random.default_rng(seed)
    made = Made()
    body = list(pairs[replaced * 2 :]) if replaced else list(pairs)
    gap = int(rng.integers(len(body) // 4, max(len(body) * 3 // 4 - missing, len(body) // 4 + 1)))
    swap = int(rng.integers(len(body) // 8, len(body) // 5))
    k = 0
    while k < len(body):
        zh, en = body[k]
        if replaced and k >= swap:
            made.add([a for a, _ in pairs[:replaced]], [])
            made.add([], [b for _, b in pairs[replaced : 2 * replaced]])
            replaced = 0
        if missing and k >= gap:
            made.add([], [b for _, b in body[k : k + missing]])
            k, missing = k + missing, 0
            continue
        dice = rng.random()
        if dice < merged and k + 1 < len(body):
            zh2, en2 = body[k + 1]
            if dice < merged / 2:
                made.add([zh + zh2], [en, en2])
            else:
                made.add([zh, zh2], [f"{en} {en2}"])
            k += 2
            continue
        if dice > 1 - deleted:
            made.add([zh], []) if dice > 1 - deleted / 2 else made.add([], [en])
        else:
            made.add([zh], [en])
        k += 1
    return made


def un_pairs(shared: Path) -> list[tuple[str, str]]:
    """The 4,000 UN pairs of ``train/un_parallel_dev`` in order."""
    sides = [(shared / "train" / f"un_parallel_dev.{side}").read_text("utf-8").split("\n") for side in ("zh", "en")]
    return [(a.strip(), b.strip()) for a, b in zip(*sides, strict=True) if a.strip() and b.strip()]
