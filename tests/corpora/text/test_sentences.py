"""Sentence splitting: JSON cases, what holds for any text, hostile text, the gold sentences where they are at hand."""

import json
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.text.sentences import split_sentences
from tests.places import ROOT, SHARED, needs_shared

CASES = json.loads((Path(__file__).parent / "cases" / "sentences.json").read_text("utf-8"))
EN = ["The ", "the ", "Mr. ", "No. ", "U.S. ", "A. ", ". ", ".", "? ", "! ", "... ", "… ", "(", ") ", "“", "” ", '"']
EN += [
    "said: ",
    "5 ",
    "3.2 ",
    "Council ",
    "para. ",
    "; ",
    "(a) ",
    "12. ",
    "Wang asked. ",
    "I",
    "b. The ",
    "as follows: ",
]
ZH = [
    "他",
    "说",
    "：",
    "“",
    "”",
    "。",
    "！",
    "？",
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "，",
    "；",
    "第3号",
    "A. ",
    "的",
    "为",
]
ZH += ["Council. ", "(a)", "指出", "如下：", "声明", " ", "!", "?", "目标6. ", "「", "」", "[3]"]
# what an ellipsis or a straight quote means depends on the quotation around it, which a single sentence has lost
ZH_ALL = [*ZH, "……", "…… ", '"']
LANGUAGES = st.sampled_from(["zh", "en"])


def of(pieces):
    return st.lists(st.sampled_from(pieces), max_size=20).map("".join)


ANY = st.one_of(of(EN), of(ZH_ALL), st.text(max_size=60))


def run(case):
    text = case["text"]
    return [text[s:e] for s, e in split_sentences(text, case["language"])]


@pytest.mark.parametrize("case", CASES["positive"] + CASES["negative"], ids=lambda c: f"{c['language']} {c['label']}")
def test_cases(case):
    assert run(case) == case["sentences"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"]), id=c["label"])
        for c in CASES["known failures"]
    ],
)
def test_known_failures(case):
    assert run(case) == case["sentences"]


@given(ANY, LANGUAGES)
def test_spans_cover_all_text_in_order(text, language):
    spans = split_sentences(text, language)
    assert all(s < e and text[s:e] == text[s:e].strip() for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())


@given(ANY, LANGUAGES)
def test_a_sentence_has_a_letter_or_figure_unless_its_line_has_none(text, language):
    line = " ".join(text.splitlines())
    spans = split_sentences(line, language)
    assert all(any(map(str.isalnum, line[s:e])) for s, e in spans) or len(spans) == 1


@given(st.one_of(of(EN).map(lambda t: (t, "en")), of(ZH).map(lambda t: (t, "zh"))))
def test_a_sentence_is_not_split_again(given):
    text, language = given
    for start, end in split_sentences(text, language):
        assert split_sentences(text[start:end], language) == [(0, end - start)]


@given(ANY, ANY, LANGUAGES, st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_a_line_break_never_merges(first, second, language, between):
    moved = len(first) + len(between)
    after = [(s + moved, e + moved) for s, e in split_sentences(second, language)]
    assert split_sentences(first + between + second, language) == split_sentences(first, language) + after


@given(ANY, LANGUAGES, st.sampled_from([" ", "\n", "\t \n"]))
def test_outer_white_space_changes_nothing(text, language, space):
    bare = text.strip()
    found = split_sentences(space + bare + space, language)
    assert [(s - len(space), e - len(space)) for s, e in found] == split_sentences(bare, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "()",
        "(.",
        ".",
        ". ",
        "。",
        "“",
        "：“",
        ":“",
        "指出：“。",
        "…",
        "... ",
        '?" A ',
        "\n",
        "(a) ",
        "A. ",
        '。"',
        " ",
    ],
)
def test_hostile_text_is_read_once(unit, language):
    # a rule that looks at the whole text for each of its marks would need minutes here
    text = unit * (100_000 // len(unit)) + "x"
    spans = split_sentences(text, language)
    assert spans[-1][1] == len(text)


def ends_of(text, language):
    return [end for _, end in split_sentences(text, language)]


@pytest.mark.thorough("whole documents")
@needs_shared("gold")
def test_gold_sentences():
    sys.path.insert(0, str(ROOT / "benchmarks" / "documents"))
    try:
        import splitting
    finally:
        sys.path.pop(0)
    for (name, language), texts in splitting.load(SHARED, whole=False).items():
        ends = partial(ends_of, language=language)
        right, found, gold = splitting.score(ends, texts)
        assert 2 * right / (found + gold) >= {"un": 0.99, "documents": 0.985}.get(name, 0.995), (name, language)
