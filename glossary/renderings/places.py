"""What speaks for a span being the rendering of a term: figures of one place, and of a string over all places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.text import OTHER_LANGUAGE
from glossary.renderings.spans import Atoms, chinese_atoms, english_atoms, quotes, spans_of
from glossary.renderings.units import Unit, UnitTable

NULL = 0.03  # what a word that renders nothing is worth
SURE = 0.08  # closeness from which on a word counts as explained
LOST = 0.15  # closeness of two words that nothing explains
EMPTY = 1e-3  # length of the vector of no words
ALIKE = 0.7  # a usual cosine of what is left of two texts that render each other
BEND = 2.0  # how much two places at different heights of their texts lose
LOCAL = (
    "given",
    "taken",
    "held",
    "cosine",
    "torn first",
    "bad first",
    "torn last",
    "bad last",
    "inner",
    "punctuation marks",
    "quoted",
    "half quoted",
    "length",
    "long",
    "first given",
    "last given",
    "before given",
    "behind given",
    "rest",
    "free before",
    "free behind",
    "weak last",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a term and all spans of the other text: ``features`` ``(spans, len(LOCAL))``."""

    row: int
    start: int
    end: int
    atoms: Atoms
    i: Longs
    j: Longs
    keys: tuple[str, ...]
    features: Floats


def places_of_row(
    table: UnitTable, row: int, source: str, target: str, places: Sequence[tuple[int, int]], language: str
) -> list[Place]:
    """All occurrences of a term in one row. ``language``: the language of the term."""
    cuts = tuple(sorted({edge for place in places for edge in place}))
    own = chinese_atoms(source, cuts, table.cuts) if language == "zh" else english_atoms(source)
    other = english_atoms(target) if language == "zh" else chinese_atoms(target, (), table.cuts)
    if not len(own) or not len(other):
        return []
    there = OTHER_LANGUAGE[language]
    own_units, other_units = table.units(own.units, language), table.units(other.units, there)
    pair = (own_units, other_units) if language == "zh" else (other_units, own_units)
    close = table.closeness(*pair)
    close = close if language == "zh" else close.T
    same = (
        np.array([[a == b and a.isascii() for b in other.units] for a in own.units])
        if language == "zh" or any(u.isascii() for u in other.units)
        else None
    )
    if same is not None:
        close = np.where(same, np.maximum(close, 0.8), close)
    light = np.array([u.weight for u in own_units], np.float32), np.array([u.weight for u in other_units], np.float32)
    close = close + _leftover(close, light)
    heights = _middle(own) / max(len(source), 1), _middle(other) / max(len(target), 1)
    close = close * np.exp(-BEND * np.abs(heights[0][:, None] - heights[1][None, :])).astype(np.float32)
    share = own.starts, own.ends
    result = []
    for start, end in places:
        inside = (share[0] < end) & (share[1] > start)
        units = np.unique(own.unit[inside])
        if not len(units):
            continue
        size = int(inside.sum())
        longest = 8 + 3 * size if there == "zh" else 6 + size
        if there == "zh" and source[start:end].isupper():
            longest = 8 + 3 * (end - start)
        marks = 1 if size < (12 if language == "zh" else 6) else 3
        i, j = spans_of(other, longest, marks)
        if len(i):
            features = _features(close, light, units, own_units, other_units, other, i, j, size)
            keys = tuple(other.key(a, b) for a, b in zip(i.tolist(), j.tolist(), strict=True))
            result.append(Place(row, start, end, other, i, j, keys, features))
    return result


def _leftover(close: Floats, light: tuple[Floats, Floats]) -> Floats:
    """What is explained by nothing on either side may render each other: names, and words the model does not know."""
    lost = np.exp(-close.max(1) / SURE) * light[0], np.exp(-close.max(0) / SURE) * light[1]
    return np.asarray(LOST * np.outer(*lost), np.float32)


def _middle(atoms: Atoms) -> Floats:
    """The middle of each unit in its text, as an offset."""
    middles = (atoms.starts + atoms.ends) / 2
    count = np.bincount(atoms.unit)
    return np.asarray(np.bincount(atoms.unit, middles) / np.maximum(count, 1), np.float32)


def _features(
    close: Floats,
    light: tuple[Floats, Floats],
    units: Longs,
    own: Sequence[Unit],
    other: Sequence[Unit],
    atoms: Atoms,
    i: Longs,
    j: Longs,
    size: int,
) -> Floats:
    # of each word of the other text: how far it renders the term; of each word of the term: where it is rendered
    from_term = close[units].sum(0) / (close.sum(0) + NULL)
    to_words = close[units] / (close[units].sum(1, keepdims=True) + NULL)
    weight = light[1][atoms.unit] * atoms.part
    mass = weight * from_term[atoms.unit]
    weights, masses = _sums(weight), _sums(mass)
    inside = masses[j] - masses[i]
    given = inside / np.maximum(weights[j] - weights[i], 1e-3)
    importance = light[0][units] / max(float(light[0][units].sum()), 1e-6)
    arrived = _sums((importance @ to_words)[atoms.unit] * atoms.part)
    taken = arrived[j] - arrived[i]
    held = inside / max(float(masses[-1]), 1e-3)
    term = np.sum([own[k].vector for k in units], axis=0)
    whole = np.sum([unit.vector for unit in own], axis=0)
    vectors = np.stack([unit.vector for unit in other])
    cosine, rest = _cosines(term, whole - term, vectors, atoms, i, j)
    edge = np.concatenate([[0.0], (np.sqrt(light[1]) * from_term)[atoms.unit], [0.0]]).astype(np.float32)
    # a neighbour that nothing else in the row explains may belong to the rendering
    aside = (close.sum(0) - close[units].sum(0)) / (close.sum(0) + NULL)
    free = np.concatenate([[0.0], (1.0 - aside)[atoms.unit], [0.0]]).astype(np.float32)
    marks = atoms.soft + atoms.hard
    joined_before = (i > 0) & (marks[i] == marks[np.maximum(i - 1, 0)])
    joined_behind = (j < len(atoms)) & (marks[j] == marks[j - 1])
    filled, half = quotes(atoms, i, j)
    expected = size * 1.9 if atoms.language == "zh" else size / 1.9
    ratio = np.log((j - i + 0.5) / (expected + 0.5))
    return np.stack(
        [
            given,
            taken,
            held,
            cosine,
            atoms.first[i, 0],
            atoms.first[i, 1],
            atoms.last[j - 1, 0],
            atoms.last[j - 1, 1],
            atoms.inner[j] - atoms.inner[i],
            atoms.soft[j - 1] - atoms.soft[i],
            filled,
            half,
            ratio**2,
            np.log(j - i),
            edge[i + 1],
            edge[j],
            edge[i] * joined_before,
            edge[j + 1] * joined_behind,
            rest,
            free[i] * joined_before,
            free[j + 1] * joined_behind,
            atoms.last[j - 1, 2],
        ],
        axis=1,
    ).astype(np.float32)


def _sums(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)]).astype(np.float32)


def _cosines(term: Floats, others: Floats, vectors: Floats, atoms: Atoms, i: Longs, j: Longs) -> tuple[Floats, Floats]:
    """Cosine of the term and every span, and of all that is outside both; a part of a word has its part of the vector."""
    along = _sums((vectors @ term)[atoms.unit] * atoms.part)
    aside = _sums((vectors @ others)[atoms.unit] * atoms.part)
    gram = (vectors @ vectors.T)[np.ix_(atoms.unit, atoms.unit)] * np.outer(atoms.part, atoms.part)
    area = np.zeros((len(atoms) + 1, len(atoms) + 1))
    area[1:, 1:] = gram.cumsum(0).cumsum(1)
    norms = area[j, j] - area[i, j] - area[j, i] + area[i, i]
    result = (along[j] - along[i]) / np.sqrt(np.maximum(norms, 1e-6)) / max(float(np.linalg.norm(term)), 1e-6)
    outer = area[-1, -1] + norms - 2 * (area[j, -1] - area[i, -1])
    size = float(np.linalg.norm(others))
    if size < EMPTY:  # the term is all there is: so should the rendering be
        rest = np.where(outer < EMPTY, ALIKE, 0.0)
    else:
        rest = (aside[-1] - aside[j] + aside[i]) / np.sqrt(np.maximum(outer, EMPTY)) / size
    return np.asarray(result, np.float32), np.asarray(rest, np.float32)
