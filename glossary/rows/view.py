"""Chinese texts as they are compared: one script, no spaces between Han characters, and the way back to what stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Longs
from corpora.text import HAN, simplifying, without_tags

SPACES = re.compile(f"(?<=[{HAN}])[ \\t\u00a0\u3000]+(?=[{HAN}])")
"""Spaces that a layout leaves between the characters of a word, a title, a table."""


def simplifying_documents(texts: Sequence[str], documents: Longs) -> dict[int, dict[int, int]]:
    """For each traditional document, by its number, the table of :func:`corpora.text.simplifying`.

    Script is a matter of the document: a simplified one keeps the traditional characters that it quotes.

    >>> list(simplifying_documents(["大會重申其決議", "大会重申其决议，乾隆"], np.array([0, 1])))
    [0]
    """
    tables = {}
    order = np.argsort(documents, kind="stable")
    edges = np.flatnonzero(np.diff(documents[order], prepend=-1, append=-1))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        rows = order[start:end].tolist()
        known = simplifying([texts[row] for row in rows])
        if known:
            tables[int(documents[rows[0]])] = known
    return tables


def simplified_rows(
    texts: Sequence[str], documents: Longs, tables: Mapping[int, Mapping[int, int]]
) -> tuple[tuple[str, ...], dict[int, int]]:
    """Texts with each character of a traditional document as its simplified one, so that offsets stay; and the table of all.

    >>> simplified_rows(["大會", "大会，乾隆"], np.array([0, 1]), {0: {ord("會"): ord("会")}})[0]
    ('大会', '大会，乾隆')
    """
    found = list(texts)
    for row in np.flatnonzero(np.isin(documents, list(tables))).tolist():
        found[row] = texts[row].translate(tables[int(documents[row])])
    return tuple(found), {old: new for table in tables.values() for old, new in table.items()}


@dataclass(frozen=True, slots=True)
class View:
    """Texts without the spaces between Han characters, or without tags that are written as text.

    ``gaps``: by row that has any, where each of these stood in the text without them, and how long it was.
    """

    texts: tuple[str, ...]
    gaps: Mapping[int, tuple[tuple[int, int], ...]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> View:
        """Fold texts.

        >>> view = View.of(["主 席 团 的  报告"])
        >>> view.texts[0], view.back(0, 1, 5), "主 席 团 的  报告"[slice(*view.back(0, 1, 5))]
        ('主席团的报告', (2, 10), '席 团 的  报')
        """
        found = list(texts)
        gaps: dict[int, tuple[tuple[int, int], ...]] = {}
        for row, text in enumerate(texts):
            spaces = [match.span() for match in SPACES.finditer(text)]
            if spaces:
                lost = np.cumsum([0, *(end - start for start, end in spaces)]).tolist()
                gaps[row] = tuple((start - gone, end - start) for (start, end), gone in zip(spaces, lost, strict=False))
                found[row] = SPACES.sub("", text)
        return cls(tuple(found), gaps)

    @classmethod
    def untagged(cls, texts: Sequence[str]) -> View:
        """Leave out tags and placeholders.

        >>> view = View.untagged(["The <g1>Panel</g1> met.", "no tags"])
        >>> view.texts[0], view.back(0, 4, 9), list(view.gaps)
        ('The Panel met.', (8, 13), [0])
        """
        found = list(texts)
        gaps: dict[int, tuple[tuple[int, int], ...]] = {}
        for row, text in enumerate(texts):
            plain, lost = without_tags(text)
            if lost:
                found[row], gaps[row] = plain, lost
        return cls(tuple(found), gaps)

    def back(self, row: int, start: int, end: int) -> tuple[int, int]:
        """A span of a text as a span of the text with what was left out; what was left out at the edges stays outside."""
        gaps = self.gaps.get(row, ())
        first = start + sum(size for place, size in gaps if place <= start)
        return (first, end + sum(size for place, size in gaps if place < end)) if end > start else (first, first)
