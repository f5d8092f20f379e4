"""What is computed for all rows at once is what one row alone gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.figures import extract_anchors
from glossary.checks.repeats.near import words
from glossary.checks.repeats.shingles import Values
from glossary.concept import Concept, Term
from glossary.renderings import Question, find_rivals, senses_of
from glossary.rows import Rows
from glossary.rows.clauses import Clauses, clauses
from glossary.words import tokens

TEXTS = st.text(alphabet='甲乙丙丁不没abcT 12，。；、（）“”《》",.;:!()\n\ud800\U0001f600', max_size=40)
PAIRS = [
    Pair(
        "A/1", 1, "2020年5月1日，港务局公布了2 300条规则。", "On 1 May 2020 the port authority published 2,300 rules."
    ),
    Pair("A/1", 2, "", "Annex 4"),
    Pair(
        "A/1",
        3,
        "灯塔的维修工程将于十月完成，费用为三万元。",
        "Repairs to the lighthouse will be completed in October.",
    ),
    Pair("A/1", 4, "A/RES/60/1", "A/RES/60/2"),
    Pair("A/1", 5, "  ", ""),
]


def test_words_of_english_are_cut_once_where_only_the_chinese_is_seen_otherwise():
    rows = Rows.of([Pair("A/1", 1, "大 會重申其決議", "The Assembly reaffirms its resolutions")])
    assert rows.view is not rows
    assert rows.view.words is rows.words
    tagged = Rows.of([Pair("A/1", 1, "<g1>大會</g1>", "The <g1>Assembly</g1>")])
    assert tagged.view.words is tagged.plain.words
    assert [token.text for token in tagged.view.tokens(0)] == ["The", "Assembly"]


@given(TEXTS, st.sampled_from(["zh", "en"]))
def test_clauses_cover_a_text(text, language):
    spans = clauses(text, language)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans) or text == ""


@given(st.lists(TEXTS, max_size=6), st.sampled_from(["zh", "en"]))
def test_clauses_of_many_texts_are_those_of_each(texts, language):
    wanted = np.array([k % 3 != 1 for k in range(len(texts))], bool)
    found = Clauses.of(texts, language, builtin_encoder(), wanted)
    for k, text in enumerate(texts):
        spans = found.spans[found.first[k] : found.first[k + 1]].tolist()
        assert spans == ([list(span) for span in clauses(text, language)] if wanted[k] else [])


def test_figures_of_all_rows_are_those_of_each():
    rows = Rows.of(PAIRS)
    for k, pair in enumerate(PAIRS):
        assert rows.anchors("en").of(k) == extract_anchors(pair.en, "en")
        assert rows.anchors("zh").of(k) == extract_anchors(pair.zh, "zh" if k != 3 else "en")
    assert [a.kind for a in rows.anchors("zh").of(0, "date")] == ["date"]


def test_tokens_of_all_rows_are_those_of_each_as_numbers():
    rows = Rows.of([*PAIRS, Pair("A/1", 6, "灯塔 ABC 3,5", "In 2015, the Lighthouse.")])
    for language in ("zh", "en"):
        values, known = Values.of_rows(rows, language), {}
        for k, text in enumerate(rows.texts(language)):
            tokens = words(text, language).tokens
            mine = values.numbers[values.offsets[k] : values.offsets[k + 1]].tolist()
            assert len(mine) == len(tokens)
            assert all(known.setdefault(token, number) == number for token, number in zip(tokens, mine, strict=True))
        assert len(set(known.values())) == len(known)


def test_english_tokens_of_all_rows_are_those_of_each():
    rows = Rows.of(PAIRS)
    assert [rows.tokens(k) for k in range(len(rows))] == [tokens(pair.en) for pair in PAIRS]


def test_pieces_of_all_rows_are_those_of_each():
    encoder = builtin_encoder()
    rows = Rows.of(PAIRS, encoder)
    for language in ("zh", "en"):
        cut = rows.clauses(language)
        pieces = cut.rows()
        for k, text in enumerate(rows.texts(language)):
            mine = pieces.ids[pieces.offsets[k] : pieces.offsets[k + 1]]
            wanted = encoder.pieces([text]).ids if rows.bilingual[k] else mine[:0]
            assert mine.tolist() == wanted.tolist()
            spans = cut.spans[cut.first[k] : cut.first[k + 1]].tolist()
            assert "".join(text[a:b] for a, b in spans) == (text if rows.bilingual[k] else "")


def test_many_questions_have_the_answers_that_each_has_alone(monkeypatch):
    rows = Rows.of(PAIRS, builtin_encoder())
    concepts = (
        ("港务局", "harbour office"),
        ("灯塔", "beacon"),
        ("维修", "maintenance"),
        ("规则", "regulations"),
        ("x", "y"),
    )
    questions = [
        Question(Concept(zh, (Term(zh, "zh"), Term(en, "en"))), language, pair, (), ())
        for zh, en in concepts
        for language in ("zh", "en")
        for pair in PAIRS
    ]
    alone = [next(find_rivals([one], rows.encoder.encode, senses_of(rows))) for one in questions]
    assert list(find_rivals(questions, rows.encoder.encode, senses_of(rows))) == alone
    monkeypatch.setattr("glossary.renderings.rivals.BLOCK", 100)
    assert list(find_rivals(questions, rows.encoder.encode, senses_of(rows))) == alone
    assert any(alone)
    assert not all(alone)
