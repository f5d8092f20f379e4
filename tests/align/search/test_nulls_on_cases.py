"""The cases of ../shared/cases/alignment, each with its right outcome, and a real document with gaps."""

import pytest

from align.score import count, read_gold, read_lines
from tests.places import SHARED, needs_shared

CASES = SHARED / "cases" / "alignment"


def straight(*steps):
    """Links from runs: ``(source sentences, target sentences, how many times)``."""
    links, i, j = [], 0, 0
    for a, b, times in steps:
        for _ in range(times):
            links.append((tuple(range(i, i + a)), tuple(range(j, j + b))))
            i, j = i + a, j + b
    return links


RIGHT = {
    "boiler": straight((1, 1, 40), (1, 0, 1), (1, 1, 20), (0, 1, 1), (1, 1, 40)),
    "furniture": straight((1, 1, 1), (1, 0, 1), (0, 1, 1), (1, 1, 2)),
    "headings": straight((1, 1, 3), (1, 0, 1), (1, 1, 4), (1, 0, 1), (1, 1, 1)),
    "neighbours": straight((1, 1, 2), (1, 0, 1), (0, 1, 1), (1, 1, 1), (1, 0, 1), (0, 1, 1), (1, 1, 2)),
    "resolution": straight((1, 1, 4), (4, 1, 1), (1, 1, 2)),
    "signatures": [
        *straight((1, 1, 3)),
        *(((k,), (k + 1,)) for k in range(3, 12, 2)),
        *(((k + 1,), (k,)) for k in range(3, 12, 2)),
    ],
    "table": straight((1, 1, 23)),
    "three": straight((1, 1, 1), (1, 0, 1), (1, 1, 1)),
}


def found(aligner, source, target):
    return [(tuple(link.source), tuple(link.target)) for link in aligner.align(source, target).links]


@needs_shared("cases", "alignment")
@pytest.mark.parametrize("name", RIGHT)
def test_a_case_is_right(aligner, name):
    zh, en = (read_lines(CASES / f"{name}.{language}") for language in ("zh", "en"))
    assert sorted(found(aligner, zh, en)) == sorted(RIGHT[name])


@needs_shared("cases", "alignment")
def test_a_real_document_with_gaps_has_one_wrong_decision_at_most(aligner):
    (gold,) = read_gold(SHARED / "gold" / "alignment" / "un_gaps")
    counts = count(found(aligner, gold.source, gold.target), gold.links)
    assert counts.gold - counts.strict <= 1
