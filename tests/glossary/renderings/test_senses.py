"""Many terms asked at once have the shares that each has alone, and that the dictionary gives word by word."""

import numpy as np
import pytest

from align.encoders import builtin_encoder
from glossary.renderings.senses import FREQUENT, GIVEN, SAME, Asked, Senses

ASKED = [
    Asked("港务局", "zh", "港务局公布了新的规则。", "the port authority"),
    Asked("规则", "zh", "港务局公布了新的规则。", "published new rules"),
    Asked("rules", "en", "The port authority published new rules.", "港务局公布了新的规则"),
    Asked("lighthouse", "en", "The lighthouse", "灯塔"),
    Asked("的", "zh", "的", "of"),
    Asked("UNHCR", "en", "UNHCR and WFP", "UNHCR 的营地"),
    Asked("", "en", "", ""),
]


def share(senses, asked, least):
    """The slow way."""
    dictionary = senses.dictionaries[asked.language]
    ids = [
        senses.encoder.pieces([text]).ids.tolist()
        for text in (asked.term, asked.source.replace(asked.term, " "), asked.text)
    ]
    mine = [k for k in ids[0] if dictionary.shares[0][k] < FREQUENT]
    theirs = [k for k in ids[2] if dictionary.shares[1][k] < FREQUENT]

    def chance(giver, taker):
        _, takers, chances = dictionary.directions[0].take(np.array([giver]))
        return max([SAME * (giver == taker), *chances[takers == taker]])

    best = {one: max([0.0, *(chance(k, one) for k in ids[1])]) for one in theirs}
    said = [any(chance(k, one) >= max(least, best[one]) for one in theirs) for k in mine]
    return sum(said) / len(said) if said else 0.0


@pytest.mark.parametrize("least", [0.001, GIVEN, 0.3])
def test_many_at_once(least):
    senses = Senses(builtin_encoder())
    found = senses.said_all(ASKED, least)
    assert found == [senses.said(*one, least) for one in ASKED]
    assert found == pytest.approx([share(senses, one, least) for one in ASKED])
    assert senses.said_all([]) == []


def test_what_is_kept_of_texts_changes_nothing(monkeypatch):
    senses = Senses(builtin_encoder())
    first = senses.said_all(ASKED)
    assert senses.said_all(ASKED) == first
    monkeypatch.setattr("glossary.renderings.senses.MOST_TEXTS", 2)
    assert [senses.said(*one) for one in ASKED] == first
    assert len(senses.texts) < len(ASKED)


def test_some_words_are_said():
    senses = Senses(builtin_encoder())
    found = senses.said_all(ASKED)
    assert found[1] == 1.0
    assert found[3] == 0.5  # light, house
    assert found[4] == found[6] == 0.0
