"""Anchors: who is whose nearest, what the heaviest chain keeps, where a false pair falls out, how long texts are cut."""

import itertools

import numpy as np
import pytest

from align.search import anchoring
from align.search.anchoring import Anchors, boxes, find_anchors, length_ratio
from align.search.path import Block, corridor, heaviest_chain, link_types, mutual_candidates, supported


def longs(*values):
    return np.array(values, np.int64)


def floats(*values):
    return np.array(values, np.float32)


def mutual(cosines):
    """Candidates of a table of cosines ``(n, m)``: beside the unit vectors it is its own product."""
    cosines = np.asarray(cosines, np.float32)
    rows, columns, margins = mutual_candidates(cosines, np.eye(cosines.shape[1], dtype=np.float32))
    return list(zip(rows.tolist(), columns.tolist(), np.round(margins, 4).tolist(), strict=True))


def test_only_those_who_choose_each_other_are_a_pair():
    # the first row's nearest is column 0, but column 0 is nearer to the last row: that one is left alone
    found = mutual([[0.9, 0.1, 0.2], [0.3, 0.2, 0.8], [0.95, 0.0, 0.1]])
    assert [(row, column) for row, column, _ in found] == [(1, 2), (2, 0)]


def test_the_margin_is_taken_over_the_runners_up_of_both_sides():
    ((_, _, first), (_, _, second)) = mutual([[0.9, 0.1, 0.2], [0.3, 0.2, 0.8], [0.95, 0.0, 0.1]])
    assert first == pytest.approx(0.8 - ((0.3 + 0.2) / 2 + (0.2 + 0.1) / 2) / 2)
    assert second == pytest.approx(0.95 - ((0.1 + 0.0) / 2 + (0.9 + 0.3) / 2) / 2)


def test_a_sentence_that_stands_many_times_is_no_anchor():
    # a heading on every page: the same cosine everywhere, so nothing speaks for one place
    ((_, _, margin),) = mutual(np.full((5, 5), 0.9))
    assert margin == pytest.approx(0)


def test_one_sentence_has_no_runners_up():
    assert mutual([[0.7]]) == [(0, 0, pytest.approx(0.7))]
    assert mutual([[0.7, 0.1]]) == [(0, 0, pytest.approx(0.65))]


@pytest.mark.parametrize(("n", "m"), [(0, 3), (3, 0), (0, 0)])
def test_a_side_without_sentences_has_no_candidates(n, m):
    found = mutual_candidates(np.ones((n, 8), np.float32), np.ones((m, 8), np.float32))
    assert [len(part) for part in found] == [0, 0, 0]


def test_weak_anchors_are_a_chain_too():
    assert heaviest_chain(longs(0), longs(0), floats(0.06), 1).tolist() == [0]
    assert heaviest_chain(longs(0, 4, 9), longs(0, 1, 5), floats(0.06, 0.07, 0.06), 6).tolist() == [0, 1, 2]
    assert heaviest_chain(longs(), longs(), floats(), 6).tolist() == []


def test_a_chain_rises_strictly():
    assert heaviest_chain(longs(0, 1), longs(1, 1), floats(0.1, 0.2), 2).tolist() == [1]
    assert heaviest_chain(longs(0, 1), longs(1, 0), floats(0.1, 0.1), 2).tolist() == [0]  # the first of equals


def kept(*anchors, **values):
    rows, columns = zip(*anchors, strict=True) if anchors else ((), ())
    return supported(longs(*rows), longs(*columns), **values).tolist()


def test_an_anchor_that_stands_alone_is_dropped():
    assert kept() == []
    assert kept((3, 3)) == [False]
    assert kept((0, 0), (3, 3)) == [True, True]
    assert kept((0, 0), (3, 3), (200, 80), (400, 400), (402, 401)) == [True, True, False, True, True]


def test_a_false_pair_between_two_true_ones_does_not_part_them():
    # the second lies off the diagonal of both: only the one after the next shows that first and last are right
    assert kept((0, 0), (1, 8), (9, 9)) == [True, False, True]


def test_how_far_a_neighbour_may_be():
    assert kept((0, 0), (12, 12), reach=12) == [True, True]
    assert kept((0, 0), (13, 13), reach=12) == [False, False]
    assert kept((0, 0), (12, 13), reach=12) == [False, False]
    # off the diagonal by `slack`, or by half of the distance: sentences are split and joined
    assert kept((0, 0), (1, 5), slack=4) == kept((0, 0), (5, 1), slack=4) == [True, True]
    assert kept((0, 0), (1, 6), slack=4) == kept((0, 0), (6, 1), slack=4) == [False, False]
    assert kept((0, 0), (6, 12), slack=4) == [True, True]
    assert kept((0, 0), (5, 12), slack=4) == [False, False]


def units(seed, n, d=32):
    found = np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def pairs_of(anchors):
    return list(zip(anchors.rows.tolist(), anchors.columns.tolist(), strict=True))


def test_a_missing_page_shifts_no_anchor():
    source = units(1, 60)
    target = np.concatenate([source[:20], source[35:]])
    assert pairs_of(find_anchors(source, target)) == [
        (k, k if k < 20 else k - 15) for k in range(60) if not 20 <= k < 35
    ]


def test_what_moved_elsewhere_is_left_out_of_the_chain():
    source = units(2, 40)
    order = [*range(10), 35, 36, *range(10, 35), *range(37, 40)]  # two sentences stand earlier in the target
    found = pairs_of(find_anchors(source, source[order]))
    assert [row for row, _ in found] == [*range(35), 37, 38, 39]
    assert all(order[column] == row for row, column in found)


def test_pairs_that_are_hardly_nearer_than_the_rest_are_no_anchors():
    base = np.zeros((12, 40), np.float32)
    base[:, 0] = 1
    near, far = base.copy(), base.copy()
    near[range(12), range(1, 13)] = far[range(12), range(1, 13)] = 0.2  # all alike: 0.04 between true and false
    near[3, 4] = far[3, 4] = near[4, 5] = far[4, 5] = 2.0
    unit = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in (near, far)]
    assert pairs_of(find_anchors(*unit)) == [(3, 3), (4, 4)]


def test_texts_without_anything_in_common_have_no_anchors():
    assert pairs_of(find_anchors(units(5, 40), -np.ones((40, 32), np.float32) / 32**0.5)) == []
    assert pairs_of(find_anchors(units(5, 3), np.zeros((0, 32), np.float32))) == []


@pytest.fixture
def small(monkeypatch):
    """Limits of a document of a few hundred sentences instead of some thousands."""
    monkeypatch.setattr(anchoring, "SMALL", 60 * 60)
    monkeypatch.setattr(anchoring, "SAMPLES", 100)
    monkeypatch.setattr(anchoring, "OVERLAP", 5)


def inside(found, i, j):
    return any(i0 <= i < i1 and j0 <= j < j1 for i0, i1, j0, j1 in found)


def test_a_long_text_is_cut_where_it_surely_meets(small):
    source = units(3, 600)
    target = np.concatenate([source[:200], source[290:]])  # a missing annex
    found = boxes(source, target)
    true = [(k, k if k < 200 else k - 90) for k in range(600) if not 200 <= k < 290]
    assert all(inside(found, i, j) for i, j in true)
    assert sum((i1 - i0) * (j1 - j0) for i0, i1, j0, j1 in found) < 600 * 510 / 4
    assert found == sorted(found)
    assert pairs_of(find_anchors(source, target)) == true  # each once, also where rectangles overlap


def test_rectangles_reach_into_each_other(small):
    # what stands at a corner is seen with what comes after it
    source = units(4, 300)
    found = boxes(source, source)
    assert len(found) > 1
    for before, after in itertools.pairwise(found):
        assert before[1] - after[0] == before[3] - after[2] == 10  # 5 sentences to each side
    assert (found[0][0], found[0][2], found[-1][1], found[-1][3]) == (0, 0, 300, 300)


def test_texts_that_never_meet_are_looked_at_in_strips():
    n, m = 2600, 1300
    source, target = np.zeros((n, 2), np.float32), np.zeros((m, 2), np.float32)
    found = boxes(source, target)
    assert (found[0][0], found[0][2], found[-1][1], found[-1][3]) == (0, 0, n, m)
    assert all(a[1] == b[0] and a[3] == b[2] for a, b in itertools.pairwise(found))
    assert all(i1 - i0 <= 1000 and j1 - j0 <= 1000 for i0, i1, j0, j1 in found)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("anchors", "ratio"),
    [
        ([], 1.5),  # of the whole texts: 60 sentences of 10 characters, 30 of 30
        ([(k, k) for k in range(30)], 3.0),  # between anchors; the 30 sentences at the end have no counterpart
        ([(k, k) for k in range(10)], 1.5),  # too few characters to say
        ([(0, 0), (8, 8), (16, 16)], 3.0),
        ([(0, 0), (9, 8), (18, 16)], 1.5),  # anchors too far from each other say nothing
        ([(0, 0), (8, 9), (16, 18)], 1.5),
        ([(0, 0), (20, 8), (40, 16)], 1.5),
    ],
)
def test_the_length_ratio_is_taken_between_close_anchors(anchors, ratio):
    rows, columns = zip(*anchors, strict=True) if anchors else ((), ())
    found = length_ratio(
        np.full(60, 10, np.float32), np.full(30, 30, np.float32), Anchors(longs(*rows), longs(*columns))
    )
    assert found == pytest.approx(ratio)


def test_a_length_ratio_has_bounds():
    none = Anchors(longs(), longs())
    assert length_ratio(floats(1, 1), floats(900), none) == 8.0
    assert length_ratio(floats(900), floats(1), none) == 0.125
    assert length_ratio(floats(), floats(3), none) == 3.0


def cells(blocks):
    return {(i, j) for b in blocks for i in range(b.top, b.bottom + 1) for j in range(b.left, b.right + 1)}


@pytest.mark.parametrize("width", [0, 2, 7])
def test_the_corridor_is_the_rectangles_between_anchors_a_little_wider(width):
    n, m = 40, 36
    anchors = [(3, 2), (4, 3), (15, 9), (30, 31), (31, 33)]
    corners = [(0, 0), *anchors, (n, m)]
    wanted = set(corners) | {
        (i, j)
        for (a, c), (b, d) in itertools.pairwise(corners)
        for i in range(max(a - width + 1, 0), min(b + width - 1, n) + 1)
        for j in range(max(c - width, 0), min(d + width, m) + 1)
    }
    rows, columns = (longs(*part) for part in zip(*anchors, strict=True))
    assert wanted <= cells(corridor(rows, columns, n, m, width))
    assert wanted == cells(corridor(rows, columns, n, m, width, cells=1))  # every row a block of its own


def test_blocks_are_of_limited_size():
    diagonal = np.arange(500)
    blocks = corridor(diagonal, diagonal, 500, 500, 5)
    assert [b.bottom - b.top + 1 for b in blocks] == [48] * 10 + [21]
    assert all(b.right - b.left <= 48 + 4 * 5 for b in blocks)
    few = corridor(longs(), longs(), 100, 100, 5, cells=1000)
    assert max((b.bottom - b.top + 1) * (b.right - b.left + 1) for b in few) <= 1000
    assert corridor(longs(), longs(), 0, 0, 5) == [Block(0, 0, 0, 0)]


def test_where_nothing_corresponds_the_path_can_go_down_and_then_along():
    n = 2000
    rows, columns = longs(10, 1500), longs(20, 1600)
    found = corridor(rows, columns, n, n, 7)

    def has(i, j):
        return any(b.top <= i <= b.bottom and b.left <= j <= b.right for b in found)

    assert all(has(i, 21) for i in range(11, 1501))
    assert all(has(1500, j) for j in range(21, 1601))
    assert not has(700, 800)


def test_which_links_are_tried():
    assert link_types(5)[0] == (1, 1)
    assert set(link_types(5)) == {(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2)}
    assert set(link_types(7)) - set(link_types(6)) == {(1, 6), (6, 1)}  # three to four and beyond is no rendering
    assert {(3, 3), (2, 4), (4, 2)} <= set(link_types(6))
