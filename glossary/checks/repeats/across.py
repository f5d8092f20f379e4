"""What rows are known by across documents: numbers in place of texts, so that a long bitext is held against itself in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Keys, Longs
from corpora.text import OTHER_LANGUAGE
from glossary.checks.repeats.quotations import LEAST, has_marks, quotations, renderings_of
from glossary.checks.repeats.same import Sentences, key_of, place_of, plain, sentences, varied
from glossary.rows import Rows


@dataclass(frozen=True, slots=True)
class Quoted:
    """Passages in quotation marks of one language, with their renderings: all ``(n,)``, ``row`` from 0."""

    row: Longs
    key: Keys
    rendering: Keys

    @classmethod
    def of(cls, rows: Rows, language: str) -> Quoted:
        """From one side of rows; a passage without a rendering in quotation marks has none to be held against."""
        found, keys, renderings = array("q"), array("Q"), array("Q")
        for row, text in enumerate(rows.texts(language)):
            mine = quotations(place_of(row + 1, rows.pairs[row]), language) if has_marks(text) else []
            theirs = renderings_of(mine, language)
            for one in mine:
                if len(key := plain(one.text, language)) >= LEAST[language]:
                    found.append(row)
                    keys.append(key_of(key))
                    other = plain(theirs[one.number].text, OTHER_LANGUAGE[language]) if theirs else ""
                    renderings.append(key_of(other) if theirs else 0)
        return cls(np.array(found, np.int64), np.array(keys, np.uint64), np.array(renderings, np.uint64))

    def varied(self) -> Longs:
        """Rows of the passages that are rendered in several ways."""
        there = np.flatnonzero(self.rendering)
        _kinds, kind = np.unique(self.key[there], return_inverse=True)
        pairs = np.unique(np.stack([kind.astype(np.uint64), self.rendering[there]], 1), axis=0)
        several = np.bincount(pairs[:, 0].astype(np.int64), minlength=1) > 1
        result: Longs = self.row[there][several[kind]]
        return result


@dataclass(frozen=True, slots=True)
class Across:
    """What the rows of a block, or of several, are known by; ``size`` rows."""

    size: int
    zh: Sentences
    en: Sentences
    quoted: tuple[Quoted, Quoted]

    @classmethod
    def of(cls, rows: Rows) -> Across:
        """Of rows as they are compared."""
        view = rows.view
        quoted = Quoted.of(view, "zh"), Quoted.of(view, "en")
        return cls(len(view), sentences(view, "zh"), sentences(view, "en"), quoted)

    @classmethod
    def joined(cls, parts: Sequence[Across]) -> Across:
        """Of all parts, one after the other."""
        starts = np.cumsum([0, *(one.size for one in parts)])[:-1].tolist()
        quoted = [
            Quoted(
                np.concatenate([one.quoted[side].row + start for one, start in zip(parts, starts, strict=True)]),
                np.concatenate([one.quoted[side].key for one in parts]),
                np.concatenate([one.quoted[side].rendering for one in parts]),
            )
            for side in (0, 1)
        ]
        zh, en = Sentences.joined([one.zh for one in parts]), Sentences.joined([one.en for one in parts])
        return cls(sum(one.size for one in parts), zh, en, (quoted[0], quoted[1]))

    def meeting(self, earlier: Across | None) -> Longs:
        """Rows, in order, whose texts have to be looked at: a sentence or a quotation of theirs stands elsewhere in another rendering.

        Where there are earlier documents, all quotations are looked for in these.
        """
        both = self if earlier is None else Across.joined([self, earlier])
        wanted: Bools = np.zeros(both.size, np.bool_)
        for mine, theirs, language in ((both.zh, both.en, "zh"), (both.en, both.zh, "en")):
            for group in varied(mine, theirs, language):
                wanted[group] = True
        for quoted in both.quoted:
            wanted[quoted.varied() if earlier is None else quoted.row] = True
        return np.flatnonzero(wanted[: self.size])
