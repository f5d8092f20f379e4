"""Phrases worth a look in each language: closed n-grams with content words at their edges.

An n-gram is *closed* when no longer one with a content word more occurs just as often: ``humanitarian law`` that only
ever stands in ``international humanitarian law`` is not a candidate (cf. C-value, Frantzi, Ananiadou and Mima 2000).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpora.bitext import Pair
from glossary.words import (
    EDGE_ZH,
    FIRST_OK_ZH,
    HAN_RUN,
    LAST_OK_ZH,
    PEACE,
    STOP_EN,
    Token,
    is_chinese_term,
    is_english_term,
    phrases,
)


@dataclass(slots=True)
class Candidate:
    """A phrase, how it is written most often, and the rows (from 0) it stands in; ``count`` counts occurrences."""

    key: str
    language: str
    rows: list[int] = field(default_factory=list)
    count: int = 0
    forms: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """The most frequent way to write it; on a tie the shorter, then the first in order."""
        return min(self.forms, key=lambda form: (-self.forms[form], len(form), form))


def english_candidates(pairs: Sequence[Pair], longest: int, least: int) -> dict[str, Candidate]:
    """Folded n-grams of up to ``longest`` words that stand in at least ``least`` rows."""
    found: dict[str, Candidate] = {}
    wider: dict[str, Counter[str]] = defaultdict(Counter)  # candidate -> content words next to it, with their side
    for row, pair in enumerate(pairs):
        for run in phrases(pair.en):
            for i in range(len(run)):
                for j in range(i + 1, min(i + longest, len(run)) + 1):
                    words = run[i:j]
                    if is_english_term(words):
                        key = " ".join(w.folded for w in words)
                        _note(found, key, "en", row, pair.en[words[0].start : words[-1].end])
                        _neighbours(wider[key], run, i, j)
    return {k: c for k, c in found.items() if len(c.rows) >= least and not _open(c, wider[k])}


def _neighbours(wider: Counter[str], run: list[Token], i: int, j: int) -> None:
    if i and run[i - 1].text.lower() not in STOP_EN:
        wider["<" + run[i - 1].folded] += 1
    if j < len(run) and run[j].text.lower() not in STOP_EN:
        wider[">" + run[j].folded] += 1


def chinese_candidates(pairs: Sequence[Pair], longest: int, least: int) -> dict[str, Candidate]:
    """Han strings of 2 to ``longest`` characters that stand in at least ``least`` rows."""
    rows: Counter[str] = Counter()
    for pair in pairs:  # first pass: cheap counts, so that the second keeps little
        rows.update({run[i:j] for run in HAN_RUN.findall(pair.zh) for i, j in _spans(len(run), longest)})
    frequent = {text for text, n in rows.items() if n >= least and is_chinese_term(text)}
    found: dict[str, Candidate] = {}
    wider: dict[str, Counter[str]] = defaultdict(Counter)
    for row, pair in enumerate(pairs):
        for run in HAN_RUN.findall(pair.zh):
            for i, j in _spans(len(run), longest):
                text = run[i:j]
                if text in frequent:
                    _note(found, text, "zh", row, text)
                    if i and (_content(run[i - 1]) or PEACE.match(run[i - 1 : i + 1])):
                        wider[text]["<" + run[i - 1]] += 1
                    if j < len(run) and _content(run[j]):
                        wider[text][">" + run[j]] += 1
    return {k: c for k, c in found.items() if not _open(c, wider[k])}


def _content(character: str) -> bool:
    """Whether a Han character beside a string can belong to the same term."""
    return character not in EDGE_ZH or character in FIRST_OK_ZH or character in LAST_OK_ZH


def _spans(n: int, longest: int) -> Iterable[tuple[int, int]]:
    return ((i, j) for i in range(n) for j in range(i + 2, min(i + longest, n) + 1))


def _note(found: dict[str, Candidate], key: str, language: str, row: int, form: str) -> None:
    candidate = found.get(key)
    if candidate is None:
        candidate = found[key] = Candidate(key, language)
    if not candidate.rows or candidate.rows[-1] != row:
        candidate.rows.append(row)
    candidate.count += 1
    candidate.forms[form] += 1


def _open(candidate: Candidate, wider: Counter[str]) -> bool:
    """Whether one and the same content word stands beside it every time."""
    return bool(wider) and max(wider.values()) >= candidate.count
