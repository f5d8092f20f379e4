"""Concepts of a termbase that look like a candidate: what it may be merged into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz

from glossary.concept import Concept
from glossary.words import tokens

LOOKED_AT = 40  # concepts compared in full, those with most in common first
LEAST = 62.0  # of 100 for one language; below it two terms share a word by chance
BOTH = 0.3  # weight of the language in which they are less alike
COMMON = 2000  # a piece that so many concepts have says nothing

Keys = tuple[list[str], list[str]]
"""The Chinese and the English terms of a concept as they are compared."""


class Similar:
    """An index of concepts by pairs of Chinese characters and by folded English words.

    >>> from glossary.concept import Term
    >>> index = Similar([Concept("c1", (Term("联合国难民署", "zh"),)), Concept("c2", (Term("停火", "zh"),))])
    >>> [concept.id for concept in index.of(Concept("x", (Term("难民署", "zh"),)))]
    ['c1']
    """

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self._concepts: dict[str, Concept] = {}
        self._keys: dict[str, Keys] = {}
        self._where: dict[str, dict[str, None]] = {}
        for concept in concepts:
            self.put(concept)

    def __len__(self) -> int:
        return len(self._concepts)

    def put(self, concept: Concept) -> None:
        """Add a concept, or take its new state."""
        self.drop(concept.id)
        self._concepts[concept.id] = concept
        keys = self._keys[concept.id] = _keys(concept)
        for piece in _pieces(keys):
            self._where.setdefault(piece, {})[concept.id] = None

    def drop(self, id: str) -> None:
        """Forget a concept."""
        if self._concepts.pop(id, None) is None:
            return
        for piece in _pieces(self._keys.pop(id)):
            self._where[piece].pop(id, None)

    def of(self, concept: Concept, most: int = 5) -> list[Concept]:
        """The concepts most like this one, best first; never the one with the same id."""
        shared: Counter[str] = Counter()
        own = _keys(concept)
        for piece in _pieces(own):
            found = self._where.get(piece, {})
            if len(found) <= COMMON:
                shared.update(found.keys())
        shared.pop(concept.id, None)
        scored = [(likeness(own, self._keys[id]), id) for id, _n in shared.most_common(LOOKED_AT)]
        scored.sort(key=lambda item: (-item[0], item[1]))
        return [self._concepts[id] for score, id in scored[:most] if score >= LEAST]


def likeness(one: Keys, other: Keys) -> float:
    """From 0: the closest pair of terms in one language, and a part of the closeness in the other one.

    One term inside the other counts as nearly the same.
    """
    closest = [max((_likeness(a, b) for a in one[k] for b in other[k]), default=0.0) for k in (0, 1)]
    return max(closest) + BOTH * min(closest)


def _keys(concept: Concept) -> Keys:
    zh, en = ([_key(term.text, language) for term in concept.of(language)] for language in ("zh", "en"))
    return zh, en


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    within = 80.0 if one in other or other in one else 0.0
    return max(within, fuzz.ratio(one, other))


def _key(text: str, language: str) -> str:
    if language == "zh":
        return text.replace(" ", "").lower()
    return " ".join(token.folded for token in tokens(text)) or text.lower()


def _pieces(keys: Keys) -> set[str]:
    zh = {f"zh:{key[k : k + 2]}" for key in keys[0] for k in range(max(len(key) - 1, 1))}
    return zh | {f"en:{word}" for key in keys[1] for word in key.split()}


def named(concept: Concept) -> str:
    """A concept in one line: id, Chinese, English."""
    return f"{concept.id}  {concept.preferred('zh')} / {concept.preferred('en')}"
