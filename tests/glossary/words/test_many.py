"""What is done to many texts at once is what would be done to each: words of Han runs, tokens."""

import math
import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.words.best_cuts import UNKNOWN, BestCuts
from glossary.words.boundaries import Cuts, words
from glossary.words.han_words import HanWords
from glossary.words.token_table import TokenTable

VOCABULARY = {"大会": -3.0, "重": -5.0, "重申": -6.0, "申": -4.0, "大": -2.5, "会重申": -6.5, "大会重申": -9.0}


def every_cut(run):
    if not run:
        yield 0.0, ()
    for size in range(1, min(4, len(run)) + 1):
        score = VOCABULARY.get(run[:size], UNKNOWN if size == 1 else -math.inf)
        for rest, behind in every_cut(run[size:]):
            yield score + rest, (run[:size], *behind)


@given(st.lists(st.text(alphabet="大会重申𠮷", max_size=7), max_size=8))
def test_the_words_of_many_runs_are_the_likeliest(runs):
    cuts = BestCuts(VOCABULARY)
    best = [max(score for score, _ in every_cut(run)) for run in runs]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glossary.words.best_cuts.FEW", -1)
        in_arrays = cuts.words(runs)
    assert cuts.words(runs) == in_arrays
    assert cuts.scores(runs).tolist() == pytest.approx(best)
    for run, found, score in zip(runs, cuts.words(runs), best, strict=True):
        assert (pytest.approx(score), found) in list(every_cut(run))


def test_words_of_a_run_do_not_depend_on_its_company(monkeypatch):
    runs = ["".join(pair) for pair in product(("大会重申", "武装部队撤出", "々", "被占领土"), repeat=2)]
    alone = [words(run) for run in runs]
    monkeypatch.setattr("glossary.words.best_cuts.CHARACTERS", 20)
    cuts = Cuts()
    cuts.learn([f"{one}，{other}" for one, other in product(runs, runs[:2])])
    assert [cuts.words(run) for run in runs] == alone


def test_cut_texts_are_the_same_where_runs_are_known():
    texts = ["大会重申，第3次会议", "", "被占领土的大会重申，大会重申"]
    cuts = Cuts()
    cuts.learn(texts[:1])
    alone, known = HanWords.of(texts), HanWords.of(texts, cuts)
    assert alone.kinds == known.kinds
    for name in ("text", "kind", "start", "end", "joined"):
        assert getattr(alone, name).tolist() == getattr(known, name).tolist()


def test_cuts_forget_when_they_know_too_much(monkeypatch):
    monkeypatch.setattr("glossary.words.boundaries.MOST_CUTS", 3)
    monkeypatch.setattr("glossary.words.boundaries.AHEAD", 2)
    cuts = Cuts()
    texts = ["大会", "重申", "大会重申", "主席", "秘书长", "主席，大会"]
    assert list(cuts.ahead(texts)) == texts
    assert [cuts.words(text) for text in texts[:5]] == [words(text) for text in texts[:5]]


@given(st.lists(st.text(alphabet="ab1,. \n’É", max_size=12), max_size=9), st.integers(1, 4))
def test_the_tokens_of_many_texts_are_those_of_each(texts, block):
    pattern = re.compile(r"[a-zÉ]+(?:’[a-z]+)*|\d[\d,.]*", re.IGNORECASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("glossary.words.passes.BLOCK", block)
        table = TokenTable.of(iter(texts), pattern, str.casefold)
    assert len(table.sizes) == len(texts)
    for row, text in enumerate(texts):
        wanted = [(match[0].casefold(), match.span()) for match in pattern.finditer(text)]
        assert list(zip(*table[row], strict=True)) == wanted


@given(st.lists(st.text("ab ,", max_size=8), min_size=1, max_size=6), st.data())
def test_tokens_of_some_texts_are_theirs(texts, data):
    chosen = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=8))
    whole, some = (
        TokenTable.of(texts, re.compile("[ab]+")),
        TokenTable.of([texts[k] for k in chosen], re.compile("[ab]+")),
    )
    taken = whole.take(np.array(chosen, np.int64))
    assert taken.offsets.tolist() == some.offsets.tolist()
    assert taken.start.tolist() == some.start.tolist()
    assert taken.end.tolist() == some.end.tolist()
    assert [taken.kinds[k] for k in taken.kind] == [some.kinds[k] for k in some.kind]
