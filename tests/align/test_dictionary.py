"""The dictionary: learnt from pairs, kept in a model folder, and what it says about links."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.aligner import Aligner
from align.dictionary import RAREST, SAME, Dictionary, Explained
from align.encoders.encoder import BUILTIN
from align.encoders.load import builtin_encoder
from align.search.cost import CostConfig
from align.training.dictionary import direction, learn_dictionary, readable, seen_by
from corpora.arrays import Ragged

SIZE = 12
BLANK, MOST = 0.2, 4.0


def ragged(rows):
    return Ragged.from_counts(
        np.array([k for row in rows for k in row], np.int32), np.array([len(row) for row in rows], np.int64)
    )


@pytest.fixture(scope="module")
def small():
    rng = np.random.default_rng(4)
    ways = []
    for _ in range(2):
        given_, taken = (rng.integers(SIZE, size=30) for _ in range(2))
        keys = np.unique(given_ * SIZE + taken)
        ways.append(direction(keys // SIZE, keys % SIZE, rng.random(len(keys)).astype(np.float32), SIZE))
    shares = tuple(rng.dirichlet(np.ones(SIZE)).astype(np.float32) for _ in range(2))
    return Dictionary(("zh", "en"), (ways[0], ways[1]), shares)


def by_hand(dictionary, giver, taker, way):
    """log p(taker | giver) - log p(taker), word by word, from the formula."""
    table = np.zeros((SIZE, SIZE))
    rows, pieces, chances = dictionary.directions[way].take(np.arange(SIZE))
    table[rows, pieces] = chances
    total = 0.0
    for word in taker:
        chance = sum(max(table[g, word], SAME if g == word else 0.0) for g in giver) / (len(giver) + 1)
        share = max(dictionary.shares[1 - way][word], RAREST)
        total += min(math.log(BLANK + (1 - BLANK) * chance / share), MOST)
    return total


sentences = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=6), min_size=3, max_size=7)


@given(sentences, sentences)
@settings(max_examples=60, deadline=None)
def test_what_a_block_says_is_the_formula(small, source, target):
    explained = Explained(small, ragged(source), ragged(target), BLANK, MOST)
    words = explained.block((0, len(source)), (0, len(target)), 3)
    for a, b in ((1, 1), (2, 1), (1, 3), (2, 2)):
        found = words.gains(a, b)[a:, b:]
        for i in range(len(source) - a + 1):
            for j in range(len(target) - b + 1):
                left, right = list(chain(*source[i : i + a])), list(chain(*target[j : j + b]))
                wanted = (by_hand(small, left, right, 0) + by_hand(small, right, left, 1)) / 2
                assert found[i, j] == pytest.approx(wanted, abs=1e-3)


def test_where_a_block_begins_changes_nothing(small):
    rng = np.random.default_rng(0)
    source, target = ([rng.integers(SIZE, size=5).tolist() for _ in range(12)] for _ in range(2))
    explained = Explained(small, ragged(source), ragged(target), BLANK, MOST)
    whole = explained.block((0, 12), (0, 12), 3).gains(2, 1)[5:8, 5:8]
    part = explained.block((4, 9), (5, 10), 3).gains(2, 1)[1:4, :3]
    assert np.allclose(whole, part, atol=1e-4)


def test_turned_round_it_is_the_same(small):
    back = small.facing("en", "zh")
    assert back.languages == ("en", "zh")
    assert back.directions[0] is small.directions[1]
    assert small.facing("de", "en") is None


def test_kept_and_read(small, tmp_path):
    small.save(tmp_path)
    again = Dictionary.load(tmp_path)
    assert again.languages == small.languages
    for one, other in zip(small.directions, again.directions, strict=True):
        assert (one.offsets == other.offsets).all()
        assert (one.pieces == other.pieces).all()
        assert (one.codes == other.codes).all()
    assert Dictionary.load(tmp_path / "nothing") is None


def test_a_toy_language_is_learnt():
    rng = np.random.default_rng(1)
    rows = [rng.integers(20, size=int(rng.integers(3, 8))).tolist() for _ in range(800)]
    turned = [[k + 20 for k in reversed(row)] for row in rows]
    learnt = learn_dictionary(ragged(rows), ragged(turned), 40, ("de", "fr"), lambda _message: None)
    for way, shift in ((0, 20), (1, -20)):
        for piece in range(20) if way == 0 else range(20, 40):
            _, renderings, chances = learnt.directions[way].take(np.array([piece]))
            assert renderings[chances.argmax()] == piece + shift
            assert chances.max() > 0.8


def test_nothing_to_learn_from():
    empty = learn_dictionary(ragged([[], [1]]), ragged([[2], []]), 5, ("zh", "en"), lambda _message: None)
    assert [len(way.pieces) for way in empty.directions] == [0, 0]


def test_adapting_keeps_what_was_known(small):
    rows, renderings = [[1, 2], [3, 4]] * 30, [[9, 8], [7, 6]] * 30
    mixed = learn_dictionary(ragged(rows), ragged(renderings), SIZE, ("zh", "en"), lambda _m: None, small)
    _, before, _ = small.directions[0].take(np.array([5]))
    _, after, _ = mixed.directions[0].take(np.array([5]))
    assert set(before.tolist()) == set(after.tolist())
    assert 9 in mixed.directions[0].take(np.array([1]))[1].tolist()


def test_the_built_in_dictionary_knows_words():
    encoder = builtin_encoder()
    dictionary = Dictionary.load(BUILTIN)
    assert dictionary.languages == ("zh", "en")
    vocabulary = encoder.tokenizer.tokenizer.get_vocab()
    _, renderings, chances = dictionary.directions[0].take(np.array([vocabulary["总统"]]))
    assert renderings[chances.argmax()] == vocabulary["president"]


def test_a_detail_goes_to_the_sentence_that_holds_it():
    zh = ["他担任公司的董事长，渴望赢得比赛。", "天气很好。"]
    en = ["He is the chairman of a company.", "He is hungry to win the race.", "The weather is fine."]
    with_words = Aligner().align(zh, en)
    assert [str(link) for link in with_words.links] == ["[0]:[0, 1]", "[1]:[2]"]
    assert "words=" in CostConfig().signature()


def pairs_of(count):
    rng = np.random.default_rng(7)
    rows = [rng.integers(20, size=int(rng.integers(3, 8))).tolist() for _ in range(count)]
    return ragged(rows), ragged([[k + 20 for k in row] for row in rows])


def learn(left, right, base=None):
    return learn_dictionary(left, right, 40, ("de", "fr"), lambda _message: None, base)


def test_shares_sum_up_to_one_after_any_training():
    base = learn(*pairs_of(300))
    again = learn(*pairs_of(50), learn(*pairs_of(200), base))
    for one in (base, again):
        assert [float(share.sum()) for share in one.shares] == pytest.approx([1.0, 1.0])
        for way in one.directions:
            rows, _, chances = way.take(np.arange(40))
            assert np.bincount(rows, chances, minlength=40).max() < 1.05  # a step of a code is 3%
    assert again.tokens == pytest.approx(
        tuple(sum(t) for t in zip(base.tokens, *(tokens(n) for n in (50, 200)), strict=True))
    )


def tokens(count):
    return tuple(len(side.ids) for side in pairs_of(count))


def test_what_was_seen_often_is_not_replaced_by_a_few_occurrences():
    base = learn(*pairs_of(2000))
    wrong = ragged([[3, 4]] * 20), ragged([[30, 31]] * 20)  # as if 3 were 10 + 20, and 4 were 11 + 20
    again = learn(*wrong, base)
    _, renderings, chances = again.directions[0].take(np.array([3]))
    assert renderings[chances.argmax()] == 23
    assert chances.max() > 0.8
    fresh = learn(*wrong)
    assert 23 not in fresh.directions[0].take(np.array([3]))[1]


def test_a_word_that_is_new_is_learnt_beside_those_that_are_known():
    rows = [[k, 0] for k in range(1, 15) for _ in range(30)]
    base = learn(ragged(rows), ragged([[k + 20 for k in row] for row in rows]))
    unknown = [[k, 16] for k in range(1, 15)] + [[k, 0] for k in range(1, 15)] * 2
    again = learn(ragged(unknown), ragged([[k + 20 for k in row] for row in unknown]), base)
    _, renderings, chances = again.directions[0].take(np.array([16]))
    assert renderings[chances.argmax()] == 36


def test_an_older_dictionary_says_by_its_rarest_piece_what_it_was_learnt_from(tmp_path):
    from safetensors import safe_open
    from safetensors.numpy import load_file, save_file

    base = learn(*pairs_of(400))
    base.save(tmp_path)
    path = tmp_path / "words.safetensors"
    assert Dictionary.load(tmp_path).tokens == base.tokens
    with safe_open(str(path), "np") as stream:
        languages = {"languages": stream.metadata()["languages"]}
    save_file(load_file(str(path)), str(path), metadata=languages)
    older = Dictionary.load(tmp_path)
    assert older.tokens == (0, 0)
    rarest = [np.round(count[count > 0].min(), 3) for count in seen_by(older)]
    assert rarest == [1.0, 1.0]
    known = seen_by(Dictionary.load(BUILTIN))
    assert [20e6 < count.sum() < 40e6 for count in known] == [True, True]  # 1.6 million pairs


def test_shares_of_an_older_dictionary_that_are_no_shares_are_made_so(small):
    from dataclasses import replace

    swollen = replace(small, shares=tuple((2 * share).astype(np.float32) for share in small.shares))
    assert np.allclose(seen_by(swollen)[0] / seen_by(swollen)[0].sum(), small.shares[0], atol=1e-5)


def test_long_pairs_are_read_and_what_is_too_much_is_said(monkeypatch):
    from align.training import dictionary as module

    rows = [[1] * 5, [2] * 300, [3] * 900, []]
    said: list[str] = []
    assert readable(ragged(rows), ragged(rows), said.append).tolist() == [0, 1, 2]
    assert not said
    monkeypatch.setattr(module, "WORK", 100_000.0)
    assert readable(ragged(rows), ragged(rows), said.append).tolist() == [0, 1]
    assert said == ["dictionary: 1 very long pairs are not read for it"]
