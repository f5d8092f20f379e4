"""How well the two sides of rows render each other, word by word: what the checks of content look at.

Everything is counted in pieces of the static model. ``said`` of a piece is what the dictionary knows about it (natural
logarithm): how much likelier it is beside the other side than anywhere (IBM model 1, :mod:`align.dictionary`); ``LOWEST``
where nothing there explains it (:mod:`glossary.checks.content.explained`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corpora.arrays import Doubles, Floats, Ints, Longs, Ragged
from glossary.checks.content.explained import cosines, pick, said
from glossary.rows import Key
from glossary.words import code_points

if TYPE_CHECKING:
    from align.encoders import StaticEncoder
    from glossary.checks.base import Material
    from glossary.rows import Rows

BLOCK = 4096  # rows looked at at a time: bounds memory, never changes a figure
RATIO = 3.2  # English characters a Chinese one, in UN text
EXPANDED = 16.0  # English characters that an acronym stands for
SEPARATOR = "\x01"  # between texts that are searched at once: no pattern goes over it
SHORT = 10.0  # English characters added to both sides, so that headings are not judged by their length

_ACRONYM = re.compile(r"\b[A-Z][A-Z\d&-]{0,60}[A-Z]\b|\b[A-Z]\d[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Half:
    """One side of the rows that have both: clauses with their pieces; clauses of row ``k`` are ``first[k]:first[k + 1]``.

    ``lengths`` in characters ``(n,)``.
    """

    language: str
    spans: Ints
    first: Longs
    units: Ragged
    lengths: Doubles

    def rows(self) -> Ragged:
        """The pieces by row."""
        return Ragged(self.units.ids, self.units.offsets[self.first])

    @classmethod
    def of(cls, rows: Rows, language: str, lengths: Doubles) -> Half:
        """The side of the rows that are bilingual, with their lengths: what is left out has no clause, so places stay."""
        which = rows.bilingual.nonzero()[0]
        cut = rows.clauses(language)
        first = np.append(cut.first[which], cut.first[-1])
        return cls(language, cut.spans, first, cut.units, lengths)


def lengths(texts: Sequence[str], language: str) -> Doubles:
    """Characters of texts, two spaces as one; letters and figures in Chinese count as in English.

    >>> lengths(["文件A/75"], "zh").tolist(), lengths(["a document", ""], "en").tolist()
    ([3.25], [10.0, 0.0])
    """
    parts = [np.zeros(0)]
    for first in range(0, len(texts), BLOCK):
        some = texts[first : first + BLOCK]
        codes = code_points("".join(some))
        edges = np.cumsum([0, *map(len, some)])
        spaces = np.array([text.count(" ") // 2 for text in some], np.float64)
        latin = np.diff(np.concatenate([[0], np.cumsum((codes >= ord("!")) & (codes <= ord("~")))])[edges])
        parts.append(np.diff(edges) - spaces - (latin * (1 - 1 / RATIO) if language == "zh" else 0.0))
    return np.concatenate(parts)


def written_out(zh: str, en: str) -> float:
    """English characters that acronyms of the English side stand for, where the Chinese side has not got them.

    >>> written_out("环境署", "UNEP"), written_out("UNEP", "UNEP"), written_out("经济前景", "OUTLOOK FOR THE ECONOMY")
    (16.0, 0.0, 0.0)
    """
    words = _ACRONYM.findall(en)
    return 0.0 if len(words) > 1 and en.isupper() else EXPANDED * sum(word not in zh for word in words)


def all_written_out(zh: Sequence[str], en: Sequence[str]) -> Doubles:
    """The same for many rows."""
    result = np.zeros(len(en))
    for first in range(0, len(en), BLOCK):
        some = en[first : first + BLOCK]
        found = list(_ACRONYM.finditer(SEPARATOR.join(some)))
        edges = np.cumsum([0, *(len(text) + 1 for text in some)])
        rows = np.searchsorted(edges, [match.start() for match in found], side="right") - 1 + first
        for row, match in zip(rows.tolist(), found, strict=True):
            result[row] += EXPANDED * (match[0] not in zh[row])
    headings = [row for row in np.flatnonzero(result > EXPANDED).tolist() if en[row].isupper()]
    result[headings] = 0.0  # in capitals throughout
    return result


@dataclass(frozen=True, slots=True)
class Likeness:
    """The rows that have both sides (``rows``, numbers from 1), and the model that looks at them."""

    encoder: StaticEncoder
    rows: list[int]
    zh: Half
    en: Half
    kept: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)

    def halves(self) -> tuple[tuple[Half, Half], tuple[Half, Half]]:
        """Chinese with English, English with Chinese."""
        return (self.zh, self.en), (self.en, self.zh)

    def own(self, language: str) -> Floats:
        """What each piece of a side is worth beside its own row, end to end; worked out once."""
        if language not in self.kept:
            zh, en = self.zh.rows(), self.en.rows()
            self.kept[language] = self.said(en, zh, "zh") if language == "zh" else self.said(zh, en, "en")
        return self.kept[language]

    def said(self, giver: Ragged, taker: Ragged, language: str) -> Floats:
        """What each piece of ``taker`` (texts in ``language``) is worth beside the same row of ``giver``, end to end."""
        assert self.encoder.dictionary is not None
        here = self.encoder.dictionary.facing("zh", "en")
        assert here is not None
        side = 0 if language == "zh" else 1
        return said(giver, taker, here.directions[1 - side], here.shares[side])

    def vectors(self, pieces: Ragged) -> Floats:
        """Sums of piece vectors, ``(n, d)``."""
        return self.encoder.sums_of(pieces)

    def closeness(self) -> Doubles:
        """The cosine of the two sides of each row; no vector is kept."""
        zh, en = self.zh.rows(), self.en.rows()
        blocks = [np.arange(k, min(k + BLOCK, len(zh))) for k in range(0, len(zh), BLOCK)]
        parts = [cosines(self.vectors(pick(zh, rows)), self.vectors(pick(en, rows))) for rows in blocks]
        return np.concatenate([np.zeros(0), *parts])


LIKENESS: Key[Likeness] = Key("likeness")


def likeness(material: Material) -> Likeness | None:
    """The rows of a material as the checks of content see them, made once; ``None`` without a model."""
    return None if material.rows.encoder is None else material.rows.derived(LIKENESS, _likeness)


def _likeness(rows: Rows) -> Likeness:
    both = rows.bilingual.nonzero()[0].tolist()
    zh, en = ([texts[row] for row in both] for texts in (rows.texts("zh"), rows.texts("en")))
    halves = (
        Half.of(rows, "zh", lengths(zh, "zh")),
        Half.of(rows, "en", lengths(en, "en") + all_written_out(zh, en)),
    )
    return Likeness(rows.static, [row + 1 for row in both], *halves)


def best_runs(values: Doubles, first: Longs, least: float = 0.0) -> Longs:
    """For each row the clauses ``(start, end)`` that sum to most without being all of it ``(n, 2)``; Kadane's algorithm.

    A row of one clause, or without any above 0, has its first clause; so has one whose best clauses sum to no more than ``least``.
    """
    runs = np.stack([first[:-1], first[:-1] + 1], axis=1)
    positive = np.concatenate([[0.0], np.cumsum(np.maximum(values, 0.0))])[first]
    open_rows = (np.diff(first) > 1) & (np.diff(positive) > least - 1e-6)
    for row in np.flatnonzero(open_rows).tolist():
        runs[row] = _best_run(values[first[row] : first[row + 1]].tolist(), int(first[row]))
    return runs


def _best_run(values: list[float], offset: int) -> tuple[int, int]:
    best, found = 0.0, (0, 1)
    total, begin = 0.0, 0
    for at, value in enumerate(values):
        if total <= 0:
            total, begin = 0.0, at
        total += value
        if total > best:
            best, found = total, (begin, at + 1)
    start, end = found
    if end - start == len(values) > 1:
        start, end = (start + 1, end) if values[0] < values[-1] else (start, end - 1)
    return start + offset, end + offset


def longer(here: Doubles, there: Doubles, language: str) -> Doubles:
    """Logarithm of how much longer texts are than renderings of the others would be, from lengths in characters."""
    size, other = (here * RATIO, there) if language == "zh" else (here, there * RATIO)
    result: Doubles = np.log((size + SHORT) / (other + SHORT))
    return result
