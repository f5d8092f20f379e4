"""What is known of a pair of phrases, as one row of figures: the two sides apart, and beside their rivals."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from corpora.arrays import Bools, Doubles, Floats, Longs, numbered, unit
from glossary.extraction.clauses import clause_figures
from glossary.extraction.pairs import PhrasePairs
from glossary.extraction.sides import AND_ZH, Grams, SideAtoms
from glossary.extraction.span_table import NAMES
from glossary.renderings import Units

CLASSES = Path(__file__).with_name("word_classes.safetensors")
FROM_PAIR = ("likely", "dice", "share", "back share", "cosine", "votes", *NAMES)
_OF_PHRASE = (
    "lone",
    "two",
    "many",
    "mean weight",
    "least weight",
    "lone weight",
    "first noun",
    "first verb",
    "first adjective",
    "first adverb",
    "last noun",
    "last verb",
    "last adjective",
    "lone noun",
    "lone verb",
    "capital",
    "lone capital",
    "inner",
    "capital before",
    "capital behind",
    "free",
    "before",
    "behind",
    "count",
    "documents",
    "light first",
    "light last",
    "covered",
    "figure first",
    "figure last",
    "quantifier first",
    "opens",
    "object first",
    "object last",
    "participle first",
    "participle last",
    "aspect",
)
TERM = (
    *(f"{side} {name}" for side in ("en", "zh") for name in _OF_PHRASE if (side, name) != ("en", "light first")),
    *("share", "back share", "ratio", "acronym", "opens"),
)
"""What tells a term from everyday words; the rest of :func:`features` is about the pair."""
BASE = ("given", "taken", "votes", "dice", "cosine")
"""What orders the rivals of a pair."""


@lru_cache(maxsize=1)
def _class_weights() -> dict[str, npt.NDArray[np.float16]]:
    return dict(load_file(str(CLASSES)))


def word_classes(vectors: Floats, language: str) -> Doubles:
    """``(words, 4)``: about how far each word is a noun, a verb, an adjective, an adverb, by their vectors."""
    weights = _class_weights()[language].astype(np.float64)
    if vectors.shape[1] + 1 != len(weights):  # another model than the one that the classes were learnt with
        return np.full((len(vectors), 4), 0.25)
    whole = unit(vectors).astype(np.float64)
    return np.asarray(np.clip(np.hstack([whole, np.ones((len(whole), 1))]) @ weights, 0, 1))


def base(pairs: PhrasePairs) -> Doubles:
    """A plain sum of the best figures, ``(pairs,)``."""
    return np.asarray(np.sum([pairs.figures[name] for name in BASE], axis=0))


def margin(group: Longs, score: Doubles) -> Doubles:
    """How far each is above the best other of its group; above 0 where it has no rival.

    >>> margin(np.array([0, 0, 1]), np.array([3.0, 1.0, 2.0])).tolist()
    [2.0, -2.0, 2.0]
    """
    order = np.lexsort((-score, group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    best = np.zeros(int(group.max(initial=-1)) + 1)
    second = np.zeros_like(best)
    best[group[order[first]]] = score[order[first]]
    follows = first + 1
    follows = follows[(follows < len(order)) & ~np.isin(follows, first)]
    second[group[order[follows]]] = score[order[follows]]
    return np.where(score < best[group], score - best[group], score - second[group])


class PhraseFacts:
    """Figures of the phrases of one language, ``(phrases, ...)``."""

    def __init__(self, side: SideAtoms, grams: Grams, units: Units, documents: Longs) -> None:
        weight = units.weights
        first = side.unit_ids[side.unit[grams.sample]]
        last = side.unit_ids[side.unit[grams.sample + grams.size - 1]]
        edges, place = numbered(np.concatenate([first, last]))
        classes = word_classes(units.vectors(edges), side.language)[place]
        low, high = side.unit[grams.sample], side.unit[grams.sample + grams.size - 1] + 1
        self.words = (high - low).astype(np.float64)
        sums = np.concatenate([[0.0], np.cumsum(weight[side.unit_ids])])
        self.mean_weight = (sums[high] - sums[low]) / self.words
        counts = high.astype(np.int64) - low
        begins = np.cumsum(counts) - counts
        inside = weight[side.unit_ids[np.arange(int(counts.sum())) + np.repeat(low - begins, counts)]]
        self.least_weight, self.most_weight = (way.reduceat(inside, begins) for way in (np.minimum, np.maximum))
        self.first, self.last = classes[: len(first)], classes[len(first) :]
        lone = self.words == 1
        self.columns = {
            "lone": lone.astype(np.float64),
            "two": (self.words == 2).astype(np.float64),
            "many": (self.words > 3).astype(np.float64),
            "mean weight": self.mean_weight,
            "least weight": self.least_weight,
            "lone weight": self.most_weight * lone,
            "first noun": self.first[:, 0],
            "first verb": self.first[:, 1],
            "first adjective": self.first[:, 2],
            "first adverb": self.first[:, 3],
            "last noun": self.last[:, 0],
            "last verb": self.last[:, 1],
            "last adjective": self.last[:, 2],
            "lone noun": self.last[:, 0] * lone,
            "lone verb": self.last[:, 1] * lone,
            "count": np.log(grams.count),
            "covered": grams.stats["covered"],
            "c value": np.log1p(np.maximum(grams.stats["c_value"], 0)),
            "free": np.minimum(grams.stats["before"], grams.stats["behind"]) / np.log(grams.count + 1),
            "before": grams.stats["before"] / np.log(grams.count + 1),
            "behind": grams.stats["behind"] / np.log(grams.count + 1),
            "capital": grams.stats["capital"] * (side.language == "en"),
            "lone capital": grams.stats["capital"] * lone,
            "capital before": grams.stats["capital before"] * grams.stats["capital"],
            "capital behind": grams.stats["capital behind"] * grams.stats["capital"],
            "comma": grams.stats["comma"],
            "inner": grams.stats["inner"],
            "light first": grams.stats["light first"],
            "light last": grams.stats["light last"],
            "head": grams.stats["head"],
            "tail": grams.stats["tail"],
            "documents": np.log(documents),
            **clause_figures(side, grams),
        }
        joiners = np.array([kind in AND_ZH or kind == "and" for kind in side.kinds])
        self.joined = _any(joiners[side.ids], grams)
        digits = np.array([kind[:1].isdigit() for kind in side.kinds])
        self.digit = _any(digits[side.ids], grams)
        self.acronym = np.array([len(k) > 1 and k.isascii() and k.isupper() for k in side.kinds])[
            side.ids[grams.sample]
        ] & (grams.size == 1)


def _any(marks: Bools, grams: Grams) -> Bools:
    sums = np.concatenate([[0], np.cumsum(marks)])
    return np.asarray(sums[grams.sample + grams.size] > sums[grams.sample])


def features(pairs: PhrasePairs, zh: PhraseFacts, en: PhraseFacts) -> tuple[tuple[str, ...], Doubles]:
    """Names and figures ``(pairs, names)``."""
    figures = pairs.figures
    total = base(pairs)
    columns: dict[str, Doubles] = {name: figures[name] for name in FROM_PAIR}
    columns["together"] = np.log(figures["together"])
    columns["edges given"] = np.minimum(figures["first given"], figures["last given"])
    columns["edges taken"] = np.minimum(figures["first taken"], figures["last taken"])
    columns["over given"] = np.maximum(figures["before given"], figures["behind given"])
    columns["over taken"] = np.maximum(figures["before taken"], figures["behind taken"])
    columns["ahead en"] = np.clip(margin(pairs.en, total), -2, 2)
    columns["ahead zh"] = np.clip(margin(pairs.zh, total), -2, 2)
    columns["ratio"] = np.log((zh.words[pairs.zh] + 0.5) / (en.words[pairs.en] + 0.5)) ** 2
    columns["and"] = (zh.joined[pairs.zh] != en.joined[pairs.en]).astype(np.float64)
    columns["digit"] = (zh.digit[pairs.zh] != en.digit[pairs.en]).astype(np.float64)
    columns["opens"] = np.minimum(en.columns["opens"][pairs.en], zh.columns["opens"][pairs.zh])
    columns["acronym"] = en.acronym[pairs.en].astype(np.float64)
    for side, which, facts in (("en", pairs.en, en), ("zh", pairs.zh, zh)):
        for name, values in facts.columns.items():
            columns[f"{side} {name}"] = values[which]
    return tuple(columns), np.stack(list(columns.values()), 1)
