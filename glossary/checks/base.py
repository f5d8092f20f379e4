"""What a check is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpora.bitext import Pair
from glossary.consistency import ConsistencyResult
from glossary.finding import Finding, Severity


class Run(Protocol):
    """A check's function: rows and consistency in, findings out. Its docstring is its page."""

    __doc__: str | None

    def __call__(self, check: Check, pairs: Sequence[Pair], consistency: ConsistencyResult | None) -> Iterator[Finding]:
        """Yield findings; ``segment`` counts rows from 1."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """A code that never changes its meaning, a name, a severity, the MQM type, and the function."""

    code: str
    name: str
    severity: Severity
    mqm: str
    run: Run
