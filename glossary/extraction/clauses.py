"""What tells a clause or a part of one from a name: what its words are like, and what stands around them in the text."""

from __future__ import annotations

import re

import numpy as np

from corpora.arrays import Bools, Doubles, Longs
from glossary.extraction.sides import Grams, SideAtoms

DETERMINERS = frozenset(["the", "a", "an", "its", "their", "this", "these", "that", "those", "his", "her", "our"])
ASPECT = frozenset("了过着")
PARTICIPLE = re.compile(
    r"[a-z]{2,}[a-df-z]ed|held|made|taken|given|set|led|met|built|done|grew|kept|sent|paid|began|rose|fell"
)
QUANTIFIERS = frozenset(
    [
        "all",
        "any",
        "each",
        "every",
        "few",
        "fewer",
        "following",
        "further",
        "given",
        "less",
        "like",
        "likely",
        "many",
        "more",
        "much",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "only",
        "other",
        "same",
        "several",
        "together",
    ]
)
SEEN, OBJECTS = 5.0, 0.05  # a word that was not met has so many objects, as if it had been met so often


def clause_figures(side: SideAtoms, grams: Grams) -> dict[str, Doubles]:
    """Of each phrase ``(phrases,)``: whether it begins or ends with a figure, how far it opens sentences, has verbs at its edges."""
    first, last = side.ids[grams.sample], side.ids[grams.sample + grams.size - 1]
    figure = np.array([kind[0].isdigit() for kind in side.kinds], np.float64)
    none = np.zeros(len(grams))
    several = (grams.size > 1).astype(np.float64)
    # a figure that stands by itself, not that of a name: 14 countries, but not 5G networks, Strategic Plan 2022-2025
    small = grams.stats["capital"] <= 0.5 if side.language == "en" else np.ones(len(grams), np.bool_)
    found = {
        "figure first": figure[first] * side.last[grams.sample] * small,
        "figure last": figure[last] * side.first[grams.sample + grams.size - 1] * small,
        "quantifier first": none,
        "opens": _opens(side, grams) * several,
        "object first": none,
        "object last": none,
        "participle first": none,
        "participle last": none,
        "aspect": none,
    }
    if side.language == "zh":
        found["aspect"] = _followed(side, grams, _among(side, ASPECT))
        return found
    objects = _objects(side)
    participle = np.array([bool(PARTICIPLE.fullmatch(kind)) for kind in side.kinds], np.float64)
    quantifier = np.array([kind in QUANTIFIERS for kind in side.kinds], np.float64)
    return found | {
        "quantifier first": quantifier[first],
        "object first": objects[first] * several,
        "object last": objects[last],
        "participle first": participle[first] * several,
        "participle last": participle[last],
    }


def _among(side: SideAtoms, words: frozenset[str]) -> Bools:
    return np.array([kind in words for kind in side.kinds], np.bool_)[side.ids]


def _objects(side: SideAtoms) -> Doubles:
    """``(kinds,)``: how often each word has a determiner behind it, as verbs have."""
    behind = np.append(_among(side, DETERMINERS)[1:] & side.joined[1:], False)
    count = len(side.kinds)
    often = np.bincount(side.ids[behind], minlength=count)
    return np.asarray((often + SEEN * OBJECTS) / (np.bincount(side.ids, minlength=count) + SEEN))


def _share(grams: Grams, marks: Bools) -> Doubles:
    owner = np.repeat(np.arange(len(grams)), np.diff(grams.offsets))
    return np.asarray(np.bincount(owner, marks, len(grams)) / np.maximum(np.diff(grams.offsets), 1))


def _opens(side: SideAtoms, grams: Grams) -> Doubles:
    """Share of the occurrences that begin a row, or stand behind the one function word that does."""
    starts = grams.starts
    head = np.concatenate([[True], side.row[1:] != side.row[:-1]])
    before = np.maximum(starts - 1, 0)
    return _share(grams, head[starts] | (head[before] & side.light[before]))


def _followed(side: SideAtoms, grams: Grams, wanted: Bools) -> Doubles:
    """Share of the occurrences behind which an atom of the ``wanted`` ones stands."""
    ends: Longs = grams.starts + np.repeat(grams.size, np.diff(grams.offsets))
    bound = np.append(wanted & side.joined, False)
    return _share(grams, bound[ends])
