"""The built-in model in sentence-transformers, other models, and training."""

import json

import numpy as np
import pytest

from align.encoder import BUILTIN, HubEncoder, StaticEncoder, load_encoder
from align.training import TrainingConfig, train
from corpora.errors import InputError

TEXTS = [
    "被占领土",
    "occupied territories",
    "大会第七十五届会议，2020年。",
    "The rule of law at the national level",
    "A/75/379",
]


def test_sentence_transformers_gives_the_same_vectors():
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUILTIN), local_files_only=True, device="cpu")
    theirs = np.asarray(model.encode(TEXTS, convert_to_numpy=True), dtype=np.float32)
    ours = StaticEncoder().encode(TEXTS)
    assert theirs.shape == ours.shape
    assert np.abs(theirs - ours).max() < 1e-3


@pytest.fixture(scope="module")
def corpus():
    """A toy language pair: word k is ``ak`` on one side and ``bk`` on the other."""
    rng = np.random.default_rng(0)
    words = [[f"{c}{'xyzuvw'[k % 6]}{'mnopqr'[k // 6]}" for k in range(36)] for c in "ab"]
    rows = [rng.integers(36, size=int(rng.integers(3, 8))) for _ in range(3000)]
    return [(" ".join(words[0][k] for k in row), " ".join(words[1][k] for k in row)) for row in rows]


def test_training_learns_a_toy_language_pair_and_adapting_is_repeatable(tmp_path, corpus):
    config = TrainingConfig(vocabulary=300, dimensions=32, epochs=3, batch=256, seed=3)
    report = train(corpus, tmp_path / "a", config)
    assert report["retrieval"]["source_to_target"] > 0.8
    assert json.loads((tmp_path / "a" / "training.json").read_text("utf-8"))["pairs"] == report["pairs"]
    # the vocabulary of the tokenizers library differs a little from run to run; all the rest has a seed
    adapt = TrainingConfig(dimensions=32, epochs=1, batch=256, learning_rate=0.002)
    adapted = [train(corpus, tmp_path / name, adapt, base=tmp_path / "a") for name in "cd"]
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in "cd"]
    assert weights[0] == weights[1]
    assert adapted[0]["retrieval"]["source_to_target"] >= report["retrieval"]["source_to_target"] - 0.05
    assert isinstance(load_encoder(str(tmp_path / "c")), StaticEncoder)


def test_too_few_pairs(tmp_path):
    with pytest.raises(InputError, match="too few"):
        train([("a", "b")], tmp_path, TrainingConfig())


def test_any_sentence_transformers_model(tmp_path):
    """A tiny transformer with random weights, built on the spot."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizer

    base = tmp_path / "bert"
    base.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz大会决议谢"]
    (base / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(base)
    SentenceTransformer(str(base)).save(str(tmp_path / "model"))
    encoder = load_encoder(str(tmp_path / "model"))
    assert isinstance(encoder, HubEncoder)
    vectors = encoder.encode(["大会", "a b", ""])
    assert vectors.shape == (3, 16)
    assert np.allclose(np.linalg.norm(vectors[:2], axis=1), 1, atol=1e-4)
    assert not vectors[2].any()
    from align import Aligner

    links = Aligner(encoder).align(["大会", "谢"], ["a", "b"]).links
    assert [k for link in links for k in link.source] == [0, 1]


def test_a_folder_that_is_no_model(tmp_path):
    with pytest.raises(InputError, match="cannot be loaded"):
        load_encoder(str(tmp_path))
