"""The characters and words of Chinese texts, as :mod:`glossary.extraction.sides.side` wants them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Ints, Longs
from corpora.text import is_han, read_words
from glossary.extraction.sides.side import AND_ZH, BAD, COMMA, FIRST, HEAD, JOINED, LAST, LIGHT, TAIL, SideAtoms, marks
from glossary.words import EDGE_ZH, FIRST_OK_ZH, LAST_OK_ZH, ZH_PARTS, Cuts, Distinct, passes_over

GLUE = re.compile(r"[ \u00a0·•\-–、/]*")
TIGHT = ("", "-", "–")
CLOSE, WESTERN = 1 << 10, 1 << 11  # written to what stands before without a space; letters or figures
INSIDE_BAD = frozenset("的了是在也但并而其该这将把已曾我你他她它们")
LIGHT_UNITS = frozenset(read_words(__package__, "light_words.zh.txt"))
"""Words that no term begins or ends with."""
OPENING = frozenset(["其他", "其余", "所有", "任何", "每个", "各种", "自己", "没有"])
"""Those of them that may begin one nonetheless, where the English says it."""
LONGEST_GAP = 8  # what is longer between two runs is seldom met again


def chinese_side(texts: Sequence[str], compared: Sequence[str] | None = None, cuts: Cuts | None = None) -> SideAtoms:
    """The characters and words of Chinese texts. ``compared``: the same, character by character in simplified ones, so that
    both scripts meet; kinds and units are of these. ``cuts`` keeps the words of their runs.
    """
    cuts = cuts or Cuts()
    compared = texts if compared is None else compared
    units: dict[str, int] = {}
    joins = Distinct(_join, LONGEST_GAP)
    none = np.zeros(0, np.int32)
    ids, starts, flags, sizes = [none], [none], [none], [np.zeros(0, np.int64)]
    for one in passes_over(compared, ZH_PARTS):
        join = np.fromiter((joins[gap] for gap in one.gaps), np.int32, len(one.gaps))
        join[one.offsets[:-1][np.diff(one.offsets) > 0]] = 0
        found = _Runs.of(one.words, units, cuts)
        many = found.many
        inside = np.arange(len(found.ids)) - np.repeat(np.cumsum(many) - many, many)
        ids.append(found.ids)
        starts.append((np.repeat(one.start, many) + found.ahead).astype(np.int32))
        flags.append(np.where(inside == 0, np.repeat(join, many), np.int32(JOINED)))
        edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(many)])
        sizes.append(np.diff(edges[one.offsets]))
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), np.concatenate(sizes))
    places = np.concatenate(starts), np.concatenate(flags)
    return _chinese((texts, compared), list(units), np.concatenate(ids), places, rows)


def _join(gap: str) -> int:
    """What stands between two runs, as marks."""
    return (JOINED | COMMA * ("、" in gap) | CLOSE * (gap in TIGHT)) if GLUE.fullmatch(gap) else 0


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of a text cut into words: their numbers ``ids`` end to end, how far each is from the head of its run, how ``many`` each run has."""

    ids: Ints
    ahead: Ints
    many: Longs

    @classmethod
    def of(cls, runs: Sequence[str], units: dict[str, int], cuts: Cuts) -> _Runs:
        """Cut runs; new words get numbers in ``units``."""
        place: dict[str, int] = {}
        which = np.fromiter((place.setdefault(run, len(place)) for run in runs), np.int64, len(runs))
        han = [run for run in place if is_han(run)]
        known = dict(zip(han, cuts.many(han), strict=True))
        cut = [known.get(run) or (run.lower(),) for run in place]
        ids = np.array([units.setdefault(unit, len(units)) for words in cut for unit in words], np.int32)
        lengths = np.array([len(unit) for words in cut for unit in words], np.int64)
        counts = np.fromiter(map(len, cut), np.int64, len(cut))
        first = np.cumsum(counts) - counts
        reached = np.cumsum(lengths) - lengths
        many = counts[which]
        index = np.arange(int(many.sum())) + np.repeat(first[which] - (np.cumsum(many) - many), many)
        ahead = reached[index] - np.repeat(reached[first[which]], many)
        return cls(ids[index], ahead.astype(np.int32), many)


def _chinese(
    texts: tuple[Sequence[str], Sequence[str]], units: list[str], ids: Ints, places: tuple[Ints, Ints], rows: Ints
) -> SideAtoms:
    """From units to atoms: every unit has its atoms and their marks once, which are copied to its ``places``, starts and marks of the first atom."""
    kinds: dict[str, int] = {}
    parts = [tuple(unit) if is_han(unit) else (unit,) for unit in units]
    own_kinds = np.array([kinds.setdefault(part, len(kinds)) for atoms in parts for part in atoms], np.int32)
    counts = np.fromiter(map(len, parts), np.int64, len(parts))
    own_marks = _unit_marks(units, counts, list(kinds), own_kinds)
    own_sizes = np.fromiter(map(len, kinds), np.int32, len(kinds))[own_kinds]
    first = np.cumsum(counts) - counts
    many = counts[ids]
    owner = np.repeat(np.arange(len(ids), dtype=np.int32), many)
    inside = (np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)).astype(np.int32)
    atom = np.repeat(first[ids], many) + inside
    start = places[0][owner] + inside  # a unit of several atoms is of single characters
    flags = own_marks[atom] | np.where(inside == 0, places[1][owner], np.int32(JOINED))
    # no phrase is cut within 5G, G20, 2015-2030
    bound = np.flatnonzero((flags[1:] & CLOSE > 0) & (flags[1:] & WESTERN > 0) & (flags[:-1] & WESTERN > 0))
    flags[bound] &= ~LAST
    flags[bound + 1] &= ~FIRST
    return SideAtoms(
        "zh",
        texts[0],
        list(kinds),
        own_kinds[atom],
        rows[owner],
        start,
        start + own_sizes[atom],
        unit=owner,
        unit_kinds=units,
        unit_ids=ids,
        unit_row=rows,
        compared=texts[1],
        small=frozenset(),
        **marks(flags),
    )


def _unit_marks(units: Sequence[str], counts: Longs, kinds: Sequence[str], atoms: Ints) -> Ints:
    """The marks of the atoms of each unit, end to end. ``counts``: how many a unit has; ``atoms``: their kinds."""
    owner = np.repeat(np.arange(len(units)), counts)
    first = np.cumsum(counts) - counts
    head, tail = np.zeros(len(atoms), bool), np.zeros(len(atoms), bool)
    head[first], tail[first + counts - 1] = True, True
    single = head & tail
    light, opening = _which(units, LIGHT_UNITS)[owner], _which(units, OPENING)[owner]
    edge, joiner = single & _which(kinds, EDGE_ZH)[atoms], single & _which(kinds, AND_ZH)[atoms]
    western = np.array([kind.isascii() for kind in kinds], bool)[atoms]
    never = light | joiner
    opens = ~(never & ~opening) & (~edge | _which(kinds, FIRST_OK_ZH)[atoms])
    closes = ~never & (~edge | _which(kinds, LAST_OK_ZH)[atoms])
    bad = single & _which(kinds, INSIDE_BAD)[atoms]
    flags = np.zeros(len(atoms), np.int32)
    for mark, where in (
        (HEAD, head), (TAIL, tail), (FIRST, opens), (LAST, closes), (BAD, bad), (LIGHT, light | edge | joiner), (WESTERN, western)
    ):  # fmt: skip
        flags[where] |= mark
    return flags


def _which(texts: Sequence[str], among: Collection[str]) -> Bools:
    return np.fromiter((text in among for text in texts), np.bool_, len(texts))
