"""How well each Chinese word of a bitext renders each English one: the model's dictionary and vectors, and the bitext itself.

The dictionary knows general and United Nations language; what a bitext calls its own things, it learns from the rows
in which two words stand together (Dice coefficient), which counts for less the fewer they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

from corpora.arrays import Floats, unit
from glossary.extraction.side import SideAtoms
from glossary.renderings import CLOSE, Unit, UnitTable

LEAST = 0.02  # closeness below which two words say nothing
OWN = 0.6  # closeness of two words that always stand together, many times
LEAST_SHARE = 0.15  # of a piece in a word, below which it says nothing about the word
LEAST_CHANCE = 0.005
BLOCK = 512
NEAREST = 12  # words of the other language that vectors may add to each word
MOST = 1.5
LEAST_DICE = 0.1
SAME = 0.8  # closeness of a Latin word or number that stands unchanged


def word_closeness(table: UnitTable, zh: SideAtoms, en: SideAtoms) -> tuple[sparse.csr_matrix, Floats, Floats]:
    """``(zh units, en units)``, about 0 to 1, and what each Chinese and each English unit weighs in a sentence."""
    z, e = table.units(zh.unit_kinds, "zh"), table.units(en.unit_kinds, "en")
    parts = [_dictionary(table, z, e), _vectors(z, e), _together(zh, en), _same(zh, en)]
    blocks = []
    for several in zip(*parts, strict=True):
        block = sum(several[1:], several[0]).tocsr()
        block.data = np.minimum(block.data, MOST)
        block.data[block.data < LEAST] = 0
        block.eliminate_zeros()
        blocks.append(block)
    weights = [np.array([u.weight for u in units], np.float32) for units in (z, e)]
    if not blocks:
        return sparse.csr_matrix((len(z), len(e)), dtype=np.float32), weights[0], weights[1]
    return sparse.vstack(blocks, format="csr"), weights[0], weights[1]


def _pieces(units: list[Unit], size: int) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(len(units)), [len(u.pieces) for u in units])
    columns = np.concatenate([u.pieces for u in units]) if units else np.zeros(0, np.int64)
    values = np.concatenate([u.shares for u in units]) if units else np.zeros(0, np.float32)
    much = values >= LEAST_SHARE
    rows, columns, values = rows[much], columns[much], values[much]
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(units), size), dtype=np.float32)


def _dictionary(table: UnitTable, zh: list[Unit], en: list[Unit]) -> Iterator[sparse.csr_matrix]:
    """Block by block of Chinese units, as all parts: a product of everything would not fit a large vocabulary."""
    shape = len(en)
    if table.dictionary is None:
        yield from (
            sparse.csr_matrix((len(zh[s : s + BLOCK]), shape), dtype=np.float32) for s in range(0, len(zh), BLOCK)
        )
        return
    size = table.encoder.shape[0]
    left, right = _pieces(zh, size), _pieces(en, size)
    used = [np.flatnonzero(np.bincount(side.indices, minlength=size)) for side in (left, right)]
    ways = []
    for givers, takers, way in (
        (used[0], used[1], table.dictionary.directions[0]),
        (used[1], used[0], table.dictionary.directions[1]),
    ):
        row, rendering, chance = way.take(givers)
        here = np.isin(rendering, takers) & (chance >= LEAST_CHANCE)
        cells = givers[row[here]], rendering[here]
        ways.append(sparse.csr_matrix((chance[here], cells), shape=(size, size), dtype=np.float32))
    forward, backward = ways[0] @ right.T, ways[1].T @ right.T
    for start in range(0, len(zh), BLOCK):
        there, back = left[start : start + BLOCK] @ forward, left[start : start + BLOCK] @ backward
        yield (there.multiply(back).sqrt() + 0.25 * (there + back)).tocsr()


def _vectors(zh: list[Unit], en: list[Unit]) -> Iterator[sparse.csr_matrix]:
    right = unit(np.stack([u.vector for u in en])) if en else np.zeros((0, 1), np.float32)
    few = min(NEAREST, len(en))
    for start in range(0, len(zh), BLOCK):
        cosine = unit(np.stack([u.vector for u in zh[start : start + BLOCK]])) @ right.T
        nearest = np.argpartition(-cosine, few - 1, axis=1)[:, :few]
        near = np.take_along_axis(cosine, nearest, axis=1)
        row, place = np.nonzero(near > CLOSE)
        cells = (near[row, place] - CLOSE) * 0.8, (row, nearest[row, place])
        yield sparse.csr_matrix(cells, shape=cosine.shape, dtype=np.float32)


def presence(
    kinds: npt.NDArray[np.integer], rows: npt.NDArray[np.integer], shape: tuple[int, int]
) -> sparse.csr_matrix:
    """``(kinds, rows)``: 1 where a kind stands in a row."""
    matrix = sparse.csr_matrix((np.ones(len(kinds), np.int32), (kinds, rows)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def _together(zh: SideAtoms, en: SideAtoms) -> Iterator[sparse.csr_matrix]:
    rows = int(max(zh.unit_row.max(initial=0), en.unit_row.max(initial=0))) + 1
    left = presence(zh.unit_ids, zh.unit_row, (len(zh.unit_kinds), rows))
    right = presence(en.unit_ids, en.unit_row, (len(en.unit_kinds), rows)).T.tocsc()
    counts = [np.asarray(side.sum(axis)).ravel() for side, axis in ((left, 1), (right, 0))]
    for start in range(0, left.shape[0], BLOCK):
        both = (left[start : start + BLOCK] @ right).tocoo()
        keep = both.data >= 2
        row, column, n = both.row[keep], both.col[keep], both.data[keep].astype(np.float32)
        dice = 2 * n / (counts[0][row + start] + counts[1][column])
        strong = dice > LEAST_DICE
        value = OWN * dice[strong] * n[strong] / (n[strong] + 2)
        yield sparse.csr_matrix((value, (row[strong], column[strong])), shape=both.shape, dtype=np.float32)


def _same(zh: SideAtoms, en: SideAtoms) -> Iterator[sparse.csr_matrix]:
    place = {text: k for k, text in enumerate(en.unit_kinds)}
    for start in range(0, len(zh.unit_kinds), BLOCK):
        some = zh.unit_kinds[start : start + BLOCK]
        pairs = [(k, place[text]) for k, text in enumerate(some) if text.isascii() and text in place]
        rows, columns = [k for k, _ in pairs], [k for _, k in pairs]
        values = np.full(len(pairs), SAME, np.float32)
        yield sparse.csr_matrix((values, (rows, columns)), shape=(len(some), len(place)), dtype=np.float32)
