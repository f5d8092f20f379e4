"""Without the extra ``models``: the built-in model does everything, the rest says in a line what to install."""

import importlib.util
import sys

import pytest

from align.encoders import load_encoder
from corpora.errors import MissingDependencyError
from tests.calls import call


@pytest.fixture
def plain(monkeypatch):
    """No torch, no scipy, no sentence-transformers, as far as an import tells."""
    real = importlib.util.find_spec
    away = {"torch", "scipy", "sentence_transformers"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in away else real(name, *rest))
    for name in away:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.usefixtures("plain")
def test_the_built_in_model_needs_none_of_them():
    assert load_encoder("builtin").encode(["会议开始。"]).shape == (1, 256)


@pytest.mark.usefixtures("plain")
def test_another_model_names_the_extra():
    with pytest.raises(MissingDependencyError, match=r"somebody/model.*pip install 'duizhao\[models\]'"):
        load_encoder("somebody/model")


@pytest.mark.usefixtures("plain")
def test_training_names_the_extra_before_it_does_any_work(tmp_path):
    pairs = tmp_path / "memory.tsv"
    pairs.write_text("zh\ten\n" + "".join(f"第{k}条。\tArticle {k}.\n" for k in range(30)), "utf-8")
    done = call("align", "train", pairs, "-o", tmp_path / "model")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "needs torch and scipy, not installed here; pip install 'duizhao[models]'" in done.err
    assert not (tmp_path / "model").exists()
