"""Pairs looked at before they are trained on: languages, columns that changed places, copies, and what a model does not believe."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from align.encoders import Encoder
from align.training import viewed
from corpora.arrays import Bools, Doubles
from corpora.text import HAN_RUN, late

OTHERS = 32  # renderings of other rows that a pair is held against
BLOCK = 4096  # rows at a time
FEW = 100  # rows below which no share is told
MIXED = 0.1  # share of wrong pairs that is worth a word
SPOILT = 0.2  # share from which a pair has to be clearly better than chance to be kept
LOST = 0.5  # share from which nothing that comes out can be trusted
CLOSE = 0.05  # difference of the shares of Han characters below which two texts are in one language

LETTERS = late(r"[A-Za-z]+")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is left of the pairs that were read, and what became of the others.

    ``turned``: pairs whose columns had changed places; ``copies`` of a pair that was there before; ``alike``: both sides in one
    language or the same text; ``doubted``: a model does not believe them, and ``wrong`` is the share of all pairs that are
    no translations as far as it sees.
    """

    pairs: list[tuple[str, str]]
    read: int
    turned: int = 0
    copies: int = 0
    alike: int = 0
    doubted: int = 0
    wrong: float = 0.0

    @property
    def is_lost(self) -> bool:
        """Whether so much is wrong that a model trained on the rest is not to be used."""
        return self.wrong >= LOST or self.alike >= LOST * self.read

    def counts(self) -> dict[str, float]:
        """Plain values for the report."""
        names = ("read", "turned", "copies", "alike", "doubted")
        return {name: getattr(self, name) for name in names} | {"wrong": round(self.wrong, 3)}

    def remarks(self) -> Iterator[str]:
        """A line for each kind of pair that is not taken as it stands."""
        said = (
            (self.turned, "have their columns the other way round; they are turned"),
            (self.alike, "have one language, or the same text, on both sides; they are left out"),
            (self.copies, "are copies of others; each is read once"),
        )
        yield from (f"{count:,} of {self.read:,} pairs {what}" for count, what in said if count)
        if self.wrong >= MIXED:
            yield (
                f"about {self.wrong:.0%} of the pairs are no translations of each other as far as the model sees; "
                f"{self.doubted:,} are left out: look whether the columns belong together"
            )


def look_at(
    pairs: Pairs, languages: tuple[str, str], encoder: Encoder | None = None, sure: Collection[tuple[str, str]] = ()
) -> Looked:
    """The pairs that can be trained on, in their order; ``encoder``: a model that knows both languages.

    ``sure``: pairs that a person confirmed, which are kept whatever the model believes.

    >>> looked = look_at([("Thank you.", "谢谢。"), ("谢谢。", "Thank you."), ("Yes.", "No.")], ("zh", "en"))
    >>> looked.pairs, looked.turned, looked.copies, looked.alike
    ([('谢谢。', 'Thank you.')], 1, 1, 1)
    """
    straight, turned, alike = _by_language(pairs, languages)
    distinct = list(dict.fromkeys(straight))
    believed, wrong = _believed(viewed(distinct, languages), encoder)
    kept = [pair for pair, there in zip(distinct, believed.tolist(), strict=True) if there or pair in sure]
    copies = len(straight) - len(distinct)
    return Looked(kept, len(pairs), turned, copies, alike, len(distinct) - len(kept), wrong)


def _by_language(pairs: Pairs, languages: tuple[str, str]) -> tuple[list[tuple[str, str]], int, int]:
    """Pairs with their languages in order, how many were turned, how many are left out."""
    kept, turned, alike = [], 0, 0
    chinese = languages.index("zh") if "zh" in languages and languages[0] != languages[1] else None
    for first, second in pairs:
        shares = None if chinese is None else (_han(first), _han(second))
        if first.casefold() == second.casefold():
            alike += 1
        elif shares is None or shares[0] is None or shares[1] is None:
            kept.append((first, second))
        elif _is_one_language(shares[0], shares[1]):
            alike += 1
        elif (shares[0] > shares[1]) == (chinese == 0):
            kept.append((first, second))
        else:
            kept.append((second, first))
            turned += 1
    return kept, turned, alike


def _is_one_language(one: float, other: float) -> bool:
    return abs(one - other) < CLOSE or min(one, other) > 0.5


def _han(text: str) -> float | None:
    """The share of Han characters among letters, each as much as four; ``None`` for a text without letters."""
    han, latin = (sum(map(len, runs.findall(text))) for runs in (HAN_RUN, LETTERS))
    return han * 4 / (han * 4 + latin) if han or latin else None


def _believed(pairs: Pairs, encoder: Encoder | None) -> tuple[Bools, float]:
    """Which pairs are nearer to each other than to texts of other rows, and the share that is no better than chance.

    The rank of a pair that is right is high, that of one which is wrong anything: half of the wrong ones stand in the lower half.
    """
    everything = np.ones(len(pairs), bool)
    if encoder is None or len(pairs) < FEW:
        return everything, 0.0
    ranks = _ranks(pairs, encoder)
    wrong = min(1.0, 2 * float((ranks >= 0.5).mean()))
    return ranks < (CLOSE if wrong >= SPOILT else 0.5), wrong


def _ranks(pairs: Pairs, encoder: Encoder) -> Doubles:
    """For each pair the share of :data:`OTHERS` renderings of other rows that are as near to its first text as its own, ``(n,)``."""
    sides = [encoder.encode([pair[k] for pair in pairs]) for k in (0, 1)]
    rng = np.random.default_rng(0)
    ranks = np.zeros(len(pairs))
    for start in range(0, len(pairs), BLOCK):
        mine = sides[0][start : start + BLOCK]
        own = np.einsum("ij,ij->i", mine, sides[1][start : start + BLOCK])
        others = sides[1][rng.integers(len(pairs), size=(len(mine), OTHERS))]
        near = np.einsum("ij,ikj->ik", mine, others) >= own[:, None] + 1e-6
        ranks[start : start + BLOCK] = near.mean(1)
    return ranks
