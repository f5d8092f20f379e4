"""Losses, counted: what happens once is said as it is, what happens a thousand times in one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from corpora.errors import short


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a file or a format could not carry: ``concept`` is an id, or empty for the whole file.

    ``kind``: ``guess`` where nothing is lost and something was guessed. ``part``: a row or a term of the two languages
    was not read, and so the file only in part.
    """

    concept: str
    what: str
    kind: Literal["lost", "guess"] = "lost"
    part: bool = False

    def __str__(self) -> str:
        return f"{self.concept}: {self.what}" if self.concept else self.what


SINGLE = 3
"""So many of one kind are listed one by one."""
MOST_LANGUAGES = 50
MOST_GUESSES = 20


class Losses:
    """Collects losses of a file in bounded memory, in order of first appearance.

    >>> losses = Losses()
    >>> for number in range(2000): losses.add(f"c{number}", f"term 'x{number}' is empty", "terms are empty")
    >>> [str(loss) for loss in losses.listed()]
    ['2,000 terms are empty (first: c0, c1, c2)']
    """

    def __init__(self) -> None:
        self._guesses: list[Loss] = []
        self._counts: Counter[str] = Counter()
        self._first: dict[str, list[Loss]] = {}
        self._languages: dict[str, None] = {}
        self._foreign = 0

    def guess(self, what: str) -> None:
        """Something of the whole file that was guessed, and that a person should know; each once."""
        loss = Loss("", what, "guess")
        if loss not in self._guesses and len(self._guesses) < MOST_GUESSES:
            self._guesses.append(loss)

    def add(self, concept: str, one: str, many: str = "", *, part: bool = False) -> None:
        """A loss: ``one`` says it of this concept, ``many`` after a number (``terms are empty``)."""
        key = many or one
        self._counts[key] += 1
        first = self._first.setdefault(key, [])
        if len(first) < SINGLE:
            first.append(Loss(concept, one, part=part))

    def language(self, code: str) -> None:
        """A term in a language that is not kept."""
        self._foreign += 1
        if len(self._languages) < MOST_LANGUAGES:
            self._languages[short(code, 20)] = None

    def listed(self) -> tuple[Loss, ...]:
        """All losses, those of one kind grouped."""
        found: list[Loss] = list(self._guesses)
        if self._foreign:
            codes = sorted(self._languages)
            more = " and others" if len(codes) == MOST_LANGUAGES else ""
            noun = f"{self._foreign:,} term{'s' if self._foreign > 1 else ''}"
            found.append(Loss("", f"{noun}: language{'s' if len(codes) > 1 else ''} {', '.join(codes)}{more} left out"))
        for many, count in self._counts.items():
            first = self._first[many]
            if count <= SINGLE or (all(many == loss.what for loss in first) and not first[0].concept):
                found += first
                continue
            names = list(dict.fromkeys(short(loss.concept, 40) for loss in first if loss.concept))
            example = f" (first: {', '.join(names)})" if names else ""
            found.append(Loss("", f"{count:,} {many}{example}", part=first[0].part))
        return tuple(found)
