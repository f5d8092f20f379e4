"""The search kernel: chain, corridor, path."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligner import align_sides
from align.search.cost import CostConfig, LinkGains, SideArrays
from align.search.path import Block, Gap, best_path, corridor, heaviest_chain, link_types, mutual_candidates, nearest
from align.search.stretches import unrelated_stretches


def side(vectors):
    vectors = np.asarray(vectors, dtype=np.float32)
    n = len(vectors)
    return SideArrays(
        vectors, np.full(n, 20, np.float32), np.zeros((n, 4), np.float32), np.zeros((n, 4), np.float32), [""] * n
    )


@st.composite
def random_sides(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, m = draw(st.integers(0, 25)), draw(st.integers(0, 25))
    base = rng.normal(size=(max(n, m), 16))
    noise = draw(st.sampled_from([0.0, 0.5, 3.0]))
    left, right = base[:n], base[:m] + noise * rng.normal(size=(m, 16))
    if draw(st.booleans()) and n:
        left[rng.integers(n)] = 0  # a sentence without a known piece
    return side(left.reshape(n, 16)), side(right.reshape(m, 16))


@given(random_sides())
@settings(max_examples=60, deadline=None)
def test_every_segment_is_in_exactly_one_link_and_links_do_not_cross(sides):
    source, target = sides
    links = align_sides(source, target, CostConfig())
    assert [k for link in links for k in link.source] == list(range(len(source.lengths)))
    assert sorted(k for link in links for k in link.target) == list(range(len(target.lengths)))
    straight = [k for link in links if not link.crossing for k in link.target]
    assert straight == sorted(straight)
    assert all(0.0 <= link.score <= 1.0 for link in links)


def test_chain_is_heaviest_and_increasing():
    rng = np.random.default_rng(0)
    for _ in range(30):
        columns = rng.permutation(9)
        weights = rng.random(9).astype(np.float32)
        chain = heaviest_chain(np.arange(9), columns, weights, 9)
        assert (np.diff(columns[chain]) > 0).all()
        picks = [[k for k in range(9) if mask >> k & 1] for mask in range(1 << 9)]
        rising = [p for p in picks if all(columns[a] < columns[b] for a, b in itertools.pairwise(p))]
        best = max(sum(weights[k] for k in p) for p in rising)
        assert weights[chain].sum() == pytest.approx(best, abs=1e-5)


def test_nearest_is_exact_in_slabs():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(50, 8)).astype(np.float32), rng.normal(size=(40, 8)).astype(np.float32)
    indices, values = nearest(a, b, 3, rows=7)
    scores = a @ b.T
    assert (indices[:, 0] == scores.argmax(1)).all()
    assert np.allclose(values, np.sort(scores, axis=1)[:, ::-1][:, :3], atol=1e-5)


def test_mutual_candidates_without_sentences():
    empty = np.zeros((0, 8), np.float32)
    assert len(mutual_candidates(empty, empty)[0]) == 0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 12), st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_corridor_covers_start_end_and_anchors(n, m, width, seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(0, min(n, m) + 1)) if min(n, m) else 0
    rows, columns = np.sort(rng.permutation(n)[:k]), np.sort(rng.permutation(m)[:k])
    blocks = corridor(rows, columns, n, m, width)
    assert blocks[0].top == 0
    assert blocks[-1].bottom == n
    assert all(a.bottom + 1 == b.top for a, b in itertools.pairwise(blocks))

    def inside(i, j):
        return any(b.top <= i <= b.bottom and b.left <= j <= b.right for b in blocks)

    assert inside(0, 0)
    assert inside(n, m)
    assert all(inside(i, j) and inside(i + 1, j + 1) for i, j in zip(rows, columns, strict=True))


def brute_force(gain, types, n, m, gap, inside=lambda i, j: True):
    """Best total, with one table for paths that end in a link and one for those that end in a gap."""
    linked, apart = np.full((n + 1, m + 1), -np.inf), np.full((n + 1, m + 1), -np.inf)
    linked[0, 0] = 0
    for i in range(n + 1):
        for j in range(m + 1):
            if not inside(i, j):
                continue
            for p, q in ((i - 1, j), (i, j - 1)):
                if p >= 0 and q >= 0:
                    apart[i, j] = max(apart[i, j], apart[p, q] - gap.skip, linked[p, q] - gap.opening - gap.skip)
            for k, (a, b) in enumerate(types):
                if a <= i and b <= j:
                    before = max(linked[i - a, j - b], apart[i - a, j - b])
                    linked[i, j] = max(linked[i, j], before + gain[i, k, j])
    return max(linked[n, m], apart[n, m])


def worth(path, gap):
    """Total of a path: its gains, and the opening of every run of null links."""
    null = [not (a and b) for _, a, _, b, _ in path]
    runs = sum(now and not before for before, now in itertools.pairwise([False, *null]))
    return sum(step[4] for step in path) - gap.opening * runs


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("gap", [Gap(0.0, 0.1), Gap(0.4, 0.1), Gap(1.5, 0.02), Gap(0.3, -0.05)])
def test_path_in_blocks_is_as_good_as_brute_force(seed, gap):
    rng = np.random.default_rng(seed)
    n, m, types = 13, 11, link_types(5)
    gain = rng.normal(loc=-0.8, size=(n + 1, len(types), m + 1)).astype(np.float32)
    whole = best_path([Block(0, n, 0, m)], types, lambda _b: gain, gap, n, m)
    blocks = [Block(0, 4, 0, m), Block(5, 5, 0, m), Block(6, n, 0, m)]
    cut = best_path(blocks, types, lambda b: gain[b.top : b.bottom + 1, :, b.left : b.right + 1], gap, n, m)
    assert whole == cut
    assert worth(whole, gap) == pytest.approx(brute_force(gain, types, n, m, gap), abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("gap", [Gap(0.4, 0.1), Gap(1.5, 0.02), Gap(0.1, 0.01)])
@pytest.mark.parametrize(
    "blocks",
    [
        [Block(0, 3, 0, 7), Block(4, 8, 2, 9), Block(9, 13, 5, 11)],  # as between anchors on the diagonal
        [Block(0, 0, 0, 8), Block(1, 2, 0, 9), Block(3, 7, 0, 9), Block(8, 8, 6, 9), Block(9, 13, 8, 11)],
        [Block(0, 11, 0, 1), Block(12, 12, 0, 11), Block(13, 13, 1, 11)],  # down the first columns and along the last
    ],
)
def test_a_path_in_a_corridor_is_the_best_of_those_that_stay_inside(seed, gap, blocks):
    rng = np.random.default_rng(seed)
    n, m, types = 13, 11, link_types(5)
    gain = rng.normal(loc=-1.5, size=(n + 1, len(types), m + 1)).astype(np.float32)
    path = best_path(blocks, types, lambda b: gain[b.top : b.bottom + 1, :, b.left : b.right + 1], gap, n, m)
    cells = {(i, j) for b in blocks for i in range(b.top, b.bottom + 1) for j in range(b.left, b.right + 1)}
    assert {(i, j) for i, _, j, _, _ in path} <= cells
    assert [i + j for i, _, j, _, _ in path][1:] == [i + a + j + b for i, a, j, b, _ in path][:-1]
    best = brute_force(gain, types, n, m, gap, lambda i, j: (i, j) in cells)
    assert worth(path, gap) == pytest.approx(best, abs=1e-4)


def test_gain_of_a_run_is_the_cosine_of_its_sum():
    rng = np.random.default_rng(3)
    source, target = side(rng.normal(size=(9, 8))), side(rng.normal(size=(8, 8)))
    config = CostConfig(margin=0.0, length=0.0, evidence=0.0, extra=0.0, both=0.0)
    gains = LinkGains(source, target, 1.0, config)
    gain = gains(Block(2, 9, 1, 8))
    for k, (a, b) in enumerate(gains.types):
        for i in range(max(2, a), 10):
            for j in range(max(1, b), 9):
                left, right = source.vectors[i - a : i].sum(0), target.vectors[j - b : j].sum(0)
                cosine = left @ right / np.linalg.norm(left) / np.linalg.norm(right)
                assert gain[i - 2, k, j - 1] == pytest.approx(cosine, abs=1e-5)


def test_a_low_link_among_good_ones_stays_and_a_low_stretch_goes():
    config = CostConfig()
    assert not any(unrelated_stretches(np.array([0.8] * 5 + [0.1] + [0.8] * 5, np.float32), config))
    stretch = unrelated_stretches(np.array([0.8] * 6 + [0.1] * 12 + [0.8] * 6, np.float32), config)
    assert stretch.tolist() == [False] * 6 + [True] * 12 + [False] * 6


def test_cells_are_linear_where_nothing_corresponds():
    few = np.array([10, 2900]), np.array([20, 2950])
    for n in (3000, 30_000):
        blocks = corridor(*few, n, n, 7)
        assert sum((b.bottom - b.top + 1) * (b.right - b.left + 1) for b in blocks) < 200 * n
        assert blocks[0].left == 0
        assert blocks[-1].right == n
