"""What is looked for in many rows at once is what each alone would show; candidates leave out nothing."""

from difflib import SequenceMatcher

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.text import HAN_RUN
from glossary.checks.terms import likely
from glossary.checks.terms.alike import Lines, common_runs
from glossary.checks.terms.english import english_words
from glossary.checks.terms.reworded import turned_parts
from glossary.checks.terms.shared import sharing
from glossary.checks.terms.substituted import substitutions
from glossary.renderings import Chances, Senses
from glossary.rows import Rows
from glossary.words import HanWords, phrases, words

HAN = st.text(alphabet="流行动限制严格的，a", max_size=24)
SENTENCE = st.lists(
    st.sampled_from(["severe", "movement", "restrictions", "remain", "in", "the", "port", ",", "of", "5", "."]),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(HAN, HAN)
def test_common_runs_are_all_that_two_texts_share(one, other):
    (runs,) = common_runs(lines := Lines.of([one, other]), np.array([0]), np.array([1])) or [None]
    found = set(
        zip(
            (runs.left - lines.base[0]).tolist(),
            (runs.right - lines.base[1]).tolist(),
            runs.size.tolist(),
            strict=True,
        )
    )
    wanted = set()
    for i in range(len(one)):
        for j in range(len(other)):
            size = 0
            while one[i + size : i + size + 1] == other[j + size : j + size + 1] != "":
                if not HAN_RUN.match(one[i + size]):
                    break
                size += 1
            before = i and j and one[i - 1] == other[j - 1] and HAN_RUN.match(one[i - 1])
            if size >= 2 and not before:
                wanted.add((i, j, size))
    assert found == wanted


@settings(max_examples=300, deadline=None)
@given(HAN, HAN)
def test_no_substitution_and_no_turned_part_is_left_out(one, other):
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    lines = Lines.of([one, other])
    (runs,) = common_runs(lines, np.array([0]), np.array([1]))
    found = list(likely._substituted([one, other], lines, np.array([0]), np.array([1]), runs))
    for here, there in substitutions(other, one, blocks):
        if HAN_RUN.fullmatch(other[slice(*here)]) and HAN_RUN.fullmatch(one[slice(*there)]):
            assert (0, one[slice(*there)], other[slice(*here)]) in found
    if turned_parts(other, one, blocks):
        assert likely._turned(lines, runs).tolist() == [0]


@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=2), max_size=4))
def test_pairs_of_rows_share_three_words(documents):
    texts = [(str(k), " ".join(words)) for k, some in enumerate(documents) for words in some]
    rows = Rows.of([Pair(symbol, k, "港口", en) for k, (symbol, en) in enumerate(texts, start=1)])
    english = english_words(rows)
    shared = sharing(rows, english)
    for first, second in zip(shared.first.tolist(), shared.second.tolist(), strict=True):
        assert first < second
        assert texts[first][0] == texts[second][0]
        runs = [
            {
                tuple(w.text.lower() for w in run[k : k + 3])
                for run in phrases(texts[row][1])
                for k in range(len(run) - 2)
            }
            for row in (first, second)
        ]
        assert runs[0] & runs[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="武装部队撤出被占领土的和𠮷A1，", max_size=30), max_size=5))
def test_han_words_of_many_texts_are_those_of_each(texts):
    cut = HanWords.of(texts)
    found = [
        (k, texts[k][a:b]) for k, a, b in zip(cut.text.tolist(), cut.start.tolist(), cut.end.tolist(), strict=True)
    ]
    assert found == [(k, word) for k, text in enumerate(texts) for run in HAN_RUN.findall(text) for word in words(run)]
    assert all(cut.kinds[kind] == word for kind, (_k, word) in zip(cut.kind.tolist(), found, strict=True))


def test_chances_of_many_words_are_those_of_each():
    senses = Senses(builtin_encoder())
    zh, en = ["限制", "流动", "行动", "𠮷𠮷"], ["restriction", "movement", "action", "the"]
    chances = Chances(senses, zh, en)
    pairs = [(a, b) for a in range(len(zh)) for b in range(len(en))]
    found = chances.of(*np.array(pairs).T)
    for least in (0.01, 0.1, 0.2):
        assert [value >= least for value in found] == [senses.renders(zh[a], [en[b]], least) for a, b in pairs]
    assert found.max() > 0.2
