"""A model folder is of one training: swapped whole, refused where it is mixed, and what others have put there stays."""

import json
import shutil

import pytest

from align.encoders import BUILTIN, load_encoder, refuse_mixed
from align.training import TrainingConfig, train
from corpora.errors import InputError
from corpora.files import JOURNAL, digest, whole_set
from tests.calls import call

FILES = ("tokenizer.json", "model.safetensors", "modules.json")


@pytest.fixture
def model(tmp_path, monkeypatch):
    """The small files of a folder that a training could have written."""
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    out = tmp_path / "model"
    out.mkdir()
    write(out, "one")
    return out


def write(out, what):
    with whole_set(out, "training.json") as stage:
        for name in FILES:
            kind = "sentence_transformers.models.StaticEmbedding"
            (stage / name).write_text(json.dumps([{"type": kind, "name": f"{name} {what}"}]), "utf-8")
        (stage / "training.json").write_text("{}", "utf-8")


def test_files_of_two_trainings_are_noticed(model, tmp_path):
    refuse_mixed(model)
    (tmp_path / "other").mkdir()
    write(tmp_path / "other", "two")
    shutil.copy(tmp_path / "other" / "tokenizer.json", model / "tokenizer.json")
    with pytest.raises(InputError, match=r"tokenizer\.json: is not of the training .* mixed of two"):
        load_encoder(str(model))
    result = call("align", "train", tmp_path / "x.tsv", "--base", model, "-o", tmp_path / "new")
    assert (result.code, len(result.err.splitlines())) == (2, 1)
    (model / "training.json").unlink()
    refuse_mixed(model)  # nobody says what it was


def test_a_model_that_is_half_written_is_not_used(model):
    (model / JOURNAL).write_text("{}", "utf-8")
    with pytest.raises(InputError, match="cut short while it wrote"):
        load_encoder(str(model))


def test_the_built_in_model_and_older_ones_are_taken_as_they_are(tmp_path):
    refuse_mixed(BUILTIN)
    refuse_mixed(tmp_path)


@pytest.mark.slow("trains a model with torch")
def test_a_training_records_its_files_and_keeps_what_was_there(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    out = tmp_path / "out"
    out.mkdir()
    (out / "tokenizer.json").write_text("mine", "utf-8")
    pairs = [(f"ax{k % 7} ay{k % 5} a{k}", f"bx{k % 7} by{k % 5} b{k}") for k in range(400)]
    train(pairs, out, TrainingConfig(vocabulary=200, dimensions=16, epochs=1, batch=64))
    files = json.loads((out / "training.json").read_text("utf-8"))["files"]
    assert {name: digest(out / name) for name in files} == files
    assert {"words.safetensors", "1_Normalize/config.json"} <= set(files)
    assert "mine" in {path.read_text("utf-8", "replace") for path in out.iterdir() if path.is_file()}
    load_encoder(str(out))
