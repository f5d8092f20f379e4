"""The words of English texts, as :mod:`glossary.extraction.side` wants them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

import numpy as np

from glossary.extraction.side import (
    BAD,
    CAPITAL,
    COMMA,
    FIRST,
    HEAD,
    JOINED,
    LAST,
    LIGHT,
    TAIL,
    WILD,
    YEAR,
    SideAtoms,
    marks,
)
from glossary.words import NEVER_EDGE_EN, STOP_EN, WORD, fold

GLUE = re.compile(r"[ \u00a0\u2009\u202f]*")
COMMA_BETWEEN = re.compile(r",[ \u00a0]")
SENTENCE = re.compile(r"[.;:!?]\s")
_PREPOSITIONS = (
    "of for on to in with against by from at between among under into upon within inside outside amid throughout"
)
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
INSIDE = frozenset({"of", "for", "on", "to", "in", "and"})
"""Function words that a phrase in small letters may have inside, beside an article behind one of them."""
INSIDE_TITLE = frozenset({"or", "all", "its", "their", "other"})
"""What stands inside a name in capitals, beside prepositions."""
ARTICLES = frozenset({"the", "a", "an"})
BEFORE_ARTICLE = PREPOSITIONS | {"and"}


def english_side(texts: Sequence[str]) -> SideAtoms:
    """The words of English texts. An acronym is another kind of atom than the same letters as a word (WHO, who)."""
    known = _Words()
    ids, starts, ends, flags, edges = array("i"), array("i"), array("i"), array("i"), [0]
    for text in texts:
        shouting = text.isupper()
        found = list(WORD.finditer(text))
        before_end, before = 0, ""
        for place, match in enumerate(found):
            word, start = match.group(), match.start()
            number, lower, fixed = known.look(word, shouting)
            if lower in ARTICLES and before in BEFORE_ARTICLE:
                fixed &= ~BAD
            if fixed & CAPITAL and not fixed & ACRONYM and (not before_end or SENTENCE.search(text, before_end, start)):
                if place + 1 == len(found) or not found[place + 1].group()[0].isupper():
                    fixed &= ~CAPITAL  # a sentence begins here
            if before_end and GLUE.fullmatch(text, before_end, start):
                fixed |= JOINED
            elif (
                before_end
                and fixed & CAPITAL
                and flags[-1] & CAPITAL
                and COMMA_BETWEEN.fullmatch(text, before_end, start)
            ):
                fixed |= JOINED | COMMA  # Educational, Scientific and Cultural Organization
            ids.append(number)
            starts.append(start)
            before_end, before = match.end(), lower
            ends.append(before_end)
            flags.append(fixed)
        edges.append(len(ids))
    kinds, units = known.kind_ids, known.unit_ids
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(edges))
    written = np.array(ids, np.int32)
    return SideAtoms(
        "en",
        texts,
        list(known.kinds),
        np.array(kinds, np.int32)[written],
        rows,
        np.array(starts, np.int32),
        np.array(ends, np.int32),
        unit=np.arange(len(written), dtype=np.int32),
        unit_kinds=list(known.units),
        unit_ids=np.array(units, np.int32)[written],
        unit_row=rows,
        compared=texts,
        **marks(np.array(flags, np.int32)),
    )


ACRONYM = 1 << 12


class _Words:
    """What is known of each way to write a word, whatever stands beside it."""

    def __init__(self) -> None:
        self.kinds: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.kind_ids: list[int] = []
        self.unit_ids: list[int] = []
        self._seen: dict[tuple[str, bool], tuple[int, str, int]] = {}

    def look(self, word: str, shouting: bool) -> tuple[int, str, int]:
        """Its number, its small letters, its marks; ``shouting``: the whole text is in capitals."""
        found = self._seen.get((word, shouting))
        if found is None:
            found = self._seen[word, shouting] = self._add(word, shouting)
        return found

    def _add(self, word: str, shouting: bool) -> tuple[int, str, int]:
        lower = word.lower()
        acronym = len(word) > 1 and not shouting and word.isupper()
        name = lower == "new" and word[0].isupper()  # New York, New Zealand
        stop = not acronym and not name and (lower in STOP_EN or lower in NEVER_EDGE_EN or lower in PREPOSITIONS)
        digit = word[0].isdigit()
        edge = not stop and not digit and len(word) > 1
        flags = HEAD | TAIL | FIRST * (edge or bool(YEAR.fullmatch(word))) | LAST * edge | ACRONYM * acronym
        flags |= CAPITAL * (word[0].isupper() and not shouting) | LIGHT * stop
        if lower in ARTICLES:
            flags |= BAD
        elif (stop or digit) and lower not in INSIDE:
            flags |= BAD | WILD * (lower not in PREPOSITIONS and lower not in INSIDE_TITLE and not word[0].isupper())
        number = len(self.kind_ids)
        self.kind_ids.append(self.kinds.setdefault(word if acronym else fold(word), len(self.kinds)))
        self.unit_ids.append(self.units.setdefault(lower, len(self.units)))
        return number, lower, flags
