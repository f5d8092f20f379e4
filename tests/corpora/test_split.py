"""Sentence splitting: JSON cases, and what holds for any text."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.split import split_sentences

CASES = json.loads((Path(__file__).parent / "cases" / "split.json").read_text("utf-8"))


def run(case):
    text = case["text"]
    return [text[s:e] for s, e in split_sentences(text, case["language"])]


@pytest.mark.parametrize("case", CASES["positive"] + CASES["negative"], ids=lambda c: c["label"])
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


@given(st.text(alphabet="ab A.。！?；;:“”()（）1 \n第号…\"'", max_size=80), st.sampled_from(["zh", "en"]))
def test_spans_cover_all_text_in_order(text, language):
    spans = split_sentences(text, language)
    assert all(s < e for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {k for s, e in spans for k in range(s, e)}
    assert all(text[k].isspace() for k in range(len(text)) if k not in covered)
