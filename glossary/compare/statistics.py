"""What the metrics of sacrebleu count in each segment, and their resamples: the same numbers, by arrays.

Character n-grams of all segments at a time; the edits of TER without its matrices; each text of a segment once,
however many systems have it. What these do not cover is left to sacrebleu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sacrebleu.significance import estimate_ci

from corpora.arrays import Codes, Doubles, Keys, Longs
from glossary.compare.edits import edits

ORDER = 6  # of the character n-grams of chrF
BLOCK = 2048  # segments at a time
PRIME = np.uint64(0x9E3779B97F4A7C15)

Statistics = list[Any]
Known = dict[tuple[str, str], list[int]]
"""The n-grams of texts and references that were counted already."""


def prepared(metric: Any, references: Sequence[str], ngrams: Known | None = None) -> Any:
    """A metric of sacrebleu that counts by arrays, its references read once; for one reference a segment.

    What chrF counts is kept in ``ngrams``.

    >>> from sacrebleu.metrics import CHRF, TER
    >>> [prepared(one, ["甲乙丙丁"]).corpus_score(["甲乙丙"], None).score.__round__(1) for one in (CHRF(), TER())]
    [68.9, 100.0]
    """
    kind = type(metric).__name__
    if kind == "CHRF":
        metric.num_refs = 1
        metric._ref_cache = [None]
        plain = _by_ngrams(references, {} if ngrams is None else ngrams)
    else:
        metric._ref_cache = metric._cache_references([list(references)])
        if kind == "TER":
            metric._compute_segment_statistics = _by_edits(metric._compute_segment_statistics)
        plain = metric._extract_corpus_statistics
    known: dict[tuple[int, str], Any] = {}

    def counted(hypotheses: Sequence[str], _references: Any) -> Statistics:
        new = [k for k, text in enumerate(hypotheses) if (k, text) not in known]
        for k, found in zip(new, _of_some(plain, metric, hypotheses, new), strict=True):
            known[k, hypotheses[k]] = found
        return [known[k, text] for k, text in enumerate(hypotheses)]

    metric._extract_corpus_statistics = counted
    return metric


def _of_some(plain: Callable[..., Any], metric: Any, hypotheses: Sequence[str], rows: Sequence[int]) -> Statistics:
    """The statistics of some segments, each against its own reference."""
    if type(metric).__name__ == "CHRF":
        found: Statistics = plain([hypotheses[k] for k in rows], rows)
        return found
    cache = metric._ref_cache
    metric._ref_cache = [cache[k] for k in rows]
    try:
        return list(plain([hypotheses[k] for k in rows], None)) if rows else []
    finally:
        metric._ref_cache = cache


def _by_ngrams(references: Sequence[str], known: Known) -> Callable[[Sequence[str], Sequence[int]], Statistics]:
    def counted(hypotheses: Sequence[str], rows: Sequence[int]) -> Statistics:
        return known_ngrams(hypotheses, [references[k] for k in rows], known)

    return counted


def known_ngrams(texts: Sequence[str], references: Sequence[str], known: Known) -> list[list[int]]:
    """:func:`ngram_statistics`, counted where they are not known yet."""
    pairs = list(zip(texts, references, strict=True))
    new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
    counted = ngram_statistics([text for text, _ in new], [reference for _, reference in new])
    known.update(zip(new, counted.tolist(), strict=True))
    return [known[pair] for pair in pairs]


def ngram_statistics(texts: Sequence[str], references: Sequence[str]) -> Longs:
    """For each segment and order how many character n-grams text, reference and both have, ``(n, 3 * ORDER)``.

    >>> ngram_statistics(["ab c"], ["abd"])[0, :6].tolist()
    [3, 3, 2, 2, 2, 1]
    """
    found = np.zeros((len(texts), 3 * ORDER), np.int64)
    for start in range(0, len(texts), BLOCK):
        block = slice(start, start + BLOCK)
        found[block] = _ngrams_of_block(texts[block], references[block])
    return found


def _ngrams_of_block(texts: Sequence[str], references: Sequence[str]) -> Longs:
    count = len(texts)
    sides = [_letters(some) for some in (texts, references)]
    keys: list[Keys] = [codes.astype(np.uint64) for codes, _, _ in sides]
    found = np.zeros((count, ORDER, 3), np.int64)
    for order in range(1, ORDER + 1):
        grams = []
        for which, (codes, rows, ends) in enumerate(sides):
            if order > 1:
                keys[which] = keys[which][: max(len(codes) - order + 1, 0)] * PRIME + codes[order - 1 :]
            inside = np.arange(len(keys[which])) + order <= ends[: len(keys[which])]
            mine = rows[: len(inside)][inside]
            mixed = (keys[which][inside] ^ (mine.astype(np.uint64) << np.uint64(50))) * PRIME
            unique, first, often = np.unique(mixed, return_index=True, return_counts=True)
            grams.append((unique, mine[first], often))
            found[:, order - 1, which] = np.bincount(mine, minlength=count)
        _, at, to = np.intersect1d(grams[0][0], grams[1][0], assume_unique=True, return_indices=True)
        both = np.minimum(grams[0][2][at], grams[1][2][to])
        found[:, order - 1, 2] = np.bincount(grams[0][1][at], both, minlength=count)
    found[:, :, 0] *= found[:, :, 1] > 0  # what has no counterpart of this length does not count
    return found.reshape(count, -1)


def _letters(texts: Sequence[str]) -> tuple[Codes, Longs, Longs]:
    """The characters of texts without spaces end to end, the text of each, and where that text ends."""
    bare = ["".join(text.split()) for text in texts]
    sizes = np.fromiter(map(len, bare), np.int64, len(bare))
    codes = np.frombuffer("".join(bare).encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes, np.repeat(np.arange(len(bare)), sizes), np.repeat(np.cumsum(sizes), sizes)


def _by_edits(plain: Callable[[str, Any], Statistics]) -> Callable[[str, Any], Statistics]:
    """TER of a segment against its one reference; where the beam decides, sacrebleu's own."""

    def counted(text: str, reference: Any) -> Statistics:
        (theirs,) = reference["ref_words"]
        count = edits(text.split(), theirs)
        return plain(text, reference) if count is None else [count, float(len(theirs))]

    return counted


def resampled(metric: Any, statistics: Statistics, drawn: Longs) -> Doubles:
    """The score of each resample ``(samples,)``; ``drawn``: the segments of each, ``(samples, n)``."""
    values = np.array(statistics, np.float64)
    scores = []
    for rows in drawn:
        sums = np.bincount(rows, minlength=len(values)) @ values
        scores.append(metric._compute_score_from_stats(sums.astype(np.float32)).score)
    return np.array(scores)


def interval(scores: Doubles) -> tuple[float, float]:
    """Mean and half the width of the 95% interval, as sacrebleu gives them."""
    mean, half = estimate_ci(scores)
    return float(mean), float(half)


def chance(old: Doubles, new: Doubles, difference: float) -> float:
    """How likely a difference as large as this is by chance, by the paired bootstrap of sacrebleu."""
    apart = np.abs(new - old)
    return float((np.sum(apart - apart.mean() > difference) + 1) / (len(apart) + 1))
