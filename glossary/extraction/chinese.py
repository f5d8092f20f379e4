"""The characters and words of Chinese texts, as :mod:`glossary.extraction.side` wants them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

import numpy as np

from corpora.arrays import Ints, Longs
from corpora.text import is_han, read_words
from glossary.extraction.side import AND_ZH, BAD, COMMA, FIRST, HEAD, JOINED, LAST, LIGHT, TAIL, YEAR, SideAtoms, marks
from glossary.words import EDGE_ZH, FIRST_OK_ZH, LAST_OK_ZH, ZH_PARTS, Cuts

GLUE = re.compile(r"[ \u00a0·•\-–、]*")
INSIDE_BAD = frozenset("的了是在也但并而其该这将把已曾我你他她它们")
LIGHT_UNITS = frozenset(read_words(__package__, "light_words.zh.txt"))
"""Words that no term begins or ends with."""


def chinese_side(texts: Sequence[str], cuts: Cuts | None = None, compared: Sequence[str] | None = None) -> SideAtoms:
    """The characters and words of Chinese texts. ``compared``: the same, character by character in simplified ones, so that
    both scripts meet; kinds and units are of these. ``cuts`` keeps the words of runs.
    """
    cuts, compared = cuts or Cuts(), texts if compared is None else compared
    units: dict[str, int] = {}
    ids, starts, joins, edges = array("i"), array("i"), array("i"), [0]
    for text in cuts.ahead(compared):
        before_end = 0
        for match in ZH_PARTS.finditer(text):
            run, start = match.group(), match.start()
            join = JOINED * bool(before_end and GLUE.fullmatch(text, before_end, start))
            if join and "、" in text[before_end:start]:
                join |= COMMA
            for unit in cuts.words(run) if is_han(run) else (run.lower(),):
                ids.append(units.setdefault(unit, len(units)))
                starts.append(start)
                joins.append(join)
                start += len(unit)
                join = JOINED
            before_end = match.end()
        edges.append(len(ids))
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(edges))
    return _chinese(
        (texts, compared),
        list(units),
        np.array(ids, np.int64),
        np.array(starts, np.int64),
        np.array(joins, np.int64),
        rows,
    )


def _chinese(
    texts: tuple[Sequence[str], Sequence[str]], units: list[str], ids: Longs, starts: Longs, joins: Longs, rows: Ints
) -> SideAtoms:
    """From units to atoms: every unit has its atoms and their marks once, which are copied to where it stands."""
    kinds: dict[str, int] = {}
    parts = [tuple(unit) if is_han(unit) else (unit,) for unit in units]
    own_kinds = np.array([kinds.setdefault(part, len(kinds)) for atoms in parts for part in atoms], np.int32)
    own_marks = np.array(
        [mark for unit, atoms in zip(units, parts, strict=True) for mark in _unit_marks(unit, atoms)], np.int32
    )
    own_sizes = np.array([len(part) for atoms in parts for part in atoms], np.int32)
    counts = np.array([len(atoms) for atoms in parts], np.int64)
    first = np.cumsum(counts) - counts
    many = counts[ids]
    owner = np.repeat(np.arange(len(ids)), many)
    inside = np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)
    atom = first[ids][owner] + inside
    start = starts[owner] + inside  # a unit of several atoms is of single characters
    flags = own_marks[atom] | np.where(inside == 0, joins[owner], JOINED)
    return SideAtoms(
        "zh",
        texts[0],
        list(kinds),
        own_kinds[atom],
        rows[owner],
        start.astype(np.int32),
        (start + own_sizes[atom]).astype(np.int32),
        unit=owner.astype(np.int32),
        unit_kinds=units,
        unit_ids=ids.astype(np.int32),
        unit_row=rows,
        compared=texts[1],
        **marks(flags),
    )


def _unit_marks(unit: str, parts: Sequence[str]) -> list[int]:
    light = unit in LIGHT_UNITS
    single = len(parts) == 1
    result = []
    for k, part in enumerate(parts):
        edge = single and part in EDGE_ZH
        joiner = single and part in AND_ZH
        digit = part[0].isdigit()
        never = light or joiner
        flags = HEAD * (k == 0) | TAIL * (k == len(parts) - 1)
        flags |= FIRST * (not never and (not edge or part in FIRST_OK_ZH) and (not digit or bool(YEAR.fullmatch(part))))
        flags |= LAST * (not never and (not edge or part in LAST_OK_ZH) and not digit)
        flags |= BAD * (single and part in INSIDE_BAD) | LIGHT * (light or edge or joiner)
        result.append(flags)
    return result
