"""BLEU, chrF, TER: the settings that Chinese needs, fixed seeds, empty segments."""

import os

import pytest

from glossary.compare.metrics import SEED, score_systems, segment_chrf

ZH = ["安全理事会通过了第2730(2024)号决议。", "停火监测机制应继续运作。", "共有112名平民受伤，其中3人伤势严重。"]
EN = ["The Security Council adopted resolution 2730 (2024).", "The ceasefire monitoring mechanism should continue.",
      "A total of 112 civilians were injured, three of them seriously."]  # fmt: skip


@pytest.mark.parametrize(("texts", "language", "token"), [(ZH, "zh", "tok:zh"), (EN, "en", "tok:13a")])
def test_the_same_text_is_perfect(texts, language, token):
    bleu, chrf, ter = score_systems({"A": texts}, texts, language, None)
    assert (bleu.score, chrf.score, ter.score) == (100, 100, 0)
    assert token in bleu.signature
    assert "nw:0" in chrf.signature
    assert ("asian:yes" in ter.signature) == ("norm:yes" in ter.signature) == (language == "zh")
    assert [one.better for one in (bleu, chrf, ter)] == ["higher", "higher", "lower"]
    assert all("version:" in one.signature for one in (bleu, chrf, ter))


def test_one_wrong_character_is_no_catastrophe_in_chinese():
    wrong = [ZH[0].replace("决议", "决义"), *ZH[1:]]
    bleu, chrf, ter = score_systems({"A": wrong}, ZH, "zh", None)
    assert bleu.score > 85
    assert chrf.score > 80
    assert ter.score < 5


@pytest.mark.thorough("thousands of samples")
@pytest.mark.parametrize("test", ["bs", "ar"])
def test_significance_is_reproducible_whatever_the_environment(monkeypatch, test):
    systems = {"A": ZH * 10, "B": [ZH[0], "停火监督机构要继续", "共有121名平民受伤。"] * 10}
    monkeypatch.setenv("SACREBLEU_SEED", "none")
    once = score_systems(systems, ZH * 10, "zh", test)
    assert os.environ["SACREBLEU_SEED"] == "none"
    monkeypatch.delenv("SACREBLEU_SEED")
    assert score_systems(systems, ZH * 10, "zh", test) == once
    assert "SACREBLEU_SEED" not in os.environ
    assert all(f"seed:{SEED}" in one.signature for one in once)
    assert [one.p is None for one in once] == [True, False] * 3
    assert all(one.p < 0.05 for one in once if one.system == "B")
    assert (once[0].interval is not None) == (test == "bs")


def test_equal_systems_do_not_differ():
    scores = score_systems({"A": EN, "B": list(EN)}, EN, "en", "bs")
    assert all(one.p == 1 for one in scores if one.system == "B")


def test_empty_segments():
    scores = score_systems({"A": ["", *ZH[1:]]}, ZH, "zh", "bs")
    assert 0 < scores[1].score < 100
    assert segment_chrf(["", "甲", ""], ["乙", "", ""]) == [0.0, 0.0, 100.0]
