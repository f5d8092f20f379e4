"""Passages that stand twice in a row on one side and once on the other: eight Han characters, four words, or more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpora.arrays import Keys, Longs
from corpora.errors import short
from corpora.text import HAN_CHARACTER, OTHER_LANGUAGE
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Span
from glossary.rows import Key, Rows
from glossary.words import code_points

HAN_CHARACTERS, WORDS = 8, 4
BLOCK = 4096  # rows looked at at a time: bounds memory
SPREAD = np.uint64(0x9E3779B97F4A7C15)
LIGHT = 3  # characters between the two: marks and spaces only
LETTER = re.compile("[A-Za-z]")


class Twice(NamedTuple):
    """A row (from 0) and a language, and where the passage stands first and again."""

    row: int
    language: str
    first: Span
    again: Span


TWICE: Key[tuple[Twice, ...]] = Key("passages that stand twice")


def standing_twice(rows: Rows) -> tuple[Twice, ...]:
    """What stands twice, of each side of a row at most one, found once.

    >>> from corpora.bitext import Pair
    >>> zh, en = "委员会请秘书处提出报告，委员会请秘书处提出报告，并说明费用。", "The Commission requested a report."
    >>> [(one.first, one.again) for one in standing_twice(Rows.of([Pair("A/99/1", 1, zh, en)]))]
    [((0, 12), (12, 24))]
    """
    return rows.derived(TWICE, lambda rows: tuple(_found(rows)))


def twice_in_a_row(check: Check, material: Material, told: Collection[int]) -> Iterator[Finding]:
    """A finding for each, but not in rows (from 1) of which something was told already."""
    for twice in standing_twice(material.rows):
        row, zh = twice.row + 1, twice.language == "zh"
        if row in told:
            continue
        passage = material.rows.texts(twice.language)[twice.row][slice(*twice.first)]
        yield check.finding(
            material,
            row,
            f"“{short(passage, 80)}” stands twice in the {'Chinese' if zh else 'English'} version, and once in the other",
            f"“{short(passage, 80)}”在{'中文' if zh else '英文'}一侧出现两次，另一侧只有一次",
            zh_spans=[twice.again] if zh else (),
            en_spans=() if zh else [twice.again],
            expected=passage,
        )


def _found(rows: Rows) -> Iterator[Twice]:
    sides = {"zh": dict(_twice(rows, "zh")), "en": dict(_twice(rows, "en"))}
    both = rows.bilingual
    for language, other in OTHER_LANGUAGE.items():
        for row, (first, again) in sides[language].items():
            if row not in sides[other] and both[row]:
                yield Twice(row, language, first, again)


def _twice(rows: Rows, language: str) -> Iterator[tuple[int, tuple[Span, Span]]]:
    """Rows with what stands twice in them."""
    for first in range(0, len(rows), BLOCK):
        last = min(first + BLOCK, len(rows))
        if language == "zh":
            texts = rows.texts("zh")[first:last]
            numbers = code_points("".join(texts)).astype(np.uint64)
            edges = np.cumsum([0, *map(len, texts)])
        else:
            table = rows.words
            edges = table.offsets[first : last + 1] - table.offsets[first]
            numbers = _folded(table.kinds)[table.kind[table.offsets[first] : table.offsets[last]]]
        for row in _repeating(numbers, edges, HAN_CHARACTERS if language == "zh" else WORDS):
            text = rows.texts(language)[first + row]
            places = [(k, k + 1) for k in range(len(text))] if language == "zh" else rows.words[first + row][1]
            found = _beside(text, numbers[edges[row] : edges[row + 1]].tolist(), places, language)
            if found:
                yield first + row, found


def _folded(kinds: Sequence[str]) -> Keys:
    """A number for each kind of word, whatever its case."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(kind.lower(), len(known)) for kind in kinds], np.uint64)


def _repeating(numbers: Keys, edges: Longs, size: int) -> list[int]:
    """Rows in which some run of ``size`` numbers stands twice."""
    count = len(numbers) - size + 1
    if count <= 0:
        return []
    mark = np.zeros(count, np.uint64)
    for step in range(size):
        mark = (mark + numbers[step : step + count]) * SPREAD
        mark ^= mark >> np.uint64(29)
    row = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    inside = row[:count] == row[size - 1 : size - 1 + count]
    mark, row = mark[inside] + row[:count][inside].astype(np.uint64) * SPREAD, row[:count][inside]
    order = np.argsort(mark, kind="stable")
    same = mark[order][1:] == mark[order][:-1]
    found: list[int] = np.unique(row[order][1:][same]).tolist()
    return found


def _beside(text: str, numbers: Sequence[int], places: Sequence[Span], language: str) -> tuple[Span, Span] | None:
    """The first run that stands again at once, with nothing but marks between."""
    size = HAN_CHARACTERS if language == "zh" else WORDS
    seen: dict[tuple[int, ...], int] = {}
    for at in range(len(numbers) - size + 1):
        gram = tuple(numbers[at : at + size])
        before = seen.setdefault(gram, at)
        if before + size > at:
            continue
        length = size
        while before + length < at and at + length < len(numbers) and numbers[before + length] == numbers[at + length]:
            length += 1
        first = places[before][0], places[before + length - 1][1]
        again = places[at][0], places[at + length - 1][1]
        if _is_meant(text[first[1] : again[0]], text[slice(*first)], length >= 2 * size, language):
            return first, again
        seen[gram] = at
    return None


def _is_meant(between: str, passage: str, is_long: bool, language: str) -> bool:
    """Whether a passage is text, no row of figures or code, and what stands before it again lets nobody repeat it by right.

    >>> _is_meant("，", "委员会请秘书处提出报告", False, "zh"), _is_meant("。", "联合国安全理事会", False, "zh")
    (True, False)
    """
    if len(between) > LIGHT or re.search(r"[\w()（）《》]", between) or re.search("[()（）《》]", passage):
        return False
    if not is_long and re.search("[。！？；：.!?;:]", between):
        return False
    letters = (HAN_CHARACTER if language == "zh" else LETTER).findall(passage)
    least = (HAN_CHARACTERS, 5) if language == "zh" else (10, 6)
    return len(letters) >= least[0] and len(set(letters)) >= least[1]
