"""The weights of the extractor: of a pair being a right rendering, and of a right pair being a term.

Fitted by ``benchmarks/terms/terms_fit.py`` on pairs judged by hand; the file beside this module holds weights by the names
that :func:`glossary.extraction.features.features` gives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpora.arrays import Doubles

FILE = Path(__file__).with_name("weights.json")
SPANS = np.array([1.5, 2.0, 0.5, 0.5, 0.5, 0.5, -0.7, -0.7, -0.5, -0.5])
"""What a span says for itself, in the order of :data:`glossary.extraction.span_table.NAMES`; set by hand."""


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def probability(what: str, names: Sequence[str], figures: Doubles) -> Doubles:
    """``(pairs,)``: how likely each pair is ``right`` (a rendering), or a ``term`` where it is right."""
    weights = _file()[what]
    sums = figures @ np.array([weights.get(name, 0.0) for name in names]) + weights["constant"]
    return np.asarray(1.0 / (1.0 + np.exp(-sums)))
