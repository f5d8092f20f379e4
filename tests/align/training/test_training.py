"""What a training is made of: few pairs, traditional characters, what is kept when it is stopped, what a folder says of itself."""

import json
import os
import stat

import numpy as np
import pytest

from align.dictionary import Dictionary
from align.encoders import BUILTIN, fingerprint, load_encoder
from align.encoders.mixture import warn_of_verdict
from align.training import TrainingConfig, load_weights, refuse_base, train
from align.training.loop import plan_batches
from align.training.train import settled
from align.trial.general import general_pairs
from corpora.arrays import Ragged
from corpora.errors import InputError
from corpora.text import traditional
from tests.calls import call

FEW = TrainingConfig(epochs=2, batch=256, learning_rate=0.01)


@pytest.mark.parametrize("pairs", [50, 500, 2000, 4000])
def test_few_pairs_make_steps_enough(pairs):
    plan = plan_batches(pairs, TrainingConfig(epochs=8))
    assert len(plan) >= 8 * 8 or pairs < 100
    assert max(map(len, plan)) <= 2048
    assert {int(k) for rows in plan for k in rows} == set(range(pairs))


def test_many_pairs_are_trained_as_ever():
    assert max(map(len, plan_batches(100_000, TrainingConfig()))) == 1536


def test_a_vector_that_was_seen_often_stays_and_a_new_one_moves():
    before, after = np.zeros((3, 2), np.float32), np.ones((3, 2), np.float32)
    side = Ragged(np.array([0, 1], np.int32), np.array([0, 2]))
    found = settled(before, after, side, side, np.array([1e6, 0.0, 50.0]))
    assert found[0].max() < 0.01
    assert found[1].tolist() == [1, 1]
    assert found[2].tolist() == [0, 0]  # not seen now


def test_a_model_does_not_take_the_place_of_its_base(tmp_path):
    with pytest.raises(InputError, match="begins with"):
        train(list(general_pairs()), BUILTIN, FEW, base=BUILTIN)


@pytest.mark.parametrize(("base", "out"), [("m", "m/new"), ("m/base", "m"), ("m", "m"), ("m/../m", "m/a/b")])
def test_a_model_is_not_written_into_its_base_or_round_it(tmp_path, base, out):
    (tmp_path / base).mkdir(parents=True, exist_ok=True)
    with pytest.raises(InputError, match="begins with"):
        refuse_base(tmp_path / base, tmp_path / out)
    refuse_base(tmp_path / base, tmp_path / "m2")
    refuse_base(BUILTIN, tmp_path / out)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ('{"verdict": {"word": "do not use", "sentence": "do not use: it is worse"}}', True),
        ('{"verdict": {"word": "helps", "sentence": "helps: a little"}}', False),
        ("{}", False),
        ("[", False),
        ('{"verdict": null}', False),
    ],
)
def test_a_model_that_is_not_to_be_used_says_so_when_it_is(tmp_path, caplog, report, said):
    (tmp_path / "training.json").write_text(report, "utf-8")
    warn_of_verdict(tmp_path)
    assert ("its training said do not use: it is worse" in caplog.text) == said


@pytest.mark.slow("trains on wrong pairs")
def test_shuffled_pairs_make_no_model_that_is_recommended(tmp_path):
    pairs = list(general_pairs())
    moved = [en for _, en in pairs[7:] + pairs[:7]]
    table = tmp_path / "shuffled.tsv"
    table.write_text("".join(f"{zh}\t{en}\n" for (zh, _), en in zip(pairs, moved, strict=True)), "utf-8")
    result = call("align", "train", table, "--base", "builtin", "--epochs", 1, "-o", tmp_path / "m")
    assert result.code in (1, 2)  # few are left that look right by chance: not to be used, or too few
    assert "left out" in result.err
    assert not (tmp_path / "m" / "training.json").exists() or "do not use" in result.err


def test_a_training_that_has_not_ended_is_no_model(tmp_path):
    (tmp_path / "m" / ".training").mkdir(parents=True)
    with pytest.raises(InputError, match="a training that has not ended"):
        load_encoder(str(tmp_path / "m"))


@pytest.mark.parametrize("how", ["english", "copies"])
def test_what_cannot_be_trained_on_is_said(tmp_path, how):
    pairs = list(general_pairs())
    rows = {"english": [(en, en) for _, en in pairs], "copies": pairs[:1] * 3000}[how]
    (tmp_path / "x.tsv").write_text("zh\ten\n" + "".join(f"{zh}\t{en}\n" for zh, en in rows), "utf-8")
    done = call("align", "train", tmp_path / "x.tsv", "--base", "builtin", "-o", tmp_path / "m")
    assert done.code == 2
    assert "are left to train on" in done.err
    assert {"english": "one language", "copies": "are copies"}[how] in done.err
    assert not (tmp_path / "m").exists()


@pytest.mark.slow("trains a model with torch")
def test_a_traditional_memory_teaches_what_the_simplified_one_does(tmp_path):
    pairs = list(general_pairs())
    old = [(traditional(zh), en) for zh, en in pairs]
    for name, rows in (("new", pairs), ("old", old)):
        report = train(rows, tmp_path / name, FEW, base=BUILTIN, heldout=rows[:40])
        assert report["base_fingerprint"] == fingerprint(BUILTIN)
        assert report["base"] == "builtin"
    weights = [load_weights(tmp_path / name) for name in ("new", "old")]
    assert np.abs(weights[0] - weights[1]).max() < 0.02 * np.abs(weights[0]).max()
    found = Dictionary.load(tmp_path / "old")
    assert [float(share.sum()) for share in found.shares] == pytest.approx([1.0, 1.0], abs=1e-4)


@pytest.mark.slow("trains a model with torch")
def test_files_can_be_read_by_those_whom_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        train(list(general_pairs())[:60], tmp_path / "m", FEW, base=BUILTIN, heldout=[])
    finally:
        os.umask(before)
    for path in (tmp_path / "m").rglob("*"):
        wanted = 0o750 if path.is_dir() else 0o640
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@pytest.mark.slow("trains a model with torch")
def test_ctrl_c_keeps_what_was_done(tmp_path, monkeypatch):
    from align.training import loop

    (tmp_path / "x.tsv").write_text("zh\ten\n" + "".join(f"{zh}\t{en}\n" for zh, en in general_pairs()), "utf-8")
    command = ("align", "train", tmp_path / "x.tsv", "--base", "builtin", "-o", tmp_path / "m", "--epochs", 1)
    plain, steps = loop._loss, iter(range(100))

    def stop(*given):
        if next(steps) == 3:
            raise KeyboardInterrupt
        return plain(*given)

    monkeypatch.setattr(loop, "_loss", stop)
    done = call(*command)
    assert done.code == 130
    assert "what was done is kept in" in done.err
    done = call("align", "file", tmp_path / "x.tsv", tmp_path / "x.tsv", "-m", tmp_path / "m")
    assert done.code == 2
    monkeypatch.setattr(loop, "_loss", plain)
    done = call(*command)
    assert done.code in (0, 1)
    assert "going on from step" in done.err
    report = json.loads((tmp_path / "m" / "training.json").read_text("utf-8"))
    assert report["verdict"]["sentence"] in done.err
    assert not (tmp_path / "m" / ".training").exists()
