"""Documents made of pairs, two models on them, and the sentence that is said of it."""

import numpy as np
import pytest

from align.encoders import builtin_encoder
from align.trial.general import general_pairs
from align.trial.inputs import Looked
from align.trial.made import blocks_of, make
from align.trial.measure import WAYS, Difference, Figures, difference, documents, measure
from align.trial.verdict import judge

LANGUAGES = ("zh", "en")
LOOKED = Looked([("一", "one")] * 500, 500)


def test_every_sentence_of_a_made_document_is_in_one_link():
    pairs = list(general_pairs())
    kinds = set()
    for made in documents(pairs, LANGUAGES, 3):
        for side, texts in ((0, made.source), (1, made.target)):
            assert sorted(k for link in made.links for k in link[side]) == list(range(len(texts)))
        kinds |= {(len(a), len(b)) for a, b in made.links}
    assert kinds == {(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)}


def test_without_strangers_and_of_one_pair():
    made = make([("一", "one")], [], LANGUAGES, (5,))
    assert len(made.links) == 1
    assert blocks_of([]) == [[]]


def test_the_same_model_makes_no_difference():
    pairs = list(general_pairs())[:100]
    made = documents(pairs, LANGUAGES, 1)
    figures = measure(builtin_encoder(), pairs, made, LANGUAGES)
    assert figures.f1 > 0.9
    assert figures.retrieval > 0.9
    same = difference(figures, figures)
    assert (same.gain, same.low, same.high, same.documents) == (0.0, 0.0, 0.0, 2 * WAYS)


def figures(right):
    links = np.array([[100, 100, n] for n in right for _ in range(WAYS)], np.int64)
    return Figures(links, 1, 2)


def test_the_interval_holds_the_gain():
    found = difference(figures([90, 92, 88, 91]), figures([93, 94, 90, 95]))
    assert found.gain == pytest.approx(0.0275)
    assert 0 < found.low < found.gain < found.high


@pytest.mark.parametrize(
    ("own", "general", "word"),
    [
        (Difference(0.90, 0.93, 0.01, 0.05, 40), Difference(0.95, 0.95, -0.001, 0.001, 12), "helps"),
        (Difference(0.90, 0.91, -0.01, 0.03, 40), None, "no difference"),
        (Difference(0.90, 0.90, -0.01, 0.01, 40), None, "no difference"),
        (Difference(0.90, 0.88, -0.03, -0.01, 40), None, "do not use"),
        (Difference(0.90, 0.93, 0.01, 0.05, 40), Difference(0.95, 0.94, -0.02, -0.001, 12), "do not use"),
        (None, None, "not compared"),
    ],
)
def test_the_sentence(own, general, word):
    verdict = judge(LOOKED, own, general, "the built-in model")
    assert verdict.word == word
    assert verdict.sentence.startswith(word)


def test_few_pairs_are_told_how_many_are_needed():
    verdict = judge(LOOKED, Difference(0.90, 0.91, -0.01, 0.03, 40), None, "x")
    assert verdict.sentence.endswith("about 2,000 pairs would tell whether this gain is one")
    assert "1,000 and more" in judge(LOOKED, Difference(0.90, 0.90, -0.01, 0.01, 40), None, "x").sentence


def test_what_is_not_believed_is_never_said_to_help():
    lost = Looked([("一", "one")], 100, wrong=0.9)
    assert judge(lost, Difference(0.90, 0.93, 0.01, 0.05, 40), None, "x").word == "do not use"
