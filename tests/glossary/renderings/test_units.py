"""What is known of single words: many at once as one by one."""

import numpy as np

from align.encoders import builtin_encoder
from glossary.renderings.units import UnitTable

LIGHT = {"zh": frozenset({"的"}), "en": frozenset({"the"})}
WORDS = {
    "zh": ["大会", "的", "生物多样性", "UNEP", "2030", "龘", "会员国"],
    "en": ["assembly", "the", "biodiversity", "unep", "2030", "x", "qzxw"],
}


def test_many_words_are_known_as_one_by_one():
    for language, texts in WORDS.items():
        table = UnitTable(builtin_encoder(), LIGHT)
        many = table.many(texts, language)
        assert len(many) == len(texts)
        for k, text in enumerate(texts):
            alone = UnitTable(builtin_encoder(), LIGHT).many([text], language)[0]
            assert many[k].pieces.tolist() == alone.pieces.tolist(), text
            assert np.array_equal(many[k].shares, alone.shares), text
            assert np.array_equal(many[k].vector, alone.vector), text
            assert many[k].weight == alone.weight, text
        assert many.weights[1] < many.weights[0]  # a function word weighs less


def test_a_chinese_word_has_its_parts_at_a_discount():
    found = UnitTable(builtin_encoder(), LIGHT).many(["会员国"], "zh")[0]
    assert len(found.pieces) > 1
    assert found.shares[0] == max(found.shares)


def test_no_words():
    assert len(UnitTable(builtin_encoder(), LIGHT).many([], "zh")) == 0
