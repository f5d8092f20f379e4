"""Pairs are looked at before they are trained on: what is turned, left out, doubted, and what is said of it."""

import random

import pytest

from align.encoders import builtin_encoder
from align.training import viewed
from align.trial import look_at
from align.trial.general import general_pairs

PAIRS = list(general_pairs())


def looked(pairs):
    return look_at(pairs, ("zh", "en"), builtin_encoder())


def test_right_pairs_are_taken_as_they_stand():
    found = looked(PAIRS)
    assert found.pairs == PAIRS
    assert (found.turned, found.copies, found.alike, found.is_lost) == (0, 0, 0, False)
    assert found.wrong < 0.05
    assert not list(found.remarks())


def test_columns_that_changed_places_are_turned_and_said():
    found = looked([pair[::-1] for pair in PAIRS])
    assert found.pairs == PAIRS
    assert list(found.remarks()) == [
        f"{len(PAIRS)} of {len(PAIRS)} pairs have their columns the other way round; they are turned"
    ]


@pytest.mark.parametrize("side", [0, 1])
def test_one_language_on_both_sides_is_left_out(side):
    texts = [pair[side] for pair in PAIRS]
    for other in (texts, texts[1:] + texts[:1]):
        found = looked(list(zip(texts, other, strict=True)))
        assert not found.pairs
        assert found.is_lost
        assert "one language, or the same text, on both sides" in next(iter(found.remarks()))


def test_copies_of_one_pair_are_read_once():
    found = looked(PAIRS[:1] * 3000)
    assert (len(found.pairs), found.copies) == (1, 2999)
    assert "2,999 of 3,000 pairs are copies of others" in next(iter(found.remarks()))


def test_a_pair_that_a_person_confirmed_is_kept_whatever_the_model_believes():
    chinese = [zh for zh, _ in PAIRS]
    random.Random(1).shuffle(chinese)
    mixed = list(zip(chinese, [en for _, en in PAIRS], strict=True))
    doubted = next(pair for pair in mixed if pair not in set(looked(mixed).pairs))
    assert doubted in look_at(mixed, ("zh", "en"), builtin_encoder(), {doubted}).pairs


def test_shuffled_pairs_are_not_believed():
    chinese = [zh for zh, _ in PAIRS]
    random.Random(1).shuffle(chinese)
    found = looked(list(zip(chinese, [en for _, en in PAIRS], strict=True)))
    assert found.is_lost
    assert found.wrong > 0.8
    assert len(found.pairs) < len(PAIRS) / 5
    assert "no translations of each other" in list(found.remarks())[-1]


def test_some_wrong_pairs_are_left_out_and_the_right_ones_stay():
    wrong = [(zh, PAIRS[k - 40][1]) for k, (zh, _) in enumerate(PAIRS[:80])]
    found = looked(wrong + PAIRS[80:])
    assert not found.is_lost
    assert len(set(found.pairs) & set(PAIRS)) > 0.9 * (len(PAIRS) - 80)
    assert len(set(found.pairs) - set(PAIRS)) < 20


def test_traditional_characters_are_believed_like_simplified_ones():
    from corpora.text import traditional

    old = [(traditional(zh), en) for zh, en in PAIRS]
    assert viewed(old, ("zh", "en"))[0] == viewed(PAIRS, ("zh", "en"))[0]
    found = looked(old)
    assert len(found.pairs) == len(PAIRS)
    assert found.wrong < 0.05


def test_other_languages_lose_copies_and_equal_texts():
    found = look_at([("Oui.", "Yes."), ("OK", "ok"), ("Oui.", "Yes.")], ("fr", "en"))
    assert found.pairs == [("Oui.", "Yes.")]
    assert (found.copies, found.alike, found.turned) == (1, 1, 0)
