"""Fit the weights of the look-up (``glossary/lookup/weights.py``) on judged pairs of UN documents and laws and on ``un_terms_dev.tsv``.

python benchmarks/terms/lookup_fit.py [--shared ../shared]

Terms: the pairs judged right in ``labels/terms_parallel.tsv`` and ``labels/terms_law.tsv``, looked up in the text in which they were judged, and the
development terms. Of each occurrence in whose row the right rendering can be told, the spans that are it against all others, as one softmax; the weights are
pulled towards those of the package. Prints how often the best span of an occurrence is right (before; on other terms, five folds; fitted) and the weights.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from lookup import bitext, right_ones, same
from scipy.optimize import minimize
from terms_fit import LABELS, LAW, key, law, parallel

from corpora.bitext import Pair
from glossary.extraction.extract import ExtractConfig, judge, phrase_texts
from glossary.lookup.choice import STRING, bound, halves, lacks, string_features
from glossary.lookup.find import TERMS, _Search
from glossary.lookup.weights import WEIGHTS
from glossary.renderings import LOCAL
from glossary.rows import Rows

OCCURRENCES = 5  # of each term
PULL = 3.0
WEIGHT_OF_LIST = 3.0  # of the development terms, which are fewer and harder than what the extractor proposed
FOLDS = 5
Asked = tuple[str, set[str]]
"""A term and its right renderings, folded."""


@dataclass
class Places:
    """Spans of occurrences end to end, from ``first``: figures, fixed losses, whether right; ``term`` and ``weight`` of each occurrence."""

    figures: np.ndarray
    losses: np.ndarray
    right: np.ndarray
    first: np.ndarray
    term: np.ndarray
    weight: np.ndarray


def judged_terms(pairs: list[Pair], path: Path, language: str) -> list[Asked]:
    labels = dict(pl.read_csv(path, separator="\t").iter_rows())
    found = judge(Rows.of(pairs), ExtractConfig(least=2))
    assert found is not None
    en = phrase_texts(found.en.side, found.en.grams)
    zh = [text.replace(" ", "") for text in phrase_texts(found.zh.side, found.zh.grams)]
    texts = sorted({(en[e], zh[z]) for e, z in zip(found.pairs.en, found.pairs.zh, strict=True)})
    right = [text for text in texts if labels.get(key(*text))]
    return [(e, {same(z, "zh")}) if language == "en" else (z, {same(e, "en")}) for e, z in right]


def listed_terms(shared: Path, language: str) -> list[Asked]:
    path = shared / "gold" / "terms" / "un_terms_dev.tsv"
    rows = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False).iter_rows(named=True)
    return [(row[language], right_ones(row, "zh" if language == "en" else "en")) for row in rows]


def gather(pairs: list[Pair], terms: list[Asked], language: str, weight: float, first: int) -> Places:
    """Occurrences of terms, which are numbered from ``first``."""
    rows, other = Rows.of(pairs).view, "zh" if language == "en" else "en"
    search = _Search(rows, [term for term, _ in terms], language, 3)
    search.limit = OCCURRENCES
    figures, losses, right, sizes, owner = [], [], [], [], []
    for start in range(0, len(terms), TERMS):
        numbers = range(start, min(start + TERMS, len(terms)))
        places = [search.placed.of_one(k) for k in numbers]
        studies = search._studies(places)
        number = {k: n for n, k in enumerate(dict.fromkeys(k for one in studies if one for k in one.keys))}
        counted, vectors = search.sample.count(list(number)), rows.static.encode(list(number))
        asked = rows.static.encode([terms[k][0] for k in numbers])
        for k, place, study, vector in zip(numbers, places, studies, asked, strict=True):
            if study is None:
                continue
            keys = np.array([number[one] for one in study.keys], np.int64)
            mine = np.zeros(len(rows), np.bool_)
            mine[list(place)] = True
            strings = string_features(
                study, counted.some(keys), mine, search.sample.rows, (vectors[keys] @ vector).astype(np.float64)
            )
            lost = halves(terms[k][0], study.keys, language) + lacks(strings, language)
            good = np.array([same(one, other) in terms[k][1] for one in study.keys])[study.string]
            local = study.features.astype(np.float64)
            every = np.hstack([local, strings[study.string], bound(local, strings[study.string])])
            for at in range(len(study.places)):
                part = study.part(at)
                if good[part].any() and not good[part].all():
                    figures.append(every[part].astype(np.float32))
                    losses.append(lost[study.string[part]])
                    right.append(good[part])
                    sizes.append(part.stop - part.start)
                    owner.append(first + k)
    term = np.array(owner)
    often = np.bincount(term)[term]
    return Places(
        np.concatenate(figures).astype(np.float64),
        np.concatenate(losses),
        np.concatenate(right),
        np.cumsum([0, *sizes])[:-1],
        term,
        weight / np.sqrt(often),
    )


def together(parts: list[Places]) -> Places:
    sizes = np.cumsum([0, *(len(part.right) for part in parts)])
    columns = [[getattr(part, name) for part in parts] for name in ("figures", "losses", "right", "term", "weight")]
    figures, losses, right, term, weight = map(np.concatenate, columns)
    first = np.concatenate([part.first + size for part, size in zip(parts, sizes, strict=False)])
    return Places(figures, losses, right, first, term, weight)


def fit(all_: Places, old: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The weights by the ``kept`` occurrences."""
    lengths = np.diff([*all_.first, len(all_.right)])
    weight, spread = all_.weight * kept, all_.figures.std(0) + 1e-6
    of_span = np.repeat(weight, lengths)

    def shares(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        top = np.maximum.reduceat(values, all_.first)
        power = np.exp(values - np.repeat(top, lengths))
        total = np.add.reduceat(power, all_.first)
        return top + np.log(total), power / np.repeat(total, lengths)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        values = all_.figures @ b + all_.losses
        (every, share), (good, own) = shares(values), shares(np.where(all_.right, values, -1e9))
        away = (b - old) * spread
        gradient = all_.figures.T @ (of_span * (share - own)) + PULL * away * spread
        return float((weight * (every - good)).sum() + 0.5 * PULL * (away @ away)), gradient

    return np.asarray(minimize(loss, old.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def hits(all_: Places, b: np.ndarray) -> np.ndarray:
    """Whether the best span of each occurrence is right."""
    values, ends = all_.figures @ b + all_.losses, [*all_.first[1:], len(all_.right)]
    return np.array([all_.right[a + np.argmax(values[a:z])] for a, z in zip(all_.first, ends, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    shared = parser.parse_args().shared
    for language in ("en", "zh"):
        texts = parallel(shared), law(shared), bitext(shared)
        asked = (
            judged_terms(texts[0], LABELS, language),
            judged_terms(texts[1], LAW, language),
            listed_terms(shared, language),
        )
        firsts = np.cumsum([0, *map(len, asked)])
        weights = 1.0, 1.0, WEIGHT_OF_LIST
        every = together(
            [
                gather(text, terms, language, weight, int(first))
                for text, terms, weight, first in zip(texts, asked, weights, firsts, strict=False)
            ]
        )
        own = WEIGHTS[language]
        old = np.concatenate([own.local, own.string, own.bound])
        aside = np.zeros(len(every.term), bool)
        for fold in range(FOLDS):
            here = every.term % FOLDS == fold
            aside[here] = hits(every, fit(every, old, ~here))[here]
        new = fit(every, old, np.ones(len(every.term), bool))
        source = np.searchsorted(firsts, every.term, side="right") - 1
        for number, name in enumerate(("judged UN pairs", "judged pairs of laws", "listed terms")):
            some = source == number
            told = (hits(every, old)[some].mean(), aside[some].mean(), hits(every, new)[some].mean())
            print(
                f"from {language}, {name}: {some.sum()} occurrences, before {told[0]:.3f}, other terms {told[1]:.3f}, fitted {told[2]:.3f}"
            )
        for name, value in zip((*LOCAL, *STRING, "bound before", "bound behind"), new, strict=True):
            print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
