"""How well the two sides of rows render each other, word by word: what the checks of content look at.

Everything is counted in pieces of the static model. ``said`` of a piece is what the dictionary knows about it (natural logarithm): how much likelier it is beside the other
side than anywhere (IBM model 1, :mod:`align.dictionary`); :data:`LOWEST` where nothing there explains it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from corpora.arrays import Doubles, Floats, Ints, Longs, Ragged
from glossary.rows import Key

if TYPE_CHECKING:
    from align.dictionary import Direction
    from align.encoders import StaticEncoder
    from glossary.checks.base import Material
    from glossary.rows import Rows

BLANK, MOST, SAME, RAREST = 0.2, 4.0, 0.1, 1e-7  # as the aligner has them (CostConfig, align.dictionary)
LOWEST = float(np.log(BLANK))
BLOCK = 512  # rows looked at at a time: bounds memory, never changes a figure
RATIO = 3.2  # English characters a Chinese one, in UN text
SHORT = 10.0  # English characters added to both sides, so that headings are not judged by their length

_LATIN = re.compile(r"[!-~]")
_ACRONYM = re.compile(r"\b[A-Z][A-Z\d&-]*[A-Z]\b|\b[A-Z]\d[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Half:
    """One side of the rows that have both: clauses with their pieces; clauses of row ``k`` are ``first[k]:first[k + 1]``.

    ``sums`` are the vectors of the pieces of each row added up ``(n, d)``, ``lengths`` in characters ``(n,)``.
    """

    language: str
    spans: Ints
    first: Longs
    units: Ragged
    sums: Floats
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
        return cls(language, cut.spans, first, cut.units, rows.sums(language)[which], lengths)


def size(text: str, language: str) -> float:
    """Characters of a text, two spaces as one; letters and figures in Chinese count as in English.

    >>> size("文件A/75", "zh"), size("a document", "en")
    (3.25, 10.0)
    """
    spaces = len(text) - text.count(" ") // 2
    return spaces - len(_LATIN.findall(text)) * (1 - 1 / RATIO) if language == "zh" else float(spaces)


def written_out(zh: str, en: str) -> float:
    """English characters that acronyms of the English side stand for, where the Chinese side has not got them.

    >>> written_out("环境署", "UNEP"), written_out("UNEP", "UNEP")
    (16.0, 0.0)
    """
    return 16.0 * sum(word not in zh for word in _ACRONYM.findall(en))


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


LIKENESS: Key[Likeness] = Key("likeness")


def likeness(material: Material) -> Likeness | None:
    """The rows of a material as the checks of content see them, made once; ``None`` without a model."""
    return None if material.rows.encoder is None else material.rows.derived(LIKENESS, _likeness)


def _likeness(rows: Rows) -> Likeness:
    both = rows.bilingual.nonzero()[0].tolist()
    pairs = [rows.pairs[row] for row in both]
    zh = np.array([size(pair.zh, "zh") for pair in pairs], np.float64)
    en = np.array([size(pair.en, "en") + written_out(pair.zh, pair.en) for pair in pairs], np.float64)
    return Likeness(rows.static, [row + 1 for row in both], Half.of(rows, "zh", zh), Half.of(rows, "en", en))


def said(giver: Ragged, taker: Ragged, way: Direction, shares: Floats) -> Floats:
    """Log of how much likelier each piece of ``taker`` is beside the same row of ``giver`` than anywhere.

    ``giver`` and ``taker`` have the same number of rows; the result is as long as ``taker.ids``.
    """
    out = np.empty(len(taker.ids), np.float32)
    for start in range(0, len(giver), BLOCK):
        end = min(start + BLOCK, len(giver))
        a, b = giver.offsets[start], giver.offsets[end]
        c, d = taker.offsets[start], taker.offsets[end]
        given, taken = giver.ids[a:b].astype(np.int64), taker.ids[c:d].astype(np.int64)
        lengths = np.diff(giver.offsets[start : end + 1])
        mine = np.repeat(np.arange(end - start), lengths)
        theirs = np.repeat(np.arange(end - start), np.diff(taker.offsets[start : end + 1]))
        out[c:d] = _said(given, mine, taken, theirs, lengths, way, shares)
    return out


def _said(
    given: Longs, mine: Longs, taken: Longs, theirs: Longs, lengths: Longs, way: Direction, shares: Floats
) -> Floats:
    """The same for one block; ``mine`` and ``theirs`` are the rows of the pieces."""
    width = len(shares)
    keys, back = np.unique(theirs * width + taken, return_inverse=True)
    position, renderings, chances = way.take(given)
    present = np.zeros(width, np.bool_)
    present[taken] = True
    here = present[renderings]
    position, renderings, chances = position[here], renderings[here], chances[here]
    known = np.bincount(position[renderings == given[position]], minlength=len(given)) > 0
    alike = np.flatnonzero(~known)  # a piece that stands unchanged is explained by itself, at least a little
    wanted = np.concatenate([mine[position] * width + renderings, mine[alike] * width + given[alike]])
    chances = np.concatenate([chances, np.full(len(alike), SAME, np.float32)])
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    hit = keys[at] == wanted if len(keys) else np.zeros(len(wanted), np.bool_)
    sums = np.bincount(at[hit], chances[hit], minlength=len(keys))
    ratio = sums / (lengths[keys // width] + 1) / np.maximum(shares[keys % width], RAREST)
    values = np.minimum(np.log(BLANK + (1 - BLANK) * ratio), MOST).astype(np.float32)
    result: Floats = values[back]
    return result


def sums(values: Floats, offsets: Longs) -> Doubles:
    """Sums of runs of ``values``: ``[offsets[k]:offsets[k + 1]]``."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    result: Doubles = total[offsets[1:]] - total[offsets[:-1]]
    return result


def means(values: Floats, offsets: Longs) -> Doubles:
    """Means of the same runs; 0 of an empty one."""
    result: Doubles = sums(values, offsets) / np.maximum(np.diff(offsets), 1)
    return result


def cosines(left: Floats, right: Floats) -> Doubles:
    """Cosine of each row of ``left`` with the same row of ``right``; 0 where one is empty."""
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    result: Doubles = np.where(norms > 1e-9, (left * right).sum(1) / np.maximum(norms, 1e-9), 0.0).astype(np.float64)
    return result


def pick(rows: Ragged, which: Sequence[int] | Longs) -> Ragged:
    """Some rows, in the order asked for."""
    chosen = np.asarray(which, np.int64)
    ids, _starts = rows.take(chosen)
    return Ragged.from_counts(ids.astype(np.int32), np.diff(rows.offsets)[chosen])


def best_runs(values: Doubles, first: Longs) -> Longs:
    """For each row the clauses ``(start, end)`` that sum to most without being all of it ``(n, 2)``; Kadane's algorithm.

    A row of one clause, or without any above 0, has its first clause.
    """
    return np.array([_best_run(values[a:b].tolist(), a) for a, b in pairwise(first)], np.int64).reshape(-1, 2)


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
