"""Ids on arrays are the ids of the tokenizers library, whatever the text."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders.encoder import BUILTIN, StaticEncoder
from align.encoders.hashing import HashTable
from align.encoders.pieces import PieceTokenizer, clean
from align.encoders.vocabulary import train_tokenizer

ODD = [
    "",
    " \t\n\u3000",
    "a\ud800b",
    "½…㎡ﬁ％①",
    "é e\u0301 ȧ\u0323",
    "\0a\0",
    "[UNK] x [UNK]",
    "ab" * 400,
    "中国" * 600,
    "각 \u1100\u1161\u11a8",
    "İi̇ ß ǅ ΑΣ",
    "繁體中文與簡體",
    "\u200bzero\u200dwidth",
    "नमस्ते ไทย",
    "😀😀 \ufe0f 🇨🇳",
    "𠀀𠀁 〇々",
    "GDP增长5.5%，达1 234.5亿元。",
    "tmpppp 333 zzz",
    "x" * 100_000,
    "\x01\x02\x7f\u0085",
    "5´ 会´员 ¨a˜ ´\u0301",
]


@pytest.fixture(scope="module")
def tokenizer():
    return PieceTokenizer(BUILTIN / "tokenizer.json")


def same(tokenizer, texts):
    ids, counts = tokenizer.encode(texts)
    ends = np.cumsum(counts)
    theirs = tokenizer.tokenizer.encode_batch_fast([clean(t) for t in texts], add_special_tokens=False)
    for k, one in enumerate(theirs):
        assert ids[ends[k] - counts[k] : ends[k]].tolist() == one.ids, texts[k][:80]


def test_the_built_in_vocabulary_is_read_by_arrays(tokenizer):
    assert tokenizer.exact


def test_odd_texts_have_the_same_ids(tokenizer):
    same(tokenizer, ODD)
    for text in ODD:
        same(tokenizer, [text])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_has_the_same_ids(tokenizer, texts):
    same(tokenizer, [clean(text) for text in texts])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("的国际人大会议决 abcdeinst…，。(5)ＡÉ", max_size=80), min_size=1, max_size=8))
def test_mixed_text_has_the_same_ids(tokenizer, texts):
    same(tokenizer, texts)


@pytest.mark.thorough("many rows with the model")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("a大1 .é´¨¯¸˘˙˚˛˜˝ͺ΄΅᾽῀῁‗‾゛゜", max_size=12), min_size=1, max_size=8))
def test_marks_that_stand_alone_have_the_same_ids(tokenizer, texts):
    same(tokenizer, texts)


def test_a_mark_that_stands_alone_needs_no_library():
    tokenizer = PieceTokenizer(BUILTIN / "tokenizer.json")
    tokenizer.encode(["40° 12´ north", "¨Accra¨"])
    assert tokenizer._tokenizer is None


def test_another_kind_of_tokenizer_goes_to_the_library(tmp_path):
    settings_ = json.loads((BUILTIN / "tokenizer.json").read_text("utf-8"))
    settings_["normalizer"] = {"type": "NFC"}
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(settings_), "utf-8")
    other = PieceTokenizer(path)
    assert not other.exact
    same(other, ["The General Assembly", "大会", ""])


def test_a_new_vocabulary_is_read_by_arrays(tmp_path):
    tokenizer = train_tokenizer((f"word{k % 40} 词{'甲乙丙丁'[k % 4]}" for k in range(2000)), 120)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    ours = PieceTokenizer(tmp_path / "tokenizer.json")
    assert ours.exact
    same(ours, ["word3 词甲词乙", "wword 词", "未知"])


@pytest.mark.thorough("many rows with the model")
def test_vectors_do_not_depend_on_the_batch():
    encoder = StaticEncoder()
    texts = [text for text in ODD if len(text) < 2000] * 40 + ["大会第七十五届会议", "The rule of law"] * 1200
    whole = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts[:100]])
    assert np.array_equal(whole[:100], alone)
    shuffled = np.random.default_rng(0).permutation(len(texts))
    assert np.array_equal(encoder.encode([texts[k] for k in shuffled]), whole[shuffled])


@pytest.mark.thorough("many rows with the model")
def test_bad_input_gives_finite_unit_or_zero_vectors():
    vectors = StaticEncoder().encode(ODD)
    norms = np.linalg.norm(vectors, axis=1)
    assert np.isfinite(vectors).all()
    assert all(abs(n - 1) < 1e-5 or n == 0 for n in norms)
    assert norms[0] == 0
    assert norms[1] == 0


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 2**64 - 1), st.integers(0, 1000), max_size=200))
def test_hash_table_is_a_dictionary(entries):
    table = HashTable(3)
    keys = np.array(list(entries), np.uint64)
    table.add(keys, np.array(list(entries.values()), np.int32), replace=True)
    assert len(table) == len(entries)
    assert dict(zip(keys.tolist(), table.find(keys).tolist(), strict=True)) == entries
    missing = np.array([k for k in (1, 2**63, 12345) if k not in entries], np.uint64)
    assert (table.find(missing) == -1).all()
