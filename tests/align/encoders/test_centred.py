"""Models whose cosines are not ours: centred for each language, scaled, and put beside the built-in one."""

import numpy as np
import pytest

from align.aligner import Aligner
from align.encoders import builtin_encoder, like_ours, load_encoder, scale_of
from align.encoders.centred import CentredEncoder, PairedEncoder, chinese, known_pairs
from align.training import TrainingConfig, train
from corpora.arrays import unit
from corpora.errors import InputError
from tests.align.test_engine import ids, sentences
from tests.calls import call


class Askew:
    """The built-in model seen through a glass: each language pushed aside, so that all cosines lie between .7 and 1."""

    additive = False

    def __init__(self, shift=1.5, name="askew"):
        self.fingerprint, self.calls = name, 0
        rng = np.random.default_rng(3)
        self.common, self.zh = (unit(rng.normal(size=(1, 256)).astype(np.float32)) * shift for _ in range(2))

    def encode(self, texts):
        self.calls += len(texts)
        vectors = builtin_encoder().encode(texts)
        aside = self.common + np.where(chinese(texts)[:, None], self.zh, -self.zh)
        return unit(np.where(vectors.any(1, keepdims=True), vectors + aside, 0).astype(np.float32))

    def sums(self, texts):
        return self.encode(texts) * np.sqrt([[max(len(text), 1)] for text in texts]).astype(np.float32)


class Deaf(Askew):
    """A model that hears nothing of what a text says."""

    def encode(self, texts):
        rng = np.random.default_rng(len("".join(texts)))
        return unit(rng.normal(size=(len(texts), 32)).astype(np.float32))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vectors.sqlite"


def cosines(encoder, zh, en):
    return encoder.encode(zh) @ encoder.encode(en).T * scale_of(encoder)


def test_the_known_pairs_are_pairs_of_both_languages():
    zh, en = known_pairs()
    assert len(zh) == len(en) >= 300
    assert len(set(zh)) == len(zh)
    assert all(text.strip() == text and text for text in (*zh, *en))
    assert chinese(zh).mean() > 0.97
    assert not chinese(en).any()


def test_the_cosines_of_any_model_become_those_of_the_builtin_one(cache):
    zh, en = sentences(60)
    raw = Askew()
    plain = raw.encode(zh) @ raw.encode(en).T
    assert np.median(plain[~np.eye(60, dtype=bool)]) < 0.1  # the languages lie far apart, and
    assert np.median(raw.encode(en) @ raw.encode(en).T) > 0.7  # two texts of one language close together
    encoder = like_ours(raw)
    ours, theirs = cosines(builtin_encoder(), zh, en), cosines(encoder, zh, en)
    assert np.median(np.diag(theirs)) == pytest.approx(np.median(np.diag(ours)), abs=0.06)
    assert (
        abs(np.median(cosines(encoder, *known_pairs())) - np.median(cosines(builtin_encoder(), *known_pairs()))) < 0.05
    )


def test_a_model_whose_languages_lie_apart_aligns_as_ours_does(cache):
    zh, en = sentences(60)
    short = [*en[:20], *en[28:]]
    ours, theirs = Aligner().align(zh, short), Aligner(Askew()).align(zh, short)
    assert len(ids(ours.links) & ids(theirs.links)) >= 0.97 * len(ids(ours.links))
    assert "askew+centred" in theirs.signature


def test_what_is_ours_is_taken_as_it_is(tmp_path):
    assert like_ours(builtin_encoder()) is builtin_encoder()
    zh, en = sentences(200)
    train(
        list(zip(zh, en, strict=True)),
        tmp_path / "own",
        TrainingConfig(vocabulary=300, dimensions=8, epochs=1, batch=32),
    )
    own = load_encoder(str(tmp_path / "own"))
    assert like_ours(own) is own
    assert scale_of(own) == 1
    both = load_encoder(f"builtin+{tmp_path / 'own'}")
    assert both.encode(["大会"]).shape == (1, 264)
    for name in ("training.json", "words.safetensors"):
        (tmp_path / "own" / name).unlink(missing_ok=True)
    load_encoder.cache_clear()
    assert isinstance(load_encoder(str(tmp_path / "own")), CentredEncoder)


def test_the_known_pairs_are_encoded_once(cache):
    first = Askew()
    CentredEncoder(first, builtin_encoder()).encode(["大会"])
    again = Askew()
    assert np.isclose(CentredEncoder(again, builtin_encoder()).scale, CentredEncoder(first, builtin_encoder()).scale)
    assert again.calls < 10
    other = Askew(shift=0.5)  # another model of the same name is not taken for it
    CentredEncoder(other, builtin_encoder()).encode(["大会"])
    assert other.calls > 500
    apart = Askew(name="apart")
    assert CentredEncoder(apart, builtin_encoder(), cached=False).scale
    assert apart.calls > 500
    assert CentredEncoder(Askew(name="apart"), builtin_encoder()).scale


def test_a_model_that_does_not_see_renderings_is_told_of(cache, caplog):
    encoder = CentredEncoder(Deaf(name="deaf"), builtin_encoder())
    assert np.isfinite(encoder.scale)
    assert "hardly sees that sentences render each other" in caplog.text


@pytest.mark.parametrize("texts", [[], [""], ["  ", "大会"], ["1999", "A/99/1"]])
def test_texts_without_words(cache, texts):
    for encoder in (like_ours(Askew()), PairedEncoder(builtin_encoder(), like_ours(Askew()))):
        vectors, sums = encoder.encode(texts), encoder.sums(texts)
        assert len(vectors) == len(sums) == len(texts)
        norms = np.linalg.norm(vectors, axis=1)
        assert all(abs(norm - 1) < 1e-4 or norm == 0 for norm in norms)


def test_two_models_together_see_with_both(cache):
    zh, en = sentences(40)
    encoder = PairedEncoder(builtin_encoder(), like_ours(Askew()))
    one, other = cosines(builtin_encoder(), zh, en), encoder.second.encode(zh) @ encoder.second.encode(en).T
    assert np.allclose(encoder.encode(zh) @ encoder.encode(en).T, (one + other) / 2, atol=1e-4)
    bitext = Aligner(encoder).align(zh, [*en[:10], *en[12:]])
    assert {((k,), (k,)) for k in range(10)} <= ids(bitext.links)
    assert f"{builtin_encoder().fingerprint}+askew" in bitext.signature


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("builtin+", "builtin+: no such model; two models together are builtin+NAME"),
        ("e5+builtin", "e5+builtin: no such model; two models together are builtin+NAME"),
        ("builtin+builtin", "builtin+builtin: twice the same model"),
        ("builtin+./nowhere", "./nowhere: no such folder"),
        ("builtin+no/such-model", "model 'no/such-model' cannot be loaded"),
        ("builtin+a+b", "a+b: no such model"),
    ],
)
def test_a_second_model_that_is_none_is_one_line(tmp_path, monkeypatch, model, said):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path))
    with pytest.raises(InputError) as caught:
        load_encoder(model)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_commands_take_two_models(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    zh, en = sentences(200)
    train(
        list(zip(zh, en, strict=True)),
        tmp_path / "own",
        TrainingConfig(vocabulary=300, dimensions=8, epochs=1, batch=32),
    )
    for name, lines in (("a.zh.txt", zh[:9]), ("a.en.txt", en[:9])):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    done = call("align", "file", "a.zh.txt", "a.en.txt", "--sentences", "--format", "json", "--model", "builtin+own")
    assert done.code == 0
    assert f"model:{builtin_encoder().fingerprint}+{load_encoder(str(tmp_path / 'own')).fingerprint}|" in done.out
    assert call("check", "a.tsv", "--model", "builtin+nowhere/at/all").code == 2
    (tmp_path / "duizhao.toml").write_text('[align.file]\nmodel = "builtin+own"\n', "utf-8")
    found = call("align", "file", "a.zh.txt", "a.en.txt", "--sentences", "--format", "json")
    assert f"model:{builtin_encoder().fingerprint}+" in found.out
