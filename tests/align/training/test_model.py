"""The built-in model in sentence-transformers, other models, and training."""

import json

import numpy as np
import pytest

from align.encoders.centred import known_pairs
from align.encoders.encoder import BUILTIN, StaticEncoder
from align.encoders.hub import HubEncoder
from align.encoders.load import load_encoder
from align.training.job import TrainingConfig
from align.training.train import train
from corpora.errors import InputError
from tests.calls import call, process, python

pytestmark = pytest.mark.thorough("loads torch")
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


CONFIG = TrainingConfig(vocabulary=300, dimensions=32, epochs=3, batch=256, seed=3, drop=0.1)


@pytest.fixture(scope="module")
def trained(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("model")
    return folder, train(corpus, folder, CONFIG)


@pytest.mark.slow("trains a model with torch")
def test_training_learns_a_toy_language_pair(trained):
    folder, report = trained
    assert report["retrieval"]["source_to_target"] > 0.8
    assert json.loads((folder / "training.json").read_text("utf-8"))["pairs"] == report["pairs"]
    assert isinstance(load_encoder(str(folder)), StaticEncoder)
    assert not (folder / ".training").exists()


@pytest.mark.slow("trains a model with torch")
def test_adapting_is_repeatable_and_reports_before_and_after(tmp_path, corpus, trained):
    # the vocabulary of the tokenizers library differs a little from run to run; all the rest has a seed
    folder, report = trained
    adapt = TrainingConfig(dimensions=32, epochs=1, batch=256, learning_rate=0.002)
    adapted = [train(corpus, tmp_path / name, adapt, base=folder) for name in "cd"]
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in "cd"]
    assert weights[0] == weights[1]
    before, after = (adapted[0][key]["source_to_target"] for key in ("retrieval_before", "retrieval"))
    assert after >= before - 0.05
    assert report["retrieval_before"] is None


class _StoppedError(Exception):
    pass


@pytest.mark.slow("trains a model with torch")
def test_an_interrupted_training_goes_on_and_ends_with_the_same_bytes(tmp_path, corpus, monkeypatch):
    from align.training import loop as training_loop

    monkeypatch.setattr(training_loop, "KEEP_EVERY", 0.0)
    train(corpus, tmp_path / "whole", CONFIG)  # its vocabulary is used again below: learning one has no seed
    adapt = TrainingConfig(dimensions=32, epochs=2, batch=256)
    train(corpus, tmp_path / "undisturbed", adapt, base=tmp_path / "whole")
    steps = iter(range(100))

    def stop(*_arguments, **_named):
        if next(steps) == 11:
            raise _StoppedError
        return kept(*_arguments, **_named)

    kept = training_loop._loss
    monkeypatch.setattr(training_loop, "_loss", stop)
    with pytest.raises(_StoppedError):
        train(corpus, tmp_path / "stopped", adapt, base=tmp_path / "whole")
    monkeypatch.setattr(training_loop, "_loss", kept)
    said: list[str] = []
    train(corpus, tmp_path / "stopped", adapt, base=tmp_path / "whole", progress=said.append)
    assert "going on from step 11" in said
    both = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("undisturbed", "stopped")]
    assert both[0] == both[1]


@pytest.mark.slow("trains a model with torch")
def test_a_damaged_state_and_another_training_begin_again(tmp_path, corpus):
    state = tmp_path / "m" / ".training"
    state.mkdir(parents=True)
    (state / "state.pt").write_bytes(b"no state")
    said: list[str] = []
    train(corpus, tmp_path / "m", CONFIG, progress=said.append)
    assert any("begins again" in line for line in said)


@pytest.mark.slow("trains a model with torch")
def test_two_columns_of_another_language_pair(tmp_path, corpus):
    lines = ["de\tfr", *(f"{a}\t{b}" for a, b in corpus[:600])]
    (tmp_path / "memory.tsv").write_text("\n".join(lines), "utf-8")
    out = tmp_path / "model"
    arguments = ["train", tmp_path / "memory.tsv", "-o", out, "--languages", "de,fr", "--epochs", 1]
    result = call("align", *arguments, "--vocabulary", 200, "--dimensions", 16, "--batch", 64)
    assert result.code == 0, result.err
    assert json.loads((out / "training.json").read_text("utf-8"))["pairs"] == 500
    assert isinstance(load_encoder(str(out)), StaticEncoder)


def test_too_few_pairs(tmp_path):
    with pytest.raises(InputError, match="too few"):
        train([("a", "b")], tmp_path, TrainingConfig())


@pytest.fixture(scope="module")
def transformer(tmp_path_factory):
    """A tiny transformer with random weights, the same in every run, built on the spot."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("hub")
    base = folder / "bert"
    base.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz大会决议谢:"]
    (base / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(2)
        BertModel(config).save_pretrained(base)
    SentenceTransformer(str(base)).save(str(folder / "tiny-e5"))
    return folder / "tiny-e5"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vectors.sqlite"


def test_any_sentence_transformers_model(transformer, cache):
    encoder = HubEncoder(str(transformer))
    assert encoder.prompt == "query: "  # the e5 family asks for it
    vectors = encoder.encode(["大会", "a b", "", "a" * 5000, "\ud800"])
    assert vectors.shape == (5, 16)
    assert np.allclose(np.linalg.norm(vectors[[0, 1, 3]], axis=1), 1, atol=1e-4)
    assert not vectors[2].any()
    assert np.isfinite(vectors).all()
    from align.aligner import Aligner

    links = Aligner(encoder).align(["大会", "谢"] * 10, ["a", "b"] * 10).links
    assert [k for link in links for k in link.source] == list(range(20))
    assert [k for link in links for k in link.target] == list(range(20))


def test_vectors_are_kept_by_model_prompt_and_text(transformer, cache, monkeypatch):
    first = HubEncoder(str(transformer))
    vectors = first.encode(["大会", "a b"])
    again = HubEncoder(str(transformer))
    monkeypatch.setattr(again.model, "encode", None)  # everything comes from the disk
    assert np.array_equal(again.encode(["a b", "大会"]), vectors[::-1])
    other = HubEncoder(str(transformer), prompt="")
    assert other.fingerprint != first.fingerprint
    assert not np.allclose(other.encode(["a b"])[0], vectors[1])
    assert HubEncoder(str(transformer), cached=False).cache is None


def test_a_damaged_cache_is_set_aside(transformer, cache):
    cache.parent.mkdir()
    cache.write_bytes(b"this is no database" * 100)
    encoder = HubEncoder(str(transformer))
    assert encoder.encode(["大会"]).any()
    assert cache.with_suffix(".damaged").exists()
    assert encoder.encode(["大会"]).any()
    assert cache.exists()


def test_the_library_is_silent_and_the_program_is_not(transformer, cache, tmp_path):
    damaged = b"this is no database" * 100
    cache.parent.mkdir()
    cache.write_bytes(damaged)
    code = f"""
import duizhao
bitext = duizhao.align(["大会", "谢"], ["a b", "c"], model={str(transformer)!r})
duizhao.align([" "], [" "], model={str(transformer)!r})
for found in (duizhao.check, duizhao.extract, lambda *given, **how: duizhao.find(*given, "大会", **how)):
    found(bitext, model={str(transformer)!r})
"""
    assert python("-c", code) == (0, "", "")
    assert cache.with_suffix(".damaged").read_bytes() == damaged
    cache.write_bytes(damaged)
    (tmp_path / "zh").write_text("大会\n", "utf-8")
    (tmp_path / "en").write_text("a b\n", "utf-8")
    done = process(
        "align", "file", tmp_path / "zh", tmp_path / "en", "--sentences", "-m", transformer, "-f", "links", "-q"
    )
    assert (done.code, done.out) == (0, "[0]:[0]\n")
    assert done.err == f"duizhao: {cache}: the vector cache cannot be used (file is not a database)\n"


def test_the_workers_of_a_job_are_heard_where_the_job_is(transformer, cache, tmp_path):
    cache.parent.mkdir()
    cache.write_bytes(b"this is no database" * 100)
    (tmp_path / "A_1_1.zh.txt").write_text("大会\n谢大会\n", "utf-8")
    (tmp_path / "A_1_1.en.txt").write_text("Thank you.\nThe Assembly met.\n", "utf-8")
    done = process("align", "run", tmp_path, "-o", tmp_path / "out", "-m", transformer, "--jobs", "1", "-q")
    assert done.code == 0, done
    assert done.err == f"duizhao: {cache}: the vector cache cannot be used (file is not a database)\n"


def test_joined_sentences_are_read_only_where_the_path_is_doubtful(transformer, cache):
    from align.aligner import Aligner

    encoder = HubEncoder(str(transformer))
    asked: list[str] = []
    plain = encoder.encode
    encoder.encode = lambda texts: (asked.extend(texts), plain(texts))[1]  # type: ignore[method-assign]
    words = [f"{a}{b}" for a in "abcdefgh" for b in "ijklmn"]
    Aligner(encoder).align(words, [*words[:20], words[20] + " " + words[21], *words[22:]])
    joined = [text for text in asked if text not in words and not any(text in side for side in known_pairs())]
    assert joined
    assert len(joined) < len(words) * 3


def test_a_folder_that_is_no_model(tmp_path):
    with pytest.raises(InputError, match="not a model folder"):
        load_encoder(str(tmp_path))


def test_an_unknown_name_is_one_line(capfd, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="no-such/model") as caught:
        load_encoder("no-such/model")
    assert "\n" not in str(caught.value)


def test_a_device_that_is_not_there(transformer):
    with pytest.raises(InputError, match="device 'cuda:9' cannot be used"):
        HubEncoder(str(transformer), device="cuda:9")


def test_a_table_of_other_languages_is_not_taken_for_these(tmp_path):
    from corpora.exchange.training import read_training_pairs

    (tmp_path / "memory.tsv").write_text("zh\ten\n谢谢。\tThank you.\n", "utf-8")
    with pytest.raises(InputError, match="columns zh and en, not de and fr"):
        read_training_pairs([tmp_path / "memory.tsv"], {}, ("de", "fr"))


def test_a_dictionary_that_is_none_is_one_line(tmp_path):
    from align.dictionary import Dictionary

    (tmp_path / "words.safetensors").write_bytes(b"no dictionary")
    with pytest.raises(InputError, match="not a dictionary"):
        Dictionary.load(tmp_path)
