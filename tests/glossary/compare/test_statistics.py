"""What is counted by arrays is what sacrebleu counts, segment by segment, and so are scores, intervals and chances."""

import os
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.metrics.lib_ter import translation_edit_rate
from sacrebleu.significance import PairedTest

from glossary.compare.edits import INSIDE, edits
from glossary.compare.metrics import make_metrics, score_systems
from glossary.compare.statistics import ngram_statistics, prepared

texts = st.text(alphabet="abcd 甲乙丙。, ", max_size=30)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_ngrams_are_those_of_sacrebleu(pairs):
    metric = CHRF()
    wanted = [metric._extract_corpus_statistics([a], [[b]])[0] for a, b in pairs]
    assert ngram_statistics([a for a, _ in pairs], [b for _, b in pairs]).tolist() == wanted


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5), st.booleans())
@settings(max_examples=100, deadline=None)
def test_edits_are_those_of_sacrebleu(pairs, chinese):
    theirs, references = TER(asian_support=chinese, normalized=chinese), [b for _, b in pairs]
    ours = prepared(TER(asian_support=chinese, normalized=chinese), references)
    hypotheses = [a for a, _ in pairs]
    wanted = theirs._extract_corpus_statistics(hypotheses, [references])
    assert ours._extract_corpus_statistics(hypotheses, None) == wanted


words = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@st.composite
def moved(draw):
    """A reference, and the same with runs of words moved, dropped, changed and put in."""
    reference = draw(words)
    changed = list(reference)
    for _ in range(draw(st.integers(0, 6))):
        start, length, to = (draw(st.integers(0, most)) for most in (len(changed), 12, len(changed)))
        run = changed[start : start + length]
        del changed[start : start + length]
        if draw(st.booleans()):
            changed[to:to] = run
        else:
            changed[to:to] = draw(st.lists(st.sampled_from("abx"), max_size=2))
    return changed, reference


@given(st.one_of(st.tuples(words, words), moved()))
@settings(max_examples=150, deadline=None)
def test_shifts_are_those_of_sacrebleu(pair):
    found, right = edits(*pair), translation_edit_rate(*pair)[0]
    apart = Levenshtein.distance(*pair) + abs(len(pair[0]) - len(pair[1]))
    assert found == right or (found is None and apart > INSIDE)


def test_the_limits_of_shifts_are_those_of_sacrebleu():
    rng = random.Random(3)
    for vocabulary, size in ((2, 40), (3, 60), (40, 110)):  # a thousand places tried; a word fifty places away
        reference = rng.choices([f"w{k}" for k in range(vocabulary)], k=size)
        for changed in ([*reference[3:], *reference[:3]], [*reference[:9][::-1], *reference[9:]]):
            assert edits(changed, reference) in (None, translation_edit_rate(changed, reference)[0])
    far = [f"w{k}" for k in range(80)]
    assert edits([*far[1:], far[0]], far) == translation_edit_rate([*far[1:], far[0]], far)[0] == 2


def test_what_the_beam_decides_is_left_to_sacrebleu():
    assert edits([f"a{k}" for k in range(60)], [f"b{k}" for k in range(60)]) is None


def revised(rng, words):
    words = list(words)
    for _ in range(rng.randrange(4)):
        k = rng.randrange(len(words))
        word, kind = words.pop(k), rng.randrange(3)
        words += [word] if kind == 2 else []
        words[k:k] = [word, "new"] if kind == 1 else []
    return " ".join(words)


@pytest.fixture(scope="module")
def systems():
    rng = random.Random(5)
    words = [f"w{k}" for k in range(40)]
    references = [" ".join(rng.choices(words, k=rng.randrange(5, 60))) for _ in range(60)]
    return references, {name: [revised(rng, text.split()) for text in references] for name in "AB"}


def test_long_segments_with_words_moved_are_those_of_sacrebleu(systems):
    references, named = systems
    wanted = TER()._extract_corpus_statistics(named["A"], [references])
    assert prepared(TER(), references)._extract_corpus_statistics(named["A"], None) == wanted


@pytest.mark.thorough("a thousand resamples twice")
def test_scores_intervals_and_chances_are_those_of_sacrebleu(systems, monkeypatch):
    references, named = systems
    monkeypatch.setitem(os.environ, "SACREBLEU_SEED", "12345")
    metrics = make_metrics("en")
    signatures, results = PairedTest(list(named.items()), metrics, [references], "bs", n_samples=1000)()
    ours = score_systems(named, references, "en", "bs")
    for name, shown in zip(metrics, signatures, strict=True):
        mine = [one for one in ours if one.metric == name]
        for one, result in zip(mine, results[shown], strict=True):
            assert one.signature == signatures[shown].format()
            assert (one.score, one.mean, one.interval) == pytest.approx(
                (result.score, result.mean, result.ci), abs=1e-4
            )
            assert one.p == result.p_value or one.p == pytest.approx(result.p_value, abs=0.002)


def test_bleu_is_counted_once_for_texts_that_are_the_same(systems):
    references, named = systems
    metric, seen = prepared(BLEU(force=True), references), []
    plain = metric._compute_segment_statistics
    metric._compute_segment_statistics = lambda *given: seen.append(1) or plain(*given)
    first = metric._extract_corpus_statistics(named["A"], None)
    changed = [named["B"][0], *named["A"][1:]]
    again = metric._extract_corpus_statistics(changed, None)
    assert len(seen) in (len(references), len(references) + 1)
    assert first[1:] == again[1:]
    assert np.isfinite(metric._aggregate_and_compute(again).score)
