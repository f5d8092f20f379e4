"""BLEU, chrF and TER through sacrebleu, always with their signatures, and whether a difference is more than chance.

Chinese needs settings of its own (sacrebleu 2.6, measured): BLEU with the tokenizer ``zh``, one token a Han character
(the default finds one word in a sentence and gives 0); chrF without word n-grams, which go by spaces; TER with
``asian_support`` and ``normalized``, or one wrong character makes a whole sentence wrong.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

SEED = 12345
SAMPLES = {"bs": 1000, "ar": 10_000}
MOST = {"bs": 5_000_000, "ar": 100_000_000}
"""Rows times resamples: sacrebleu has the counts of all resamples in memory, 72 bytes a row for chrF; two for trials."""
FEWEST = 100
EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class MetricScore:
    """One metric of one system. ``interval``: half the width of the 95% confidence interval round ``mean``.

    ``p`` is the probability of a difference from the first system as large as this one by chance; ``None`` for the
    first system and where nothing was tested. ``better`` is ``higher`` or ``lower``.
    """

    metric: str
    system: str
    score: float
    better: str
    signature: str
    mean: float | None = None
    interval: float | None = None
    p: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        figures = {"score": self.score, "mean": self.mean, "interval": self.interval}
        return {
            "metric": self.metric,
            "system": self.system,
            **{name: None if value is None else round(value, 2) for name, value in figures.items()},
            "p": None if self.p is None else round(self.p, 4),
            "better": self.better,
            "signature": self.signature,
        }


def make_metrics(language: str) -> dict[str, Any]:
    """The three metrics with the settings of a language (``zh`` or ``en``)."""
    chinese = language == "zh"
    # force: no warning about full stops that stand apart, which are right where a column or a figure ends so
    return {
        "BLEU": BLEU(tokenize="zh" if chinese else "13a", force=True),
        "chrF": CHRF(word_order=0),
        "TER": TER(asian_support=chinese, normalized=chinese),
    }


def score_systems(
    systems: Mapping[str, Sequence[str]], references: Sequence[str], language: str, test: str | None = "bs"
) -> list[MetricScore]:
    """Each metric of each system against the references, one segment each; the first system is the baseline.

    ``test``: ``bs`` (paired bootstrap, with confidence intervals), ``ar`` (approximate randomization) or ``None``. The
    seed is fixed, so the same texts give the same figures; it is part of the signature, with the number of resamples.

    >>> bleu, chrf, ter = score_systems({"A": ["安理会通过了第2730号决议。"]}, ["安理会通过了第2730号决议。"], "zh", None)
    >>> bleu.score, chrf.score, ter.score, "tok:zh" in bleu.signature
    (100.0, 100.0, 0.0, True)
    """
    metrics = make_metrics(language)
    named = [(name, list(texts)) for name, texts in systems.items()]
    if test is None or len(references) < 2:  # one segment says nothing of chance
        return _plain(metrics, named, references)

    samples = max(FEWEST, min(SAMPLES[test], MOST[test] // len(references)))
    with _seeded():
        signatures, results = PairedTest(named, metrics, [list(references)], test, n_samples=samples)()
    scores = []
    for name, shown in zip(metrics, signatures, strict=True):
        for (system, _), result in zip(named, results[shown], strict=True):
            scores.append(
                MetricScore(
                    name,
                    system,
                    round(float(result.score), 6),
                    _better(name),
                    signatures[shown].format(),
                    result.mean if result.mean is None else float(result.mean),
                    result.ci if result.ci is None else float(result.ci),
                    _chance(result, results[shown][0]),
                )
            )
    return scores


def _chance(result: Any, baseline: Any) -> float | None:
    """The p-value; 1 without a difference, where sacrebleu counts only differences above it and gives 0.001."""
    if result.p_value is not None and abs(result.score - baseline.score) < EQUAL:
        return 1.0
    return None if result.p_value is None else float(result.p_value)


def _plain(
    metrics: Mapping[str, Any], named: Sequence[tuple[str, list[str]]], references: Sequence[str]
) -> list[MetricScore]:
    scores = []
    for name, metric in metrics.items():
        for system, texts in named:
            score = round(float(metric.corpus_score(texts, [list(references)]).score), 6)
            better = _better(name)
            scores.append(MetricScore(name, system, score, better, metric.get_signature().format()))
    return scores


def _better(metric: str) -> str:
    return "lower" if metric == "TER" else "higher"


@contextmanager
def _seeded() -> Iterator[None]:
    """The seed of sacrebleu, fixed: it is taken from the environment only, and there it may be ``none``, or anything."""
    before = os.environ.get("SACREBLEU_SEED")
    os.environ["SACREBLEU_SEED"] = str(SEED)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SACREBLEU_SEED"]
        else:
            os.environ["SACREBLEU_SEED"] = before


def segment_chrf(texts: Sequence[str], references: Sequence[str]) -> list[float]:
    """For each segment its chrF, 0 to 100: how much of its characters and of their order two texts share.

    >>> segment_chrf(["停火监测机制", ""], ["停火监测机制", "三"])
    [100.0, 0.0]
    """
    metric = CHRF(word_order=0)
    return [
        100.0 if text == reference else float(metric.sentence_score(text, [reference]).score)
        for text, reference in zip(texts, references, strict=True)
    ]
