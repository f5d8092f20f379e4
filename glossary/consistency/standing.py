"""Where the concepts of a termbase stand in one language of a bitext, flat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpora.arrays import Longs, distinct, in_order
from glossary.concept import DRAFT, Termbase
from glossary.rows import Rows
from glossary.words import Matcher, Occurrences


@dataclass(frozen=True, slots=True)
class Standing:
    """Occurrences in rows that have both texts.

    ``keys`` are ``concept * size + row`` in order, of every concept that stands in a row, also inside a longer term;
    ``entries`` says as what (of :attr:`Occurrences.entries`), the first time; ``outer``: whether it stands there in no longer one.
    """

    places: Occurrences
    size: int
    keys: Longs
    entries: Longs
    outer: Longs

    @classmethod
    def of(cls, rows: Rows, termbase: Termbase, language: str) -> Standing:
        """Look for all terms of a language."""
        places = Matcher(termbase, language).over(rows.streams(language))
        number = {id: k for k, id in enumerate(termbase.concepts)}
        owners = [[number[id] for id in concepts] for concepts, _term in places.entries]
        counts = np.array([len(some) for some in owners], np.int64)
        first = np.cumsum(counts) - counts
        flat = np.array([k for some in owners for k in some], np.int64)

        row = np.repeat(np.arange(len(rows)), np.diff(places.offsets))
        order = np.lexsort((-places.end.astype(np.int64), places.start, row))
        order = order[rows.filled[row[order]]]
        entry = places.which[order]
        each = np.repeat(np.arange(len(order)), counts[entry])  # an occurrence for each concept that has the term
        inside = np.arange(len(each)) - np.repeat(np.cumsum(counts[entry]) - counts[entry], counts[entry])
        keys = flat[first[entry[each]] + inside] * len(rows) + row[order[each]]
        first_of = in_order(keys)
        where = first_of[np.flatnonzero(np.diff(keys[first_of], prepend=-1))]
        known = keys[where]
        outer = distinct(keys[places.outer[order[each]]])
        outer = cls._from_termbase(rows, termbase, language, outer)
        return cls(places, len(rows), known, entry[each[where]].astype(np.int64), outer)

    @classmethod
    def _from_termbase(cls, rows: Rows, termbase: Termbase, language: str, outer: Longs) -> Longs:
        """Drafts take no occurrence from approved terms: where these stand is seen without the drafts around them."""
        decided = [k for k, concept in enumerate(termbase) if not concept.id.startswith(DRAFT)]
        if not decided or len(decided) == len(termbase):
            return outer
        concepts = list(termbase)
        alone = cls.of(rows, Termbase.of(concepts[k] for k in decided), language)
        size, number = max(len(rows), 1), np.array(decided, np.int64)
        concept, row = np.divmod(alone.outer, size)
        drafted = outer[~np.isin(outer // size, number)]
        return np.sort(np.concatenate([number[concept] * size + row, drafted]))

    def longest(self) -> tuple[Longs, Longs]:
        """Concepts (numbers in the termbase) that stand in rows, not only inside longer terms, and these rows; in order."""
        concepts, rows = np.divmod(self.outer, max(self.size, 1))
        return concepts, rows

    def entry_of(self, concepts: Longs, rows: Longs) -> Longs:
        """As what concepts stand in rows, the first time, also inside longer terms; -1 where they do not."""
        wanted = concepts * self.size + rows
        at = np.searchsorted(self.keys, wanted)
        known = np.append(self.keys, -1)[at] == wanted
        return np.where(known, np.append(self.entries, -1)[at], -1)

    def term(self, entry: int) -> str:
        """The listed term of an entry."""
        return self.places.entries[entry][1]
