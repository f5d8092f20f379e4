"""Phrases of many texts at once are those that each text has, by the judges of single words."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from glossary.renderings.phrases import phrases_of
from glossary.words import EDGE_ZH, HAN_RUN, INNER_BAD_ZH, is_chinese_term, is_english_term, phrases

HAN = st.text(alphabet="和和平解谐睦的了者外内前平大会国々〇\U00020000a1 ，\n\ud800", max_size=14)
ENGLISH = st.lists(
    st.sampled_from(
        ["The", "the", "of", "Assembly", "peace-keeping", "States'", "adopting", "and", "2.5", "a", "ships"]
    )
    | st.sampled_from([",", " ", "\u00a0", "\n", ". ", " (", "é", "x"]),
    max_size=14,
).map("".join)


def chinese(text):
    for match in HAN_RUN.finditer(text):
        run = match.group()
        spans = [(i, j) for i in range(len(run)) for j in range(i + 2, min(i + 8, len(run)) + 1)]
        yield from (run[i:j] for i, j in spans if is_chinese_term(run[i:j]))


def english(text):
    for run in phrases(text):
        spans = [(i, j) for i in range(len(run)) for j in range(i + 1, min(i + 4, len(run)) + 1)]
        yield from (text[run[i].start : run[j - 1].end] for i, j in spans if is_english_term(run[i:j]))


def listed(found, k):
    return found.texts(np.arange(found.offsets[k], found.offsets[k + 1]))


@given(st.lists(HAN, max_size=4))
def test_han_strings_of_many_texts(texts):
    found = phrases_of(texts, "zh")
    assert [listed(found, k) for k in range(len(texts))] == [list(chinese(text)) for text in texts]


@given(st.lists(ENGLISH, max_size=4))
def test_runs_of_english_words_of_many_texts(texts):
    found = phrases_of(texts, "en")
    assert [listed(found, k) for k in range(len(texts))] == [list(english(text)) for text in texts]


def test_no_phrase_depends_on_what_follows_peace():
    assert not (EDGE_ZH | INNER_BAD_ZH) & set("平解谐睦")


@given(st.lists(st.tuples(HAN, st.lists(st.tuples(st.integers(0, 13), st.integers(1, 4)), max_size=3)), max_size=4))
def test_phrases_outside_spans(asked):
    texts = [text for text, _ in asked]
    spans = [[(a, min(a + size, len(text))) for a, size in some if a < len(text)] for text, some in asked]
    found = phrases_of(texts, "zh")
    which, whose = found.outside(np.arange(len(texts)), spans)
    for k in range(len(texts)):
        mine = [
            (a - found.begins[k], b - found.begins[k])
            for a, b in zip(found.start, found.end, strict=True)
            if found.begins[k] <= a < found.begins[k + 1]
        ]
        wanted = [(a, b) for a, b in mine if not any(c < b and a < d for c, d in spans[k])]
        got = which[whose == k]
        assert [
            (a - found.begins[k], b - found.begins[k]) for a, b in zip(found.start[got], found.end[got], strict=True)
        ] == wanted
