"""Quotation marks of another kind than the document writes: "否" among “是” and “好”."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corpora.text import LANGUAGES, late
from glossary.finding import Span
from glossary.rows import Rows

KINDS = ("“”", '"', "「」")
"""Double quotation marks, one kind a line; a text may have some of each that belong there: 『 』 and ‘ ’ stand inside."""
_ANY = late('[“”「」"]')
_STRAIGHT = late(r'(?<!\d)(?<![=(\[,{:])"(?![,})\]:/>])')
"""A straight quotation mark that is neither an inch nor part of code."""
FEW = 4  # a kind is that of the document where it stands so many times as often as another
LEAST = 4  # marks of it


def other_quotes(rows: Rows) -> Iterator[tuple[int, str, Span, str, str]]:
    """Rows (from 1), sides and places of quotation marks of a kind that the rest of their document does not write, each with
    the mark that belongs there.
    """
    for side in LANGUAGES:
        texts = rows.texts(side)
        some = [row for row, text in enumerate(texts) if _ANY.search(text)]
        counts = np.zeros((len(rows.symbols), len(KINDS)), np.int64)
        for row in some:
            counts[rows.document[row]] += [sum(map(texts[row].count, kind)) for kind in KINDS]
        for row in some:
            mine = counts[rows.document[row]]
            usual = int(mine.argmax())
            if mine[usual] < LEAST or mine[usual] == mine.sum():
                continue
            for kind, marks in enumerate(KINDS):
                if kind != usual and 0 < mine[kind] * FEW <= mine[usual]:
                    for span, mark, wanted in _places(texts[row], marks, KINDS[usual], side):
                        yield row + 1, side, span, mark, wanted


def _places(text: str, marks: str, usual: str, side: str) -> Iterator[tuple[Span, str, str]]:
    """Where marks of one kind stand in a text, and what belongs there.

    >>> list(_places('又说"否"。', '"', "“”", "zh"))
    [((2, 3), '"', '“'), ((4, 5), '"', '”')]
    """
    if marks == '"':
        if side == "en" and text.count('"') % 2:
            return  # a quotation mark without partner: another check
        places = [match.start() for match in _STRAIGHT.finditer(text)]
        opening = [_opens(text, place) for place in places]
    else:
        places = [place for place, character in enumerate(text) if character in marks]
        opening = [text[place] == marks[0] for place in places]
    for place, opens in zip(places, opening, strict=True):
        yield (place, place + 1), text[place], usual[0] if opens else usual[-1]


def _opens(text: str, place: int) -> bool:
    """Whether a straight quotation mark opens: an even number of marks stands before it."""
    return sum(map(text[:place].count, '"“”「」')) % 2 == 0
