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

import numpy as np
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

from corpora.arrays import Doubles, Longs
from glossary.compare.statistics import Known, chance, interval, known_ngrams, prepared, resampled

SEED = 12345
SAMPLES = {"bs": 1000, "ar": 10_000}
MOST = {"bs": 5_000_000, "ar": 100_000_000}
"""Rows times resamples: the more rows, the fewer are needed."""
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
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    language: str,
    test: str | None = "bs",
    ngrams: Known | None = None,
) -> list[MetricScore]:
    """Each metric of each system against the references, one segment each; the first system is the baseline.

    ``test``: ``bs`` (paired bootstrap, with confidence intervals), ``ar`` (approximate randomization) or ``None``. The
    seed is fixed, so the same texts give the same figures; it is part of the signature, with the number of resamples. ``ngrams``: what chrF counted, for
    :func:`segment_chrf`.

    >>> bleu, chrf, ter = score_systems({"A": ["安理会通过了第2730号决议。"]}, ["安理会通过了第2730号决议。"], "zh", None)
    >>> bleu.score, chrf.score, ter.score, "tok:zh" in bleu.signature
    (100.0, 100.0, 0.0, True)
    """
    metrics = {name: prepared(metric, references, ngrams) for name, metric in make_metrics(language).items()}
    named = [(name, list(texts)) for name, texts in systems.items()]
    if test is None or len(references) < 2:  # one segment says nothing of chance
        return [one for name, metric in metrics.items() for one in _plain(name, metric, named)]
    samples = max(FEWEST, min(SAMPLES[test], MOST[test] // len(references)))
    if test == "bs":
        drawn = np.random.default_rng(SEED).choice(len(references), size=(samples, len(references)), replace=True)
        return [one for name, metric in metrics.items() for one in _bootstrapped(name, metric, named, drawn)]
    with _seeded():
        signatures, results = PairedTest(named, metrics, None, test, n_samples=samples)()
    scores = []
    for name, shown in zip(metrics, signatures, strict=True):
        for (system, _), result in zip(named, results[shown], strict=True):
            score, p = round(float(result.score), 6), _chance(result, results[shown][0])
            scores.append(MetricScore(name, system, score, _better(name), signatures[shown].format(), p=p))
    return scores


def _bootstrapped(
    name: str, metric: Any, named: Sequence[tuple[str, list[str]]], drawn: Longs
) -> Iterator[MetricScore]:
    """One metric of each system, with its interval, and for all but the first how likely the difference is by chance."""
    first: tuple[float, Doubles] | None = None
    for system, texts in named:
        statistics = metric._extract_corpus_statistics(texts, None)
        score = float(metric._aggregate_and_compute(statistics).score)
        scores = resampled(metric, statistics, drawn)
        mean, half = interval(scores)
        p = (
            None
            if first is None
            else 1.0
            if abs(score - first[0]) < EQUAL
            else chance(first[1], scores, abs(score - first[0]))
        )
        signature = metric.get_signature()
        signature.update("seed", str(SEED))
        signature.update("bs", len(drawn))
        yield MetricScore(name, system, round(score, 6), _better(name), signature.format(), mean, half, p)
        first = first or (score, scores)


def _chance(result: Any, baseline: Any) -> float | None:
    """The p-value; 1 without a difference, where sacrebleu counts only differences above it and gives 0.001."""
    if result.p_value is not None and abs(result.score - baseline.score) < EQUAL:
        return 1.0
    return None if result.p_value is None else float(result.p_value)


def _plain(name: str, metric: Any, named: Sequence[tuple[str, list[str]]]) -> Iterator[MetricScore]:
    for system, texts in named:
        score = round(float(metric._aggregate_and_compute(metric._extract_corpus_statistics(texts, None)).score), 6)
        yield MetricScore(name, system, score, _better(name), metric.get_signature().format())


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


def segment_chrf(texts: Sequence[str], references: Sequence[str], ngrams: Known | None = None) -> list[float]:
    """For each segment its chrF, 0 to 100: how much of its characters and of their order two texts share.

    >>> segment_chrf(["停火监测机制", ""], ["停火监测机制", "三"])
    [100.0, 0.0]
    """
    metric = CHRF(word_order=0)
    found = [100.0] * len(texts)
    apart = [k for k, (text, reference) in enumerate(zip(texts, references, strict=True)) if text != reference]
    known = {} if ngrams is None else ngrams
    counts = known_ngrams([texts[k] for k in apart], [references[k] for k in apart], known)
    for k, row in zip(apart, counts, strict=True):
        found[k] = float(metric._compute_f_score(row))
    return found
