"""``align file`` of other languages than Chinese and English: what it does with a model of them, and what it refuses."""

import re
import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from align.encoders import BUILTIN
from tests.calls import call

FR = ["Bonjour.", "Fichier introuvable.", "Merci."]
EN = ["Hello.", "File not found.", "Thanks."]


@pytest.fixture
def files(tmp_path):
    for name, lines in (("a.fr", FR), ("a.en", EN)):
        (tmp_path / name).write_text("\n".join(lines), "utf-8")
    model = tmp_path / "model"
    shutil.copytree(BUILTIN, model)
    (model / "training.json").unlink()
    tensors = load_file(str(model / "words.safetensors"))
    (model / "words.safetensors").unlink()
    save_file(
        {name: np.ascontiguousarray(one) for name, one in tensors.items()},
        str(model / "words.safetensors"),
        metadata={"languages": '["fr", "en"]'},
    )
    return tmp_path


def align(folder, *more):
    return call("align", "file", folder / "a.fr", folder / "a.en", "--languages", "fr,en", *more)


def test_two_files_of_sentences(files):
    done = align(files, "--sentences", "-m", files / "model", "-f", "links")
    assert done.code == 0, done.err
    assert sorted(map(int, re.findall(r"\d+", done.out))) == [0, 0, 1, 1, 2, 2]
    table = align(files, "--sentences", "-m", files / "model").out.splitlines()
    assert table[0] == "fr\ten\tscore"
    assert {cell for line in table[1:] for cell in line.split("\t")[:2]} - {""} == {*FR, *EN}


def test_what_is_of_chinese_and_english_is_refused_by_name(files):
    assert "not split into sentences" in align(files, "-m", files / "model").err
    assert "the model is of zh and en, not of fr and en" in align(files, "--sentences").err
    done = align(files, "--sentences", "-m", files / "model", "-f", "tmx")
    assert (done.code, "is of Chinese and English" in done.err) == (2, True)
    assert "does not name two" in call("align", "file", files / "a.fr", files / "a.en", "--languages", "fr").err
