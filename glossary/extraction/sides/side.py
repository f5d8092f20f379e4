"""A bitext as arrays: atoms of one language end to end, with what the extractor must know of each.

An *atom* is a word in English; in Chinese a Han character, a Latin word or a number, grouped into *units*, the words
that :mod:`glossary.words.boundaries` cuts. Atoms that no punctuation parts are *joined*: a phrase stands within joined atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpora.arrays import Bools, Ints

AND_ZH = frozenset("和与及或暨")


@dataclass(frozen=True, slots=True)
class SideAtoms:
    """One language of a bitext. All arrays are over atoms, but ``unit_*``, which are over units.

    ``ids``: kind of atom, its text at ``kinds``; ``joined``: to the atom before; ``first``, ``last``: whether a phrase
    can begin, end with it; ``bad``: whether it cannot stand inside one, ``wild``: not even inside a name in capitals.
    ``capital``; ``light``: a function word; ``head``, ``tail`` of its ``unit``, which is given by number. ``compared``: the texts as a model reads them;
    ``small``: words that stand somewhere with a small first letter.
    """

    language: str
    texts: Sequence[str]
    kinds: list[str]
    ids: Ints
    row: Ints
    start: Ints
    end: Ints
    joined: Bools
    first: Bools
    last: Bools
    bad: Bools
    capital: Bools
    light: Bools
    head: Bools
    tail: Bools
    wild: Bools
    comma: Bools
    unit: Ints
    unit_kinds: list[str]
    unit_ids: Ints
    unit_row: Ints
    compared: Sequence[str]
    small: frozenset[str]

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, start: int, end: int) -> str:
        """The text from atom ``start`` to before atom ``end``, as it is written."""
        return self.texts[int(self.row[start])][int(self.start[start]) : int(self.end[end - 1])]

    def figures(self) -> Bools:
        """Which atoms are figures."""
        return np.array([kind[0].isdigit() for kind in self.kinds], np.bool_)[self.ids]

    def compared_text(self, start: int, end: int) -> str:
        """The same as a model reads it: in simplified characters."""
        return self.compared[int(self.row[start])][int(self.start[start]) : int(self.end[end - 1])]


JOINED, FIRST, LAST, BAD, CAPITAL, LIGHT, HEAD, TAIL, WILD, COMMA = (1 << k for k in range(10))
MARKS = ("joined", "first", "last", "bad", "capital", "light", "head", "tail", "wild", "comma")


def marks(flags: npt.NDArray[np.integer]) -> dict[str, Any]:
    """The marks of atoms as arrays, by their names in :class:`SideAtoms`."""
    return {name: (flags >> k & 1).astype(bool) for k, name in enumerate(MARKS)}
