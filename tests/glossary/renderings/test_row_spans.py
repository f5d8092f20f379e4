"""Spans of many texts at once are those of each text alone."""

import numpy as np
import pytest

from glossary.renderings.row_spans import Asked, RowSpans
from glossary.renderings.spans import chinese_atoms, english_atoms

TEXTS = {
    "zh": [
        "大会通过了《巴黎协定》，并请会员国执行。",
        "会员国（包括观察员）在第2条下报告。",
        "是",
        "“一国两制”和《基本法》〈附件〉",
    ],
    "en": [
        "The General Assembly adopted the Paris Agreement; see (a).",
        "Member States, including observers",
        "a",
        "UN.",
    ],
}


def spans(texts, language, longest, marks):
    atoms = [(chinese_atoms if language == "zh" else english_atoms)(text) for text in texts]
    rng = np.random.default_rng(3)
    units = [rng.random((len(one.units), 8), np.float32) for one in atoms]
    return RowSpans.of_rows([Asked(a, u, u[:, 0], longest, marks) for a, u in zip(atoms, units, strict=True)])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_spans_of_many_texts_are_those_of_each(language):
    for text, together in zip(TEXTS[language], spans(TEXTS[language], language, 6, 1), strict=True):
        (alone,) = spans([text], language, 6, 1)
        for name in ("i", "j", "kind", "fixed", "joined"):
            assert np.array_equal(getattr(together.spans, name), getattr(alone.spans, name)), (text, name)
        assert np.array_equal(together.hashes, alone.hashes), text
        strings = {together.key(k) for k in range(len(together.hashes))}
        assert len(strings) == len(together.hashes)
        edges = zip(together.spans.i.tolist(), together.spans.j.tolist(), strict=True)
        assert strings == {together.atoms.key(i, j) for i, j in edges}


def test_a_part_of_the_spans_is_what_fewer_atoms_give():
    (wide,) = spans([TEXTS["zh"][0]], "zh", 9, 3)
    (narrow,) = spans([TEXTS["zh"][0]], "zh", 4, 1)
    part = wide.up_to(4, 1)
    assert np.array_equal(part.i, narrow.spans.i)
    assert np.array_equal(part.j, narrow.spans.j)
    assert np.array_equal(part.fixed, narrow.spans.fixed)
    assert wide.up_to(9, 3) is wide.spans


def test_no_span_breaks_a_pair_of_title_marks():
    (found,) = spans([TEXTS["zh"][0]], "zh", 12, 3)
    keys = {found.key(k) for k in range(len(found.hashes))}
    assert "巴黎协定" in keys
    assert not any(key.startswith("协定") and len(key) > 2 for key in keys)  # begins within the title, ends outside it
